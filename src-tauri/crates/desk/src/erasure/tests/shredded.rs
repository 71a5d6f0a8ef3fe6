//! T20: copies of the whole folder from before, against everything that is known afterwards.
//!
//! That the steps are needed is shown by leaving one out:
//! - without the key change, `after_an_erasure_nothing_of_the_case_opens` finds the copies open with today's keychain;
//! - without new keys for the buckets of old, the same test finds old wraps that today's bucket keys open;
//! - without the checkpoint, `the_log_of_the_store_is_emptied_before_the_keys_are_changed` finds pages in the log.

use ledger::CaseKeyRow;
use seal::{ContentKey, WrapContext};
use testkit::fault_pool::{tally, trials};

use super::*;
use crate::unit::digests;

/// What somebody with the keys of that moment wrote down: the wrapped key of every case, and the epoch it belongs to.
struct Noted {
    epoch: u64,
    wraps: Vec<CaseKeyRow>,
}

fn noted(desk: &Desk) -> Noted {
    let mut wraps = Vec::new();
    let every = |row| {
        wraps.push(row);
        ControlFlow::Continue(())
    };
    desk.ledger.all_case_keys(every).unwrap();
    Noted {
        epoch: desk.epoch(),
        wraps,
    }
}

/// How many of these cases' old wraps a bucket key of today opens.
fn opened_by_today(desk: &Desk, noted: &[Noted], cases: &[CaseId]) -> usize {
    let opens = |epoch: u64, row: &CaseKeyRow| {
        let place = WrapContext {
            team: desk.team,
            subject: *row.stream.as_bytes(),
            epoch,
        };
        let mut keys = desk.buckets.values();
        keys.any(|key| seal::unwrap::<_, ContentKey>(key, &place, &row.wrap).is_ok())
    };
    let all = noted
        .iter()
        .flat_map(|it| it.wraps.iter().map(move |row| (it.epoch, row)));
    all.filter(|(_, row)| cases.contains(&row.stream))
        .filter(|(epoch, row)| opens(*epoch, row))
        .count()
}

#[test]
fn after_an_erasure_nothing_of_the_case_opens() {
    let seeds = trials(20, 200);
    let (mut cases, mut tried) = (0, 0);
    for seed in 0..seeds as u64 {
        let mut lots = fastrand::Rng::with_seed(seed);
        let (house, mut desk) = House::solo();
        let (mut copies, mut notes, mut due) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..lots.u32(2..5) {
            due.push(closed(&house, &mut desk, n));
            if n == 0 || lots.bool() {
                copies.push(house.snapshot());
                notes.push(noted(&desk));
            }
        }
        let open = submitted(&mut desk, 90);
        if lots.bool() {
            desk.place_hold(open, &note("a court asked")).unwrap();
        }
        if lots.u8(..4) == 0 {
            desk.rotate_keys(&mut |_| ControlFlow::Continue(()))
                .unwrap();
            copies.push(house.snapshot());
            notes.push(noted(&desk));
        }
        let handed: Vec<_> = due
            .iter()
            .map(|id| desk.load_parts(*id, crate::desk::TO_SEND).unwrap().case)
            .collect();
        // The attack is one: with the keys of the moment the newest notes open.
        assert!(opened_by_today(&desk, &notes, &due) > 0, "seed {seed}");

        house.clock.pass(LONG);
        copies.push(house.snapshot());
        let report = desk.erase_due(&mut go_on).unwrap();
        assert_eq!(report.erased, due.len() as u64, "seed {seed}");

        // With everything that is known today: the keychain, the passphrase, the keys in memory.
        let mut opened = opened_by_today(&desk, &notes, &due);
        for copy in &copies {
            copy.keychain.become_as(&house.keychain);
            opened += usize::from(
                copy.try_sign_in(house::ALONE.name, house::ALONE.passphrase)
                    .is_ok(),
            );
        }
        assert_eq!(opened, 0, "seed {seed}");
        cases += due.len();
        tried += copies.len();
        for (id, case) in due.iter().zip(handed) {
            is_erased(&mut desk, *id);
            let submission = case.submission.unwrap();
            for (field, digest) in digests(&desk.index, &submission) {
                let found = desk.ledger.lookup(field, &digest, 99).unwrap();
                assert!(!found.contains(id), "seed {seed}");
            }
        }
        let calls = desk.outbox_status().unwrap().calls;
        assert!(calls.iter().all(|it| !due.contains(&it.call.stream)));
        assert!(desk.case_page(open).unwrap().case.submission.is_some());
    }
    let outcome = format!("0 of {cases} erased cases opened, in {tried} copies of the folder");
    tally("T20", "desks with a run of erasures", seeds, &outcome);
}
