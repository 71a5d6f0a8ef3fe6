//! Being shown what is masked: on record, for a while, and only to who may.

use casework::policy::REVEAL_MS;
use casework::{CaseId, Field, FieldSet, Refusal, RevealReason};
use desk::{Desk, DeskFault, HouseRefusal, Quarantine, Revealed};
use identifiers::card_data::NeverStored;

use crate::house::{
    House, LIN, QIAN, ZHAO, copy_folder, house as refused, note, propose_final, submitted,
};

const CARD_AND_PHONE: FieldSet = FieldSet::of(&[Field::CardNumber, Field::Phone]);

fn reveal(desk: &mut Desk, id: CaseId, words: &str) -> Result<Revealed, DeskFault> {
    desk.reveal(id, CARD_AND_PHONE, RevealReason::Call, &note(words))
}

fn records(desk: &Desk) -> u64 {
    desk.verify_log().unwrap().records
}

#[test]
fn what_is_revealed_is_the_clear_value_for_thirty_seconds_and_its_record_is_on_the_disk() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    desk.claim(id).unwrap();
    let before = records(&desk);
    let revealed = reveal(&mut desk, id, "rings back at noon").unwrap();
    let handed = testkit::handed(1);
    assert_eq!(
        revealed.values,
        [
            (Field::CardNumber, handed.card_number),
            (Field::Phone, handed.phone)
        ]
    );
    assert_eq!(revealed.until_ms, desk.now_ms() + REVEAL_MS);
    drop(desk);

    let desk = house.sign_in(&LIN);
    assert_eq!(records(&desk), before + 1);
    let timeline = desk.case_page(id).unwrap().timeline;
    let entry = timeline.last().unwrap();
    assert_eq!(
        (entry.kind.as_str(), entry.word.as_deref(), entry.fields),
        ("revealed", Some("call"), CARD_AND_PHONE)
    );
    assert_eq!(entry.actor.as_deref(), Some(LIN.name));
    assert_eq!(entry.note, Some(note("rings back at noon")));
}

#[test]
fn what_is_refused_is_not_shown_and_leaves_no_record() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    let before = records(&desk);
    assert_eq!(
        reveal(&mut desk, id, "").unwrap_err(),
        DeskFault::Refused(Refusal::NotClaimed)
    );
    desk.claim(id).unwrap();
    assert_eq!(
        reveal(&mut desk, id, "CVV 123").unwrap_err(),
        refused(HouseRefusal::CardData(NeverStored::SecurityCode))
    );
    assert_eq!(records(&desk), before + 1, "the claim");
    assert_eq!(
        desk.case_page(id)
            .unwrap()
            .case
            .submission
            .unwrap()
            .card_number,
        None,
        "the card number is opened for nothing else"
    );
}

#[test]
fn card_numbers_in_the_words_are_masked_as_they_are_written() {
    let (_house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    desk.claim(id).unwrap();
    reveal(&mut desk, id, "says 4111 1111 1111 1111").unwrap();
    let timeline = desk.case_page(id).unwrap().timeline;
    let words = timeline.last().unwrap().note.clone().unwrap();
    assert!(!words.expose().contains("1111 1111"));
}

#[test]
fn a_supervisor_sees_more_of_what_waits_for_review_and_its_maker_no_longer() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let id = submitted(&mut lin, 1);
    propose_final(&mut lin, id).unwrap();
    let missing = Refusal::RoleMissing {
        needed: casework::Role::Supervisor,
    };
    assert_eq!(
        reveal(&mut lin, id, "").unwrap_err(),
        DeskFault::Refused(missing)
    );
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    assert!(reveal(&mut zhao, id, "").is_ok());
    assert!(
        zhao.review(id, casework::Verdict::Agree, None, &[], &note(""))
            .is_ok(),
        "what was looked at is no other evidence"
    );
}

#[test]
fn in_quarantine_nothing_is_revealed_since_no_record_of_it_can_be_written() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let id = submitted(&mut lin, 1);
    lin.claim(id).unwrap();
    drop(lin);
    let before = house.snapshot();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 2);
    drop(lin);
    copy_folder(&before.path(), &house.path());
    let mut lin = house.sign_in(&LIN);
    assert!(matches!(lin.quarantine(), Some(Quarantine::Behind { .. })));
    let records_before = records(&lin);
    assert_eq!(
        reveal(&mut lin, id, "").unwrap_err(),
        refused(HouseRefusal::Quarantined)
    );
    assert_eq!(records(&lin), records_before);
}

/// Names, kinds and fields of a page, newest first.
fn listed(page: &desk::RevealPage) -> Vec<(&str, &str, FieldSet)> {
    let mut listed = Vec::new();
    for it in &page.entries {
        listed.push((it.person.as_str(), it.kind.as_str(), it.fields));
    }
    listed
}

#[test]
fn the_reveal_log_tells_who_was_shown_what_of_every_case_newest_first_page_by_page() {
    let house = House::open_with(&[&LIN, &ZHAO, &QIAN]);
    let mut lin = house.sign_in(&LIN);
    let [one, two] = [1, 2].map(|n| submitted(&mut lin, n));
    for id in [one, two] {
        lin.claim(id).unwrap();
        lin.open_case(id).unwrap();
    }
    reveal(&mut lin, one, "says the phone is new").unwrap();
    let missing = refused(HouseRefusal::RoleMissing(casework::Role::Supervisor));
    assert_eq!(lin.reveals(None, 10).unwrap_err(), missing);
    drop(lin);

    let name = FieldSet::of(&[Field::Name]);
    let all = [
        (LIN.name, "revealed", CARD_AND_PHONE),
        (LIN.name, "viewed", name),
        (LIN.name, "viewed", name),
    ];
    let zhao = house.sign_in(&ZHAO);
    let page = zhao.reveals(None, 10).unwrap();
    assert_eq!((listed(&page), page.next), (all.to_vec(), None));
    let newest = &page.entries[0];
    assert_eq!((newest.case, newest.why), (one, Some(RevealReason::Call)));
    assert_eq!(newest.reference.as_deref(), Some("R-000001"));
    assert_eq!(newest.words, Some(note("says the phone is new")));
    let first = zhao.reveals(None, 2).unwrap();
    let rest = zhao.reveals(first.next, 2).unwrap();
    assert_eq!(listed(&first), all[..2]);
    assert_eq!((listed(&rest), rest.next), (all[2..].to_vec(), None));
    drop(zhao);

    let qian = house.sign_in(&QIAN);
    let page = qian.reveals(None, 10).unwrap();
    assert_eq!(listed(&page), all);
    for entry in page.entries {
        assert_eq!((entry.reference, entry.words), (None, None));
    }
}
