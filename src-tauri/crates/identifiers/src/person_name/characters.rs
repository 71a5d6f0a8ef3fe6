//! Which characters a name is made of.

use unicode_normalization::char::is_combining_mark;

/// The script of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Chinese characters only.
    Chinese,
    /// Latin letters only.
    Latin,
    /// More than one script.
    Mixed,
    /// One script that is neither, such as Cyrillic or Arabic.
    Other,
}

impl Script {
    /// The stable name: `chinese`, `latin`, `mixed` or `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            Script::Chinese => "chinese",
            Script::Latin => "latin",
            Script::Mixed => "mixed",
            Script::Other => "other",
        }
    }

    /// The script of all letters of a text; combining marks go with the letter before.
    pub(super) fn of(text: &str) -> Self {
        let mut scripts = text
            .chars()
            .filter(|&c| is_letter(c) && !is_combining_mark(c))
            .map(|c| {
                if is_chinese(c) {
                    Script::Chinese
                } else if is_latin(c) {
                    Script::Latin
                } else {
                    Script::Other
                }
            });
        let first = scripts.next().unwrap_or(Script::Other);
        if scripts.all(|script| script == first) {
            first
        } else {
            Script::Mixed
        }
    }
}

/// Unified ideographs with all extensions, and 〇, which names use.
pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}')
}

/// A letter of any script, or a mark that sits on one.
pub(super) fn is_letter(c: char) -> bool {
    (c.is_alphabetic() || is_combining_mark(c) || is_chinese(c)) && !is_digit(c) && !is_invisible(c)
}

/// A number sign of any script, but not 〇 and not the Chinese numerals, which are letters of names.
pub(super) fn is_digit(c: char) -> bool {
    c.is_numeric() && c != '〇'
}

/// A mark that stands between the parts of a name, in the one spelling that normalising leaves.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '·' | '-' | '\'' | '.' | ',')
}

/// Control characters and those that Unicode calls default-ignorable: zero-width, direction, variation
/// selectors, fillers, tags.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}
