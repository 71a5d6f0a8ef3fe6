//! The house's own tools, called as `cargo xtask`.
//!
//! - `run` starts the console on a demo desk;
//! - `setup` makes sure that the system packages and cargo tools are there;
//! - `test` runs every check of the house with a time per stage;
//! - `bench` runs the house benches on optimised builds;
//! - `bindings` writes the TypeScript types of `wire` anew;
//! - `pictures` takes the pictures of `docs` anew.
//!
//! It imports nothing of the house and little from outside, because it is the first thing that
//! builds on a bare machine.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the terminal: what it prints is its result"
)]

mod bench;
mod console;
mod needs;
mod pictures;
mod run;
mod setup;
mod stages;
mod test;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::run::cargo;

/// The house's own tools.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up, build and start the console on a ready-made demo desk
    Run {
        /// Walk a case through the window out of sight, as where there is no display
        #[arg(long)]
        windowless: bool,
        /// Make the demo desk anew
        #[arg(long)]
        fresh: bool,
    },
    /// Install what building and testing need; quick when nothing is missing
    Setup,
    /// Run every check of the house, with a time per stage
    Test {
        /// Full fault counts and long property runs
        #[arg(long)]
        nightly: bool,
    },
    /// Run the house benches on optimised builds
    Bench,
    /// Write the TypeScript types of `wire` anew
    Bindings,
    /// Take the pictures of `docs` anew, in the real window
    Pictures,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Run { windowless, fresh } => console::run(windowless, fresh),
        Task::Setup => setup::setup(),
        Task::Test { nightly } => test::test(nightly),
        Task::Bench => bench::bench(),
        Task::Bindings => bindings(),
        Task::Pictures => pictures::pictures(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("\n{}", stop.words);
            ExitCode::from(stop.exit)
        }
    }
}

/// Why a task stopped, in words that say what to do next.
#[derive(Debug)]
struct Stop {
    words: String,
    /// 1: a check failed. 2: the machine lacks something that only its owner can install.
    exit: u8,
}

impl Stop {
    fn failed(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            exit: 1,
        }
    }

    fn machine_lacks(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            exit: 2,
        }
    }
}

/// The test that finds stale bindings is the one that writes them, so the two cannot drift apart.
fn bindings() -> Result<(), Stop> {
    run::must_succeed(
        cargo(["test", "-p", "wire", "--test", "bindings"]).env("VERIDESK_WRITE_BINDINGS", "1"),
    )
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
