//! Being shown what is masked: on record first, then in clear.

use casework::policy::REVEAL_MS;
use casework::{
    CaseCommand, CaseId, Field, FieldSet, Refusal, RevealReason, Sight, decide, is_masked,
};
use identifiers::Sensitive;
use record::Part;

use super::prose;
use crate::DeskFault;
use crate::desk::{Desk, TO_SEND};

/// What somebody is shown for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The values in clear, in the order of the fields.
    pub values: Vec<(Field, Sensitive)>,
    /// When a face masks them again, milliseconds since 1970.
    pub until_ms: i64,
}

/// The parts the customer's own data lies in. The card number lies in a part of its own, which opens for it alone.
const WITHOUT_CARD: &[Part] = &[Part::Overview, Part::Pii];

impl Desk {
    /// Shows fields that are masked to the person signed in. The record of it is on the disk before this answers. Card
    /// numbers in the words are masked as they are written.
    ///
    /// # Errors
    /// Whatever the case machine refuses; words as [`Desk::add_note`] takes none; a desk in quarantine writes no record
    /// and so reveals nothing.
    pub fn reveal(
        &mut self,
        id: CaseId,
        fields: FieldSet,
        why: RevealReason,
        words: &Sensitive,
    ) -> Result<Revealed, DeskFault> {
        self.needs_case_worker()?;
        self.not_in_quarantine()?;
        let words = prose(words)?;
        let command = CaseCommand::Reveal { fields, why, words };
        // Judged before the card number is opened, and once more with what is committed.
        decide(&self.load(id)?.case, &command, &self.context(self.me()))?;
        // Read before it is on record, so that no record says somebody saw what could not be read.
        let values = self.in_clear(id, fields)?;
        self.act(id, &command)?;
        Ok(Revealed {
            values,
            until_ms: self.now_ms().saturating_add(REVEAL_MS),
        })
    }

    fn in_clear(&self, id: CaseId, fields: FieldSet) -> Result<Vec<(Field, Sensitive)>, DeskFault> {
        let parts = match fields.contains(Field::CardNumber) {
            true => TO_SEND,
            false => WITHOUT_CARD,
        };
        let submission = self.load_parts(id, parts)?.case.submission;
        let submission = submission.ok_or(Refusal::DataGone)?;
        let value = |field: Field| {
            if is_masked(field, Sight::Reveal(fields)) {
                return Err(Refusal::NothingToReveal.into());
            }
            let value = submission.confided(field).ok_or(Refusal::DataGone)?;
            Ok((field, value.clone()))
        };
        fields.iter().map(value).collect()
    }
}
