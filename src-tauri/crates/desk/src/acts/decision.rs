//! Proposing, reviewing, taking back.

use casework::{Case, CaseCommand, CaseId, CaseOutcome, Reason, Verdict};
use identifiers::Sensitive;

use super::work::prose;
use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

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
