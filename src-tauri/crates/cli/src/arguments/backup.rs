//! Arguments of backups and of the recovery secret.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum RecoveryCommand {
    /// 制作恢复密钥，三份份额分别交给三位持有人；Make a recovery secret for three holders.
    Create(SecretArguments),
}

/// Who holds the shares, and how they are handed over.
#[derive(Debug, Args)]
pub(crate) struct SecretArguments {
    /// 持有人，共三位；A holder, given three times.
    #[arg(long = "holder", value_name = "NAME", required = true)]
    pub(crate) holders: Vec<String>,
    /// 写出份额的文件描述符，依次对应持有人；File descriptor a holder's share is written to, given three times.
    #[arg(long = "share-fd", value_name = "N", required = true)]
    pub(crate) share_fds: Vec<u32>,
    /// 读取核对内容的文件描述符，每位持有人一行；File descriptor with what the holders type back, a line each.
    #[arg(long, value_name = "N")]
    pub(crate) confirm_fd: u32,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BackupCommand {
    /// 做一次备份；Make a backup.
    Create {
        /// 备份文件夹；The backup's folder.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// 从第一条记录起完整备份；From the first record on, whatever lies there.
        #[arg(long)]
        full: bool,
    },
    /// 用核验台的密钥检验备份；Verify a backup with the keys of the desk.
    Verify {
        /// 备份文件夹；The backup's folder.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
    /// 用两份份额演练恢复，完成后全部删除；Rehearse a restore with two shares; nothing stays.
    Rehearse {
        /// 备份文件夹；The backup's folder.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// 份额所在文件描述符，共两个；File descriptor with a share, given twice.
        #[arg(long = "share-fd", value_name = "N", required = true)]
        share_fds: Vec<u32>,
    },
    /// 恢复到 --desk 指定的新文件夹；Restore into the new folder that --desk names.
    Restore(Box<RestoreArguments>),
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// 备份文件夹；The backup's folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// 份额所在文件描述符，共两个；File descriptor with a share, given twice.
    #[arg(long = "share-fd", value_name = "N", required = true)]
    pub(crate) share_fds: Vec<u32>,
    /// 姓名，可多次；Somebody of the desk from here on; repeat for each.
    #[arg(long = "person", value_name = "NAME", required = true)]
    pub(crate) people: Vec<String>,
    /// 角色，依次对应人员；Their roles, in the same order.
    #[arg(long = "role", value_name = "R[,R]", required = true)]
    pub(crate) roles: Vec<String>,
    /// 各人自己的新口令所在文件描述符，依次对应；File descriptor with their own new passphrase, in the same order.
    #[arg(long = "new-passphrase-fd", value_name = "K", required = true)]
    pub(crate) new_passphrase_fds: Vec<u32>,
    /// 新恢复密钥的持有人，共三位；A holder of the new recovery secret, given three times.
    #[arg(long = "holder", value_name = "NAME", requires = "confirm_fd")]
    pub(crate) holders: Vec<String>,
    /// 写出新份额的文件描述符，共三个；File descriptor a new share is written to, given three times.
    #[arg(long = "new-share-fd", value_name = "N", requires = "holders")]
    pub(crate) new_share_fds: Vec<u32>,
    /// 读取核对内容的文件描述符；File descriptor with what the holders type back, a line each.
    #[arg(long, value_name = "N", requires = "holders")]
    pub(crate) confirm_fd: Option<u32>,
    /// 允许替换这台电脑上的核验台；Although this computer's keychain knows the desk.
    #[arg(long)]
    pub(crate) even_here: bool,
}
