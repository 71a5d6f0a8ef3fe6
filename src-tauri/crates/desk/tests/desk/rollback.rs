//! T9: older files, an older keychain, another log: what is noticed, and what cannot be.

use std::fs;

use desk::{DeskFault, HouseRefusal, Quarantine};
use ports::KeyVault;

use crate::house::{House, LIN, ZHAO, copy_folder, house, submitted};

/// A desk at work, and what it was a while before.
fn worked() -> (House, House) {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 1);
    drop(lin);
    let before = house.snapshot();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 2);
    submitted(&mut lin, 3);
    drop(lin);
    (house, before)
}

/// Mutation: without the anchor nothing tells an older file from a newer one.
#[test]
fn an_older_folder_in_the_place_of_the_newer_one_is_quarantined() {
    let (house, before) = worked();
    copy_folder(&before.path(), &house.path());
    let mut lin = house.sign_in(&LIN);
    assert!(matches!(lin.quarantine(), Some(Quarantine::Behind { .. })));
    let refused = self::house(HouseRefusal::Quarantined);
    assert_eq!(lin.submit(&testkit::handed(9)).err(), Some(refused.clone()));
    assert_eq!(lin.claim_next().err(), Some(refused));
    let page = lin.queue(&[casework::CaseStatus::Open], None, 10).unwrap();
    assert_eq!(page.cases.len(), 1, "it can be looked at");
    let page = lin.case_page(page.cases[0].stream).unwrap();
    let refused: DeskFault = HouseRefusal::Quarantined.into();
    let mut offered = page.actions.iter();
    assert!(offered.all(|it| it.refusal.as_ref() == Some(&refused)));
    assert_eq!(
        lin.may_propose_changes(),
        Some(refused),
        "nor is it offered"
    );
    lin.verify_log().unwrap();
}

#[test]
fn a_log_whose_tail_was_cut_off_is_quarantined() {
    let (house, before) = worked();
    // Only the store is older; the key file is the same.
    fs::copy(before.path().join("desk.db"), house.path().join("desk.db")).unwrap();
    let _ = fs::remove_file(house.path().join("desk.db-wal"));
    let lin = house.sign_in(&LIN);
    assert!(matches!(lin.quarantine(), Some(Quarantine::Behind { .. })));
}

#[test]
fn a_log_that_went_another_way_is_quarantined() {
    let (house, before) = worked();
    let mut lin = before.sign_in(&LIN);
    for n in 20..30 {
        submitted(&mut lin, n);
    }
    drop(lin);
    copy_folder(&before.path(), &house.path());
    let lin = house.sign_in(&LIN);
    assert!(matches!(lin.quarantine(), Some(Quarantine::Beside { .. })));
}

#[test]
fn an_older_keychain_with_newer_files_is_normal_as_long_as_they_contain_its_head() {
    let (house, before) = worked();
    house.keychain.become_as(&before.keychain);
    let lin = house.sign_in(&LIN);
    assert_eq!(lin.quarantine(), None);
}

#[test]
fn an_older_key_file_is_quarantined() {
    let (house, before) = worked();
    let mut lin = house.sign_in(&LIN);
    lin.propose_enrolment(&crate::house::SUN.joining()).unwrap();
    drop(lin);
    fs::copy(
        before.path().join("desk.keys"),
        house.path().join("desk.keys"),
    )
    .unwrap();
    assert_eq!(house.sign_in(&LIN).quarantine(), Some(Quarantine::KeyFile));
}

#[test]
fn a_keychain_without_an_anchor_is_quarantine_and_no_way_round_it() {
    let (house, _) = worked();
    let vault = house.keychain.vault(house.desk_id());
    vault.delete("anchor").unwrap();
    let lin = house.sign_in(&LIN);
    assert_eq!(lin.quarantine(), Some(Quarantine::NoAnchor));
    drop(lin);
    assert_eq!(
        vault.read("anchor").unwrap(),
        None,
        "looking writes no anchor"
    );
}

#[test]
fn files_and_keychain_put_back_together_are_not_noticed_as_the_documents_say() {
    let (house, before) = worked();
    house.keychain.become_as(&before.keychain);
    copy_folder(&before.path(), &house.path());
    assert_eq!(house.sign_in(&LIN).quarantine(), None);
}

/// How a desk opens whose files are partly old: with how many of the three cases, and in quarantine or not.
enum Found {
    Open(usize),
    Quarantined,
    Refused,
}

fn found(house: &House) -> Found {
    let Ok(desk::SignedIn::Open(lin)) = house.try_sign_in(LIN.name, LIN.passphrase) else {
        return Found::Refused;
    };
    let cases = lin.queue(&[casework::CaseStatus::Open], None, 10);
    match (lin.quarantine(), cases) {
        (None, Ok(page)) => Found::Open(page.cases.len()),
        (Some(_), _) => Found::Quarantined,
        (None, Err(_)) => Found::Refused,
    }
}

/// Every mixture of an older and a newer store, log, key file and keychain: 24. With the keychain of today nothing that
/// was acknowledged is missing unnoticed; with an older one only what the documents say.
///
/// Mutation: without the comparison of the key file's digest, or of the record at the anchor's place, one of them opens
/// with less than there was.
#[test]
fn no_mixture_of_older_and_newer_files_opens_with_less_and_without_a_word() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 1);
    house.clock.pass(61_000);
    lin.keep_anchor();
    let old = house.snapshot();
    submitted(&mut lin, 2);
    lin.propose_enrolment(&crate::house::SUN.joining()).unwrap();
    submitted(&mut lin, 3);
    house.clock.pass(61_000);
    lin.keep_anchor();
    let new = house.snapshot();
    let names = ["desk.db", "desk.db-wal", "desk.keys"];
    let is_old = |mixture: u8, nth: usize| mixture & (1 << nth) != 0;
    let (mut quarantined, mut refused, mut whole, mut unnoticed) = (0, 0, 0, 0);
    for mixture in 0..16_u8 {
        // A log can also be missing; an older one and none are two mixtures.
        for without_log in [false, true] {
            if without_log && is_old(mixture, 1) {
                continue;
            }
            let desk = new.snapshot();
            for (nth, name) in names.into_iter().enumerate() {
                if is_old(mixture, nth) {
                    fs::copy(old.path().join(name), desk.path().join(name)).unwrap();
                }
            }
            if without_log {
                fs::remove_file(desk.path().join("desk.db-wal")).unwrap();
                let _ = fs::remove_file(desk.path().join("desk.db-shm"));
            }
            let older_keychain = is_old(mixture, 3);
            if older_keychain {
                desk.keychain.become_as(&old.keychain);
            }
            match found(&desk) {
                Found::Open(3) => whole += 1,
                Found::Open(_) if older_keychain => unnoticed += 1,
                Found::Open(cases) => panic!("{mixture:04b} {without_log}: {cases} of 3 cases"),
                Found::Quarantined => quarantined += 1,
                Found::Refused => refused += 1,
            }
        }
    }
    assert_eq!(whole + unnoticed + quarantined + refused, 24);
    assert!(
        quarantined >= 8,
        "{quarantined} are explained and can be looked at"
    );
    let outcome = format!(
        "{quarantined} quarantined, {refused} refused, {whole} whole; {unnoticed} unnoticed, all with a keychain as old"
    );
    testkit::fault_pool::tally("T9", "mixtures of old and new files", 24, &outcome);
}

#[test]
fn a_crash_before_the_anchor_followed_is_no_rollback() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 1);
    submitted(&mut lin, 2);
    let crashed = house.snapshot();
    drop(lin);
    let lin = crashed.sign_in(&LIN);
    assert_eq!(lin.quarantine(), None);
    assert_eq!(
        lin.queue(&[casework::CaseStatus::Open], None, 10)
            .unwrap()
            .cases
            .len(),
        2
    );
}

#[test]
fn every_hundred_records_the_anchor_follows_without_waiting_for_the_lock() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let anchored = || lin_anchor(&house);
    let before = anchored();
    for n in 0..100 {
        submitted(&mut lin, n);
    }
    let begun = std::time::Instant::now();
    while anchored() == before && begun.elapsed().as_secs() < 10 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_ne!(anchored(), before);
    drop(lin);
}

fn lin_anchor(house: &House) -> Vec<u8> {
    let vault = house.keychain.vault(house.desk_id());
    vault.read("anchor").unwrap().unwrap().to_vec()
}

#[test]
fn a_keychain_that_hangs_keeps_nobody_from_working() {
    let house = House::open();
    let mut zhao = house.sign_in(&ZHAO);
    house.keychain.behave(testkit::KeychainMood::Hanging);
    submitted(&mut zhao, 1);
    drop(zhao);
    house.keychain.behave(testkit::KeychainMood::Sound);
    assert_eq!(house.sign_in(&ZHAO).quarantine(), None);
}

#[test]
fn a_damaged_anchor_is_told() {
    let (house, _) = worked();
    house.keychain.damage(house.desk_id(), "anchor");
    assert!(matches!(
        house.try_sign_in(LIN.name, LIN.passphrase),
        Err(DeskFault::Keychain(_))
    ));
}

/// An older folder in the place of the newer one, with a call waiting in it, and nobody signed in.
fn rolled_back() -> (House, casework::CaseId) {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let case = submitted(&mut lin, 1);
    lin.claim(case).unwrap();
    lin.run_checks(case).unwrap();
    drop(lin);
    let before = house.snapshot();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 2);
    drop(lin);
    copy_folder(&before.path(), &house.path());
    (house, case)
}

#[test]
fn two_people_take_older_files_as_they_are_and_it_stands_on_record() {
    let (house, case) = rolled_back();
    let mut lin = house.sign_in(&LIN);
    assert!(lin.acceptance().unwrap().is_none());
    lin.propose_acceptance().unwrap();
    assert_eq!(lin.acceptance().unwrap().unwrap().maker, lin.person());
    assert!(lin.accept().is_err(), "not who proposed it");
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    assert!(
        zhao.quarantine().is_some(),
        "a proposal alone opens nothing"
    );
    assert_eq!(zhao.may_accept(), Ok(None));
    zhao.accept().unwrap();
    drop(zhao);

    let lin = house.sign_in(&LIN);
    assert_eq!(lin.quarantine(), None);
    let receipts = lin.own_events().unwrap().into_iter().filter(|it| {
        matches!(
            it,
            casework::DeskEvent::Roster(casework::RosterEvent::RollbackAccepted(_))
        )
    });
    assert_eq!(receipts.count(), 1);
    // What waited may have left before the files went back: a person decides, and no machine sends it again.
    let check = crate::house::case(&lin, case).checks[0].clone();
    assert_eq!(check.state, casework::CallState::Unknown);
    assert_eq!(check.cause.as_deref(), Some("rolled_back"));
    assert_eq!(lin.verify_log().unwrap().broken, None);
    drop(lin);
    assert_eq!(house.sign_in(&ZHAO).quarantine(), None);
}

#[test]
fn what_was_said_about_other_files_counts_for_nothing() {
    let (house, _) = rolled_back();
    let mut lin = house.sign_in(&LIN);
    lin.propose_acceptance().unwrap();
    drop(lin);
    let said = house.path().join("desk.acceptance");
    let statement = fs::read(&said).unwrap();
    let mut forged = statement.clone();
    let at = forged.len() / 2;
    forged[at] ^= 1;
    fs::write(&said, &forged).unwrap();
    let mut zhao = house.sign_in(&ZHAO);
    assert!(zhao.acceptance().unwrap().is_none());
    assert!(zhao.accept().is_err());
    drop(zhao);
    assert!(house.sign_in(&LIN).quarantine().is_some());
}

#[test]
fn outside_quarantine_there_is_nothing_to_accept_and_only_an_administrator_proposes() {
    let (house, _) = rolled_back();
    assert!(house.sign_in(&ZHAO).propose_acceptance().is_err());
    let sound = House::open();
    assert_eq!(
        sound.sign_in(&LIN).propose_acceptance(),
        Err(self::house(HouseRefusal::NotInQuarantine))
    );
}
