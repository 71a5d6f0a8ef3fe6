use identifiers::Sensitive;

use crate::Actor;
use crate::{
    Answer, CaseOutcome, CheckId, CheckKind, FieldSet, Finding, PersonId, Policy, Reason,
    RevealReason, Role, Submission, Verdict,
};

/// What somebody wants to do with a case. [`crate::decide`] answers with events or a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseCommand {
    /// Take in a screened submission.
    Submit {
        /// What was handed in.
        submission: Box<Submission>,
        /// What screening found.
        findings: Vec<Finding>,
    },
    /// Replace the submission by a mended one.
    Amend {
        /// The whole new version.
        submission: Box<Submission>,
        /// What screening found in it.
        findings: Vec<Finding>,
    },
    /// Take the case in hand.
    Claim,
    /// Give it back to the queue.
    Release,
    /// Be shown fields in clear.
    View {
        /// Which.
        fields: FieldSet,
    },
    /// Put a check in the outbox.
    RequestCheck {
        /// A fresh id.
        check: CheckId,
        /// What to ask.
        kind: CheckKind,
    },
    /// (Desk) A call is about to leave.
    BeginCall {
        /// Which check.
        check: CheckId,
    },
    /// (Desk) The call had no effect; back to the outbox.
    RequeueCall {
        /// Which check.
        check: CheckId,
        /// Why.
        cause: String,
    },
    /// (Desk) The institution answered.
    RecordAnswer {
        /// Which check.
        check: CheckId,
        /// What.
        answer: Answer,
    },
    /// (Desk) The institution refused the call.
    FailCall {
        /// Which check.
        check: CheckId,
        /// Why.
        cause: String,
        /// Its code.
        provider_code: String,
    },
    /// (Desk) Nobody knows whether the call arrived.
    LoseCall {
        /// Which check.
        check: CheckId,
        /// Why.
        cause: String,
    },
    /// Ask a failed or unknown check once more.
    AskAgain {
        /// Which check.
        check: CheckId,
    },
    /// Write a note.
    AddNote {
        /// The text.
        text: Sensitive,
    },
    /// Propose how the case ends.
    Propose {
        /// The outcome.
        outcome: CaseOutcome,
        /// Why.
        reasons: Vec<Reason>,
        /// In the maker's words.
        note: Sensitive,
    },
    /// Judge a proposal.
    Review {
        /// How.
        verdict: Verdict,
        /// With [`Verdict::Overturn`]: the outcome that is right.
        outcome: Option<CaseOutcome>,
        /// Why.
        reasons: Vec<Reason>,
        /// In the checker's words.
        note: Sensitive,
    },
    /// Take a decision back while its message is held.
    TakeBack,
    /// (Desk) The message is about to leave.
    BeginFeedback,
    /// (Desk) The message did not go out; back to the outbox.
    RequeueFeedback {
        /// Why.
        cause: String,
    },
    /// (Desk) The channel took the message.
    RecordFeedbackSent {
        /// The channel's number of the message.
        serial: String,
        /// The channel's id of the call.
        request_id: String,
    },
    /// (Desk) The channel refused the message.
    FailFeedback {
        /// Why.
        cause: String,
        /// Its code.
        provider_code: String,
    },
    /// (Desk) Nobody knows whether the message went out.
    LoseFeedback {
        /// Why.
        cause: String,
    },
    /// Send a failed or unknown message once more.
    AskFeedbackAgain,
    /// Be shown fields that are masked, for a reason.
    Reveal {
        /// Which.
        fields: FieldSet,
        /// Why.
        why: RevealReason,
        /// Why, in words; needed where the reason does not say it.
        words: Sensitive,
    },
    /// Keep the case whatever its date says.
    PlaceHold {
        /// Why.
        reason: Sensitive,
    },
    /// Let its date count again.
    LiftHold {
        /// Why.
        reason: Sensitive,
    },
}

/// Who acts, when, and under what.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who.
    pub actor: Actor,
    /// What they may be on this desk; empty for the desk itself.
    pub roles: &'a [Role],
    /// When, milliseconds since 1970.
    pub now_ms: i64,
    /// The policy new cases are pinned to.
    pub policy: &'a Policy,
}

impl Context<'_> {
    /// The person, where one acts who holds any of these roles.
    pub(crate) fn person_with(&self, any: &[Role]) -> Result<PersonId, crate::Refusal> {
        let person = self.actor.person().ok_or(crate::Refusal::NotAPersonsAct)?;
        if any.iter().any(|role| self.roles.contains(role)) {
            return Ok(person);
        }
        Err(crate::Refusal::RoleMissing {
            needed: any.first().copied().unwrap_or(Role::Operator),
        })
    }

    /// Fails unless the desk itself acts.
    pub(crate) fn desk_only(&self) -> Result<(), crate::Refusal> {
        match self.actor {
            Actor::Desk => Ok(()),
            Actor::Person(_) => Err(crate::Refusal::DesksOwnDuty),
        }
    }
}
