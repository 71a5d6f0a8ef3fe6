//! What people and the desk may try, at random.

use casework::{
    Actor, Case, CaseCommand, CaseOutcome, CheckId, CheckOutcome, Field, FieldSet, Finding,
    PersonId, RevealReason, Role, Sensitive, Verdict,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use testkit::cases::{
    DESK, FOREIGN_CARD, FOUNDER, KNOWN_CARD, Player, REFUSED_CARD, answer, submission_over,
};

use crate::common::{amend, note, propose, record_answer, request, review, sent, submit};

pub(crate) const PERSONS: usize = 5;

/// One step of a story: who tries what, how long after the last.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) who: usize,
    pub(crate) wait_ms: i64,
    pub(crate) act: Act,
}

/// What is tried. Which check is meant is an index into those the case has.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Submit(&'static str, Vec<Finding>),
    Amend(&'static str, Vec<Finding>),
    Claim,
    Release,
    View,
    Reveal,
    Note,
    Request,
    AskAgain(usize),
    Propose(CaseOutcome),
    Review(Verdict, CaseOutcome),
    TakeBack,
    AskFeedbackAgain,
    Begin(usize),
    Requeue(usize),
    Answer(usize, CheckOutcome),
    Fail(usize),
    Lose(usize),
    BeginFeedback,
    RequeueFeedback,
    Sent,
    FailFeedback,
    LoseFeedback,
    PlaceHold,
    LiftHold,
}

impl Act {
    /// Whether this is the desk's own duty, and no person's.
    pub(crate) fn is_duty(&self) -> bool {
        match self {
            Self::Begin(_)
            | Self::Requeue(_)
            | Self::Answer(..)
            | Self::Fail(_)
            | Self::Lose(_)
            | Self::BeginFeedback
            | Self::RequeueFeedback
            | Self::Sent
            | Self::FailFeedback
            | Self::LoseFeedback => true,
            Self::Submit(..)
            | Self::Amend(..)
            | Self::Claim
            | Self::Release
            | Self::View
            | Self::Reveal
            | Self::Note
            | Self::Request
            | Self::AskAgain(_)
            | Self::Propose(_)
            | Self::Review(..)
            | Self::TakeBack
            | Self::AskFeedbackAgain
            | Self::PlaceHold
            | Self::LiftHold => false,
        }
    }

    pub(crate) fn command(&self, case: &Case, fresh: u8) -> CaseCommand {
        let nth = |at: usize| {
            let checks = &case.checks;
            // The newest is the likeliest to be of interest.
            checks
                .iter()
                .rev()
                .nth(at)
                .or(checks.last())
                .map_or(CheckId::from_bytes([0; 16]), |check| check.id)
        };
        let cause = || "cause".to_owned();
        match self {
            Self::Submit(amount, findings) => submit(submission_over(amount, "CNY"), findings),
            Self::Amend(amount, findings) => amend(submission_over(amount, "CNY"), findings),
            Self::Claim => CaseCommand::Claim,
            Self::Release => CaseCommand::Release,
            Self::View => CaseCommand::View {
                fields: FieldSet::of(&[Field::Name]),
            },
            Self::Reveal => CaseCommand::Reveal {
                fields: FieldSet::of(&[Field::Phone]),
                why: RevealReason::Call,
                words: "".into(),
            },
            Self::Note => note("a note"),
            Self::Request => request(CheckId::from_bytes([fresh; 16])),
            Self::AskAgain(at) => CaseCommand::AskAgain { check: nth(*at) },
            Self::Propose(outcome) => propose(*outcome, fitting(*outcome), "why"),
            Self::Review(verdict, outcome) => {
                review(*verdict, Some(*outcome), fitting(*outcome), "why")
            }
            Self::TakeBack => CaseCommand::TakeBack,
            Self::AskFeedbackAgain => CaseCommand::AskFeedbackAgain,
            Self::Begin(at) => CaseCommand::BeginCall { check: nth(*at) },
            Self::Requeue(at) => CaseCommand::RequeueCall {
                check: nth(*at),
                cause: cause(),
            },
            Self::Answer(at, outcome) => record_answer(nth(*at), answer(*outcome)),
            Self::Fail(at) => CaseCommand::FailCall {
                check: nth(*at),
                cause: cause(),
                provider_code: cause(),
            },
            Self::Lose(at) => CaseCommand::LoseCall {
                check: nth(*at),
                cause: cause(),
            },
            Self::BeginFeedback => CaseCommand::BeginFeedback,
            Self::RequeueFeedback => CaseCommand::RequeueFeedback { cause: cause() },
            Self::Sent => sent(),
            Self::FailFeedback => CaseCommand::FailFeedback {
                cause: cause(),
                provider_code: cause(),
            },
            Self::LoseFeedback => CaseCommand::LoseFeedback { cause: cause() },
            Self::PlaceHold => CaseCommand::PlaceHold {
                reason: Sensitive::from("why"),
            },
            Self::LiftHold => CaseCommand::LiftHold {
                reason: Sensitive::from("why"),
            },
        }
    }
}

pub(crate) fn fitting(outcome: CaseOutcome) -> &'static [&'static str] {
    match outcome {
        CaseOutcome::Verified => &["all_agree"],
        CaseOutcome::NotVerifiedFinal => &["suspected_fraud"],
        CaseOutcome::NotVerifiedMayRetry => &["elements_disagree"],
        CaseOutcome::UnableToVerify => &["insufficient_data"],
    }
}

pub(crate) fn data() -> impl Strategy<Value = (&'static str, Vec<Finding>)> {
    let findings = prop_oneof![6 => Just(vec![]), 1 => Just(vec![KNOWN_CARD]), 2 => Just(vec![FOREIGN_CARD]), 1 => Just(vec![REFUSED_CARD])];
    (
        select(&["1", "49999.99", "50000.00", "900000"][..]),
        findings,
    )
}

pub(crate) fn persons_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        1 => data().prop_map(|(amount, findings)| Act::Submit(amount, findings)),
        1 => data().prop_map(|(amount, findings)| Act::Amend(amount, findings)),
        2 => select(&[Act::Claim, Act::Release, Act::View, Act::Reveal, Act::Note][..]),
        4 => Just(Act::Request),
        2 => (0..2_usize).prop_map(Act::AskAgain),
        5 => select(CaseOutcome::ALL).prop_map(Act::Propose),
        5 => (select(Verdict::ALL), select(CaseOutcome::ALL)).prop_map(|(verdict, outcome)| Act::Review(verdict, outcome)),
        1 => Just(Act::TakeBack),
        1 => Just(Act::AskFeedbackAgain),
        1 => select(&[Act::PlaceHold, Act::LiftHold][..]),
    ]
}

pub(crate) fn desks_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => (0..2_usize).prop_map(Act::Begin),
        5 => (0..2_usize, select(CheckOutcome::ALL)).prop_map(|(at, outcome)| Act::Answer(at, outcome)),
        3 => (0..2_usize, select(&[Act::Requeue, Act::Fail, Act::Lose][..])).prop_map(|(at, act)| act(at)),
        3 => Just(Act::BeginFeedback),
        2 => select(&[Act::Sent, Act::RequeueFeedback, Act::FailFeedback, Act::LoseFeedback][..]),
    ]
}

pub(crate) fn wait() -> impl Strategy<Value = i64> {
    // Now and then the clock is set back, or nobody comes for an hour.
    prop_oneof![6 => 0..5_000_i64, 3 => 0..90_000_i64, 1 => 0..3_600_000_i64, 1 => -3_600_000..0_i64]
}

pub(crate) fn story(persons: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (
        wait(),
        prop_oneof![
            10 => (0..persons, persons_act()),
            10 => (Just(PERSONS), desks_act()),
            1 => (0..persons, desks_act()),
            1 => (Just(PERSONS), persons_act()),
        ],
    );
    let first = data().prop_map(|(amount, findings)| Step {
        who: 0,
        wait_ms: 0,
        act: Act::Submit(amount, findings),
    });
    let rest = vec(
        step.prop_map(|(wait_ms, (who, act))| Step { who, wait_ms, act }),
        1..60,
    );
    (first, rest).prop_map(|(first, rest)| [first].into_iter().chain(rest).collect())
}

/// Roles of five persons; several hold more than one.
pub(crate) fn cast() -> impl Strategy<Value = Vec<Player>> {
    const SETS: &[&[Role]] = &[
        &[Role::Operator],
        &[Role::Supervisor],
        &[Role::Operator, Role::Supervisor],
        &[Role::Operator, Role::Supervisor, Role::Administrator],
        &[Role::Administrator],
        &[Role::Auditor],
    ];
    vec(select(SETS), PERSONS - 1).prop_map(|sets| {
        let roles = std::iter::once(FOUNDER.roles).chain(sets);
        let person = |at: usize| Actor::Person(PersonId::from_bytes([at as u8 + 1; 16]));
        let people = roles.enumerate().map(|(at, roles)| Player {
            actor: person(at),
            roles,
        });
        people.chain([DESK]).collect()
    })
}
