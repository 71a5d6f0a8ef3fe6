//! What a person types to open their own keys.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A passphrase in one spelling: NFKC, so that the same characters typed on another keyboard or
/// system give the same key. Blanks count and are kept. Wiped on drop.
pub struct Passphrase(Zeroizing<String>);

/// How long a new passphrase must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseRule {
    /// An operator or auditor on a desk with a keychain: 12 characters.
    Ordinary,
    /// A supervisor or administrator, and everybody on a desk without keychain: 15 characters.
    Elevated,
}

impl PassphraseRule {
    /// The fewest characters, counted as Unicode scalar values after NFKC.
    pub fn fewest_characters(self) -> usize {
        match self {
            Self::Ordinary => 12,
            Self::Elevated => 15,
        }
    }
}

/// Why a new passphrase is not taken. Tells nothing of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseRefusal {
    /// It has fewer characters than the rule asks.
    TooShort {
        /// The fewest characters that the rule takes.
        needed: usize,
    },
    /// It is made of words and sequences that are tried first: common passwords, the desk's own
    /// words, runs and repetitions.
    Common,
}

impl fmt::Display for PassphraseRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { needed } => {
                write!(f, "the passphrase has fewer than {needed} characters")
            }
            Self::Common => f.write_str("the passphrase is one of those tried first"),
        }
    }
}

impl std::error::Error for PassphraseRefusal {}

impl Passphrase {
    /// A passphrase as entered to sign in. No rule is asked: it was when the passphrase was chosen,
    /// and a wrong one simply opens nothing.
    pub fn entered(typed: &str) -> Self {
        // NFKC makes at most 18 characters of one; with the room reserved nothing moves while it
        // grows, and so no unwiped copy is left behind.
        let room = typed.nfkc().map(char::len_utf8).sum();
        let mut text = Zeroizing::new(String::with_capacity(room));
        text.extend(typed.nfkc());
        Self(text)
    }

    /// A new passphrase, judged by the rule. `own_words` are what someone who knows the desk
    /// would try: its name, the person's name, the firm's.
    ///
    /// The blocklist is a floor, not a measure of strength (NIST SP 800-63B-4 section 3.1.1.2 asks
    /// for one): what is left after taking away listed words, runs and repetitions must still have
    /// five different characters.
    ///
    /// # Errors
    /// [`PassphraseRefusal`], the length first.
    pub fn chosen(
        typed: &str,
        rule: PassphraseRule,
        own_words: &[&str],
    ) -> Result<Self, PassphraseRefusal> {
        let passphrase = Self::entered(typed);
        let needed = rule.fewest_characters();
        if passphrase.0.chars().count() < needed {
            return Err(PassphraseRefusal::TooShort { needed });
        }
        if is_common(&passphrase.0, own_words) {
            return Err(PassphraseRefusal::Common);
        }
        Ok(passphrase)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(secret)")
    }
}

/// Words that lists of stolen passwords begin with, and the house's own.
const COMMON_WORDS: [&str; 36] = [
    "correcthorsebatterystaple",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "veridesk",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "iloveyou",
    "woaini",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "starwars",
    "asdfghjkl",
    "1q2w3e4r",
    "qazwsx",
    "zxcvbnm",
    "letmein",
    "welcome",
    "default",
    "changeme",
    "monkey",
    "dragon",
    "shadow",
    "master",
    "secret",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "admin",
    "login",
    "核验台",
    "密码",
    "口令",
];

const DIFFERENT_CHARACTERS: usize = 5;

fn is_common(text: &str, own_words: &[&str]) -> bool {
    let own = own_words.iter().flat_map(|words| words.split_whitespace());
    let own = own.map(|word| word.nfkc().collect::<String>().to_lowercase());
    let mut words: Vec<String> = own.chain(COMMON_WORDS.map(str::to_owned)).collect();
    // Longer ones first, so that a word within another does not leave its rest behind.
    words.sort_by_key(|word| Reverse(word.len()));
    let mut rest = Zeroizing::new(text.to_lowercase());
    for word in words {
        rest = Zeroizing::new(rest.replace(&word, " "));
    }
    // A character that repeats the last one, or is its neighbour in the alphabet, adds nothing.
    let mut last = None;
    let left: BTreeSet<char> = rest
        .chars()
        .filter(|character| {
            let runs =
                last.is_some_and(|last: char| u32::from(last).abs_diff(u32::from(*character)) <= 1);
            last = Some(*character);
            !runs && character.is_alphanumeric()
        })
        .collect();
    left.len() < DIFFERENT_CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(typed: &str, rule: PassphraseRule) -> Option<PassphraseRefusal> {
        Passphrase::chosen(typed, rule, &["Harbour Desk", "张三"]).err()
    }

    #[test]
    fn twelve_characters_are_enough_for_an_operator_and_fifteen_for_a_supervisor() {
        let (eleven, twelve) = ("blue kettle", "blue kettles");
        assert_eq!(
            refusal(eleven, PassphraseRule::Ordinary),
            Some(PassphraseRefusal::TooShort { needed: 12 })
        );
        assert_eq!(refusal(twelve, PassphraseRule::Ordinary), None);
        assert_eq!(
            refusal(twelve, PassphraseRule::Elevated),
            Some(PassphraseRefusal::TooShort { needed: 15 })
        );
        assert_eq!(refusal("blue kettles 42", PassphraseRule::Elevated), None);
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(
            refusal("三只猫在屋顶上看海", PassphraseRule::Ordinary),
            Some(PassphraseRefusal::TooShort { needed: 12 })
        );
        assert_eq!(
            refusal("三只猫在屋顶上看海等月亮", PassphraseRule::Ordinary),
            None
        );
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "password1234",
            "Veridesk2026!",
            "aaaaaaaaaaaa",
            "123456789012",
            "abcdefghijkl",
            "qwertyuiop12",
            "HarbourDesk11",
            "张三张三张三张三密码密码",
            "ababababababab",
            "P@ssw0rd P@ssw0rd",
            "abc123abc123abc",
        ] {
            assert_eq!(
                refusal(common, PassphraseRule::Ordinary),
                Some(PassphraseRefusal::Common),
                "{common}"
            );
        }
    }

    #[test]
    fn the_same_characters_from_another_keyboard_are_the_same_passphrase() {
        let composed = Passphrase::entered("caf\u{e9} ①23");
        let decomposed = Passphrase::entered("cafe\u{301} 1２３");
        assert_eq!(composed.bytes(), decomposed.bytes());
    }

    #[test]
    fn a_passphrase_is_not_shown() {
        assert_eq!(
            format!("{:?}", Passphrase::entered("blue kettles")),
            "Passphrase(secret)"
        );
    }
}
