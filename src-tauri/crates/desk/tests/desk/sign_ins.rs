//! Failed sign-ins: counted, blocked, and on record with the next person who signs in.

use std::fs;

use casework::DeskEvent;
use desk::{DeskFault, HouseRefusal};
use ports::Clock;
use testkit::KeychainMood;

use crate::house::{House, LIN, ZHAO, house};

const MINUTE: i64 = 60_000;

fn fail(house: &House, times: u32) -> DeskFault {
    let mut last = None;
    for _ in 0..times {
        last = house.try_sign_in(ZHAO.name, "not it at all").err();
    }
    last.unwrap()
}

fn attempts(house: &House) -> Vec<(usize, bool)> {
    let desk = house.sign_in(&LIN);
    let events = desk.own_events().unwrap();
    let failed = events.into_iter().filter_map(|event| match event {
        DeskEvent::SignInsFailed { attempts, intact } => Some((attempts.len(), intact)),
        DeskEvent::InstitutionFounded(_)
        | DeskEvent::ChangeProposed(_)
        | DeskEvent::ChangeApproved { .. }
        | DeskEvent::ChangeRejected { .. }
        | DeskEvent::Roster(_)
        | DeskEvent::BackupMade(_) => None,
    });
    failed.collect()
}

#[test]
fn ten_failures_block_that_person_for_half_an_hour_and_nobody_else() {
    let house = House::open();
    assert_eq!(fail(&house, 10), self::house(HouseRefusal::SignInFailed));
    let until_ms = house.clock.now_ms() + 30 * MINUTE;
    let blocked = || self::house(HouseRefusal::SignInBlocked { until_ms });
    let tried = || house.try_sign_in(ZHAO.name, ZHAO.passphrase).unwrap_err();
    assert_eq!(tried(), blocked(), "even with the right one");
    house.sign_in(&LIN);
    assert_eq!(tried(), blocked(), "somebody else's success ends nothing");
    house.clock.pass(-60 * MINUTE);
    assert_eq!(tried(), blocked(), "nor does a clock that was set back");
    house.clock.pass(90 * MINUTE);
    house.sign_in(&ZHAO);
    assert_eq!(fail(&house, 9), self::house(HouseRefusal::SignInFailed));
    house.sign_in(&ZHAO);
}

#[test]
fn failures_are_on_record_with_the_next_person_who_signs_in() {
    let house = House::open();
    fail(&house, 3);
    let _ = house.try_sign_in("nobody here", "anything at all");
    assert_eq!(attempts(&house), [(4, true)]);
    assert_eq!(attempts(&house), [(4, true)], "once");
    assert_eq!(house.sign_in(&LIN).verify_log().unwrap().broken, None);
}

/// Mutation: without the count in the keychain the file could be deleted unnoticed.
#[test]
fn failures_that_were_taken_away_are_noticed_and_the_block_stays() {
    let house = House::open();
    fail(&house, 10);
    fs::remove_file(house.path().join("desk.signins")).unwrap();
    assert!(matches!(
        house.try_sign_in(ZHAO.name, ZHAO.passphrase),
        Err(DeskFault::House(HouseRefusal::SignInBlocked { .. }))
    ));
    assert_eq!(attempts(&house), [(0, false)]);
}

/// Mutation: without the chained code an attempt could be rewritten.
#[test]
fn failures_that_were_rewritten_are_noticed() {
    let house = House::open();
    fail(&house, 2);
    let path = house.path().join("desk.signins");
    let mut bytes = fs::read(&path).unwrap();
    // Past the magic word: within the first attempt.
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    let noticed = attempts(&house);
    assert_eq!(noticed.len(), 1);
    assert!(!noticed[0].1);
}

#[test]
fn a_failure_that_the_keychain_did_not_take_is_kept_in_the_file() {
    let house = House::open();
    fail(&house, 1);
    house
        .keychain
        .behave_after(0, KeychainMood::Refusing("no".into()));
    assert!(matches!(fail(&house, 1), DeskFault::Keychain(_)));
    house.keychain.behave(KeychainMood::Sound);
    assert_eq!(
        attempts(&house),
        [(2, true)],
        "one ahead is a crash in between"
    );
}
