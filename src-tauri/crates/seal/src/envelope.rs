//! Envelope v1: one sealed part of a record.

use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::hazmat::{self, ALGORITHM, Content, VERSION};
use crate::{ContentKey, KeyId, NonceSource, TeamId, canonical_cbor};

/// Something could not be opened: key, place, version, length or bytes are not what they were.
///
/// There is only this one error, without a word on which of them it was: the difference would
/// tell an attacker more than it tells a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenError;

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the sealed bytes do not open")
    }
}

impl std::error::Error for OpenError {}

/// The part was to be signed without being sealed, and is not one of the few that may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnOpenPart;

impl std::fmt::Display for NotAnOpenPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("only the open part of a charter, grant, revocation or receipt stays unsealed")
    }
}

impl std::error::Error for NotAnOpenPart {}

/// Where a part belongs. All of it is authenticated, so that an envelope moved to another place
/// does not open there. Place in the chain is left out: the signed header binds that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordContext<'a> {
    /// The team, or the founding id of a desk that has no charter yet.
    pub team: TeamId,
    /// The case or the desk topic.
    pub stream: [u8; 16],
    /// The record.
    pub record: [u8; 16],
    /// The record's kind.
    pub kind: &'a str,
    /// The part's name: `overview`, `pii`, `pan`, `notes`, `attachment`.
    pub part: &'a str,
}

impl RecordContext<'_> {
    pub(crate) fn bytes(&self, key: KeyId) -> Vec<u8> {
        let slice = <&ByteSlice>::from;
        canonical_cbor((
            "VDE1/rec",
            VERSION,
            ALGORITHM,
            slice(&key.0[..]),
            slice(&self.team.0[..]),
            slice(&self.stream[..]),
            slice(&self.record[..]),
            self.kind,
            self.part,
        ))
    }

    /// Attachments are sealed in chunks, every other part whole.
    fn content(&self) -> Content {
        if self.part == "attachment" {
            Content::Chunked
        } else {
            Content::Whole
        }
    }
}

/// Seals one part (envelope v1, algorithm 1):
///
/// ```text
/// ver(1) | alg(1) | key_id(16) | salt(32) | commit(32) | ciphertext + tag
/// ```
///
/// The part `attachment` is sealed in chunks of 64 KiB, each with its own tag.
///
/// # Panics
/// If a part is 64 GiB or longer, more than AES-GCM may seal at once.
pub fn seal(
    key: &ContentKey,
    place: &RecordContext<'_>,
    plain: &[u8],
    nonces: &mut dyn NonceSource,
) -> Vec<u8> {
    let envelope = hazmat::seal(
        key.bytes(),
        key.id(),
        place.bytes(key.id()),
        place.content(),
        plain,
        nonces,
    );
    #[cfg(feature = "unsealed")]
    let envelope = hazmat::leave_readable(envelope, plain);
    envelope
}

/// Opens what [`seal`] made with this key for this place.
///
/// # Errors
/// [`OpenError`] for everything else, unsealed (algorithm 0) bytes included.
pub fn open(
    key: &ContentKey,
    place: &RecordContext<'_>,
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    #[cfg(feature = "unsealed")]
    if true {
        return hazmat::read_readable(envelope);
    }
    hazmat::open(
        key.bytes(),
        key.id(),
        place.bytes(key.id()),
        place.content(),
        envelope,
    )
}

/// The one part that may stay unsealed, and only in records of [`OPEN_KINDS`].
pub const OPEN_PART: &str = "open";

/// The kinds of record that have an unsealed part: ids, roles, public keys, hashes and dates that
/// an auditor must read without a key. The list is closed.
pub const OPEN_KINDS: [&str; 4] = ["charter", "grant", "revocation", "receipt"];

const UNSEALED_ALGORITHM: u8 = 0;

fn may_stay_open(kind: &str, part: &str) -> bool {
    part == OPEN_PART && OPEN_KINDS.contains(&kind)
}

/// Encloses a part that is signed and not sealed (algorithm 0): `ver(1) | alg(1) | content`.
/// No key takes part, so no key id is written. What binds it to its place is the signed header,
/// which carries its hash.
///
/// # Errors
/// [`NotAnOpenPart`] for any part but `open`, and any kind but [`OPEN_KINDS`].
pub fn enclose_open(kind: &str, part: &str, content: &[u8]) -> Result<Vec<u8>, NotAnOpenPart> {
    if !may_stay_open(kind, part) {
        return Err(NotAnOpenPart);
    }
    Ok([&[VERSION, UNSEALED_ALGORITHM], content].concat())
}

/// Reads what [`enclose_open`] enclosed.
///
/// # Errors
/// [`OpenError`] for any other kind or part, version or algorithm: a sealed part can never be
/// passed off as one that needs no key.
pub fn read_open<'a>(kind: &str, part: &str, envelope: &'a [u8]) -> Result<&'a [u8], OpenError> {
    if !may_stay_open(kind, part) {
        return Err(OpenError);
    }
    envelope
        .strip_prefix(&[VERSION, UNSEALED_ALGORITHM])
        .ok_or(OpenError)
}
