//! The one place that decides which characters of a number a mask lets through.

/// How much of a number its mask may show at most.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) head: usize,
    pub(crate) tail: usize,
}

/// Shows the head and the tail around four stars; the number of stars never tells the length.
///
/// Only a value of the kind's own form (`in_form`) shows all that the rule allows. Anything else shows at most a
/// quarter of itself at either end. What is shown is always an ASCII digit or letter: a mask is printed, and a
/// direction mark typed into a number field must not turn the line around.
pub(crate) fn cover(value: &str, rule: Shown, in_form: bool) -> String {
    let chars: Vec<char> = value.chars().collect();
    let limit = if in_form {
        chars.len()
    } else {
        chars.len() / 4
    };
    let head = rule.head.min(limit);
    let tail = rule.tail.min(limit);
    let printable = |c: &char| if c.is_ascii_alphanumeric() { *c } else { '*' };

    let mut mask = String::with_capacity(head + tail + 4);
    mask.extend(chars.iter().take(head).map(printable));
    mask.push_str("****");
    mask.extend(chars.iter().skip(chars.len() - tail).map(printable));
    mask
}
