//! Answers that come after a proposal or a final outcome.

use casework::{CaseId, CaseStatus, CheckOutcome, Verdict};
use desk::Desk;
use ports::CheckAnswer;
use sync::{Arrival, Outbox};
use testkit::{cases::MINUTE, check_answer};

use crate::house::{House, LIN, ZHAO, case, note, propose_final, propose_verified, submitted};

/// A case whose check is out.
fn asked(desk: &mut Desk) -> (CaseId, [u8; 16]) {
    let id = submitted(desk, 1);
    desk.run_checks(id).unwrap();
    let subject = *case(desk, id).checks[0].id.as_bytes();
    assert!(desk.begin(subject).unwrap().is_some());
    (id, subject)
}

fn answer(outcome: CheckOutcome) -> Arrival {
    let answer: CheckAnswer = check_answer(outcome, "elements_disagree");
    Arrival::Answered(answer)
}

#[test]
fn a_pending_answer_that_agrees_lets_the_proposal_stand() {
    let house = House::open_with(&[&ZHAO, &LIN]);
    let mut desk = house.sign_in(&ZHAO);
    let (id, subject) = asked(&mut desk);
    propose_final(&mut desk, id).unwrap();
    desk.arrived(subject, answer(CheckOutcome::Mismatch))
        .unwrap();
    let stands = case(&desk, id);
    assert_eq!(stands.status, CaseStatus::WaitingForReview);
    let proposal = stands.proposal.unwrap();
    assert_eq!(
        (proposal.decision.pending.len(), proposal.agreed.len()),
        (1, 1)
    );
}

#[test]
fn a_proposal_with_an_agreeing_pending_answer_can_be_agreed_to() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let (id, subject) = asked(&mut desk);
    propose_final(&mut desk, id).unwrap();
    desk.arrived(subject, answer(CheckOutcome::Mismatch))
        .unwrap();
    drop(desk);
    let mut desk = house.sign_in(&ZHAO);
    desk.review(id, Verdict::Agree, None, &[], &note(""))
        .unwrap();
    assert_eq!(case(&desk, id).status, CaseStatus::Decided);
}

#[test]
fn a_pending_answer_that_disagrees_voids_the_proposal_and_the_case_is_worked_again() {
    let (_house, mut desk) = House::solo();
    let (id, subject) = asked(&mut desk);
    propose_final(&mut desk, id).unwrap();
    desk.arrived(subject, answer(CheckOutcome::Match)).unwrap();
    let page = desk.case_page(id).unwrap();
    assert!(page.case.proposal.is_none());
    assert_eq!(page.row.status, CaseStatus::Open);
    assert_eq!(
        (page.row.rank_reason.as_str(), page.row.attention.as_deref()),
        ("returned", Some("returned"))
    );
    assert_eq!(
        desk.claim_next().unwrap(),
        id,
        "the maker may take it again"
    );
}

#[test]
fn an_answer_that_disagrees_with_a_final_outcome_is_late_evidence_and_changes_nothing_by_itself() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let (id, subject) = asked(&mut desk);
    propose_final(&mut desk, id).unwrap();
    drop(desk);

    // The call was given up with the desk; asked again, its answer comes after the outcome.
    let mut desk = house.sign_in(&ZHAO);
    let reviewed = desk.review(id, Verdict::Agree, None, &[], &note(""));
    assert!(reviewed.is_ok(), "an unknown call is no new evidence");
    let outcome = case(&desk, id).decision.unwrap().outcome;
    house.clock.pass(MINUTE);
    assert_eq!(house.drain(&mut desk).accepted, 1);
    assert!(
        desk.ask_again(subject).is_err(),
        "a closed case is not worked"
    );
    assert_eq!(case(&desk, id).decision.unwrap().outcome, outcome);
}

#[test]
fn an_answer_after_the_outcome_is_shown_to_a_supervisor() {
    let (house, mut desk) = House::solo();
    let (id, subject) = asked(&mut desk);
    // Unable to verify takes one person, and the check is still out.
    desk.propose(
        id,
        casework::CaseOutcome::UnableToVerify,
        &[],
        &note("cannot wait"),
    )
    .unwrap();
    assert_eq!(case(&desk, id).status, CaseStatus::Decided);
    desk.arrived(subject, answer(CheckOutcome::Mismatch))
        .unwrap();
    let page = desk.case_page(id).unwrap();
    assert_eq!(page.row.status, CaseStatus::Decided);
    assert_eq!(page.row.attention.as_deref(), Some("late_evidence"));
    assert_eq!(
        page.case.late_evidence.map(|it| *it.as_bytes()),
        Some(subject)
    );

    house.clock.pass(MINUTE);
    assert_eq!(
        house.drain(&mut desk).accepted,
        1,
        "the customer is told what was decided"
    );
    assert_eq!(
        desk.case_page(id).unwrap().row.attention.as_deref(),
        Some("late_evidence")
    );
}

#[test]
fn the_same_answer_counts_once() {
    let (_house, mut desk) = House::solo();
    let (id, subject) = asked(&mut desk);
    desk.arrived(subject, answer(CheckOutcome::Match)).unwrap();
    let records = desk.verify_log().unwrap().records;
    assert!(desk.arrived(subject, answer(CheckOutcome::Match)).is_err());
    assert_eq!(desk.verify_log().unwrap().records, records);
    assert!(propose_verified(&mut desk, id).is_ok());
}
