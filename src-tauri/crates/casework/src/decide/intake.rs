use crate::{
    CallState, Case, CaseEvent, CaseStatus, Context, Finding, Refusal, RiskBand, Severity,
    Submission, VoidCause,
};

use super::{CASE_WORKERS, calls, take_in_hand};

pub(super) fn submit(
    case: &Case,
    submission: &Submission,
    findings: &[Finding],
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(CASE_WORKERS)?;
    if case.submission.is_some() {
        return Err(Refusal::AlreadyReceived);
    }
    Ok(vec![CaseEvent::Received {
        submission: submission.clone(),
        findings: findings.to_vec(),
        risk: risk(findings),
        policy: context.policy.version,
    }])
}

pub(super) fn amend(
    case: &Case,
    submission: &Submission,
    findings: &[Finding],
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(CASE_WORKERS)?;
    let Some(present) = &case.submission else {
        return Err(Refusal::NotReceived);
    };
    if case.is_archived(context.now_ms) {
        return Err(Refusal::Archived);
    }
    // What came back to the customer or waits for review is mended by whoever they turn to; what is worked is
    // mended in hand, and what is decided no longer.
    let claimed = match matches!(
        case.status,
        CaseStatus::ScreenedOut | CaseStatus::WaitingForReview
    ) {
        true => None,
        false => take_in_hand(case, context)?.claim,
    };
    if (&present.partner, &present.reference) != (&submission.partner, &submission.reference) {
        return Err(Refusal::OtherCase);
    }
    let amended = CaseEvent::Amended {
        submission: submission.clone(),
        findings: findings.to_vec(),
        risk: risk(findings),
    };
    let voided = case.proposal.as_ref().map(|_| CaseEvent::ProposalVoided {
        cause: VoidCause::Amended,
    });
    let unsent = case
        .checks
        .iter()
        .filter(|check| check.state == CallState::Queued)
        .map(calls::outdated);
    Ok(claimed
        .into_iter()
        .chain(voided)
        .chain(unsent)
        .chain([amended])
        .collect())
}

/// Screening's band: a repeat under another identity weighs most, any other warning is worth a look.
fn risk(findings: &[Finding]) -> RiskBand {
    let warnings = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warn);
    warnings
        .map(|finding| finding.code.risk())
        .max()
        .unwrap_or(RiskBand::Low)
}
