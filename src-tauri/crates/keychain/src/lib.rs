//! The operating system's keychain, as one desk's [`KeyVault`].
//!
//! - Linux: the Secret Service over D-Bus (GNOME Keyring, KDE Wallet, KeePassXC), tested here.
//! - macOS: the login keychain. Windows: the Credential Manager. Both follow their crates'
//!   documentation and are **untested**; a Windows credential holds at most 2,560 bytes, so there a
//!   value of more than 1,920 bytes is refused.
//!
//! # What is kept, and how
//! An entry lies under the service `veridesk.<desk id, 32 hex digits>` and its own name as user. Its
//! value is base64 text, because KDE Wallet keeps UTF-8 only. Every write is read back and compared.
//! There is no other place: where the keychain does not serve, the answer is a fault and never a file.
//!
//! # Time
//! Keychain libraries block, and a locked keychain waits for a person for ever. So every call runs on
//! a thread of the keychain's own, is tried once, and is answered within [`ANSWER_LIMIT`]; the thread
//! of a call that hangs is left behind, neither joined nor in the way of the process's end. See
//! [`OsKeychain`] for what follows a time-out.
//!
//! # Absent here
//! No secret is logged or part of a fault. The wire libraries' own copies of a value are not wiped;
//! ours are. The encryption of the session on D-Bus is not counted as protection: its keys come from a
//! generator that is not cryptographic (`fastrand`, in dbus-secret-service 4.1), and whoever can listen
//! there can also ask the keychain.

mod entry;
mod fault;
mod keyring;
mod own_thread;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod fake_store;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use casework::DeskId;
use ports::{EntryName, KeyVault, KeyVaultFault};
use zeroize::Zeroizing;

use crate::entry::Act;
use crate::keyring::Open;
use crate::own_thread::{OwnThread, Request};

/// How long a call may take before it is answered with a fault.
pub const ANSWER_LIMIT: Duration = Duration::from_secs(3);

/// How long the keychain is left alone after a time-out, for each call that still hangs.
const REST: Duration = Duration::from_secs(10);

/// One desk's entries in the keychain of whoever is logged in to the computer.
///
/// Making one does nothing yet; the keychain is reached at the first call, and reached anew after
/// any fault, so one that starts later is found.
///
/// # After a time-out
/// - A call that hung waiting for the keychain to be unlocked answers [`KeyVaultFault::Locked`], any
///   other [`KeyVaultFault::TimedOut`]. Nobody knows then whether a write or delete took place, or
///   still will: read before going on.
/// - Calls that waited behind it are never carried out late.
/// - Once the hung call has come back (a person answered the prompt), the next call is a new attempt.
///   Until then calls are answered at once with the same fault, except that a new attempt on a new
///   thread is made after ten seconds for each call that hangs. It may bring up one prompt more.
/// - While a hung call may still write or delete, only reads are attempted, so that it cannot undo a
///   later change.
pub struct OsKeychain {
    service: String,
    thread: OwnThread,
}

impl OsKeychain {
    /// The desk's entries in this system's keychain.
    pub fn of_desk(desk: DeskId) -> Self {
        Self::over(desk, Arc::new(keyring::open), ANSWER_LIMIT, REST)
    }

    fn over(desk: DeskId, open: Arc<Open>, limit: Duration, rest: Duration) -> Self {
        Self {
            service: format!("veridesk.{desk}"),
            thread: OwnThread::new(open, limit, rest),
        }
    }

    fn call(&self, entry: EntryName<'_>, act: Act) -> entry::Answer {
        self.thread.call(Request {
            service: self.service.clone(),
            entry: entry.to_owned(),
            act,
        })
    }
}

impl KeyVault for OsKeychain {
    fn read(&self, entry: EntryName<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, KeyVaultFault> {
        self.call(entry, Act::Read)
    }

    fn write(&self, entry: EntryName<'_>, value: &[u8]) -> Result<(), KeyVaultFault> {
        self.call(entry, Act::Write(Zeroizing::new(value.to_vec())))
            .map(drop)
    }

    fn delete(&self, entry: EntryName<'_>) -> Result<(), KeyVaultFault> {
        self.call(entry, Act::Delete).map(drop)
    }
}

impl fmt::Debug for OsKeychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsKeychain")
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}
