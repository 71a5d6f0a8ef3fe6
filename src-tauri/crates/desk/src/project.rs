//! From a case to its row in the queue.

use casework::{CallState, Case, CaseStatus, CheckOutcome, DueMonth, Policy, RiskBand};
use ledger::{Bucket, CaseRow, ClaimRow, RetentionRow};

/// What asks for attention, as stable words: the graver first.
fn attention(case: &Case) -> Option<&'static str> {
    if case.late_evidence.is_some() {
        return Some("late_evidence");
    }
    if case
        .decision
        .as_ref()
        .is_some_and(|it| it.feedback.state == CallState::Unknown)
        || case
            .current_checks()
            .any(|check| check.state == CallState::Unknown)
    {
        return Some("unknown_call");
    }
    if case
        .decision
        .as_ref()
        .is_some_and(|it| it.feedback.state == CallState::Failed)
        || case
            .current_checks()
            .any(|check| check.state == CallState::Failed)
    {
        return Some("failed_call");
    }
    case.returned.then_some("returned")
}

/// Its place in the queue, and why: what a supervisor sent back first, then risk; within a rank what is due sooner.
fn rank(case: &Case) -> (i32, &'static str) {
    match (case.returned, case.risk) {
        (true, _) => (3, "returned"),
        (false, RiskBand::High) => (2, "high_risk"),
        (false, RiskBand::Elevated) => (1, "elevated_risk"),
        (false, RiskBand::Low) => (0, "due"),
    }
}

/// One letter a check of the present version: how the call stands, or what it said.
fn marks(case: &Case) -> String {
    case.current_checks()
        .map(|check| match check.state {
            CallState::Queued => 'q',
            CallState::Sending => 's',
            CallState::Failed => 'f',
            CallState::Unknown => 'u',
            CallState::Withdrawn => 'w',
            CallState::Answered => match check.outcome() {
                Some(CheckOutcome::Match) => 'm',
                Some(CheckOutcome::CloseMatch) => 'c',
                Some(CheckOutcome::Mismatch) => 'x',
                Some(CheckOutcome::Unable) => 'n',
                Some(CheckOutcome::Error) | None => 'e',
            },
        })
        .collect()
}

/// The bucket its key lies in: its month, once it is known and no hold stands before it.
pub(crate) fn bucket(case: &Case) -> Bucket {
    let kept = case.retention.filter(|_| case.has_ended());
    let month = kept.and_then(|it| DueMonth::of(it.until_ms));
    match (month, case.hold) {
        (Some(DueMonth { year, month }), None) => Bucket::Month { year, month },
        (Some(_) | None, _) => Bucket::Open,
    }
}

/// The row of a case that has been received; `None` before.
pub(crate) fn row(case: &Case, policy: &Policy, now_ms: i64) -> Option<CaseRow> {
    let submission = case.submission.as_ref()?;
    let (rank, rank_reason) = rank(case);
    let outcome = match (&case.decision, &case.proposal) {
        (Some(decision), _) => Some(decision.outcome),
        (None, Some(proposal)) => Some(proposal.decision.outcome),
        (None, None) => None,
    };
    let held = matches!(case.status, CaseStatus::Open | CaseStatus::InProgress);
    Some(CaseRow {
        stream: case.id,
        partner: submission.partner.clone(),
        reference: submission.reference.clone(),
        status: case.status,
        outcome,
        method: submission.method,
        masked: submission.masked.clone(),
        amount: submission.amount,
        language: submission.language,
        received_ms: case.received_ms,
        due_ms: case.received_ms.saturating_add(policy.due_after_ms),
        updated_ms: now_ms,
        claim: case.claim.filter(|_| held).map(|claim| ClaimRow {
            by: claim.by,
            until_ms: claim.active_ms.saturating_add(policy.claim_lapse_ms),
        }),
        proposed_by: case.proposal.as_ref().map(|proposal| proposal.maker),
        checks: marks(case),
        attention: attention(case).map(str::to_owned),
        rank,
        rank_reason: rank_reason.to_owned(),
        retention: RetentionRow {
            retain_until_ms: case.retention.map(|it| it.until_ms),
            on_hold: case.hold.is_some(),
            archived: case.is_archived(now_ms),
        },
    })
}
