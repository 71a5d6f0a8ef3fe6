//! The desk's side of the outbox: what is due, what leaves, what came back.

use casework::{Actor, Answer, CallState, Case, CaseCommand, CheckId, StreamId};
use identifiers::Language;
use ledger::{CallRow, LedgerFault, OutboxKind};
use ports::{CardHolderCheck, CustomerMessage, UnknownCause};
use sync::{Arrival, Departure, DueCall, Outbox, Route, Subject};

use super::case_page::message;
use crate::desk::{Desk, TO_SEND};
use crate::{DeskFault, HouseRefusal};

/// The outbox as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxStatus {
    /// How many calls are in each state.
    pub counts: Vec<(CallState, u64)>,
    /// Queued calls whose time has not come: held messages, and calls that wait before they are tried again.
    pub waiting: u64,
    /// The newest calls.
    pub calls: Vec<OutboxCall>,
}

/// One call, with the case it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxCall {
    /// The call.
    pub call: CallRow,
    /// The partner's number of its case.
    pub reference: String,
    /// Who sent the case.
    pub partner: String,
}

/// How many calls a status lists.
const LISTED: u32 = 100;

impl Desk {
    /// The state of the outbox.
    ///
    /// # Errors
    /// The role that works cases is needed.
    pub fn outbox_status(&self) -> Result<OutboxStatus, DeskFault> {
        self.needs_case_worker()?;
        let now = self.now_ms();
        let calls = self.ledger.outbox_rows(LISTED)?;
        let calls = calls.into_iter().map(|call| {
            let row = self
                .ledger
                .case_row(call.stream)?
                .ok_or(HouseRefusal::NoSuchCase)?;
            Ok(OutboxCall {
                call,
                reference: row.reference,
                partner: row.partner,
            })
        });
        Ok(OutboxStatus {
            counts: self.ledger.outbox_counts()?,
            waiting: self.ledger.outbox_waiting(now)?,
            calls: calls.collect::<Result<_, DeskFault>>()?,
        })
    }

    /// Calls of these routes that came back for want of a line and wait before they are tried again: what a person who
    /// says "now" means. A held message is not among them.
    ///
    /// # Errors
    /// Ledger faults.
    pub fn waiting_for_line(
        &self,
        routes: &[Route],
        limit: usize,
    ) -> Result<Vec<DueCall>, DeskFault> {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let waiting = self.ledger.outbox_waiting_for_line(&kinds(routes), limit)?;
        Ok(waiting.iter().map(due_call).collect())
    }

    /// Calls that were out when the desk stopped: nobody knows whether they arrived.
    pub(crate) fn settle_interrupted_calls(&mut self) -> Result<(), DeskFault> {
        for call in self.ledger.outbox_in_state(CallState::Sending)? {
            self.settle(&call.subject, |check, subject| match check {
                true => CaseCommand::LoseCall {
                    check: CheckId::from_bytes(subject),
                    cause: stopped(),
                },
                false => CaseCommand::LoseFeedback { cause: stopped() },
            })?;
        }
        Ok(())
    }

    /// Calls that wait in files that went back in time: they may have left before, and whether to ask again is for a person.
    pub(crate) fn lose_what_is_queued(&mut self) -> Result<(), DeskFault> {
        for call in self.ledger.outbox_in_state(CallState::Queued)? {
            let begun = self.settle(&call.subject, |check, subject| match check {
                true => CaseCommand::BeginCall {
                    check: CheckId::from_bytes(subject),
                },
                false => CaseCommand::BeginFeedback,
            });
            match begun {
                // A message that is held has not left.
                Err(DeskFault::Refused(_)) => continue,
                begun => begun?,
            };
            let cause = || "rolled_back".to_owned();
            self.settle(&call.subject, |check, subject| match check {
                true => CaseCommand::LoseCall {
                    check: CheckId::from_bytes(subject),
                    cause: cause(),
                },
                false => CaseCommand::LoseFeedback { cause: cause() },
            })?;
        }
        Ok(())
    }

    fn call(&self, subject: &Subject) -> Result<CallRow, DeskFault> {
        Ok(self
            .ledger
            .outbox_row(subject)?
            .ok_or(HouseRefusal::NoSuchCall)?)
    }

    /// Does the desk's duty by one call: `command` is told whether it is a check, and its subject.
    fn settle(
        &mut self,
        subject: &Subject,
        command: impl FnOnce(bool, Subject) -> CaseCommand,
    ) -> Result<Case, DeskFault> {
        self.settle_at(subject, 0, command)
    }

    fn settle_at(
        &mut self,
        subject: &Subject,
        retry_at_ms: i64,
        command: impl FnOnce(bool, Subject) -> CaseCommand,
    ) -> Result<Case, DeskFault> {
        let call = self.call(subject)?;
        let command = command(call.kind == OutboxKind::Check, *subject);
        self.act_as(Actor::Desk, call.stream, &command, retry_at_ms)
    }

    /// What is asked, from the submission as it is when it leaves.
    fn question(&self, id: StreamId) -> Result<Option<Departure>, DeskFault> {
        let case = self.load_parts(id, TO_SEND)?.case;
        let Some(submission) = case.submission else {
            return Ok(None);
        };
        let (Some(subject), Some(card_number)) = (submission.subject, submission.card_number)
        else {
            return Ok(None);
        };
        Ok(Some(Departure::CardCheck(CardHolderCheck {
            name: subject.name,
            document_number: subject.document_number,
            card_number,
            phone: subject.phone,
        })))
    }

    fn result_message(
        &self,
        id: StreamId,
        session: &Subject,
    ) -> Result<Option<Departure>, DeskFault> {
        let case = self.load(id)?.case;
        let text = message(&case);
        let Some((submission, text)) = case.submission.zip(text) else {
            return Ok(None);
        };
        let Some(subject) = submission.subject else {
            return Ok(None);
        };
        Ok(Some(Departure::CustomerMessage(CustomerMessage {
            phone: subject.phone,
            template: template(submission.language).to_owned(),
            parameters: vec![text.into()],
            session: session.iter().map(|byte| format!("{byte:02x}")).collect(),
        })))
    }
}

/// The house's name of the approved text that carries a result.
fn template(language: Language) -> &'static str {
    match language {
        Language::Zh => "case_outcome",
        Language::En => "case_outcome_en",
    }
}

fn kinds(routes: &[Route]) -> Vec<OutboxKind> {
    let kind = |route: &Route| match route {
        Route::CardCheck => OutboxKind::Check,
        Route::CustomerMessage => OutboxKind::Feedback,
    };
    routes.iter().map(kind).collect()
}

fn due_call(call: &CallRow) -> DueCall {
    DueCall {
        subject: call.subject,
        route: match call.kind {
            OutboxKind::Check => Route::CardCheck,
            OutboxKind::Feedback => Route::CustomerMessage,
        },
        attempt: call.attempt,
    }
}

fn stopped() -> String {
    UnknownCause::DeskStopped.as_str().to_owned()
}

impl Outbox for Desk {
    type Fault = DeskFault;

    fn due(&mut self, routes: &[Route], limit: usize) -> Result<Vec<DueCall>, DeskFault> {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let due = self
            .ledger
            .outbox_due(self.now_ms(), &kinds(routes), limit)?;
        Ok(due.iter().map(due_call).collect())
    }

    fn next_due_ms(&mut self, routes: &[Route]) -> Result<Option<i64>, DeskFault> {
        Ok(self.ledger.outbox_next_due(self.now_ms(), &kinds(routes))?)
    }

    fn begin(&mut self, subject: Subject) -> Result<Option<Departure>, DeskFault> {
        let Some(call) = self.ledger.outbox_row(&subject)? else {
            // Its case was erased since it was listed.
            return Ok(None);
        };
        // Built before `sending` is committed: what cannot be built does not begin.
        let departure = match call.kind {
            OutboxKind::Check => self.question(call.stream)?,
            OutboxKind::Feedback => self.result_message(call.stream, &subject)?,
        };
        if departure.is_none() {
            return Ok(None);
        }
        let begun = self.settle(&subject, |check, subject| match check {
            true => CaseCommand::BeginCall {
                check: CheckId::from_bytes(subject),
            },
            false => CaseCommand::BeginFeedback,
        });
        match begun {
            Ok(_) => Ok(departure),
            // Taken back, still held, or begun already: not to be sent now.
            Err(DeskFault::Refused(_) | DeskFault::Ledger(LedgerFault::Conflict)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn arrived(&mut self, subject: Subject, arrival: Arrival) -> Result<(), DeskFault> {
        let command = match arrival {
            Arrival::Answered(answer) => CaseCommand::RecordAnswer {
                check: CheckId::from_bytes(subject),
                answer: Answer {
                    outcome: answer.outcome,
                    fields: casework::CheckKind::BankCardFourFactor.fields(),
                    reason: answer.reason,
                    provider_code: answer.provider_code,
                    provider_text: answer.provider_text,
                    request_id: answer.request_id,
                    billed: answer.billed,
                },
            },
            Arrival::Accepted(receipt) => CaseCommand::RecordFeedbackSent {
                serial: receipt.serial,
                request_id: receipt.request_id,
            },
        };
        self.settle(&subject, |_, _| command).map(drop)
    }

    fn requeue(
        &mut self,
        subject: Subject,
        cause: &str,
        not_before_ms: i64,
    ) -> Result<(), DeskFault> {
        let cause = cause.to_owned();
        let command = |check: bool, subject| match check {
            true => CaseCommand::RequeueCall {
                check: CheckId::from_bytes(subject),
                cause,
            },
            false => CaseCommand::RequeueFeedback { cause },
        };
        self.settle_at(&subject, not_before_ms, command).map(drop)
    }

    fn failed(
        &mut self,
        subject: Subject,
        cause: &str,
        provider_code: &str,
    ) -> Result<(), DeskFault> {
        let (cause, provider_code) = (cause.to_owned(), provider_code.to_owned());
        let command = |check: bool, subject| match check {
            true => CaseCommand::FailCall {
                check: CheckId::from_bytes(subject),
                cause,
                provider_code,
            },
            false => CaseCommand::FailFeedback {
                cause,
                provider_code,
            },
        };
        self.settle(&subject, command).map(drop)
    }

    fn unknown(&mut self, subject: Subject, cause: UnknownCause) -> Result<(), DeskFault> {
        let cause = cause.as_str().to_owned();
        let command = |check: bool, subject| match check {
            true => CaseCommand::LoseCall {
                check: CheckId::from_bytes(subject),
                cause,
            },
            false => CaseCommand::LoseFeedback { cause },
        };
        self.settle(&subject, command).map(drop)
    }
}
