//! Opening a desk: the charter, the store, and the key file that names the team.

use std::collections::BTreeSet;

use casework::{DeskEvent, InstitutionSettings, PersonId, Policy, Role};
use ledger::{Bucket, Ledger};
use record::charter::{Charter, Member, SignedCharter};
use seal::desk_keys::{DeskKeysFile, Marks, PersonEntry, Slot};
use seal::{
    DeskSecrets, ErasureSecret, FileKey, FoundingDraft, GrantContext, IndexKeys, PersonName,
    StoreKey, TeamId, WrapContext, grant_vault_key,
};

use super::member::{Joined, public};
use super::{Founding, Wrapped};
use crate::anchor::AnchorKeeper;
use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::institutions::Draft;
use crate::key_file::desk_place;
use crate::recovery::RecoveryDraft;
use crate::roster::Founded;
use crate::{DeskFault, HouseRefusal};

/// How far a founding is.
#[derive(Debug, Clone)]
pub struct FoundingProgress {
    /// Who has joined, with what they will be.
    pub people: Vec<(String, Vec<Role>)>,
    /// How institutions are reached.
    pub institutions: Vec<InstitutionSettings>,
    /// [`HouseRefusal::RosterIncomplete`], where opening for more than one person would be refused so.
    pub lacking: Option<HouseRefusal>,
}

impl Founding {
    /// Opens the desk: the charter becomes record 0, the team gets its id, and from now on everything is on record.
    ///
    /// # Errors
    /// [`HouseRefusal::RosterIncomplete`] where the people cannot run a desk; `solo` asks for one person with the
    /// roles of operator, supervisor and administrator.
    pub fn open(mut self, solo: bool) -> Result<Desk, DeskFault> {
        let marks = Marks {
            solo,
            ..self.locked.file.marks
        };
        self.check_roster(solo)?;
        let recovery = self.recovery_draft()?;
        if let Some(recovery) = &recovery {
            casework::holders_fit(&recovery.holders, solo)?;
        }
        let erasure = self.locked.erasure()?;
        let keys =
            self.locked
                .store_keys(self.locked.slot()?, &erasure, &self.unlocked.vault_key)?;
        let charter = self.charter(marks, &keys.desk_secrets, recovery.as_ref())?;
        let team = TeamId(charter.charter.team_id().0);
        let mut names = self.names()?;
        if let Some(recovery) = &recovery {
            let holders = casework::holders_named(&recovery.holders);
            names.push((casework::RECOVERY, holders));
        }
        let drafts = self.drafts()?;

        // Nothing of the new store counts before the key file names the team: a crash leaves the desk founding.
        self.locked.folder.discard_store()?;
        let file_key = FileKey::generate(&mut *self.rim.nonces);
        let ledger = Ledger::create(&self.locked.folder.store_path(), &file_key)?;
        let slot = self.slot_of_team(team, &file_key, &keys.index, &keys.desk_secrets, &erasure)?;
        let founded = Founded { charter, names };
        let mut file = DeskKeysFile::from_bytes(&self.locked.file.to_bytes())?;
        file.marks = marks;
        let epoch = slot.epoch;
        file.put_slot(slot).map_err(|_| DeskFault::KeysDamaged)?;
        let mut desk = Desk {
            ledger,
            id: self.locked.desk(),
            team,
            founding: file.founding,
            epoch,
            marks,
            roster: founded.roster(),
            person: self.unlocked.person,
            secrets: self.unlocked.secrets,
            desk_secrets: keys.desk_secrets,
            store_key: StoreKey::derive(&erasure, &self.unlocked.vault_key, team, epoch),
            vault_key: self.unlocked.vault_key,
            index: keys.index,
            buckets: Default::default(),
            key_vault: self.locked.key_vault,
            head: None,
            settings: Default::default(),
            changed: Default::default(),
            anchor: None,
            quarantine: None,
            newest_drk: 0,
            key_file: file,
            rim: self.rim,
            folder: self.locked.folder,
            backups: Default::default(),
        };
        desk.begin_chain(&founded, drafts)?;
        // The anchor first: while the key file names no team, nobody asks for it.
        if let Some(vault) = &desk.key_vault {
            let keeper = AnchorKeeper::of(vault.clone(), None, desk.rim.now_ms());
            keeper.write_now(desk.anchor_now(None)?, desk.rim.now_ms())?;
            desk.anchor = Some(keeper);
        }
        desk.folder.write_keys(&desk.key_file.to_bytes())?;
        desk.settle_key_file()?;
        Ok(desk)
    }

    /// How far the founding is: who has joined, what is set, and what opening would still lack.
    ///
    /// # Errors
    /// A key file that is not what this program wrote.
    pub fn progress(&self) -> Result<FoundingProgress, DeskFault> {
        let slot = self.locked.slot()?;
        let people = self.names()?.into_iter().map(|(id, name)| {
            let membership = slot
                .people
                .get(id.as_bytes())
                .and_then(|it| it.membership.as_ref());
            let roles = membership.into_iter().flat_map(|it| &it.roles);
            (name, roles.filter_map(|role| Role::parse(role)).collect())
        });
        let drafts = self.drafts()?;
        Ok(FoundingProgress {
            people: people.collect(),
            institutions: drafts.into_iter().map(|it| it.settings).collect(),
            lacking: match self.check_roster(false) {
                Err(DeskFault::House(lacking @ HouseRefusal::RosterIncomplete { .. })) => {
                    Some(lacking)
                }
                Err(fault) => return Err(fault),
                Ok(()) => None,
            },
        })
    }

    /// Who is signed in, by the name colleagues see.
    ///
    /// # Errors
    /// As [`progress`](Self::progress).
    pub fn person_name(&self) -> Result<String, DeskFault> {
        let me = self.unlocked.person;
        let mine = self.names()?.into_iter().find(|(id, _)| *id == me);
        mine.map(|(_, name)| name).ok_or(DeskFault::KeysDamaged)
    }

    /// What the desk was made as.
    pub fn marks(&self) -> Marks {
        self.locked.file.marks
    }

    /// Whether [`open`](Self::open) would be refused for who is on the roster.
    ///
    /// # Errors
    /// [`HouseRefusal::RosterIncomplete`], as opening would.
    pub fn check_roster(&self, solo: bool) -> Result<(), DeskFault> {
        let roles: Vec<&BTreeSet<String>> = self
            .locked
            .slot()?
            .people
            .values()
            .filter_map(|it| Some(&it.membership.as_ref()?.roles))
            .collect();
        let held = |role: Role| roles.iter().any(|it| it.contains(role.as_str()));
        let needed: &[Role] = match solo {
            true => &[Role::Operator, Role::Supervisor, Role::Administrator],
            false => &[Role::Supervisor, Role::Administrator],
        };
        let missing: Vec<Role> = needed.iter().copied().filter(|role| !held(*role)).collect();
        let workers = roles.iter().filter(|it| {
            it.contains(Role::Operator.as_str()) || it.contains(Role::Supervisor.as_str())
        });
        let second_person = !solo && workers.count() < 2;
        let not_alone = (solo && roles.len() != 1).then_some(roles.len());
        if !missing.is_empty() || second_person || not_alone.is_some() {
            return Err(HouseRefusal::RosterIncomplete {
                missing,
                second_person,
                not_alone,
            }
            .into());
        }
        Ok(())
    }

    fn charter(
        &self,
        marks: Marks,
        desk_secrets: &DeskSecrets,
        recovery: Option<&RecoveryDraft>,
    ) -> Result<SignedCharter, DeskFault> {
        let slot = self.locked.slot()?;
        // The founder first: theirs is the signature on record 0.
        let mut people: Vec<_> = slot.people.iter().collect();
        people.sort_by_key(|(id, _)| (*id != self.unlocked.person.as_bytes(), **id));
        let members = people.into_iter().map(|(id, entry)| {
            let membership = entry.membership.as_ref().ok_or(DeskFault::KeysDamaged)?;
            let roles = membership
                .roles
                .iter()
                .map(|role| Role::parse(role).ok_or(DeskFault::KeysDamaged));
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
            recovery: recovery.map(|it| it.keys),
            marks: record::charter::Marks {
                solo: marks.solo,
                demo: marks.demo,
                no_keychain: marks.no_keychain,
            },
        };
        // The key file is trusted for nothing: whoever changed it on the disk did not sign.
        charter.verify().map_err(|_| DeskFault::KeysDamaged)?;
        let desk_signature = desk_secrets.sign(&charter.desk_signing_input());
        Ok(SignedCharter {
            charter,
            desk_signature,
        })
    }

    fn names(&self) -> Result<Vec<(PersonId, String)>, DeskFault> {
        let slot = self.locked.slot()?;
        let open = |(id, entry): (&[u8; 16], &PersonEntry)| {
            let place = WrapContext {
                team: slot.team,
                subject: *id,
                epoch: slot.epoch,
            };
            let name: PersonName = seal::unwrap(&self.unlocked.vault_key, &place, &entry.name)
                .map_err(|_| DeskFault::KeysDamaged)?;
            let joined = Joined::decode(&name).filter(|it| it.stands_in(entry));
            let joined = joined.ok_or(DeskFault::KeysDamaged)?;
            Ok((PersonId::from_bytes(*id), joined.name.to_owned()))
        };
        slot.people.iter().map(open).collect()
    }

    /// What was set while founding, oldest first.
    fn draft_blobs(&self) -> Result<Vec<FoundingDraft>, DeskFault> {
        let slot = self.locked.slot()?;
        let place = desk_place(slot.team, self.locked.file.desk, slot.epoch);
        let opened = slot.drafts.iter().map(|wrapped| {
            seal::unwrap(&self.unlocked.vault_key, &place, wrapped)
                .map_err(|_| DeskFault::KeysDamaged)
        });
        opened.collect()
    }

    /// The recovery secret set last, if any.
    fn recovery_draft(&self) -> Result<Option<RecoveryDraft>, DeskFault> {
        let blobs = self.draft_blobs()?;
        Ok(blobs
            .iter()
            .rev()
            .find_map(|blob| RecoveryDraft::decode(blob.expose())))
    }

    /// The institutions set so far; the last word on each counts.
    fn drafts(&self) -> Result<Vec<Draft>, DeskFault> {
        let mut drafts: Vec<Draft> = Vec::new();
        for blob in self.draft_blobs()? {
            if RecoveryDraft::decode(blob.expose()).is_some() {
                continue;
            }
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
        let wrapped = Wrapped {
            vault_key,
            erasure,
            file_key,
            index,
            desk_secrets,
        };
        let mut slot = wrapped.slot(team, self.locked.file.desk, &mut self.rim);
        let old = self.locked.slot()?;
        for (id, entry) in &old.people {
            let from = WrapContext {
                team: old.team,
                subject: *id,
                epoch: old.epoch,
            };
            let name: PersonName =
                seal::unwrap(vault_key, &from, &entry.name).map_err(|_| DeskFault::KeysDamaged)?;
            let to = WrapContext { team, ..from };
            let grant = GrantContext {
                team,
                grantee: *id,
                key_id: vault_key.id(),
                epoch: slot.epoch,
            };
            let nonces = &mut *self.rim.nonces;
            let entry = PersonEntry {
                name: seal::wrap(vault_key, &to, &name, nonces),
                vault_grant: Some(
                    grant_vault_key(vault_key, &entry.public.x25519, &grant, nonces)
                        .map_err(|_| DeskFault::KeysDamaged)?,
                ),
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
        let settings = drafts
            .iter()
            .map(|draft| draft.settings.clone())
            .collect::<Vec<_>>();
        let mut unit = self.begin();
        let mut roster = unit.new_stream(ROSTER, Bucket::Desk);
        unit.write(&mut roster, me, founded);
        let mut topic = unit.new_stream(SETTINGS, Bucket::Desk);
        let mut known = casework::DeskSettings::default();
        for institution in settings {
            let event = DeskEvent::InstitutionFounded(institution);
            let written = unit.write(&mut topic, me, &event);
            known = casework::evolve_settings(
                known,
                &event,
                written.record,
                written.hash,
                me,
                written.at_ms,
            );
        }
        unit.keep_credentials(
            drafts
                .into_iter()
                .filter_map(|it| Some((it.settings.credential, it.sealed?))),
        );
        let finished = unit.finish();
        self.commit(finished)?;
        self.settings = known;
        Ok(())
    }
}
