//! What an event means for the outbox: the one place where calls come and change their state.

use casework::{CallState, Case, CaseEvent, CheckId, Recorded};
use ledger::{OutboxChange, OutboxKind};

/// The outbox's change for one event, given the case before and after it. It waits by the clock, `now_ms`, and not by
/// the record's time, which a clock that once was wrong can leave far ahead; `retry_at_ms` is when a call that goes back
/// to the queue may be begun again.
pub(crate) fn outbox_change(
    before: &Case,
    recorded: &Recorded,
    after: &Case,
    now_ms: i64,
    retry_at_ms: i64,
) -> Option<OutboxChange> {
    let check = |id: &CheckId, to: CallState, not_before_ms: i64, cause: Option<&str>| {
        let from = before.check(*id)?.state;
        let attempt = after.check(*id)?.attempt;
        Some(transition(
            *id.as_bytes(),
            from,
            to,
            attempt,
            not_before_ms,
            cause,
        ))
    };
    let feedback = |to: CallState, not_before_ms: i64, cause: Option<&str>| {
        let decision = before.decision.as_ref()?;
        let attempt = after
            .decision
            .as_ref()
            .map_or(decision.feedback.attempt, |it| it.feedback.attempt);
        Some(transition(
            *decision.record.as_bytes(),
            decision.feedback.state,
            to,
            attempt,
            not_before_ms,
            cause,
        ))
    };
    match &recorded.event {
        CaseEvent::CheckRequested { check: id, .. } => Some(OutboxChange::Insert {
            stream: after.id,
            subject: *id.as_bytes(),
            kind: OutboxKind::Check,
            queued_ms: now_ms,
            not_before_ms: now_ms,
        }),
        CaseEvent::CallBegun { check: id, .. } => check(id, CallState::Sending, now_ms, None),
        CaseEvent::CallRequeued {
            check: id, cause, ..
        } => check(id, CallState::Queued, retry_at_ms, Some(cause)),
        CaseEvent::CheckAnswered {
            check: id, answer, ..
        } => check(
            id,
            CallState::Answered,
            now_ms,
            Some(answer.outcome.as_str()),
        ),
        CaseEvent::CallFailed {
            check: id, cause, ..
        } => check(id, CallState::Failed, now_ms, Some(cause)),
        CaseEvent::CallUnknown {
            check: id, cause, ..
        } => check(id, CallState::Unknown, now_ms, Some(cause)),
        CaseEvent::CheckAskedAgain { check: id } => {
            check(id, CallState::Queued, now_ms, Some("asked_again"))
        }
        CaseEvent::Decided { hold_until_ms, .. } => Some(OutboxChange::Insert {
            stream: after.id,
            subject: *recorded.record.as_bytes(),
            kind: OutboxKind::Feedback,
            queued_ms: now_ms,
            not_before_ms: *hold_until_ms,
        }),
        CaseEvent::TakenBack => feedback(CallState::Withdrawn, now_ms, Some("taken_back")),
        CaseEvent::FeedbackBegun { .. } => feedback(CallState::Sending, now_ms, None),
        CaseEvent::FeedbackRequeued { cause, .. } => {
            feedback(CallState::Queued, retry_at_ms, Some(cause))
        }
        CaseEvent::FeedbackSent { .. } => feedback(CallState::Answered, now_ms, None),
        CaseEvent::FeedbackFailed { cause, .. } => feedback(CallState::Failed, now_ms, Some(cause)),
        CaseEvent::FeedbackUnknown { cause, .. } => {
            feedback(CallState::Unknown, now_ms, Some(cause))
        }
        CaseEvent::FeedbackAskedAgain => feedback(CallState::Queued, now_ms, Some("asked_again")),
        CaseEvent::Received { .. }
        | CaseEvent::Amended { .. }
        | CaseEvent::Claimed
        | CaseEvent::Released
        | CaseEvent::Viewed { .. }
        | CaseEvent::NoteAdded { .. }
        | CaseEvent::Proposed(_)
        | CaseEvent::ProposalVoided { .. }
        | CaseEvent::Reviewed { .. }
        | CaseEvent::LateEvidence { .. }
        | CaseEvent::Revealed { .. }
        | CaseEvent::RetentionSet { .. }
        | CaseEvent::HoldPlaced { .. }
        | CaseEvent::HoldLifted { .. } => None,
    }
}

fn transition(
    subject: [u8; 16],
    from: CallState,
    to: CallState,
    attempt: u32,
    not_before_ms: i64,
    cause: Option<&str>,
) -> OutboxChange {
    OutboxChange::Transition {
        subject,
        from,
        to,
        attempt,
        not_before_ms,
        detail: cause.map(str::to_owned),
    }
}
