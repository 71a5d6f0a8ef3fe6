//! The resident identity number of mainland China: GB 11643, eighteen characters.
//!
//! | places | content |
//! |---|---|
//! | 1 to 6 | division of registration, GB/T 2260, as of the time of numbering |
//! | 7 to 14 | birth date, YYYYMMDD |
//! | 15 to 17 | sequence; place 17 is odd for men, even for women |
//! | 18 | check character, ISO 7064 MOD 11-2 |

mod division;

use jiff::civil::Date;
use zeroize::Zeroizing;

pub use division::{Division, DivisionStatus};

use crate::masking::{Shown, cover};
use crate::sensitive::redacted_debug;
use crate::{Explanation, Problem, ProblemCode, normalise};

/// The earliest birth date that is taken for real.
const EARLIEST_BIRTH: Date = Date::constant(1890, 1, 1);

/// What a resident number says about the person. All of it narrows the number down and is masked with it.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentIdFacts {
    /// Places 7 to 14.
    pub birth_date: BirthDate,
    /// Place 17.
    pub sex: Sex,
    /// Places 1 to 6.
    pub division: Division,
}

/// The day a person was born; wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct BirthDate(Zeroizing<(i16, i8, i8)>);

impl BirthDate {
    /// The date in clear, under the same conditions as [`Sensitive::expose`](crate::Sensitive::expose).
    pub fn expose(&self) -> Date {
        let (year, month, day) = *self.0;
        Date::new(year, month, day).expect("made from a date")
    }
}

impl From<Date> for BirthDate {
    fn from(date: Date) -> Self {
        BirthDate(Zeroizing::new((date.year(), date.month(), date.day())))
    }
}

redacted_debug!(ResidentIdFacts, BirthDate);

/// Sex as registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Even sequence.
    Female,
    /// Odd sequence.
    Male,
}

impl Sex {
    /// The stable name: `female` or `male`.
    pub fn as_str(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
}

/// Reads a resident number.
///
/// Valid is, after normalising: 17 digits and a digit or X; the first two digits a province of GB/T 2260; a day
/// of the Gregorian calendar from 1890-01-01 to `today`; the check character of ISO 7064 MOD 11-2.
///
/// GB/T 2260 lists 71 (Taiwan), 81 (Hong Kong) and 82 (Macao) among the provinces, so they are valid, but no
/// resident number carries them (81 and 82 open residence permits): they warn. 83, the permits of Taiwan
/// residents, is in no edition of the standard and is refused. An unknown six-digit division only warns: a
/// number keeps its division for life, and no table has them all.
pub fn explain(raw: &str, today: Date) -> Explanation<ResidentIdFacts> {
    let normalised = normalise(raw);
    let problems = match Fields::split(normalised.expose()) {
        Ok(fields) => fields.problems(today),
        Err(problems) => problems,
    };
    Explanation::of(normalised, problems, |number| {
        let fields = Fields::split(number).expect("a number that is not refused has all fields");
        let birth_date = fields
            .birth_date()
            .expect("a number that is not refused has a date");
        ResidentIdFacts {
            birth_date: birth_date.into(),
            sex: fields.sex(),
            division: Division::of(fields.division, birth_date),
        }
    })
}

/// First three and last two characters. The rule of the house for documents; a value that is no resident number
/// shows at most a quarter of itself at either end.
pub fn mask(normalised: &str) -> String {
    let in_form = Fields::split(normalised).is_ok();
    cover(normalised, Shown { head: 3, tail: 2 }, in_form)
}

/// The fields of a number whose length and alphabet are right; nothing else is known about them.
struct Fields<'a> {
    body: &'a str,
    division: &'a str,
    birth: &'a str,
    sequence: &'a str,
    check: char,
}

impl<'a> Fields<'a> {
    fn split(number: &'a str) -> Result<Self, Vec<Problem>> {
        if number.is_empty() {
            return Err(vec![Problem::refuse(ProblemCode::Empty)]);
        }
        let digits = number.strip_suffix('X').unwrap_or(number);
        let in_alphabet = digits.bytes().all(|b| b.is_ascii_digit());
        if in_alphabet && number.len() == 18 {
            let (body, check) = number.split_at(17);
            return Ok(Fields {
                body,
                division: &body[..6],
                birth: &body[6..14],
                sequence: &body[14..],
                check: if check == "X" {
                    'X'
                } else {
                    char::from(check.as_bytes()[0])
                },
            });
        }
        let mut problems = Vec::new();
        if !in_alphabet {
            problems.push(Problem::refuse(ProblemCode::WrongAlphabet));
        }
        if in_alphabet && digits.len() == 15 && number.len() == 15 {
            problems.push(Problem::refuse(ProblemCode::FifteenDigitNumber));
        } else if number.chars().count() != 18 {
            problems.push(Problem::refuse(ProblemCode::WrongLength));
        }
        Err(problems)
    }

    fn problems(&self, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !division::is_province(&self.division[..2]) {
            problems.push(Problem::refuse(ProblemCode::UnknownProvince));
        } else if matches!(&self.division[..2], "71" | "81" | "82") {
            problems.push(Problem::warn(ProblemCode::ProvinceWithoutResidentNumbers));
        } else if !division::is_listed(self.division) {
            problems.push(Problem::warn(ProblemCode::UnknownDivision));
        }
        match self.birth_date() {
            None => problems.push(Problem::refuse(ProblemCode::ImpossibleDate)),
            Some(date) if date < EARLIEST_BIRTH => {
                problems.push(Problem::refuse(ProblemCode::DateBefore1890));
            }
            Some(date) if date > today => problems.push(Problem::refuse(ProblemCode::DateInFuture)),
            Some(_) => {}
        }
        if check_character(self.body) != self.check {
            problems.push(Problem::refuse(ProblemCode::WrongCheckCharacter));
        }
        problems
    }

    fn birth_date(&self) -> Option<Date> {
        let year = self.birth[..4].parse().ok()?;
        let month = self.birth[4..6].parse().ok()?;
        let day = self.birth[6..].parse().ok()?;
        Date::new(year, month, day).ok()
    }

    fn sex(&self) -> Sex {
        match self.sequence.as_bytes()[2] % 2 {
            0 => Sex::Female,
            _ => Sex::Male,
        }
    }
}

/// ISO 7064 MOD 11-2 over a text of digits: the character that makes the whole leave 1.
fn check_character(digits: &str) -> char {
    let product = digits.bytes().fold(0, |product, digit| {
        (product + u32::from(digit - b'0')) * 2 % 11
    });
    match (12 - product) % 11 {
        10 => 'X',
        value => char::from_digit(value, 10).expect("a remainder below ten is a digit"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_of_the_standards_own_example() {
        // ISO 7064 MOD 11-2, example 0794 with check character 0; 079 with X.
        assert_eq!(check_character("0794"), '0');
        assert_eq!(check_character("079"), 'X');
    }

    #[test]
    fn facts_show_nothing_when_printed() {
        let explained = explain("110101190402290002", Date::constant(2026, 1, 1));
        let printed = format!("{explained:?}");
        assert!(explained.valid);
        for telling in ["1101", "1904", "Female", "北京"] {
            assert!(!printed.contains(telling), "{printed}");
        }
    }
}
