//! The key file and the keychain beside it: what is read before anybody is known, and what a
//! passphrase opens.

use std::path::Path;

use casework::{DeskId, PersonId};
use ledger::DeskFolder;
use ports::KeyVault;
use seal::desk_keys::{DeskKeysFile, Marks, PersonEntry, Slot, name_digest};
use seal::{
    DeskSecret, DeskSecrets, ErasureSecret, FileKey, GrantContext, IndexKeys, OpenError,
    Passphrase, PersonKek, PersonSecrets, StoreKey, TeamId, VaultKey, WrapContext, accept_grant,
};

use crate::{DeskFault, HouseRefusal, Rim};

/// The entry that holds the desk secret (DRK).
pub(crate) const DESK_SECRET: &str = "drk";

/// The entry that holds the erasure secret (ES) of an epoch.
pub(crate) fn erasure_entry(epoch: u64) -> String {
    format!("es.{epoch}")
}

/// A desk's folder with its key file read and its keychain at hand; nobody has signed in.
pub(crate) struct LockedDesk {
    pub(crate) folder: DeskFolder,
    pub(crate) file: DeskKeysFile,
    /// `None` on a desk without keychain.
    pub(crate) key_vault: Option<Box<dyn KeyVault>>,
    desk_secret: Option<DeskSecret>,
}

/// What a person's passphrase opened.
pub(crate) struct Unlocked {
    pub(crate) person: PersonId,
    pub(crate) secrets: PersonSecrets,
    pub(crate) vault_key: VaultKey,
    pub(crate) epoch: u64,
}

/// What the vault key and the erasure secret open together.
pub(crate) struct StoreKeys {
    pub(crate) store_key: StoreKey,
    pub(crate) file_key: FileKey,
    pub(crate) index: IndexKeys,
    pub(crate) desk_secrets: DeskSecrets,
}

/// What anybody sees of a desk before signing in.
#[derive(Debug, Clone, Copy)]
pub struct FromOutside {
    /// What it was made as.
    pub marks: Marks,
    /// It has no charter yet.
    pub founding: bool,
}

/// Looks at a desk's key file without taking the desk and without its keychain; `None` where there is no desk.
///
/// # Errors
/// A key file that cannot be read, or is not what this program wrote.
pub fn look_from_outside(dir: &Path) -> Result<Option<FromOutside>, DeskFault> {
    let Some(bytes) = DeskFolder::peek_keys(dir)? else {
        return Ok(None);
    };
    let file = DeskKeysFile::from_bytes(&bytes)?;
    let slot = file.slots().next_back().ok_or(DeskFault::KeysDamaged)?;
    Ok(Some(FromOutside {
        marks: file.marks,
        founding: slot.team == file.founding,
    }))
}

impl LockedDesk {
    pub(crate) fn read(folder: DeskFolder, rim: &Rim) -> Result<Self, DeskFault> {
        let bytes = folder.read_keys()?.ok_or(DeskFault::KeysDamaged)?;
        let file = DeskKeysFile::from_bytes(&bytes)?;
        let key_vault =
            (!file.marks.no_keychain).then(|| (rim.key_vault)(DeskId::from_bytes(file.desk)));
        let desk_secret = match &key_vault {
            None => None,
            Some(vault) => {
                let value = vault
                    .read(DESK_SECRET)?
                    .ok_or(DeskFault::KeychainEntryMissing)?;
                Some(DeskSecret::from_keychain(&value).ok_or(DeskFault::KeychainEntryMissing)?)
            }
        };
        Ok(Self {
            folder,
            file,
            key_vault,
            desk_secret,
        })
    }

    pub(crate) fn desk(&self) -> DeskId {
        DeskId::from_bytes(self.file.desk)
    }

    pub(crate) fn desk_secret(&self) -> Option<&DeskSecret> {
        self.desk_secret.as_ref()
    }

    /// The slot in force. A key change that was not finished is finished or undone before this.
    pub(crate) fn slot(&self) -> Result<&Slot, DeskFault> {
        self.file.slots().next_back().ok_or(DeskFault::KeysDamaged)
    }

    /// A desk without charter stands under its founding id.
    pub(crate) fn is_founding(&self) -> Result<bool, DeskFault> {
        Ok(self.slot()?.team == self.file.founding)
    }

    pub(crate) fn name_digest(&self, name: &str) -> [u8; 16] {
        name_digest(
            self.desk_secret.as_ref(),
            &self.file.name_salt,
            self.file.desk,
            name,
        )
    }

    pub(crate) fn person_kek(
        &self,
        passphrase: &Passphrase,
        entry: &PersonEntry,
        person: PersonId,
    ) -> PersonKek {
        PersonKek::derive(
            self.desk_secret.as_ref(),
            passphrase,
            &entry.argon2,
            entry.kek_team,
            self.file.desk,
            *person.as_bytes(),
            entry.kek_epoch,
        )
    }

    /// Opens a person's own keys and with them the vault key.
    pub(crate) fn unlock(
        &self,
        name: &str,
        passphrase: &Passphrase,
    ) -> Result<Unlocked, DeskFault> {
        let slot = self.slot()?;
        let digest = self.name_digest(name);
        let found = slot
            .people
            .iter()
            .find(|(_, entry)| entry.name_digest == digest);
        // A name nobody has costs as much as a wrong passphrase, so that time does not tell them apart.
        let (id, entry) = found
            .or_else(|| slot.people.iter().next())
            .ok_or(DeskFault::KeysDamaged)?;
        let person = PersonId::from_bytes(*id);
        let kek = self.person_kek(passphrase, entry, person);
        let place = WrapContext {
            team: entry.kek_team,
            subject: *id,
            epoch: entry.kek_epoch,
        };
        let secrets: PersonSecrets = seal::unwrap(&kek, &place, &entry.secrets)
            .map_err(|OpenError| HouseRefusal::SignInFailed)?;
        if found.is_none() {
            return Err(HouseRefusal::SignInFailed.into());
        }
        let grant = GrantContext {
            team: slot.team,
            grantee: *id,
            key_id: slot.vault_key,
            epoch: slot.epoch,
        };
        let vault_key = accept_grant(&secrets, &grant, &entry.vault_grant)
            .map_err(|OpenError| DeskFault::KeysDamaged)?;
        Ok(Unlocked {
            person,
            secrets,
            vault_key,
            epoch: slot.epoch,
        })
    }

    /// The erasure secret of the slot in force.
    pub(crate) fn erasure(&self) -> Result<ErasureSecret, DeskFault> {
        let slot = self.slot()?;
        let found = match (&slot.erasure, &self.key_vault) {
            (Some(erasure), _) => ErasureSecret::from_keychain(erasure.expose()),
            (None, Some(vault)) => {
                let value = vault
                    .read(&erasure_entry(slot.epoch))?
                    .ok_or(DeskFault::KeychainEntryMissing)?;
                ErasureSecret::from_keychain(&value)
            }
            (None, None) => return Err(DeskFault::KeysDamaged),
        };
        found.ok_or(DeskFault::KeychainEntryMissing)
    }

    /// Opens what lies under the vault key and the erasure secret of the slot in force.
    pub(crate) fn store_keys(&self, vault_key: &VaultKey) -> Result<StoreKeys, DeskFault> {
        let slot = self.slot()?;
        let erasure = self.erasure()?;
        let place = desk_place(slot.team, self.file.desk, slot.epoch);
        let store_key = StoreKey::derive(&erasure, vault_key, slot.team, slot.epoch);
        let damaged = |OpenError| DeskFault::KeysDamaged;
        Ok(StoreKeys {
            file_key: seal::unwrap(&store_key, &place, &slot.file_key).map_err(damaged)?,
            index: seal::unwrap(vault_key, &place, &slot.index_keys).map_err(damaged)?,
            desk_secrets: seal::unwrap(vault_key, &place, &slot.desk_secrets).map_err(damaged)?,
            store_key,
        })
    }
}

/// Where the desk's own wraps belong.
pub(crate) fn desk_place(team: TeamId, desk: [u8; 16], epoch: u64) -> WrapContext {
    WrapContext {
        team,
        subject: desk,
        epoch,
    }
}
