//! Mobile numbers of mainland China: eleven digits, country code +86.

mod range;

pub use range::{NumberRange, Operator, RangeKind};

use crate::masking::{Shown, cover};
use crate::sensitive::redacted_debug;
use crate::{Explanation, Problem, ProblemCode, Sensitive, normalise};

/// What a mobile number says about itself.
#[derive(Clone, PartialEq, Eq)]
pub struct MobileFacts {
    /// To whom the range was assigned, if the table has it. Numbers can be carried to another operator, so it
    /// does not tell who serves the number today.
    pub range: Option<NumberRange>,
}

redacted_debug!(MobileFacts);

/// Reads a mainland mobile number.
///
/// Valid is, after normalising and without a leading +86, 0086 or 86: 1, a digit from 3 to 9, nine more digits.
/// A range that was not assigned at the date of the table only warns. The normalised form is the eleven digits;
/// a value that is refused keeps what was typed.
pub fn explain(raw: &str) -> Explanation<MobileFacts> {
    let typed = normalise(raw);
    let normalised = Sensitive::from(national(typed.expose()));
    let problems = problems(normalised.expose());
    Explanation::of(normalised, problems, |number| MobileFacts {
        range: range::range_of(number),
    })
}

/// First three and last four digits; a value that is no mobile number shows at most a quarter at either end.
pub fn mask(normalised: &str) -> String {
    cover(
        normalised,
        Shown { head: 3, tail: 4 },
        is_mobile(normalised),
    )
}

/// The number without its country code. A bare 86 is one only before eleven characters: a shorter number that
/// begins with 86 has lost digits somewhere, and cutting it would hide where.
fn national(typed: &str) -> &str {
    typed
        .strip_prefix("+86")
        .or_else(|| typed.strip_prefix("0086"))
        .or_else(|| {
            typed
                .strip_prefix("86")
                .filter(|rest| rest.chars().count() == 11)
        })
        .unwrap_or(typed)
}

fn problems(number: &str) -> Vec<Problem> {
    let foreign = number
        .strip_prefix('+')
        .or_else(|| number.strip_prefix("00"));
    let digits = number.strip_prefix('+').unwrap_or(number);
    let refusal = if number.is_empty() {
        Some(ProblemCode::Empty)
    } else if !digits.bytes().all(|b| b.is_ascii_digit()) {
        Some(ProblemCode::WrongAlphabet)
    } else if foreign.is_some() {
        Some(ProblemCode::ForeignNumber)
    } else if number.len() == 13 && ["140", "141", "144"].iter().any(|p| number.starts_with(p)) {
        Some(ProblemCode::MachineNumber)
    } else if number.len() != 11 {
        Some(ProblemCode::WrongLength)
    } else if !is_mobile(number) {
        Some(ProblemCode::NotAMobilePrefix)
    } else {
        None
    };
    match refusal {
        Some(code) => vec![Problem::refuse(code)],
        None if range::range_of(number).is_none() => {
            vec![Problem::warn(ProblemCode::UnassignedRange)]
        }
        None => Vec::new(),
    }
}

fn is_mobile(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}
