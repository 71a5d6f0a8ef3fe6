use casework::StreamId;
use record::SignedRecord;
use rusqlite::TransactionBehavior;

use crate::{
    Bucket, BucketKeyChange, CaseKeyChange, CaseRow, Ledger, LedgerFault, LookupRow, OutboxChange,
    cases, erasure, keys, lookup, outbox, records,
};

/// Everything one act changes. It is written whole or not at all.
#[derive(Debug, Default)]
pub struct UnitOfWork {
    /// Records in the order of their sequence, the first following the head of the chain.
    pub records: Vec<SignedRecord>,
    /// Bucket keys that come, change or go.
    pub bucket_keys: Vec<BucketKeyChange>,
    /// Case and stream keys that come, change or go.
    pub case_keys: Vec<CaseKeyChange>,
    /// Which buckets' keys wrapped which streams' keys before this store did, from a restored backup. What the changes
    /// above wrap is remembered without it.
    pub bucket_history: Vec<(StreamId, Bucket)>,
    /// Cases as they stand afterwards, new and known ones.
    pub cases: Vec<CaseRow>,
    /// Digests under which cases will be found.
    pub lookup: Vec<LookupRow>,
    /// Calls to the outside that come, or change their state.
    pub outbox: Vec<OutboxChange>,
    /// Institutions' credentials by name, sealed under the vault key; only on a desk without keychain.
    pub credentials: Vec<(String, Vec<u8>)>,
    /// Streams whose time is over. Of each go, after everything above: its key, every body but the part `open`, its
    /// digests, its calls; its row becomes a skeleton of status `erased`. Headers and signatures stay.
    pub erase: Vec<StreamId>,
}

impl Ledger {
    /// Writes a unit of work in one transaction. After `Ok` it is on the disk.
    ///
    /// Checked inside the transaction: each record follows the head of the chain (`seq`, `prev`) and
    /// the head of its stream (`base`); each call is in the state its change expects.
    ///
    /// # Errors
    /// On every one of them nothing is written. `Conflict` where a check fails or a row cannot be
    /// (an id used twice, a key in a bucket that is not there, an erased stream without records), `ReferenceTaken`, `ReadOnly`, `DiskFull`,
    /// `Damaged`, `Io`.
    pub fn commit(&mut self, work: &UnitOfWork) -> Result<(), LedgerFault> {
        self.must_write()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        records::append(&transaction, &work.records)?;
        keys::change_bucket_keys(&transaction, &work.bucket_keys)?;
        keys::change_case_keys(&transaction, &work.case_keys)?;
        keys::remember_buckets(&transaction, &work.bucket_history)?;
        cases::put(&transaction, &work.cases)?;
        lookup::add(&transaction, &work.lookup)?;
        outbox::change(&transaction, &work.outbox)?;
        keys::keep_credentials(&transaction, &work.credentials)?;
        erasure::erase(&transaction, &work.erase)?;
        Ok(transaction.commit()?)
    }
}
