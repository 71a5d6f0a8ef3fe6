use std::time::{Duration, Instant};

use ledger::{DeskFolder, Ledger, UnitOfWork};
use seal::IndexField;
use testkit::child;
use testkit::fault_pool::{tally, trials};

use crate::book::{Chain, case, id, intake, key, stream};
use crate::copy;

/// Kills after which a test begins with a new store: one that has grown for long is slow to look through.
const KILLS_A_STORE: usize = 100;

/// Runs the child until it has said something, kills it a while later, and returns what it said.
fn killed(name: &str, folder: &std::path::Path, wait: Duration) -> Vec<String> {
    let mut child = child::command(name, folder).spawn().unwrap();
    let mut words = child::words(&mut child);
    let mut said = vec![words.next().expect("the child began")];
    std::thread::sleep(wait);
    child.kill().unwrap();
    said.extend(words);
    child.wait().unwrap();
    said
}

/// Mutations: with `synchronous` off, or with the answer given before the commit, acknowledged acts are lost; with two
/// transactions for one act, half of it is found.
#[test]
fn a_killed_process_leaves_exactly_what_was_acknowledged_or_one_act_more() {
    let mut seeded = fastrand::Rng::with_seed(1);
    let kills = trials(20, 6_000);
    let (mut done, mut acts) = (0, 0);
    while done < kills {
        let some = KILLS_A_STORE.min(kills - done);
        acts += kill_while_committing(some, &mut seeded);
        done += some;
    }
    let outcome = format!("0 of {acts} acknowledged acts lost, every chain whole");
    tally("T1", "kills of a process that commits", kills, &outcome);
}

/// Answers with how many acts were acknowledged.
fn kill_while_committing(rounds: usize, seeded: &mut fastrand::Rng) -> u64 {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    drop(Ledger::create(&path, &key(1)).unwrap());
    let mut acknowledged = 0;
    for round in 0..rounds {
        let said = killed(
            "crash::commits_until_killed",
            dir.path(),
            Duration::from_micros(seeded.u64(0..60_000)),
        );
        acknowledged = said
            .last()
            .map(|words| words.parse::<u64>().unwrap())
            .unwrap();

        let begun = Instant::now();
        let ledger = Ledger::open(&path, &key(1)).unwrap();
        let reopened = begun.elapsed();
        assert!(
            reopened < Duration::from_secs(2),
            "round {round}: {reopened:?}"
        );
        ledger.integrity_check().unwrap();
        let kept = ledger.head().unwrap().map_or(0, |head| head.seq + 1);
        assert!(
            kept == acknowledged || kept == acknowledged + 1,
            "round {round}: {acknowledged} acknowledged, {kept} kept"
        );
        // The newest act is there as a whole, and nothing of the one after it.
        let newest = kept - 1;
        assert_eq!(
            ledger.stream(stream(newest)).unwrap()[0]
                .record
                .bodies()
                .len(),
            2
        );
        assert_eq!(ledger.case_row(stream(newest)).unwrap(), Some(case(newest)));
        assert!(ledger.case_key(stream(newest)).unwrap().is_some());
        assert_eq!(
            ledger.lookup(IndexField::Card, &id(newest), 2).unwrap(),
            [stream(newest)]
        );
        assert_eq!(ledger.outbox_rows(u32::MAX).unwrap().len() as u64, kept);
        assert_eq!(ledger.status_counts().unwrap(), [(case(0).status, kept)]);
        assert_eq!(ledger.case_row(stream(kept)).unwrap(), None);
    }
    assert!(acknowledged > rounds as u64, "the child got somewhere");
    acknowledged
}

#[test]
#[ignore = "inner half"]
fn commits_until_killed() {
    let mut ledger = Ledger::open(&child::folder().join("desk.db"), &key(1)).unwrap();
    let mut chain = Chain::after(&ledger);
    loop {
        let work: UnitOfWork = intake(&mut chain, chain_length(&ledger));
        ledger.commit(&work).unwrap();
        child::say(&chain_length(&ledger).to_string());
    }
}

fn chain_length(ledger: &Ledger) -> u64 {
    ledger.head().unwrap().map_or(0, |head| head.seq + 1)
}

/// Mutation: written in place instead of beside and renamed, the key file is found half old and half new.
#[test]
fn a_killed_process_leaves_a_whole_key_file() {
    let mut seeded = fastrand::Rng::with_seed(2);
    let kills = trials(10, 2_000);
    let dir = tempfile::tempdir().unwrap();
    DeskFolder::create(dir.path())
        .unwrap()
        .write_keys(&[0; 300_000])
        .unwrap();
    for round in 0..kills {
        let said = killed(
            "crash::writes_keys_until_killed",
            dir.path(),
            Duration::from_micros(seeded.u64(0..20_000)),
        );
        let acknowledged: u8 = said.last().unwrap().parse().unwrap();
        let kept = DeskFolder::open(dir.path())
            .unwrap()
            .read_keys()
            .unwrap()
            .unwrap();
        assert_eq!(kept.len(), 300_000, "round {round}");
        assert!(kept.iter().all(|byte| *byte == kept[0]), "round {round}");
        assert!(
            kept[0] == acknowledged || kept[0] == acknowledged.wrapping_add(1),
            "round {round}"
        );
    }
    let outcome = "the file is the one before or the one after";
    tally(
        "T1",
        "kills of a process that writes its key file",
        kills,
        outcome,
    );
}

#[test]
#[ignore = "inner half"]
fn writes_keys_until_killed() {
    let folder = DeskFolder::open(&child::folder()).unwrap();
    let mut version = folder.read_keys().unwrap().unwrap()[0];
    loop {
        version = version.wrapping_add(1);
        folder.write_keys(&vec![version; 300_000]).unwrap();
        child::say(&version.to_string());
    }
}

/// Fails when at any moment of a key change neither key opens the store, or a row is in neither file.
#[test]
fn a_process_killed_in_a_key_change_leaves_one_key_that_opens_and_every_row() {
    let mut seeded = fastrand::Rng::with_seed(5);
    let kills = trials(10, 1_500);
    let dir = tempfile::tempdir().unwrap();
    drop(copy::desk(dir.path(), 25));
    for round in 0..kills {
        killed(
            "crash::changes_keys_until_killed",
            dir.path(),
            Duration::from_micros(seeded.u64(0..60_000)),
        );
        let folder = DeskFolder::open(dir.path()).unwrap();
        let opens = [1, 2].map(|n| folder.store_opens_with(&key(n)).unwrap());
        assert!(
            opens[0] != opens[1] || seal::UNSEALED,
            "round {round}: {opens:?}"
        );
        folder.discard_next_store().unwrap();
        let now = if opens[0] { 1 } else { 2 };
        copy::is_whole_under(&folder.store_path(), &key(now), 25);
    }
    let outcome = "one key opens, every row is there";
    tally(
        "T21",
        "kills of a process that changes the store's key",
        kills,
        outcome,
    );
}

#[test]
#[ignore = "inner half"]
fn changes_keys_until_killed() {
    let folder = DeskFolder::open(&child::folder()).unwrap();
    loop {
        copy::under_the_other_key(&folder);
        child::say("changed");
    }
}
