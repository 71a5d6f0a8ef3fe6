//! The key file of a backup: which generations count, and what opens them.
//!
//! ```text
//! CBOR ["VDB1/keys", 1, team, desk, [solo, demo, no keychain], key epoch, made ms, head's seq, head's hash,
//!       [[number, first seq, count, last hash, length, SHA-256], ...],
//!       backup key sealed to the recovery key, vault key's id, vault key, index keys,       under the backup key
//!       [[bucket, key id, bucket key], ...],                                                under the backup key
//!       [[stream, key id, bucket, content key], ...],                                       under the bucket keys
//!       [[stream, bucket], ...]]                                                            which wrapped it ever
//! SHA-256 of everything before
//! ```
//!
//! No secret of a person, of the desk or of its keychain is in it. It is replaced at each backup; whoever kept an old one
//! and holds two shares opens what was erased since.

use casework::{DeskId, StreamId};
use ledger::{Bucket, BucketKeyRow, CaseKeyRow, FileDigest, sha256_of};
use minicbor::{Decoder, Encoder};
use ports::NonceSource;
use seal::desk_keys::Marks;
use seal::{
    BackupKey, IndexKeys, KeyId, RecoverySecrets, SealedToContext, TeamId, VaultKey, WrapContext,
};

use super::keyring::Keyring;
use crate::unit::bucket_subject;
use crate::{BackupFault, DeskFault, HouseRefusal};

const MAGIC: &str = "VDB1/keys";
const VERSION: u64 = 1;
const FIELDS: u64 = 17;
const DIGEST: usize = 32;

/// A generation that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation {
    pub(crate) number: u64,
    /// The place in the chain of its first record.
    pub(crate) first_seq: u64,
    /// How many it holds.
    pub(crate) count: u64,
    /// The hash of the last record up to its end.
    pub(crate) last: [u8; 32],
    pub(crate) file: FileDigest,
}

impl Generation {
    pub(crate) fn end(&self) -> u64 {
        self.first_seq.saturating_add(self.count)
    }
}

/// What the file says; keys are wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyFile {
    pub(crate) team: TeamId,
    pub(crate) desk: DeskId,
    /// As the charter says; told here so that it can be asked before the chain is read.
    pub(crate) marks: Marks,
    pub(crate) epoch: u64,
    pub(crate) made_ms: i64,
    /// In the order of the chain, from record 0 on.
    pub(crate) generations: Vec<Generation>,
    pub(crate) sealed_key: Vec<u8>,
    pub(crate) vault_key: (KeyId, Vec<u8>),
    pub(crate) index_keys: Vec<u8>,
    pub(crate) buckets: Vec<BucketKeyRow>,
    pub(crate) case_keys: Vec<CaseKeyRow>,
    pub(crate) history: Vec<(StreamId, Bucket)>,
}

/// What the backup key opened.
pub(crate) struct OpenedKeys {
    pub(crate) index: IndexKeys,
    pub(crate) keyring: Keyring,
    pub(crate) history: Vec<(StreamId, Bucket)>,
}

pub(crate) fn recovery_place(team: TeamId, epoch: u64) -> SealedToContext {
    SealedToContext {
        team,
        purpose: "backup-keys",
        number: epoch,
    }
}

impl KeyFile {
    pub(crate) fn head(&self) -> Option<(u64, [u8; 32])> {
        let last = self.generations.last()?;
        Some((last.end().checked_sub(1)?, last.last))
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512 + 224 * self.case_keys.len());
        let written = self.write(&mut Encoder::new(&mut bytes));
        debug_assert!(written.is_ok(), "a vector takes every byte");
        bytes.extend(sha256_of(&bytes));
        bytes
    }

    fn write(
        &self,
        e: &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        let (head_seq, head) = self.head().unwrap_or_default();
        e.array(FIELDS)?.str(MAGIC)?.u64(VERSION)?;
        e.bytes(&self.team.0)?.bytes(self.desk.as_bytes())?;
        let Marks {
            no_keychain,
            demo,
            solo,
        } = self.marks;
        e.array(3)?.bool(solo)?.bool(demo)?.bool(no_keychain)?;
        e.u64(self.epoch)?.i64(self.made_ms)?;
        e.u64(head_seq)?.bytes(&head)?;
        e.array(self.generations.len() as u64)?;
        for it in &self.generations {
            e.array(6)?.u64(it.number)?.u64(it.first_seq)?;
            e.u64(it.count)?.bytes(&it.last)?;
            e.u64(it.file.length)?.bytes(&it.file.sha256)?;
        }
        e.bytes(&self.sealed_key)?;
        let (id, wrap) = &self.vault_key;
        e.bytes(&id.0)?.bytes(wrap)?.bytes(&self.index_keys)?;
        e.array(self.buckets.len() as u64)?;
        for row in &self.buckets {
            e.array(3)?.str(&row.bucket.to_string())?;
            e.bytes(&row.key_id.0)?.bytes(&row.wrap)?;
        }
        e.array(self.case_keys.len() as u64)?;
        for row in &self.case_keys {
            e.array(4)?.bytes(row.stream.as_bytes())?;
            e.bytes(&row.key_id.0)?.str(&row.bucket.to_string())?;
            e.bytes(&row.wrap)?;
        }
        e.array(self.history.len() as u64)?;
        for (stream, bucket) in &self.history {
            e.array(2)?.bytes(stream.as_bytes())?;
            e.str(&bucket.to_string())?;
        }
        Ok(())
    }

    /// Reads the file. Total: any bytes give a file or a fault.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, BackupFault> {
        let mut begin = Decoder::new(bytes);
        let version = begin
            .array()
            .ok()
            .and_then(|_| begin.str().ok().filter(|it| *it == MAGIC))
            .and_then(|_| begin.u64().ok());
        match version {
            Some(VERSION) => {}
            Some(_) => return Err(BackupFault::Newer),
            None => return Err(BackupFault::KeysDamaged),
        }
        let (body, digest) = bytes
            .len()
            .checked_sub(DIGEST)
            .map(|at| bytes.split_at(at))
            .ok_or(BackupFault::KeysDamaged)?;
        if sha256_of(body) != digest {
            return Err(BackupFault::KeysDamaged);
        }
        let file = read(body).ok_or(BackupFault::KeysDamaged)?;
        match file.encode() == bytes && file.is_one_chain() {
            true => Ok(file),
            false => Err(BackupFault::KeysDamaged),
        }
    }

    /// From record 0 on, each generation where the one before ends.
    fn is_one_chain(&self) -> bool {
        let ends = self.generations.iter().map(Generation::end);
        let begins = self.generations.iter().map(|it| it.first_seq);
        !self.generations.is_empty()
            && begins.eq(std::iter::once(0).chain(ends).take(self.generations.len()))
    }

    /// Where the desk's own wraps belong.
    pub(crate) fn place(team: TeamId, subject: [u8; 16], epoch: u64) -> WrapContext {
        WrapContext {
            team,
            subject,
            epoch,
        }
    }

    /// Opens the backup key with the recovery secret that two shares gave.
    pub(crate) fn backup_key(&self, secrets: &RecoverySecrets) -> Result<BackupKey, DeskFault> {
        let place = recovery_place(self.team, self.epoch);
        BackupKey::open_sealed_to(secrets, &place, &self.sealed_key)
            .map_err(|_| HouseRefusal::SharesOfAnother.into())
    }

    /// Opens every key that lies under the backup key.
    pub(crate) fn open(self, key: &BackupKey) -> Result<OpenedKeys, DeskFault> {
        let damaged = |seal::OpenError| DeskFault::from(BackupFault::KeysDamaged);
        let place = |subject| Self::place(self.team, subject, self.epoch);
        let own = place(*self.desk.as_bytes());
        let vault_key: VaultKey = seal::unwrap(key, &own, &self.vault_key.1).map_err(damaged)?;
        if vault_key.id() != self.vault_key.0 {
            return Err(BackupFault::KeysDamaged.into());
        }
        let index = seal::unwrap(key, &own, &self.index_keys).map_err(damaged)?;
        let buckets = self.buckets.iter().map(|row| {
            let place = place(bucket_subject(row.bucket));
            let opened = seal::unwrap(key, &place, &row.wrap).map_err(damaged)?;
            Ok((row.bucket, opened))
        });
        let buckets = buckets.collect::<Result<_, DeskFault>>()?;
        Ok(OpenedKeys {
            index,
            keyring: Keyring::new(self.team, self.epoch, buckets, self.case_keys),
            history: self.history,
        })
    }
}

/// The desk's vault key and index keys under the backup key.
pub(crate) fn wrap_own(
    key: &BackupKey,
    (vault_key, index): (&VaultKey, &IndexKeys),
    place: &WrapContext,
    nonces: &mut dyn NonceSource,
) -> (Vec<u8>, Vec<u8>) {
    (
        seal::wrap(key, place, vault_key, &mut *nonces),
        seal::wrap(key, place, index, nonces),
    )
}

fn read(bytes: &[u8]) -> Option<KeyFile> {
    let mut d = Decoder::new(bytes);
    let fixed = |d: &mut Decoder<'_>| -> Option<[u8; 32]> { d.bytes().ok()?.try_into().ok() };
    let id = |d: &mut Decoder<'_>| -> Option<[u8; 16]> { d.bytes().ok()?.try_into().ok() };
    let bucket = |d: &mut Decoder<'_>| Bucket::parse(d.str().ok()?);
    let list = |d: &mut Decoder<'_>, length: u64| (d.array().ok()?? == length).then_some(());
    list(&mut d, FIELDS)?;
    (d.str().ok()? == MAGIC && d.u64().ok()? == VERSION).then_some(())?;
    let (team, desk) = (TeamId(fixed(&mut d)?), DeskId::from_bytes(id(&mut d)?));
    list(&mut d, 3)?;
    let marks = Marks {
        solo: d.bool().ok()?,
        demo: d.bool().ok()?,
        no_keychain: d.bool().ok()?,
    };
    let (epoch, made_ms) = (d.u64().ok()?, d.i64().ok()?);
    let head = (d.u64().ok()?, fixed(&mut d)?);
    let mut generations = Vec::new();
    for _ in 0..d.array().ok()?? {
        list(&mut d, 6)?;
        generations.push(Generation {
            number: d.u64().ok()?,
            first_seq: d.u64().ok()?,
            count: d.u64().ok()?,
            last: fixed(&mut d)?,
            file: FileDigest {
                length: d.u64().ok()?,
                sha256: fixed(&mut d)?,
            },
        });
    }
    let sealed_key = d.bytes().ok()?.to_vec();
    let vault_key = (KeyId(id(&mut d)?), d.bytes().ok()?.to_vec());
    let index_keys = d.bytes().ok()?.to_vec();
    let mut buckets = Vec::new();
    for _ in 0..d.array().ok()?? {
        list(&mut d, 3)?;
        buckets.push(BucketKeyRow {
            bucket: bucket(&mut d)?,
            key_id: KeyId(id(&mut d)?),
            wrap: d.bytes().ok()?.to_vec(),
        });
    }
    let mut case_keys = Vec::new();
    for _ in 0..d.array().ok()?? {
        list(&mut d, 4)?;
        case_keys.push(CaseKeyRow {
            stream: StreamId::from_bytes(id(&mut d)?),
            key_id: KeyId(id(&mut d)?),
            bucket: bucket(&mut d)?,
            wrap: d.bytes().ok()?.to_vec(),
        });
    }
    let mut history = Vec::new();
    for _ in 0..d.array().ok()?? {
        list(&mut d, 2)?;
        history.push((StreamId::from_bytes(id(&mut d)?), bucket(&mut d)?));
    }
    let file = KeyFile {
        team,
        desk,
        marks,
        epoch,
        made_ms,
        generations,
        sealed_key,
        vault_key,
        index_keys,
        buckets,
        case_keys,
        history,
    };
    (d.position() == bytes.len() && file.head().unwrap_or_default() == head).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by another program from the layout above. Never made anew.
    const FROZEN: &str = "\
    9169564442312f6b6579730158200101010101010101010101010101010101010101010101010101010101010101500202020202020202\
    020202020202020283f5f4f5071b000001a0c4506c7b182958200404040404040404040404040404040404040404040404040404040404\
    040404828603001828582003030303030303030303030303030303030303030303030303030303030303031903e8582005050505050505\
    05050505050505050505050505050505050505050505050505860418280258200404040404040404040404040404040404040404040404\
    04040404040404040419012c58200606060606060606060606060606060606060606060606060606060606060606450707070707500808\
    08080808080808080808080808084409090909430a0a0a818367323032372d3033500b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b420c0c8184\
    500d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d500e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e646f70656e420f0f8182500d0d0d0d0d0d0d0d0d0d\
    0d0d0d0d0d0d646465736bc1a6192b5452cb66bb27e813698bd6e284b41cd83d0b46107e07b21106bd8af8";

    fn sample() -> KeyFile {
        let generation = |number, first_seq, count, last, length, sha256| Generation {
            number,
            first_seq,
            count,
            last: [last; 32],
            file: FileDigest {
                length,
                sha256: [sha256; 32],
            },
        };
        let stream = StreamId::from_bytes([13; 16]);
        KeyFile {
            team: TeamId([1; 32]),
            desk: DeskId::from_bytes([2; 16]),
            marks: Marks {
                solo: true,
                demo: false,
                no_keychain: true,
            },
            epoch: 7,
            made_ms: 1_790_000_000_123,
            generations: vec![
                generation(3, 0, 40, 3, 1000, 5),
                generation(4, 40, 2, 4, 300, 6),
            ],
            sealed_key: vec![7; 5],
            vault_key: (KeyId([8; 16]), vec![9; 4]),
            index_keys: vec![10; 3],
            buckets: vec![BucketKeyRow {
                bucket: Bucket::Month {
                    year: 2027,
                    month: 3,
                },
                key_id: KeyId([11; 16]),
                wrap: vec![12; 2],
            }],
            case_keys: vec![CaseKeyRow {
                stream,
                key_id: KeyId([14; 16]),
                bucket: Bucket::Open,
                wrap: vec![15; 2],
            }],
            history: vec![(stream, Bucket::Desk)],
        }
    }

    /// Mutation: any field that changes its place or width.
    #[test]
    fn a_key_file_is_written_and_read_as_on_the_first_day() {
        let bytes = sample().encode();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, FROZEN);
        assert_eq!(KeyFile::decode(&bytes), Ok(sample()));
    }

    #[test]
    fn a_key_file_of_a_later_program_or_of_none_is_told_apart() {
        let mut later = sample().encode();
        let version = later.iter().position(|byte| *byte == b's').unwrap_or(0) + 1;
        later[version] = 2;
        assert_eq!(KeyFile::decode(&later), Err(BackupFault::Newer));
        let whole = sample().encode();
        for length in 0..whole.len() {
            assert!(KeyFile::decode(&whole[..length]).is_err(), "{length}");
        }
    }

    /// Mutation: without `is_one_chain` a list with a hole is found out only after hours of reading.
    #[test]
    fn generations_with_a_hole_between_them_are_no_backup() {
        let mut file = sample();
        file.generations[1].first_seq = 41;
        assert_eq!(
            KeyFile::decode(&file.encode()),
            Err(BackupFault::KeysDamaged)
        );
        file.generations.clear();
        assert_eq!(
            KeyFile::decode(&file.encode()),
            Err(BackupFault::KeysDamaged)
        );
    }
}
