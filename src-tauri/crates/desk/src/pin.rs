//! Quick re-unlock: a PIN opens again what a passphrase opened, on this computer, in this process, for a while.
//!
//! It takes the keychain's desk secret, read anew, and the PIN; the wrap lies in memory only. A copy of the disk holds
//! nothing that a PIN opens.

use std::path::Path;

use casework::PersonId;
use seal::{Argon2Cost, Argon2Params, PersonSecrets, Pin, PinKek, WrapContext};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::key_file::read_desk_secret;
use crate::sign_in::sign_in_with;
use crate::{DeskFault, HouseRefusal, Rim};

/// A wrong PIN so often in a row, and a passphrase is needed (NIST SP 800-63B-4 section 3.2.10).
const FAILURES: u32 = 10;
/// A passphrase is needed again after so long (ibid., AAL3).
pub const LONGEST_MS: i64 = 12 * 60 * 60_000;

/// What a PIN opens again. Gone with the process.
pub struct PinLock {
    person: PersonId,
    name: String,
    desk: [u8; 16],
    drk: u64,
    argon2: Argon2Params,
    place: WrapContext,
    wrap: Zeroizing<Vec<u8>>,
    /// When the passphrase was typed.
    since_ms: i64,
    failures: u32,
}

impl std::fmt::Debug for PinLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PinLock")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// Sets a PIN for the person signed in, until the process ends. `since_ms`: when they typed their passphrase.
    ///
    /// # Errors
    /// A PIN that is tried first; a desk without keychain, where a PIN would stand alone.
    pub fn set_pin(&mut self, typed: &str, since_ms: i64) -> Result<PinLock, DeskFault> {
        let pin = Pin::chosen(typed).map_err(|_| HouseRefusal::PinUnfit)?;
        if self.key_vault.is_none() {
            return Err(HouseRefusal::PinNeedsKeychain.into());
        }
        let drk = self.newest_desk_secret();
        let secret = self
            .desk_secret(drk)?
            .ok_or(DeskFault::KeychainEntryMissing)?;
        let (desk, person) = (*self.id.as_bytes(), self.person);
        let nonces = &mut *self.rim.nonces;
        let argon2 = Argon2Params::fresh(Argon2Cost::STANDARD, nonces);
        let place = WrapContext {
            team: self.team,
            subject: *person.as_bytes(),
            epoch: self.epoch,
        };
        let kek = PinKek::derive(&secret, &pin, &argon2, desk, *person.as_bytes());
        Ok(PinLock {
            person,
            name: self.roster.name(person).unwrap_or_default().to_owned(),
            desk,
            drk,
            argon2,
            place,
            wrap: Zeroizing::new(seal::wrap(&kek, &place, &self.secrets, nonces)),
            since_ms,
            failures: 0,
        })
    }
}

impl PinLock {
    /// Whose it is, by the name colleagues see.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a passphrase is needed again.
    pub fn is_over(&self, now_ms: i64) -> bool {
        let within = self.since_ms..self.since_ms.saturating_add(LONGEST_MS);
        self.failures >= FAILURES || !within.contains(&now_ms)
    }

    /// When the passphrase was typed, milliseconds since 1970.
    pub fn since_ms(&self) -> i64 {
        self.since_ms
    }

    /// Signs its person in again.
    ///
    /// # Errors
    /// [`HouseRefusal::PinOver`] after ten failures or twelve hours; [`HouseRefusal::PinWrong`].
    pub fn open(&mut self, dir: &Path, rim: Rim, typed: &str) -> Result<Desk, DeskFault> {
        if self.is_over(rim.now_ms()) {
            return Err(HouseRefusal::PinOver.into());
        }
        let vault = (rim.key_vault)(casework::DeskId::from_bytes(self.desk));
        let secret = read_desk_secret(&*vault, self.drk)?.ok_or(DeskFault::KeychainEntryMissing)?;
        let pin = Pin::entered(typed);
        let kek = PinKek::derive(
            &secret,
            &pin,
            &self.argon2,
            self.desk,
            *self.person.as_bytes(),
        );
        let secrets = || {
            seal::unwrap::<_, PersonSecrets>(&kek, &self.place, &self.wrap)
                .map_err(|_| DeskFault::from(HouseRefusal::PinWrong))
        };
        if let Err(wrong) = secrets() {
            self.failures += 1;
            return Err(match self.failures >= FAILURES {
                true => HouseRefusal::PinOver.into(),
                false => wrong,
            });
        }
        let desk = sign_in_with(dir, rim, self.person, secrets)?;
        self.failures = 0;
        Ok(desk)
    }
}
