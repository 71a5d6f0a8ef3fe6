//! What a key change that was broken off left behind, at the next sign-in.

use seal::desk_keys::Slot;

use crate::anchor::Anchor;
use crate::key_file::{LockedDesk, StoreKeys, Unlocked, erasure_entry};
use crate::{DeskFault, HouseRefusal, Quarantine};

/// The slot whose file key opens the store, and what it opened.
pub(crate) struct InForce {
    epoch: u64,
    pub(crate) keys: StoreKeys,
}

/// Finds the slot that is in force: the newest that this person opens and whose file key opens the store.
///
/// # Errors
/// What speaks against the newest; a wrong passphrase before everything else.
pub(crate) fn in_force(
    locked: &LockedDesk,
    unlock: impl Fn(&Slot) -> Result<Unlocked, DeskFault>,
) -> Result<(Unlocked, InForce), DeskFault> {
    let failed: DeskFault = HouseRefusal::SignInFailed.into();
    let mut against: Option<DeskFault> = None;
    for slot in locked.file.slots().rev() {
        match opens(locked, slot, &unlock) {
            Ok(found) => return Ok(found),
            Err(fault) if fault == failed => against = Some(fault),
            Err(fault) => {
                against.get_or_insert(fault);
            }
        }
    }
    Err(against.unwrap_or(DeskFault::KeysDamaged))
}

fn opens(
    locked: &LockedDesk,
    slot: &Slot,
    unlock: impl Fn(&Slot) -> Result<Unlocked, DeskFault>,
) -> Result<(Unlocked, InForce), DeskFault> {
    let unlocked = unlock(slot)?;
    let Some(erasure) = locked.erasure_of(slot)? else {
        return Err(locked.outdated_or_missing(slot.epoch));
    };
    let keys = locked.store_keys(slot, &erasure, &unlocked.vault_key)?;
    match locked.folder.store_opens_with(&keys.file_key)? {
        true => {
            let epoch = slot.epoch;
            Ok((unlocked, InForce { epoch, keys }))
        }
        false => Err(ledger::LedgerFault::CannotOpen.into()),
    }
}

impl InForce {
    /// Whether the key file is what the keychain remembers.
    pub(crate) fn check(
        &self,
        locked: &LockedDesk,
        anchor: Option<&Anchor>,
    ) -> Result<Option<Quarantine>, DeskFault> {
        if locked.key_vault.is_none() {
            return Ok(None);
        }
        let Some(anchor) = anchor else {
            return Ok(Some(Quarantine::NoAnchor));
        };
        // One epoch ahead of the anchor with the slot before still there: broken off between steps 3 and 4.
        let anchored = locked.file.slot(anchor.epoch);
        let ahead = anchor.epoch + 1 == self.epoch;
        Ok(match anchored {
            Some(slot) if anchor.epoch == self.epoch || ahead => {
                (!anchor.allows_slot(&slot.digest())).then_some(Quarantine::KeyFile)
            }
            Some(_) | None => Some(Quarantine::Epoch {
                anchored: anchor.epoch,
                found: self.epoch,
            }),
        })
    }

    /// Throws away what a change that did not reach its rename had prepared. One that did is finished once the roster
    /// is read ([`finish_key_change`](crate::Desk::finish_key_change)).
    pub(crate) fn settle(
        &self,
        locked: &mut LockedDesk,
        anchor: Option<&Anchor>,
    ) -> Result<(), DeskFault> {
        let next = self.epoch + 1;
        if locked.file.slot(next).is_some() {
            let mut file = seal::desk_keys::DeskKeysFile::from_bytes(&locked.file.to_bytes())?;
            file.remove_slot(next);
            locked.folder.write_keys(&file.to_bytes())?;
            locked.file = file;
        }
        locked.folder.discard_next_store()?;
        match (&locked.key_vault, anchor) {
            // A secret without its slot opens nothing; it goes all the same.
            (Some(vault), Some(_)) => Ok(vault.delete(&erasure_entry(next))?),
            (Some(_), None) | (None, _) => Ok(()),
        }
    }
}
