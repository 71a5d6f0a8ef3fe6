use serde::Serialize;

use crate::message::DeliveredMessage;

/// What the sandbox was asked and what it charged, since it started, in order of arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Calls with a right signature, throttled and refused ones included.
    pub calls: Vec<ReceivedCall>,
    /// How many of them were billed.
    pub billed: usize,
    /// What customers would have got.
    pub messages: Vec<DeliveredMessage>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceivedCall {
    /// The action, such as `BankCard4EVerification`.
    pub action: &'static str,
    /// Whether it was billed.
    pub billed: bool,
}

impl Received {
    pub(crate) fn note(&mut self, action: &'static str, billed: bool) {
        self.calls.push(ReceivedCall { action, billed });
        self.billed += usize::from(billed);
    }
}
