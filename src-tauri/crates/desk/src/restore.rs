//! Restoring a desk from a backup with two of the three recovery shares.
//!
//! ```text
//! (1) two shares give the recovery secret; it opens the key file
//! (2) a new store under new keys: the chain of all generations, verified by its charter and grants
//! (3) every stream's key wrapped anew; every case built from its records
//! (4) the first record after it, signed by the recovery secret: new people, new desk keys
//! (5) keychain, anchor, key file, in the order of founding: until the key file there is no desk
//! ```
//!
//! A rehearsal does (1) to (3) in a private folder, under keys that are nowhere kept, and removes it.

mod entrance;
mod filling;
mod rebuild;

use std::collections::HashMap;
use std::path::Path;

use casework::{DeskSettings, PersonId, StreamId};
use ledger::{BackupFolder, DeskFolder, Ledger, ScratchFolder};
use record::SignedRecord;
use seal::desk_keys::{DeskKeysFile, Marks};
use seal::{
    DeskSecrets, ErasureSecret, FileKey, PersonSecrets, RecoverySecret, RecoverySecrets,
    RecoveryShare, ShareTextFault, StoreKey, VaultKey,
};

pub use self::entrance::{Restore, restore};
use crate::backup::{BACKUP, BackupStep, KeyFile, OpenedKeys, Watch, read_generation, tell};
use crate::desk::{Changed, Desk, ROSTER, SETTINGS};
use crate::{BackupFault, DeskFault, HouseRefusal, Rim};

/// Rows or records of one commit.
const AT_ONCE: usize = 1_000;

/// What a rehearsal counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rehearsal {
    /// The team whose backup it is, to be compared with a printed report.
    pub team: seal::TeamId,
    /// Generations that were read.
    pub generations: u64,
    /// Records that hold.
    pub records: u64,
    /// Cases that were built from them.
    pub cases: u64,
    /// Cases of which the headers are left, because they were erased.
    pub erased: u64,
    /// The place of the newest record.
    pub head_seq: u64,
    /// When the key file was made, milliseconds since 1970.
    pub made_ms: i64,
}

/// Restores a backup into a private folder that is gone afterwards, and counts what was there. The store in it is
/// sealed as every store is, under a key that is kept nowhere: no plaintext touches the disk.
///
/// # Errors
/// As [`restore`], but for what is about people and keychains.
pub fn rehearse(
    from: &Path,
    mut rim: Rim,
    shares: [&str; 2],
    watch: Watch<'_>,
) -> Result<Rehearsal, DeskFault> {
    let source = Source::open(from, shares)?;
    let scratch = ScratchFolder::make(rim.fresh())?;
    let generations = source.file.generations.len() as u64;
    let (made_ms, team) = (source.file.made_ms, source.file.team);
    let folder = DeskFolder::begin_restore(&scratch.path().join("desk"))?;
    let restoring = Restoring::begin(source, folder, rim)?;
    let (desk, counted) = restoring.fill(watch)?;
    let (head_seq, ..) = desk.head.ok_or(BackupFault::KeysDamaged)?;
    Ok(Rehearsal {
        team,
        generations,
        records: head_seq + 1,
        cases: counted.cases,
        erased: counted.erased,
        head_seq,
        made_ms,
    })
}

/// A backup that two shares opened.
struct Source {
    folder: BackupFolder,
    file: KeyFile,
    recovery: RecoverySecrets,
    keys: OpenedKeys,
}

impl Source {
    fn open(from: &Path, shares: [&str; 2]) -> Result<Self, DeskFault> {
        let recovery = combined(shares)?;
        let folder = BackupFolder::look_at(from);
        let bytes = folder.read_keys()?.ok_or(BackupFault::NotHere)?;
        let mut file = KeyFile::decode(&bytes)?;
        let key = file.backup_key(&recovery)?;
        let case_keys = std::mem::take(&mut file.case_keys);
        let history = std::mem::take(&mut file.history);
        let opened = KeyFile {
            case_keys,
            history,
            ..file.clone()
        };
        let keys = opened.open(&key)?;
        Ok(Self {
            folder,
            file,
            recovery,
            keys,
        })
    }
}

/// The secret that two typed shares give.
fn combined(shares: [&str; 2]) -> Result<RecoverySecrets, DeskFault> {
    let read = |which: u8, text: &str| {
        RecoveryShare::from_text(text).map_err(|fault| HouseRefusal::ShareUnreadable {
            which,
            groups: match fault {
                ShareTextFault::Groups(groups) => groups,
                ShareTextFault::Length { .. }
                | ShareTextFault::Sum
                | ShareTextFault::UnknownVersion(_) => Vec::new(),
            },
        })
    };
    let [one, other] = shares;
    let (one, other) = (read(1, one)?, read(2, other)?);
    let secret = RecoverySecret::combine(&one, &other).map_err(HouseRefusal::SharesUnfit)?;
    Ok(secret.keys())
}

/// A desk that is being built from a backup.
struct Restoring {
    source: Source,
    desk: Desk,
    erasure: ErasureSecret,
    file_key: FileKey,
}

/// What was built.
struct Counted {
    cases: u64,
    erased: u64,
    recovery: RecoverySecrets,
    erasure: ErasureSecret,
    file_key: FileKey,
}

impl Restoring {
    /// An empty store under new keys, and around it a desk that nobody works at.
    fn begin(source: Source, folder: DeskFolder, mut rim: Rim) -> Result<Self, DeskFault> {
        let (team, desk) = (source.file.team, source.file.desk);
        let epoch = source.file.epoch + 1;
        let nonces = &mut *rim.nonces;
        let file_key = FileKey::generate(nonces);
        let erasure = ErasureSecret::generate(nonces);
        let vault_key = VaultKey::generate(nonces);
        let ledger = Ledger::create(&folder.store_path(), &file_key)?;
        let desk = Desk {
            ledger,
            id: desk,
            team,
            // Both are the charter's to say.
            founding: team,
            marks: Marks::default(),
            epoch,
            roster: Default::default(),
            person: PersonId::from_bytes([0; 16]),
            secrets: PersonSecrets::generate(nonces),
            desk_secrets: DeskSecrets::generate(nonces),
            store_key: StoreKey::derive(&erasure, &vault_key, team, epoch),
            vault_key,
            index: seal::IndexKeys::generate(nonces),
            buckets: HashMap::new(),
            key_vault: None,
            head: None,
            settings: DeskSettings::default(),
            changed: Changed::default(),
            anchor: None,
            quarantine: None,
            newest_drk: 0,
            key_file: DeskKeysFile::new(*desk.as_bytes(), Marks::default(), team, [0; 16]),
            rim,
            folder,
            backups: Default::default(),
        };
        Ok(Self {
            source,
            desk,
            erasure,
            file_key,
        })
    }

    /// The same under another epoch: where the keychain has something of this one already.
    fn at_epoch(mut self, epoch: u64) -> Self {
        let desk = &mut self.desk;
        desk.epoch = epoch;
        desk.store_key = StoreKey::derive(&self.erasure, &desk.vault_key, desk.team, epoch);
        self
    }

    /// Steps 2 and 3.
    fn fill(self, watch: Watch<'_>) -> Result<(Desk, Counted), DeskFault> {
        let Self {
            source,
            mut desk,
            erasure,
            file_key,
        } = self;
        let Source {
            folder,
            file,
            recovery,
            keys,
        } = source;
        let OpenedKeys {
            index,
            mut keyring,
            history,
        } = keys;
        desk.index = index;
        // (2) The chain as it was written.
        let (head_seq, head) = file.head().ok_or(BackupFault::KeysDamaged)?;
        let total = head_seq + 1;
        let mut streams = Streams::default();
        let mut waiting: Vec<SignedRecord> = Vec::with_capacity(AT_ONCE);
        let mut before = None;
        for generation in &file.generations {
            let key = keyring.take(BACKUP)?.ok_or(BackupFault::KeysDamaged)?;
            let ledger = &mut desk.ledger;
            read_generation(
                &folder,
                (file.team, file.desk),
                (generation, before),
                &key,
                &mut |signed| {
                    streams.note(&signed);
                    waiting.push(signed);
                    if waiting.len() >= AT_ONCE {
                        ledger.append_stored(&waiting)?;
                        waiting.clear();
                        tell(watch, BackupStep::Read, streams.records, total)?;
                    }
                    Ok(())
                },
            )?;
            before = Some(generation);
        }
        desk.ledger.append_stored(&waiting)?;
        tell(watch, BackupStep::Read, streams.records, total)?;
        let newest = desk.ledger.head()?.ok_or(BackupFault::KeysDamaged)?;
        if (newest.seq, newest.hash) != (head_seq, head) {
            return Err(BackupFault::Record { seq: newest.seq }.into());
        }
        desk.head = Some((newest.seq, newest.hash, newest.hlc));
        // (3) Keys anew, for streams that are there.
        let mut wanted: Vec<StreamId> = streams.order.clone();
        // A stream that has no record yet has a key all the same.
        let own = [ROSTER, SETTINGS, BACKUP];
        wanted.extend(own.iter().filter(|it| !streams.seen.contains(it)));
        desk.take_keys(&wanted, &mut keyring)?;
        desk.remember_buckets(&history, &streams.seen)?;
        // Who signed what, by the charter and the grants; then all of it.
        desk.read_charter()?;
        desk.read_roster()?;
        let in_force = desk.roster.recovery().map(|it| it.keys);
        if in_force != Some(crate::recovery::public(&recovery)) {
            return Err(HouseRefusal::SharesOfAnother.into());
        }
        desk.check_chain(watch, total)?;
        let (cases, erased) = desk.rebuild(&streams.order, &mut keyring, watch)?;
        Ok((
            desk,
            Counted {
                cases,
                erased,
                recovery,
                erasure,
                file_key,
            },
        ))
    }
}

/// The streams of a chain, as they come.
#[derive(Default)]
struct Streams {
    order: Vec<StreamId>,
    seen: std::collections::HashSet<StreamId>,
    records: u64,
}

impl Streams {
    fn note(&mut self, signed: &SignedRecord) {
        let stream = signed.header().stream;
        self.records += 1;
        if self.seen.insert(stream) {
            self.order.push(stream);
        }
    }
}
