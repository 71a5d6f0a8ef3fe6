//! What the key file holds on an open desk, kept in step with the roster.

use casework::{Change, ChangeState, Enrolment, KeyChangeCause, PersonId};
use ports::NonceSource;
use seal::desk_keys::{DeskKeysFile, PersonEntry, Slot, name_digest};
use seal::{
    Argon2Cost, Argon2Params, DeskSecret, GrantContext, Passphrase, PersonKek, PersonName,
    PersonSecrets, TeamId, VaultKey, WrapContext, grant_vault_key,
};

use crate::DeskFault;
use crate::desk::Desk;
use crate::key_file::{desk_secret_entry, read_desk_secret};

/// How long people have to sign in after a rotation before their old keys lapse.
const TO_MOVE_MS: i64 = 30 * 24 * 60 * 60_000;

/// Under which id the key file keeps somebody's new keys while their renewal waits for a second person.
pub(crate) fn renewal_id(keys: &casework::PublicKeys) -> [u8; 16] {
    let (id, _) = keys
        .ed25519
        .split_first_chunk()
        .expect("16 of 32 bytes are there");
    *id
}

/// What the name in an entry says where a person does not stand in a charter: the name alone.
pub(crate) fn kept_name(name: &str) -> PersonName {
    PersonName::new(name.as_bytes().to_vec())
}

/// The vault key for somebody whose public key was read from the roster.
pub(crate) fn granted(
    vault_key: &VaultKey,
    (team, epoch): (TeamId, u64),
    person: &[u8; 16],
    to_x25519: &[u8; 32],
    nonces: &mut dyn NonceSource,
) -> Result<Vec<u8>, DeskFault> {
    let grant = GrantContext {
        team,
        grantee: *person,
        key_id: vault_key.id(),
        epoch,
    };
    grant_vault_key(vault_key, to_x25519, &grant, nonces).map_err(|_| DeskFault::KeysDamaged)
}

impl Desk {
    /// Makes the key file say what the roster says: who was approved is granted the vault key, who was turned down or
    /// has left is taken out. A crash between record and key file is mended so at the next sign-in.
    pub(crate) fn settle_key_file(&mut self) -> Result<(), DeskFault> {
        let waiting = self.waiting_entries();
        let slot = self
            .key_file
            .slot(self.epoch)
            .ok_or(DeskFault::KeysDamaged)?;
        let mut people = slot.people.clone();
        let mut recovery_grant = slot.recovery_grant.clone();
        let mut changed = false;
        // Renewed keys take the place of the old ones.
        for (id, person) in self.roster.people() {
            let Some(term) = person.term() else { continue };
            let entry = people.get(id.as_bytes());
            if entry.is_none_or(|it| it.public.ed25519 != term.keys.ed25519)
                && let Some(anew) = people.remove(&renewal_id(&term.keys))
            {
                people.insert(*id.as_bytes(), anew);
                changed = true;
            }
        }
        let before = people.len();
        let roster = &self.roster;
        people.retain(|id, _| {
            roster.keys(PersonId::from_bytes(*id)).is_some() || waiting.contains(id)
        });
        changed |= people.len() != before;
        let nonces = &mut *self.rim.nonces;
        let place = (self.team, self.epoch);
        let mut granted =
            |id: &[u8; 16], to: &[u8; 32]| granted(&self.vault_key, place, id, to, nonces);
        for (id, entry) in &mut people {
            if let Some(keys) = roster.keys(PersonId::from_bytes(*id))
                && entry.vault_grant.is_none()
                && entry.public.ed25519 == keys.ed25519
            {
                entry.vault_grant = Some(granted(id, &keys.x25519)?);
                changed = true;
            }
        }
        // A grant to a recovery secret that was replaced goes with the key change that follows.
        if let (None, Some(term)) = (&recovery_grant, roster.recovery()) {
            recovery_grant = Some(granted(casework::RECOVERY.as_bytes(), &term.keys.x25519)?);
            changed = true;
        }
        if !changed {
            return Ok(());
        }
        self.change_slot(|slot| {
            slot.people = people;
            slot.recovery_grant = recovery_grant;
        })
    }

    /// The entries of people whose enrolment or renewal waits for a second person.
    pub(crate) fn waiting_entries(&self) -> Vec<[u8; 16]> {
        let waiting = self.settings.changes.iter();
        let waiting = waiting.filter(|it| it.state == ChangeState::Proposed);
        let entry = |it: &casework::ProposedChange| match &it.change {
            Change::Enrol(Enrolment { person, .. }) => Some(*person.as_bytes()),
            Change::Renew { keys, .. } => Some(renewal_id(keys)),
            Change::SetInstitution(_)
            | Change::SetRoles { .. }
            | Change::Dismiss { .. }
            | Change::SetRecovery { .. }
            | Change::SetRetention(_)
            | Change::EraseCase { .. } => None,
        };
        waiting.filter_map(entry).collect()
    }

    /// Changes the slot in force. The anchor allows both slots while the file is written, so that a crash leaves either
    /// and neither looks like a rollback.
    pub(crate) fn change_slot(&mut self, change: impl FnOnce(&mut Slot)) -> Result<(), DeskFault> {
        let mut file = self.copy_of_key_file()?;
        let slot = file.slot_mut(self.epoch).ok_or(DeskFault::KeysDamaged)?;
        change(slot);
        let next = slot.digest();
        let now_ms = self.rim.now_ms();
        if let Some(keeper) = &self.anchor {
            keeper.write_now(self.anchor_now(Some(next))?, now_ms)?;
        }
        self.folder.write_keys(&file.to_bytes())?;
        self.key_file = file;
        if let Some(keeper) = &self.anchor {
            // Where this does not succeed the anchor allows both until the next one is written.
            let _ = keeper.write_now(self.anchor_now(None)?, now_ms);
        }
        Ok(())
    }

    /// Changed on a copy: what the disk did not take is not remembered either.
    pub(crate) fn copy_of_key_file(&self) -> Result<DeskKeysFile, DeskFault> {
        Ok(DeskKeysFile::from_bytes(&self.key_file.to_bytes())?)
    }

    /// The desk secret of a number, read anew: it does not stay in memory.
    pub(crate) fn desk_secret(&self, number: u64) -> Result<Option<DeskSecret>, DeskFault> {
        match &self.key_vault {
            None => Ok(None),
            Some(vault) => read_desk_secret(&**vault, number)?
                .map(Some)
                .ok_or(DeskFault::KeychainEntryMissing),
        }
    }

    /// The number of the newest desk secret.
    pub(crate) fn newest_desk_secret(&self) -> u64 {
        self.newest_drk
    }

    /// Puts a new desk secret beside the old one. Everybody's own keys move to it when they sign in next; the old one goes
    /// with the last of them, or when they had time enough.
    pub(crate) fn renew_desk_secret(&mut self) -> Result<(), DeskFault> {
        let Some(vault) = self.key_vault.clone() else {
            return Ok(());
        };
        let mine = self.key_file.slot(self.epoch);
        let entries = mine.into_iter().flat_map(|it| it.people.values());
        if entries.map(|entry| entry.drk).max() < Some(self.newest_drk) {
            // The last one is not in use yet: one at a time.
            return Ok(());
        }
        let secret = DeskSecret::generate(&mut *self.rim.nonces);
        let entry = desk_secret_entry(self.newest_drk + 1);
        vault.write(&entry, secret.expose())?;
        match vault.read(&entry)? {
            Some(kept) if kept[..] == secret.expose()[..] => {
                self.newest_drk += 1;
                Ok(())
            }
            Some(_) | None => Err(DeskFault::Keychain(ports::KeyVaultFault::Corrupt)),
        }
    }

    pub(crate) fn argon2_cost(&self) -> Argon2Cost {
        match self.marks.no_keychain {
            true => Argon2Cost::NO_KEYCHAIN,
            false => Argon2Cost::STANDARD,
        }
    }

    /// An entry for somebody on the open desk: private keys under a passphrase, no vault key yet. Without secrets it is
    /// one for the person signed in.
    pub(crate) fn new_entry(
        &mut self,
        person: PersonId,
        name: &str,
        passphrase: &Passphrase,
        secrets: Option<&PersonSecrets>,
        drk: u64,
    ) -> Result<PersonEntry, DeskFault> {
        let desk_secret = self.desk_secret(drk)?;
        let (desk, cost) = (*self.id.as_bytes(), self.argon2_cost());
        let secrets = secrets.unwrap_or(&self.secrets);
        let nonces = &mut *self.rim.nonces;
        let argon2 = Argon2Params::fresh(cost, nonces);
        let place = WrapContext {
            team: self.team,
            subject: *person.as_bytes(),
            epoch: self.epoch,
        };
        let kek = PersonKek::derive(
            desk_secret.as_ref(),
            passphrase,
            &argon2,
            self.team,
            desk,
            *person.as_bytes(),
            self.epoch,
        );
        Ok(PersonEntry {
            name_digest: name_digest(desk_secret.as_ref(), &self.key_file.name_salt, desk, name),
            name: seal::wrap(&self.vault_key, &place, &kept_name(name), nonces),
            public: secrets.public(),
            argon2,
            drk,
            kek_team: self.team,
            kek_epoch: self.epoch,
            secrets: seal::wrap(&kek, &place, secrets, nonces),
            vault_grant: None,
            membership: None,
        })
    }

    /// Makes the wrap of the person signed in anew where it is weaker than today's, or under an old desk secret. Old
    /// desk secrets go once nobody's keys hang on them.
    pub(crate) fn refresh_own_wrap(&mut self, passphrase: &Passphrase) -> Result<(), DeskFault> {
        if self.quarantine.is_some() {
            return Ok(());
        }
        let newest = self.newest_desk_secret();
        let mine = *self.person.as_bytes();
        let slot = self.key_file.slot(self.epoch);
        let Some(entry) = slot.and_then(|it| it.people.get(&mine)).cloned() else {
            return Err(DeskFault::KeysDamaged);
        };
        if entry.drk == newest && !entry.argon2.cost.is_weaker_than(self.argon2_cost()) {
            if newest > 0 && self.may_old_secrets_lapse() {
                self.forget_desk_secrets_before(newest);
            }
            return Ok(());
        }
        self.rewrap_own(passphrase, newest, &entry)?;
        self.forget_desk_secrets_before(newest);
        Ok(())
    }

    fn rewrap_own(
        &mut self,
        passphrase: &Passphrase,
        drk: u64,
        entry: &PersonEntry,
    ) -> Result<(), DeskFault> {
        let person = self.person;
        let name = self.roster.name(person).unwrap_or_default().to_owned();
        let anew = self.new_entry(person, &name, passphrase, None, drk)?;
        let anew = PersonEntry {
            name: entry.name.clone(),
            vault_grant: entry.vault_grant.clone(),
            ..anew
        };
        self.change_slot(|slot| {
            slot.people.insert(*person.as_bytes(), anew);
        })
    }

    /// Whether everybody had thirty days to sign in since the keys were last changed by rotation.
    fn may_old_secrets_lapse(&self) -> bool {
        let rotated = self
            .roster
            .key_changes()
            .iter()
            .rev()
            .find(|it| it.cause == KeyChangeCause::Rotation);
        rotated.is_some_and(|it| self.rim.now_ms().saturating_sub(it.at_ms) >= TO_MOVE_MS)
    }

    /// Removes desk secrets that nobody's keys were derived with any more, and those of who did not sign in for thirty
    /// days: they get new keys. One that could not be removed is tried again at the next sign-in.
    pub(crate) fn forget_desk_secrets_before(&self, newest: u64) {
        let lapsed = self.may_old_secrets_lapse();
        let slot = self.key_file.slot(self.epoch);
        let used: Vec<u64> = slot
            .into_iter()
            .flat_map(|it| it.people.values())
            .map(|entry| entry.drk)
            .collect();
        if let Some(vault) = &self.key_vault {
            for number in (0..newest).filter(|it| lapsed || !used.contains(it)) {
                let _ = vault.delete(&desk_secret_entry(number));
            }
        }
    }
}
