//! The ledger on real SQLCipher files in folders of its own.
#![allow(missing_docs, clippy::unwrap_used)]

mod backup;
mod book;
mod chain;
mod copy;
mod crash;
mod erasure;
mod folder;
mod full_disk;
mod kinds;
mod outbox;
mod queue;
mod read_only;
mod retention;
mod store;
mod torn;
