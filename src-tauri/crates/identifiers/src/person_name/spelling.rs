//! One spelling for one name.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::characters::{is_chinese, is_letter, is_mark};
use crate::Sensitive;

/// The normalised form described at [`super::explain`].
pub(super) fn normalise(raw: &str) -> Sensitive {
    // Filled once to its full size: a growing list would leave unwiped copies behind.
    let mut chars = Zeroizing::new(Vec::with_capacity(raw.nfkc().count()));
    chars.extend(raw.nfkc().map(one_spelling));
    let chars = chars.as_slice();
    Sensitive::collect((0..chars.len()).filter_map(|i| at(chars, i)))
}

/// Marks whose look-alikes are the same wherever they stand.
fn one_spelling(c: char) -> char {
    match c {
        '•' | '・' | '‧' | '∙' | '⋅' => '·',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '、' => ',',
        other => other,
    }
}

/// The character at a place as its neighbours make it, or nothing if it falls away.
fn at(chars: &[char], i: usize) -> Option<char> {
    let c = chars[i];
    // Of a run of blanks only the last can stay. Looking further from every one of them would take quadratic time.
    let run_goes_on =
        c.is_whitespace() && chars.get(i + 1).is_some_and(|next| next.is_whitespace());
    if run_goes_on {
        return None;
    }
    if c != '.' && !c.is_whitespace() {
        return Some(c);
    }
    let visible = |c: &&char| !c.is_whitespace();
    let before = chars[..i].iter().rev().find(visible).copied();
    let after = chars[i + 1..].iter().find(visible).copied();
    let (Some(before), Some(after)) = (before, after) else {
        return (c == '.').then_some('.');
    };
    let in_chinese = is_chinese(before) && is_chinese(after);
    if c == '.' {
        return Some(if in_chinese { '·' } else { '.' });
    }
    let dot_in_chinese =
        [before, after].contains(&'.') && (is_chinese(before) || is_chinese(after));
    let falls = in_chinese || dot_in_chinese || before == '·' || after == '·' || after == ',';
    (!falls).then_some(' ')
}

/// Whether a mark stands where no name has one: at an edge, or beside another. A full stop may end a name
/// ("Jr.") and stand before a hyphen or comma ("J.-P."); an apostrophe may begin or end one ("'t Hooft").
pub(super) fn has_misplaced_mark(name: &str) -> bool {
    let dangling = ['·', '-', ','];
    let doubled = name
        .chars()
        .zip(name.chars().skip(1))
        .any(|(a, b)| is_mark(a) && is_mark(b) && !(a == '.' && matches!(b, '-' | ',')));
    doubled
        || name.starts_with('.')
        || name.starts_with(dangling)
        || name.ends_with(dangling)
        || !name.chars().any(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(raw: &str, normalised: &str) {
        assert_eq!(normalise(raw).expose(), normalised);
    }

    #[test]
    fn all_forms_of_the_middle_dot_become_one() {
        for dot in ['·', '•', '・', '‧', '．', '.', '･', '\u{0387}'] {
            becomes(&format!("艾孜买提{dot}麦麦提"), "艾孜买提·麦麦提");
            becomes(&format!("艾孜买提 {dot} 麦麦提"), "艾孜买提·麦麦提");
        }
    }

    #[test]
    fn a_full_stop_of_a_latin_name_stays_one() {
        becomes("J. R. Smith", "J. R. Smith");
        becomes("Sammy Davis Jr.", "Sammy Davis Jr.");
    }

    #[test]
    fn blanks_fall_inside_chinese_and_shrink_to_one_elsewhere() {
        becomes(" 张\u{3000}三\r\n", "张三");
        becomes("  Anna   Maria\tRossi ", "Anna Maria Rossi");
        becomes("陈  Mary", "陈 Mary");
        becomes("OUYANG , BO", "OUYANG, BO");
    }

    #[test]
    fn a_million_blanks_take_no_time() {
        becomes(&format!("张{}三", " ".repeat(1_000_000)), "张三");
    }

    #[test]
    fn full_width_letters_and_typographic_marks_become_plain() {
        becomes("Ｏ’Ｂｒｉｅｎ", "O'Brien");
        becomes("Bo‐ting", "Bo-ting");
    }
}
