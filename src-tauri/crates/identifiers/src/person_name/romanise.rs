//! Chinese names in pinyin.

use pinyin::{Pinyin, ToPinyin};
use zeroize::Zeroizing;

use super::surname;
use crate::Sensitive;

/// The longest syllable, an apostrophe before it, and ü counting as two.
const LONGEST_SYLLABLE: usize = 8;

/// Surname first, the given name in one word, both with a capital; the parts of a name with middle dots each in
/// one word. The apostrophe goes before a, o, e inside a word (GB/T 28039), ü becomes yu.
pub(super) fn romanise(surname: Option<&str>, given: &str) -> Option<Sensitive> {
    let characters = surname.unwrap_or("").chars().count() + given.chars().count();
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_SYLLABLE * (characters + 1)));
    if let Some(surname) = surname {
        match surname::reading(surname) {
            Some(reading) => push_capitalised(&mut text, reading),
            None => push_word(&mut text, surname)?,
        }
    }
    for word in given.split('·') {
        if !text.is_empty() {
            text.push(' ');
        }
        push_word(&mut text, word)?;
    }
    Some(Sensitive::collect(text.chars()))
}

fn push_word(text: &mut String, characters: &str) -> Option<()> {
    for (place, syllable) in characters.to_pinyin().enumerate() {
        let syllable = syllable.map(Pinyin::plain)?;
        if place == 0 {
            push_capitalised(text, syllable);
            continue;
        }
        if syllable.starts_with(['a', 'o', 'e']) {
            text.push('\'');
        }
        push_ascii(text, syllable.chars());
    }
    Some(())
}

fn push_capitalised(text: &mut String, syllable: &str) {
    let mut letters = syllable.chars();
    text.extend(letters.next().map(|c| c.to_ascii_uppercase()));
    push_ascii(text, letters);
}

fn push_ascii(text: &mut String, letters: impl Iterator<Item = char>) {
    for letter in letters {
        match letter {
            'ü' => text.push_str("yu"),
            other => text.push(other),
        }
    }
}
