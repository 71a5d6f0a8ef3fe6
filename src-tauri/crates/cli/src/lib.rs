//! The house from a terminal: the program `veridesk-cli`.
//!
//! It says what the window would say: every command is a request of the contract or one of the few acts that come before
//! somebody is signed in. Exit codes: 0 done, 2 bad use, 3 refused by a rule, 4 fault. Secrets and personal data come in
//! through file descriptors and standard input only, never through arguments or the environment.

mod arguments;
mod commands;
mod inward;
mod keeping;
mod output;

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use wire::ErrorCode;
use wire::view::ErrorView;

use crate::arguments::Arguments;

/// The whole program.
pub fn main() -> ExitCode {
    host::log::begin("veridesk-cli");
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return not_written_correctly(&error),
    };
    let json = arguments.json;
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            host::log::told("command", &error);
            output::error(&error, json)
        }
    }
}

/// What clap has to say: help as it is, and a mistake as an error of the house, in both languages. What was typed is not
/// repeated, but for the names of arguments: there may be a value in the wrong place.
fn not_written_correctly(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // Standard output may be closed; there is nobody else to tell.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let mut view = ErrorView::from(ErrorCode::Usage);
    if let Some(problem) = error.kind().as_str() {
        view = view.with("problem", problem);
    }
    let is_a_name = |text: &&str| text.starts_with(['-', '<', '[']);
    let about = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => vec![argument.as_str()],
        Some(ContextValue::Strings(arguments)) => arguments.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    for argument in about.into_iter().filter(is_a_name) {
        view = view.with("argument", argument);
    }
    output::error(&view, std::env::args_os().any(|it| it == "--json"))
}
