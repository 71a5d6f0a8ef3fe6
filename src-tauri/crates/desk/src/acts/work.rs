//! Claiming, releasing, writing notes.

use casework::{Case, CaseCommand, CaseId};
use identifiers::Sensitive;

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
    /// An empty note or one over 4,000 characters; somebody else has the case.
    pub fn add_note(&mut self, id: CaseId, text: &Sensitive) -> Result<Case, DeskFault> {
        let text = prose(text)?;
        self.act(id, &CaseCommand::AddNote { text })
    }
}

/// What people write about a case, fit to be kept: not too long, and without card numbers.
pub(super) fn prose(text: &Sensitive) -> Result<Sensitive, HouseRefusal> {
    if text.expose().chars().nth(LONGEST_NOTE).is_some() {
        return Err(HouseRefusal::TooLong);
    }
    Ok(without_card_numbers(text.expose().trim()))
}

/// Masks whatever groups of digits are together a card number by its check digit (PCI DSS 3.4.1), with single blanks
/// and hyphens between them.
fn without_card_numbers(text: &str) -> Sensitive {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let ends = ends_of_groups(&chars, at);
        let number =
            |end: usize| identifiers::normalise(&chars[at..end].iter().collect::<String>());
        // The longest first: a card number may hold a shorter one. What stands before or behind it, a date or a phone
        // number, must not hide it.
        let card = ends
            .iter()
            .rev()
            .find(|end| identifiers::card::explain(number(**end).expose()).valid);
        match (card, ends.first()) {
            (Some(end), _) => {
                out.push_str(&identifiers::card::mask(number(*end).expose()));
                at = *end;
            }
            (None, Some(end)) => {
                out.extend(&chars[at..*end]);
                at = *end;
            }
            (None, None) => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    Sensitive::from(out)
}

/// Where the groups of digits end that begin here and stand one gap apart; none where no digit stands here.
fn ends_of_groups(chars: &[char], begin: usize) -> Vec<usize> {
    let is_digit = |at: usize| {
        chars
            .get(at)
            .is_some_and(|it| it.is_ascii_digit() || ('０'..='９').contains(it))
    };
    let is_gap = |at: usize| {
        chars
            .get(at)
            .is_some_and(|it| matches!(it, ' ' | '-' | '\u{2010}'..='\u{2015}'))
    };
    let mut ends = Vec::new();
    let mut end = begin;
    // No card number has more groups than digits.
    while is_digit(end) && ends.len() < 19 {
        while is_digit(end) {
            end += 1;
        }
        ends.push(end);
        if is_gap(end) {
            end += 1;
        }
    }
    ends
}

#[cfg(test)]
mod tests {
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
    fn a_note_has_an_end() {
        assert_eq!(
            prose(&Sensitive::from("x".repeat(4_001))),
            Err(HouseRefusal::TooLong)
        );
    }
}
