//! The first hour of a desk: a key file and a draft, no chain, no cases; then the charter.

use std::collections::BTreeSet;
use std::path::Path;

use casework::{DeskEvent, InstitutionKind, InstitutionSettings, PersonId, Policy, Role};
use ledger::{Bucket, DeskFolder, Ledger};
use record::charter::{Charter, Member, SignedCharter, membership_message};
use seal::desk_keys::{DeskKeysFile, Marks, Membership, PersonEntry, Slot};
use seal::{
    Argon2Cost, Argon2Params, Credential, DeskSecret, DeskSecrets, ErasureSecret, FileKey, FoundingDraft, GrantContext,
    IndexKeys, Passphrase, PassphraseRule, PersonKek, PersonName, PersonSecrets, PublicKeys, StoreKey, TeamId, VaultKey,
    WrapContext, grant_vault_key,
};

use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::institutions::{self, CredentialPlace, Draft};
use crate::key_file::{DESK_SECRET, LockedDesk, Unlocked, desk_place, erasure_entry};
use crate::roster::{Founded, Roster};
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
pub fn create(dir: &Path, rim: &mut Rim, new: NewDesk, founder: &Joining<'_>) -> Result<PersonId, DeskFault> {
    check_joining(founder)?;
    let passphrase = choose(founder, new.no_keychain)?;
    let folder = DeskFolder::create(dir)?;
    let desk: [u8; 16] = rim.fresh();
    let founding = TeamId(rim.fresh());
    let marks = Marks { no_keychain: new.no_keychain, demo: new.demo, solo: false };
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
    slot.erasure = if new.no_keychain { ErasureSecret::from_keychain(erasure.expose()) } else { None };
    let (person, entry) = entry(&file, &slot, desk_secret.as_ref(), &vault_key, founder, &passphrase, rim)?;
    slot.people.insert(*person.as_bytes(), entry);
    file.put_slot(slot).map_err(|_| DeskFault::KeysDamaged)?;
    let Some(desk_secret) = desk_secret else {
        folder.write_keys(&file.to_bytes())?;
        return Ok(person);
    };
    let vault = (rim.key_vault)(casework::DeskId::from_bytes(desk));
    let kept = vault
        .write(DESK_SECRET, desk_secret.expose())
        .and_then(|()| vault.write(&erasure_entry(FIRST_EPOCH), erasure.expose()))
        .map_err(DeskFault::from)
        .and_then(|()| Ok(folder.write_keys(&file.to_bytes())?));
    if kept.is_err() {
        // No desk came of it, so nobody will ever ask for these; a keychain that does not serve may keep them.
        let _ = vault.delete(DESK_SECRET).and_then(|()| vault.delete(&erasure_entry(FIRST_EPOCH)));
    }
    kept.map(|()| person)
}

/// A desk that is being founded, at which one of its people is signed in.
pub struct Founding {
    locked: LockedDesk,
    unlocked: Unlocked,
    rim: Rim,
}

impl std::fmt::Debug for Founding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Founding").field("desk", &self.locked.desk()).finish_non_exhaustive()
    }
}

impl Founding {
    pub(crate) fn of(locked: LockedDesk, unlocked: Unlocked, rim: Rim) -> Self {
        Self { locked, unlocked, rim }
    }

    /// Takes one more person onto the desk; they chose their own passphrase and sign their own membership.
    ///
    /// # Errors
    /// A name that is taken, an unfit passphrase or role.
    pub fn add_person(&mut self, joining: &Joining<'_>) -> Result<PersonId, DeskFault> {
        check_joining(joining)?;
        let passphrase = choose(joining, self.locked.file.marks.no_keychain)?;
        let digest = self.locked.name_digest(joining.name);
        let slot = self.locked.slot()?;
        if slot.people.values().any(|entry| entry.name_digest == digest) {
            return Err(HouseRefusal::NameTaken.into());
        }
        let desk_secret = self.locked.desk_secret();
        let vault_key = &self.unlocked.vault_key;
        let (person, entry) =
            entry(&self.locked.file, slot, desk_secret, vault_key, joining, &passphrase, &mut self.rim)?;
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
        let settings = InstitutionSettings { kind, url: url.to_owned(), credential: name };
        let sealed = institutions::seal_credential(
            &self.unlocked.vault_key,
            CredentialPlace { founding: self.locked.file.founding, epoch: self.unlocked.epoch },
            &settings.credential,
            &credential,
            &mut self.rim,
        );
        let kept = institutions::keep_sealed(self.locked.key_vault.as_deref(), &settings.credential, &sealed)?;
        let draft = Draft { settings, sealed: (!kept).then_some(sealed) };
        let place = desk_place(self.locked.slot()?.team, self.locked.file.desk, self.unlocked.epoch);
        let blob = FoundingDraft::new(draft.encode());
        let wrapped = seal::wrap(&self.unlocked.vault_key, &place, &blob, &mut *self.rim.nonces);
        self.change_slot(|slot| slot.drafts.push(wrapped))
    }

    /// Opens the desk: the charter becomes record 0, the team gets its id, and from now on everything is on record.
    ///
    /// # Errors
    /// [`HouseRefusal::RosterIncomplete`] where the people cannot run a desk; `solo` asks for one person with the
    /// roles of operator, supervisor and administrator.
    pub fn open(mut self, solo: bool) -> Result<Desk, DeskFault> {
        let marks = Marks { solo, ..self.locked.file.marks };
        self.check_roster(solo)?;
        let keys = self.locked.store_keys(&self.unlocked.vault_key)?;
        let charter = self.charter(marks, &keys.desk_secrets)?;
        let team = TeamId(charter.charter.team_id().0);
        let names = self.names()?;
        let drafts = self.drafts()?;

        // Nothing of the new store counts before the key file names the team: a crash leaves the desk founding.
        self.locked.folder.discard_store()?;
        let file_key = FileKey::generate(&mut *self.rim.nonces);
        let ledger = Ledger::create(&self.locked.folder.store_path(), &file_key)?;
        let erasure = self.locked.erasure()?;
        let slot = self.slot_of_team(team, &file_key, &keys.index, &keys.desk_secrets, &erasure)?;
        let founded = Founded { charter, names };
        let mut desk = Desk {
            ledger,
            id: self.locked.desk(),
            team,
            founding: self.locked.file.founding,
            epoch: slot.epoch,
            marks,
            roster: Roster::of(&founded),
            person: self.unlocked.person,
            secrets: self.unlocked.secrets,
            desk_secrets: keys.desk_secrets,
            store_key: StoreKey::derive(&erasure, &self.unlocked.vault_key, team, slot.epoch),
            vault_key: self.unlocked.vault_key,
            index: keys.index,
            buckets: Default::default(),
            key_vault: self.locked.key_vault,
            head: None,
            settings: Default::default(),
            rim: self.rim,
            folder: self.locked.folder,
        };
        desk.begin_chain(&founded, drafts)?;
        let mut file = self.locked.file;
        file.marks = marks;
        file.put_slot(slot).map_err(|_| DeskFault::KeysDamaged)?;
        desk.folder.write_keys(&file.to_bytes())?;
        Ok(desk)
    }

    fn change_slot(&mut self, change: impl FnOnce(&mut Slot)) -> Result<(), DeskFault> {
        // Changed on a copy: what the disk did not take is not remembered either.
        let mut file = DeskKeysFile::from_bytes(&self.locked.file.to_bytes())?;
        change(file.slot_mut(self.unlocked.epoch).ok_or(DeskFault::KeysDamaged)?);
        self.locked.folder.write_keys(&file.to_bytes())?;
        self.locked.file = file;
        Ok(())
    }

    fn check_roster(&self, solo: bool) -> Result<(), DeskFault> {
        let roles: Vec<&BTreeSet<String>> =
            self.locked.slot()?.people.values().filter_map(|it| Some(&it.membership.as_ref()?.roles)).collect();
        let held = |role: Role| roles.iter().any(|it| it.contains(role.as_str()));
        let needed: &[Role] = match solo {
            true => &[Role::Operator, Role::Supervisor, Role::Administrator],
            false => &[Role::Supervisor, Role::Administrator],
        };
        let missing: Vec<Role> = needed.iter().copied().filter(|role| !held(*role)).collect();
        let workers =
            roles.iter().filter(|it| it.contains(Role::Operator.as_str()) || it.contains(Role::Supervisor.as_str()));
        let second_person = !solo && workers.count() < 2;
        if !missing.is_empty() || second_person {
            return Err(HouseRefusal::RosterIncomplete { missing, second_person }.into());
        }
        Ok(())
    }

    fn charter(&self, marks: Marks, desk_secrets: &DeskSecrets) -> Result<SignedCharter, DeskFault> {
        let slot = self.locked.slot()?;
        // The founder first: theirs is the signature on record 0.
        let mut people: Vec<_> = slot.people.iter().collect();
        people.sort_by_key(|(id, _)| (*id != self.unlocked.person.as_bytes(), **id));
        let members = people.into_iter().map(|(id, entry)| {
            let membership = entry.membership.as_ref().ok_or(DeskFault::KeysDamaged)?;
            let roles = membership.roles.iter().map(|role| Role::parse(role).ok_or(DeskFault::KeysDamaged));
            Ok(Member {
                person: PersonId::from_bytes(*id),
                roles: roles.collect::<Result<_, _>>()?,
                public: public(&entry.public),
                signature: membership.signature,
            })
        });
        let charter = Charter {
            founding: self.locked.file.founding.0,
            members: members.collect::<Result<_, DeskFault>>()?,
            policy: Policy::ONE.hash(),
            desk: public(&slot.desk_public),
            recovery: None,
            marks: record::charter::Marks { solo: marks.solo, demo: marks.demo, no_keychain: marks.no_keychain },
        };
        // The key file is trusted for nothing: whoever changed it on the disk did not sign.
        charter.verify().map_err(|_| DeskFault::KeysDamaged)?;
        let desk_signature = desk_secrets.sign(&charter.desk_signing_input());
        Ok(SignedCharter { charter, desk_signature })
    }

    fn names(&self) -> Result<Vec<(PersonId, String)>, DeskFault> {
        let slot = self.locked.slot()?;
        let open = |(id, entry): (&[u8; 16], &PersonEntry)| {
            let place = WrapContext { team: slot.team, subject: *id, epoch: slot.epoch };
            let name: PersonName =
                seal::unwrap(&self.unlocked.vault_key, &place, &entry.name).map_err(|_| DeskFault::KeysDamaged)?;
            let name = std::str::from_utf8(name.expose()).map_err(|_| DeskFault::KeysDamaged)?;
            Ok((PersonId::from_bytes(*id), name.to_owned()))
        };
        slot.people.iter().map(open).collect()
    }

    /// The institutions set so far; the last word on each counts.
    fn drafts(&self) -> Result<Vec<Draft>, DeskFault> {
        let slot = self.locked.slot()?;
        let place = desk_place(slot.team, self.locked.file.desk, slot.epoch);
        let mut drafts: Vec<Draft> = Vec::new();
        for wrapped in &slot.drafts {
            let blob: FoundingDraft =
                seal::unwrap(&self.unlocked.vault_key, &place, wrapped).map_err(|_| DeskFault::KeysDamaged)?;
            let draft = Draft::decode(blob.expose()).ok_or(DeskFault::KeysDamaged)?;
            drafts.retain(|it| it.settings.kind != draft.settings.kind);
            drafts.push(draft);
        }
        Ok(drafts)
    }

    /// The slot in force once more, under the team's id: only the persons' own wraps keep the place they were made for.
    fn slot_of_team(
        &mut self,
        team: TeamId,
        file_key: &FileKey,
        index: &IndexKeys,
        desk_secrets: &DeskSecrets,
        erasure: &ErasureSecret,
    ) -> Result<Slot, DeskFault> {
        let vault_key = &self.unlocked.vault_key;
        let wrapped = Wrapped { vault_key, erasure, file_key, index, desk_secrets };
        let mut slot = wrapped.slot(team, self.locked.file.desk, &mut self.rim);
        let old = self.locked.slot()?;
        for (id, entry) in &old.people {
            let from = WrapContext { team: old.team, subject: *id, epoch: old.epoch };
            let name: PersonName = seal::unwrap(vault_key, &from, &entry.name).map_err(|_| DeskFault::KeysDamaged)?;
            let to = WrapContext { team, ..from };
            let grant = GrantContext { team, grantee: *id, key_id: vault_key.id(), epoch: slot.epoch };
            let nonces = &mut *self.rim.nonces;
            let entry = PersonEntry {
                name: seal::wrap(vault_key, &to, &name, nonces),
                vault_grant: grant_vault_key(vault_key, &entry.public.x25519, &grant, nonces)
                    .map_err(|_| DeskFault::KeysDamaged)?,
                membership: None,
                ..entry.clone()
            };
            slot.people.insert(*id, entry);
        }
        slot.erasure = match old.erasure {
            Some(_) => ErasureSecret::from_keychain(erasure.expose()),
            None => None,
        };
        Ok(slot)
    }
}

impl Desk {
    /// Record 0 and what the founder had set before.
    fn begin_chain(&mut self, founded: &Founded, drafts: Vec<Draft>) -> Result<(), DeskFault> {
        let me = self.me();
        let settings = drafts.iter().map(|draft| draft.settings.clone()).collect::<Vec<_>>();
        let mut unit = self.begin();
        let mut roster = unit.new_stream(ROSTER, Bucket::Desk);
        unit.write(&mut roster, me, founded);
        let mut topic = unit.new_stream(SETTINGS, Bucket::Desk);
        let mut known = casework::DeskSettings::default();
        for institution in settings {
            let event = DeskEvent::InstitutionFounded(institution);
            let written = unit.write(&mut topic, me, &event);
            known = casework::evolve_settings(known, &event, written.record, written.hash, me, written.at_ms);
        }
        unit.keep_credentials(drafts.into_iter().filter_map(|it| Some((it.settings.credential, it.sealed?))));
        let finished = unit.finish();
        self.commit(finished)?;
        self.settings = known;
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
            erasure: None,
            drafts: Vec::new(),
        }
    }
}

fn entry(
    file: &DeskKeysFile,
    slot: &Slot,
    desk_secret: Option<&DeskSecret>,
    vault_key: &VaultKey,
    joining: &Joining<'_>,
    passphrase: &Passphrase,
    rim: &mut Rim,
) -> Result<(PersonId, PersonEntry), DeskFault> {
    let cost = if file.marks.no_keychain { Argon2Cost::NO_KEYCHAIN } else { Argon2Cost::STANDARD };
    let id: [u8; 16] = rim.fresh();
    let person = PersonId::from_bytes(id);
    let nonces = &mut *rim.nonces;
    let argon2 = Argon2Params::fresh(cost, nonces);
    let kek = PersonKek::derive(desk_secret, passphrase, &argon2, slot.team, file.desk, id, slot.epoch);
    let secrets = PersonSecrets::generate(nonces);
    let place = WrapContext { team: slot.team, subject: id, epoch: slot.epoch };
    let grant = GrantContext { team: slot.team, grantee: id, key_id: vault_key.id(), epoch: slot.epoch };
    let message =
        membership_message(&file.founding.0, &public(&slot.desk_public), person, &joining.roles, &public(&secrets.public()));
    let entry = PersonEntry {
        name_digest: seal::desk_keys::name_digest(desk_secret, &file.name_salt, file.desk, joining.name),
        name: seal::wrap(vault_key, &place, &PersonName::new(joining.name.trim().as_bytes().to_vec()), nonces),
        public: secrets.public(),
        argon2,
        kek_team: slot.team,
        kek_epoch: slot.epoch,
        secrets: seal::wrap(&kek, &place, &secrets, nonces),
        vault_grant: grant_vault_key(vault_key, &secrets.public().x25519, &grant, nonces)
            .map_err(|_| DeskFault::KeysDamaged)?,
        membership: Some(Membership {
            roles: joining.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            signature: secrets.sign(&message),
        }),
    };
    Ok((person, entry))
}

fn public(keys: &PublicKeys) -> record::charter::PublicKeys {
    record::charter::PublicKeys { ed25519: keys.ed25519, x25519: keys.x25519 }
}

fn check_joining(joining: &Joining<'_>) -> Result<(), DeskFault> {
    let name = joining.name.trim();
    if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
        return Err(HouseRefusal::NameUnfit.into());
    }
    if joining.roles.is_empty() || (joining.roles.contains(&Role::Auditor) && joining.roles.len() > 1) {
        return Err(HouseRefusal::RolesUnfit.into());
    }
    Ok(())
}

fn choose(joining: &Joining<'_>, no_keychain: bool) -> Result<Passphrase, DeskFault> {
    let elevated = no_keychain
        || joining.roles.contains(&Role::Supervisor)
        || joining.roles.contains(&Role::Administrator);
    let rule = if elevated { PassphraseRule::Elevated } else { PassphraseRule::Ordinary };
    Ok(Passphrase::chosen(joining.passphrase, rule, &[joining.name])?)
}
