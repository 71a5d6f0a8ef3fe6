//! Keys and checks of a store that is being filled from a backup.

use std::collections::HashSet;
use std::ops::ControlFlow;

use casework::StreamId;
use ledger::{Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow, UnitOfWork};
use record::ChainCheck;
use seal::{BucketKey, WrapContext};

use super::AT_ONCE;
use crate::backup::{BackupStep, Watch, stopped, tell};
use crate::desk::Desk;
use crate::unit::bucket_subject;
use crate::{BackupFault, DeskFault};

impl Desk {
    /// Wraps the keys of these streams under new bucket keys of this desk's epoch.
    pub(super) fn take_keys(
        &mut self,
        streams: &[StreamId],
        keyring: &mut crate::backup::Keyring,
    ) -> Result<(), DeskFault> {
        for some in streams.chunks(AT_ONCE) {
            let mut work = UnitOfWork::default();
            for stream in some {
                let Some(bucket) = keyring.bucket(*stream) else {
                    continue;
                };
                if !self.buckets.contains_key(&bucket) {
                    work.bucket_keys
                        .push(BucketKeyChange::Put(self.new_bucket(bucket)));
                }
                let Some(key) = keyring.key(*stream)? else {
                    continue;
                };
                let place = WrapContext {
                    team: self.team,
                    subject: *stream.as_bytes(),
                    epoch: self.epoch,
                };
                let bucket_key = self.buckets.get(&bucket).ok_or(DeskFault::KeysDamaged)?;
                work.case_keys.push(CaseKeyChange::Put(CaseKeyRow {
                    stream: *stream,
                    key_id: key.id(),
                    bucket,
                    wrap: seal::wrap(bucket_key, &place, key, &mut *self.rim.nonces),
                }));
            }
            self.ledger.commit(&work)?;
        }
        Ok(())
    }

    fn new_bucket(&mut self, bucket: Bucket) -> BucketKeyRow {
        let key = BucketKey::generate(&mut *self.rim.nonces);
        let place = WrapContext {
            team: self.team,
            subject: bucket_subject(bucket),
            epoch: self.epoch,
        };
        let row = BucketKeyRow {
            bucket,
            key_id: key.id(),
            wrap: seal::wrap(&self.store_key, &place, &key, &mut *self.rim.nonces),
        };
        self.buckets.insert(bucket, key);
        row
    }

    pub(super) fn remember_buckets(
        &mut self,
        history: &[(StreamId, Bucket)],
        seen: &HashSet<StreamId>,
    ) -> Result<(), DeskFault> {
        let known: Vec<_> = history
            .iter()
            .filter(|(stream, _)| seen.contains(stream))
            .copied()
            .collect();
        for some in known.chunks(AT_ONCE) {
            let work = UnitOfWork {
                bucket_history: some.to_vec(),
                ..UnitOfWork::default()
            };
            self.ledger.commit(&work)?;
        }
        Ok(())
    }

    /// Every signature, link and body of the chain, by the roster that was read from it.
    pub(super) fn check_chain(&self, watch: Watch<'_>, total: u64) -> Result<(), DeskFault> {
        let mut check = ChainCheck::new(record::TeamId(self.team.0), self.id, self.receipts());
        let mut answer = Ok(());
        self.ledger
            .walk(0, |stored| {
                let admitted = check
                    .admit(stored, |actor, seq| self.roster.verifying_key(*actor, seq))
                    .map_err(|broken| BackupFault::Record { seq: broken.seq }.into());
                let done = check.head().0;
                answer = admitted.and_then(|_| match done.is_multiple_of(AT_ONCE as u64) {
                    true => tell(watch, BackupStep::Verify, done, total),
                    false => Ok(()),
                });
                match answer {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            })
            .map_err(stopped)?;
        answer
    }
}
