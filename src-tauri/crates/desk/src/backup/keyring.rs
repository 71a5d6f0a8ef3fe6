//! The keys of all streams, opened as they are needed.

use std::collections::HashMap;

use casework::StreamId;
use ledger::{Bucket, CaseKeyRow};
use record::{Part, SignedRecord};
use seal::{BucketKey, ContentKey, RecordContext, TeamId, WrapContext};
use zeroize::Zeroizing;

use crate::BackupFault;

/// So many opened keys are held at once: memory that is kept out of the swap file is small.
const HELD: usize = 1_024;

/// Wrapped keys of streams, and the bucket keys that open them.
pub(crate) struct Keyring {
    team: TeamId,
    epoch: u64,
    buckets: HashMap<Bucket, BucketKey>,
    rows: HashMap<StreamId, CaseKeyRow>,
    held: HashMap<StreamId, ContentKey>,
}

impl Keyring {
    pub(crate) fn new(
        team: TeamId,
        epoch: u64,
        buckets: HashMap<Bucket, BucketKey>,
        rows: impl IntoIterator<Item = CaseKeyRow>,
    ) -> Self {
        Self {
            team,
            epoch,
            buckets,
            rows: rows.into_iter().map(|row| (row.stream, row)).collect(),
            held: HashMap::new(),
        }
    }

    /// Whether a bucket key opens a wrap that somebody noted at some epoch.
    #[cfg(test)]
    pub(crate) fn opens_wrap(&self, epoch: u64, row: &CaseKeyRow) -> bool {
        let place = WrapContext {
            team: self.team,
            subject: *row.stream.as_bytes(),
            epoch,
        };
        let mut keys = self.buckets.values();
        keys.any(|key| seal::unwrap::<_, ContentKey>(key, &place, &row.wrap).is_ok())
    }

    /// In which bucket a stream's key lies; `None` where there is no key: the stream is erased.
    pub(crate) fn bucket(&self, stream: StreamId) -> Option<Bucket> {
        self.rows.get(&stream).map(|row| row.bucket)
    }

    /// The key of a stream; `None` where it is erased.
    pub(crate) fn key(&mut self, stream: StreamId) -> Result<Option<&ContentKey>, BackupFault> {
        let Some(row) = self.rows.get(&stream) else {
            return Ok(None);
        };
        if self.held.len() >= HELD && !self.held.contains_key(&stream) {
            self.held.clear();
        }
        if !self.held.contains_key(&stream) {
            let place = WrapContext {
                team: self.team,
                subject: *stream.as_bytes(),
                epoch: self.epoch,
            };
            let damaged = BackupFault::KeysDamaged;
            let bucket_key = self.buckets.get(&row.bucket).ok_or(damaged)?;
            let key = seal::unwrap(bucket_key, &place, &row.wrap).map_err(|_| damaged)?;
            self.held.insert(stream, key);
        }
        Ok(self.held.get(&stream))
    }

    /// As [`key`](Self::key), for who holds on to it.
    pub(crate) fn take(&mut self, stream: StreamId) -> Result<Option<ContentKey>, BackupFault> {
        self.key(stream)?;
        Ok(self.held.remove(&stream))
    }

    /// Opens every part of a record that is there. What a stream whose key is gone sealed stays sealed.
    ///
    /// # Errors
    /// A part does not open, or is missing although its stream is not erased.
    pub(crate) fn opens(&mut self, signed: &SignedRecord) -> Result<(), BackupFault> {
        let header = signed.header();
        let broken = BackupFault::Record { seq: header.seq };
        let team = self.team;
        let Some(key) = self.key(header.stream)? else {
            return Ok(());
        };
        if signed.missing().next().is_some() {
            return Err(broken);
        }
        for (part, envelope) in signed.bodies() {
            open(key, team, signed, *part, envelope).ok_or(broken)?;
        }
        Ok(())
    }
}

/// Opens one part of a record.
pub(crate) fn open(
    key: &ContentKey,
    team: TeamId,
    signed: &SignedRecord,
    part: Part,
    envelope: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let header = signed.header();
    if part == Part::Open {
        let content = seal::read_open(header.kind.as_str(), part.as_str(), envelope).ok()?;
        return Some(Zeroizing::new(content.to_vec()));
    }
    let place = RecordContext {
        team,
        stream: *header.stream.as_bytes(),
        record: *header.record.as_bytes(),
        kind: header.kind.as_str(),
        part: part.as_str(),
    };
    seal::open(key, &place, envelope).ok()
}
