//! One construction for envelopes and wraps: AES-256-GCM with a committed, single-use key.
//!
//! ```text
//! ver(1) | alg(1) | key_id(16) | salt(32) | commit(32) | ciphertext + tag
//! ```
//!
//! From the secret, a fresh salt and the context come 76 bytes (HKDF-SHA256): cipher key 32,
//! commitment 32, nonce 12. Since the salt is fresh for every sealing, so are key and nonce, and
//! no nonce is ever stored. AES-GCM alone does not bind a ciphertext to one key: someone can make
//! bytes that open under two. The commitment does, and is compared before anything is opened.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{KeyId, NonceSource, OpenError};

use super::chunks::{CHUNK, Chunks, cut};
use super::{expand, extract, hkdf};

/// Version of both layouts.
pub(crate) const VERSION: u8 = 1;
/// AES-256-GCM with HKDF-SHA256 commitment.
pub(crate) const ALGORITHM: u8 = 1;
/// Bytes before the ciphertext.
pub(crate) const HEADER: usize = 1 + 1 + 16 + 32 + 32;

pub(crate) const TAG: usize = 16;
/// How the plaintext is laid out behind the header.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// One ciphertext and one tag.
    Whole,
    /// 64 KiB chunks, each with its tag; the index and a mark on the last one are authenticated.
    Chunked,
}

/// What is derived for one sealing.
pub(super) struct Derived {
    pub(super) cipher: Aes256Gcm,
    commit: [u8; 32],
    pub(super) nonce: [u8; 12],
}

impl Derived {
    fn new(secret: &[u8; 32], salt: &[u8], context: &[u8]) -> Self {
        let mut bytes = Zeroizing::new([0; 76]);
        hkdf(Some(salt), secret, context, &mut bytes);
        Self::of(&bytes)
    }

    fn of(bytes: &[u8; 76]) -> Self {
        let (key, rest) = bytes.split_at(32);
        let (commit, nonce) = rest.split_at(32);
        Self {
            cipher: Aes256Gcm::new_from_slice(key).expect("the first 32 of 76 bytes are a key"),
            commit: commit
                .try_into()
                .expect("the next 32 bytes are the commitment"),
            nonce: nonce.try_into().expect("the last 12 bytes are the nonce"),
        }
    }
}

/// Draws a salt and writes the header of a sealing. `context` names version, algorithm, key and
/// place; it is both the HKDF info and the associated data.
fn begin_sealing(
    secret: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    nonces: &mut dyn NonceSource,
) -> (Derived, [u8; HEADER]) {
    let mut header = [0; HEADER];
    header[..2].copy_from_slice(&[VERSION, ALGORITHM]);
    header[2..18].copy_from_slice(&key_id.0);
    nonces.fill(&mut header[18..50]);
    let derived = Derived::new(secret, &header[18..50], context);
    header[50..].copy_from_slice(&derived.commit);
    (derived, header)
}

/// Reads a header and compares its commitment.
fn begin_opening(
    secret: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    header: &[u8],
) -> Result<Derived, OpenError> {
    if header.len() != HEADER || header[..2] != [VERSION, ALGORITHM] || header[2..18] != key_id.0 {
        return Err(OpenError);
    }
    let (salt, commit) = header[18..].split_at(32);
    let derived = Derived::new(secret, salt, context);
    if !bool::from(derived.commit.ct_eq(commit)) {
        return Err(OpenError);
    }
    Ok(derived)
}

/// The pseudorandom key of one sealing: what opens these bytes and no others. It is the key of HKDF's second step, so the
/// commitment binds it as it binds the secret: who hands out another one has not the one that was signed.
pub(crate) fn part_key(
    secret: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let header = sealed.get(..HEADER).ok_or(OpenError)?;
    begin_opening(secret, key_id, context, header)?;
    Ok(extract(&header[18..50], secret))
}

/// Opens whole bytes with the key of their sealing.
pub(crate) fn open_part(
    part_key: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (header, body) = sealed.split_at_checked(HEADER).ok_or(OpenError)?;
    if header[..2] != [VERSION, ALGORITHM] || header[2..18] != key_id.0 {
        return Err(OpenError);
    }
    let mut bytes = Zeroizing::new([0; 76]);
    expand(part_key, context, &mut bytes);
    let derived = Derived::of(&bytes);
    if !bool::from(derived.commit.ct_eq(&header[50..])) {
        return Err(OpenError);
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    decrypt(&derived.cipher, &derived.nonce, context, body, &mut plain)?;
    Ok(plain)
}

/// Begins to seal in chunks: what seals them, and the header that stands before them.
pub(crate) fn seal_chunks(
    secret: &[u8; 32],
    key_id: KeyId,
    context: Vec<u8>,
    nonces: &mut dyn NonceSource,
) -> (Chunks, [u8; HEADER]) {
    let (derived, header) = begin_sealing(secret, key_id, &context, nonces);
    (Chunks::new(derived, context), header)
}

/// Begins to open chunks that stand behind this header.
pub(crate) fn open_chunks(
    secret: &[u8; 32],
    key_id: KeyId,
    context: Vec<u8>,
    header: &[u8],
) -> Result<Chunks, OpenError> {
    let derived = begin_opening(secret, key_id, &context, header)?;
    Ok(Chunks::new(derived, context))
}

/// Seals `plain`.
pub(crate) fn seal(
    secret: &[u8; 32],
    key_id: KeyId,
    context: Vec<u8>,
    content: Content,
    plain: &[u8],
    nonces: &mut dyn NonceSource,
) -> Vec<u8> {
    let (derived, header) = begin_sealing(secret, key_id, &context, nonces);
    let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG * (1 + plain.len() / CHUNK));
    sealed.extend(header);
    match content {
        Content::Whole => encrypt(
            &derived.cipher,
            &derived.nonce,
            &context,
            plain,
            &mut sealed,
        ),
        Content::Chunked => {
            let mut chunks = Chunks::new(derived, context);
            for (chunk, last) in cut(plain, CHUNK) {
                chunks.seal(chunk, last, &mut sealed);
            }
        }
    }
    sealed
}

/// Opens what [`seal`] made with the same secret, key id and context.
pub(crate) fn open(
    secret: &[u8; 32],
    key_id: KeyId,
    context: Vec<u8>,
    content: Content,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (header, body) = sealed.split_at_checked(HEADER).ok_or(OpenError)?;
    let derived = begin_opening(secret, key_id, &context, header)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    match content {
        Content::Whole => decrypt(&derived.cipher, &derived.nonce, &context, body, &mut plain)?,
        Content::Chunked => {
            let mut chunks = Chunks::new(derived, context);
            for (chunk, last) in cut(body, CHUNK + TAG) {
                chunks.open(chunk, last, &mut plain)?;
            }
        }
    }
    Ok(plain)
}

pub(super) fn encrypt(
    cipher: &Aes256Gcm,
    nonce: &[u8; 12],
    aad: &[u8],
    plain: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(plain);
    let tag = cipher
        .encrypt_inout_detached(nonce.into(), aad, (&mut out[start..]).into())
        .expect("a part is shorter than the 64 GiB that one AES-GCM key may seal");
    out.extend_from_slice(&tag);
}

pub(super) fn decrypt(
    cipher: &Aes256Gcm,
    nonce: &[u8; 12],
    aad: &[u8],
    sealed: &[u8],
    plain: &mut Vec<u8>,
) -> Result<(), OpenError> {
    let body = sealed.len().checked_sub(TAG).ok_or(OpenError)?;
    let (ciphertext, tag) = sealed.split_at(body);
    let tag = aes_gcm::Tag::try_from(tag).map_err(|_| OpenError)?;
    let start = plain.len();
    plain.extend_from_slice(ciphertext);
    let opened =
        cipher.decrypt_inout_detached(nonce.into(), aad, (&mut plain[start..]).into(), &tag);
    opened.map_err(|_| {
        plain.truncate(start);
        OpenError
    })
}
