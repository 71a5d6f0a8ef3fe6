//! Payment card numbers: ISO/IEC 7812, with the prefixes of the schemes and of mainland issuers.

mod issuer;
mod scheme;

pub use issuer::{CardKind, Issuer};
pub use scheme::Scheme;

use crate::masking::{Shown, cover};
use crate::sensitive::redacted_debug;
use crate::{Explanation, Problem, ProblemCode, normalise};

/// The shortest and the longest payment card number.
const LENGTHS: std::ops::RangeInclusive<usize> = 12..=19;

/// What a card number says about the card. None of it goes beyond the BIN, which the mask shows too.
#[derive(Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// The first six digits.
    pub bin: String,
    /// The schemes whose prefixes fit best; several where they share a range, none where no table knows it.
    /// A hint: ranges are shared between schemes, and cards carry two brands.
    pub schemes: Vec<Scheme>,
    /// The mainland issuers that claim the prefix; mostly one, sometimes two, none for cards of elsewhere.
    pub issuers: Vec<Issuer>,
}

redacted_debug!(CardFacts);

/// Reads a card number.
///
/// Valid is, after normalising: 12 to 19 digits, not all zero, Luhn sum right. What is not valid is refused, but
/// for one case: a mainland card (prefix and length in the table of mainland issuers, or a prefix of 62) whose
/// only fault is the Luhn sum, since old debit cards exist that do not follow it.
pub fn explain(raw: &str) -> Explanation<CardFacts> {
    let normalised = normalise(raw);
    let problems = problems(normalised.expose());
    Explanation::of(normalised, problems, |pan| CardFacts {
        bin: pan[..6].to_owned(),
        schemes: scheme::schemes_of(pan),
        issuers: issuer::issuers_of(pan),
    })
}

/// What a mask still tells of the issuer: the bank, where the mainland table names one only under these first digits,
/// and the kind of card, where all its rows agree. `bin` is the six digits a mask shows.
pub fn issuer_of_bin(bin: &str) -> Option<(&'static str, Option<CardKind>)> {
    (bin.len() == 6 && is_digits(bin)).then(|| issuer::issuer_of_bin(bin))?
}

/// BIN and last four (PCI DSS 4.0.1, requirement 3.4.1).
///
/// Fewer than 15 digits would leave so few hidden that they could be guessed with the Luhn sum; they, like values
/// that are no card number, show at most a quarter at either end.
pub fn mask(normalised: &str) -> String {
    let in_form = (15..=19).contains(&normalised.len()) && is_digits(normalised);
    cover(normalised, Shown { head: 6, tail: 4 }, in_form)
}

fn problems(pan: &str) -> Vec<Problem> {
    if pan.is_empty() {
        return vec![Problem::refuse(ProblemCode::Empty)];
    }
    let mut problems = Vec::new();
    // The characters come first: the Luhn crate skips whatever is no digit.
    if !is_digits(pan) {
        problems.push(Problem::refuse(ProblemCode::WrongAlphabet));
    }
    if !LENGTHS.contains(&pan.chars().count()) {
        problems.push(Problem::refuse(ProblemCode::WrongLength));
    }
    if !problems.is_empty() {
        return problems;
    }
    if pan.bytes().all(|b| b == b'0') {
        return vec![Problem::refuse(ProblemCode::AllZero)];
    }

    let mainland = pan.starts_with("62") || !issuer::issuers_of(pan).is_empty();
    if !luhn::valid(pan) {
        problems.push(if mainland {
            Problem::warn(ProblemCode::LuhnFailed)
        } else {
            Problem::refuse(ProblemCode::LuhnFailed)
        });
    }
    let schemes = scheme::schemes_of(pan);
    if issuer::issuers_of(pan).is_empty() {
        if schemes.is_empty() {
            problems.push(Problem::warn(ProblemCode::UnknownBin));
        } else if !scheme::length_is_usual(pan) {
            problems.push(Problem::warn(ProblemCode::UnusualLength));
        }
    }
    problems
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
