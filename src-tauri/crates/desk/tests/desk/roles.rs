//! What a role does not allow, no act of the desk allows.

use std::io;

use casework::{
    CaseId, CaseOutcome, CaseStatus, Field, FieldSet, Refusal, RevealReason, Role, Verdict,
};
use desk::{Desk, DeskFault, HouseRefusal};

use crate::house::{Colleague, House, LIN, QIAN, SUN, ZHAO, note, propose_verified, submitted};

/// Every act on cases there is, by name; `subject` is a call that has failed.
fn every_act(
    desk: &mut Desk,
    case: CaseId,
    subject: [u8; 16],
) -> Vec<(&'static str, Result<(), DeskFault>)> {
    let handed = testkit::handed(9);
    let reasons = ["elements_disagree".to_owned()];
    vec![
        ("find_case", desk.find_case("R-000001").map(drop)),
        ("submit", desk.submit(&handed).map(drop)),
        ("amend", desk.amend(case, &handed).map(drop)),
        (
            "import",
            desk.import(io::empty(), io::sink(), &mut |_| ()).map(drop),
        ),
        ("queue", desk.queue(CaseStatus::ALL, None, 10).map(drop)),
        ("next", desk.claim_next().map(drop)),
        ("claim", desk.claim(case).map(drop)),
        ("release", desk.release(case).map(drop)),
        ("open_case", desk.open_case(case).map(drop)),
        ("case_page", desk.case_page(case).map(drop)),
        ("run_checks", desk.run_checks(case).map(drop)),
        ("ask_again", desk.ask_again(subject).map(drop)),
        ("add_note", desk.add_note(case, &note("hello")).map(drop)),
        (
            "propose",
            desk.propose(case, CaseOutcome::UnableToVerify, &[], &note(""))
                .map(drop),
        ),
        (
            "review",
            desk.review(case, Verdict::Agree, None, &reasons, &note(""))
                .map(drop),
        ),
        ("take_back", desk.take_back(case).map(drop)),
        ("outbox_status", desk.outbox_status().map(drop)),
        (
            "reveal",
            desk.reveal(
                case,
                FieldSet::of(&[Field::Phone]),
                RevealReason::Supervision,
                &note(""),
            )
            .map(drop),
        ),
    ]
}

fn is_role_missing(fault: &DeskFault) -> bool {
    matches!(
        fault,
        DeskFault::Refused(Refusal::RoleMissing { .. })
            | DeskFault::House(HouseRefusal::RoleMissing(_))
    )
}

#[test]
fn administrators_and_auditors_see_no_case_and_act_on_none() {
    let house = House::open_with(&[&LIN, &ZHAO, &SUN, &QIAN]);
    let mut desk = house.sign_in(&LIN);
    let case = submitted(&mut desk, 1);
    desk.run_checks(case).unwrap();
    let subject = desk.outbox_status().unwrap().calls[0].call.subject;
    let records = desk.verify_log().unwrap().records;
    drop(desk);
    for who in [&SUN, &QIAN] {
        let mut desk = house.sign_in(who);
        for (act, answer) in every_act(&mut desk, case, subject) {
            let fault = answer.expect_err(act);
            assert!(is_role_missing(&fault), "{} {act}: {fault:?}", who.name);
        }
        assert_eq!(
            desk.verify_log().unwrap().records,
            records,
            "nothing was written"
        );
    }
}

#[test]
fn an_operator_works_cases_and_reviews_none() {
    let house = House::open_with(&[
        &Colleague {
            roles: &[Role::Operator],
            ..LIN
        },
        &ZHAO,
        &SUN,
    ]);
    let mut desk = house.sign_in(&LIN);
    let case = submitted(&mut desk, 1);
    propose_verified(&mut desk, case).unwrap();
    let refused = desk
        .review(case, Verdict::Agree, None, &[], &note(""))
        .unwrap_err();
    assert_eq!(
        refused,
        DeskFault::Refused(Refusal::RoleMissing {
            needed: Role::Supervisor
        })
    );
}

#[test]
fn the_one_who_proposed_is_no_second_person_whatever_else_they_are() {
    let founder = Colleague {
        roles: &[Role::Operator, Role::Supervisor, Role::Administrator],
        ..LIN
    };
    let house = House::open_with(&[&founder, &ZHAO]);
    let mut desk = house.sign_in(&founder);
    let case = submitted(&mut desk, 1);
    propose_verified(&mut desk, case).unwrap();
    for verdict in [Verdict::Agree, Verdict::Overturn, Verdict::Return] {
        let refused = desk
            .review(
                case,
                verdict,
                Some(CaseOutcome::UnableToVerify),
                &[],
                &note("mine"),
            )
            .unwrap_err();
        assert_eq!(refused, DeskFault::Refused(Refusal::SamePerson));
    }
}
