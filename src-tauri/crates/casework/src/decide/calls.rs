use crate::evolve::agrees;
use crate::{
    Answer, CallState, Case, CaseEvent, Check, CheckId, CheckKind, CheckOutcome, Context, Refusal,
    VoidCause,
};

use super::take_in_hand;

pub(super) fn request(
    case: &Case,
    check: CheckId,
    kind: CheckKind,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    // One question a version: what is out, answered or perhaps billed is not asked anew but asked again.
    if case.check(check).is_some() || case.current_checks().any(|it| it.kind == kind) {
        return Err(Refusal::CheckAlreadyAsked);
    }
    Ok(hands.then([CaseEvent::CheckRequested { check, kind }]))
}

pub(super) fn ask_again(
    case: &Case,
    id: CheckId,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    let check = case.check(id).ok_or(Refusal::NoSuchCheck)?;
    let open_question = match check.state {
        CallState::Failed | CallState::Unknown => true,
        CallState::Answered => check.outcome() == Some(CheckOutcome::Error),
        CallState::Queued | CallState::Sending | CallState::Withdrawn => false,
    };
    if !open_question || check.version != case.version {
        return Err(Refusal::NothingToAskAgain);
    }
    Ok(hands.then([CaseEvent::CheckAskedAgain { check: id }]))
}

pub(super) fn begin(
    case: &Case,
    id: CheckId,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let check = on_duty(case, id, CallState::Queued, context)?;
    Ok(vec![CaseEvent::CallBegun {
        check: id,
        attempt: check.attempt.saturating_add(1),
    }])
}

pub(super) fn requeue(
    case: &Case,
    id: CheckId,
    cause: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let check = on_duty(case, id, CallState::Sending, context)?;
    if check.version != case.version {
        return Ok(vec![outdated(check)]);
    }
    Ok(vec![CaseEvent::CallRequeued {
        check: id,
        attempt: check.attempt,
        cause: cause.to_owned(),
    }])
}

pub(super) fn fail(
    case: &Case,
    id: CheckId,
    cause: &str,
    provider_code: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, id, CallState::Sending, context)?.attempt;
    let (cause, provider_code) = (cause.to_owned(), provider_code.to_owned());
    Ok(vec![CaseEvent::CallFailed {
        check: id,
        attempt,
        cause,
        provider_code,
    }])
}

pub(super) fn lose(
    case: &Case,
    id: CheckId,
    cause: &str,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let attempt = on_duty(case, id, CallState::Sending, context)?.attempt;
    Ok(vec![CaseEvent::CallUnknown {
        check: id,
        attempt,
        cause: cause.to_owned(),
    }])
}

pub(super) fn answer(
    case: &Case,
    id: CheckId,
    answer: &Answer,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let check = on_duty(case, id, CallState::Sending, context)?;
    let answered = CaseEvent::CheckAnswered {
        check: id,
        attempt: check.attempt,
        answer: answer.clone(),
    };
    Ok([answered]
        .into_iter()
        .chain(consequence(case, check, answer))
        .collect())
}

/// An answer that comes after a proposal or a final outcome either agrees with it, or it is said so.
fn consequence(case: &Case, check: &Check, answer: &Answer) -> Option<CaseEvent> {
    if let Some(proposal) = &case.proposal {
        let stands = proposal.decision.pending.contains(&check.id)
            && check.version == case.version
            && agrees(proposal.decision.outcome, answer.outcome);
        return (!stands).then_some(CaseEvent::ProposalVoided {
            cause: VoidCause::AnswerDisagrees,
        });
    }
    let decision = case.decision.as_ref()?;
    (!agrees(decision.outcome, answer.outcome))
        .then_some(CaseEvent::LateEvidence { check: check.id })
}

/// The end of a question about data that was mended before the call left: it would be billed and say nothing
/// about the customer as they are now.
pub(super) fn outdated(check: &Check) -> CaseEvent {
    CaseEvent::CallFailed {
        check: check.id,
        attempt: check.attempt,
        cause: VoidCause::Amended.as_str().to_owned(),
        provider_code: String::new(),
    }
}

fn on_duty<'a>(
    case: &'a Case,
    id: CheckId,
    needed: CallState,
    context: &Context<'_>,
) -> Result<&'a Check, Refusal> {
    context.desk_only()?;
    let check = case.check(id).ok_or(Refusal::NoSuchCheck)?;
    if check.state != needed {
        return Err(Refusal::CallState);
    }
    Ok(check)
}
