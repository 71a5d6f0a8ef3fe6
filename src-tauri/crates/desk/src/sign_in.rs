//! Signing in: a passphrase and the keychain open the desk; the charter and the grants say who the person is.

use std::ops::ControlFlow;
use std::path::Path;

use casework::{DeskSettings, PersonId, Role, Roster};
use ledger::{DeskFolder, Ledger};
use seal::{Passphrase, PersonSecrets};

use crate::anchor::{Anchor, AnchorKeeper};
use crate::desk::{Changed, Desk};
use crate::founding::Founding;
use crate::key_change::{self, InForce};
use crate::key_file::LockedDesk;
use crate::sign_in_log::SignInLog;
use crate::{DeskFault, HouseRefusal, Quarantine, Rim};

/// What signing in leads to.
#[derive(Debug)]
pub enum SignedIn {
    /// A desk in its first hour.
    Founding(Box<Founding>),
    /// A desk at work, or one that is looked at in quarantine ([`Desk::quarantine`]).
    Open(Box<Desk>),
}

/// Signs a person in.
///
/// # Errors
/// [`HouseRefusal::SignInFailed`] for a wrong name or passphrase, told apart from a keychain that does not serve;
/// [`HouseRefusal::SignInBlocked`] after ten failures in a row.
pub fn sign_in(dir: &Path, rim: Rim, name: &str, passphrase: &str) -> Result<SignedIn, DeskFault> {
    let folder = DeskFolder::open(dir)?;
    let locked = LockedDesk::read(folder, &rim)?;
    let mut log = SignInLog::read(&locked)?;
    let named = locked.file.slots().find_map(|slot| locked.find(slot, name));
    log.admits(named, rim.now_ms())?;
    let passphrase = Passphrase::entered(passphrase);
    let opened = match locked.is_founding()? {
        true => {
            let unlocked = locked
                .slot()
                .and_then(|slot| locked.unlock(slot, name, &passphrase));
            unlocked.map(|unlocked| (unlocked, None))
        }
        false => key_change::in_force(&locked, |slot| locked.unlock(slot, name, &passphrase))
            .map(|(unlocked, in_force)| (unlocked, Some(in_force))),
    };
    match opened {
        Err(fault) => {
            if fault == HouseRefusal::SignInFailed.into() {
                log.failed(&locked, named, rim.now_ms())?;
            }
            Err(fault)
        }
        Ok((unlocked, None)) => {
            log.succeeded(&locked, unlocked.person)?;
            Ok(SignedIn::Founding(Box::new(Founding::of(
                locked, unlocked, rim,
            ))))
        }
        Ok((unlocked, Some(in_force))) => {
            let mut desk = open(locked, unlocked, in_force, rim)?;
            desk.enter_sign_ins(log)?;
            desk.refresh_own_wrap(&passphrase)?;
            Ok(SignedIn::Open(Box::new(desk)))
        }
    }
}

/// Signs in somebody whose private keys are at hand: a PIN opened them.
pub(crate) fn sign_in_with(
    dir: &Path,
    rim: Rim,
    person: PersonId,
    secrets: impl Fn() -> Result<PersonSecrets, DeskFault>,
) -> Result<Desk, DeskFault> {
    let folder = DeskFolder::open(dir)?;
    let locked = LockedDesk::read(folder, &rim)?;
    let (unlocked, in_force) =
        key_change::in_force(&locked, |slot| locked.unlock_with(slot, person, secrets()?))?;
    let log = SignInLog::read(&locked)?;
    let mut desk = open(locked, unlocked, in_force, rim)?;
    desk.enter_sign_ins(log)?;
    Ok(desk)
}

fn open(
    mut locked: LockedDesk,
    unlocked: crate::key_file::Unlocked,
    in_force: InForce,
    rim: Rim,
) -> Result<Desk, DeskFault> {
    let anchor = locked.anchor()?;
    let store = locked.folder.store_path();
    let mut quarantine = in_force.check(&locked, anchor.as_ref())?;
    if quarantine.is_none() {
        in_force.settle(&mut locked, anchor.as_ref())?;
    }
    let keys = in_force.keys;
    let mut ledger = match quarantine {
        None => Ledger::open(&store, &keys.file_key)?,
        Some(_) => Ledger::open_read_only(&store, &keys.file_key)?,
    };
    if quarantine.is_none()
        && let Some(anchor) = &anchor
        && let Some(found) = beside_anchor(&ledger, anchor)?
    {
        quarantine = Some(found);
        drop(ledger);
        ledger = Ledger::open_read_only(&store, &keys.file_key)?;
    }
    let team = locked.slot_of(unlocked.epoch)?.team;
    let head = ledger.head()?.map(|head| (head.seq, head.hash, head.hlc));
    let now_ms = rim.now_ms();
    let keeper = match (&locked.key_vault, quarantine) {
        (Some(vault), None) => Some(AnchorKeeper::of(vault.clone(), anchor, now_ms)),
        (Some(_), Some(_)) | (None, _) => None,
    };
    let mut desk = Desk {
        buckets: Desk::open_buckets(&ledger, &keys.store_key, team, unlocked.epoch)?,
        id: locked.desk(),
        team,
        founding: locked.file.founding,
        epoch: unlocked.epoch,
        marks: locked.file.marks,
        roster: Roster::default(),
        person: unlocked.person,
        secrets: unlocked.secrets,
        desk_secrets: keys.desk_secrets,
        vault_key: unlocked.vault_key,
        store_key: keys.store_key,
        index: keys.index,
        key_vault: locked.key_vault.clone(),
        head,
        settings: DeskSettings::default(),
        changed: Changed::default(),
        anchor: keeper,
        quarantine,
        newest_drk: locked.newest_desk_secret().0,
        key_file: locked.file,
        ledger,
        rim,
        folder: locked.folder,
        backups: Default::default(),
    };
    desk.read_own_log()?;
    if desk.quarantine.is_none() {
        desk.finish_key_change()?;
        desk.settle_key_file()?;
        desk.change_keys_if_due(&mut |_| ControlFlow::Continue(()))?;
        desk.enter_acceptance()?;
        desk.settle_interrupted_calls()?;
        desk.archive_what_ended()?;
    }
    Ok(desk)
}

/// Whether the log contains the anchored head; one that does not is older than what the keychain knows, or another.
fn beside_anchor(ledger: &Ledger, anchor: &Anchor) -> Result<Option<Quarantine>, DeskFault> {
    let mut found = None;
    ledger.walk(anchor.seq, |stored| {
        found = Some(record::record_hash(&stored.header));
        ControlFlow::Break(())
    })?;
    let newest = ledger.head()?.map(|head| head.seq);
    Ok(match found {
        Some(hash) if hash == anchor.head => None,
        Some(_) => Some(Quarantine::Beside { seq: anchor.seq }),
        None => Some(Quarantine::Behind {
            anchored: anchor.seq,
            found: newest,
        }),
    })
}

impl Desk {
    /// Why the person signed in may not work cases, where they may not.
    pub fn may_work_cases(&self) -> Option<DeskFault> {
        self.needs_case_worker().err()
    }

    /// Whether the person may look at cases at all.
    pub(crate) fn needs_case_worker(&self) -> Result<(), DeskFault> {
        self.needs(&[Role::Operator, Role::Supervisor])
    }
}
