use zeroize::Zeroizing;

/// The name of one entry in the key vault, such as `drk` or `es.1`. Never personal, never secret.
pub type EntryName<'a> = &'a str;

/// The operating system's keychain, as one desk sees it.
///
/// Values are bytes. Every call is one attempt and answers within 3 seconds, whatever the
/// system does: a locked keychain that waits for a prompt is a fault, not a wait.
pub trait KeyVault: Send + Sync {
    /// The entry's value, or `None` where there is no such entry.
    ///
    /// # Errors
    /// [`KeyVaultFault`]; so for the two below.
    fn read(&self, entry: EntryName<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, KeyVaultFault>;

    /// Stores the value, replacing what was there, and reads it back before answering.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn write(&self, entry: EntryName<'_>, value: &[u8]) -> Result<(), KeyVaultFault>;

    /// Removes the entry; one that is not there is no fault.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn delete(&self, entry: EntryName<'_>) -> Result<(), KeyVaultFault>;
}

/// Why the keychain could not serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyVaultFault {
    /// No keychain runs in this session.
    Missing,
    /// There is one, but it is locked, or waits for a person.
    Locked,
    /// It did not answer within its limit. Whether a write or a removal took place, or still will, is not known:
    /// read before going on.
    TimedOut,
    /// An entry is there that this desk did not write, or that was damaged.
    Corrupt,
    /// It refused for another reason, told in the system's words (never with a value).
    Refused(String),
}
