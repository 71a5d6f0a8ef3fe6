use crate::case::{Claim, Decision, Feedback, LegalHold, Proposal};
use crate::evidence::Piece;
use crate::{
    Actor, CallState, Case, CaseEvent, CaseOutcome, CaseStatus, Check, CheckId, CheckOutcome,
    Finding, Recorded, Retention, RiskBand, Severity, Submission, Verdict,
};

/// The case after one more record. Total: whatever is fed to it, it answers and does not panic. It judges
/// nothing, [`crate::decide`] did; but what speaks of a check, proposal or decision that the case does not
/// have changes nothing but the revision and its actor's claim.
pub fn evolve(mut case: Case, recorded: &Recorded) -> Case {
    case.revision = case.revision.saturating_add(1);
    case.claim = Claim::renewed(case.claim, recorded.actor, recorded.at_ms);
    apply(&mut case, recorded);
    case
}

fn apply(case: &mut Case, recorded: &Recorded) {
    let at_ms = recorded.at_ms;
    match &recorded.event {
        CaseEvent::Received {
            submission,
            findings,
            risk,
            policy,
        } => {
            case.policy = *policy;
            case.received_ms = at_ms;
            take_in(case, recorded, submission, findings, *risk);
        }
        CaseEvent::Amended {
            submission,
            findings,
            risk,
        } => take_in(case, recorded, submission, findings, *risk),
        CaseEvent::Claimed => {
            if let Actor::Person(by) = recorded.actor {
                case.claim = Some(Claim {
                    by,
                    active_ms: at_ms,
                });
                if case.status == CaseStatus::Open {
                    case.status = CaseStatus::InProgress;
                }
            }
        }
        CaseEvent::Released => {
            case.claim = None;
            if case.status == CaseStatus::InProgress {
                case.status = CaseStatus::Open;
            }
        }
        CaseEvent::Viewed { .. } => {}
        CaseEvent::NoteAdded { .. } => case.notes = case.notes.saturating_add(1),
        CaseEvent::CheckRequested { check, kind } => case.checks.push(Check {
            id: *check,
            kind: *kind,
            version: case.version,
            requested_ms: at_ms,
            state: CallState::Queued,
            attempt: 0,
            answer: None,
            cause: None,
        }),
        CaseEvent::CallBegun { check, attempt } => with_check(case, *check, |it| {
            it.attempt = *attempt;
            it.state = CallState::Sending;
            it.cause = None;
        }),
        CaseEvent::CallRequeued { check, cause, .. } => {
            stop_call(case, *check, CallState::Queued, Some(cause))
        }
        CaseEvent::CallFailed { check, cause, .. } => {
            stop_call(case, *check, CallState::Failed, Some(cause))
        }
        CaseEvent::CallUnknown { check, cause, .. } => {
            stop_call(case, *check, CallState::Unknown, Some(cause))
        }
        CaseEvent::CheckAskedAgain { check } => {
            with_check(case, *check, |it| {
                it.answer = None;
                it.state = CallState::Queued;
                it.cause = None;
            });
            // What is asked again no longer speaks; its next answer does.
            case.evidence.retain(|_, piece| piece.check != Some(*check));
        }
        CaseEvent::CheckAnswered { check, answer, .. } if case.check(*check).is_some() => {
            with_check(case, *check, |it| {
                it.answer = Some(answer.clone());
                it.state = CallState::Answered;
                it.cause = None;
            });
            case.evidence.insert(
                recorded.record,
                Piece {
                    hash: recorded.hash,
                    check: Some(*check),
                },
            );
            if let Some(proposal) = &mut case.proposal
                && proposal.decision.pending.contains(check)
                && agrees(proposal.decision.outcome, answer.outcome)
            {
                proposal.agreed.push(*check);
            }
        }
        CaseEvent::CheckAnswered { .. } => {}
        CaseEvent::Proposed(decision) => {
            if let Actor::Person(maker) = recorded.actor {
                let decision = (**decision).clone();
                case.proposal = Some(Proposal {
                    maker,
                    at_ms,
                    hash: recorded.hash,
                    decision,
                    agreed: Vec::new(),
                });
                case.status = CaseStatus::WaitingForReview;
                case.claim = None;
                case.returned = false;
            }
        }
        CaseEvent::ProposalVoided { .. } => back_to_work(case, true),
        CaseEvent::Reviewed { verdict, .. } => match verdict {
            Verdict::Agree => {}
            Verdict::Overturn | Verdict::Return => back_to_work(case, *verdict == Verdict::Return),
        },
        CaseEvent::Decided {
            outcome,
            reasons,
            hold_until_ms,
        } => {
            let Some(Proposal { maker, .. }) = case.proposal.take() else {
                return;
            };
            let checker = recorded.actor.person().filter(|person| *person != maker);
            case.decision = Some(Decision {
                record: recorded.record,
                outcome: *outcome,
                reasons: reasons.clone(),
                maker: Some(maker),
                checker,
                at_ms,
                hold_until_ms: *hold_until_ms,
                feedback: Feedback {
                    state: CallState::Queued,
                    attempt: 0,
                    cause: None,
                    serial: None,
                },
            });
            case.claim = None;
            case.status = CaseStatus::Decided;
        }
        CaseEvent::TakenBack => {
            case.decision = None;
            case.late_evidence = None;
            back_to_work(case, false);
        }
        CaseEvent::FeedbackBegun { attempt } => with_feedback(case, |it| {
            it.attempt = *attempt;
            it.state = CallState::Sending;
            it.cause = None;
        }),
        CaseEvent::FeedbackRequeued { cause, .. } => {
            stop_feedback(case, CallState::Queued, Some(cause))
        }
        CaseEvent::FeedbackFailed { cause, .. } => {
            stop_feedback(case, CallState::Failed, Some(cause))
        }
        CaseEvent::FeedbackUnknown { cause, .. } => {
            stop_feedback(case, CallState::Unknown, Some(cause))
        }
        CaseEvent::FeedbackAskedAgain => stop_feedback(case, CallState::Queued, None),
        CaseEvent::FeedbackSent { serial, .. } => {
            with_feedback(case, |it| {
                it.state = CallState::Answered;
                it.serial = Some(serial.clone());
                it.cause = None;
            });
            if case.decision.is_some() {
                case.status = CaseStatus::Closed;
            }
        }
        CaseEvent::LateEvidence { check } => case.late_evidence = Some(*check),
        CaseEvent::Revealed { .. } => {}
        CaseEvent::RetentionSet { until_ms, terms } => {
            if case.has_ended() {
                case.retention = Some(Retention {
                    until_ms: *until_ms,
                    terms: *terms,
                    since_ms: at_ms,
                });
            }
        }
        CaseEvent::HoldPlaced { .. } => {
            if let Actor::Person(by) = recorded.actor {
                case.hold = Some(LegalHold { by, at_ms });
            }
        }
        CaseEvent::HoldLifted { .. } => case.hold = None,
    }
}

/// Whether an answer fits an outcome proposed before it came.
pub(crate) fn agrees(outcome: CaseOutcome, answer: CheckOutcome) -> bool {
    match answer {
        CheckOutcome::Match => outcome == CaseOutcome::Verified,
        CheckOutcome::Mismatch => outcome.is_negative(),
        CheckOutcome::Unable | CheckOutcome::Error => outcome == CaseOutcome::UnableToVerify,
        CheckOutcome::CloseMatch => false,
    }
}

/// The status screening's findings lead to.
fn screened(findings: &[Finding]) -> CaseStatus {
    match findings
        .iter()
        .any(|finding| finding.severity == Severity::Refuse)
    {
        true => CaseStatus::ScreenedOut,
        false => CaseStatus::Open,
    }
}

fn take_in(
    case: &mut Case,
    recorded: &Recorded,
    submission: &Submission,
    findings: &[Finding],
    risk: RiskBand,
) {
    case.submission = Some(submission.clone());
    if !case.amounts.contains(&submission.amount) {
        case.amounts.push(submission.amount);
    }
    case.version = case.version.saturating_add(1);
    case.findings = findings.to_vec();
    case.risk = risk;
    case.evidence.insert(
        recorded.record,
        Piece {
            hash: recorded.hash,
            check: None,
        },
    );
    case.proposal = None;
    case.retention = None;
    case.status = screened(findings);
    if case.status == CaseStatus::Open && case.claim.is_some() {
        case.status = CaseStatus::InProgress;
    }
}

fn back_to_work(case: &mut Case, returned: bool) {
    case.proposal = None;
    case.returned = returned;
    case.status = if case.claim.is_some() {
        CaseStatus::InProgress
    } else {
        CaseStatus::Open
    };
}

fn with_check(case: &mut Case, id: CheckId, change: impl FnOnce(&mut Check)) {
    if let Some(check) = case.checks.iter_mut().find(|check| check.id == id) {
        change(check);
    }
}

fn stop_call(case: &mut Case, id: CheckId, state: CallState, cause: Option<&String>) {
    with_check(case, id, |check| {
        check.state = state;
        check.cause = cause.cloned();
    });
}

fn with_feedback(case: &mut Case, change: impl FnOnce(&mut Feedback)) {
    if let Some(decision) = &mut case.decision {
        change(&mut decision.feedback);
    }
}

fn stop_feedback(case: &mut Case, state: CallState, cause: Option<&String>) {
    with_feedback(case, |feedback| {
        feedback.state = state;
        feedback.cause = cause.cloned();
    });
}
