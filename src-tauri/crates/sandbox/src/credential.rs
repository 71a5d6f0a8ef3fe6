use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use zeroize::Zeroizing;

/// The key pair the sandbox knows when it is given none. It opens nothing anywhere else.
pub const DEMO_CREDENTIAL: &str = "AKIDsandbox:sandbox-demo-secret";

/// A credential line is at most this long, in bytes.
const LINE_BYTES_MAX: u64 = 4_096;

/// The one key pair that the sandbox accepts.
#[derive(Clone)]
pub struct Credential {
    id: String,
    secret: Zeroizing<String>,
}

impl Credential {
    /// Reads a line `ID:SECRET`; `None` where either half is empty.
    pub fn parse(line: &str) -> Option<Self> {
        let (id, secret) = line.trim().split_once(':')?;
        (!id.is_empty() && !secret.is_empty()).then(|| Self {
            id: id.to_owned(),
            secret: Zeroizing::new(secret.to_owned()),
        })
    }

    /// Reads one line `ID:SECRET` from a file descriptor that this process inherited.
    ///
    /// # Errors
    /// The descriptor cannot be read, or the line has another form.
    pub fn from_fd(fd: u32) -> io::Result<Self> {
        let mut line = Zeroizing::new(String::new());
        let inherited = File::open(format!("/dev/fd/{fd}"))?;
        BufReader::new(inherited.take(LINE_BYTES_MAX)).read_line(&mut line)?;
        Self::parse(&line).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "the credential is not one line ID:SECRET",
            )
        })
    }

    /// The secret, if this is the id it belongs to.
    pub(crate) fn secret_of(&self, id: &str) -> Option<&str> {
        (self.id == id).then_some(self.secret.as_str())
    }
}

impl Default for Credential {
    /// [`DEMO_CREDENTIAL`].
    fn default() -> Self {
        Self::parse(DEMO_CREDENTIAL).expect("the demo credential has the form ID:SECRET")
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
    fn a_secret_may_hold_colons_and_its_debug_shows_nothing() {
        let credential = Credential::parse("id:se:cret\n").unwrap();
        assert_eq!(credential.secret_of("id"), Some("se:cret"));
        assert_eq!(credential.secret_of("other"), None);
        assert!(!format!("{credential:?}").contains("cret\""));
    }

    #[test]
    fn half_a_credential_is_none() {
        for line in ["", "id", "id:", ":secret"] {
            assert!(Credential::parse(line).is_none(), "{line}");
        }
    }
}
