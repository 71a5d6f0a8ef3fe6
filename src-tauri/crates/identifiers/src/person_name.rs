//! A person's name as the document writes it: Chinese, also of minorities with a middle dot; Latin; both.

mod characters;
mod romanise;
mod spelling;
mod surname;

pub use characters::Script;

use crate::sensitive::redacted_debug;
use crate::{Explanation, Problem, ProblemCode, Sensitive};
use characters::{is_digit, is_invisible, is_letter, is_mark};

/// The longest name taken, in characters.
const LONGEST: usize = 100;

/// What a name says about itself.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonNameFacts {
    /// In which script it is written.
    pub script: Script,
    /// The family name, where the form of the name tells it: a Chinese name without a middle dot by the list of
    /// compound surnames; a Latin name by its comma, else its first word if that alone is in capitals, else its last.
    /// `None` for one word or one character, names with a middle dot (they have no surname) and mixed scripts.
    pub surname: Option<Sensitive>,
    /// What is left beside the surname; the whole name if there is none.
    pub given: Sensitive,
    /// Chinese names in pinyin without tones, as passports spell them (ü as yu): `Ouyang Nana`. Surnames have
    /// their own readings; a given name takes the commonest reading of each character, so this is a guess at how
    /// the person says it. `None` if the name is not all Chinese or a character has no known reading.
    pub pinyin: Option<Sensitive>,
}

redacted_debug!(PersonNameFacts);

/// Reads a name.
///
/// Refused are: nothing, digits, control, direction and zero-width characters, anything else that is no letter
/// and no mark of a name, marks out of place, more than 100 characters. Everything else is valid; whether such a
/// name exists is not for the house to say.
///
/// The normalised form is NFKC with one spelling for each mark (the middle dot is U+00B7 whichever of its
/// look-alikes was typed; a full stop between Chinese characters is one too), single blanks between words, none
/// inside Chinese text.
/// Upper and lower case stay as typed.
pub fn explain(raw: &str) -> Explanation<PersonNameFacts> {
    let normalised = spelling::normalise(raw);
    let problems = problems(normalised.expose());
    Explanation::of(normalised, problems, |name| {
        let script = Script::of(name);
        let (surname, given) = surname::split(name, script);
        PersonNameFacts {
            script,
            surname: surname.map(Sensitive::from),
            given: Sensitive::from(given),
            pinyin: match script {
                Script::Chinese => romanise::romanise(surname, given),
                Script::Latin | Script::Mixed | Script::Other => None,
            },
        }
    })
}

/// A Chinese surname, else the first letter (of the family name where the name is Latin), and one star whatever
/// the length. A name of one letter, or text that is no name and begins with no letter, shows nothing.
pub fn mask(normalised: &str) -> String {
    let mut shown = "";
    if normalised.chars().filter(|&c| is_letter(c)).count() > 1 {
        shown = first_letter(normalised);
        if problems(normalised).is_empty() {
            let script = Script::of(normalised);
            if let (Some(surname), _) = surname::split(normalised, script) {
                shown = match script {
                    Script::Chinese => surname,
                    Script::Latin | Script::Mixed | Script::Other => first_letter(surname),
                };
            }
        }
    }
    format!("{shown}*")
}

/// The first character if it is a letter.
fn first_letter(text: &str) -> &str {
    match text.chars().next() {
        Some(c) if is_letter(c) => &text[..c.len_utf8()],
        _ => "",
    }
}

fn problems(name: &str) -> Vec<Problem> {
    if name.is_empty() {
        return vec![Problem::refuse(ProblemCode::Empty)];
    }
    let stray =
        |c: char| !(is_letter(c) || is_mark(c) || is_digit(c) || is_invisible(c) || c == ' ');
    let found = [
        (ProblemCode::TooLong, name.chars().count() > LONGEST),
        (ProblemCode::DigitInName, name.chars().any(is_digit)),
        (
            ProblemCode::InvisibleCharacter,
            name.chars().any(is_invisible),
        ),
        (ProblemCode::WrongAlphabet, name.chars().any(stray)),
        (
            ProblemCode::MisplacedMark,
            spelling::has_misplaced_mark(name),
        ),
    ];
    found
        .into_iter()
        .filter(|&(_, holds)| holds)
        .map(|(code, _)| Problem::refuse(code))
        .collect()
}
