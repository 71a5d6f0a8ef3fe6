mod backup;
mod keeping;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::backup::{BackupCommand, RecoveryCommand, RestoreArguments, SecretArguments};
pub(crate) use keeping::{ArchiveArguments, EraseCommand, HoldArguments, RetentionCommand};

/// 核验台命令行。Veridesk from a terminal.
#[derive(Debug, Parser)]
#[command(name = "veridesk-cli", version, propagate_version = true)]
pub(crate) struct Arguments {
    /// 核验台所在目录；The desk's folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) desk: Option<PathBuf>,
    /// 登录人姓名；Who signs in.
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub(crate) caller: Option<String>,
    /// 从该文件描述符读取口令（一行）；File descriptor with the passphrase, one line.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
    /// 以 JSON 输出，每行一个；Print JSON, one value a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 建立、启用、查看核验台；Make, open or look at a desk.
    #[command(subcommand)]
    Desk(DeskCommand),
    /// 人员；People.
    #[command(subcommand)]
    Person(PersonCommand),
    /// 密钥；Keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// 需要两人的变更；Changes that take two people.
    #[command(subcommand)]
    Change(ChangeCommand),
    /// 核验机构与消息通道；Institutions and message channels.
    #[command(subcommand)]
    Institution(InstitutionCommand),
    /// 导入 CSV 文件；Import a CSV file.
    Import(ImportArguments),
    /// 提交一个案件（标准输入为 JSON）；Submit one case, JSON on standard input.
    Submit,
    /// 队列；The queue.
    Queue(QueueArguments),
    /// 领取下一个案件；Claim the next case.
    Next,
    /// 案件；Cases.
    #[command(subcommand)]
    Case(CaseCommand),
    /// 机构核验；Checks with institutions.
    #[command(subcommand)]
    Check(CheckCommand),
    /// 发件箱；The outbox.
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// 提出结论；Propose how a case ends.
    Propose(ProposeArguments),
    /// 复核结论；Judge a proposal.
    Review(ReviewArguments),
    /// 客户通知；The customer's message.
    Feedback(FeedbackArguments),
    /// 撤回结论（通知尚未发出时）；Take a decision back while its message is held.
    TakeBack(CaseArgument),
    /// 日志；The log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// 校验导出的案件文件，不需要核验台；Check an exported case file, no desk needed.
    VerifyCase(VerifyCaseArguments),
    /// 到期删除与提前删除；Erasing cases.
    #[command(subcommand)]
    Erase(EraseCommand),
    /// 保存期限；How long cases are kept.
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// 归档案件；The archive.
    Archive(ArchiveArguments),
    /// 结论原因清单；The list of reasons.
    Reasons,
    /// 生成支持信息文件，供求助时提供，不含个人信息；Write what whoever helps needs: nothing personal, nobody signs in.
    SupportBundle(SupportBundleArguments),
    /// 发送任意请求；Send any request of the contract.
    Call(CallArguments),
    /// 解释一个号码，不需要核验台；Explain an identifier, no desk needed.
    Identify(IdentifyArguments),
    /// 恢复密钥；The recovery secret.
    #[command(subcommand)]
    Recovery(RecoveryCommand),
    /// 备份与恢复；Backups, and bringing a desk back.
    #[command(subcommand)]
    Backup(BackupCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeskCommand {
    /// 建立；Make a desk.
    Create {
        /// 创建人姓名；The founder's name.
        #[arg(long, value_name = "NAME")]
        person: String,
        /// 角色，逗号分隔；Roles: operator, supervisor, administrator, auditor.
        #[arg(
            long = "role",
            value_name = "R[,R]",
            value_delimiter = ',',
            required = true
        )]
        roles: Vec<String>,
        /// 不使用系统钥匙串；Without the system's keychain.
        #[arg(long)]
        no_keychain: bool,
        /// 演示用，永久标记；For trying out, for ever.
        #[arg(long)]
        demo: bool,
    },
    /// 启用；Open a desk.
    Open {
        /// 仅一人；One person only, for ever.
        #[arg(long)]
        solo: bool,
    },
    /// 查看；Show the desk and its people.
    Show,
    /// 隔离状态：提出接受现有文件；In quarantine: propose to take the files as they are.
    ProposeAcceptance,
    /// 隔离状态：同意接受现有文件；In quarantine: agree to it.
    Accept,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// 列出人员；List the people.
    List,
    /// 加入（启用后仅为提议）；Take a person on; on an open desk this only proposes.
    Add {
        /// 姓名；Name.
        name: String,
        /// 角色，逗号分隔；Roles.
        #[arg(
            long = "role",
            value_name = "R[,R]",
            value_delimiter = ',',
            required = true
        )]
        roles: Vec<String>,
        /// 新人自己的口令所在文件描述符；File descriptor with the new person's own passphrase.
        #[arg(long, value_name = "M")]
        new_passphrase_fd: u32,
    },
    /// 提议更改角色；Propose other roles.
    Roles {
        /// 姓名；Name.
        name: String,
        /// 角色，逗号分隔；Roles.
        #[arg(
            long = "role",
            value_name = "R[,R]",
            value_delimiter = ',',
            required = true
        )]
        roles: Vec<String>,
    },
    /// 提议离开；Propose that somebody leaves.
    Revoke {
        /// 姓名；Name.
        name: String,
    },
    /// 提议为遗失口令者更换密钥；Propose new keys for somebody who lost their passphrase.
    Renew {
        /// 姓名；Name.
        name: String,
        /// 其新口令所在文件描述符；File descriptor with the passphrase they chose now.
        #[arg(long, value_name = "M")]
        new_passphrase_fd: u32,
    },
    /// 更改自己的口令；Change one's own passphrase.
    Passphrase {
        /// 新口令所在文件描述符；File descriptor with the new passphrase.
        #[arg(long, value_name = "M")]
        new_passphrase_fd: u32,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// 列出；Which keys there are.
    Show,
    /// 全部更换；Change all keys.
    Rotate,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChangeCommand {
    /// 列出；List.
    List,
    /// 同意；Approve.
    Approve {
        /// 变更编号；The change's id.
        id: String,
    },
    /// 驳回；Turn down.
    Reject {
        /// 变更编号；The change's id.
        id: String,
        /// 理由；Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum InstitutionCommand {
    /// 设置（启用后仅为提议）；Set; on an open desk this only proposes.
    Set {
        /// 机构；Which.
        #[arg(value_enum)]
        institution: Institution,
        /// 地址；Base address.
        #[arg(long)]
        url: Option<String>,
        /// 凭据 ID:SECRET 所在文件描述符；File descriptor with one line ID:SECRET.
        #[arg(long, value_name = "N")]
        credential_fd: u32,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Institution {
    /// Tencent Cloud FaceID.
    TencentFaceid,
    /// Tencent Cloud SMS.
    TencentSms,
}

impl Institution {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::TencentFaceid => "tencent-faceid",
            Self::TencentSms => "tencent-sms",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// CSV 文件；The file.
    pub(crate) file: PathBuf,
    /// 错误报告写到哪里；Where the report of rows not taken goes.
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) errors: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct QueueArguments {
    /// 只看这些状态；Only these statuses.
    #[arg(long = "status", value_delimiter = ',')]
    pub(crate) statuses: Vec<String>,
    /// 接着这一页；Continue after this page.
    #[arg(long)]
    pub(crate) after: Option<String>,
    /// 每页条数；Cases a page.
    #[arg(long)]
    pub(crate) limit: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct CaseArgument {
    /// 业务编号、机构/编号或案件号；Reference, PARTNER/REFERENCE or case id.
    pub(crate) case: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CaseCommand {
    /// 打开；Open.
    Show(CaseArgument),
    /// 领取；Take in hand.
    Claim(CaseArgument),
    /// 放回；Give back.
    Release(CaseArgument),
    /// 备注（- 表示从标准输入读取）；Write a note, `-` reads standard input.
    Note {
        /// 案件；Which case.
        case: String,
        /// 文字或 -；The text, or `-`.
        text: String,
    },
    /// 更正资料（标准输入为 JSON）；Amend, JSON on standard input.
    Amend,
    /// 查看被遮盖的内容，须说明原因，留有记录；Show masked fields in clear, for a reason, on record.
    Reveal {
        /// 案件；Which case.
        case: String,
        /// 字段；Fields: name, document_number, card_number, phone, email.
        #[arg(
            long = "field",
            value_name = "F[,F]",
            value_delimiter = ',',
            required = true
        )]
        fields: Vec<String>,
        /// 原因；Why: call, compare, institution, customer, supervision or other.
        #[arg(long)]
        why: String,
        /// 说明，原因为 other 时必填，- 表示从标准输入读取；In words, needed with `other`, `-` reads standard input.
        #[arg(long, default_value = "")]
        words: String,
    },
    /// 依法保留（- 表示从标准输入读取）；Place a legal hold, `-` reads standard input.
    Hold(HoldArguments),
    /// 解除依法保留；Lift a legal hold.
    LiftHold(HoldArguments),
}

#[derive(Debug, Subcommand)]
pub(crate) enum CheckCommand {
    /// 排入发件箱；Queue the checks a case needs.
    Run(CaseArgument),
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// 状态；State.
    Status,
    /// 发送到期的；Send what is due.
    Drain {
        /// 等待将在这么多秒内到期的；Wait for calls due within so many seconds.
        #[arg(long, value_name = "SECONDS")]
        wait: Option<u32>,
    },
    /// 再问一次（可能再次计费）；Ask once more, perhaps billed again.
    AskAgain {
        /// 调用编号；The call's id.
        call: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ProposeArguments {
    /// 案件；Which case.
    pub(crate) case: String,
    /// 结论；verified, not_verified_final, not_verified_may_retry or unable_to_verify.
    #[arg(long)]
    pub(crate) outcome: String,
    /// 原因代码；Reason codes.
    #[arg(long = "reason", value_delimiter = ',')]
    pub(crate) reasons: Vec<String>,
    /// 说明，- 表示从标准输入读取；Note, `-` reads standard input.
    #[arg(long, default_value = "")]
    pub(crate) note: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReviewArguments {
    /// 案件；Which case.
    pub(crate) case: String,
    /// 意见；agree, overturn or return.
    #[arg(value_parser = ["agree", "overturn", "return"])]
    pub(crate) verdict: String,
    /// 改判时的正确结论；With overturn: the right outcome.
    #[arg(long)]
    pub(crate) outcome: Option<String>,
    /// 原因代码；Reason codes.
    #[arg(long = "reason", value_delimiter = ',')]
    pub(crate) reasons: Vec<String>,
    /// 说明，- 表示从标准输入读取；Note, `-` reads standard input.
    #[arg(long, default_value = "")]
    pub(crate) note: String,
}

#[derive(Debug, Args)]
pub(crate) struct FeedbackArguments {
    /// 案件；Which case.
    pub(crate) case: String,
    /// 失败或不明时再发一次；Send a failed or unknown message once more.
    #[arg(long)]
    pub(crate) ask_again: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// 从第一条记录起校验；Verify from the first record.
    Verify,
    /// 导出一个案件的可校验文件（掩码）；A case as a file that proves itself, masked.
    Export(CaseArgument),
    /// 谁查看过哪些内容，最近的在前；Who was shown what in clear, newest first.
    Reveals {
        /// 最多条数；At most so many.
        #[arg(long)]
        limit: Option<u32>,
        /// 接着这一页；Continue after this page.
        #[arg(long)]
        before: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct VerifyCaseArguments {
    /// 案件文件；The file.
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SupportBundleArguments {
    /// 写到哪里；Where it goes.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CallArguments {
    /// 请求名；The request's name.
    pub(crate) request: String,
    /// 必须为 -：正文从标准输入读取；Always `-`: the JSON body comes on standard input.
    #[arg(value_parser = ["-"])]
    pub(crate) body: String,
}

#[derive(Debug, Args)]
pub(crate) struct IdentifyArguments {
    /// 种类；Kind.
    #[arg(value_enum)]
    pub(crate) kind: IdentifierKind,
    /// 号码（仅限虚构数据），或 - 逐行读取标准输入；A synthetic value, or `-` for one value a line.
    pub(crate) value: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum IdentifierKind {
    /// Resident identity number.
    ResidentId,
    /// Card number.
    Card,
    /// Mainland mobile number.
    Mobile,
}
