//! Why something may not be done: one example or more for every refusal there is.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use casework::{
    CaseCommand, CaseOutcome, CaseStatus, Change, CheckId, CheckOutcome, Context, DeskCommand, DeskSettings, Field,
    FieldSet, InstitutionKind, InstitutionSettings, Policy, RecordId, Refusal, Role, Verdict, decide_change,
};
use common::{
    CHECK, Story, agree, amend, answered, note, propose, request, review, reviewed, sent, submit,
};
use testkit::cases::{
    ADMINISTRATOR, AUDITOR, COLLEAGUE, DESK, FOUNDER, MINUTE, NOW, OPERATOR, Player, REFUSED_CARD, SUPERVISOR, answer,
    submission,
};

/// Every refusal. A new one does not compile until it has its word here, and fails until it has an example.
const WORDS: [&str; 26] = [
    "already_received",
    "not_received",
    "wrong_status",
    "role_missing",
    "not_a_persons_act",
    "desks_own_duty",
    "claimed_by_other",
    "not_claimed",
    "same_person",
    "review_pending",
    "no_proposal",
    "evidence_changed",
    "reason_missing",
    "reason_does_not_fit",
    "note_missing",
    "outcome_missing",
    "no_such_check",
    "check_already_asked",
    "call_state",
    "nothing_to_ask_again",
    "hold_over",
    "still_held",
    "not_your_decision",
    "data_gone",
    "other_case",
    "no_such_change",
];

fn word(refusal: &Refusal) -> &'static str {
    WORDS[match refusal {
        Refusal::AlreadyReceived => 0,
        Refusal::NotReceived => 1,
        Refusal::WrongStatus { .. } => 2,
        Refusal::RoleMissing { .. } => 3,
        Refusal::NotAPersonsAct => 4,
        Refusal::DesksOwnDuty => 5,
        Refusal::ClaimedByOther { .. } => 6,
        Refusal::NotClaimed => 7,
        Refusal::SamePerson => 8,
        Refusal::ReviewPending => 9,
        Refusal::NoProposal => 10,
        Refusal::EvidenceChanged => 11,
        Refusal::ReasonMissing => 12,
        Refusal::ReasonDoesNotFit { .. } => 13,
        Refusal::NoteMissing => 14,
        Refusal::OutcomeMissing => 15,
        Refusal::NoSuchCheck => 16,
        Refusal::CheckAlreadyAsked => 17,
        Refusal::CallState => 18,
        Refusal::NothingToAskAgain => 19,
        Refusal::HoldOver => 20,
        Refusal::StillHeld { .. } => 21,
        Refusal::NotYourDecision => 22,
        Refusal::DataGone => 23,
        Refusal::OtherCase => 24,
        Refusal::NoSuchChange => 25,
    }]
}

type Example = (Story, Player, CaseCommand, Refusal);

const OTHER: CheckId = CheckId::from_bytes([0xC2; 16]);

fn view(field: Field) -> CaseCommand {
    CaseCommand::View { fields: FieldSet::of(&[field]) }
}

fn cause() -> String {
    "time_out".to_owned()
}

fn wrong(status: CaseStatus) -> Refusal {
    Refusal::WrongStatus { status }
}

fn later(mut story: Story, by_ms: i64) -> Story {
    story.now_ms += by_ms;
    story
}

fn intake() -> Vec<Example> {
    let mut other = submission();
    other.reference = "R-2".to_owned();
    vec![
        (Story::open(), OPERATOR, submit(submission(), &[]), Refusal::AlreadyReceived),
        (Story::new(), ADMINISTRATOR, submit(submission(), &[]), Refusal::RoleMissing { needed: Role::Operator }),
        (Story::new(), AUDITOR, submit(submission(), &[]), Refusal::RoleMissing { needed: Role::Operator }),
        (Story::new(), DESK, submit(submission(), &[]), Refusal::NotAPersonsAct),
        (Story::new(), OPERATOR, amend(submission(), &[]), Refusal::NotReceived),
        (Story::open(), OPERATOR, amend(other, &[]), Refusal::OtherCase),
        (Story::open(), ADMINISTRATOR, amend(submission(), &[]), Refusal::RoleMissing { needed: Role::Operator }),
        (Story::decided(), OPERATOR, amend(submission(), &[]), wrong(CaseStatus::Decided)),
        (Story::closed(), OPERATOR, amend(submission(), &[]), wrong(CaseStatus::Closed)),
        (
            Story::asked(),
            COLLEAGUE,
            amend(submission(), &[]),
            Refusal::ClaimedByOther { holder: OPERATOR.person(), until_ms: NOW + 30 * MINUTE },
        ),
    ]
}

fn work() -> Vec<Example> {
    let mut erased = submission();
    erased.subject = None;
    let mut erased = Story::received(erased, &[]);
    erased.must(OPERATOR, CaseCommand::Claim);
    let held = Refusal::ClaimedByOther { holder: OPERATOR.person(), until_ms: NOW + 30 * MINUTE };
    vec![
        (Story::new(), OPERATOR, CaseCommand::Claim, Refusal::NotReceived),
        (Story::received(submission(), &[REFUSED_CARD]), OPERATOR, CaseCommand::Claim, wrong(CaseStatus::ScreenedOut)),
        (Story::waiting(), SUPERVISOR, CaseCommand::Claim, Refusal::ReviewPending),
        (Story::decided(), OPERATOR, CaseCommand::Claim, wrong(CaseStatus::Decided)),
        (Story::closed(), OPERATOR, note("late"), wrong(CaseStatus::Closed)),
        (Story::asked(), COLLEAGUE, CaseCommand::Claim, held.clone()),
        (Story::asked(), SUPERVISOR, CaseCommand::Release, held),
        (Story::open(), OPERATOR, CaseCommand::Release, Refusal::NotClaimed),
        (later(Story::asked(), 30 * MINUTE), OPERATOR, CaseCommand::Release, Refusal::NotClaimed),
        (Story::open(), OPERATOR, view(Field::Name), Refusal::NotClaimed),
        (Story::asked(), COLLEAGUE, view(Field::Name), Refusal::NotClaimed),
        (Story::asked(), OPERATOR, view(Field::CardNumber), Refusal::NotClaimed),
        (later(Story::asked(), 30 * MINUTE), OPERATOR, view(Field::Name), Refusal::NotClaimed),
        (Story::asked(), AUDITOR, view(Field::Name), Refusal::RoleMissing { needed: Role::Operator }),
        (erased, OPERATOR, view(Field::Name), Refusal::DataGone),
        (Story::open(), DESK, note("by nobody"), Refusal::NotAPersonsAct),
        (Story::open(), OPERATOR, note(" \n"), Refusal::NoteMissing),
    ]
}

fn calls() -> Vec<Example> {
    let begin = |check| CaseCommand::BeginCall { check };
    let again = |check| CaseCommand::AskAgain { check };
    let mut amended = Story::calling();
    amended.must(DESK, CaseCommand::LoseCall { check: CHECK, cause: cause() });
    amended.must(OPERATOR, amend(submission(), &[]));
    let failed = CaseCommand::FailCall { check: CHECK, cause: cause(), provider_code: String::new() };
    let mut refunded = Story::asked();
    refunded.must(OPERATOR, amend(submission(), &[]));
    vec![
        (Story::asked(), OPERATOR, request(CHECK), Refusal::CheckAlreadyAsked),
        (Story::asked(), OPERATOR, request(OTHER), Refusal::CheckAlreadyAsked),
        (Story::answered(CheckOutcome::Match), OPERATOR, request(OTHER), Refusal::CheckAlreadyAsked),
        (Story::open(), DESK, request(CHECK), Refusal::NotAPersonsAct),
        (Story::open(), OPERATOR, again(CHECK), Refusal::NoSuchCheck),
        (Story::asked(), OPERATOR, again(CHECK), Refusal::NothingToAskAgain),
        (Story::calling(), OPERATOR, again(CHECK), Refusal::NothingToAskAgain),
        (Story::answered(CheckOutcome::Match), OPERATOR, again(CHECK), Refusal::NothingToAskAgain),
        (amended, OPERATOR, again(CHECK), Refusal::NothingToAskAgain),
        (Story::asked(), OPERATOR, begin(CHECK), Refusal::DesksOwnDuty),
        (Story::asked(), DESK, begin(OTHER), Refusal::NoSuchCheck),
        (Story::calling(), DESK, begin(CHECK), Refusal::CallState),
        (Story::answered(CheckOutcome::Error), DESK, begin(CHECK), Refusal::CallState),
        (refunded, DESK, begin(CHECK), Refusal::CallState),
        (Story::asked(), DESK, answered(CheckOutcome::Match), Refusal::CallState),
        (Story::calling(), OPERATOR, answered(CheckOutcome::Match), Refusal::DesksOwnDuty),
        (Story::calling(), FOUNDER, failed.clone(), Refusal::DesksOwnDuty),
        (Story::asked(), DESK, failed, Refusal::CallState),
        (Story::asked(), DESK, CaseCommand::LoseCall { check: CHECK, cause: cause() }, Refusal::CallState),
        (Story::asked(), DESK, CaseCommand::RequeueCall { check: CHECK, cause: cause() }, Refusal::CallState),
    ]
}

fn outcomes() -> Vec<Example> {
    use CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify, Verified};
    let overturn = |outcome, note| review(Verdict::Overturn, outcome, &["insufficient_data"], note);
    let mut own = Story::received(submission(), &[]);
    own.must(FOUNDER, propose(NotVerifiedFinal, &["suspected_fraud"], ""));
    let mut changed = Story::waiting();
    let event = casework::CaseEvent::CheckAnswered { check: CHECK, attempt: 1, answer: answer(CheckOutcome::Mismatch) };
    changed.record(DESK, event);
    vec![
        (Story::open(), OPERATOR, propose(NotVerifiedMayRetry, &[], "no"), Refusal::ReasonMissing),
        (
            Story::open(),
            OPERATOR,
            propose(Verified, &["suspected_fraud"], "yes"),
            Refusal::ReasonDoesNotFit { outcome: Verified },
        ),
        (Story::open(), OPERATOR, propose(Verified, &[], " "), Refusal::NoteMissing),
        (Story::answered(CheckOutcome::Mismatch), OPERATOR, propose(Verified, &[], ""), Refusal::NoteMissing),
        (Story::waiting(), OPERATOR, propose(Verified, &[], ""), Refusal::ReviewPending),
        (Story::open(), DESK, propose(UnableToVerify, &[], ""), Refusal::NotAPersonsAct),
        (Story::open(), ADMINISTRATOR, propose(Verified, &[], ""), Refusal::RoleMissing { needed: Role::Operator }),
        (Story::open(), SUPERVISOR, agree(), Refusal::NoProposal),
        (Story::decided(), SUPERVISOR, agree(), Refusal::NoProposal),
        (Story::waiting(), COLLEAGUE, agree(), Refusal::RoleMissing { needed: Role::Supervisor }),
        (Story::waiting(), DESK, agree(), Refusal::NotAPersonsAct),
        (own, FOUNDER, agree(), Refusal::SamePerson),
        (changed, SUPERVISOR, agree(), Refusal::EvidenceChanged),
        (Story::waiting(), SUPERVISOR, review(Verdict::Return, None, &[], ""), Refusal::ReasonMissing),
        (Story::waiting(), SUPERVISOR, overturn(None, "why"), Refusal::OutcomeMissing),
        (Story::waiting(), SUPERVISOR, overturn(Some(Verified), "why"), Refusal::OutcomeMissing),
        (Story::waiting(), SUPERVISOR, overturn(Some(UnableToVerify), ""), Refusal::NoteMissing),
        (
            Story::waiting(),
            SUPERVISOR,
            overturn(Some(NotVerifiedFinal), "why"),
            Refusal::ReasonDoesNotFit { outcome: NotVerifiedFinal },
        ),
    ]
}

fn messages() -> Vec<Example> {
    let begin = CaseCommand::BeginFeedback;
    let again = CaseCommand::AskFeedbackAgain;
    let hold = Policy::ONE.feedback_hold_ms;
    vec![
        (Story::open(), DESK, begin.clone(), wrong(CaseStatus::Open)),
        (Story::decided(), DESK, begin.clone(), Refusal::StillHeld { until_ms: NOW + hold }),
        (later(Story::decided(), hold - 1), DESK, begin.clone(), Refusal::StillHeld { until_ms: NOW + hold }),
        (later(Story::decided(), hold), OPERATOR, begin.clone(), Refusal::DesksOwnDuty),
        (Story::telling(), DESK, begin, Refusal::CallState),
        (Story::decided(), DESK, sent(), Refusal::CallState),
        (Story::telling(), OPERATOR, sent(), Refusal::DesksOwnDuty),
        (Story::decided(), DESK, CaseCommand::RequeueFeedback { cause: cause() }, Refusal::CallState),
        (Story::decided(), DESK, CaseCommand::LoseFeedback { cause: cause() }, Refusal::CallState),
        (
            Story::decided(),
            DESK,
            CaseCommand::FailFeedback { cause: cause(), provider_code: String::new() },
            Refusal::CallState,
        ),
        (Story::open(), OPERATOR, again.clone(), wrong(CaseStatus::Open)),
        (Story::decided(), OPERATOR, again.clone(), Refusal::NothingToAskAgain),
        (Story::telling(), OPERATOR, again.clone(), Refusal::NothingToAskAgain),
        (Story::closed(), OPERATOR, again.clone(), Refusal::NothingToAskAgain),
        (Story::decided(), DESK, again, Refusal::NotAPersonsAct),
        (Story::open(), OPERATOR, CaseCommand::TakeBack, wrong(CaseStatus::Open)),
        (Story::decided(), COLLEAGUE, CaseCommand::TakeBack, Refusal::NotYourDecision),
        (reviewed(Story::waiting()), FOUNDER, CaseCommand::TakeBack, Refusal::NotYourDecision),
        (later(Story::decided(), hold), OPERATOR, CaseCommand::TakeBack, Refusal::HoldOver),
        // A clock that was set back does not bring the hold back.
        (later(Story::telling(), -hold), OPERATOR, CaseCommand::TakeBack, Refusal::HoldOver),
        (Story::decided(), DESK, CaseCommand::TakeBack, Refusal::NotAPersonsAct),
    ]
}

#[test]
fn each_refusal_has_an_example() {
    let examples: Vec<_> = [intake(), work(), calls(), outcomes(), messages()].into_iter().flatten().collect();
    let mut seen = BTreeSet::from([word(&no_such_change())]);
    for (at, (story, by, command, refusal)) in examples.iter().enumerate() {
        assert_eq!(story.refusal(*by, command.clone()), *refusal, "example {at}: {command:?}");
        seen.insert(word(refusal));
    }
    assert_eq!(seen, BTreeSet::from(WORDS));
}

fn no_such_change() -> Refusal {
    let context = Context { actor: SUPERVISOR.actor, roles: SUPERVISOR.roles, now_ms: NOW, policy: &Policy::ONE };
    let approve = DeskCommand::ApproveChange(RecordId::from_bytes([1; 16]));
    decide_change(&DeskSettings::default(), &approve, &context).unwrap_err()
}

#[test]
fn a_desk_change_by_one_who_may_not_is_refused_too() {
    let url = "https://faceid.example".to_owned();
    let settings = InstitutionSettings { kind: InstitutionKind::TencentFaceid, url, credential: "faceid".to_owned() };
    let propose = DeskCommand::ProposeChange(Change::SetInstitution(settings));
    for (by, refusal) in [
        (OPERATOR, Refusal::RoleMissing { needed: Role::Administrator }),
        (SUPERVISOR, Refusal::RoleMissing { needed: Role::Administrator }),
        (DESK, Refusal::NotAPersonsAct),
    ] {
        let context = Context { actor: by.actor, roles: by.roles, now_ms: NOW, policy: &Policy::ONE };
        assert_eq!(decide_change(&DeskSettings::default(), &propose, &context), Err(refusal));
    }
}
