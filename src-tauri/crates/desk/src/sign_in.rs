//! Signing in: a passphrase and the keychain open the desk; the charter says who the person is.

use std::path::Path;

use casework::{DeskEvent, DeskSettings, Role, evolve_settings};
use ledger::{DeskFolder, Ledger};
use record::{Part, Recordable};
use seal::{Passphrase, TeamId};

use crate::desk::{Changed, Desk, ROSTER, SETTINGS};
use crate::founding::Founding;
use crate::key_file::LockedDesk;
use crate::roster::{Founded, Roster};
use crate::unit::opened;
use crate::{DeskFault, HouseRefusal, Rim};

/// What signing in leads to.
#[derive(Debug)]
pub enum SignedIn {
    /// A desk in its first hour.
    Founding(Box<Founding>),
    /// A desk at work.
    Open(Box<Desk>),
}

/// Signs a person in.
///
/// # Errors
/// [`HouseRefusal::SignInFailed`] for a wrong name or passphrase, told apart from a keychain that does not serve.
pub fn sign_in(dir: &Path, rim: Rim, name: &str, passphrase: &str) -> Result<SignedIn, DeskFault> {
    let folder = DeskFolder::open(dir)?;
    let locked = LockedDesk::read(folder, &rim)?;
    let unlocked = locked.unlock(name, &Passphrase::entered(passphrase))?;
    if locked.is_founding()? {
        return Ok(SignedIn::Founding(Box::new(Founding::of(
            locked, unlocked, rim,
        ))));
    }
    let keys = locked.store_keys(&unlocked.vault_key)?;
    let ledger = Ledger::open(&locked.folder.store_path(), &keys.file_key)?;
    let team = locked.slot()?.team;
    let head = ledger.head()?.map(|head| (head.seq, head.hash, head.hlc));
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
        key_vault: locked.key_vault,
        head,
        settings: DeskSettings::default(),
        changed: Changed::default(),
        ledger,
        rim,
        folder: locked.folder,
    };
    desk.read_charter()?;
    desk.read_settings()?;
    desk.settle_interrupted_calls()?;
    Ok(SignedIn::Open(Box::new(desk)))
}

impl Desk {
    /// The roster comes from the charter, the charter from record 0, and its hash is the team's id: a key file that
    /// was changed on the disk gives nobody a role.
    fn read_charter(&mut self) -> Result<(), DeskFault> {
        let broken = DeskFault::LogBroken { seq: 0 };
        let (stream, records) = self.stream(ROSTER)?;
        let first = records
            .first()
            .filter(|it| it.record.header().seq == 0)
            .ok_or_else(|| broken.clone())?;
        let sealed = opened(self, &stream.key, &first.record, &[Part::Pii]);
        let kind = first.record.header().kind.as_str();
        let founded = Founded::read(kind, |part| match part {
            Part::Open => {
                let envelope = first.record.body(Part::Open)?;
                let content = seal::read_open(kind, part.as_str(), envelope).ok()?;
                Some(zeroize::Zeroizing::new(content.to_vec()))
            }
            Part::Overview | Part::Pii | Part::Pan | Part::Notes | Part::Attachment => sealed(part),
        })
        .map_err(|_| broken.clone())?;
        drop(sealed);
        if TeamId(founded.charter().team_id().0) != self.team {
            return Err(broken);
        }
        let roster = Roster::of(&founded);
        let mine = roster.verifying_key(self.me()) == Some(self.secrets.public().ed25519);
        if !mine {
            return Err(HouseRefusal::SignInFailed.into());
        }
        self.roster = roster;
        Ok(())
    }

    fn read_settings(&mut self) -> Result<(), DeskFault> {
        let (stream, records) = self.stream(SETTINGS)?;
        let mut settings = DeskSettings::default();
        for stored in &records {
            let header = stored.record.header();
            let read = opened(self, &stream.key, &stored.record, &[Part::Overview]);
            let event = DeskEvent::read(header.kind.as_str(), read)
                .map_err(|_| DeskFault::LogBroken { seq: header.seq })?;
            let hash = *stored.record.hash();
            settings = evolve_settings(
                settings,
                &event,
                header.record,
                hash,
                header.actor,
                header.hlc.ms,
            );
        }
        self.settings = settings;
        Ok(())
    }

    /// Why the person signed in may not work cases, where they may not.
    pub fn may_work_cases(&self) -> Option<DeskFault> {
        self.needs_case_worker().err()
    }

    /// Whether the person may look at cases at all.
    pub(crate) fn needs_case_worker(&self) -> Result<(), DeskFault> {
        self.needs(&[Role::Operator, Role::Supervisor])
    }
}
