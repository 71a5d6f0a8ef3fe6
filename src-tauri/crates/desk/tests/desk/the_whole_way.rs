//! One case from intake to feedback, and the side ways that end the same day.

use casework::{CallState, CaseOutcome, CaseStatus, CheckOutcome, Refusal, Role, Verdict};
use desk::{ActionName, CasePage, DeskFault, HouseRefusal};
use ports::CallFault;
use sync::Outbox;
use testkit::{cases::MINUTE, check_answer};

use crate::house::{
    Colleague, House, LIN, ZHAO, case, house, note, propose_final, propose_verified, submitted,
};

fn kinds(page: &CasePage) -> Vec<&str> {
    page.timeline.iter().map(|it| it.kind.as_str()).collect()
}

#[test]
fn one_case_goes_the_whole_way() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    assert_eq!(desk.claim_next().unwrap(), id);
    assert_eq!(
        desk.claim_next(),
        Err(crate::house::house(HouseRefusal::QueueEmpty)),
        "it is in hand"
    );

    desk.run_checks(id).unwrap();
    assert_eq!(case(&desk, id).checks[0].state, CallState::Queued);
    assert_eq!(house.institution.calls(), 0, "queued is not sent");
    let run = house.drain(&mut desk);
    assert_eq!((run.answered, house.institution.calls()), (1, 1));
    assert_eq!(
        case(&desk, id).checks[0].outcome(),
        Some(CheckOutcome::Match)
    );

    // A final no takes two people, whatever the checks say.
    propose_final(&mut desk, id).unwrap();
    assert_eq!(case(&desk, id).status, CaseStatus::WaitingForReview);
    drop(desk);
    let mut desk = house.sign_in(&ZHAO);
    desk.review(id, Verdict::Agree, None, &[], &note("so it is"))
        .unwrap();
    let page = desk.case_page(id).unwrap();
    assert_eq!(page.row.status, CaseStatus::Decided);
    assert!(page.message.unwrap().contains("R-000001"));

    assert_eq!(house.drain(&mut desk).accepted, 0, "held");
    house.clock.pass(MINUTE);
    assert_eq!(house.drain(&mut desk).accepted, 1);
    assert_eq!(house.messenger.taken().len(), 1);
    assert_eq!(house.drain(&mut desk).accepted, 0, "once");

    let page = desk.case_page(id).unwrap();
    assert_eq!(page.row.status, CaseStatus::Closed);
    let decision = page.case.decision.as_ref().unwrap();
    assert_eq!(
        decision.maker.and_then(|it| desk.roster().name(it)),
        Some(LIN.name)
    );
    assert_eq!(decision.checker, Some(desk.person()));
    let story = [
        "received",
        "claimed",
        "check_requested",
        "call_begun",
        "check_answered",
        "proposed",
        "reviewed",
        "decided",
        "feedback_begun",
        "feedback_sent",
        "retention_set",
    ];
    assert_eq!(kinds(&page), story);
    let report = desk.verify_log().unwrap();
    assert_eq!(
        (report.broken, report.records),
        (None, 1 + story.len() as u64)
    );
}

#[test]
fn an_ordinary_match_is_decided_by_one_person() {
    let (house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    house.drain(&mut desk);
    assert_eq!(
        propose_verified(&mut desk, id).unwrap().status,
        CaseStatus::Decided
    );
}

#[test]
fn a_call_that_was_out_when_the_desk_stopped_is_unknown_at_the_next_sign_in() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let (first, second) = (submitted(&mut desk, 1), submitted(&mut desk, 2));
    for id in [first, second] {
        desk.run_checks(id).unwrap();
    }
    let subject = *case(&desk, first).checks[0].id.as_bytes();
    assert!(desk.begin(subject).unwrap().is_some());
    assert!(
        desk.begin(subject).unwrap().is_none(),
        "at most once by machine"
    );
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    let check = case(&desk, first).checks[0].clone();
    assert_eq!(
        (check.state, check.cause.as_deref(), check.attempt),
        (CallState::Unknown, Some("desk_stopped"), 1)
    );
    assert_eq!(case(&desk, second).checks[0].state, CallState::Queued);
    assert_eq!(
        house.drain(&mut desk).answered,
        1,
        "only the one that never left"
    );
    assert_eq!(house.institution.calls(), 1);
    assert_eq!(desk.verify_log().unwrap().broken, None);
}

#[test]
fn a_message_that_was_out_when_the_desk_stopped_is_unknown_too() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    house.drain(&mut desk);
    propose_verified(&mut desk, id).unwrap();
    let subject = *case(&desk, id).decision.unwrap().record.as_bytes();
    assert!(desk.begin(subject).unwrap().is_none(), "still held");
    house.clock.pass(MINUTE);
    assert!(desk.begin(subject).unwrap().is_some());
    drop(desk);

    let mut desk = house.sign_in(&LIN);
    assert_eq!(
        case(&desk, id).decision.unwrap().feedback.state,
        CallState::Unknown
    );
    assert_eq!(house.drain(&mut desk).accepted, 0, "a person decides");
    desk.ask_again(subject).unwrap();
    assert_eq!(house.drain(&mut desk).accepted, 1);
    let page = desk.case_page(id).unwrap();
    assert_eq!(
        (
            page.row.status,
            page.case.decision.unwrap().feedback.attempt
        ),
        (CaseStatus::Closed, 2)
    );
}

#[test]
fn a_failed_call_is_asked_again_by_a_person_and_only_once_each_time() {
    let (house, mut desk) = House::solo();
    house.institution.fault_next(CallFault::Refused {
        provider_code: "AuthFailure.SignatureFailure".to_owned(),
        reason: "credentials".to_owned(),
        provider_text: String::new(),
        request_id: None,
    });
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    let subject = *case(&desk, id).checks[0].id.as_bytes();
    let nothing = Err(DeskFault::Refused(Refusal::NothingToAskAgain));
    assert_eq!(
        desk.ask_again(subject).map(drop),
        nothing,
        "it is on its way"
    );
    assert_eq!(house.drain(&mut desk).failed, 1);
    assert_eq!(
        desk.run_checks(id).map(drop),
        Err(DeskFault::Refused(Refusal::CheckAlreadyAsked))
    );

    desk.ask_again(subject).unwrap();
    assert_eq!(house.drain(&mut desk).answered, 1);
    let check = case(&desk, id).checks[0].clone();
    assert_eq!(
        (check.attempt, check.outcome()),
        (2, Some(CheckOutcome::Match))
    );
    assert_eq!(desk.ask_again(subject).map(drop), nothing, "it is answered");
    assert_eq!(
        desk.ask_again([9; 16]).map(drop),
        Err(crate::house::house(HouseRefusal::NoSuchCall))
    );
}

#[test]
fn an_error_for_an_answer_may_be_asked_again_and_the_page_says_so() {
    let (house, mut desk) = House::solo();
    house.institution.answer(
        "13800000001",
        Ok(check_answer(CheckOutcome::Error, "institution_error")),
    );
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    house.drain(&mut desk);
    let page = desk.case_page(id).unwrap();
    let action = page
        .actions
        .iter()
        .find(|it| it.action == ActionName::AskAgain)
        .unwrap();
    assert_eq!(action.refusal, None);
    desk.ask_again(*page.case.checks[0].id.as_bytes()).unwrap();
    assert_eq!(case(&desk, id).checks[0].state, CallState::Queued);
}

#[test]
fn a_call_that_did_not_leave_waits_and_goes_when_the_line_is_back() {
    let (house, mut desk) = House::solo();
    house.institution.fault_next(CallFault::NotSent {
        cause: "no line".to_owned(),
    });
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    assert_eq!(house.drain(&mut desk).requeued, 1);
    let status = desk.outbox_status().unwrap();
    assert_eq!(status.calls[0].call.state, CallState::Queued);
    assert_eq!(status.calls[0].call.detail.as_deref(), Some("not_sent"));
    assert_eq!(
        (
            status.calls[0].reference.as_str(),
            status.calls[0].partner.as_str()
        ),
        ("R-000001", "shop")
    );
    house.clock.pass(10 * MINUTE);
    assert_eq!(house.drain(&mut desk).answered, 1);
}

#[test]
fn what_is_taken_back_within_the_hold_never_reaches_the_customer() {
    let (house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    house.drain(&mut desk);
    propose_verified(&mut desk, id).unwrap();
    desk.take_back(id).unwrap();
    let states: Vec<CallState> = desk
        .outbox_status()
        .unwrap()
        .calls
        .iter()
        .map(|it| it.call.state)
        .collect();
    assert!(states.contains(&CallState::Withdrawn), "{states:?}");
    house.clock.pass(10 * MINUTE);
    assert_eq!(house.drain(&mut desk).accepted, 0);
    assert_eq!(house.messenger.calls(), 0);

    // It can be decided anew, and then goes out once.
    propose_verified(&mut desk, id).unwrap();
    house.clock.pass(MINUTE);
    assert_eq!(
        desk.take_back(id).map(drop),
        Err(DeskFault::Refused(Refusal::HoldOver))
    );
    assert_eq!(house.drain(&mut desk).accepted, 1);
    assert_eq!(house.messenger.calls(), 1);
}

#[test]
fn amending_voids_the_proposal_and_keeps_the_answers_of_the_old_version() {
    let (house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    house.drain(&mut desk);
    propose_final(&mut desk, id).unwrap();

    let mended = screening::Handed {
        phone: testkit::handed(2).phone,
        ..testkit::handed(1)
    };
    let amended = desk.amend(id, &mended).unwrap();
    assert_eq!((amended.version, amended.status), (2, CaseStatus::Open));
    assert!(amended.proposal.is_none());
    assert_eq!(amended.checks.len(), 1);
    assert_eq!(amended.checks[0].attempt, 1);
    assert_eq!(
        amended.current_checks().count(),
        0,
        "nothing is known about the new version"
    );

    desk.run_checks(id).unwrap();
    assert_eq!(house.drain(&mut desk).answered, 1);
    assert_eq!(
        (
            house.institution.calls_for("13800000001"),
            house.institution.calls_for("13800000002")
        ),
        (1, 1)
    );
}

#[test]
fn a_question_about_the_old_version_that_has_not_left_stays_here() {
    let (house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    let mended = screening::Handed {
        phone: testkit::handed(2).phone,
        ..testkit::handed(1)
    };
    desk.amend(id, &mended).unwrap();
    house.drain(&mut desk);
    assert_eq!(house.institution.calls(), 0);
    let other = screening::Handed {
        reference: "R-OTHER".to_owned(),
        ..mended
    };
    assert_eq!(
        desk.amend(id, &other).map(drop),
        Err(DeskFault::Refused(Refusal::OtherCase))
    );
}

#[test]
fn an_overturned_proposal_that_policy_reserves_waits_for_a_third_person() {
    let third = Colleague {
        name: "Wang",
        roles: &[Role::Supervisor],
        ..LIN
    };
    let house = House::open_with(&[&LIN, &ZHAO, &third]);
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    propose_verified(&mut desk, id).unwrap();
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    let reasons = ["elements_disagree".to_owned()];
    desk.review(
        id,
        Verdict::Overturn,
        Some(CaseOutcome::NotVerifiedFinal),
        &reasons,
        &note("no"),
    )
    .unwrap();
    assert_eq!(case(&desk, id).status, CaseStatus::WaitingForReview);
    let again = desk.review(id, Verdict::Agree, None, &[], &note(""));
    assert_eq!(
        again.map(drop),
        Err(DeskFault::Refused(Refusal::SamePerson))
    );
    drop(desk);

    let mut desk = house.sign_in(&third);
    desk.review(id, Verdict::Agree, None, &[], &note(""))
        .unwrap();
    assert_eq!(case(&desk, id).status, CaseStatus::Decided);
}

#[test]
fn reasons_that_do_not_exist_and_notes_without_end_are_refused() {
    let (_house, mut signed_in) = House::solo();
    let id = submitted(&mut signed_in, 1);
    let made_up = ["made_up".to_owned()];
    let refused = signed_in.propose(id, CaseOutcome::Verified, &made_up, &note(""));
    assert_eq!(refused.map(drop), Err(house(HouseRefusal::NoSuchReason)));
    let long = note(&"很".repeat(4_001));
    assert_eq!(
        signed_in.add_note(id, &long).map(drop),
        Err(house(HouseRefusal::TooLong))
    );
}
