//! What each command leads to, one example or more for each.
#![allow(clippy::unwrap_used)]

mod common;

use casework::policy::Version;
use casework::{
    CallState, CaseCommand, CaseEvent, CaseOutcome, CaseStatus, CheckId, CheckOutcome, Claim,
    Field, FieldSet, Policy, RiskBand, VoidCause,
};
use common::{CHECK, Story, amend, answered, note, propose, request, reviewed, submit};
use testkit::cases::{
    COLLEAGUE, DESK, FOREIGN_CARD, FOUNDER, KNOWN_CARD, MINUTE, NOW, OPERATOR, REFUSED_CARD,
    answer, submission, submission_over,
};

use CaseOutcome::Verified;

const AGAIN: CaseCommand = CaseCommand::AskAgain { check: CHECK };
const BEGIN: CaseCommand = CaseCommand::BeginCall { check: CHECK };

fn lose() -> CaseCommand {
    CaseCommand::LoseCall {
        check: CHECK,
        cause: "time_out".to_owned(),
    }
}

fn fail() -> CaseCommand {
    CaseCommand::FailCall {
        check: CHECK,
        cause: "refused".to_owned(),
        provider_code: "-7".to_owned(),
    }
}

fn requeue() -> CaseCommand {
    CaseCommand::RequeueCall {
        check: CHECK,
        cause: "no_connection".to_owned(),
    }
}

fn check_state(story: &Story) -> CallState {
    story.case.check(CHECK).unwrap().state
}

#[test]
fn submit_puts_a_sound_case_in_the_queue_under_the_policy_in_force() {
    let mut story = Story::new();
    let events = story.must(OPERATOR, submit(submission(), &[]));
    let [CaseEvent::Received { risk, policy, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((*risk, *policy), (RiskBand::Low, Version(1)));
    let case = &story.case;
    assert_eq!(
        (case.status, case.version, case.revision),
        (CaseStatus::Open, 1, 1)
    );
    assert_eq!((case.received_ms, case.claim), (NOW, None));
}

#[test]
fn submit_sends_a_plainly_wrong_case_back_and_bands_the_others_by_their_gravest_warning() {
    for (findings, status, risk) in [
        (vec![REFUSED_CARD], CaseStatus::ScreenedOut, RiskBand::Low),
        (vec![KNOWN_CARD], CaseStatus::Open, RiskBand::Elevated),
        (
            vec![KNOWN_CARD, FOREIGN_CARD],
            CaseStatus::Open,
            RiskBand::High,
        ),
    ] {
        let case = Story::received(submission(), &findings).case;
        assert_eq!(
            (case.status, case.risk, case.findings),
            (status, risk, findings)
        );
    }
}

#[test]
fn amend_brings_what_came_back_into_the_queue_as_a_new_version() {
    let mut story = Story::received(submission(), &[REFUSED_CARD]);
    story.must(COLLEAGUE, amend(submission_over("7", "CNY"), &[]));
    assert_eq!(
        (story.case.status, story.case.version),
        (CaseStatus::Open, 2)
    );
    assert_eq!(story.case.submission, Some(submission_over("7", "CNY")));
}

#[test]
fn amend_takes_a_worked_case_in_hand_like_any_other_act() {
    let mut story = Story::open();
    let events = story.must(COLLEAGUE, amend(submission(), &[]));
    assert!(
        matches!(events[..], [CaseEvent::Claimed, CaseEvent::Amended { .. }]),
        "{events:?}"
    );
    assert_eq!(story.case.status, CaseStatus::InProgress);
    assert_eq!(
        story.case.claim,
        Some(Claim {
            by: COLLEAGUE.person(),
            active_ms: NOW
        })
    );
}

#[test]
fn amend_voids_a_proposal_that_waits() {
    let mut story = Story::waiting();
    let events = story.must(COLLEAGUE, amend(submission(), &[]));
    assert_eq!(
        events[0],
        CaseEvent::ProposalVoided {
            cause: VoidCause::Amended
        }
    );
    assert_eq!(
        (story.case.status, story.case.proposal.is_some()),
        (CaseStatus::Open, false)
    );
}

#[test]
fn amend_ends_a_question_about_the_old_data_before_it_is_billed() {
    let mut story = Story::asked();
    let events = story.must(OPERATOR, amend(submission_over("7", "CNY"), &[]));
    assert!(
        matches!(&events[..], [CaseEvent::CallFailed { cause, .. }, CaseEvent::Amended { .. }] if cause == "amended")
    );
    // The new data may be asked about at once.
    let second = CheckId::from_bytes([0xC2; 16]);
    story.must(OPERATOR, request(second));
    assert_eq!(
        story
            .case
            .current_checks()
            .map(|it| it.id)
            .collect::<Vec<_>>(),
        [second]
    );
}

#[test]
fn amend_lets_a_call_that_is_out_come_home_but_never_leave_again() {
    let mut story = Story::calling();
    story.must(OPERATOR, amend(submission(), &[]));
    assert_eq!(check_state(&story), CallState::Sending);
    let events = story.must(DESK, requeue());
    assert!(
        matches!(events[..], [CaseEvent::CallFailed { .. }]),
        "{events:?}"
    );
    assert_eq!(check_state(&story), CallState::Failed);
}

#[test]
fn claim_and_release_hand_a_case_around() {
    let mut story = Story::open();
    assert_eq!(
        story.must(OPERATOR, CaseCommand::Claim),
        [CaseEvent::Claimed]
    );
    assert_eq!(story.case.status, CaseStatus::InProgress);
    assert_eq!(
        story.must(OPERATOR, CaseCommand::Release),
        [CaseEvent::Released]
    );
    assert_eq!(
        (story.case.status, story.case.claim),
        (CaseStatus::Open, None)
    );
    story.must(COLLEAGUE, CaseCommand::Claim);
    assert_eq!(story.case.claim.unwrap().by, COLLEAGUE.person());
}

#[test]
fn a_claim_lapses_after_exactly_thirty_idle_minutes() {
    let mut story = Story::open();
    story.must(OPERATOR, CaseCommand::Claim);
    story.now_ms = NOW + 30 * MINUTE - 1;
    assert!(story.case.holder(&Policy::ONE, story.now_ms).is_some());
    assert!(story.decide(COLLEAGUE, &CaseCommand::Claim).is_err());
    story.now_ms += 1;
    assert_eq!(story.case.holder(&Policy::ONE, story.now_ms), None);
    story.must(COLLEAGUE, CaseCommand::Claim);
    assert_eq!(story.case.claim.unwrap().by, COLLEAGUE.person());
}

#[test]
fn every_act_of_its_holder_renews_a_claim_and_nobody_elses_does() {
    let mut story = Story::calling();
    story.now_ms += 5 * MINUTE;
    story.must(DESK, answered(CheckOutcome::Match));
    assert_eq!(story.case.claim.unwrap().active_ms, NOW);
    let view = CaseCommand::View {
        fields: FieldSet::of(&[Field::Name]),
    };
    for act in [CaseCommand::Claim, note("called, no answer"), view] {
        story.now_ms += 20 * MINUTE;
        story.must(OPERATOR, act);
        assert_eq!(story.case.claim.unwrap().active_ms, story.now_ms);
    }
}

#[test]
fn acting_on_a_free_case_claims_it() {
    for act in [note("looked"), request(CHECK)] {
        let mut story = Story::open();
        assert_eq!(story.must(OPERATOR, act)[0], CaseEvent::Claimed);
        assert_eq!(story.case.status, CaseStatus::InProgress);
    }
}

#[test]
fn view_shows_the_holder_the_name_and_is_on_record() {
    let fields = FieldSet::of(&[Field::Name]);
    let mut story = Story::asked();
    assert_eq!(
        story.must(OPERATOR, CaseCommand::View { fields }),
        [CaseEvent::Viewed { fields }]
    );
}

#[test]
fn add_note_counts() {
    let mut story = Story::open();
    story.must(OPERATOR, note("first"));
    story.must(OPERATOR, note("second"));
    assert_eq!(story.case.notes, 2);
}

#[test]
fn a_call_is_begun_on_record_and_ends_answered() {
    let mut story = Story::asked();
    assert_eq!(check_state(&story), CallState::Queued);
    assert_eq!(
        story.must(DESK, BEGIN),
        [CaseEvent::CallBegun {
            check: CHECK,
            attempt: 1
        }]
    );
    assert_eq!(check_state(&story), CallState::Sending);
    story.must(DESK, answered(CheckOutcome::Match));
    assert_eq!(check_state(&story), CallState::Answered);
    assert_eq!(
        story.case.check(CHECK).unwrap().outcome(),
        Some(CheckOutcome::Match)
    );
}

#[test]
fn a_call_without_effect_goes_back_and_counts_as_begun() {
    let mut story = Story::calling();
    story.must(DESK, requeue());
    let check = story.case.check(CHECK).unwrap();
    assert_eq!(
        (check.state, check.cause.as_deref()),
        (CallState::Queued, Some("no_connection"))
    );
    assert_eq!(
        story.must(DESK, BEGIN),
        [CaseEvent::CallBegun {
            check: CHECK,
            attempt: 2
        }]
    );
}

#[test]
fn what_failed_or_is_unknown_is_asked_again_by_a_person_only() {
    for (end, state) in [(fail(), CallState::Failed), (lose(), CallState::Unknown)] {
        let mut story = Story::calling();
        story.must(DESK, end);
        assert_eq!(check_state(&story), state);
        assert!(story.decide(DESK, &BEGIN).is_err() && story.decide(DESK, &AGAIN).is_err());
        story.must(OPERATOR, AGAIN);
        assert_eq!(
            story.must(DESK, BEGIN),
            [CaseEvent::CallBegun {
                check: CHECK,
                attempt: 2
            }]
        );
    }
}

#[test]
fn an_answer_that_says_nothing_is_gone_once_it_is_asked_again() {
    let mut story = Story::answered(CheckOutcome::Error);
    let before = story.case.evidence_digest(&[]);
    story.must(OPERATOR, AGAIN);
    let check = story.case.check(CHECK).unwrap();
    assert_eq!((check.state, &check.answer), (CallState::Queued, &None));
    assert_ne!(story.case.evidence_digest(&[]), before);
}

#[test]
fn a_proposal_over_a_check_asked_again_stands_when_the_answer_agrees() {
    let mut story = Story::answered(CheckOutcome::Error);
    story.must(OPERATOR, AGAIN);
    story.must(
        OPERATOR,
        propose(Verified, &[], "the bank confirmed by telephone"),
    );
    story.must(DESK, BEGIN);
    story.must(DESK, answered(CheckOutcome::Match));
    assert_eq!(reviewed(story).case.status, CaseStatus::Decided);
}

#[test]
fn an_event_about_what_the_case_does_not_have_changes_nothing_but_the_revision() {
    let decided = CaseEvent::Decided {
        outcome: Verified,
        reasons: Vec::new(),
        hold_until_ms: NOW,
    };
    let stray = CaseEvent::CheckAnswered {
        check: CHECK,
        attempt: 1,
        answer: answer(CheckOutcome::Match),
    };
    for event in [
        decided,
        stray,
        CaseEvent::CallBegun {
            check: CHECK,
            attempt: 1,
        },
        CaseEvent::FeedbackAskedAgain,
    ] {
        let mut story = Story::open();
        let mut before = story.case.clone();
        before.revision += 1;
        story.record(FOUNDER, event);
        assert_eq!(story.case, before);
    }
}
