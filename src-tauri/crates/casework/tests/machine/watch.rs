//! What must hold of a case, and of each step of its story.

use std::collections::{BTreeMap, BTreeSet};

use casework::{
    Actor, CallState, Case, CaseEvent, CaseOutcome, CaseStatus, CheckId, CheckOutcome, Policy,
    RetentionTerms, Role, retention::consequence,
};
use testkit::cases::{DESK, Player, arbitrary};

use crate::acts::{Act, Step};
use crate::common::Story;

/// What must be true of a case whenever its events came from `decide`.
pub(crate) fn assert_sound(case: &Case) {
    let Case {
        status,
        claim,
        proposal,
        decision,
        checks,
        ..
    } = case;
    assert_eq!(case.submission.is_none(), *status == CaseStatus::Received);
    assert_eq!(case.submission.is_none(), case.version == 0);
    assert_eq!(proposal.is_some(), *status == CaseStatus::WaitingForReview);
    assert_eq!(
        decision.is_some(),
        matches!(status, CaseStatus::Decided | CaseStatus::Closed)
    );
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
    assert_eq!(case.retention.is_some(), case.has_ended());

    let questions: BTreeSet<_> = checks
        .iter()
        .map(|check| (check.kind, check.version))
        .collect();
    let ids: BTreeSet<_> = checks.iter().map(|check| check.id).collect();
    assert_eq!((questions.len(), ids.len()), (checks.len(), checks.len()));
    for check in checks {
        assert!((1..=case.version).contains(&check.version));
        assert_eq!(check.answer.is_some(), check.state == CallState::Answered);
        assert!(
            check.state != CallState::Queued || check.version == case.version,
            "an old question waits to leave"
        );
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
        assert!(
            proposal
                .agreed
                .iter()
                .all(|check| proposal.decision.pending.contains(check))
        );
        assert_eq!(
            case.evidence_digest(&proposal.agreed),
            proposal.decision.digest
        );
    }
    if let Some(decision) = decision {
        assert!(decision.maker.is_some() && decision.maker != decision.checker);
        assert_eq!(
            decision.feedback.state == CallState::Answered,
            *status == CaseStatus::Closed
        );
        assert!(decision.feedback.attempt > 0 || decision.feedback.state == CallState::Queued);
        assert_eq!(
            decision.feedback.serial.is_some(),
            *status == CaseStatus::Closed
        );
    }
}

/// Whether an answer fits an outcome: the table of the design, written a second time.
pub(crate) fn fits(outcome: CaseOutcome, answer: CheckOutcome) -> bool {
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
pub(crate) struct Watch<'a> {
    cast: &'a [Player],
    pub(crate) story: Story,
    /// Calls that may leave: asked for, and not begun since.
    licensed: BTreeSet<CheckId>,
    attempts: BTreeMap<CheckId, u32>,
    message_licensed: bool,
    /// What policy said of the last proposal, and who made it.
    pub(crate) reserved: bool,
    maker: Option<Actor>,
    pub(crate) statuses: BTreeSet<CaseStatus>,
    pub(crate) kinds: BTreeSet<usize>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(cast: &'a [Player]) -> Self {
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

    pub(crate) fn play(mut self, steps: &[Step]) -> Self {
        for (at, step) in steps.iter().enumerate() {
            self.story.now_ms += step.wait_ms;
            self.step(step, at as u8 + 1);
        }
        self
    }

    pub(crate) fn step(&mut self, step: &Step, fresh: u8) {
        let by = self.cast[step.who];
        let before = self.story.case.clone();
        let now_ms = self.story.now_ms;
        let Ok(events) = self.story.decide(by, &step.act.command(&before, fresh)) else {
            return;
        };

        assert!(!events.is_empty());
        assert_eq!(step.act.is_duty(), by == DESK, "{step:?}");
        if let Some(claim) = before.holder(&Policy::ONE, now_ms)
            && before.status == CaseStatus::InProgress
            // A hold is no work on a case: it keeps the case whoever has it in hand.
            && !matches!(step.act, Act::PlaceHold | Act::LiftHold)
            && let Actor::Person(person) = by.actor
        {
            assert_eq!(
                claim.by, person,
                "nobody acts on a case that another has in hand"
            );
        }
        for event in &events {
            self.event(by, event);
            self.story.record(by, event.clone());
            self.statuses.insert(self.story.case.status);
        }
        // What the desk writes in the same commit.
        if let Some(event) = consequence(&self.story.case, &RetentionTerms::SHIPPED, now_ms) {
            self.event(DESK, &event);
            self.story.record(DESK, event);
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
                assert!(
                    self.licensed.remove(check),
                    "a call begins once for each time it was asked for"
                );
                let last = self.attempts.insert(*check, *attempt);
                assert_eq!(*attempt, last.unwrap_or(0) + 1);
            }
            CaseEvent::FeedbackRequeued { .. } | CaseEvent::FeedbackAskedAgain => {
                self.message_licensed = true
            }
            CaseEvent::FeedbackBegun { .. } => {
                assert!(
                    std::mem::take(&mut self.message_licensed),
                    "a message leaves once for each licence"
                );
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
                assert!(
                    self.story.now_ms < decision.hold_until_ms && decision.feedback.attempt == 0
                );
                assert!(
                    decision.maker == by.actor.person() || decision.checker == by.actor.person()
                );
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
            | CaseEvent::LateEvidence { .. }
            | CaseEvent::RetentionSet { .. } => {}
            // On record for who held it, or for a supervisor who came after; it changes nothing.
            CaseEvent::Revealed { .. } => {
                let held = case
                    .claim
                    .is_some_and(|it| Some(it.by) == by.actor.person());
                assert!(held || by.roles.contains(&Role::Supervisor));
            }
            CaseEvent::HoldPlaced { .. } => assert!(by.roles.contains(&Role::Supervisor)),
            CaseEvent::HoldLifted { .. } => {
                assert!(by.roles.contains(&Role::Supervisor));
                assert_ne!(case.hold.map(|it| it.by), by.actor.person());
            }
        }
    }

    /// What a step that was allowed did to a proposal that waited before it.
    fn proposal_and_evidence(&self, before: &Case, act: &Act) {
        let case = &self.story.case;
        if let (Some(decision), true) = (&case.decision, self.reserved) {
            assert!(decision.checker.is_some() && decision.maker != decision.checker);
        }
        let Some(proposal) = &before.proposal else {
            return;
        };
        let same = case
            .proposal
            .as_ref()
            .is_some_and(|now| now.hash == proposal.hash);
        match act {
            Act::Amend(..) => assert!(!same),
            Act::Answer(_, outcome) => {
                let answered = case
                    .checks
                    .iter()
                    .zip(&before.checks)
                    .find(|(now, then)| now.state != then.state);
                let (check, _) = answered.unwrap();
                let was_pending =
                    proposal.decision.pending.contains(&check.id) && check.version == case.version;
                assert_eq!(
                    same,
                    was_pending && fits(proposal.decision.outcome, *outcome)
                );
            }
            Act::Review(..) => assert!(!same),
            Act::Begin(_)
            | Act::Requeue(_)
            | Act::Fail(_)
            | Act::Lose(_)
            | Act::Reveal
            | Act::PlaceHold
            | Act::LiftHold => assert!(same),
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
