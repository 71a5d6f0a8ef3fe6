//! Bytes sealed to a public key: HPKE as in a grant, under a domain of its own.

use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::{KeyPairs, NonceSource, OpenError, TeamId, canonical_cbor, hazmat};

const VERSION: u8 = 1;
const DOMAIN: &str = "VDK1/sealed-to";

/// What sealed bytes are and where they belong; they open as nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedToContext {
    /// The team.
    pub team: TeamId,
    /// The word that tells this use from every other, such as `backup-keys`.
    pub purpose: &'static str,
    /// Which one of its kind: an epoch, or the number of a generation.
    pub number: u64,
}

impl SealedToContext {
    pub(crate) fn bytes(&self, domain: &str) -> Vec<u8> {
        canonical_cbor((
            domain,
            VERSION,
            <&ByteSlice>::from(&self.team.0[..]),
            self.purpose,
            self.number,
        ))
    }
}

/// The public key is no good point: what is sealed to it would be no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeakPublicKey;

impl std::fmt::Display for WeakPublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the recipient's public key is not sound")
    }
}

impl std::error::Error for WeakPublicKey {}

/// Seals bytes to an X25519 public key: `ver(1) | encapsulated key(32) | ciphertext + tag`, with
/// the info `["VDK1/sealed-to", ver, team, purpose, number]`. All of them lie in memory at once.
///
/// Anybody can seal to a public key: that the bytes open says nothing of who made them. As for a
/// grant, the public key must come from a verified record, never from a file beside the data.
///
/// # Errors
/// [`WeakPublicKey`] where the key is of small order.
///
/// # Panics
/// If there are 64 GiB or more, more than AES-GCM may seal at once.
pub fn seal_to(
    recipient_x25519: &[u8; 32],
    context: &SealedToContext,
    plain: &[u8],
    nonces: &mut dyn NonceSource,
) -> Result<Vec<u8>, WeakPublicKey> {
    assert!(
        (plain.len() as u64) < (1 << 36) - 32,
        "AES-GCM seals less than 64 GiB at once"
    );
    hazmat::seal_to(recipient_x25519, &context.bytes(DOMAIN), plain, nonces).ok_or(WeakPublicKey)
}

/// Opens what [`seal_to`] sealed to these key pairs in this context.
///
/// # Errors
/// [`OpenError`] for everything else.
pub fn open_sealed_to<Owner>(
    secrets: &KeyPairs<Owner>,
    context: &SealedToContext,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    hazmat::open_with(secrets.exchange(), &context.bytes(DOMAIN), sealed)
}
