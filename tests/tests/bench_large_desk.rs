//! A desk of 200,000 cases: from the passphrase to the first page of the queue.
//!
//! What the passphrase costs by intent, Argon2id, is measured in the same run and taken off; the claim is what the house
//! adds. Run by `cargo xtask bench` in a release build; a debug build takes fewer cases and claims nothing about time.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::time::{Duration, Instant};

use casework::CaseStatus;
use seal::{Argon2Cost, Argon2Params, DeskSecret, Passphrase, PersonKek, TeamId};
use testkit::{MemoryKeychain, SeededNonces};

#[path = "common/desk_of_one.rs"]
mod desk_of_one;
#[path = "common/import_rows.rs"]
mod import_rows;

const RUNS: usize = 5;
const AT_MOST: Duration = Duration::from_secs(1);

#[test]
fn the_first_page_of_a_large_desk_is_there_within_a_second_of_the_passphrase() {
    let rows = if cfg!(debug_assertions) {
        2_000
    } else {
        200_000
    };
    let dir = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::default();
    let mut desk = desk_of_one::open(dir.path(), &keychain);
    let file = import_rows::csv(rows);
    let report = desk
        .import(file.as_bytes(), std::io::sink(), &mut |_| {})
        .unwrap();
    assert_eq!(report.imported, rows);
    drop(desk);

    let (mut whole, mut stretching) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let began = Instant::now();
        let desk = desk_of_one::sign_in(dir.path(), &keychain);
        let page = desk.queue(&[CaseStatus::Open], None, 50).unwrap();
        whole.push(began.elapsed());
        assert_eq!(page.cases.len(), 50);
        drop(desk);
        stretching.push(argon2());
    }
    let (whole, stretching) = (median(whole), median(stretching));
    let house = whole.saturating_sub(stretching);
    println!(
        "{rows} cases, median of {RUNS}: whole {whole:?}, Argon2 {stretching:?}, the house {house:?} (at most {AT_MOST:?}), \
         {:.2} times Argon2",
        house.as_secs_f64() / stretching.as_secs_f64()
    );
    assert!(cfg!(debug_assertions) || house <= AT_MOST, "{house:?}");
}

/// What one guess at a passphrase costs.
fn argon2() -> Duration {
    let mut nonces = SeededNonces::of(7);
    let secret = DeskSecret::generate(&mut nonces);
    let params = Argon2Params::fresh(Argon2Cost::STANDARD, &mut nonces);
    let began = Instant::now();
    let passphrase = Passphrase::entered(desk_of_one::PASSPHRASE);
    let kek = PersonKek::derive(
        Some(&secret),
        &passphrase,
        &params,
        TeamId([1; 32]),
        [2; 16],
        [3; 16],
        1,
    );
    let took = began.elapsed();
    drop(kek);
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
