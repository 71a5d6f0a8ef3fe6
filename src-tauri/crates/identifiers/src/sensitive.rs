use std::fmt;

use zeroize::Zeroizing;

/// The text of a personal datum: a document number, a card number, a phone, a name.
///
/// It is wiped when dropped, has no `Display` and no `Serialize`, and its `Debug` shows neither content nor
/// length, so that it cannot reach a log, an error or a panic by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    /// The datum in clear.
    ///
    /// Call it only to seal it, to index it by a keyed hash, to hand it to a provider, to compare it, to mask
    /// it, or to show it to a person under a signed read. Never format the result into a message.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Takes the text over without copying it.
impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Sensitive(Zeroizing::new(text))
    }
}

/// Copies the text; the original stays with the caller, who must wipe it.
impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Sensitive::from(text.to_owned())
    }
}

/// Collects characters in one allocation: growing a `String` would leave unwiped copies behind.
impl Sensitive {
    pub(crate) fn collect<I>(chars: I) -> Self
    where
        I: Iterator<Item = char> + Clone,
    {
        let length = chars.clone().map(char::len_utf8).sum();
        let mut text = String::with_capacity(length);
        text.extend(chars);
        Sensitive::from(text)
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(…)")
    }
}

/// Gives facts about a person a `Debug` that shows the type and nothing else.
macro_rules! redacted_debug {
    ($($facts:ident),+) => {$(
        impl std::fmt::Debug for $facts {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($facts), "(…)"))
            }
        }
    )+};
}
pub(crate) use redacted_debug;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_neither_content_nor_length() {
        let short = format!("{:?}", Sensitive::from("1"));
        let long = format!("{:#?}", Sensitive::from("110101190402290002"));
        assert_eq!(short, "Sensitive(…)");
        assert_eq!(short, long);
    }

    #[test]
    fn collecting_allocates_exactly_once() {
        let collected = Sensitive::collect("张三 13800138000".chars());
        assert_eq!(collected.expose(), "张三 13800138000");
        assert_eq!(collected.0.capacity(), collected.0.len());
    }
}
