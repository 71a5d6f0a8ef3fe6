use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct HoldArguments {
    /// 案件；Which case.
    pub(crate) case: String,
    /// 理由，- 表示从标准输入读取；Why, `-` reads standard input.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EraseCommand {
    /// 到期案件；What is due.
    Due,
    /// 删除到期案件并更换密钥；Erase what is due, and change the keys.
    Run,
    /// 提议提前删除一个案件；Propose to erase one case before its time.
    Case {
        /// 案件；Which case.
        case: String,
        /// 理由（不含客户资料），- 表示从标准输入读取；Why, without a customer's data; `-` reads standard input.
        #[arg(long)]
        why: String,
    },
    /// 删除证明；The certificate of an erasure.
    Certificate {
        /// 案件号；The case's id.
        case: String,
    },
    /// 离线核对删除证明（标准输入为 JSON）；Verify a certificate offline, JSON on standard input.
    Check,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RetentionCommand {
    /// 查看；Show.
    Show,
    /// 提议更改；Propose other terms.
    Set {
        /// 结果=月数；ENDING=MONTHS, such as screened_out=3.
        #[arg(long = "months", value_name = "ENDING=MONTHS", value_delimiter = ',', value_parser = term)]
        months: Vec<(String, u16)>,
        /// 只对该合作机构；For this partner only; no months take its own terms away.
        #[arg(long)]
        partner: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ArchiveArguments {
    /// 接着这一页；Continue after this page.
    #[arg(long)]
    pub(crate) after: Option<String>,
    /// 每页条数；Cases a page.
    #[arg(long)]
    pub(crate) limit: Option<u32>,
}

/// `ENDING=MONTHS`.
fn term(text: &str) -> Result<(String, u16), String> {
    let parts = text.split_once('=');
    let read = parts.and_then(|(ending, months)| Some((ending.to_owned(), months.parse().ok()?)));
    read.ok_or_else(|| "ENDING=MONTHS".to_owned())
}
