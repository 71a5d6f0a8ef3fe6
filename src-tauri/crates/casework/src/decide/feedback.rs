use crate::case::Decision;
use crate::{CallState, Case, CaseEvent, Context, Refusal};

use super::CASE_WORKERS;

pub(super) fn begin(case: &Case, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let decision = on_duty(case, CallState::Queued, context)?;
    if context.now_ms < decision.hold_until_ms {
        return Err(Refusal::StillHeld {
            until_ms: decision.hold_until_ms,
        });
    }
    Ok(vec![CaseEvent::FeedbackBegun {
        attempt: decision.feedback.attempt.saturating_add(1),
    }])
}

pub(super) fn requeue(
    case: &Case,
    cause: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, CallState::Sending, context)?.feedback.attempt;
    Ok(vec![CaseEvent::FeedbackRequeued {
        attempt,
        cause: cause.to_owned(),
    }])
}

pub(super) fn sent(
    case: &Case,
    serial: &str,
    request_id: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, CallState::Sending, context)?.feedback.attempt;
    Ok(vec![CaseEvent::FeedbackSent {
        attempt,
        serial: serial.to_owned(),
        request_id: request_id.to_owned(),
    }])
}

pub(super) fn fail(
    case: &Case,
    cause: &str,
    provider_code: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, CallState::Sending, context)?.feedback.attempt;
    let (cause, provider_code) = (cause.to_owned(), provider_code.to_owned());
    Ok(vec![CaseEvent::FeedbackFailed {
        attempt,
        cause,
        provider_code,
    }])
}

pub(super) fn lose(
    case: &Case,
    cause: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, CallState::Sending, context)?.feedback.attempt;
    Ok(vec![CaseEvent::FeedbackUnknown {
        attempt,
        cause: cause.to_owned(),
    }])
}

pub(super) fn ask_again(case: &Case, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(CASE_WORKERS)?;
    let decision = case.decision.as_ref().ok_or(Refusal::WrongStatus {
        status: case.status,
    })?;
    match decision.feedback.state {
        CallState::Failed | CallState::Unknown => Ok(vec![CaseEvent::FeedbackAskedAgain]),
        CallState::Queued | CallState::Sending | CallState::Answered | CallState::Withdrawn => {
            Err(Refusal::NothingToAskAgain)
        }
    }
}

fn on_duty<'a>(
    case: &'a Case,
    needed: CallState,
    context: &Context<'_>,
) -> Result<&'a Decision, Refusal> {
    context.desk_only()?;
    let decision = case.decision.as_ref().ok_or(Refusal::WrongStatus {
        status: case.status,
    })?;
    if decision.feedback.state != needed {
        return Err(Refusal::CallState);
    }
    Ok(decision)
}
