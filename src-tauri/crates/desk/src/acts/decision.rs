//! Proposing, reviewing, taking back.

use casework::policy::ReviewCause;
use casework::{
    Case, CaseCommand, CaseId, CaseOutcome, Policy, Reason, Refusal, Verdict, customer_message,
};
use identifiers::{Language, Sensitive};

use super::prose;
use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

/// What an outcome would lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What the customer reads.
    pub text: String,
    /// In which language.
    pub language: Language,
    /// Why policy would want a second person.
    pub causes: Vec<ReviewCause>,
    /// How long the message is held, in milliseconds.
    pub hold_ms: i64,
}

impl Desk {
    /// Proposes how a case ends. Where policy lets one person decide, that is the final outcome.
    ///
    /// # Errors
    /// A reason that does not exist or does not fit; whatever the case machine refuses.
    pub fn propose(
        &mut self,
        id: CaseId,
        outcome: CaseOutcome,
        reasons: &[String],
        note: &Sensitive,
    ) -> Result<Case, DeskFault> {
        let command = CaseCommand::Propose {
            outcome,
            reasons: parse(reasons)?,
            note: prose(note)?,
        };
        self.act(id, &command)
    }

    /// What an outcome with these reasons would lead to. Nothing is on record.
    ///
    /// # Errors
    /// A reason that does not exist; [`Refusal::DataGone`]; the role that works cases is needed.
    pub fn preview(
        &self,
        id: CaseId,
        outcome: CaseOutcome,
        reasons: &[String],
    ) -> Result<Preview, DeskFault> {
        self.needs_case_worker()?;
        let reasons = parse(reasons)?;
        let case = self.load(id)?.case;
        let submission = case.submission.as_ref().ok_or(Refusal::DataGone)?;
        let policy = Policy::of(case.policy).unwrap_or(&Policy::ONE);
        Ok(Preview {
            text: customer_message(
                outcome,
                &reasons,
                submission.language,
                &submission.reference,
            ),
            language: submission.language,
            causes: policy.reserves(&case, outcome),
            hold_ms: policy.feedback_hold_ms,
        })
    }

    /// Judges a proposal. Overturning takes the outcome that is right; where it is not said, the first reason's usual one.
    ///
    /// # Errors
    /// The two-person rule; evidence that changed; whatever the case machine refuses.
    pub fn review(
        &mut self,
        id: CaseId,
        verdict: Verdict,
        outcome: Option<CaseOutcome>,
        reasons: &[String],
        note: &Sensitive,
    ) -> Result<Case, DeskFault> {
        let reasons = parse(reasons)?;
        let outcome = outcome.or_else(|| reasons.first()?.outcomes().first().copied());
        self.act(
            id,
            &CaseCommand::Review {
                verdict,
                outcome,
                reasons,
                note: prose(note)?,
            },
        )
    }

    /// Takes a decision back while its message is held.
    ///
    /// # Errors
    /// The hold is over; somebody else decided.
    pub fn take_back(&mut self, id: CaseId) -> Result<Case, DeskFault> {
        self.act(id, &CaseCommand::TakeBack)
    }
}

fn parse(reasons: &[String]) -> Result<Vec<Reason>, HouseRefusal> {
    reasons
        .iter()
        .map(|code| Reason::parse(code).ok_or(HouseRefusal::NoSuchReason))
        .collect()
}
