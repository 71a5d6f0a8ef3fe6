//! A desk of 200,000 cases: from the passphrase to the first page of the queue, and its backup.
//!
//! What the passphrase costs by intent, Argon2id, is measured in the same run and taken off; the claim is what the house
//! adds. The backup is put beside a loop that reads the same rows from the same file through SQLCipher and seals their
//! bytes with the same cipher into another file, and does nothing else. Writing is the claim; opening everything again
//! and checking each signature, while people work, is told with it. Run by `cargo xtask bench` in a release build; a debug build takes fewer cases and claims nothing about time.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use casework::CaseStatus;
use desk::Desk;
use seal::{
    Argon2Cost, Argon2Params, ChunkSealer, ContentKey, DeskSecret, Passphrase, PersonKek,
    RecordContext, TeamId,
};
use testkit::{MemoryKeychain, SeededNonces};

#[path = "common/desk_of_one.rs"]
mod desk_of_one;
#[path = "common/import_rows.rs"]
mod import_rows;
#[path = "common/opened_store.rs"]
mod opened_store;

const RUNS: usize = 5;
const AT_MOST: Duration = Duration::from_secs(1);
/// Of the speed of the ciphers alone.
const AT_LEAST: f64 = 0.5;

#[test]
fn a_large_desk_opens_within_a_second_and_is_backed_up_at_half_the_speed_of_its_ciphers() {
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

    let mut desk = desk_of_one::sign_in(dir.path(), &keychain);
    let (mut backups, mut copies, mut bytes) = (Vec::new(), Vec::new(), (0, 0));
    for run in 0..RUNS {
        let to = dir.path().join(format!("backup-{run}"));
        let made = back_up(&mut desk, &to);
        println!(
            "backup {}: written in {:?} with the desk free for all but {:?}; opened again in {:?}",
            run + 1,
            made.written,
            made.held,
            made.settled
        );
        let copy = dir.path().join(format!("copy-{run}"));
        copies.push(copied(dir.path(), &keychain, &copy));
        backups.push(made.written);
        bytes = (made.bytes, std::fs::metadata(&copy).unwrap().len());
        std::fs::remove_file(copy).unwrap();
        std::fs::remove_dir_all(to).unwrap();
    }
    let (backup, copy) = (median(backups), median(copies));
    let rate = |(bytes, took): (u64, Duration)| bytes as f64 / took.as_secs_f64() / 1e6;
    let (backup, copy) = (rate((bytes.0, backup)), rate((bytes.1, copy)));
    let share = backup / copy;
    println!(
        "median of {RUNS}: backup {backup:.0} MB/s of {} bytes, the ciphers alone {copy:.0} MB/s of {} bytes, share {share:.2} \
         (at least {AT_LEAST})",
        bytes.0, bytes.1
    );
    assert!(cfg!(debug_assertions) || share >= AT_LEAST, "{share:.2}");
}

/// What a backup took.
struct Made {
    written: Duration,
    /// How long the desk was held.
    held: Duration,
    settled: Duration,
    bytes: u64,
}

fn back_up(desk: &mut Desk, to: &Path) -> Made {
    let mut go_on = |_| ControlFlow::Continue(());
    let began = Instant::now();
    let mut backup = desk.begin_backup(to, true).unwrap();
    let begun = began.elapsed();
    backup.write(&mut go_on).unwrap();
    let written = began.elapsed();
    desk.backup_keys(&mut backup).unwrap();
    let keyed = began.elapsed();
    backup.settle(&mut go_on).unwrap();
    let settled = began.elapsed();
    let report = desk.finish_backup(backup).unwrap();
    let finished = began.elapsed();
    Made {
        written,
        held: begun + (keyed - written) + (finished - settled),
        settled: settled - keyed,
        bytes: report.bytes,
    }
}

/// Reads every header, signature and body through SQLCipher and seals them, as they come, into a file.
fn copied(dir: &Path, keychain: &MemoryKeychain, to: &Path) -> Duration {
    let mut nonces = SeededNonces::of(8);
    let key = ContentKey::generate(&mut nonces);
    let place = RecordContext {
        team: TeamId([1; 32]),
        stream: [2; 16],
        record: [3; 16],
        kind: "copy",
        part: "attachment",
    };
    let store = opened_store::open(dir, keychain);
    let began = Instant::now();
    let (mut sealer, header) = ChunkSealer::begin(&key, &place, &mut nonces);
    let mut file = File::create(to).unwrap();
    file.write_all(&header).unwrap();
    let mut sealed = Vec::new();
    for select in [
        "SELECT header, signature FROM records ORDER BY seq",
        "SELECT envelope, x'' FROM bodies ORDER BY seq, part",
    ] {
        let mut select = store.prepare(select).unwrap();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..2 {
                let bytes = row.get_ref(column).unwrap().as_blob().unwrap();
                sealer.add(bytes, &mut sealed);
            }
            if sealed.len() >= 256 * 1024 {
                file.write_all(&sealed).unwrap();
                sealed.clear();
            }
        }
    }
    sealer.finish(&mut sealed);
    file.write_all(&sealed).unwrap();
    file.sync_all().unwrap();
    began.elapsed()
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
