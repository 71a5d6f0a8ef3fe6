//! From a proposal to the customer's message: what each command leads to.
#![allow(clippy::unwrap_used)]

mod common;

use casework::policy::ReviewCause;
use casework::{
    CallState, CaseCommand, CaseEvent, CaseOutcome, CaseStatus, CheckOutcome, Policy, Verdict,
    VoidCause,
};
use common::{CHECK, Story, agree, answered, propose, record_answer, review, reviewed, sent};
use testkit::cases::{COLLEAGUE, DESK, FOUNDER, NOW, OPERATOR, SUPERVISOR, answer};

use CaseOutcome::{NotVerifiedFinal, UnableToVerify, Verified};

fn feedback_state(story: &Story) -> CallState {
    story.case.decision.as_ref().unwrap().feedback.state
}

#[test]
fn propose_decides_at_once_where_policy_lets_one_person_decide() {
    let story = Story::decided();
    let decision = story.case.decision.unwrap();
    assert_eq!(
        (decision.maker, decision.checker),
        (Some(OPERATOR.person()), None)
    );
    assert_eq!(decision.hold_until_ms, NOW + Policy::ONE.feedback_hold_ms);
    assert_eq!(
        (story.case.status, story.case.claim),
        (CaseStatus::Decided, None)
    );
}

#[test]
fn propose_waits_for_a_second_person_and_says_why() {
    let story = Story::waiting();
    let proposal = story.case.proposal.unwrap();
    assert_eq!(proposal.decision.reserved, [ReviewCause::Amount]);
    assert_eq!(
        (story.case.status, story.case.decision),
        (CaseStatus::WaitingForReview, None)
    );
}

#[test]
fn a_pending_check_is_listed_in_the_proposal_and_its_answer_judges_it() {
    for (outcome, stands) in [
        (CheckOutcome::Match, true),
        (CheckOutcome::CloseMatch, false),
        (CheckOutcome::Mismatch, false),
        (CheckOutcome::Unable, false),
        (CheckOutcome::Error, false),
    ] {
        let mut story = Story::calling();
        story.must(OPERATOR, propose(Verified, &[], "seen at the counter"));
        assert_eq!(
            story.case.proposal.as_ref().unwrap().decision.pending,
            [CHECK]
        );
        let events = story.must(DESK, answered(outcome));
        let voided = events.contains(&CaseEvent::ProposalVoided {
            cause: VoidCause::AnswerDisagrees,
        });
        assert_eq!(
            (voided, story.case.proposal.is_some()),
            (!stands, stands),
            "{outcome}"
        );
        if stands {
            assert_eq!(reviewed(story).case.status, CaseStatus::Decided);
        }
    }
}

#[test]
fn review_agrees_and_names_what_it_approves() {
    let mut story = Story::waiting();
    let hash = story.case.proposal.as_ref().unwrap().hash;
    let events = story.must(SUPERVISOR, agree());
    assert!(
        matches!(&events[..], [CaseEvent::Reviewed { proposal, .. }, CaseEvent::Decided { .. }] if *proposal == hash)
    );
    let decision = story.case.decision.unwrap();
    assert_eq!(decision.maker, Some(OPERATOR.person()));
    assert_eq!(decision.checker, Some(SUPERVISOR.person()));
}

#[test]
fn review_returns_a_case_to_the_queue() {
    let mut story = Story::waiting();
    story.must(
        SUPERVISOR,
        review(Verdict::Return, None, &[], "ask for the contract"),
    );
    assert_eq!(
        (story.case.status, story.case.returned),
        (CaseStatus::Open, true)
    );
    assert_eq!(story.case.proposal, None);
}

#[test]
fn overturning_to_what_policy_reserves_waits_for_somebody_else_again() {
    let mut story = Story::waiting();
    let overturn = review(
        Verdict::Overturn,
        Some(NotVerifiedFinal),
        &["suspected_fraud"],
        "seen before",
    );
    story.must(FOUNDER, overturn);
    assert_eq!(story.case.status, CaseStatus::WaitingForReview);
    assert_eq!(
        story.case.proposal.as_ref().unwrap().maker,
        FOUNDER.person()
    );
    assert!(story.decide(FOUNDER, &agree()).is_err());
    let decision = reviewed(story).case.decision.unwrap();
    assert_eq!(
        (decision.maker, decision.checker),
        (Some(FOUNDER.person()), Some(SUPERVISOR.person()))
    );
}

#[test]
fn overturning_to_what_one_person_may_decide_is_final() {
    let mut story = Story::waiting();
    story.must(
        SUPERVISOR,
        review(
            Verdict::Overturn,
            Some(UnableToVerify),
            &["insufficient_data"],
            "unreadable",
        ),
    );
    let decision = story.case.decision.unwrap();
    assert_eq!(
        (decision.outcome, decision.maker),
        (UnableToVerify, Some(SUPERVISOR.person()))
    );
}

#[test]
fn take_back_is_open_to_maker_and_checker_while_the_message_is_held() {
    for by in [OPERATOR, SUPERVISOR] {
        let mut story = reviewed(Story::waiting());
        story.now_ms += Policy::ONE.feedback_hold_ms - 1;
        assert_eq!(
            story.must(by, CaseCommand::TakeBack),
            [CaseEvent::TakenBack]
        );
        assert_eq!(
            (story.case.status, &story.case.decision),
            (CaseStatus::Open, &None)
        );
        // What takes two people takes two people again.
        story.must(SUPERVISOR, propose(Verified, &[], ""));
        assert_eq!(story.case.status, CaseStatus::WaitingForReview);
    }
}

#[test]
fn the_message_leaves_after_the_hold_and_closes_the_case() {
    let mut story = Story::decided();
    story.now_ms += Policy::ONE.feedback_hold_ms;
    assert_eq!(
        story.must(DESK, CaseCommand::BeginFeedback),
        [CaseEvent::FeedbackBegun { attempt: 1 }]
    );
    story.must(DESK, sent());
    assert_eq!(
        (story.case.status, feedback_state(&story)),
        (CaseStatus::Closed, CallState::Answered)
    );
    assert_eq!(
        story.case.decision.unwrap().feedback.serial.as_deref(),
        Some("serial-1")
    );
}

#[test]
fn a_message_that_did_not_go_out_goes_back_to_the_outbox() {
    let mut story = Story::telling();
    story.must(
        DESK,
        CaseCommand::RequeueFeedback {
            cause: "no_connection".to_owned(),
        },
    );
    assert_eq!(feedback_state(&story), CallState::Queued);
    assert_eq!(
        story.must(DESK, CaseCommand::BeginFeedback),
        [CaseEvent::FeedbackBegun { attempt: 2 }]
    );
}

#[test]
fn a_failed_or_lost_message_is_sent_again_by_a_person_only() {
    let failed = CaseCommand::FailFeedback {
        cause: "refused".to_owned(),
        provider_code: "x".to_owned(),
    };
    let lost = CaseCommand::LoseFeedback {
        cause: "time_out".to_owned(),
    };
    for (end, state) in [(failed, CallState::Failed), (lost, CallState::Unknown)] {
        let mut story = Story::telling();
        story.must(DESK, end);
        assert_eq!(
            (story.case.status, feedback_state(&story)),
            (CaseStatus::Decided, state)
        );
        assert!(story.decide(DESK, &CaseCommand::BeginFeedback).is_err());
        assert_eq!(
            story.must(COLLEAGUE, CaseCommand::AskFeedbackAgain),
            [CaseEvent::FeedbackAskedAgain]
        );
        story.must(DESK, CaseCommand::BeginFeedback);
    }
}

#[test]
fn an_answer_after_the_outcome_changes_nothing_but_raises_late_evidence_where_it_disagrees() {
    for (outcome, late) in [(CheckOutcome::Error, false), (CheckOutcome::Match, true)] {
        let mut story = Story::calling();
        story.must(
            OPERATOR,
            propose(UnableToVerify, &["decided_on_what_is_known"], ""),
        );
        let decision = story.case.decision.clone();
        let events = story.must(DESK, record_answer(CHECK, answer(outcome)));
        assert_eq!(
            events.contains(&CaseEvent::LateEvidence { check: CHECK }),
            late
        );
        assert_eq!(story.case.late_evidence, late.then_some(CHECK));
        assert_eq!(story.case.decision, decision);
        // Once the decision is taken back the answer is not late any more.
        story.must(OPERATOR, CaseCommand::TakeBack);
        assert_eq!(story.case.late_evidence, None);
    }
}
