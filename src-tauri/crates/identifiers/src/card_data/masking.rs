use crate::{Sensitive, card, normalise};

/// A text that holds no card number in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutCardNumbers {
    /// The text, with masks.
    pub text: Sensitive,
    /// How many card numbers were masked.
    pub masked: u32,
}

/// Masks whatever groups of digits are together a card number by its check digit (PCI DSS 3.4.1), with single blanks
/// and hyphens between them.
pub fn mask_card_numbers(text: &str) -> WithoutCardNumbers {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut masked = 0;
    let mut at = 0;
    while at < chars.len() {
        let ends = ends_of_groups(&chars, at);
        let number = |end: usize| normalise(&chars[at..end].iter().collect::<String>());
        // The longest first: a card number may hold a shorter one. What stands before or behind it, a date or a phone
        // number, must not hide it.
        let found = ends
            .iter()
            .rev()
            .find(|end| card::explain(number(**end).expose()).valid);
        match (found, ends.first()) {
            (Some(end), _) => {
                out.push_str(&card::mask(number(*end).expose()));
                masked += 1;
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
    WithoutCardNumbers {
        text: Sensitive::from(out),
        masked,
    }
}

/// Where the groups of digits end that begin here and stand one gap apart; none where no digit stands here.
pub(super) fn ends_of_groups(chars: &[char], begin: usize) -> Vec<usize> {
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
