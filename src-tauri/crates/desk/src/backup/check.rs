//! Reading generations back: that they are what was written, follow one another, and open.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use casework::{DeskId, Role, Roster};
use ledger::{BackupFolder, GenerationFault, GenerationReader, LedgerFault, sha256_of};
use record::SignedRecord;
use seal::{ContentKey, TeamId};

use super::container::Opening;
use super::key_file::Generation;
use super::{BACKUP, BackupProgress, BackupStep, KeyFile, Keyring, Watch};
use crate::desk::Desk;
use crate::{BackupFault, DeskFault, HouseRefusal};

/// Records between two looks at whether to go on.
const BETWEEN_LOOKS: u64 = 500;

/// Reads one generation, record by record in the order of the chain.
///
/// # Errors
/// It is missing, damaged, of another desk or does not follow the one before; whatever `visit` answers.
pub(crate) fn read_generation(
    folder: &BackupFolder,
    (team, desk): (TeamId, DeskId),
    (generation, before): (&Generation, Option<&Generation>),
    key: &ContentKey,
    visit: &mut dyn FnMut(SignedRecord) -> Result<(), DeskFault>,
) -> Result<(), DeskFault> {
    let number = generation.number;
    let damaged = BackupFault::GenerationDamaged { number };
    let fault = |fault: GenerationFault| -> DeskFault {
        match fault {
            GenerationFault::UnknownVersion(_) => BackupFault::Newer.into(),
            GenerationFault::Io(kind) if kind != io::ErrorKind::InvalidData => {
                LedgerFault::Io(kind).into()
            }
            GenerationFault::Io(_)
            | GenerationFault::NotAGeneration
            | GenerationFault::CutShort
            | GenerationFault::Malformed
            | GenerationFault::NotInChain { .. }
            | GenerationFault::Changed
            | GenerationFault::GoesOn => damaged.into(),
        }
    };
    let file = folder
        .read_generation(number, generation.file)
        .map_err(|fault| -> DeskFault {
            if fault == LedgerFault::Io(io::ErrorKind::NotFound) {
                return BackupFault::GenerationMissing { number }.into();
            }
            fault.into()
        })?;
    let opening = Opening::new(key, team, number, file).map_err(|error| fault(error.into()))?;
    let mut reader = GenerationReader::new(opening).map_err(fault)?;
    let head = *reader.head();
    let told = head.meta.team.0 == team.0
        && head.meta.desk == desk
        && (head.first_seq, head.count) == (generation.first_seq, generation.count)
        && head.prev == before.map(|it| it.last)
        && head.last == Some(generation.last);
    if !told {
        return Err(damaged.into());
    }
    for stored in &mut reader {
        let stored = stored.map_err(fault)?;
        let signed = SignedRecord::parse(stored.header, stored.signature, stored.bodies)
            .map_err(|_| damaged)?;
        visit(signed)?;
    }
    Ok(())
}

/// What is told and asked while records are checked one after the other.
pub(crate) struct Chain<'a> {
    roster: &'a Roster,
    done: u64,
    total: u64,
    erased: u64,
}

impl<'a> Chain<'a> {
    /// Checks each record's signature by this roster.
    pub(crate) fn with_signatures(roster: &'a Roster, total: u64) -> Self {
        Self {
            roster,
            done: 0,
            total,
            erased: 0,
        }
    }

    /// Takes the next record: signed by who stood there, and every part of it opens.
    pub(crate) fn admit(
        &mut self,
        signed: SignedRecord,
        keyring: &mut Keyring,
        watch: Watch<'_>,
    ) -> Result<(), DeskFault> {
        let header = signed.header();
        let key = self.roster.verifying_key(header.actor, header.seq);
        if !key.is_some_and(|key| signed.is_signed_by(&key)) {
            return Err(BackupFault::Record { seq: header.seq }.into());
        }
        self.erased += u64::from(keyring.bucket(header.stream).is_none());
        keyring.opens(&signed)?;
        self.done += 1;
        if self.done.is_multiple_of(BETWEEN_LOOKS) || self.done == self.total {
            tell(watch, BackupStep::Verify, self.done, self.total)?;
        }
        Ok(())
    }

    pub(crate) fn admitted(&self) -> u64 {
        self.done
    }
}

/// Tells how far it is; stops where that is wanted.
pub(crate) fn tell(
    watch: Watch<'_>,
    step: BackupStep,
    done: u64,
    total: u64,
) -> Result<(), DeskFault> {
    match watch(BackupProgress { step, done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(HouseRefusal::Stopped.into()),
    }
}

/// What a backup turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupState {
    /// How many generations count.
    pub generations: u64,
    /// Records that hold.
    pub records: u64,
    /// Those of them whose case is erased: they stay sealed.
    pub erased: u64,
    /// The place of the newest record.
    pub head_seq: u64,
    /// When the key file was made, milliseconds since 1970.
    pub made_ms: i64,
    /// The key file is the one that the log remembers; if not, it is older, or the backup was not put on record.
    pub on_record: bool,
}

/// A verification of a backup with the keys of the running desk. It holds nobody up.
pub struct BackupCheck {
    folder: BackupFolder,
    file: KeyFile,
    keyring: Keyring,
    roster: Roster,
    on_record: bool,
}

impl std::fmt::Debug for BackupCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupCheck")
    }
}

impl BackupCheck {
    pub(super) fn new(
        folder: BackupFolder,
        file: KeyFile,
        keyring: Keyring,
        roster: Roster,
        on_record: bool,
    ) -> Self {
        Self {
            folder,
            file,
            keyring,
            roster,
            on_record,
        }
    }

    /// Reads every generation to its end.
    ///
    /// # Errors
    /// What speaks against the backup; [`HouseRefusal::Stopped`].
    pub fn run(mut self, watch: Watch<'_>) -> Result<BackupState, DeskFault> {
        let head = self.file.head().ok_or(BackupFault::KeysDamaged)?;
        let mut chain = Chain::with_signatures(&self.roster, head.0 + 1);
        let keyring = &mut self.keyring;
        let mut before = None;
        for generation in &self.file.generations {
            // The stream's key is the same in the backup and on the desk.
            let key = keyring.take(BACKUP)?.ok_or(BackupFault::KeysDamaged)?;
            read_generation(
                &self.folder,
                (self.file.team, self.file.desk),
                (generation, before),
                &key,
                &mut |signed| chain.admit(signed, keyring, watch),
            )?;
            before = Some(generation);
        }
        Ok(BackupState {
            generations: self.file.generations.len() as u64,
            records: chain.done,
            erased: chain.erased,
            head_seq: head.0,
            made_ms: self.file.made_ms,
            on_record: self.on_record,
        })
    }
}

impl Desk {
    /// Begins to verify the backup in a folder with the keys of the running desk.
    ///
    /// # Errors
    /// [`BackupFault::NotHere`], a key file that is damaged or another desk's; the auditor may as well.
    pub fn begin_check(&self, from: &Path) -> Result<BackupCheck, DeskFault> {
        self.needs(&[Role::Administrator, Role::Supervisor, Role::Auditor])?;
        let folder = BackupFolder::look_at(from);
        let bytes = folder.read_keys()?.ok_or(BackupFault::NotHere)?;
        let file = KeyFile::decode(&bytes)?;
        if (file.team, file.desk) != (self.team, self.id) {
            return Err(HouseRefusal::BackupOfAnotherDesk.into());
        }
        let digest = sha256_of(&bytes);
        let remembered = self.settings.last_backup.as_ref();
        let mut rows = Vec::new();
        self.ledger.all_case_keys(|row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        let buckets = Self::open_buckets(&self.ledger, &self.store_key, self.team, self.epoch)?;
        Ok(BackupCheck::new(
            folder,
            file,
            Keyring::new(self.team, self.epoch, buckets, rows),
            self.roster.clone(),
            remembered.is_some_and(|(made, _)| made.keys == digest),
        ))
    }

    /// Verifies the backup in a folder: every record, every part that is not erased.
    ///
    /// # Errors
    /// What speaks against it.
    pub fn verify_backup(&self, from: &Path, watch: Watch<'_>) -> Result<BackupState, DeskFault> {
        self.begin_check(from)?.run(watch)
    }
}
