//! Claiming, releasing, writing notes.

use casework::{Case, CaseCommand, CaseId};
use identifiers::{Sensitive, card_data};

use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

/// Longest note, in characters.
const LONGEST_NOTE: usize = 4_000;

impl Desk {
    /// Takes a case in hand.
    ///
    /// # Errors
    /// Somebody else has it; its status does not allow it.
    pub fn claim(&mut self, id: CaseId) -> Result<Case, DeskFault> {
        self.act(id, &CaseCommand::Claim)
    }

    /// Gives a case back to the queue.
    ///
    /// # Errors
    /// The person does not have it in hand.
    pub fn release(&mut self, id: CaseId) -> Result<Case, DeskFault> {
        self.act(id, &CaseCommand::Release)
    }

    /// Writes a note. Card numbers in it are masked as it is written.
    ///
    /// # Errors
    /// An empty note, one over 4,000 characters, or one with card data that is never stored; somebody else has the case.
    pub fn add_note(&mut self, id: CaseId, text: &Sensitive) -> Result<Case, DeskFault> {
        let text = prose(text)?;
        self.act(id, &CaseCommand::AddNote { text })
    }
}

/// What people write, fit to be kept: not too long, without card data that is never stored, and with card numbers masked.
pub(crate) fn prose(text: &Sensitive) -> Result<Sensitive, HouseRefusal> {
    if text.expose().chars().nth(LONGEST_NOTE).is_some() {
        return Err(HouseRefusal::TooLong);
    }
    if let Some(kind) = card_data::found_in(text.expose()) {
        return Err(HouseRefusal::CardData(kind));
    }
    Ok(card_data::mask_card_numbers(text.expose().trim()).text)
}

#[cfg(test)]
mod tests {
    use identifiers::card_data::NeverStored;

    use super::*;

    fn kept(text: &str) -> String {
        prose(&Sensitive::from(text))
            .expect("short enough")
            .expose()
            .to_owned()
    }

    #[test]
    fn a_card_number_in_a_note_is_masked_as_it_is_written() {
        let note = kept("called about 4111 1111-1111 1111, holder agrees");
        assert!(!note.contains("1111 1111"), "{note}");
        assert!(
            note.starts_with("called about 411111") && note.ends_with("1111, holder agrees"),
            "{note}"
        );
    }

    #[test]
    fn digits_beside_a_card_number_do_not_hide_it() {
        for text in [
            "4111 1111 1111 1111 12 27",
            "2026-11-22 4111111111111111",
            "13800138000 4111-1111-1111-1111 8",
        ] {
            let note = kept(text);
            assert!(
                note.contains(&identifiers::card::mask("4111111111111111")),
                "{note}"
            );
            assert!(
                !note.contains("1111 1111") && !note.contains("11111111"),
                "{note}"
            );
        }
    }

    #[test]
    fn full_width_digits_are_digits() {
        assert!(!kept("卡号４１１１１１１１１１１１１１１１").contains("１１１１１１１１"));
    }

    #[test]
    fn numbers_that_are_no_card_stay() {
        assert_eq!(
            kept("called 2026-11-22 10:30, ticket 12345"),
            "called 2026-11-22 10:30, ticket 12345"
        );
    }

    #[test]
    fn a_note_with_card_data_that_is_never_stored_is_refused_whole() {
        for (text, kind) in [
            ("CVV 123", NeverStored::SecurityCode),
            ("4111 1111 1111 1111 12/27", NeverStored::CardExpiry),
            (";4111111111111111=27121010000", NeverStored::TrackData),
            ("密码 123456", NeverStored::Pin),
        ] {
            let refused = prose(&Sensitive::from(text));
            assert_eq!(refused, Err(HouseRefusal::CardData(kind)), "{text}");
        }
    }

    #[test]
    fn a_note_has_an_end() {
        assert_eq!(
            prose(&Sensitive::from("x".repeat(4_001))),
            Err(HouseRefusal::TooLong)
        );
    }
}
