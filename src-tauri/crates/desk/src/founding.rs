//! The first hour of a desk: a key file and a draft, no chain, no cases; then the charter.

mod member;
mod opening;

use std::collections::BTreeSet;
use std::path::Path;

use casework::{InstitutionKind, InstitutionSettings, PersonId, Role};
use ledger::DeskFolder;
use seal::desk_keys::{DeskKeysFile, Marks, Slot};
use seal::{
    Credential, DeskSecret, DeskSecrets, ErasureSecret, FileKey, FoundingDraft, IndexKeys,
    StoreKey, TeamId, VaultKey,
};

use self::member::entry;
pub(crate) use self::member::{check_joining, choose};
pub use self::opening::FoundingProgress;
use crate::institutions::{self, CredentialPlace, Draft};
use crate::key_file::{LockedDesk, Unlocked, desk_place, desk_secret_entry, erasure_entry};
use crate::{DeskFault, HouseRefusal, Rim};

/// The first key epoch.
const FIRST_EPOCH: u64 = 1;

/// Somebody to be taken onto a founding desk, with the passphrase they chose themselves.
#[derive(Debug)]
pub struct Joining<'a> {
    /// The name colleagues will see and they sign in with.
    pub name: &'a str,
    /// What they will be.
    pub roles: BTreeSet<Role>,
    /// As typed; judged by the rule for their roles.
    pub passphrase: &'a str,
}

/// How a desk is to be made.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewDesk {
    /// For trying out, for ever: loopback institutions only.
    pub demo: bool,
    /// Without the operating system's keychain, only because somebody chose so.
    pub no_keychain: bool,
}

/// Makes a desk with its founder. It has no chain and takes no cases until it is opened.
///
/// # Errors
/// An unfit name, passphrase or role; a keychain that does not serve; a folder that holds something.
pub fn create(
    dir: &Path,
    rim: &mut Rim,
    new: NewDesk,
    founder: &Joining<'_>,
) -> Result<PersonId, DeskFault> {
    check_joining(founder)?;
    let passphrase = choose(founder, new.no_keychain)?;
    let folder = DeskFolder::create(dir)?;
    let desk: [u8; 16] = rim.fresh();
    let founding = TeamId(rim.fresh());
    let marks = Marks {
        no_keychain: new.no_keychain,
        demo: new.demo,
        solo: false,
    };
    let mut file = DeskKeysFile::new(desk, marks, founding, rim.fresh());

    let erasure = ErasureSecret::generate(&mut *rim.nonces);
    let desk_secret = (!new.no_keychain).then(|| DeskSecret::generate(&mut *rim.nonces));
    let vault_key = VaultKey::generate(&mut *rim.nonces);
    let desk_secrets = DeskSecrets::generate(&mut *rim.nonces);
    let secrets = Wrapped {
        vault_key: &vault_key,
        erasure: &erasure,
        file_key: &FileKey::generate(&mut *rim.nonces),
        index: &IndexKeys::generate(&mut *rim.nonces),
        desk_secrets: &desk_secrets,
    };
    let mut slot = secrets.slot(founding, desk, rim);
    slot.erasure = if new.no_keychain {
        ErasureSecret::from_keychain(erasure.expose())
    } else {
        None
    };
    let (person, entry) = entry(
        &file,
        &slot,
        desk_secret.as_ref(),
        &vault_key,
        founder,
        &passphrase,
        rim,
    )?;
    slot.people.insert(*person.as_bytes(), entry);
    file.put_slot(slot).map_err(|_| DeskFault::KeysDamaged)?;
    let Some(desk_secret) = desk_secret else {
        folder.write_keys(&file.to_bytes())?;
        return Ok(person);
    };
    let vault = (rim.key_vault)(casework::DeskId::from_bytes(desk));
    let kept = vault
        .write(&desk_secret_entry(0), desk_secret.expose())
        .and_then(|()| vault.write(&erasure_entry(FIRST_EPOCH), erasure.expose()))
        .map_err(DeskFault::from)
        .and_then(|()| Ok(folder.write_keys(&file.to_bytes())?));
    if kept.is_err() {
        // No desk came of it, so nobody will ever ask for these; a keychain that does not serve may keep them.
        let _ = vault
            .delete(&desk_secret_entry(0))
            .and_then(|()| vault.delete(&erasure_entry(FIRST_EPOCH)));
    }
    kept.map(|()| person)
}

/// A desk that is being founded, at which one of its people is signed in.
pub struct Founding {
    pub(crate) locked: LockedDesk,
    pub(crate) unlocked: Unlocked,
    pub(crate) rim: Rim,
}

impl std::fmt::Debug for Founding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Founding")
            .field("desk", &self.locked.desk())
            .finish_non_exhaustive()
    }
}

impl Founding {
    pub(crate) fn of(locked: LockedDesk, unlocked: Unlocked, rim: Rim) -> Self {
        Self {
            locked,
            unlocked,
            rim,
        }
    }

    /// Who is signed in.
    pub fn person(&self) -> PersonId {
        self.unlocked.person
    }

    /// Takes one more person onto the desk; they chose their own passphrase and sign their own membership.
    ///
    /// # Errors
    /// A name that is taken, an unfit passphrase or role.
    pub fn add_person(&mut self, joining: &Joining<'_>) -> Result<PersonId, DeskFault> {
        check_joining(joining)?;
        let passphrase = choose(joining, self.locked.file.marks.no_keychain)?;
        let slot = self.locked.slot()?;
        if self.locked.find(slot, joining.name).is_some() {
            return Err(HouseRefusal::NameTaken.into());
        }
        let (_, desk_secret) = self.locked.newest_desk_secret();
        let vault_key = &self.unlocked.vault_key;
        let (person, entry) = entry(
            &self.locked.file,
            slot,
            desk_secret,
            vault_key,
            joining,
            &passphrase,
            &mut self.rim,
        )?;
        self.change_slot(|slot| {
            slot.people.insert(*person.as_bytes(), entry);
        })?;
        Ok(person)
    }

    /// Sets how an institution is reached. While founding, loopback only.
    ///
    /// # Errors
    /// An address that is unfit or not of this computer; a keychain that does not serve.
    pub fn set_institution(
        &mut self,
        kind: InstitutionKind,
        url: &str,
        credential: Credential,
    ) -> Result<(), DeskFault> {
        institutions::check_url(url, true)?;
        let name = institutions::fresh_name(kind, &mut self.rim);
        let settings = InstitutionSettings {
            kind,
            url: url.to_owned(),
            credential: name,
        };
        let sealed = institutions::seal_credential(
            &self.unlocked.vault_key,
            CredentialPlace {
                founding: self.locked.file.founding,
                epoch: self.unlocked.epoch,
            },
            &settings.credential,
            &credential,
            &mut self.rim,
        );
        let kept = institutions::keep_sealed(
            self.locked.key_vault.as_deref(),
            &settings.credential,
            self.unlocked.epoch,
            &sealed,
        )?;
        let draft = Draft {
            settings,
            sealed: (!kept).then_some(sealed),
        };
        let place = desk_place(
            self.locked.slot()?.team,
            self.locked.file.desk,
            self.unlocked.epoch,
        );
        let blob = FoundingDraft::new(draft.encode());
        let wrapped = seal::wrap(
            &self.unlocked.vault_key,
            &place,
            &blob,
            &mut *self.rim.nonces,
        );
        self.change_slot(|slot| slot.drafts.push(wrapped))
    }

    pub(crate) fn change_slot(&mut self, change: impl FnOnce(&mut Slot)) -> Result<(), DeskFault> {
        // Changed on a copy: what the disk did not take is not remembered either.
        let mut file = DeskKeysFile::from_bytes(&self.locked.file.to_bytes())?;
        change(
            file.slot_mut(self.unlocked.epoch)
                .ok_or(DeskFault::KeysDamaged)?,
        );
        self.locked.folder.write_keys(&file.to_bytes())?;
        self.locked.file = file;
        Ok(())
    }
}

/// The secrets of a slot, to be wrapped for a team and epoch.
struct Wrapped<'a> {
    vault_key: &'a VaultKey,
    erasure: &'a ErasureSecret,
    file_key: &'a FileKey,
    index: &'a IndexKeys,
    desk_secrets: &'a DeskSecrets,
}

impl Wrapped<'_> {
    fn slot(&self, team: TeamId, desk: [u8; 16], rim: &mut Rim) -> Slot {
        let nonces = &mut *rim.nonces;
        let place = desk_place(team, desk, FIRST_EPOCH);
        let store_key = StoreKey::derive(self.erasure, self.vault_key, team, FIRST_EPOCH);
        Slot {
            epoch: FIRST_EPOCH,
            team,
            vault_key: self.vault_key.id(),
            desk_public: self.desk_secrets.public(),
            people: Default::default(),
            file_key: seal::wrap(&store_key, &place, self.file_key, nonces),
            index_keys: seal::wrap(self.vault_key, &place, self.index, nonces),
            desk_secrets: seal::wrap(self.vault_key, &place, self.desk_secrets, nonces),
            recovery_grant: None,
            erasure: None,
            drafts: Vec::new(),
        }
    }
}
