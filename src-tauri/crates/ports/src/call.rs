use async_trait::async_trait;
use casework::CheckOutcome;
use identifiers::Sensitive;

/// The four elements a bank card check compares: one question, asked once.
///
/// Built when it is sent and dropped with the answer; outbox rows carry ids only.
#[derive(Debug, Clone)]
pub struct CardHolderCheck {
    /// The holder's name as the bank knows it.
    pub name: Sensitive,
    /// Resident identity number, 18 characters.
    pub document_number: Sensitive,
    /// Card number (PAN), digits only.
    pub card_number: Sensitive,
    /// Mainland mobile number, 11 digits, without country code.
    pub phone: Sensitive,
}

/// What an institution said to a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckAnswer {
    /// The answer in the house's words, over all the fields asked about together.
    pub outcome: CheckOutcome,
    /// Why, where the institution said so (`card_reported_lost`); a stable word of ours.
    pub reason: Option<String>,
    /// The institution's own code, kept as it came.
    pub provider_code: String,
    /// The institution's own words, kept as they came.
    pub provider_text: String,
    /// The institution's id of the call, for its help desk.
    pub request_id: String,
    /// Whether the institution bills this answer, where it says so.
    pub billed: Option<bool>,
}

/// A message to a customer, ready to be sent.
#[derive(Debug, Clone)]
pub struct CustomerMessage {
    /// Mainland mobile number, 11 digits.
    pub phone: Sensitive,
    /// Which approved text: the house's name of the template.
    pub template: String,
    /// What goes into the template's places, in order.
    pub parameters: Vec<Sensitive>,
    /// Comes back with delivery reports; an opaque id, never personal.
    pub session: String,
}

/// The channel took the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageReceipt {
    /// The channel's number of this message, by which delivery is asked later.
    pub serial: String,
    /// The channel's id of the call.
    pub request_id: String,
}

/// Somebody who can say whether card, name, document and phone belong together.
#[async_trait]
pub trait Institution: Send + Sync {
    /// Asks once. The call may be billed; see [`CallFault::repeat`] for what may follow a fault.
    async fn check_card_holder(&self, question: &CardHolderCheck)
    -> Result<CheckAnswer, CallFault>;
}

/// A channel that carries messages to customers.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Hands one message to the channel, once.
    async fn send(&self, message: &CustomerMessage) -> Result<MessageReceipt, CallFault>;
}

/// Why a call to the outside brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallFault {
    /// The request provably did not leave: no address, no connection, no TLS session.
    NotSent {
        /// The system's words, without addresses of people or values.
        cause: String,
    },
    /// The other side answered that it did nothing, bills nothing, and may be asked again.
    Busy {
        /// The other side's code.
        provider_code: String,
        /// How long it asked to be left alone, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// The other side answered that it did nothing and that the same request will not do either.
    Refused {
        /// The other side's code.
        provider_code: String,
        /// Why, as a stable word of ours (`credentials`, `clock`, `daily_limit_for_this_subject`).
        reason: String,
        /// The other side's words.
        provider_text: String,
        /// The other side's id of the call.
        request_id: Option<String>,
    },
    /// Nobody can say whether the request arrived. Perhaps billed.
    Unknown(UnknownCause),
}

/// What left a call without a known end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownCause {
    /// No complete answer within the time-out.
    TimedOut,
    /// The connection broke after the request had begun to leave.
    ConnectionLost,
    /// An answer of the 5xx family.
    ServerError,
    /// An answer that could not be read: wrong form, too long, another protocol.
    UnreadableAnswer,
    /// The desk itself stopped while the call was out.
    DeskStopped,
}

impl UnknownCause {
    /// The stable word under which it is recorded.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TimedOut => "timed_out",
            Self::ConnectionLost => "connection_lost",
            Self::ServerError => "server_error",
            Self::UnreadableAnswer => "unreadable_answer",
            Self::DeskStopped => "desk_stopped",
        }
    }
}

/// Who may try a call again after a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The machine may, after waiting at least this long.
    ByMachine {
        /// Milliseconds the other side asked for; 0 where it did not say.
        wait_ms: u64,
    },
    /// Only a person may, knowing that the call may be billed again.
    ByPerson,
    /// Nobody: the same question gets the same refusal until something is mended.
    AfterCorrection,
}

impl CallFault {
    /// Billed and non-idempotent calls happen at most once by machine: it repeats only what provably
    /// did not leave, or what the other side said it neither did nor billed.
    pub fn repeat(&self) -> Repeat {
        match self {
            Self::NotSent { .. } => Repeat::ByMachine { wait_ms: 0 },
            Self::Busy { retry_after_ms, .. } => Repeat::ByMachine {
                wait_ms: retry_after_ms.unwrap_or(0),
            },
            Self::Refused { .. } => Repeat::AfterCorrection,
            Self::Unknown(_) => Repeat::ByPerson,
        }
    }
}
