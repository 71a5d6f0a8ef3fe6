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

use super::hkdf;

/// Version of both layouts.
pub(crate) const VERSION: u8 = 1;
/// AES-256-GCM with HKDF-SHA256 commitment.
pub(crate) const ALGORITHM: u8 = 1;
/// Bytes before the ciphertext.
pub(crate) const HEADER: usize = 1 + 1 + 16 + 32 + 32;

pub(crate) const TAG: usize = 16;
/// Plaintext bytes of each chunk but the last.
const CHUNK: usize = 64 * 1024;

/// How the plaintext is laid out behind the header.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// One ciphertext and one tag.
    Whole,
    /// 64 KiB chunks, each with its tag; the index and a mark on the last one are authenticated.
    Chunked,
}

struct Derived {
    cipher: Aes256Gcm,
    commit: [u8; 32],
    nonce: [u8; 12],
}

impl Derived {
    fn new(secret: &[u8; 32], salt: &[u8], context: &[u8]) -> Self {
        let mut bytes = Zeroizing::new([0; 76]);
        hkdf(Some(salt), secret, context, &mut bytes);
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

    /// Nonce of a chunk: first 7 derived bytes, index, mark. No two chunks share one.
    fn chunk_nonce(&self, index: u32, last: bool) -> [u8; 12] {
        let mut nonce = self.nonce;
        nonce[7..11].copy_from_slice(&index.to_be_bytes());
        nonce[11] = u8::from(last);
        nonce
    }
}

fn chunk_aad(context: &[u8], index: u32, last: bool) -> Vec<u8> {
    [context, &index.to_be_bytes(), &[u8::from(last)]].concat()
}

/// Seals `plain`. `context` names version, algorithm, key and place; it is both the HKDF info and
/// the associated data.
pub(crate) fn seal(
    secret: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    content: Content,
    plain: &[u8],
    nonces: &mut dyn NonceSource,
) -> Vec<u8> {
    let mut salt = [0; 32];
    nonces.fill(&mut salt);
    let derived = Derived::new(secret, &salt, context);

    let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG * (1 + plain.len() / CHUNK));
    sealed.extend([VERSION, ALGORITHM]);
    sealed.extend(key_id.0);
    sealed.extend(salt);
    sealed.extend(derived.commit);
    match content {
        Content::Whole => encrypt(&derived.cipher, &derived.nonce, context, plain, &mut sealed),
        Content::Chunked => {
            for (index, last, chunk) in chunks(plain, CHUNK) {
                let (nonce, aad) = (
                    derived.chunk_nonce(index, last),
                    chunk_aad(context, index, last),
                );
                encrypt(&derived.cipher, &nonce, &aad, chunk, &mut sealed);
            }
        }
    }
    sealed
}

/// Opens what [`seal`] made with the same secret, key id and context.
pub(crate) fn open(
    secret: &[u8; 32],
    key_id: KeyId,
    context: &[u8],
    content: Content,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (header, body) = sealed.split_at_checked(HEADER).ok_or(OpenError)?;
    if header[..2] != [VERSION, ALGORITHM] || header[2..18] != key_id.0 {
        return Err(OpenError);
    }
    let (salt, commit) = header[18..].split_at(32);
    let derived = Derived::new(secret, salt, context);
    if !bool::from(derived.commit.ct_eq(commit)) {
        return Err(OpenError);
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    match content {
        Content::Whole => decrypt(&derived.cipher, &derived.nonce, context, body, &mut plain)?,
        Content::Chunked => {
            for (index, last, chunk) in chunks(body, CHUNK + TAG) {
                let (nonce, aad) = (
                    derived.chunk_nonce(index, last),
                    chunk_aad(context, index, last),
                );
                decrypt(&derived.cipher, &nonce, &aad, chunk, &mut plain)?;
            }
        }
    }
    Ok(plain)
}

/// Cuts bytes into numbered chunks, the last of them marked. Nothing at all is one empty chunk,
/// so that there always is a last one.
fn chunks(bytes: &[u8], size: usize) -> impl Iterator<Item = (u32, bool, &[u8])> {
    let count = bytes.len().div_ceil(size).max(1);
    assert!(
        u32::try_from(count).is_ok(),
        "2^32 chunks are 256 TiB, which no memory holds"
    );
    (0u32..).zip(0..count).map(move |(index, at)| {
        let end = bytes.len().min((at + 1) * size);
        (index, at + 1 == count, &bytes[at * size..end])
    })
}

fn encrypt(cipher: &Aes256Gcm, nonce: &[u8; 12], aad: &[u8], plain: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(plain);
    let tag = cipher
        .encrypt_inout_detached(nonce.into(), aad, (&mut out[start..]).into())
        .expect("a part is shorter than the 64 GiB that one AES-GCM key may seal");
    out.extend_from_slice(&tag);
}

fn decrypt(
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
    cipher
        .decrypt_inout_detached(nonce.into(), aad, (&mut plain[start..]).into(), &tag)
        .map_err(|_| OpenError)
}
