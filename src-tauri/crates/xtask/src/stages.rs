//! Stages: commands with a budget of time, run in order until one fails, and the table of how it went.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::Stop;
use crate::run::must_succeed;

/// One part of a run.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    /// How long it may take on two cores. Going over is shown, it does not fail.
    pub(crate) budget: Duration,
    pub(crate) work: Work,
}

/// What a stage does.
pub(crate) enum Work {
    /// Runs these in order.
    Commands(Vec<Command>),
    /// Does nothing, for this reason.
    Skipped(&'static str),
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ok,
    Over,
    Failed,
    Skipped,
    NotReached,
}

impl Verdict {
    fn of_time(took: Duration, budget: Duration) -> Self {
        if took > budget { Self::Over } else { Self::Ok }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Over => "over",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::NotReached => "not reached",
        }
    }
}

struct Row {
    name: &'static str,
    took: Duration,
    budget: Duration,
    verdict: Verdict,
}

/// Runs the stages in order and prints the table at the end.
///
/// # Errors
/// The first stage that fails ends the run and is named.
pub(crate) fn run(stages: Vec<Stage>) -> Result<(), Stop> {
    let mut rows = Vec::new();
    let mut stopped = None;
    for Stage { name, budget, work } in stages {
        let mut row = Row {
            name,
            took: Duration::ZERO,
            budget,
            verdict: Verdict::NotReached,
        };
        match work {
            _ if stopped.is_some() => {}
            Work::Skipped(reason) => {
                println!("\n== {name}: skipped, {reason}");
                row.verdict = Verdict::Skipped;
            }
            Work::Commands(commands) => {
                println!("\n== {name}");
                let start = Instant::now();
                let done = commands.into_iter().try_for_each(must_succeed);
                row.took = start.elapsed();
                row.verdict = Verdict::of_time(row.took, budget);
                if let Err(stop) = done {
                    row.verdict = Verdict::Failed;
                    stopped = Some(Stop::failed(format!(
                        "Stage \"{name}\" failed: {}",
                        stop.words
                    )));
                }
                println!("== {name}: {} in {}", row.verdict.word(), seconds(row.took));
            }
        }
        rows.push(row);
    }
    println!("\n{}", table(&rows));
    stopped.map_or(Ok(()), Err)
}

fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!(
        "{:<20} {:>9} {:>9}  result",
        "stage", "took", "budget"
    )];
    lines.extend(rows.iter().map(|row| {
        let (took, budget) = (seconds(row.took), seconds(row.budget));
        format!(
            "{:<20} {took:>9} {budget:>9}  {}",
            row.name,
            row.verdict.word()
        )
    }));
    let took = seconds(rows.iter().map(|row| row.took).sum());
    let budget = seconds(rows.iter().map(|row| row.budget).sum());
    lines.push(format!("{:<20} {took:>9} {budget:>9}", "together"));
    lines.join("\n")
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(name: &'static str, work: Work) -> Stage {
        Stage {
            name,
            budget: Duration::from_secs(60),
            work,
        }
    }

    fn cargo_with(argument: &'static str) -> Work {
        Work::Commands(vec![crate::run::cargo([argument])])
    }

    #[test]
    fn the_first_failure_ends_the_run_and_is_named() {
        let stop = run(vec![
            stage("fine", cargo_with("--version")),
            stage("broken", cargo_with("--no-such-flag")),
            stage("never", cargo_with("--also-no-such-flag")),
        ])
        .expect_err("the second stage fails");
        assert_eq!(stop.exit, 1);
        assert!(stop.words.contains("\"broken\""), "{}", stop.words);
        assert!(
            stop.words.contains("cargo --no-such-flag"),
            "{}",
            stop.words
        );
    }

    #[test]
    fn a_skipped_stage_does_not_fail() {
        assert!(run(vec![stage("absent", Work::Skipped("not installed"))]).is_ok());
    }

    #[test]
    fn going_over_the_budget_is_shown() {
        let minute = Duration::from_secs(60);
        assert_eq!(Verdict::of_time(minute, minute), Verdict::Ok);
        assert_eq!(
            Verdict::of_time(minute + Duration::from_millis(1), minute),
            Verdict::Over
        );
    }

    #[test]
    fn the_table_adds_up() {
        let row = |name, took, verdict| Row {
            name,
            took: Duration::from_millis(took),
            budget: Duration::from_secs(30),
            verdict,
        };
        let table = table(&[
            row("fmt", 1_500, Verdict::Ok),
            row("clippy", 40_000, Verdict::Over),
        ]);
        assert_eq!(
            table,
            "stage                     took    budget  result\n\
             fmt                      1.5 s    30.0 s  ok\n\
             clippy                  40.0 s    30.0 s  over\n\
             together                41.5 s    60.0 s"
        );
    }
}
