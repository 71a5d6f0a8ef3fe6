//! An event as bytes for ever.
//!
//! A record is a [`Header`] in the clear, one signature over it, and up to one body per [`Part`].
//! The header names every body by length and hash, so that whoever holds only headers and
//! signatures can verify the whole chain: without any key, and after a body is erased. Bodies are
//! opaque here; sealing them is the business of another crate.
//!
//! Where to look:
//! - [`Header`], [`record_hash`], [`signing_input`], [`verify`]: the frozen format, version 1;
//! - [`SignedRecord`]: a record whose bodies are what its header says;
//! - [`ChainCheck`]: the whole chain of a desk, and the first record that breaks it;
//! - [`charter`]: the charter of a team, from which its id comes;
//! - [`Recordable`]: what happened, as bodies and back.
//!
//! Pure bytes: no clock, no files, no keys but public ones.

mod cbor;
mod certificate;
mod chain;
pub mod charter;
mod clock;
mod event;
mod header;
mod part;
mod signed;

pub use cbor::Malformed;
pub use certificate::{ErasureEvidence, NoProof, ProvenErasure, verify_erasure};
pub use chain::{BreakReason, Broken, ChainCheck, Erasures, StoredRecord};
pub use clock::Hlc;
pub use event::{Bodies, Recordable, Unreadable};
pub use header::{
    Base, BodyMark, Header, HeaderFault, Kind, NotAKind, TeamId, record_hash, signing_input, verify,
};
pub use part::Part;
pub use signed::{Draft, RecordFault, SignedRecord};
