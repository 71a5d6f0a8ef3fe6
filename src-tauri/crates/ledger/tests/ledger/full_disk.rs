#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;

use ledger::{DeskFolder, Ledger, LedgerFault};
use testkit::child;
use testkit::fault_pool::{tally, trials};

use crate::book::{Chain, case, intake, key, stream};

/// Mutation: with the fault taken for a broken store, the desk does not go on when there is room again.
#[test]
fn a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_space() {
    child::on_a_small_disk("full_disk::fills_its_disk");
}

#[test]
#[ignore = "inner half"]
fn fills_its_disk() {
    let dir = child::folder();
    let rounds = trials(10, 500);
    let mut seeded = fastrand::Rng::with_seed(3);
    let mut done = 0;
    while done < rounds {
        let desk = dir.join("desk");
        let some = 10.min(rounds - done);
        fill(&dir.join("ballast"), &desk, some, &mut seeded);
        // The store itself must not eat the disk.
        fs::remove_dir_all(desk).unwrap();
        done += some;
    }
    tally(
        "T3",
        "full disks",
        rounds,
        "0 acts lost, it goes on without a new start",
    );
    child::say("done");
}

fn fill(ballast: &Path, desk: &Path, rounds: usize, seeded: &mut fastrand::Rng) {
    let folder = DeskFolder::create(desk).unwrap();
    folder.write_keys(&[1; 1000]).unwrap();
    let mut ledger = Ledger::create(&folder.store_path(), &key(1)).unwrap();
    let mut chain = Chain::default();
    for _ in 0..rounds {
        // What is there before the disk fills up, and how much of it is left, differ each time.
        for _ in 0..seeded.u64(1..6) {
            let n = chain.next_seq;
            ledger.commit(&intake(&mut chain, n)).unwrap();
        }
        fs::write(ballast, vec![0; seeded.usize(0..1_500_000)]).unwrap();
        let fault = loop {
            let mut next = chain.clone();
            match ledger.commit(&intake(&mut next, chain.next_seq)) {
                Ok(()) => chain = next,
                Err(fault) => break fault,
            }
            // Leave room for this round's end only, so that the store itself does not eat the disk.
            if fs::metadata(ballast).unwrap().len() < 4_000_000 {
                let grown = fs::metadata(ballast).unwrap().len() + 100_000;
                let _ = fs::write(ballast, vec![0; grown as usize]);
            }
        };
        assert_eq!(fault, LedgerFault::DiskFull);
        assert_eq!(
            ledger.head().unwrap().unwrap().seq + 1,
            chain.next_seq,
            "nothing is lost"
        );
        assert_eq!(
            ledger.case_row(stream(chain.next_seq)).unwrap(),
            None,
            "nothing is half there"
        );
        assert_eq!(
            folder.write_keys(&[2; 2_000_000]),
            Err(LedgerFault::DiskFull)
        );
        assert_eq!(folder.read_keys().unwrap().unwrap().as_slice(), [1; 1000]);

        fs::remove_file(ballast).unwrap();
        let n = chain.next_seq;
        ledger.commit(&intake(&mut chain, n)).unwrap();
        assert_eq!(
            ledger.case_row(stream(n)).unwrap(),
            Some(case(n)),
            "it works on without a new start"
        );
        ledger.checkpoint().unwrap();
        ledger.integrity_check().unwrap();
    }
}
