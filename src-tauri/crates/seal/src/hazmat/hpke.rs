//! HPKE (RFC 9180) base mode, X25519, HKDF-SHA256, AES-256-GCM:
//! `ver(1) | encapsulated key(32) | ciphertext + tag`.

use std::convert::Infallible;

use hpke::aead::{AeadTag, AesGcm256};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open_inout_detached,
    single_shot_seal_inout_detached_with_rng,
};
use zeroize::{Zeroize, Zeroizing};

use crate::{NonceSource, OpenError};

use super::committed::TAG;

type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

const VERSION: u8 = 1;
const HEADER: usize = 1 + 32;

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

/// Seals to a public key; `None` where that is of small order and would keep nothing secret.
pub(crate) fn seal_to(
    public: &[u8; 32],
    info: &[u8],
    plain: &[u8],
    nonces: &mut dyn NonceSource,
) -> Option<Vec<u8>> {
    let public = PublicKey::from_bytes(public).ok()?;
    let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG);
    sealed.extend([VERSION]);
    sealed.extend([0; HEADER - 1]);
    sealed.extend_from_slice(plain);
    let done = single_shot_seal_inout_detached_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        info,
        (&mut sealed[HEADER..]).into(),
        &[],
        &mut Ephemeral(nonces),
    );
    let Ok((encapped, tag)) = done else {
        sealed.zeroize();
        return None;
    };
    sealed[1..HEADER].copy_from_slice(&encapped.to_bytes());
    sealed.extend_from_slice(&tag.to_bytes());
    Some(sealed)
}

/// Opens what [`seal_to`] sealed to this key's public half with the same info.
pub(crate) fn open_with(
    private: &[u8; 32],
    info: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let sealed = sealed.strip_prefix(&[VERSION]).ok_or(OpenError)?;
    let (encapped, rest) = sealed.split_at_checked(HEADER - 1).ok_or(OpenError)?;
    let body = rest.len().checked_sub(TAG).ok_or(OpenError)?;
    let (ciphertext, tag) = rest.split_at(body);
    let private = PrivateKey::from_bytes(private).map_err(|_| OpenError)?;
    let encapped = EncappedKey::from_bytes(encapped).map_err(|_| OpenError)?;
    let tag = AeadTag::<AesGcm256>::from_bytes(tag).map_err(|_| OpenError)?;
    let mut plain = Zeroizing::new(ciphertext.to_vec());
    single_shot_open_inout_detached::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapped,
        info,
        (&mut plain[..]).into(),
        &[],
        &tag,
    )
    .map_err(|_| OpenError)?;
    Ok(plain)
}
