use identifiers::Sensitive;

use crate::words::vocabulary;
use crate::{
    Actor, Answer, CaseOutcome, CheckId, CheckKind, FieldSet, Finding, Reason, RecordId,
    RevealReason, RiskBand, Submission, policy,
};

/// What happened on a case. Past tense; never changed, never removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEvent {
    /// A submission came in and was screened at once.
    Received {
        /// What was handed in.
        submission: Submission,
        /// What screening found.
        findings: Vec<Finding>,
        /// How much care it seems to need.
        risk: RiskBand,
        /// The policy this case is worked under, for its whole life.
        policy: policy::Version,
    },
    /// The customer mended the submission: a new version of the same case.
    Amended {
        /// The whole new version.
        submission: Submission,
        /// What screening found in it.
        findings: Vec<Finding>,
        /// How much care it seems to need.
        risk: RiskBand,
    },
    /// The actor took the case in hand.
    Claimed,
    /// The actor gave it back to the queue.
    Released,
    /// The actor was shown these fields in clear. Reads count too (PCI DSS 10.2.1.1).
    Viewed {
        /// What was shown.
        fields: FieldSet,
    },
    /// A check was put in the outbox.
    CheckRequested {
        /// Which.
        check: CheckId,
        /// What it asks.
        kind: CheckKind,
    },
    /// A call is about to leave; committed before its first byte.
    CallBegun {
        /// Which check.
        check: CheckId,
        /// The how-manieth call of it, from 1.
        attempt: u32,
    },
    /// The call provably had no effect and goes back to the outbox.
    CallRequeued {
        /// Which check.
        check: CheckId,
        /// Which call.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
    },
    /// An institution answered.
    CheckAnswered {
        /// Which check.
        check: CheckId,
        /// Which call.
        attempt: u32,
        /// What it said.
        answer: Answer,
    },
    /// The call ended without effect, and the same question will not do: the institution refused it, or the
    /// submission it asks about was mended before it left (cause `amended`).
    CallFailed {
        /// Which check.
        check: CheckId,
        /// Which call.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
        /// The institution's code.
        provider_code: String,
    },
    /// Nobody can say whether the call arrived.
    CallUnknown {
        /// Which check.
        check: CheckId,
        /// Which call.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
    },
    /// A person wants a failed or unknown check asked once more, knowing it may be billed again.
    CheckAskedAgain {
        /// Which check.
        check: CheckId,
    },
    /// Somebody wrote a note.
    NoteAdded {
        /// The text.
        text: Sensitive,
    },
    /// Somebody proposed how the case ends.
    Proposed(Box<ProposedDecision>),
    /// The proposal no longer stands, because what it rests on changed.
    ProposalVoided {
        /// What changed.
        cause: VoidCause,
    },
    /// A second person judged the proposal.
    Reviewed {
        /// How.
        verdict: Verdict,
        /// The hash of the proposal's record: an approval names what it approves.
        proposal: [u8; 32],
        /// Why, as reasons of the list.
        reasons: Vec<Reason>,
        /// The checker's words.
        note: Sensitive,
    },
    /// The outcome is final; the customer's message is held for a while.
    Decided {
        /// What.
        outcome: CaseOutcome,
        /// Why.
        reasons: Vec<Reason>,
        /// Until when it can be taken back, milliseconds since 1970.
        hold_until_ms: i64,
    },
    /// The decision was taken back before the customer heard of it.
    TakenBack,
    /// The message to the customer is about to leave.
    FeedbackBegun {
        /// The how-manieth time, from 1.
        attempt: u32,
    },
    /// The message provably did not go out and goes back to the outbox.
    FeedbackRequeued {
        /// Which time.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
    },
    /// The channel took the message.
    FeedbackSent {
        /// Which time.
        attempt: u32,
        /// The channel's number of the message.
        serial: String,
        /// The channel's id of the call.
        request_id: String,
    },
    /// The channel refused the message.
    FeedbackFailed {
        /// Which time.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
        /// The channel's code.
        provider_code: String,
    },
    /// Nobody can say whether the message went out.
    FeedbackUnknown {
        /// Which time.
        attempt: u32,
        /// Why, as a stable word.
        cause: String,
    },
    /// A person wants the message sent once more, knowing the customer may get two.
    FeedbackAskedAgain,
    /// An answer came after the final outcome and disagrees with it; a supervisor looks at it.
    LateEvidence {
        /// Which check.
        check: CheckId,
    },
    /// The actor was shown these masked fields in clear, for a reason (PCI DSS 10.2.1.1, JR/T 0171-2020).
    Revealed {
        /// What was shown.
        fields: FieldSet,
        /// Why.
        why: RevealReason,
        /// Why, in words; empty where the reason says it.
        words: Sensitive,
    },
    /// The case has ended and is kept until then, by the terms in force.
    RetentionSet {
        /// Until when, milliseconds since 1970.
        until_ms: i64,
        /// The hash of the terms.
        terms: [u8; 32],
    },
    /// It is kept whatever its date says.
    HoldPlaced {
        /// Why.
        reason: Sensitive,
    },
    /// Its date counts again.
    HoldLifted {
        /// Why.
        reason: Sensitive,
    },
}

/// A proposal as it was made: what, why, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedDecision {
    /// The outcome proposed.
    pub outcome: CaseOutcome,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The maker's words.
    pub note: Sensitive,
    /// The evidence at that moment ([`crate::evidence`]).
    pub digest: [u8; 32],
    /// Checks without an answer at that moment.
    pub pending: Vec<CheckId>,
    /// Why policy wants a second person; empty where it does not.
    pub reserved: Vec<policy::ReviewCause>,
}

vocabulary! {
    /// What made a proposal void.
    VoidCause {
        /// The customer mended the submission.
        Amended = "amended",
        /// A check that was out answered something else.
        AnswerDisagrees = "answer_disagrees",
    }
}

vocabulary! {
    /// How a second person judged a proposal.
    Verdict {
        /// It stands.
        Agree = "agree",
        /// Another outcome is right.
        Overturn = "overturn",
        /// The maker should look again.
        Return = "return",
    }
}

/// An event with its place in the log: what `evolve` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The record's id.
    pub record: RecordId,
    /// The record's hash.
    pub hash: [u8; 32],
    /// Who acted.
    pub actor: Actor,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// What happened.
    pub event: CaseEvent,
}
