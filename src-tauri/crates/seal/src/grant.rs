//! The vault key for one person, or for recovery: HPKE (RFC 9180) base mode, X25519, HKDF-SHA256, AES-256-GCM.

use minicbor::bytes::ByteSlice;

use crate::hazmat::{open_with, seal_to};
use crate::keys::copied;
use crate::{KeyId, KeyPairs, NonceSource, OpenError, TeamId, VaultKey, canonical_cbor};

const VERSION: u8 = 1;

/// Stands for the person in a grant to the recovery public key.
pub const RECOVERY_GRANTEE: [u8; 16] = *b"VDK1/recovery\0\0\0";

/// What a grant is for; it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantContext {
    /// The team, or the founding id of a desk that has no charter yet.
    pub team: TeamId,
    /// The person who is granted the key, or [`RECOVERY_GRANTEE`].
    pub grantee: [u8; 16],
    /// The vault key's id.
    pub key_id: KeyId,
    /// The key epoch.
    pub epoch: u64,
}

impl GrantContext {
    fn bytes(&self) -> Vec<u8> {
        let slice = <&ByteSlice>::from;
        canonical_cbor((
            "VDK1/grant",
            VERSION,
            slice(&self.team.0[..]),
            slice(&self.grantee[..]),
            slice(&self.key_id.0[..]),
            self.epoch,
        ))
    }
}

/// The grant could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantError {
    /// The context names another vault key than the one given.
    AnotherKey,
    /// The grantee's public key is no good point: a grant to it would be no secret.
    WeakPublicKey,
}

impl std::fmt::Display for GrantError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AnotherKey => "the grant names another key",
            Self::WeakPublicKey => "the grantee's public key is not sound",
        })
    }
}

impl std::error::Error for GrantError {}

/// Seals the vault key to one X25519 public key: `ver(1) | encapsulated key(32) | ciphertext + tag`.
///
/// The public key must come from a verified charter or grant record, never from the key file,
/// which anybody who can write to the disk could have changed.
///
/// # Errors
/// [`GrantError`]: the context is of another key, or the public key is of small order.
pub fn grant_vault_key(
    vault: &VaultKey,
    to_x25519: &[u8; 32],
    grant: &GrantContext,
    nonces: &mut dyn NonceSource,
) -> Result<Vec<u8>, GrantError> {
    if vault.id() != grant.key_id {
        return Err(GrantError::AnotherKey);
    }
    seal_to(to_x25519, &grant.bytes(), vault.bytes(), nonces).ok_or(GrantError::WeakPublicKey)
}

/// Opens a grant with the grantee's private keys: a person's, or those of recovery.
///
/// # Errors
/// [`OpenError`] where it was made for another person, key, team or epoch, or was changed.
pub fn accept_grant<Owner>(
    secrets: &KeyPairs<Owner>,
    grant: &GrantContext,
    granted: &[u8],
) -> Result<VaultKey, OpenError> {
    let bytes = open_with(secrets.exchange(), &grant.bytes(), granted)?;
    Ok(VaultKey::from_parts(
        grant.key_id,
        copied(&bytes).ok_or(OpenError)?,
    ))
}
