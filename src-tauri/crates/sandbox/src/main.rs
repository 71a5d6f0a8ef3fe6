//! `veridesk-sandbox`: the pretend institution as a program.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Credential, Sandbox, SandboxOptions, magic_page};

/// 演示与测试用的模拟机构，只在本机回环地址监听。
///
/// A pretend institution for demo and tests, on loopback only.
#[derive(Parser)]
#[command(name = "veridesk-sandbox", version)]
struct Arguments {
    /// 监听地址，端口 0 表示任选；Loopback address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "127.0.0.1:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// 从该文件描述符读一行 ID:SECRET；Inherited descriptor to read one line ID:SECRET from.
    #[arg(long, value_name = "N")]
    credential_fd: Option<u32>,
    /// 输出魔法值表后退出；Print the table of magic values as Markdown and leave.
    #[arg(long)]
    magic: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Standard error may be closed; there is nobody else to tell.
            let _ = writeln!(
                io::stderr(),
                "veridesk-sandbox 未启动，未提供任何服务。Not started, nothing was served: {fault}"
            );
            ExitCode::from(4)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    if arguments.magic {
        return io::stdout().write_all(magic_page().as_bytes());
    }
    let credential = match arguments.credential_fd {
        Some(fd) => Credential::from_fd(fd)?,
        None => Credential::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let sandbox = Sandbox::start(SandboxOptions {
        listen: arguments.listen,
        credential,
        ..SandboxOptions::default()
    })?;
    let mut out = io::stdout();
    writeln!(
        out,
        "{}",
        serde_json::json!({"listening": sandbox.addr().to_string()})
    )?;
    out.flush()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    sandbox.stop();
    Ok(())
}
