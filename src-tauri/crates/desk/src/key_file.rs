//! The key file and the keychain beside it: what is read before anybody is known, and what a passphrase opens.

use std::path::Path;
use std::sync::Arc;

use casework::{DeskId, PersonId};
use ledger::DeskFolder;
use ports::KeyVault;
use seal::desk_keys::{DeskKeysFile, Marks, PersonEntry, Slot, name_digest};
use seal::{
    DeskSecret, DeskSecrets, ErasureSecret, FileKey, GrantContext, IndexKeys, OpenError,
    Passphrase, PersonKek, PersonSecrets, StoreKey, TeamId, VaultKey, WrapContext, accept_grant,
};

use crate::anchor::{ANCHOR, Anchor};
use crate::{DeskFault, HouseRefusal, Rim};

/// The entry that holds a desk secret (DRK): the first, or one that took its place.
pub(crate) fn desk_secret_entry(number: u64) -> String {
    match number {
        0 => "drk".to_owned(),
        number => format!("drk.{number}"),
    }
}

/// The entry that holds the erasure secret (ES) of an epoch.
pub(crate) fn erasure_entry(epoch: u64) -> String {
    format!("es.{epoch}")
}

/// A desk's folder with its key file read and its keychain at hand; nobody has signed in.
pub(crate) struct LockedDesk {
    pub(crate) folder: DeskFolder,
    pub(crate) file: DeskKeysFile,
    /// `None` on a desk without keychain.
    pub(crate) key_vault: Option<Arc<dyn KeyVault>>,
    /// The desk secrets at hand by number, newest last; one but while people move from an old one to a new one.
    desk_secrets: Vec<(u64, DeskSecret)>,
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
        let key_vault: Option<Arc<dyn KeyVault>> = (!file.marks.no_keychain)
            .then(|| (rim.key_vault)(DeskId::from_bytes(file.desk)).into());
        let mut locked = Self {
            folder,
            file,
            key_vault,
            desk_secrets: Vec::new(),
        };
        // One more than anybody's: after a rotation it waits until the first of them signs in.
        let known = locked.desk_secret_numbers();
        let next = known.last().map(|newest| newest + 1);
        for number in known.into_iter().chain(next) {
            if let Some(secret) = locked.read_desk_secret(number)? {
                locked.desk_secrets.push((number, secret));
            }
        }
        if locked.key_vault.is_some() && locked.desk_secrets.is_empty() {
            let newest = locked.file.slots().next_back().map_or(0, |it| it.epoch);
            return Err(locked.outdated_or_missing(newest));
        }
        Ok(locked)
    }

    /// What it means that the keychain has not what a slot of this epoch needs: the folder is a copy from before a key
    /// change, which destroyed it; or the entry was lost.
    pub(crate) fn outdated_or_missing(&self, epoch: u64) -> DeskFault {
        match self.anchor() {
            Ok(Some(anchor)) if anchor.epoch > epoch => DeskFault::FolderOutdated,
            Ok(_) => DeskFault::KeychainEntryMissing,
            Err(fault) => fault,
        }
    }

    /// The numbers of the desk secrets that people's keys were derived with, each once, newest last.
    fn desk_secret_numbers(&self) -> Vec<u64> {
        let people = self.file.slots().flat_map(|slot| slot.people.values());
        let mut numbers: Vec<u64> = people.map(|entry| entry.drk).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn read_desk_secret(&self, number: u64) -> Result<Option<DeskSecret>, DeskFault> {
        match &self.key_vault {
            None => Ok(None),
            Some(vault) => read_desk_secret(&**vault, number),
        }
    }

    pub(crate) fn desk(&self) -> DeskId {
        DeskId::from_bytes(self.file.desk)
    }

    /// The desk secret of this number; `None` on a desk without keychain, which has none.
    ///
    /// # Errors
    /// It is not in the keychain any more.
    pub(crate) fn desk_secret_of(&self, number: u64) -> Result<Option<&DeskSecret>, DeskFault> {
        if self.key_vault.is_none() {
            return Ok(None);
        }
        let found = self.desk_secrets.iter().find(|(it, _)| *it == number);
        found
            .map(|(_, secret)| Some(secret))
            .ok_or(DeskFault::KeychainEntryMissing)
    }

    /// The newest desk secret and its number: what new wraps are made with.
    pub(crate) fn newest_desk_secret(&self) -> (u64, Option<&DeskSecret>) {
        match self.desk_secrets.last() {
            Some((number, secret)) => (*number, Some(secret)),
            None => (0, None),
        }
    }

    /// The slot in force on a founding desk, which has but one; elsewhere the newest.
    pub(crate) fn slot(&self) -> Result<&Slot, DeskFault> {
        self.file.slots().next_back().ok_or(DeskFault::KeysDamaged)
    }

    pub(crate) fn slot_of(&self, epoch: u64) -> Result<&Slot, DeskFault> {
        self.file.slot(epoch).ok_or(DeskFault::KeysDamaged)
    }

    /// A desk without charter stands under its founding id.
    pub(crate) fn is_founding(&self) -> Result<bool, DeskFault> {
        Ok(self.slot()?.team == self.file.founding)
    }

    /// Digests of a name under every desk secret at hand, with the secret's number.
    pub(crate) fn name_digests(&self, name: &str) -> Vec<(u64, [u8; 16])> {
        let digest = |secret| name_digest(secret, &self.file.name_salt, self.file.desk, name);
        match self.desk_secrets.as_slice() {
            [] => vec![(0, digest(None))],
            secrets => secrets
                .iter()
                .map(|(number, secret)| (*number, digest(Some(secret))))
                .collect(),
        }
    }

    /// Who has this name in a slot: somebody who has the vault key before somebody whose keys wait for a second person.
    pub(crate) fn find(&self, slot: &Slot, name: &str) -> Option<PersonId> {
        let digests = self.name_digests(name);
        let named = slot
            .people
            .iter()
            .filter(|(_, entry)| digests.contains(&(entry.drk, entry.name_digest)));
        named
            .max_by_key(|(_, entry)| entry.vault_grant.is_some())
            .map(|(id, _)| PersonId::from_bytes(*id))
    }

    pub(crate) fn person_kek(
        &self,
        passphrase: &Passphrase,
        entry: &PersonEntry,
        person: PersonId,
    ) -> Result<PersonKek, DeskFault> {
        Ok(PersonKek::derive(
            self.desk_secret_of(entry.drk)?,
            passphrase,
            &entry.argon2,
            entry.kek_team,
            self.file.desk,
            *person.as_bytes(),
            entry.kek_epoch,
        ))
    }

    /// Opens a person's own private keys.
    pub(crate) fn open_person(
        &self,
        passphrase: &Passphrase,
        entry: &PersonEntry,
        person: PersonId,
    ) -> Result<PersonSecrets, DeskFault> {
        let kek = self.person_kek(passphrase, entry, person)?;
        let place = WrapContext {
            team: entry.kek_team,
            subject: *person.as_bytes(),
            epoch: entry.kek_epoch,
        };
        seal::unwrap(&kek, &place, &entry.secrets)
            .map_err(|OpenError| HouseRefusal::SignInFailed.into())
    }

    /// Opens a person's own keys in a slot and with them the vault key.
    pub(crate) fn unlock(
        &self,
        slot: &Slot,
        name: &str,
        passphrase: &Passphrase,
    ) -> Result<Unlocked, DeskFault> {
        let found = self.find(slot, name);
        // A name nobody has costs as much as a wrong passphrase, so that time does not tell them apart.
        let known = found.or_else(|| {
            slot.people
                .keys()
                .next()
                .map(|id| PersonId::from_bytes(*id))
        });
        let person = known.ok_or(DeskFault::KeysDamaged)?;
        let entry = &slot.people[person.as_bytes()];
        if self.desk_secret_of(entry.drk).is_err() {
            return Err(self.outdated_or_missing(slot.epoch));
        }
        let secrets = self.open_person(passphrase, entry, person)?;
        if found.is_none() {
            return Err(HouseRefusal::SignInFailed.into());
        }
        self.unlock_with(slot, person, secrets)
    }

    /// Opens the vault key of a slot with a person's keys.
    pub(crate) fn unlock_with(
        &self,
        slot: &Slot,
        person: PersonId,
        secrets: PersonSecrets,
    ) -> Result<Unlocked, DeskFault> {
        let entry = slot
            .people
            .get(person.as_bytes())
            .filter(|it| it.public == secrets.public())
            .ok_or(HouseRefusal::SignInFailed)?;
        let granted = entry
            .vault_grant
            .as_ref()
            .ok_or(HouseRefusal::NotApprovedYet)?;
        let grant = GrantContext {
            team: slot.team,
            grantee: *person.as_bytes(),
            key_id: slot.vault_key,
            epoch: slot.epoch,
        };
        let vault_key =
            accept_grant(&secrets, &grant, granted).map_err(|OpenError| DeskFault::KeysDamaged)?;
        Ok(Unlocked {
            person,
            secrets,
            vault_key,
            epoch: slot.epoch,
        })
    }

    /// The erasure secret of a slot; `None` where the keychain has it no more.
    pub(crate) fn erasure_of(&self, slot: &Slot) -> Result<Option<ErasureSecret>, DeskFault> {
        match (&slot.erasure, &self.key_vault) {
            (Some(erasure), _) => Ok(ErasureSecret::from_keychain(erasure.expose())),
            (None, Some(vault)) => match vault.read(&erasure_entry(slot.epoch))? {
                Some(value) => ErasureSecret::from_keychain(&value)
                    .map(Some)
                    .ok_or(DeskFault::KeychainEntryMissing),
                None => Ok(None),
            },
            (None, None) => Err(DeskFault::KeysDamaged),
        }
    }

    /// The erasure secret of the slot in force.
    pub(crate) fn erasure(&self) -> Result<ErasureSecret, DeskFault> {
        self.erasure_of(self.slot()?)?
            .ok_or(DeskFault::KeychainEntryMissing)
    }

    /// Opens what lies under the vault key and the erasure secret of a slot.
    pub(crate) fn store_keys(
        &self,
        slot: &Slot,
        erasure: &ErasureSecret,
        vault_key: &VaultKey,
    ) -> Result<StoreKeys, DeskFault> {
        let place = desk_place(slot.team, self.file.desk, slot.epoch);
        let store_key = StoreKey::derive(erasure, vault_key, slot.team, slot.epoch);
        let damaged = |OpenError| DeskFault::KeysDamaged;
        Ok(StoreKeys {
            file_key: seal::unwrap(&store_key, &place, &slot.file_key).map_err(damaged)?,
            index: seal::unwrap(vault_key, &place, &slot.index_keys).map_err(damaged)?,
            desk_secrets: seal::unwrap(vault_key, &place, &slot.desk_secrets).map_err(damaged)?,
            store_key,
        })
    }

    /// What the keychain remembers of the desk's files; `None` where it remembers nothing.
    pub(crate) fn anchor(&self) -> Result<Option<Anchor>, DeskFault> {
        let Some(vault) = &self.key_vault else {
            return Ok(None);
        };
        let kept = vault.read(ANCHOR)?;
        Ok(kept.as_deref().and_then(|it| Anchor::decode(it)))
    }
}

pub(crate) fn read_desk_secret(
    vault: &dyn KeyVault,
    number: u64,
) -> Result<Option<DeskSecret>, DeskFault> {
    match vault.read(&desk_secret_entry(number))? {
        Some(value) => DeskSecret::from_keychain(&value)
            .map(Some)
            .ok_or(DeskFault::KeychainEntryMissing),
        None => Ok(None),
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
