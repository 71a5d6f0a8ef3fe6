//! Backups: the chain as sealed generations in a folder, and one key file that two recovery shares open.
//!
//! A backup is made in steps, so that people work on while the long ones run:
//!
//! ```text
//! begin_backup    with the desk    what is there already, which records are missing
//! Backup::write   without          the generation, as the chain stands at one moment
//! backup_keys     with the desk    today's keys, wrapped for the recovery key
//! Backup::settle  without          the generation is opened with those keys; then the key file is replaced
//! finish_backup   with the desk    the record
//! ```

mod check;
mod container;
mod key_file;
mod keyring;
mod progress;
mod writing;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use casework::{BACKUP_ROLES, BackupMade, DeskEvent, DeskId, Roster, StreamId};
use ledger::{BackupFolder, Bucket, FileDigest, Ledger, LedgerFault};
use seal::{BackupKey, ChunkSealer, ContentKey, FileKey, TeamId};

pub use self::check::{BackupCheck, BackupState};
pub(crate) use self::check::{read_generation, tell};
use self::key_file::{Generation, recovery_place, wrap_own};
pub(crate) use self::key_file::{KeyFile, OpenedKeys};
pub(crate) use self::keyring::Keyring;
pub use self::progress::{BackupProgress, BackupStep, Watch};
use crate::desk::Desk;
use crate::key_file::desk_place;
use crate::unit::bucket_subject;
use crate::{BackupFault, DeskFault, HouseRefusal};

/// The stream whose key seals generations. It has no records.
pub(crate) const BACKUP: StreamId = StreamId::from_bytes(*b"desk/backup     ");

/// What a backup brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupReport {
    /// The number of the generation that was written.
    pub generation: u64,
    /// It holds the chain from its first record.
    pub full: bool,
    /// Records in it.
    pub records: u64,
    /// Bytes written, the key file included.
    pub bytes: u64,
    /// Records that were opened again after they were written.
    pub verified: u64,
    /// The place of the newest record in the backup.
    pub head_seq: u64,
    /// How long it took.
    pub took_ms: i64,
}

/// A backup that is being made.
pub struct Backup {
    folder: BackupFolder,
    /// The folder as it was named.
    named: String,
    /// Gone once the generation is written: an open reader keeps the store from being swapped.
    reader: Option<Ledger>,
    sealer: Option<(ChunkSealer, Vec<u8>)>,
    key: ContentKey,
    team: TeamId,
    desk: DeskId,
    roster: Roster,
    number: u64,
    from_seq: u64,
    before: Vec<Generation>,
    began_ms: i64,
    written: Option<Generation>,
    keys: Option<(KeyFile, BackupKey)>,
    /// What the key file holds once it is replaced.
    settled: Option<(FileDigest, u64)>,
    /// As long as this is held the desk changes no keys and begins no second backup.
    _running: Arc<()>,
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backup")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Drop for Backup {
    /// What no key file names is of no use.
    fn drop(&mut self) {
        if self.written.is_some() && self.settled.is_none() {
            let _ = self.folder.discard_generation(self.number);
        }
    }
}

impl Desk {
    /// Begins a backup into a folder: of what the backup there does not have yet, or of everything where there is none,
    /// where files of it are missing, or where `full` says so.
    ///
    /// # Errors
    /// An administrator or supervisor is needed; [`HouseRefusal::NoRecoveryKey`]; a folder that holds another desk's
    /// backup, or records that this desk does not have; a second backup at the same time.
    pub fn begin_backup(&mut self, to: &Path, full: bool) -> Result<Backup, DeskFault> {
        self.not_in_quarantine()?;
        self.needs(&BACKUP_ROLES)?;
        self.roster.recovery().ok_or(HouseRefusal::NoRecoveryKey)?;
        self.no_backup_runs()?;
        let began_ms = self.now_ms();
        let folder =
            BackupFolder::take(to).map_err(|fault| match fault == LedgerFault::DeskInUse {
                true => DeskFault::from(HouseRefusal::BackupRunning),
                false => fault.into(),
            })?;
        let (before, listed) = self.goes_on(&folder, full)?;
        let newest = folder.generations()?.last().copied().max(listed);
        let number = newest.unwrap_or(0) + 1;
        let key = self.backup_stream_key()?;
        let reader = self.ledger.reader(&self.file_key()?)?;
        let sealer = container::begin(&key, self.team, number, &mut *self.rim.nonces);
        Ok(Backup {
            folder,
            named: named(to)?,
            reader: Some(reader),
            sealer: Some(sealer),
            key,
            team: self.team,
            desk: self.id,
            roster: self.roster.clone(),
            number,
            from_seq: before.last().map_or(0, Generation::end),
            before,
            began_ms,
            written: None,
            keys: None,
            settled: None,
            _running: self.backups.clone(),
        })
    }

    /// The generations that the next one follows, none where it begins at record 0; and the newest number that the key
    /// file there names.
    fn goes_on(
        &self,
        folder: &BackupFolder,
        full: bool,
    ) -> Result<(Vec<Generation>, Option<u64>), DeskFault> {
        let Some(bytes) = folder.read_keys()? else {
            return Ok((Vec::new(), None));
        };
        let file = match KeyFile::decode(&bytes) {
            Ok(file) => file,
            // Only who says so replaces what might be another desk's.
            Err(BackupFault::KeysDamaged) if full => return Ok((Vec::new(), None)),
            Err(fault) => return Err(fault.into()),
        };
        if (file.team, file.desk) != (self.team, self.id) {
            return Err(HouseRefusal::BackupOfAnotherDesk.into());
        }
        let newest = file.generations.iter().map(|it| it.number).max();
        if full {
            return Ok((Vec::new(), newest));
        }
        let head = file.head().ok_or(BackupFault::KeysDamaged)?;
        if self.hash_at(head.0)? != Some(head.1) {
            return Err(HouseRefusal::BackupAhead.into());
        }
        for it in &file.generations {
            if folder.generation_length(it.number)? != Some(it.file.length) {
                return Ok((Vec::new(), newest));
            }
        }
        Ok((file.generations, newest))
    }

    fn hash_at(&self, seq: u64) -> Result<Option<[u8; 32]>, DeskFault> {
        let mut found = None;
        self.ledger.walk(seq, |stored| {
            found = Some(record::record_hash(&stored.header));
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// The key of the stream `desk/backup`, which begins with the first backup.
    fn backup_stream_key(&mut self) -> Result<ContentKey, DeskFault> {
        if self.ledger.case_key(BACKUP)?.is_none() {
            let mut unit = self.begin();
            unit.new_stream(BACKUP, Bucket::Desk);
            let finished = unit.finish();
            self.commit(finished)?;
        }
        Ok(self.stream(BACKUP)?.0.key)
    }

    fn file_key(&self) -> Result<FileKey, DeskFault> {
        let slot = self
            .key_file
            .slot(self.epoch)
            .ok_or(DeskFault::KeysDamaged)?;
        let place = desk_place(self.team, *self.id.as_bytes(), self.epoch);
        seal::unwrap(&self.store_key, &place, &slot.file_key).map_err(|_| DeskFault::KeysDamaged)
    }

    /// Today's keys for the key file: those of every stream that is not erased.
    ///
    /// # Errors
    /// The generation is not written yet; a store that cannot be read.
    pub fn backup_keys(&mut self, backup: &mut Backup) -> Result<(), DeskFault> {
        let generation = backup.written.ok_or(HouseRefusal::BackupRunning)?;
        let recovery = self.roster.recovery().ok_or(HouseRefusal::NoRecoveryKey)?;
        let to = recovery.keys.x25519;
        let buckets = Self::open_buckets(&self.ledger, &self.store_key, self.team, self.epoch)?;
        let mut case_keys = Vec::new();
        let mut history = Vec::new();
        self.ledger.at_one_moment(|| {
            self.ledger.all_case_keys(|row| {
                case_keys.push(row);
                ControlFlow::Continue(())
            })?;
            self.ledger.bucket_history(|stream, bucket| {
                history.push((stream, bucket));
                ControlFlow::Continue(())
            })
        })?;
        let nonces = &mut *self.rim.nonces;
        let key = BackupKey::generate(nonces);
        let sealed_key = key
            .seal_to(&to, &recovery_place(self.team, self.epoch), nonces)
            .map_err(|_| DeskFault::KeysDamaged)?;
        let place = |subject| KeyFile::place(self.team, subject, self.epoch);
        let own = place(*self.id.as_bytes());
        let (vault, index_keys) = wrap_own(&key, (&self.vault_key, &self.index), &own, nonces);
        let mut rows = self.ledger.bucket_keys()?;
        for row in &mut rows {
            let bucket_key = buckets.get(&row.bucket).ok_or(DeskFault::KeysDamaged)?;
            let place = place(bucket_subject(row.bucket));
            row.wrap = seal::wrap(&key, &place, bucket_key, &mut *nonces);
        }
        let mut generations = backup.before.clone();
        generations.push(generation);
        let file = KeyFile {
            team: self.team,
            desk: self.id,
            marks: self.marks,
            epoch: self.epoch,
            made_ms: self.rim.now_ms(),
            generations,
            sealed_key,
            vault_key: (self.vault_key.id(), vault),
            index_keys,
            buckets: rows,
            case_keys,
            history,
        };
        backup.keys = Some((file, key));
        Ok(())
    }

    /// Puts the backup on record.
    ///
    /// # Errors
    /// It is not settled; as every commit. The backup holds all the same.
    pub fn finish_backup(&mut self, backup: Backup) -> Result<BackupReport, DeskFault> {
        let (Some(generation), Some((keys, verified))) = (backup.written, backup.settled) else {
            return Err(HouseRefusal::BackupRunning.into());
        };
        let head_seq = generation.end().saturating_sub(1);
        let event = DeskEvent::BackupMade(BackupMade {
            generation: backup.number,
            head_seq,
            keys: keys.sha256,
            folder: backup.named.clone(),
        });
        self.write_desk_events(&[event], None)?;
        Ok(BackupReport {
            generation: backup.number,
            full: backup.before.is_empty(),
            records: generation.count,
            bytes: generation.file.length + keys.length,
            verified,
            head_seq,
            took_ms: self.now_ms().saturating_sub(backup.began_ms),
        })
    }

    /// Makes a backup from beginning to end.
    ///
    /// # Errors
    /// As its steps; nothing is left of a backup that failed or was stopped, and the one before still holds.
    pub fn create_backup(
        &mut self,
        to: &Path,
        full: bool,
        watch: Watch<'_>,
    ) -> Result<BackupReport, DeskFault> {
        let mut backup = self.begin_backup(to, full)?;
        backup.write(watch)?;
        self.backup_keys(&mut backup)?;
        backup.settle(watch)?;
        self.finish_backup(backup)
    }

    /// The last backup on record: when it was made, and the number of its generation. `None` before the first.
    pub fn last_backup(&self) -> Option<LastBackup> {
        let (made, at_ms) = self.settings.last_backup.as_ref()?;
        let since = self
            .roster
            .erasures()
            .filter(|(_, it)| it.seq > made.head_seq);
        Some(LastBackup {
            at_ms: *at_ms,
            generation: made.generation,
            folder: made.folder.clone(),
            opens_erased: since.count() as u64,
        })
    }

    /// Makes the last backup anew where it opens what was erased since; its key file lets go of it then. Without such a
    /// backup nothing is done.
    ///
    /// # Errors
    /// As for a backup.
    pub fn renew_backup(&mut self, watch: Watch<'_>) -> Result<Option<BackupReport>, DeskFault> {
        match self.last_backup().filter(|it| it.opens_erased > 0) {
            Some(last) => {
                let folder = Path::new(&last.folder);
                if !folder.exists() {
                    return Err(BackupFault::NotHere.into());
                }
                self.create_backup(folder, false, watch).map(Some)
            }
            None => Ok(None),
        }
    }

    /// Why the person signed in may not make backups now, where they may not.
    pub fn may_back_up(&self) -> Option<DeskFault> {
        let may = self.not_in_quarantine();
        let may = may.and_then(|()| self.needs(&BACKUP_ROLES)).and_then(|()| {
            let recovery = self.roster.recovery().map(drop);
            Ok(recovery.ok_or(HouseRefusal::NoRecoveryKey)?)
        });
        may.err()
    }

    /// A key change swaps the store, which a running backup reads.
    pub(crate) fn no_backup_runs(&self) -> Result<(), DeskFault> {
        match Arc::strong_count(&self.backups) {
            1 => Ok(()),
            _ => Err(HouseRefusal::BackupRunning.into()),
        }
    }
}

/// The last backup, as the log remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was put on record, milliseconds since 1970.
    pub at_ms: i64,
    /// The number of its generation.
    pub generation: u64,
    /// Where it lies.
    pub folder: String,
    /// How many cases were erased since, whose keys its key file still holds.
    pub opens_erased: u64,
}

/// The whole path of a folder, for whoever looks for it later from elsewhere.
fn named(folder: &Path) -> Result<String, DeskFault> {
    let whole = std::path::absolute(folder).map_err(|fault| LedgerFault::Io(fault.kind()))?;
    Ok(whole.to_string_lossy().into_owned())
}

pub(crate) fn stopped(fault: LedgerFault) -> DeskFault {
    if fault == LedgerFault::Stopped {
        return HouseRefusal::Stopped.into();
    }
    fault.into()
}
