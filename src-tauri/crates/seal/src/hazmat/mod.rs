//! The bare primitives. Nothing outside this crate can reach them, and inside it only the
//! modules for envelopes, wraps, keys and grants do.

mod chunks;
mod committed;
#[cfg(feature = "unsealed")]
mod danger_plaintext_stays_readable;
mod hpke;
mod kdf;

pub(crate) use chunks::{CHUNK, Chunks};
pub(crate) use committed::{
    ALGORITHM, Content, HEADER, TAG, VERSION, open, open_chunks, open_part, part_key, seal,
    seal_chunks,
};
#[cfg(feature = "unsealed")]
pub(crate) use danger_plaintext_stays_readable::{leave_readable, read_readable};
pub(crate) use hpke::{open_with, seal_to};
pub(crate) use kdf::{expand, extract, hkdf};

/// Whether this build leaves record bodies readable (cargo feature `unsealed`, debug builds
/// only): the control run of the search for leaked personal data. Never true in a release.
pub const UNSEALED: bool = cfg!(feature = "unsealed");
