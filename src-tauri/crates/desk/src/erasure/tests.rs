//! What erasing leaves, what it may not touch, and that a crash within it is made up for.
#![allow(clippy::unwrap_used, reason = "a test fails where it must")]

mod backed_up;
#[allow(dead_code, reason = "shared with the tests from outside")]
#[path = "../../tests/desk/house.rs"]
mod house;
mod keeping;
mod shredded;

use std::ops::ControlFlow;

use casework::{
    CaseId, CaseStatus, DeskEvent, Erasure, ErasureCause, KeyChangeCause, Refusal, Role,
    RosterEvent,
};
use ledger::Bucket;
use record::verify_erasure;
use testkit::cases::MINUTE;

use self::house::{Colleague, House, LIN, SUN, ZHAO, house, note, propose_verified, submitted};
use super::*;
use crate as the_desk;
use crate::desk::ROSTER;

const DAY: i64 = 24 * 60 * MINUTE;
/// Longer than any shipped term.
const LONG: i64 = 11 * 366 * DAY;

/// Reviews as well.
const WU: Colleague = Colleague {
    name: "Wu",
    passphrase: "paper boats under the bridge",
    roles: &[Role::Supervisor],
};

fn go_on(_: ErasureProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Takes the `n`-th invented customer in, verifies them and tells them so.
fn closed(house: &House, desk: &mut Desk, n: u32) -> CaseId {
    let id = submitted(desk, n);
    desk.run_checks(id).unwrap();
    house.drain(desk);
    propose_verified(desk, id).unwrap();
    house.clock.pass(MINUTE);
    house.drain(desk);
    assert_eq!(desk.case_page(id).unwrap().row.status, CaseStatus::Closed);
    id
}

fn bucket_of(desk: &Desk, id: CaseId) -> Bucket {
    desk.ledger.case_key(id).unwrap().unwrap().bucket
}

/// Nothing of it is left but headers and a skeleton, and the log holds.
fn is_erased(desk: &mut Desk, id: CaseId) {
    assert_eq!(desk.ledger.case_key(id).unwrap(), None);
    let records = desk.ledger.stream(id).unwrap();
    assert!(!records.is_empty() && records.iter().all(|it| it.record.bodies().is_empty()));
    let page = desk.case_page(id).unwrap();
    assert_eq!(page.row.status, CaseStatus::Erased);
    assert_eq!(page.row.reference, id.to_string());
    assert_eq!(page.case.submission, None);
    assert_eq!(page.timeline.len(), records.len());
    assert!(page.timeline.iter().all(|it| it.note.is_none()));
    let gone: DeskFault = Refusal::DataGone.into();
    assert_eq!(desk.claim(id).unwrap_err(), gone);
    assert_eq!(desk.place_hold(id, &note("late")).unwrap_err(), gone);
    assert_eq!(desk.verify_log().unwrap().broken, None);
}

#[test]
fn a_run_erases_what_is_due_and_leaves_what_is_held_open_or_younger() {
    let (house, mut desk) = House::solo();
    let due = [closed(&house, &mut desk, 1), closed(&house, &mut desk, 2)];
    let held = closed(&house, &mut desk, 3);
    desk.place_hold(held, &note("a court asked")).unwrap();
    let open = submitted(&mut desk, 4);
    assert_eq!(desk.due_for_erasure().unwrap(), ErasureDue::default());

    house.clock.pass(LONG);
    let younger = closed(&house, &mut desk, 5);
    let told = desk.due_for_erasure().unwrap();
    assert_eq!((told.cases, told.months.len()), (2, 1));
    assert!(told.late_ms > 300 * DAY, "a year has passed since");
    desk.take_changed();
    let report = desk.erase_due(&mut go_on).unwrap();
    assert_eq!((report.erased, report.kept), (2, 0));
    assert_eq!(desk.take_changed().cases, due.into_iter().collect());
    assert_eq!(desk.due_for_erasure().unwrap(), ErasureDue::default());

    due.iter().for_each(|id| is_erased(&mut desk, *id));
    drop(desk);
    let mut desk = house.sign_in(&house::ALONE);
    due.iter().for_each(|id| is_erased(&mut desk, *id));
    for id in [held, open, younger] {
        let page = desk.case_page(id).unwrap();
        assert!(page.case.submission.unwrap().subject.is_some());
    }
    let change = desk.roster().key_changes().last().unwrap();
    assert_eq!((change.cause, change.epoch), (KeyChangeCause::Erasure, 2));
    assert!(desk.roster().to_retire().is_empty());
    // The same customer may come again under the same number.
    submitted(&mut desk, 1);
}

#[test]
fn a_run_with_nothing_due_writes_nothing_and_changes_no_keys() {
    let (house, mut desk) = House::solo();
    closed(&house, &mut desk, 1);
    let head = desk.head;
    assert_eq!(
        desk.erase_due(&mut go_on).unwrap(),
        ErasureReport::default()
    );
    assert_eq!((desk.head, desk.epoch()), (head, 1));
}

#[test]
fn only_an_administrator_starts_a_run() {
    let house = House::open();
    assert!(matches!(
        house.sign_in(&ZHAO).erase_due(&mut go_on),
        Err(DeskFault::House(HouseRefusal::RoleMissing(
            Role::Administrator
        )))
    ));
}

#[test]
fn a_run_that_is_stopped_before_its_first_receipt_erases_nothing() {
    let (house, mut desk) = House::solo();
    let id = closed(&house, &mut desk, 1);
    house.clock.pass(LONG);
    let stopped = desk.erase_due(&mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Err(self::house(HouseRefusal::Stopped)));
    assert!(desk.case_page(id).unwrap().case.submission.is_some());
    assert_eq!(desk.roster().key_change_due(), None);
}

#[test]
fn a_crash_between_a_receipt_and_the_key_change_is_made_up_for_at_the_next_sign_in() {
    let (house, mut desk) = House::solo();
    let id = closed(&house, &mut desk, 1);
    let wrap = desk.ledger.case_key(id).unwrap().unwrap();
    let month = wrap.bucket;
    let before = key_of(&desk, month);
    house.clock.pass(LONG);
    let stopped = desk.erase_due(&mut |at| match at {
        ErasureProgress::Erasing { .. } => ControlFlow::Continue(()),
        ErasureProgress::ChangingKeys(_) => ControlFlow::Break(()),
    });
    assert_eq!(stopped, Err(self::house(HouseRefusal::Stopped)));
    assert_eq!(
        desk.roster().key_change_due(),
        Some(KeyChangeCause::Erasure)
    );
    assert_eq!(desk.roster().to_retire(), [id]);
    drop(desk);
    let mut desk = house.sign_in(&house::ALONE);
    assert_eq!((desk.epoch(), desk.roster().key_change_due()), (2, None));
    assert_ne!(key_of(&desk, month), before, "its bucket has a new key");
    is_erased(&mut desk, id);
}

/// The id of a bucket's key.
fn key_of(desk: &Desk, bucket: Bucket) -> seal::KeyId {
    let keys = desk.ledger.bucket_keys().unwrap();
    keys.into_iter()
        .find(|it| it.bucket == bucket)
        .unwrap()
        .key_id
}

/// Fails where the checkpoint is skipped: the key change copies the store, and until its rename the old file's log would
/// hold the pages of the erased cases.
#[test]
fn the_log_of_the_store_is_emptied_before_the_keys_are_changed() {
    let (house, mut desk) = House::solo();
    closed(&house, &mut desk, 1);
    house.clock.pass(LONG);
    let log = house.path().join("desk.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    let mut seen = None;
    desk.erase_due(&mut |at| {
        if let ErasureProgress::ChangingKeys(KeyChangeProgress { step: 1, .. }) = at {
            seen = Some(std::fs::metadata(&log).unwrap().len());
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, Some(0));
}

#[test]
fn a_run_does_not_begin_while_a_key_change_has_not_come_to_its_end() {
    let (house, mut desk) = House::solo();
    closed(&house, &mut desk, 1);
    house.clock.pass(LONG);
    // Past the rename and without its receipt: the keychain does not serve.
    house
        .keychain
        .behave_after(1, testkit::KeychainMood::Refusing("no".into()));
    assert!(
        desk.rotate_keys(&mut |_| ControlFlow::Continue(()))
            .is_err()
    );
    house.keychain.behave(testkit::KeychainMood::Sound);
    house
        .keychain
        .behave_after(u32::MAX, testkit::KeychainMood::Sound);
    if desk.epoch() == 2 {
        assert_eq!(
            desk.erase_due(&mut go_on),
            Err(self::house(HouseRefusal::KeyChangeUnfinished))
        );
    }
    drop(desk);
    let mut desk = house.sign_in(&house::ALONE);
    assert_eq!(desk.erase_due(&mut go_on).unwrap().erased, 1);
}

#[test]
fn one_case_is_erased_before_its_time_by_two_people_of_whom_one_never_sees_it() {
    let house = House::open_with(&[&LIN, &ZHAO, &SUN]);
    let mut lin = house.sign_in(&LIN);
    let (gone, stays) = (submitted(&mut lin, 1), submitted(&mut lin, 2));
    drop(lin);
    let mut sun = house.sign_in(&SUN);
    assert!(sun.case_page(gone).is_err());
    let handed = testkit::handed(1);
    let reference = format!("{}/{}", handed.partner, handed.reference);
    let change = sun
        .propose_erasure(&reference, &note("consent was withdrawn"))
        .unwrap();
    assert!(sun.approve_change(change).is_err());
    drop(sun);
    let mut zhao = house.sign_in(&ZHAO);
    assert!(
        zhao.propose_erasure(&stays.to_string(), &note("why"))
            .is_err()
    );
    zhao.approve_change(change).unwrap();
    is_erased(&mut zhao, gone);
    assert!(zhao.case_page(stays).unwrap().case.submission.is_some());
    assert_eq!(zhao.epoch(), 2);
    drop(zhao);
    let sun = house.sign_in(&SUN);
    let certificate = sun.erasure_certificate(&gone.to_string()).unwrap();
    assert_eq!(certificate.by, ZHAO.name);
    assert_eq!(certificate.proven.erasure.cause, ErasureCause::Early);
    assert!(certificate.proven.erasure.proposal.is_some());
    drop(sun);
    house.sign_in(&LIN);
}

#[test]
fn a_held_case_is_not_erased_early_and_its_proposal_goes_on_waiting() {
    let house = House::open_with(&[&LIN, &ZHAO, &WU]);
    let mut lin = house.sign_in(&LIN);
    let id = submitted(&mut lin, 1);
    let change = lin
        .propose_erasure(&id.to_string(), &note("the customer asked"))
        .unwrap();
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    zhao.place_hold(id, &note("a court asked")).unwrap();
    assert_eq!(zhao.approve_change(change), Err(Refusal::OnHold.into()));
    assert_eq!(
        zhao.lift_hold(id, &note("over")).unwrap_err(),
        Refusal::SamePerson.into()
    );
    drop(zhao);
    let mut wu = house.sign_in(&WU);
    wu.lift_hold(id, &note("the court is done")).unwrap();
    wu.approve_change(change).unwrap();
    is_erased(&mut wu, id);
}

/// Whoever can write the file could write a receipt; it stands only where its writer had the right to it.
#[test]
fn a_receipt_by_one_who_may_not_erase_is_believed_by_nobody() {
    for (cases, cause) in [
        (None, ErasureCause::Run),
        (None, ErasureCause::Early),
        (Some(ROSTER), ErasureCause::Run),
    ] {
        let house = House::open();
        let mut lin = house.sign_in(&LIN);
        let id = submitted(&mut lin, 1);
        drop(lin);
        // Zhao administers nothing; Lin may run, and never over the desk's own streams.
        let mut desk = match cases {
            None => house.sign_in(&ZHAO),
            Some(_) => house.sign_in(&LIN),
        };
        let receipt = Erasure {
            cause,
            cases: vec![cases.unwrap_or(id)],
            proposal: None,
            terms: desk.retention().hash(),
        };
        let event = DeskEvent::Roster(RosterEvent::Erased(receipt));
        let (mut roster, _) = desk.stream(ROSTER).unwrap();
        let me = desk.me();
        let mut unit = desk.begin();
        unit.write(&mut roster, me, &event);
        let finished = unit.finish();
        desk.commit(finished).unwrap();
        drop(desk);
        assert!(matches!(
            house.try_sign_in(LIN.name, LIN.passphrase),
            Err(DeskFault::LogBroken { .. })
        ));
    }
}

#[test]
fn a_certificate_verifies_without_the_desk_and_not_for_anything_else() {
    let (house, mut desk) = House::solo();
    let (id, other) = (closed(&house, &mut desk, 1), submitted(&mut desk, 2));
    assert_eq!(
        desk.erasure_certificate(&id.to_string()).unwrap_err(),
        self::house(HouseRefusal::NotErased)
    );
    house.clock.pass(LONG);
    desk.erase_due(&mut go_on).unwrap();
    let certificate = desk.erasure_certificate(&id.to_string()).unwrap();
    let ErasureCertificate {
        proven,
        key,
        evidence,
        ..
    } = &certificate;
    assert_eq!(verify_erasure(evidence, id, key).as_ref(), Ok(proven));
    assert_eq!(proven.by, desk.person());
    assert!(verify_erasure(evidence, other, key).is_err());
    assert!(verify_erasure(evidence, id, &[7; 32]).is_err());
    for at in 0..evidence.open.len() {
        let mut forged = evidence.clone();
        forged.open[at] ^= 1;
        assert!(verify_erasure(&forged, id, key).is_err());
    }
    for at in 0..evidence.header.len() {
        let mut forged = evidence.clone();
        forged.header[at] ^= 1;
        assert!(verify_erasure(&forged, id, key).is_err());
    }
}
