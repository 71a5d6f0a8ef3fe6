use crate::{CallState, CheckId, CheckKind, CheckOutcome, FieldSet};

/// One question to an institution about a case, over all the times it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which check.
    pub id: CheckId,
    /// What it asks.
    pub kind: CheckKind,
    /// The version of the submission it asks about.
    pub version: u32,
    /// When it was requested.
    pub requested_ms: i64,
    /// Where the call stands.
    pub state: CallState,
    /// How often a call was begun, the present one included.
    pub attempt: u32,
    /// What was answered, once it was.
    pub answer: Option<Answer>,
    /// Why there is no answer, where there is none: a stable word.
    pub cause: Option<String>,
}

impl Check {
    /// What is known about the customer from this check: nothing before it is answered.
    pub fn outcome(&self) -> Option<CheckOutcome> {
        self.answer.as_ref().map(|answer| answer.outcome)
    }

    /// Whether an answer may still come without anybody asking again.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, CallState::Queued | CallState::Sending)
    }
}

/// An institution's answer as the case keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it says, over all of `fields` together: a composite mismatch marks no single field.
    pub outcome: CheckOutcome,
    /// The fields it speaks about.
    pub fields: FieldSet,
    /// Why, as a stable word of ours.
    pub reason: Option<String>,
    /// The institution's own code.
    pub provider_code: String,
    /// The institution's own words.
    pub provider_text: String,
    /// The institution's id of the call.
    pub request_id: String,
    /// Whether it is billed, where the institution says so.
    pub billed: Option<bool>,
}
