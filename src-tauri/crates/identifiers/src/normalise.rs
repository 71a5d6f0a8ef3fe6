use unicode_normalization::UnicodeNormalization;

use crate::Sensitive;

/// Brings a number or code into the form that is checked, stored and compared: NFKC (full-width digits become
/// ASCII), without blanks and hyphens, in upper case.
///
/// Blanks are all of Unicode `White_Space`; hyphens are all of the general category `Pd` and the minus sign.
/// Nothing else is dropped: a letter, a zero-width character or a digit of another script stays, so that the
/// check that follows refuses it. Names are not normalised here, see [`crate::person_name`].
pub fn normalise(raw: &str) -> Sensitive {
    Sensitive::collect(
        raw.nfkc()
            .filter(|&c| !c.is_whitespace() && !is_hyphen(c))
            .flat_map(char::to_uppercase),
    )
}

/// General category `Pd` (Unicode 16) as it can remain after NFKC, and U+2212 MINUS SIGN.
fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{058A}' | '\u{05BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{10D6E}'
                | '\u{10EAD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(raw: &str, normalised: &str) {
        assert_eq!(normalise(raw).expose(), normalised);
    }

    #[test]
    fn full_width_text_becomes_ascii_in_upper_case() {
        becomes("１１０１０１ｘ", "110101X");
        becomes("＋８６", "+86");
    }

    #[test]
    fn every_kind_of_blank_and_hyphen_is_dropped() {
        becomes(" 1\u{3000}2\u{00A0}3\t4\u{2009}5\r\n", "12345");
        becomes("1-2–3—4−5－6\u{2011}7﹣8", "12345678");
    }

    #[test]
    fn letters_and_zero_width_characters_and_foreign_digits_stay() {
        becomes("13800l38", "13800L38");
        becomes("1\u{200B}2\u{FEFF}3", "1\u{200B}2\u{FEFF}3");
        becomes("١٢٣", "١٢٣");
    }
}
