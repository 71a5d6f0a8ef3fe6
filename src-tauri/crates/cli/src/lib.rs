//! The house from a terminal: the program `veridesk-cli`.
//!
//! It says what the window would say: every command is a request of the contract or one of the few acts that come before
//! somebody is signed in. Exit codes: 0 done, 2 bad use, 3 refused by a rule, 4 fault. Secrets and personal data come in
//! through file descriptors and standard input only, never through arguments or the environment.

mod arguments;
mod commands;
mod inward;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

/// The whole program.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let json = arguments.json;
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => output::error(&error, json),
    }
}
