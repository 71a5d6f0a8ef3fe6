use ports::{CallFault, Repeat, UnknownCause};

use crate::breaker::Verdict;
use crate::outbox::{Arrival, Outbox, Subject};

/// How a call that was out ends, ready to be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Settlement {
    Arrived(Arrival),
    /// Back to the queue.
    Requeued {
        cause: String,
        not_before_ms: i64,
    },
    Failed {
        cause: String,
        provider_code: String,
    },
    Unknown(UnknownCause),
}

impl Settlement {
    /// What follows from the end of a call: the one place where that is decided. `not_before_ms` draws the moment
    /// of the next try from the milliseconds that the other side asked for.
    pub(crate) fn of(
        outcome: Result<Arrival, CallFault>,
        not_before_ms: impl FnOnce(u64) -> i64,
    ) -> Self {
        let fault = match outcome {
            Ok(arrival) => return Self::Arrived(arrival),
            Err(fault) => fault,
        };
        match fault.repeat() {
            Repeat::ByMachine { wait_ms } => {
                let (cause, _) = words(fault);
                Self::Requeued {
                    cause,
                    not_before_ms: not_before_ms(wait_ms),
                }
            }
            Repeat::ByPerson => Self::Unknown(unknown_cause(&fault)),
            Repeat::AfterCorrection => {
                let (cause, provider_code) = words(fault);
                Self::Failed {
                    cause,
                    provider_code,
                }
            }
        }
    }

    /// What the call says about its route: a refusal is an answer too.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Arrived(_) | Self::Failed { .. } => Verdict::Works,
            Self::Requeued { .. } | Self::Unknown(_) => Verdict::Fault,
        }
    }

    /// Commits it.
    pub(crate) fn commit<O: Outbox>(
        &self,
        outbox: &mut O,
        subject: Subject,
    ) -> Result<(), O::Fault> {
        match self {
            Self::Arrived(arrival) => outbox.arrived(subject, arrival.clone()),
            Self::Requeued {
                cause,
                not_before_ms,
            } => outbox.requeue(subject, cause, *not_before_ms),
            Self::Failed {
                cause,
                provider_code,
            } => outbox.failed(subject, cause, provider_code),
            Self::Unknown(cause) => outbox.unknown(subject, *cause),
        }
    }

    /// The state it leads to and why, as stable words for the log. What was answered is nobody's business there.
    pub(crate) fn words(&self) -> (&'static str, &str) {
        match self {
            Self::Arrived(Arrival::Answered(_)) => ("answered", ""),
            Self::Arrived(Arrival::Accepted(_)) => ("accepted", ""),
            Self::Requeued { cause, .. } => ("queued", cause),
            Self::Failed { cause, .. } => ("failed", cause),
            Self::Unknown(cause) => ("unknown", cause.as_str()),
        }
    }
}

/// Our word for a fault, and the other side's code where it gave one. What the system or the other side said
/// in sentences stays out of the outbox.
fn words(fault: CallFault) -> (String, String) {
    match fault {
        CallFault::NotSent { .. } => ("not_sent".to_owned(), String::new()),
        CallFault::Busy { provider_code, .. } => ("busy".to_owned(), provider_code),
        CallFault::Refused {
            provider_code,
            reason,
            ..
        } => (reason, provider_code),
        CallFault::Unknown(cause) => (cause.as_str().to_owned(), String::new()),
    }
}

fn unknown_cause(fault: &CallFault) -> UnknownCause {
    match fault {
        CallFault::Unknown(cause) => *cause,
        // The port gives these to the machine or to nobody. Should it ever leave one to a person, then
        // because the call may have arrived, and this is the word for that.
        CallFault::NotSent { .. } | CallFault::Busy { .. } | CallFault::Refused { .. } => {
            UnknownCause::ConnectionLost
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(fault: CallFault) -> Settlement {
        Settlement::of(Err(fault), |asked_ms| {
            1_000 + i64::try_from(asked_ms).unwrap_or(i64::MAX)
        })
    }

    #[test]
    fn only_what_did_not_leave_or_was_not_done_goes_back_to_the_queue() {
        let table = [
            (
                CallFault::NotSent {
                    cause: "no route to 192.0.2.1".to_owned(),
                },
                Settlement::Requeued {
                    cause: "not_sent".to_owned(),
                    not_before_ms: 1_000,
                },
                Verdict::Fault,
            ),
            (
                CallFault::Busy {
                    provider_code: "RequestLimitExceeded".to_owned(),
                    retry_after_ms: Some(70),
                },
                Settlement::Requeued {
                    cause: "busy".to_owned(),
                    not_before_ms: 1_070,
                },
                Verdict::Fault,
            ),
            (
                CallFault::Refused {
                    provider_code: "AuthFailure".to_owned(),
                    reason: "credentials".to_owned(),
                    provider_text: "wrong".to_owned(),
                    request_id: None,
                },
                Settlement::Failed {
                    cause: "credentials".to_owned(),
                    provider_code: "AuthFailure".to_owned(),
                },
                Verdict::Works,
            ),
            (
                CallFault::Unknown(UnknownCause::ServerError),
                Settlement::Unknown(UnknownCause::ServerError),
                Verdict::Fault,
            ),
        ];
        for (fault, settlement, verdict) in table {
            let found = after(fault);
            assert_eq!(found, settlement);
            assert_eq!(found.verdict(), verdict);
        }
    }
}
