//! The vault key for one person: HPKE (RFC 9180) base mode, X25519, HKDF-SHA256, AES-256-GCM.

use std::convert::Infallible;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open,
    single_shot_seal_with_rng,
};
use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::keys::copied;
use crate::{KeyId, NonceSource, OpenError, PersonSecrets, TeamId, VaultKey, canonical_cbor};

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

const VERSION: u8 = 1;

/// What a grant is for; it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantContext {
    /// The team, or the founding id of a desk that has no charter yet.
    pub team: TeamId,
    /// The person who is granted the key.
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

/// Lends the nonce source to HPKE for its ephemeral key.
struct Ephemeral<'a>(&'a mut dyn NonceSource);

impl TryRng for Ephemeral<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Ephemeral<'_> {}

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
    let to = PublicKey::from_bytes(to_x25519).map_err(|_| GrantError::WeakPublicKey)?;
    let (encapped, ciphertext) =
        single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &to,
            &grant.bytes(),
            vault.bytes(),
            &[],
            &mut Ephemeral(nonces),
        )
        .map_err(|_| GrantError::WeakPublicKey)?;
    Ok([&[VERSION], &encapped.to_bytes()[..], &ciphertext].concat())
}

/// Opens a grant with the grantee's private keys.
///
/// # Errors
/// [`OpenError`] where it was made for another person, key, team or epoch, or was changed.
pub fn accept_grant(
    secrets: &PersonSecrets,
    grant: &GrantContext,
    granted: &[u8],
) -> Result<VaultKey, OpenError> {
    let sealed = granted.strip_prefix(&[VERSION]).ok_or(OpenError)?;
    let (encapped, ciphertext) = sealed.split_at_checked(32).ok_or(OpenError)?;
    let private = PrivateKey::from_bytes(secrets.exchange()).map_err(|_| OpenError)?;
    let encapped = EncappedKey::from_bytes(encapped).map_err(|_| OpenError)?;
    let bytes = single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapped,
        &grant.bytes(),
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| OpenError)?;
    Ok(VaultKey::from_parts(
        grant.key_id,
        copied(&bytes).ok_or(OpenError)?,
    ))
}
