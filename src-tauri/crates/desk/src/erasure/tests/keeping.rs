//! How long a case is kept, where its key lies meanwhile, and when it leaves the lists.

use std::collections::BTreeMap;

use casework::{Ending, Months, RetentionTerms};
use screening::Handed;

use super::*;

#[test]
fn the_key_of_a_case_lies_in_open_until_it_ends_and_whenever_it_is_held() {
    let house = House::open_with(&[&LIN, &ZHAO, &WU]);
    let mut lin = house.sign_in(&LIN);
    let id = submitted(&mut lin, 1);
    assert_eq!(bucket_of(&lin, id), Bucket::Open);
    drop(lin);
    let mut lin = house.sign_in(&LIN);
    let id = closed(&house, &mut lin, 2);
    let kept = lin.case_page(id).unwrap().case.retention.unwrap();
    let month = bucket_of(&lin, id);
    assert_eq!(
        month,
        Bucket::Month {
            year: 2036,
            month: 9
        }
    );
    let row = lin.ledger.case_row(id).unwrap().unwrap().retention;
    assert_eq!(row.retain_until_ms, Some(kept.until_ms));
    assert_eq!(kept.terms, RetentionTerms::SHIPPED.hash());
    let kinds: Vec<_> = lin.case_page(id).unwrap().timeline;
    let last = kinds.last().unwrap();
    assert_eq!((last.kind.as_str(), &last.actor), ("retention_set", &None));
    drop(lin);

    let mut zhao = house.sign_in(&ZHAO);
    zhao.place_hold(id, &note("a court asked")).unwrap();
    assert_eq!(bucket_of(&zhao, id), Bucket::Open);
    assert!(zhao.ledger.case_row(id).unwrap().unwrap().retention.on_hold);
    drop(zhao);
    let mut wu = house.sign_in(&WU);
    wu.lift_hold(id, &note("it is done")).unwrap();
    assert_eq!(bucket_of(&wu, id), month);
    let wrapped = wu.ledger.buckets_that_wrapped(id).unwrap();
    assert_eq!(wrapped.len(), 2, "{wrapped:?}");
    drop(wu);
    // And under each bucket it opens after another sign-in.
    let lin = house.sign_in(&LIN);
    assert!(lin.case_page(id).unwrap().case.submission.is_some());
}

#[test]
fn what_screening_sent_back_is_kept_half_a_year_and_as_long_as_it_is_worked_once_it_is_mended() {
    let (house, mut desk) = House::solo();
    let wrong = Handed {
        card_number: "4111111111111112".into(),
        ..testkit::handed(1)
    };
    let id = desk.submit(&wrong).unwrap().case;
    assert_eq!(
        bucket_of(&desk, id),
        Bucket::Month {
            year: 2027,
            month: 3
        }
    );
    desk.amend(id, &testkit::handed(1)).unwrap();
    assert_eq!(bucket_of(&desk, id), Bucket::Open);
    house.clock.pass(LONG);
    assert_eq!(desk.due_for_erasure().unwrap().cases, 0);
}

#[test]
fn other_terms_take_two_people_and_hold_for_what_ends_from_then_on() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let before = closed(&house, &mut lin, 1);
    let month = Months::new(1).unwrap();
    let partner = lin.case_page(before).unwrap().row.partner;
    let own = BTreeMap::from([(partner, BTreeMap::from([(Ending::Verified, month)]))]);
    let usual = [120, 120, 24, 24, 6].map(|it| Months::new(it).unwrap());
    let terms = RetentionTerms::new(usual, own).unwrap();
    assert!(
        lin.propose_retention(terms.clone()).is_err(),
        "no supervisor"
    );
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    let change = zhao.propose_retention(terms.clone()).unwrap();
    assert!(zhao.approve_change(change).is_err());
    assert_eq!(zhao.retention(), &RetentionTerms::SHIPPED);
    drop(zhao);
    let mut lin = house.sign_in(&LIN);
    lin.approve_change(change).unwrap();
    assert_eq!(lin.retention(), &terms);
    let after = closed(&house, &mut lin, 2);
    drop(lin);
    let lin = house.sign_in(&LIN);
    let kept = |id| lin.case_page(id).unwrap().case.retention.unwrap();
    assert_eq!(kept(after).terms, terms.hash());
    assert!(kept(before).until_ms - kept(after).until_ms > 9 * 365 * DAY);
}

#[test]
fn what_ended_thirty_days_ago_is_in_the_archive_after_the_next_sign_in() {
    let (house, mut desk) = House::solo();
    let id = closed(&house, &mut desk, 1);
    let open = submitted(&mut desk, 2);
    let closed_ones = |desk: &Desk| desk.queue(&[CaseStatus::Closed], None, 9).unwrap().cases;
    assert_eq!(closed_ones(&desk).len(), 1);
    drop(desk);
    house.clock.pass(30 * DAY - 1);
    let desk = house.sign_in(&house::ALONE);
    assert_eq!(closed_ones(&desk).len(), 1);
    drop(desk);
    house.clock.pass(MINUTE);
    let desk = house.sign_in(&house::ALONE);
    assert_eq!(closed_ones(&desk).len(), 0);
    let (archived, next) = desk.archive(None, 9).unwrap();
    assert_eq!(
        archived.iter().map(|it| it.stream).collect::<Vec<_>>(),
        [id]
    );
    assert_eq!(next, None);
    assert!(desk.case_page(id).unwrap().row.retention.archived);
    assert!(!desk.case_page(open).unwrap().row.retention.archived);
    let head = desk.head;
    drop(desk);
    let desk = house.sign_in(&house::ALONE);
    assert_eq!(
        desk.head.map(|it| it.0),
        head.map(|it| it.0),
        "no record of it"
    );
}

#[test]
fn a_clock_that_went_back_keeps_a_case_longer_and_never_shorter() {
    let (house, mut desk) = House::solo();
    let honest = closed(&house, &mut desk, 1);
    let set_back = submitted(&mut desk, 2);
    house.clock.pass(-5 * 365 * DAY);
    propose_unable(&mut desk, set_back);
    house.clock.pass(MINUTE);
    house.drain(&mut desk);
    let kept = |id| desk.case_page(id).unwrap().case.retention.unwrap();
    assert!(kept(set_back).since_ms >= kept(honest).since_ms);
    assert!(kept(set_back).until_ms > kept(honest).since_ms + 2 * 365 * DAY);
}

fn propose_unable(desk: &mut Desk, id: CaseId) {
    let outcome = casework::CaseOutcome::UnableToVerify;
    desk.propose(id, outcome, &[], &note("no answer")).unwrap();
}
