//! The desk's folder and its one encrypted file.
//!
//! - [`DeskFolder`]: who holds the desk, and `desk.keys` beside the store;
//! - [`Ledger`]: the SQLCipher file. [`Ledger::commit`] is the only way in: one [`UnitOfWork`], one
//!   transaction, all or nothing;
//! - [`StreamRecord`]: one record of the append-only log. Everything else in the file is either keys
//!   ([`CaseKeyRow`], [`BucketKeyRow`]) or built from records ([`CaseRow`], lookup, outbox).
//! - [`Ledger::copy_under`]: the store anew under another key; [`Ledger::write_generation`] and
//!   [`GenerationReader`]: the chain as a backup.
//!
//! The ledger judges no rule of the trade and opens no envelope: it keeps what it is handed, in
//! order, or says by [`LedgerFault`] why not. There is no plaintext file: without SQLCipher, or
//! without a key, nothing opens. This crate alone names SQLite.

mod backup;
mod backup_folder;
mod cases;
mod copy;
mod desk_folder;
mod erasure;
mod fault;
mod keys;
mod kinds;
mod lookup;
mod migrations;
mod outbox;
mod records;
mod retention;
mod sign_ins;
mod store;
mod unit_of_work;

pub use backup::{GenerationFault, GenerationHead, GenerationMeta, GenerationReader};
pub use backup_folder::{BackupFolder, FileDigest, NewGeneration, ScratchFolder, sha256_of};
pub use cases::{CaseRow, ClaimRow, QueueCursor, QueueQuery};
pub use copy::{Progress, Rewrap};
pub use desk_folder::DeskFolder;
pub use fault::LedgerFault;
pub use keys::{Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow};
pub use lookup::LookupRow;
pub use outbox::{CallRow, CallSubject, OutboxChange, OutboxKind};
pub use records::{Head, StreamRecord};
pub use retention::{ArchiveCursor, RetentionRow};
pub use store::Ledger;
pub use unit_of_work::UnitOfWork;
