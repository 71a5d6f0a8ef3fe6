//! `cargo xtask test`: every check of the house, in the order in which a mistake is cheapest to find.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::run::{cargo, printed, root, succeeds};
use crate::stages::{Stage, Work};
use crate::{Stop, setup, stages, ui};

/// The test binary that holds the house rules.
const TIDY: &str = "tidy";
/// The test binary that runs the script of `docs/terminal.md` as written.
const SCRIPT: &str = "terminal_script";
/// The test binary that drives the real window.
const E2E: &str = "e2e";
/// Test binaries of this beginning measure, in release builds: they belong to `cargo xtask bench`.
const BENCH: &str = "bench_";
/// A build of the command line that leaves everything unsealed, so that the canary search can show
/// that it would find a leak. Never part of a release.
const UNSEALED: &str = "veridesk-cli-unsealed";

/// Sets the machine up, then runs every stage.
///
/// # Errors
/// The first stage that fails ends the run.
pub(crate) fn test(nightly: bool) -> Result<(), Stop> {
    setup::setup()?;
    let house = House::as_it_stands()?;
    let tally = tally();
    if let Err(fault) = fs::remove_file(&tally)
        && fault.kind() != std::io::ErrorKind::NotFound
    {
        return Err(Stop::failed(format!(
            "{} could not be removed: {fault}.",
            tally.display()
        )));
    }
    // Where the build cache lies elsewhere nothing else has made this folder.
    if let Some(folder) = tally.parent() {
        fs::create_dir_all(folder).map_err(|fault| {
            Stop::failed(format!("{} could not be made: {fault}.", folder.display()))
        })?;
    }
    let ended = stages::run(all_stages(&house, nightly));
    if let Ok(text) = fs::read_to_string(&tally) {
        println!("\n{}", in_order(&text));
    }
    ended
}

/// Where fault tests say how many faults they met.
fn tally() -> PathBuf {
    root().join("target/fault-tally.txt")
}

/// The tally by its numbers in the list: T2 stands before T10.
fn in_order(tally: &str) -> String {
    let number = |line: &&str| {
        let digits = line.trim_start_matches('T');
        let end = digits.find(|it: char| !it.is_ascii_digit());
        digits[..end.unwrap_or(digits.len())].parse::<u32>().ok()
    };
    let mut lines: Vec<&str> = tally.lines().collect();
    lines.sort_by_key(number);
    lines.join("\n")
}

/// What of the workspace decides which commands are run.
struct House {
    /// Test binaries of `house-tests` that break things: all but the rules, the script, the window and the benches.
    faults: Vec<String>,
    builds_unsealed: bool,
    has_cargo_deny: bool,
}

impl House {
    fn as_it_stands() -> Result<Self, Stop> {
        let metadata = printed(cargo(["metadata", "--no-deps", "--format-version", "1"]))
            .ok_or_else(|| Stop::failed("`cargo metadata` failed: is a Cargo.toml broken?"))?;
        Ok(Self {
            faults: fault_binaries(&root().join("tests/tests"))?,
            // One name in cargo's compact JSON: not worth a parser in the crate that must build first.
            builds_unsealed: metadata.contains(&format!("\"name\":\"{UNSEALED}\"")),
            has_cargo_deny: succeeds(cargo(["deny", "--version"])),
        })
    }
}

/// Reads the names from the folder as cargo does: `name.rs`, or a folder `name` with a `main.rs`.
fn fault_binaries(folder: &Path) -> Result<Vec<String>, Stop> {
    let unreadable = |fault| Stop::failed(format!("{} cannot be read: {fault}.", folder.display()));
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_binary =
            path.join("main.rs").is_file() || path.extension().is_some_and(|end| end == "rs");
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if is_binary && name != E2E && name != TIDY && name != SCRIPT && !name.starts_with(BENCH) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn all_stages(house: &House, nightly: bool) -> Vec<Stage> {
    let run = Run { nightly };
    // Tests and binaries in one build, and always of the whole workspace: cargo then chooses the same features of
    // every library in each stage, and builds each once. Not this program, which Windows locks while it runs.
    let mut build = vec![cargo([
        "build",
        "--workspace",
        "--exclude",
        "xtask",
        "--bins",
        "--tests",
        "--features",
        "veridesk/e2e",
    ])];
    if house.builds_unsealed {
        build.push(cargo([
            "build",
            "--workspace",
            "--features",
            "cli/unsealed,veridesk/e2e",
            "--bin",
            UNSEALED,
        ]));
    }
    let faults = if house.faults.is_empty() {
        Work::Skipped("there is no fault test yet")
    } else {
        Work::Commands(vec![
            run.house_tests(house.faults.iter().map(String::as_str)),
        ])
    };
    let deny = if house.has_cargo_deny {
        Work::Commands(vec![cargo(["deny", "check"])])
    } else {
        Work::Skipped("cargo-deny is not installed (cargo install cargo-deny --locked)")
    };
    let commands = Work::Commands;

    vec![
        stage(
            "page",
            2 * 60,
            commands(vec![
                ui::npm(["ci", "--no-audit", "--no-fund"]),
                ui::npm(["run", "check"]),
                ui::npm(["run", "test"]),
                ui::npm(["run", "build"]),
            ]),
        ),
        stage(
            "fmt",
            30,
            commands(vec![cargo(["fmt", "--all", "--check"])]),
        ),
        // Clippy and build together are the 13 minutes that building from nothing may take.
        stage(
            "clippy",
            5 * 60,
            commands(vec![clippy(Some("veridesk/e2e")), clippy(None)]),
        ),
        stage("build", 8 * 60, commands(build)),
        stage("tidy", 30, commands(vec![run.house_tests([TIDY])])),
        stage(
            "unit and property",
            3 * 60,
            commands(vec![run.unit_and_property()]),
        ),
        stage(
            "doc tests",
            60,
            commands(vec![cargo(["test", "--doc", "--workspace"])]),
        ),
        stage("faults", if nightly { 120 * 60 } else { 8 * 60 }, faults),
        stage("window", 8 * 60, commands(vec![run.house_tests([E2E])])),
        stage("script", 2 * 60, commands(vec![run.house_tests([SCRIPT])])),
        stage("dependencies", 60, deny),
    ]
}

fn stage(name: &'static str, budget_seconds: u64, work: Work) -> Stage {
    Stage {
        name,
        budget: Duration::from_secs(budget_seconds),
        work,
    }
}

/// With what only tests may have, and as it ships: the second takes seconds, since only the window differs.
fn clippy(features: Option<&str>) -> Command {
    let mut command = cargo(["clippy", "--workspace", "--all-targets"]);
    if let Some(features) = features {
        command.args(["--features", features]);
    }
    command.args(["--", "-D", "warnings"]);
    command
}

/// How thorough this run is.
#[derive(Clone, Copy)]
struct Run {
    nightly: bool,
}

impl Run {
    fn unit_and_property(self) -> Command {
        self.nextest("not package(house-tests)")
    }

    fn house_tests<'a>(self, binaries: impl IntoIterator<Item = &'a str>) -> Command {
        let names: Vec<_> = binaries
            .into_iter()
            .map(|name| format!("binary(={name})"))
            .collect();
        self.nextest(&format!(
            "package(house-tests) and ({})",
            names.join(" or ")
        ))
    }

    /// Which tests are run is a filter, not a choice of packages, for the sake of one build.
    fn nextest(self, which: &str) -> Command {
        let profile = if self.nightly { "nightly" } else { "ci" };
        let mut command = cargo([
            "nextest",
            "run",
            "--workspace",
            "--features",
            "veridesk/e2e",
            "--profile",
            profile,
            "-E",
            which,
        ]);
        command.env("VERIDESK_TALLY", tally());
        if self.nightly {
            command.envs([("VERIDESK_NIGHTLY", "1"), ("PROPTEST_CASES", "4096")]);
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::as_typed;

    fn house(faults: &[&str]) -> House {
        House {
            faults: faults.iter().map(ToString::to_string).collect(),
            builds_unsealed: true,
            has_cargo_deny: false,
        }
    }

    fn typed(stages: &[Stage]) -> Vec<String> {
        stages
            .iter()
            .flat_map(|stage| match &stage.work {
                Work::Commands(commands) => commands.iter().map(as_typed).collect(),
                Work::Skipped(_) => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn the_tally_is_in_the_order_of_the_list() {
        let text = "T20  5 restores: none\nT3  10 disks: none\nT3  2 files: none\n";
        let expected = "T3  10 disks: none\nT3  2 files: none\nT20  5 restores: none";
        assert_eq!(in_order(text), expected);
    }

    #[test]
    fn the_budgets_of_a_run_stay_under_forty_minutes() {
        let budget: Duration = all_stages(&house(&["kill"]), false)
            .iter()
            .map(|stage| stage.budget)
            .sum();
        assert!(budget < Duration::from_secs(40 * 60), "{budget:?}");
    }

    #[test]
    fn a_fault_test_is_run_because_its_file_is_there() {
        let folder = root().join("tests/tests");
        let there = fault_binaries(&folder).expect("the folder is read");
        assert!(
            there
                .iter()
                .all(|name| name != TIDY && name != SCRIPT && !name.starts_with(BENCH))
        );

        let commands = typed(&all_stages(&house(&["canary", "kill"]), false));
        let faults = "cargo nextest run --workspace --features veridesk/e2e --profile ci -E 'package(house-tests) and (binary(=canary) or binary(=kill))'";
        assert!(
            commands.iter().any(|command| command.ends_with(faults)),
            "{commands:#?}"
        );
    }

    #[test]
    fn only_a_nightly_run_asks_for_full_counts() {
        let asks = |nightly| {
            typed(&all_stages(&house(&["kill"]), nightly))
                .iter()
                .any(|command| {
                    command.contains("VERIDESK_NIGHTLY=1") && command.contains("binary(=kill)")
                })
        };
        assert!(asks(true));
        assert!(!asks(false));
    }

    #[test]
    fn the_unsealed_build_is_made_only_with_its_feature() {
        for command in typed(&all_stages(&house(&[]), false)) {
            assert_eq!(
                command.contains(UNSEALED),
                command.contains("cli/unsealed"),
                "{command}"
            );
        }
    }
}
