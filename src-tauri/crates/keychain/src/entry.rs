use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keyring_core::{Entry, Error};
use ports::KeyVaultFault;
use zeroize::Zeroizing;

use crate::fault::fault;

/// The value read; `None` where there is none, and for acts that give none.
pub(crate) type Answer = Result<Option<Zeroizing<Vec<u8>>>, KeyVaultFault>;

/// What is done to one entry.
pub(crate) enum Act {
    Read,
    Write(Zeroizing<Vec<u8>>),
    Delete,
}

impl Act {
    /// Whether the keychain is other after it than before.
    pub(crate) fn changes(&self) -> bool {
        match self {
            Self::Read => false,
            Self::Write(_) | Self::Delete => true,
        }
    }

    /// One attempt at the entry.
    pub(crate) fn perform(&self, entry: &Entry) -> Answer {
        match self {
            Self::Read => read(entry),
            Self::Write(value) => write(entry, value).map(|()| None),
            Self::Delete => delete(entry).map(|()| None),
        }
    }
}

fn read(entry: &Entry) -> Answer {
    let text = match entry.get_secret() {
        Ok(text) => Zeroizing::new(text),
        Err(Error::NoEntry) => return Ok(None),
        Err(error) => return Err(fault(error)),
    };
    let value = STANDARD
        .decode(&*text)
        .map_err(|_| KeyVaultFault::Corrupt)?;
    Ok(Some(Zeroizing::new(value)))
}

fn write(entry: &Entry, value: &Zeroizing<Vec<u8>>) -> Result<(), KeyVaultFault> {
    let text = Zeroizing::new(STANDARD.encode(&**value));
    entry.set_secret(text.as_bytes()).map_err(fault)?;
    match read(entry)? {
        Some(kept) if kept == *value => Ok(()),
        // It said yes and kept nothing, or something else.
        Some(_) | None => Err(KeyVaultFault::Corrupt),
    }
}

fn delete(entry: &Entry) -> Result<(), KeyVaultFault> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(fault(error)),
    }
}
