use casework::{
    Answer, CaseEvent, CaseOutcome, CheckKind, CheckOutcome, Field, FieldSet, ProposedDecision,
    Reason, RevealReason, Sensitive, Verdict, VoidCause, policy,
};

use zeroize::Zeroizing;

use super::{Bodies, Recordable, Unreadable, body, read_body, submission};
use crate::Part;
use crate::cbor::{Malformed, Reader, Writer};

impl Recordable for CaseEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Amended { .. } => "amended",
            Self::Claimed => "claimed",
            Self::Released => "released",
            Self::Viewed { .. } => "viewed",
            Self::CheckRequested { .. } => "check_requested",
            Self::CallBegun { .. } => "call_begun",
            Self::CallRequeued { .. } => "call_requeued",
            Self::CheckAnswered { .. } => "check_answered",
            Self::CallFailed { .. } => "call_failed",
            Self::CallUnknown { .. } => "call_unknown",
            Self::CheckAskedAgain { .. } => "check_asked_again",
            Self::NoteAdded { .. } => "note_added",
            Self::Proposed(_) => "proposed",
            Self::ProposalVoided { .. } => "proposal_voided",
            Self::Reviewed { .. } => "reviewed",
            Self::Decided { .. } => "decided",
            Self::TakenBack => "taken_back",
            Self::FeedbackBegun { .. } => "feedback_begun",
            Self::FeedbackRequeued { .. } => "feedback_requeued",
            Self::FeedbackSent { .. } => "feedback_sent",
            Self::FeedbackFailed { .. } => "feedback_failed",
            Self::FeedbackUnknown { .. } => "feedback_unknown",
            Self::FeedbackAskedAgain => "feedback_asked_again",
            Self::LateEvidence { .. } => "late_evidence",
            Self::Revealed { .. } => "revealed",
            Self::RetentionSet { .. } => "retention_set",
            Self::HoldPlaced { .. } => "hold_placed",
            Self::HoldLifted { .. } => "hold_lifted",
        }
    }

    fn bodies(&self) -> Bodies {
        match self {
            Self::Received {
                submission,
                findings,
                risk,
                policy,
            } => submission::bodies(submission, findings, *risk, Some(policy.0)),
            Self::Amended {
                submission,
                findings,
                risk,
            } => submission::bodies(submission, findings, *risk, None),
            Self::Claimed | Self::Released | Self::TakenBack | Self::FeedbackAskedAgain => {
                Vec::new()
            }
            Self::Viewed { fields } => overview(field_list(body(1), *fields)),
            Self::CheckRequested { check, kind } => {
                overview(body(2).bytes(check.as_bytes()).str(kind.as_str()))
            }
            Self::CallBegun { check, attempt } => {
                overview(body(2).bytes(check.as_bytes()).uint(u64::from(*attempt)))
            }
            Self::CallRequeued {
                check,
                attempt,
                cause,
            }
            | Self::CallUnknown {
                check,
                attempt,
                cause,
            } => overview(
                body(3)
                    .bytes(check.as_bytes())
                    .uint(u64::from(*attempt))
                    .str(cause),
            ),
            Self::CallFailed {
                check,
                attempt,
                cause,
                provider_code,
            } => overview(
                body(4)
                    .bytes(check.as_bytes())
                    .uint(u64::from(*attempt))
                    .str(cause)
                    .str(provider_code),
            ),
            Self::CheckAnswered {
                check,
                attempt,
                answer,
            } => overview(
                field_list(
                    body(9)
                        .bytes(check.as_bytes())
                        .uint(u64::from(*attempt))
                        .str(answer.outcome.as_str()),
                    answer.fields,
                )
                .maybe_str(answer.reason.as_deref())
                .str(&answer.provider_code)
                .str(&answer.provider_text)
                .str(&answer.request_id)
                .maybe_bool(answer.billed),
            ),
            Self::CheckAskedAgain { check } | Self::LateEvidence { check } => {
                overview(body(1).bytes(check.as_bytes()))
            }
            Self::NoteAdded { text } => vec![notes(text)],
            Self::Proposed(decision) => {
                let writer = reason_list(body(5).str(decision.outcome.as_str()), &decision.reasons)
                    .bytes(&decision.digest)
                    .each(decision.pending.iter(), |writer, check| {
                        writer.bytes(check.as_bytes())
                    })
                    .each(decision.reserved.iter(), |writer, cause| {
                        writer.str(cause.as_str())
                    });
                with_note(overview(writer), &decision.note)
            }
            Self::ProposalVoided { cause } => overview(body(1).str(cause.as_str())),
            Self::Reviewed {
                verdict,
                proposal,
                reasons,
                note,
            } => {
                let writer = reason_list(body(3).str(verdict.as_str()).bytes(proposal), reasons);
                with_note(overview(writer), note)
            }
            Self::Decided {
                outcome,
                reasons,
                hold_until_ms,
            } => overview(reason_list(body(3).str(outcome.as_str()), reasons).int(*hold_until_ms)),
            Self::FeedbackBegun { attempt } => overview(body(1).uint(u64::from(*attempt))),
            Self::FeedbackRequeued { attempt, cause }
            | Self::FeedbackUnknown { attempt, cause } => {
                overview(body(2).uint(u64::from(*attempt)).str(cause))
            }
            Self::FeedbackSent {
                attempt,
                serial: first,
                request_id: second,
            }
            | Self::FeedbackFailed {
                attempt,
                cause: first,
                provider_code: second,
            } => overview(body(3).uint(u64::from(*attempt)).str(first).str(second)),
            Self::Revealed { fields, why, words } => {
                let writer = field_list(body(2), *fields).str(why.as_str());
                with_note(overview(writer), words)
            }
            Self::RetentionSet { until_ms, terms } => overview(body(2).int(*until_ms).bytes(terms)),
            Self::HoldPlaced { reason } | Self::HoldLifted { reason } => vec![notes(reason)],
        }
    }

    fn read(
        kind: &str,
        part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Self, Unreadable> {
        match kind {
            "claimed" => return Ok(Self::Claimed),
            "released" => return Ok(Self::Released),
            "taken_back" => return Ok(Self::TakenBack),
            "feedback_asked_again" => return Ok(Self::FeedbackAskedAgain),
            "note_added" => return Ok(Self::NoteAdded { text: note(&part)? }),
            "hold_placed" => {
                return Ok(Self::HoldPlaced {
                    reason: note(&part)?,
                });
            }
            "hold_lifted" => {
                return Ok(Self::HoldLifted {
                    reason: note(&part)?,
                });
            }
            _ => {}
        }
        let overview = part(Part::Overview).ok_or(Unreadable::PartMissing)?;
        match kind {
            "received" => {
                let read = submission::read(&overview, part(Part::Pii), part(Part::Pan))?;
                let policy = policy::Version(read.policy.ok_or(Malformed)?);
                Ok(Self::Received {
                    submission: read.submission,
                    findings: read.findings,
                    risk: read.risk,
                    policy,
                })
            }
            "amended" => {
                let read = submission::read(&overview, part(Part::Pii), part(Part::Pan))?;
                // A case keeps the policy it was received under.
                if read.policy.is_some() {
                    return Err(Unreadable::Malformed);
                }
                Ok(Self::Amended {
                    submission: read.submission,
                    findings: read.findings,
                    risk: read.risk,
                })
            }
            "proposed" => one(&overview, 5, |reader| proposed(reader, note(&part)?)),
            "reviewed" => one(&overview, 3, |reader| {
                Ok(Self::Reviewed {
                    verdict: reader.word(Verdict::parse)?,
                    proposal: reader.fixed()?,
                    reasons: reader.each(reason)?,
                    note: note(&part)?,
                })
            }),
            "revealed" => one(&overview, 2, |reader| {
                Ok(Self::Revealed {
                    fields: fields(reader)?,
                    why: reader.word(RevealReason::parse)?,
                    words: note(&part)?,
                })
            }),
            _ => simple(kind, &overview),
        }
    }
}

/// The kinds that live in `overview` alone.
fn simple(kind: &str, overview: &[u8]) -> Result<CaseEvent, Unreadable> {
    match kind {
        "viewed" => one(overview, 1, |it| {
            Ok(CaseEvent::Viewed {
                fields: fields(it)?,
            })
        }),
        "check_requested" => one(overview, 2, |it| {
            Ok(CaseEvent::CheckRequested {
                check: it.id()?,
                kind: it.word(CheckKind::parse)?,
            })
        }),
        "call_begun" => one(overview, 2, |it| {
            Ok(CaseEvent::CallBegun {
                check: it.id()?,
                attempt: it.uint()?,
            })
        }),
        "call_requeued" => one(overview, 3, |it| {
            Ok(CaseEvent::CallRequeued {
                check: it.id()?,
                attempt: it.uint()?,
                cause: it.string()?,
            })
        }),
        "call_unknown" => one(overview, 3, |it| {
            Ok(CaseEvent::CallUnknown {
                check: it.id()?,
                attempt: it.uint()?,
                cause: it.string()?,
            })
        }),
        "call_failed" => one(overview, 4, |it| {
            Ok(CaseEvent::CallFailed {
                check: it.id()?,
                attempt: it.uint()?,
                cause: it.string()?,
                provider_code: it.string()?,
            })
        }),
        "check_answered" => one(overview, 9, |it| {
            Ok(CaseEvent::CheckAnswered {
                check: it.id()?,
                attempt: it.uint()?,
                answer: answer(it)?,
            })
        }),
        "check_asked_again" => one(overview, 1, |it| {
            Ok(CaseEvent::CheckAskedAgain { check: it.id()? })
        }),
        "late_evidence" => one(overview, 1, |it| {
            Ok(CaseEvent::LateEvidence { check: it.id()? })
        }),
        "proposal_voided" => one(overview, 1, |it| {
            Ok(CaseEvent::ProposalVoided {
                cause: it.word(VoidCause::parse)?,
            })
        }),
        "decided" => one(overview, 3, |it| {
            Ok(CaseEvent::Decided {
                outcome: it.word(CaseOutcome::parse)?,
                reasons: it.each(reason)?,
                hold_until_ms: it.int()?,
            })
        }),
        "feedback_begun" => one(overview, 1, |it| {
            Ok(CaseEvent::FeedbackBegun {
                attempt: it.uint()?,
            })
        }),
        "feedback_requeued" => one(overview, 2, |it| {
            Ok(CaseEvent::FeedbackRequeued {
                attempt: it.uint()?,
                cause: it.string()?,
            })
        }),
        "feedback_unknown" => one(overview, 2, |it| {
            Ok(CaseEvent::FeedbackUnknown {
                attempt: it.uint()?,
                cause: it.string()?,
            })
        }),
        "feedback_sent" => one(overview, 3, |it| {
            Ok(CaseEvent::FeedbackSent {
                attempt: it.uint()?,
                serial: it.string()?,
                request_id: it.string()?,
            })
        }),
        "feedback_failed" => one(overview, 3, |it| {
            Ok(CaseEvent::FeedbackFailed {
                attempt: it.uint()?,
                cause: it.string()?,
                provider_code: it.string()?,
            })
        }),
        "retention_set" => one(overview, 2, |it| {
            Ok(CaseEvent::RetentionSet {
                until_ms: it.int()?,
                terms: it.fixed()?,
            })
        }),
        _ => Err(Unreadable::UnknownKind),
    }
}

fn one(
    bytes: &[u8],
    length: usize,
    read: impl FnOnce(&mut Reader<'_>) -> Result<CaseEvent, Unreadable>,
) -> Result<CaseEvent, Unreadable> {
    let mut reader = read_body(bytes, length)?;
    let event = read(&mut reader)?;
    reader.end()?;
    Ok(event)
}

fn proposed(it: &mut Reader<'_>, note: Sensitive) -> Result<CaseEvent, Unreadable> {
    Ok(CaseEvent::Proposed(Box::new(ProposedDecision {
        outcome: it.word(CaseOutcome::parse)?,
        reasons: it.each(reason)?,
        note,
        digest: it.fixed()?,
        pending: it.each(|it| it.id())?,
        reserved: it.each(|it| it.word(policy::ReviewCause::parse))?,
    })))
}

fn answer(it: &mut Reader<'_>) -> Result<Answer, Malformed> {
    Ok(Answer {
        outcome: it.word(CheckOutcome::parse)?,
        fields: fields(it)?,
        reason: it.maybe(Reader::string)?,
        provider_code: it.string()?,
        provider_text: it.string()?,
        request_id: it.string()?,
        billed: it.maybe(Reader::bool)?,
    })
}

fn fields(it: &mut Reader<'_>) -> Result<FieldSet, Malformed> {
    let fields = it.each(|it| it.word(Field::parse))?;
    // One set has one spelling: in the order of the vocabulary, each field once.
    fields
        .is_sorted_by(|a, b| a < b)
        .then(|| fields.into_iter().collect())
        .ok_or(Malformed)
}

fn reason(it: &mut Reader<'_>) -> Result<Reason, Malformed> {
    it.word(Reason::parse)
}

/// Words that were erased read as empty: the event still happened.
fn note(part: &impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>) -> Result<Sensitive, Unreadable> {
    let Some(bytes) = part(Part::Notes) else {
        return Ok(Sensitive::from(""));
    };
    let mut reader = read_body(&bytes, 1)?;
    let text = Sensitive::from(reader.str()?);
    reader.end()?;
    Ok(text)
}

fn overview(writer: Writer) -> Bodies {
    vec![(Part::Overview, Zeroizing::new(writer.done()))]
}

fn notes(text: &Sensitive) -> (Part, Zeroizing<Vec<u8>>) {
    (
        Part::Notes,
        Zeroizing::new(body(1).str(text.expose()).done()),
    )
}

fn with_note(mut bodies: Bodies, note: &Sensitive) -> Bodies {
    if !note.is_empty() {
        bodies.push(notes(note));
    }
    bodies
}

fn field_list(writer: Writer, fields: FieldSet) -> Writer {
    let fields: Vec<_> = fields.iter().collect();
    writer.each(fields.iter(), |writer, field| writer.str(field.as_str()))
}

fn reason_list(writer: Writer, reasons: &[Reason]) -> Writer {
    writer.each(reasons.iter(), |writer, reason| writer.str(reason.code()))
}
