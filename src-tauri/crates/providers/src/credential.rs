use std::fmt;

use zeroize::Zeroizing;

/// The key pair of one account at a provider. Wiped on drop; `Debug` shows neither half.
#[derive(Clone)]
pub struct Credential {
    secret_id: Zeroizing<String>,
    secret_key: Zeroizing<String>,
}

/// The line was not `ID:SECRET`. It says nothing about what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a credential is one line ID:SECRET of printable ASCII, both halves not empty")]
pub struct NotACredential;

impl Credential {
    /// Reads one line `ID:SECRET`; blanks around it are dropped. The secret may hold colons, the id may not.
    ///
    /// # Errors
    /// [`NotACredential`] for any other form.
    pub fn parse(line: &str) -> Result<Self, NotACredential> {
        let (id, key) = line.trim().split_once(':').ok_or(NotACredential)?;
        let whole =
            |half: &str| !half.is_empty() && half.bytes().all(|byte| byte.is_ascii_graphic());
        // The id travels in a header between `=` and `/`.
        if !(whole(id) && whole(key)) || id.contains(['/', ',']) {
            return Err(NotACredential);
        }
        Ok(Self {
            secret_id: Zeroizing::new(id.to_owned()),
            secret_key: Zeroizing::new(key.to_owned()),
        })
    }

    /// The half that is sent with each call.
    pub fn secret_id(&self) -> &str {
        &self.secret_id
    }

    /// The half that signs and never leaves.
    pub(crate) fn secret_key(&self) -> &str {
        &self.secret_key
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_with_its_line_end_and_its_colons() {
        let credential = Credential::parse("AKID1:se:cret\r\n").unwrap();
        assert_eq!(
            (credential.secret_id(), credential.secret_key()),
            ("AKID1", "se:cret")
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "AKID1",
            ":secret",
            "AKID1:",
            "AKID 1:secret",
            "AK/1:secret",
            "编号:secret",
            "a:b\nc",
        ] {
            assert_eq!(
                Credential::parse(line).err(),
                Some(NotACredential),
                "{line:?}"
            );
        }
    }

    #[test]
    fn debug_shows_neither_half() {
        let shown = format!("{:?}", Credential::parse("AKID1:secret").unwrap());
        assert!(
            !shown.contains("AKID1") && !shown.contains("\"secret\""),
            "{shown}"
        );
    }
}
