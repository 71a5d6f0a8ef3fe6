//! How often a fault test breaks something, and the tally of it.
//!
//! The faults are those of the test list in `docs/security.md`. Every run draws a seeded pool of them that fits its time;
//! `cargo xtask test --nightly` draws as many as the list asks for, and prints both.

use std::fs::OpenOptions;
use std::io::Write;

/// Set by a nightly run.
const NIGHTLY: &str = "VERIDESK_NIGHTLY";
/// Names the file that tallies go into.
const TALLY: &str = "VERIDESK_TALLY";

/// Of how many faults the pool is: so many in every run, so many at night.
pub fn trials(every_run: usize, nightly: usize) -> usize {
    match std::env::var_os(NIGHTLY) {
        Some(_) => nightly,
        None => every_run,
    }
}

/// Says how many faults of which kind were met, and what came of it: `T1` of the list, `kills of a process that commits`,
/// 300, `0 acknowledged acts lost`. A test says it at its end, when it holds.
#[allow(clippy::print_stdout, reason = "a run by hand shows it")]
pub fn tally(of_the_list: &str, faults: &str, count: usize, outcome: &str) {
    let line = format!("{of_the_list:<4} {count:>6} {faults}: {outcome}\n");
    print!("{line}");
    let Some(path) = std::env::var_os(TALLY) else {
        return;
    };
    // One write for each line: tests of several processes share the file.
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let written = file.and_then(|mut it| it.write_all(line.as_bytes()));
    assert!(written.is_ok(), "the tally cannot be written: {written:?}");
}
