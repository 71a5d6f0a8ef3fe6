//! Who comes in after a recovery, with which keys, and how the desk becomes theirs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use casework::{
    Actor, DeskEvent, PersonId, PublicKeys, RECOVERY, Recovered, Rejoined, Roster, RosterEvent,
};
use ledger::{DeskFolder, OutboxKind};
use ports::{KeyVault, KeyVaultFault};
use record::charter::join_message;
use seal::desk_keys::{DeskKeysFile, Marks, Slot};
use seal::{DeskSecret, ErasureSecret, FileKey, Passphrase, PersonSecrets, RecoverySecrets};
use sync::Outbox;

use super::{Restoring, Source};
use crate::anchor::{ANCHOR, AnchorKeeper};
use crate::backup::Watch;
use crate::desk::{Desk, ROSTER};
use crate::founding::{Joining, check_joining, choose};
use crate::key_file::{desk_place, desk_secret_entry, erasure_entry};
use crate::key_file_care::granted;
use crate::sign_in_log;
use crate::{DeskFault, HouseRefusal, RecoveryCeremony, Rim};

/// So many entries of the keychain are looked at for a free one.
const LOOKED_AT: u64 = 1_000;
/// Calls that are looked at together.
const CALLS: u32 = 100;

/// How a desk is to be restored.
#[derive(Debug)]
pub struct Restore<'a> {
    /// The backup's folder.
    pub from: &'a Path,
    /// Where the desk will be: a new or empty folder, or one in which a restore broke off.
    pub to: &'a Path,
    /// Two of the three shares, as typed.
    pub shares: [&'a str; 2],
    /// Who is of the desk from here on; the first is signed in. They chose their passphrases themselves. Whoever was of
    /// the desk before, by name, stays the person they were.
    pub people: &'a [Joining<'a>],
    /// The recovery secret that takes the old one's place, all three holders having typed their shares back. Without it
    /// there are no backups until two people set one; a desk for one person needs it here.
    pub recovery: Option<&'a RecoveryCeremony>,
    /// Restore although this computer's keychain knows the desk: the folder it knows can then only be looked at.
    pub even_here: bool,
}

/// Restores a desk; the first of the new people is signed in. After a crash before its end there is no desk in the
/// folder, and the same call may be repeated.
///
/// # Errors
/// Shares that do not open the backup; a backup that is not what was written; people who could not run the desk;
/// [`HouseRefusal::DeskStillHere`]; [`HouseRefusal::Stopped`]; a keychain or disk that does not serve.
pub fn restore(how: &Restore<'_>, mut rim: Rim, watch: Watch<'_>) -> Result<Desk, DeskFault> {
    let source = Source::open(how.from, how.shares)?;
    let marks = source.file.marks;
    let people = judged(how, marks, &mut rim)?;
    let mut epoch = source.file.epoch + 1;
    let mut keychain = None;
    if !marks.no_keychain {
        let vault: Arc<dyn KeyVault> = (rim.key_vault)(source.file.desk).into();
        let known = vault.read(ANCHOR)?.is_some();
        if known && !how.even_here && !DeskFolder::was_restoring(how.to)? {
            return Err(HouseRefusal::DeskStillHere.into());
        }
        // Nothing that lies in the keychain is written over: it may be all that opens another folder.
        epoch = first_free(&*vault, epoch, erasure_entry)?;
        let drk = first_free(&*vault, 0, desk_secret_entry)?;
        keychain = Some((vault, drk));
    }
    let folder = DeskFolder::begin_restore(how.to)?;
    let restoring = Restoring::begin(source, folder, rim)?.at_epoch(epoch);
    let (mut desk, counted) = restoring.fill(watch)?;
    if desk.marks != marks {
        return Err(crate::BackupFault::KeysDamaged.into());
    }
    let entrance = Entrance {
        people,
        recovery: how.recovery,
        with: &counted.recovery,
        erasure: &counted.erasure,
        file_key: &counted.file_key,
    };
    desk.let_in(entrance, keychain)?;
    desk.settle_restored_calls()?;
    Ok(desk)
}

/// Somebody who comes in, and what is known of them before the roster is read.
struct Entering<'a> {
    joining: &'a Joining<'a>,
    passphrase: Passphrase,
}

/// Asks all that can be asked before anything is written.
fn judged<'a>(
    how: &Restore<'a>,
    marks: Marks,
    rim: &mut Rim,
) -> Result<Vec<Entering<'a>>, DeskFault> {
    match how.recovery {
        Some(ceremony) => {
            ceremony.completed()?;
            casework::holders_fit(ceremony.holders(), marks.solo)?;
        }
        None if marks.solo => return Err(HouseRefusal::RecoveryAtFounding.into()),
        None => {}
    }
    let nobody = PublicKeys {
        ed25519: [0; 32],
        x25519: [0; 32],
    };
    let mut entering = Vec::new();
    let mut rejoined = Vec::new();
    for joining in how.people {
        check_joining(joining)?;
        rejoined.push(Rejoined {
            person: PersonId::from_bytes(rim.fresh()),
            name: joining.name.to_owned(),
            roles: joining.roles.clone(),
            keys: nobody,
            signature: [0; 64],
        });
        entering.push(Entering {
            joining,
            passphrase: choose(joining, marks.no_keychain)?,
        });
    }
    Roster::founded([], nobody, None, marks.solo).may_be_recovered_by(&rejoined)?;
    Ok(entering)
}

fn first_free(
    vault: &dyn KeyVault,
    from: u64,
    entry: impl Fn(u64) -> String,
) -> Result<u64, DeskFault> {
    for number in from..from.saturating_add(LOOKED_AT) {
        if vault.read(&entry(number))?.is_none() {
            return Ok(number);
        }
    }
    Err(DeskFault::Keychain(KeyVaultFault::Corrupt))
}

/// What makes a filled store a desk.
struct Entrance<'a> {
    people: Vec<Entering<'a>>,
    recovery: Option<&'a RecoveryCeremony>,
    with: &'a RecoverySecrets,
    erasure: &'a ErasureSecret,
    file_key: &'a FileKey,
}

impl Desk {
    /// Steps 4 and 5.
    fn let_in(
        &mut self,
        entrance: Entrance<'_>,
        keychain: Option<(Arc<dyn KeyVault>, u64)>,
    ) -> Result<(), DeskFault> {
        let secrets = self.write_recovered(&entrance)?;
        let drk = keychain.as_ref().map_or(0, |(_, drk)| *drk);
        let kept = self
            .keep_in_keychain(keychain, entrance.erasure)
            .and_then(|()| {
                self.make_key_file(&entrance, &secrets, drk)?;
                if let Some(vault) = self.key_vault.clone() {
                    let keeper = AnchorKeeper::of(vault, None, self.rim.now_ms());
                    keeper.write_now(self.anchor_now(None)?, self.rim.now_ms())?;
                    self.anchor = Some(keeper);
                }
                Ok(self.folder.write_keys(&self.key_file.to_bytes())?)
            });
        if let Err(fault) = kept {
            // No desk came of it, so nobody will ever ask for these.
            self.anchor = None;
            if let Some(vault) = &self.key_vault {
                let _ = vault.delete(&desk_secret_entry(drk));
                let _ = vault.delete(&erasure_entry(self.epoch));
            }
            return Err(fault);
        }
        // From here on there is a desk; a marker that stays is removed when it is opened next.
        let _ = self.folder.end_restore();
        if let Some(first) = secrets.into_iter().next() {
            (self.person, self.secrets) = first;
        }
        Ok(())
    }

    /// The first record after the recovery, and the keys that it names.
    fn write_recovered(
        &mut self,
        entrance: &Entrance<'_>,
    ) -> Result<Vec<(PersonId, PersonSecrets)>, DeskFault> {
        let (seq, head, _) = self.head.ok_or(DeskFault::KeysDamaged)?;
        let team = record::TeamId(self.team.0);
        let mut secrets = Vec::new();
        let mut people = Vec::new();
        for Entering { joining, .. } in &entrance.people {
            let name = joining.name.trim();
            // Who was of the desk stays who they were: the rules of two people compare persons.
            let known = self.roster.ever_named(name);
            let person = known.unwrap_or_else(|| PersonId::from_bytes(self.rim.fresh()));
            let own = PersonSecrets::generate(&mut *self.rim.nonces);
            let keys = public(&own);
            people.push(Rejoined {
                person,
                name: name.to_owned(),
                roles: joining.roles.clone(),
                keys,
                signature: own.sign(&join_message(team, person, &joining.roles, &keys)),
            });
            secrets.push((person, own));
        }
        let holders = entrance.recovery.map(|it| it.holders());
        let event = DeskEvent::Roster(RosterEvent::Recovered(Box::new(Recovered {
            head: (seq, head),
            desk: {
                let seal::PublicKeys { ed25519, x25519 } = self.desk_secrets.public();
                PublicKeys { ed25519, x25519 }
            },
            recovery: entrance.recovery.map(RecoveryCeremony::keys),
            holders: holders.map_or_else(String::new, casework::holders_named),
            epoch: self.epoch,
            vault_key: self.vault_key.id().0,
            people,
        })));
        let actor = Actor::Person(RECOVERY);
        casework::may_stand(&self.settings, &self.roster, &event, actor)?;
        let (mut stream, _) = self.stream(ROSTER)?;
        let mut unit = self.begin();
        unit.sign_as_recovery(entrance.with);
        let written = unit.write(&mut stream, actor, &event);
        let finished = unit.finish();
        self.commit(finished)?;
        if let DeskEvent::Roster(event) = &event {
            self.roster.evolve(event, written.seq, written.at_ms);
        }
        Ok(secrets)
    }

    /// A new desk secret and the erasure secret, read back.
    fn keep_in_keychain(
        &mut self,
        keychain: Option<(Arc<dyn KeyVault>, u64)>,
        erasure: &ErasureSecret,
    ) -> Result<(), DeskFault> {
        let Some((vault, drk)) = keychain else {
            return Ok(());
        };
        self.key_vault = Some(vault.clone());
        let desk_secret = DeskSecret::generate(&mut *self.rim.nonces);
        let entries = [
            (desk_secret_entry(drk), desk_secret.expose()),
            (erasure_entry(self.epoch), erasure.expose()),
        ];
        for (entry, value) in entries {
            vault.write(&entry, value)?;
            if vault.read(&entry)?.is_none_or(|kept| kept[..] != value[..]) {
                return Err(DeskFault::Keychain(KeyVaultFault::Corrupt));
            }
        }
        // What a desk that was here before knew of failed sign-ins is not this folder's.
        Ok(vault.delete(sign_in_log::ENTRY)?)
    }

    /// A slot in which everybody has their own keys, and the vault key under them.
    fn make_key_file(
        &mut self,
        entrance: &Entrance<'_>,
        secrets: &[(PersonId, PersonSecrets)],
        drk: u64,
    ) -> Result<(), DeskFault> {
        let salt = self.rim.fresh();
        let (id, at) = (*self.id.as_bytes(), (self.team, self.epoch));
        self.key_file = DeskKeysFile::new(id, self.marks, self.founding, salt);
        let place = desk_place(self.team, id, self.epoch);
        let mut people = BTreeMap::new();
        for (entering, (person, own)) in entrance.people.iter().zip(secrets) {
            let name = entering.joining.name.trim();
            let mut entry = self.new_entry(*person, name, &entering.passphrase, Some(own), drk)?;
            let to = &own.public().x25519;
            let nonces = &mut *self.rim.nonces;
            let grant = granted(&self.vault_key, at, person.as_bytes(), to, nonces)?;
            entry.vault_grant = Some(grant);
            people.insert(*person.as_bytes(), entry);
        }
        let nonces = &mut *self.rim.nonces;
        let recovery_grant = match self.roster.recovery() {
            Some(term) => {
                let (id, to) = (RECOVERY, &term.keys.x25519);
                Some(granted(&self.vault_key, at, id.as_bytes(), to, nonces)?)
            }
            None => None,
        };
        let slot = Slot {
            epoch: self.epoch,
            team: self.team,
            vault_key: self.vault_key.id(),
            desk_public: self.desk_secrets.public(),
            people,
            file_key: seal::wrap(&self.store_key, &place, entrance.file_key, nonces),
            index_keys: seal::wrap(&self.vault_key, &place, &self.index, nonces),
            desk_secrets: seal::wrap(&self.vault_key, &place, &self.desk_secrets, nonces),
            recovery_grant,
            erasure: match self.key_vault {
                Some(_) => None,
                None => ErasureSecret::from_keychain(entrance.erasure.expose()),
            },
            drafts: Vec::new(),
        };
        self.key_file
            .put_slot(slot)
            .map_err(|_| DeskFault::KeysDamaged)
    }

    /// Calls that were due may have gone out after the backup was made, and nobody knows: a person decides.
    fn settle_restored_calls(&mut self) -> Result<(), DeskFault> {
        let kinds = [OutboxKind::Check, OutboxKind::Feedback];
        loop {
            let due = self.ledger.outbox_due(self.now_ms(), &kinds, CALLS)?;
            if due.is_empty() {
                return self.settle_interrupted_calls();
            }
            for call in due {
                Outbox::begin(self, call.subject)?;
            }
        }
    }

    /// What the desk was made as, as its charter says.
    pub(super) fn read_charter(&mut self) -> Result<(), DeskFault> {
        let charter = self.charter()?;
        let record::charter::Marks {
            solo,
            demo,
            no_keychain,
        } = charter.marks;
        self.marks = Marks {
            no_keychain,
            demo,
            solo,
        };
        self.founding = seal::TeamId(charter.founding);
        Ok(())
    }
}

fn public(secrets: &PersonSecrets) -> PublicKeys {
    let seal::PublicKeys { ed25519, x25519 } = secrets.public();
    PublicKeys { ed25519, x25519 }
}
