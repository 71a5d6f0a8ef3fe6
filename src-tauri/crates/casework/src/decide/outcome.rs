use identifiers::Sensitive;

use crate::two_person::{Matter, second_person};
use crate::{
    CallState, Case, CaseEvent, CaseOutcome, CheckId, Context, ProposedDecision, Reason, Refusal,
    Verdict, policy,
};

use super::{CASE_WORKERS, is_blank, pinned, take_in_hand};

pub(super) fn propose(
    case: &Case,
    outcome: CaseOutcome,
    reasons: &[Reason],
    note: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    debug_assert!(
        context.actor.person() == Some(hands.person),
        "only a person has hands"
    );
    Ok(hands.then(proposal(case, outcome, reasons, note, context)?))
}

/// A proposal, and with it the final outcome where policy lets one person decide.
fn proposal(
    case: &Case,
    outcome: CaseOutcome,
    reasons: &[Reason],
    note: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    if outcome.is_negative() && reasons.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if reasons.iter().any(|reason| !reason.allows(outcome)) {
        return Err(Refusal::ReasonDoesNotFit { outcome });
    }
    let policy = pinned(case, context);
    let reserved = policy.reserves(case, outcome);
    if reserved.contains(&policy::ReviewCause::OverriddenCheck) && is_blank(note) {
        return Err(Refusal::NoteMissing);
    }
    let pending: Vec<CheckId> = case
        .current_checks()
        .filter(|check| check.is_pending())
        .map(|check| check.id)
        .collect();
    let alone = reserved.is_empty();
    let proposed = CaseEvent::Proposed(Box::new(ProposedDecision {
        outcome,
        reasons: reasons.to_vec(),
        note: note.clone(),
        digest: case.evidence_digest(&[]),
        pending,
        reserved,
    }));
    let decided = alone.then(|| decided(outcome, reasons, policy, context));
    Ok([proposed].into_iter().chain(decided).collect())
}

fn decided(
    outcome: CaseOutcome,
    reasons: &[Reason],
    policy: &policy::Policy,
    context: &Context<'_>,
) -> CaseEvent {
    let hold_until_ms = context.now_ms.saturating_add(policy.feedback_hold_ms);
    CaseEvent::Decided {
        outcome,
        reasons: reasons.to_vec(),
        hold_until_ms,
    }
}

pub(super) fn review(
    case: &Case,
    verdict: Verdict,
    outcome: Option<CaseOutcome>,
    reasons: &[Reason],
    note: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let proposal = case.proposal.as_ref().ok_or(Refusal::NoProposal)?;
    second_person(
        Matter::Decision,
        proposal.maker,
        context.actor,
        context.roles,
    )?;
    if case.evidence_digest(&proposal.agreed) != proposal.decision.digest {
        return Err(Refusal::EvidenceChanged);
    }
    let reviewed = CaseEvent::Reviewed {
        verdict,
        proposal: proposal.hash,
        reasons: reasons.to_vec(),
        note: note.clone(),
    };
    let follows = match verdict {
        Verdict::Agree => {
            let decision = &proposal.decision;
            vec![decided(
                decision.outcome,
                &decision.reasons,
                pinned(case, context),
                context,
            )]
        }
        Verdict::Return if is_blank(note) && reasons.is_empty() => {
            return Err(Refusal::ReasonMissing);
        }
        Verdict::Return => Vec::new(),
        Verdict::Overturn => {
            let outcome = outcome
                .filter(|it| *it != proposal.decision.outcome)
                .ok_or(Refusal::OutcomeMissing)?;
            if is_blank(note) {
                return Err(Refusal::NoteMissing);
            }
            // The checker becomes a maker: what policy reserves for two waits for somebody else again.
            self::proposal(case, outcome, reasons, note, context)?
        }
    };
    Ok([reviewed].into_iter().chain(follows).collect())
}

pub(super) fn take_back(case: &Case, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let person = context.person_with(CASE_WORKERS)?;
    let decision = case.decision.as_ref().ok_or(Refusal::WrongStatus {
        status: case.status,
    })?;
    if context.now_ms >= decision.hold_until_ms
        || decision.feedback.attempt > 0
        || decision.feedback.state != CallState::Queued
    {
        return Err(Refusal::HoldOver);
    }
    if decision.maker != Some(person) && decision.checker != Some(person) {
        return Err(Refusal::NotYourDecision);
    }
    Ok(vec![CaseEvent::TakenBack])
}
