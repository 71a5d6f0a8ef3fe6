//! What holds after any sequence of commands, by anybody, at any time.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Actor, CallState, Case, CaseCommand, CaseEvent, CaseId, CaseOutcome, CaseStatus, CheckId, CheckOutcome, Context,
    Field, FieldSet, Finding, PersonId, Policy, Reason, Refusal, Role, Sensitive, Verdict, decide, evolve,
};
use common::{Story, amend, note, propose, record_answer, request, review, sent, submit};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::cases::{
    DESK, FOREIGN_CARD, FOUNDER, KNOWN_CARD, NOW, OPERATOR, Player, REFUSED_CARD, answer, arbitrary, submission,
    submission_over,
};

const PERSONS: usize = 5;

/// One step of a story: who tries what, how long after the last.
#[derive(Debug, Clone)]
struct Step {
    who: usize,
    wait_ms: i64,
    act: Act,
}

/// What is tried. Which check is meant is an index into those the case has.
#[derive(Debug, Clone)]
enum Act {
    Submit(&'static str, Vec<Finding>),
    Amend(&'static str, Vec<Finding>),
    Claim,
    Release,
    View,
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
}

impl Act {
    /// Whether this is the desk's own duty, and no person's.
    fn is_duty(&self) -> bool {
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
            | Self::Note
            | Self::Request
            | Self::AskAgain(_)
            | Self::Propose(_)
            | Self::Review(..)
            | Self::TakeBack
            | Self::AskFeedbackAgain => false,
        }
    }

    fn command(&self, case: &Case, fresh: u8) -> CaseCommand {
        let nth = |at: usize| {
            let checks = &case.checks;
            // The newest is the likeliest to be of interest.
            checks.iter().rev().nth(at).or(checks.last()).map_or(CheckId::from_bytes([0; 16]), |check| check.id)
        };
        let cause = || "cause".to_owned();
        match self {
            Self::Submit(amount, findings) => submit(submission_over(amount, "CNY"), findings),
            Self::Amend(amount, findings) => amend(submission_over(amount, "CNY"), findings),
            Self::Claim => CaseCommand::Claim,
            Self::Release => CaseCommand::Release,
            Self::View => CaseCommand::View { fields: FieldSet::of(&[Field::Name]) },
            Self::Note => note("a note"),
            Self::Request => request(CheckId::from_bytes([fresh; 16])),
            Self::AskAgain(at) => CaseCommand::AskAgain { check: nth(*at) },
            Self::Propose(outcome) => propose(*outcome, fitting(*outcome), "why"),
            Self::Review(verdict, outcome) => review(*verdict, Some(*outcome), fitting(*outcome), "why"),
            Self::TakeBack => CaseCommand::TakeBack,
            Self::AskFeedbackAgain => CaseCommand::AskFeedbackAgain,
            Self::Begin(at) => CaseCommand::BeginCall { check: nth(*at) },
            Self::Requeue(at) => CaseCommand::RequeueCall { check: nth(*at), cause: cause() },
            Self::Answer(at, outcome) => record_answer(nth(*at), answer(*outcome)),
            Self::Fail(at) => CaseCommand::FailCall { check: nth(*at), cause: cause(), provider_code: cause() },
            Self::Lose(at) => CaseCommand::LoseCall { check: nth(*at), cause: cause() },
            Self::BeginFeedback => CaseCommand::BeginFeedback,
            Self::RequeueFeedback => CaseCommand::RequeueFeedback { cause: cause() },
            Self::Sent => sent(),
            Self::FailFeedback => CaseCommand::FailFeedback { cause: cause(), provider_code: cause() },
            Self::LoseFeedback => CaseCommand::LoseFeedback { cause: cause() },
        }
    }
}

fn fitting(outcome: CaseOutcome) -> &'static [&'static str] {
    match outcome {
        CaseOutcome::Verified => &["all_agree"],
        CaseOutcome::NotVerifiedFinal => &["suspected_fraud"],
        CaseOutcome::NotVerifiedMayRetry => &["elements_disagree"],
        CaseOutcome::UnableToVerify => &["insufficient_data"],
    }
}

fn data() -> impl Strategy<Value = (&'static str, Vec<Finding>)> {
    let findings =
        prop_oneof![6 => Just(vec![]), 1 => Just(vec![KNOWN_CARD]), 2 => Just(vec![FOREIGN_CARD]), 1 => Just(vec![REFUSED_CARD])];
    (select(&["1", "49999.99", "50000.00", "900000"][..]), findings)
}

fn persons_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        1 => data().prop_map(|(amount, findings)| Act::Submit(amount, findings)),
        1 => data().prop_map(|(amount, findings)| Act::Amend(amount, findings)),
        2 => select(&[Act::Claim, Act::Release, Act::View, Act::Note][..]),
        4 => Just(Act::Request),
        2 => (0..2_usize).prop_map(Act::AskAgain),
        5 => select(CaseOutcome::ALL).prop_map(Act::Propose),
        5 => (select(Verdict::ALL), select(CaseOutcome::ALL)).prop_map(|(verdict, outcome)| Act::Review(verdict, outcome)),
        1 => Just(Act::TakeBack),
        1 => Just(Act::AskFeedbackAgain),
    ]
}

fn desks_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => (0..2_usize).prop_map(Act::Begin),
        5 => (0..2_usize, select(CheckOutcome::ALL)).prop_map(|(at, outcome)| Act::Answer(at, outcome)),
        3 => (0..2_usize, select(&[Act::Requeue, Act::Fail, Act::Lose][..])).prop_map(|(at, act)| act(at)),
        3 => Just(Act::BeginFeedback),
        2 => select(&[Act::Sent, Act::RequeueFeedback, Act::FailFeedback, Act::LoseFeedback][..]),
    ]
}

fn wait() -> impl Strategy<Value = i64> {
    // Now and then the clock is set back, or nobody comes for an hour.
    prop_oneof![6 => 0..5_000_i64, 3 => 0..90_000_i64, 1 => 0..3_600_000_i64, 1 => -3_600_000..0_i64]
}

fn story(persons: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (
        wait(),
        prop_oneof![
            10 => (0..persons, persons_act()),
            10 => (Just(PERSONS), desks_act()),
            1 => (0..persons, desks_act()),
            1 => (Just(PERSONS), persons_act()),
        ],
    );
    let first = data().prop_map(|(amount, findings)| Step { who: 0, wait_ms: 0, act: Act::Submit(amount, findings) });
    let rest = vec(step.prop_map(|(wait_ms, (who, act))| Step { who, wait_ms, act }), 1..60);
    (first, rest).prop_map(|(first, rest)| [first].into_iter().chain(rest).collect())
}

/// Roles of five persons; several hold more than one.
fn cast() -> impl Strategy<Value = Vec<Player>> {
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
        let people = roles.enumerate().map(|(at, roles)| Player { actor: person(at), roles });
        people.chain([DESK]).collect()
    })
}

/// What must be true of a case whenever its events came from `decide`.
fn assert_sound(case: &Case) {
    let Case { status, claim, proposal, decision, checks, .. } = case;
    assert_eq!(case.submission.is_none(), *status == CaseStatus::Received);
    assert_eq!(case.submission.is_none(), case.version == 0);
    assert_eq!(proposal.is_some(), *status == CaseStatus::WaitingForReview);
    assert_eq!(decision.is_some(), matches!(status, CaseStatus::Decided | CaseStatus::Closed));
    match status {
        CaseStatus::InProgress => assert!(claim.is_some()),
        CaseStatus::ScreenedOut => {}
        CaseStatus::Received
        | CaseStatus::Open
        | CaseStatus::WaitingForCustomer
        | CaseStatus::WaitingForReview
        | CaseStatus::Decided
        | CaseStatus::Closed
        | CaseStatus::Erased => assert_eq!(*claim, None),
    }
    assert!(case.late_evidence.is_none() || decision.is_some());

    let questions: BTreeSet<_> = checks.iter().map(|check| (check.kind, check.version)).collect();
    let ids: BTreeSet<_> = checks.iter().map(|check| check.id).collect();
    assert_eq!((questions.len(), ids.len()), (checks.len(), checks.len()));
    for check in checks {
        assert!((1..=case.version).contains(&check.version));
        assert_eq!(check.answer.is_some(), check.state == CallState::Answered);
        assert!(check.state != CallState::Queued || check.version == case.version, "an old question waits to leave");
        assert!(check.attempt > 0 || matches!(check.state, CallState::Queued | CallState::Failed));
        assert_eq!(
            check.cause.is_some(),
            match check.state {
                CallState::Failed | CallState::Unknown => true,
                CallState::Sending | CallState::Answered | CallState::Withdrawn => false,
                CallState::Queued => check.cause.is_some(),
            }
        );
    }
    let answered = checks.iter().filter(|check| check.answer.is_some()).count();
    assert_eq!(case.evidence.len(), case.version as usize + answered);

    if let Some(proposal) = proposal {
        assert!(proposal.agreed.iter().all(|check| proposal.decision.pending.contains(check)));
        assert_eq!(case.evidence_digest(&proposal.agreed), proposal.decision.digest);
    }
    if let Some(decision) = decision {
        assert!(decision.maker.is_some() && decision.maker != decision.checker);
        assert_eq!(decision.feedback.state == CallState::Answered, *status == CaseStatus::Closed);
        assert!(decision.feedback.attempt > 0 || decision.feedback.state == CallState::Queued);
        assert_eq!(decision.feedback.serial.is_some(), *status == CaseStatus::Closed);
    }
}

/// Whether an answer fits an outcome: the table of the design, written a second time.
fn fits(outcome: CaseOutcome, answer: CheckOutcome) -> bool {
    use CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify, Verified};
    use CheckOutcome::{Error, Match, Mismatch, Unable};
    matches!(
        (outcome, answer),
        (Verified, Match)
            | (NotVerifiedFinal | NotVerifiedMayRetry, Mismatch)
            | (UnableToVerify, Unable | Error)
    )
}

/// Plays a story and watches it.
struct Watch<'a> {
    cast: &'a [Player],
    story: Story,
    /// Calls that may leave: asked for, and not begun since.
    licensed: BTreeSet<CheckId>,
    attempts: BTreeMap<CheckId, u32>,
    message_licensed: bool,
    /// What policy said of the last proposal, and who made it.
    reserved: bool,
    maker: Option<Actor>,
    statuses: BTreeSet<CaseStatus>,
    kinds: BTreeSet<usize>,
}

impl<'a> Watch<'a> {
    fn new(cast: &'a [Player]) -> Self {
        Self {
            cast,
            story: Story::new(),
            licensed: BTreeSet::new(),
            attempts: BTreeMap::new(),
            message_licensed: false,
            reserved: false,
            maker: None,
            statuses: BTreeSet::new(),
            kinds: BTreeSet::new(),
        }
    }

    fn play(mut self, steps: &[Step]) -> Self {
        for (at, step) in steps.iter().enumerate() {
            self.story.now_ms += step.wait_ms;
            self.step(step, at as u8 + 1);
        }
        self
    }

    fn step(&mut self, step: &Step, fresh: u8) {
        let by = self.cast[step.who];
        let before = self.story.case.clone();
        let now_ms = self.story.now_ms;
        let Ok(events) = self.story.decide(by, &step.act.command(&before, fresh)) else { return };

        assert!(!events.is_empty());
        assert_eq!(step.act.is_duty(), by == DESK, "{step:?}");
        if let Some(claim) = before.holder(&Policy::ONE, now_ms)
            && before.status == CaseStatus::InProgress
            && let Actor::Person(person) = by.actor
        {
            assert_eq!(claim.by, person, "nobody acts on a case that another has in hand");
        }
        for event in &events {
            self.event(by, event);
            self.story.record(by, event.clone());
            self.statuses.insert(self.story.case.status);
        }
        assert_sound(&self.story.case);
        self.proposal_and_evidence(&before, &step.act);
    }

    fn event(&mut self, by: Player, event: &CaseEvent) {
        self.kinds.insert(arbitrary::place_of(event));
        let case = &self.story.case;
        match event {
            CaseEvent::CheckRequested { check, .. } | CaseEvent::CheckAskedAgain { check } => {
                assert!(matches!(by.actor, Actor::Person(_)));
                self.licensed.insert(*check);
            }
            CaseEvent::CallRequeued { check, .. } => {
                self.licensed.insert(*check);
            }
            CaseEvent::CallBegun { check, attempt } => {
                assert!(self.licensed.remove(check), "a call begins once for each time it was asked for");
                let last = self.attempts.insert(*check, *attempt);
                assert_eq!(*attempt, last.unwrap_or(0) + 1);
            }
            CaseEvent::FeedbackRequeued { .. } | CaseEvent::FeedbackAskedAgain => self.message_licensed = true,
            CaseEvent::FeedbackBegun { .. } => {
                assert!(std::mem::take(&mut self.message_licensed), "a message leaves once for each licence");
                assert!(self.story.now_ms >= case.decision.as_ref().unwrap().hold_until_ms);
            }
            CaseEvent::Proposed(decision) => {
                let causes = Policy::ONE.reserves(case, decision.outcome);
                assert_eq!(causes, decision.reserved);
                (self.reserved, self.maker) = (!causes.is_empty(), Some(by.actor));
            }
            CaseEvent::Decided { .. } => {
                self.message_licensed = true;
                assert!(matches!(by.actor, Actor::Person(_)));
                if self.reserved {
                    assert_ne!(Some(by.actor), self.maker, "two people, or no outcome");
                    assert!(by.roles.contains(&Role::Supervisor));
                }
            }
            CaseEvent::TakenBack => {
                let decision = case.decision.as_ref().unwrap();
                assert!(self.story.now_ms < decision.hold_until_ms && decision.feedback.attempt == 0);
                assert!(decision.maker == by.actor.person() || decision.checker == by.actor.person());
                self.message_licensed = false;
            }
            CaseEvent::Received { .. }
            | CaseEvent::Amended { .. }
            | CaseEvent::Claimed
            | CaseEvent::Released
            | CaseEvent::Viewed { .. }
            | CaseEvent::CheckAnswered { .. }
            | CaseEvent::CallFailed { .. }
            | CaseEvent::CallUnknown { .. }
            | CaseEvent::NoteAdded { .. }
            | CaseEvent::ProposalVoided { .. }
            | CaseEvent::Reviewed { .. }
            | CaseEvent::FeedbackSent { .. }
            | CaseEvent::FeedbackFailed { .. }
            | CaseEvent::FeedbackUnknown { .. }
            | CaseEvent::LateEvidence { .. } => {}
        }
    }

    /// What a step that was allowed did to a proposal that waited before it.
    fn proposal_and_evidence(&self, before: &Case, act: &Act) {
        let case = &self.story.case;
        if let (Some(decision), true) = (&case.decision, self.reserved) {
            assert!(decision.checker.is_some() && decision.maker != decision.checker);
        }
        let Some(proposal) = &before.proposal else { return };
        let same = case.proposal.as_ref().is_some_and(|now| now.hash == proposal.hash);
        match act {
            Act::Amend(..) => assert!(!same),
            Act::Answer(_, outcome) => {
                let answered = case.checks.iter().zip(&before.checks).find(|(now, then)| now.state != then.state);
                let (check, _) = answered.unwrap();
                let was_pending = proposal.decision.pending.contains(&check.id) && check.version == case.version;
                assert_eq!(same, was_pending && fits(proposal.decision.outcome, *outcome));
            }
            Act::Review(..) => assert!(!same),
            Act::Begin(_) | Act::Requeue(_) | Act::Fail(_) | Act::Lose(_) => assert!(same),
            Act::Submit(..)
            | Act::Claim
            | Act::Release
            | Act::View
            | Act::Note
            | Act::Request
            | Act::AskAgain(_)
            | Act::Propose(_)
            | Act::TakeBack
            | Act::AskFeedbackAgain
            | Act::BeginFeedback
            | Act::RequeueFeedback
            | Act::Sent
            | Act::FailFeedback
            | Act::LoseFeedback => panic!("{act:?} is not for a case that waits for review"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_and_the_desk_try_the_case_stays_sound(cast in cast(), steps in story(PERSONS)) {
        Watch::new(&cast).play(&steps);
    }

    #[test]
    fn one_person_alone_never_reaches_what_policy_reserves_for_two(steps in story(1)) {
        let cast = [FOUNDER, FOUNDER, FOUNDER, FOUNDER, FOUNDER, DESK];
        let mut watch = Watch::new(&cast);
        for (at, step) in steps.iter().enumerate() {
            watch.story.now_ms += step.wait_ms;
            watch.step(step, at as u8 + 1);
            if let Some(decision) = &watch.story.case.decision {
                prop_assert!(!watch.reserved);
                prop_assert_eq!(decision.checker, None);
                prop_assert_ne!(decision.outcome, CaseOutcome::NotVerifiedFinal);
            }
        }
    }

    #[test]
    fn everything_kept_replays_to_the_same_case(cast in cast(), steps in story(PERSONS)) {
        let mut story = Story::new();
        let mut log = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            story.now_ms += step.wait_ms;
            let by = cast[step.who];
            for event in story.decide(by, &step.act.command(&story.case, at as u8 + 1)).unwrap_or_default() {
                let recorded = story.recorded(by, event);
                story.case = evolve(story.case.clone(), &recorded);
                log.push(recorded);
            }
        }
        let replayed = log.iter().fold(Case::new(CaseId::from_bytes([7; 16])), evolve);
        prop_assert_eq!(replayed.revision, log.len() as u64);
        prop_assert_eq!(replayed, story.case);
    }

    #[test]
    fn evolve_answers_to_any_events_in_any_order_and_decide_to_any_case(
        events in vec((arbitrary::case_event(), arbitrary::time(), any::<bool>()), 0..24),
        act in prop_oneof![persons_act(), desks_act()],
        now_ms in arbitrary::time(),
    ) {
        let mut story = Story::new();
        for (event, at_ms, by_desk) in events {
            story.now_ms = at_ms;
            story.record(if by_desk { DESK } else { OPERATOR }, event);
        }
        for by in [DESK, OPERATOR, FOUNDER] {
            let context = Context { actor: by.actor, roles: by.roles, now_ms, policy: &Policy::ONE };
            let _: Result<_, Refusal> = decide(&story.case, &act.command(&story.case, 9), &context);
        }
        prop_assert!(story.case.holder(&Policy::ONE, now_ms).is_none() || story.case.claim.is_some());
    }
}

#[test]
fn the_stories_go_everywhere_a_case_can_go() {
    let mut runner = TestRunner::deterministic();
    let (mut statuses, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1500 {
        let (cast, steps) = (cast(), story(PERSONS)).new_tree(&mut runner).unwrap().current();
        let watch = Watch::new(&cast).play(&steps);
        statuses.extend(watch.statuses);
        kinds.extend(watch.kinds);
    }
    // Nothing leads to these yet.
    let unreachable = [CaseStatus::Received, CaseStatus::WaitingForCustomer, CaseStatus::Erased];
    let reachable = CaseStatus::ALL.iter().copied().filter(|status| !unreachable.contains(status));
    assert_eq!(statuses, reachable.collect());
    assert_eq!(kinds, (0..arbitrary::CASE_EVENTS).collect());
}

#[test]
fn a_note_is_words_and_a_reason_is_of_the_list() {
    // The stories lean on these two: without them every proposal would be refused and prove nothing.
    assert!(!Sensitive::from("why").is_empty());
    for outcome in CaseOutcome::ALL {
        assert!(fitting(*outcome).iter().all(|code| Reason::parse(code).unwrap().allows(*outcome)));
    }
    assert!(submission().subject.is_some());
    assert_eq!(NOW % 1000, 0);
}
