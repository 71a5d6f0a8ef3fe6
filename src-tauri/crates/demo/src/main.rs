//! `veridesk-demo`: makes the demo desk once.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use demo::{Made, make};

/// 生成演示核验台：资料全部虚构。
///
/// Makes the demo desk: everything in it is invented.
#[derive(Parser)]
#[command(name = "veridesk-demo", version)]
struct Arguments {
    /// 放在哪个文件夹；The folder to make it in.
    #[arg(long, value_name = "DIR")]
    desk: PathBuf,
    /// 模拟机构的地址；Where the sandbox will listen.
    #[arg(long, value_name = "URL")]
    sandbox: String,
}

fn main() -> ExitCode {
    let Arguments { desk, sandbox } = Arguments::parse();
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let (said, code) = match make(&desk, &sandbox, now_ms) {
        Ok(Made::Now(cases)) => (
            format!("演示核验台已生成，{cases} 件案件。The demo desk is made, with {cases} cases."),
            0,
        ),
        Ok(Made::Before) => ("演示核验台已在。The demo desk is there.".to_owned(), 0),
        Err(words) => (
            format!("演示核验台没有生成。The demo desk was not made: {words}"),
            4,
        ),
    };
    // Standard output may be closed; there is nobody else to tell.
    let _ = writeln!(io::stdout(), "{said}");
    ExitCode::from(code)
}
