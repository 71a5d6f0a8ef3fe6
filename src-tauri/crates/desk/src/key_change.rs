//! Key changes, from one epoch to the next: new vault key, erasure secret and file key, and new wraps of all that lies
//! under them. Crash-proof at every step: a desk opens with the epoch before, or the one after, or is in quarantine.
//!
//! ```text
//! (1) the new erasure secret into the keychain beside the old one, read back; credentials sealed anew beside the old
//! (2) a second slot with all wraps in the key file
//! (3) a new store under a new file key, renamed over the old one
//! (4) the anchor names the new epoch, read back
//! (5) the old slot goes, then the old erasure secret, and that it is gone is read back
//! (6) the receipt
//! ```

mod at_start;
mod credentials;
mod rewrap;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use casework::{DeskEvent, KeyChangeCause, Role, RosterEvent};
use ledger::Bucket;
use seal::desk_keys::{PersonEntry, Slot};
use seal::{ErasureSecret, FileKey, StoreKey, VaultKey, WrapContext};

use self::rewrap::Rewrapper;
use crate::anchor::{Anchor, AnchorKeeper};
use crate::desk::Desk;
use crate::key_file::{desk_place, erasure_entry};
use crate::key_file_care::{granted, kept_name};
use crate::{DeskFault, HouseRefusal};

pub(crate) use self::at_start::{InForce, in_force};

/// How far a key change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyChangeProgress {
    /// The step that runs, 1 to 6.
    pub step: u8,
    /// Rows of the store written anew so far, in step 3.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// What a key change is to bring.
pub(crate) struct KeyChange<'a> {
    pub(crate) cause: KeyChangeCause,
    /// Somebody's entry takes the place of theirs in the new slot: a new passphrase.
    pub(crate) entry: Option<([u8; 16], PersonEntry)>,
    /// Buckets that get new keys, beside `open`, which always does.
    pub(crate) retire: &'a [Bucket],
}

/// What the new epoch opens with.
struct Next {
    epoch: u64,
    vault_key: VaultKey,
    erasure: ErasureSecret,
    file_key: FileKey,
    store_key: StoreKey,
}

impl Desk {
    /// Changes the keys because somebody wants them changed.
    ///
    /// # Errors
    /// An administrator is needed; a keychain or disk that does not serve. Before step 3 is done nothing has changed
    /// then; after it the change goes on at the next sign-in.
    pub fn rotate_keys(
        &mut self,
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        self.needs(&[Role::Administrator])?;
        let change = KeyChange {
            cause: KeyChangeCause::Rotation,
            entry: None,
            retire: &[],
        };
        self.change_keys(change, progress)?;
        self.renew_desk_secret()
    }

    /// Why the person signed in may not change the keys, where they may not.
    pub fn may_rotate_keys(&self) -> Option<DeskFault> {
        let may = self.needs(&[Role::Administrator]);
        may.and_then(|()| self.not_in_quarantine()).err()
    }

    pub(crate) fn change_keys(
        &mut self,
        change: KeyChange<'_>,
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        self.not_in_quarantine()?;
        self.no_backup_runs()?;
        if self.key_file.slots().count() > 1 {
            // The one before did not come to its end; the next sign-in sees to it.
            return Err(HouseRefusal::KeyChangeUnfinished.into());
        }
        let next = self.next();
        let mut step = |step| stop_or_go(progress, step);
        // Up to the rename everything can be undone, and is.
        let prepared = step(1)
            .and_then(|()| self.keep_erasure(&next))
            .and_then(|()| self.seal_credentials_anew(&next))
            .and_then(|()| step(2))
            .and_then(|()| self.put_next_slot(&next, change.entry))
            .and_then(|()| self.buckets_to_retire(change.retire))
            .and_then(|retire| self.write_next_store(&next, &retire, progress));
        if let Err(fault) = prepared {
            self.undo(&next);
            return Err(fault);
        }
        let vault_key = next.vault_key.id();
        self.take_over(next)?;
        stop_is_too_late(progress, 4);
        self.anchor_epoch()?;
        stop_is_too_late(progress, 5);
        self.drop_slot_before()?;
        stop_is_too_late(progress, 6);
        self.write_receipt(change.cause, vault_key.0)
    }

    fn next(&mut self) -> Next {
        let epoch = self.epoch + 1;
        let nonces = &mut *self.rim.nonces;
        let vault_key = VaultKey::generate(nonces);
        let erasure = ErasureSecret::generate(nonces);
        Next {
            epoch,
            store_key: StoreKey::derive(&erasure, &vault_key, self.team, epoch),
            file_key: FileKey::generate(nonces),
            vault_key,
            erasure,
        }
    }

    /// Step 1.
    fn keep_erasure(&self, next: &Next) -> Result<(), DeskFault> {
        let Some(vault) = &self.key_vault else {
            return Ok(());
        };
        let entry = erasure_entry(next.epoch);
        vault.write(&entry, next.erasure.expose())?;
        match vault.read(&entry)? {
            Some(kept) if kept[..] == next.erasure.expose()[..] => Ok(()),
            Some(_) | None => Err(DeskFault::Keychain(ports::KeyVaultFault::Corrupt)),
        }
    }

    /// Step 2.
    fn put_next_slot(
        &mut self,
        next: &Next,
        entry: Option<([u8; 16], PersonEntry)>,
    ) -> Result<(), DeskFault> {
        let slot = self.next_slot(next, entry)?;
        let mut file = self.copy_of_key_file()?;
        file.put_slot(slot).map_err(|_| DeskFault::KeysDamaged)?;
        self.folder.write_keys(&file.to_bytes())?;
        self.key_file = file;
        Ok(())
    }

    /// Every wrap of the slot in force once more, under the next epoch's keys. Who is granted the vault key is read from
    /// the roster, never from the key file.
    fn next_slot(
        &mut self,
        next: &Next,
        changed: Option<([u8; 16], PersonEntry)>,
    ) -> Result<Slot, DeskFault> {
        let old = self
            .key_file
            .slot(self.epoch)
            .ok_or(DeskFault::KeysDamaged)?;
        let place = desk_place(self.team, *self.id.as_bytes(), next.epoch);
        let waiting = self.waiting_entries();
        let nonces = &mut *self.rim.nonces;
        let at = (self.team, next.epoch);
        let mut people = std::collections::BTreeMap::new();
        for (id, entry) in &old.people {
            let person = casework::PersonId::from_bytes(*id);
            let here = self.roster.keys(person);
            let vault_grant = match here {
                Some(keys) => {
                    let to = &keys.x25519;
                    Some(granted(&next.vault_key, at, id, to, &mut *nonces)?)
                }
                None if waiting.contains(id) => None,
                None => continue,
            };
            let to = WrapContext {
                team: self.team,
                subject: *id,
                epoch: next.epoch,
            };
            let name = kept_name(self.roster.name(person).unwrap_or_default());
            let own = match &changed {
                Some((whose, entry)) if whose == id => entry,
                Some(_) | None => entry,
            };
            let entry = PersonEntry {
                name: seal::wrap(&next.vault_key, &to, &name, nonces),
                vault_grant,
                ..own.clone()
            };
            people.insert(*id, entry);
        }
        let recovery_grant = match self.roster.recovery() {
            Some(term) => {
                let (id, to) = (casework::RECOVERY, &term.keys.x25519);
                Some(granted(
                    &next.vault_key,
                    at,
                    id.as_bytes(),
                    to,
                    &mut *nonces,
                )?)
            }
            None => None,
        };
        let keychain = self.key_vault.is_some();
        Ok(Slot {
            epoch: next.epoch,
            team: self.team,
            vault_key: next.vault_key.id(),
            desk_public: self.desk_secrets.public(),
            people,
            file_key: seal::wrap(&next.store_key, &place, &next.file_key, nonces),
            index_keys: seal::wrap(&next.vault_key, &place, &self.index, nonces),
            desk_secrets: seal::wrap(&next.vault_key, &place, &self.desk_secrets, nonces),
            recovery_grant,
            erasure: match keychain {
                true => None,
                false => ErasureSecret::from_keychain(next.erasure.expose()),
            },
            drafts: Vec::new(),
        })
    }

    /// Step 3, up to the rename.
    fn write_next_store(
        &mut self,
        next: &Next,
        retire: &[Bucket],
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        stop_or_go(progress, 3)?;
        let mut rewrapper = Rewrapper::new(
            self.team,
            (self.epoch, &self.store_key),
            (next.epoch, &next.store_key),
            retire,
            (&self.vault_key, &next.vault_key, self.founding),
            &mut *self.rim.nonces,
        );
        let to = self.folder.next_store_path();
        let copied = self
            .ledger
            .copy_under(&to, &next.file_key, &mut rewrapper, &mut |it| {
                progress(KeyChangeProgress {
                    step: 3,
                    done: it.done,
                    total: it.total,
                })
            });
        match copied {
            Err(ledger::LedgerFault::Stopped) => Err(HouseRefusal::Stopped.into()),
            other => Ok(other?),
        }
    }

    /// The rename of step 3: from here on the desk is the next epoch's.
    fn take_over(&mut self, next: Next) -> Result<(), DeskFault> {
        self.ledger.swap_for(&self.folder, &next.file_key)?;
        self.epoch = next.epoch;
        self.buckets = Self::open_buckets(&self.ledger, &next.store_key, self.team, next.epoch)?;
        self.vault_key = next.vault_key;
        self.store_key = next.store_key;
        Ok(())
    }

    /// Step 4.
    pub(crate) fn anchor_epoch(&self) -> Result<(), DeskFault> {
        match &self.anchor {
            None => Ok(()),
            Some(keeper) => {
                let anchor = self.anchor_now(None)?;
                Ok(keeper.write_now(anchor, self.rim.now_ms())?)
            }
        }
    }

    /// Step 5: what only the epoch before could open opens no more.
    pub(crate) fn drop_slot_before(&mut self) -> Result<(), DeskFault> {
        let before = self.epoch - 1;
        if self.key_file.slot(before).is_some() {
            let mut file = self.copy_of_key_file()?;
            file.remove_slot(before);
            self.folder.write_keys(&file.to_bytes())?;
            self.key_file = file;
        }
        self.forget_credentials_of(before);
        let Some(vault) = &self.key_vault else {
            return Ok(());
        };
        let entry = erasure_entry(before);
        vault.delete(&entry)?;
        match vault.read(&entry)? {
            None => Ok(()),
            Some(_) => Err(HouseRefusal::KeyChangeUnfinished.into()),
        }
    }

    /// Step 6.
    fn write_receipt(
        &mut self,
        cause: KeyChangeCause,
        vault_key: [u8; 16],
    ) -> Result<(), DeskFault> {
        let receipt = DeskEvent::Roster(RosterEvent::KeysChanged {
            epoch: self.epoch,
            cause,
            vault_key,
        });
        self.write_desk_events(&[receipt], None).map(drop)
    }

    /// Changes the keys where somebody left or got new ones since they were changed last.
    pub(crate) fn change_keys_if_due(
        &mut self,
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        match self.roster.key_change_due() {
            None => Ok(()),
            Some(cause) => {
                if cause == KeyChangeCause::Erasure {
                    // The log of the store still holds its pages as they were before the erasure.
                    self.ledger.checkpoint()?;
                }
                let change = KeyChange {
                    cause,
                    entry: None,
                    retire: &[],
                };
                self.change_keys(change, progress)
            }
        }
    }

    /// Buckets that get new keys: those asked for, and every one that ever wrapped a key of a case that was erased since
    /// keys were changed last. A copy of the store from before holds wraps that the old keys open.
    fn buckets_to_retire(&self, asked: &[Bucket]) -> Result<Vec<Bucket>, DeskFault> {
        let mut retire: BTreeSet<Bucket> = asked.iter().copied().collect();
        for case in self.roster.to_retire() {
            retire.extend(self.ledger.buckets_that_wrapped(*case)?);
        }
        Ok(retire.into_iter().collect())
    }

    /// Whether the last key change came to its end, receipt included.
    pub(crate) fn key_change_is_finished(&self) -> bool {
        let receipted = self.roster.key_changes().last().map_or(1, |it| it.epoch);
        receipted >= self.epoch && self.key_file.slots().count() == 1
    }

    /// Goes on with a key change that a crash broke off after its rename.
    pub(crate) fn finish_key_change(&mut self) -> Result<(), DeskFault> {
        let receipted = self.roster.key_changes().last().map_or(1, |it| it.epoch);
        if receipted >= self.epoch {
            return Ok(());
        }
        self.anchor_epoch()?;
        self.drop_slot_before()?;
        let vault_key = self.vault_key.id().0;
        // What was due when it began is what it answered: nothing comes between them.
        let cause = self.roster.key_change_due();
        self.write_receipt(cause.unwrap_or(KeyChangeCause::Rotation), vault_key)
    }

    /// Takes back what was done before the rename. What cannot be taken back now is at the next sign-in.
    fn undo(&mut self, next: &Next) {
        let _ = self.folder.discard_next_store();
        if self.key_file.slot(next.epoch).is_some()
            && let Ok(mut file) = self.copy_of_key_file()
        {
            file.remove_slot(next.epoch);
            if self.folder.write_keys(&file.to_bytes()).is_ok() {
                self.key_file = file;
            }
        }
        self.forget_credentials_of(next.epoch);
        if let Some(vault) = &self.key_vault {
            let _ = vault.delete(&erasure_entry(next.epoch));
        }
    }

    /// The anchor as it should stand now.
    pub(crate) fn anchor_now(&self, next_slot: Option<[u8; 32]>) -> Result<Anchor, DeskFault> {
        let (seq, head, _) = self.head.ok_or(DeskFault::KeysDamaged)?;
        let slot = self
            .key_file
            .slot(self.epoch)
            .ok_or(DeskFault::KeysDamaged)?;
        Ok(Anchor {
            seq,
            head,
            epoch: self.epoch,
            slot: slot.digest(),
            next_slot,
        })
    }

    /// Has the anchor follow the log where it is due.
    pub fn keep_anchor(&self) {
        let (Some(keeper), Some((seq, ..))) = (&self.anchor, self.head) else {
            return;
        };
        let now_ms = self.rim.now_ms();
        if keeper.is_due(seq, now_ms)
            && let Ok(now) = self.anchor_now(keeper.newest().and_then(|it| it.next_slot))
        {
            keeper.follow(now, now_ms);
        }
    }
}

impl Drop for Desk {
    /// At lock the anchor names the newest record, whenever it was written last.
    fn drop(&mut self) {
        let Some(keeper) = &self.anchor else {
            return;
        };
        let newest = keeper.newest();
        if let Ok(now) = self.anchor_now(newest.and_then(|it| it.next_slot))
            && newest != Some(now)
        {
            // Where the keychain does not serve now, the anchor lags behind, which is no harm to what is committed.
            let _ = AnchorKeeper::write_now(keeper, now, self.rim.now_ms());
        }
    }
}

fn stop_or_go(
    progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    step: u8,
) -> Result<(), DeskFault> {
    let at = KeyChangeProgress {
        step,
        done: 0,
        total: 0,
    };
    match progress(at) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(HouseRefusal::Stopped.into()),
    }
}

/// After the rename there is only one way, forward.
fn stop_is_too_late(progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>, step: u8) {
    let _ = stop_or_go(progress, step);
}
