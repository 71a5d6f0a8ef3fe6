//! E-mail addresses, as far as they are shown.

/// First letter and domain. What is no address shows nothing.
pub fn mask(normalised: &str) -> String {
    let Some((local, domain)) = normalised.rsplit_once('@') else {
        return "****".to_owned();
    };
    let printable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    match local.chars().next() {
        Some(first) if first.is_ascii_alphanumeric() && domain.chars().all(printable) => {
            format!("{first}****@{domain}")
        }
        _ => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn an_address_shows_its_first_letter_and_its_domain() {
        assert_eq!(mask("wang.shili@example.com"), "w****@example.com");
        assert_eq!(mask("w@example.com"), "w****@example.com");
    }

    #[test]
    fn what_is_no_address_shows_nothing() {
        for text in ["", "wang", "@example.com", "\u{202e}a@b.c", "a@b\u{202e}.c"] {
            assert_eq!(mask(text), "****", "{text:?}");
        }
    }
}
