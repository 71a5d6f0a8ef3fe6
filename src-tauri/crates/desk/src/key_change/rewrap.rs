//! Every wrap of the store once more, under the next epoch's keys.

use std::collections::HashMap;

use ledger::{Bucket, BucketKeyRow, CaseKeyRow, LedgerFault, Rewrap};
use ports::NonceSource;
use seal::{BucketKey, ContentKey, StoreKey, TeamId, VaultKey, WrapContext};

use crate::institutions::CredentialPlace;
use crate::unit::bucket_subject;

/// Opens each wrap under the epoch before and makes it anew.
pub(super) struct Rewrapper<'a> {
    team: TeamId,
    old: (u64, &'a StoreKey),
    new: (u64, &'a StoreKey),
    retire: &'a [Bucket],
    credentials: (&'a VaultKey, &'a VaultKey, TeamId),
    nonces: &'a mut dyn NonceSource,
    /// Per bucket: the key that wrapped, and the key that will.
    buckets: HashMap<Bucket, (BucketKey, BucketKey)>,
}

impl<'a> Rewrapper<'a> {
    pub(super) fn new(
        team: TeamId,
        old: (u64, &'a StoreKey),
        new: (u64, &'a StoreKey),
        retire: &'a [Bucket],
        credentials: (&'a VaultKey, &'a VaultKey, TeamId),
        nonces: &'a mut dyn NonceSource,
    ) -> Self {
        Self {
            team,
            old,
            new,
            retire,
            credentials,
            nonces,
            buckets: HashMap::new(),
        }
    }

    fn place(&self, subject: [u8; 16], epoch: u64) -> WrapContext {
        WrapContext {
            team: self.team,
            subject,
            epoch,
        }
    }

    fn bucket_row(&mut self, row: &BucketKeyRow) -> Option<BucketKeyRow> {
        let subject = bucket_subject(row.bucket);
        let (from, to) = (
            self.place(subject, self.old.0),
            self.place(subject, self.new.0),
        );
        let before: BucketKey = seal::unwrap(self.old.1, &from, &row.wrap).ok()?;
        // Open cases share one key, whose wraps lie in every copy of the folder: it is new each time.
        let renewed = row.bucket == Bucket::Open || self.retire.contains(&row.bucket);
        let after = match renewed {
            true => BucketKey::generate(&mut *self.nonces),
            false => seal::unwrap(self.old.1, &from, &row.wrap).ok()?,
        };
        let wrap = seal::wrap(self.new.1, &to, &after, &mut *self.nonces);
        let key_id = after.id();
        self.buckets.insert(row.bucket, (before, after));
        Some(BucketKeyRow {
            bucket: row.bucket,
            key_id,
            wrap,
        })
    }

    fn case_row(&mut self, row: &CaseKeyRow) -> Option<CaseKeyRow> {
        let subject = *row.stream.as_bytes();
        let (from, to) = (
            self.place(subject, self.old.0),
            self.place(subject, self.new.0),
        );
        let (before, after) = self.buckets.get(&row.bucket)?;
        let key: ContentKey = seal::unwrap(before, &from, &row.wrap).ok()?;
        let wrap = seal::wrap(after, &to, &key, &mut *self.nonces);
        Some(CaseKeyRow {
            wrap,
            ..row.clone()
        })
    }

    fn credential_row(&mut self, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (before, after, founding) = self.credentials;
        let place = |epoch| CredentialPlace { founding, epoch }.of(name);
        let credential: seal::Credential = seal::unwrap(before, &place(self.old.0), sealed).ok()?;
        let place = place(self.new.0);
        Some(seal::wrap(after, &place, &credential, &mut *self.nonces))
    }
}

/// A wrap that does not open is damage, and ends the copy.
fn opened<T>(made: Option<T>) -> Result<Option<T>, LedgerFault> {
    made.map(Some).ok_or(LedgerFault::Damaged)
}

impl Rewrap for Rewrapper<'_> {
    fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault> {
        opened(self.bucket_row(&row))
    }

    fn case_key(&mut self, row: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault> {
        opened(self.case_row(&row))
    }

    fn credential(&mut self, name: &str, sealed: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
        opened(self.credential_row(name, &sealed))
    }
}
