//! Envelopes, the key hierarchy and the secret types of the house.
//!
//! Everything here is pure: randomness comes in through [`NonceSource`], bytes go in and come
//! out, and nothing is read or written elsewhere. What a caller may use is all public and safe
//! to hold; the bare primitives (AES-256-GCM, HKDF, HPKE) are behind the private module
//! `hazmat`, so that no other crate can put a cipher together by hand.
//!
//! Where to look:
//! - [`seal()`], [`open`]: one part of a record, under the key of its case or stream (envelope v1);
//! - [`ChunkSealer`], [`ChunkOpener`]: what is too large for memory, sealed in chunks as it comes;
//! - [`wrap()`], [`unwrap`], [`rewrap`]: one secret under another; which may lie under which is a table of types;
//! - [`VaultKey`], [`StoreKey`], [`BucketKey`], [`ContentKey`] ...: the hierarchy;
//! - [`PersonKek`], [`Passphrase`], [`PersonSecrets`], [`DeskSecrets`]: people, the desk, signatures;
//! - [`Pin`], [`PinKek`]: a short number to unlock again while the program runs;
//! - [`signin_mac`]: one link in the log of failed sign-ins;
//! - [`RecoverySecret`], [`RecoveryShare`]: two of three shares on paper give a team's vault back;
//! - [`grant_vault_key`], [`accept_grant`]: the vault key for one person, or for recovery (HPKE);
//! - [`BackupKey`]: carries the keys of a desk to the recovery keys in a backup;
//! - [`seal_to`], [`open_sealed_to`]: bytes that only the holder of a private key opens (HPKE);
//! - [`lock_key_memory`], [`LockedBytes`]: keys in memory that is never written to a swap file;
//! - [`IndexKeys`]: keyed digests for looking up without plaintext;
//! - [`desk_keys`]: the key file beside the database.
//!
//! A secret has no `Serialize`, no `Clone` and a `Debug` without its bytes, and is wiped when
//! dropped. Every failure to open anything is the one [`OpenError`].

#[cfg(all(feature = "unsealed", not(debug_assertions)))]
compile_error!(
    "the feature `unsealed` leaves personal data readable and must never reach a release build"
);

mod backup_key;
pub mod desk_keys;
mod disclosure;
mod envelope;
mod grant;
mod hazmat;
mod ids;
mod index_keys;
mod key_pool;
mod keys;
mod nonce;
mod passphrase;
mod person_kek;
mod pin;
mod recovery;
mod sealed_to;
mod secrets;
mod signin;
mod stream;
mod wrap;

pub use backup_key::BackupKey;
pub use disclosure::PartKey;
pub use envelope::{
    NotAnOpenPart, OPEN_KINDS, OPEN_PART, OpenError, RecordContext, enclose_open, open, read_open,
    seal,
};
pub use grant::{GrantContext, GrantError, RECOVERY_GRANTEE, accept_grant, grant_vault_key};
pub use hazmat::UNSEALED;
pub use ids::{KeyId, TeamId};
pub use index_keys::{IndexField, IndexKeys};
pub use key_pool::{LockedBytes, lock_key_memory};
pub use keys::{
    BucketKey, ContentKey, DeskSecret, ErasureSecret, FileKey, Key, PlainSecret, StoreKey, VaultKey,
};
pub use nonce::NonceSource;
pub use passphrase::{Passphrase, PassphraseRefusal, PassphraseRule};
pub use person_kek::{Argon2Cost, Argon2Params, PersonKek};
pub use pin::{Pin, PinKek, PinRefusal};
pub use recovery::{RecoverySecret, RecoveryShare, ShareFault, ShareSet, ShareTextFault};
pub use sealed_to::{SealedToContext, WeakPublicKey, open_sealed_to, seal_to};
pub use secrets::{DeskSecrets, KeyPairs, PersonSecrets, PublicKeys, RecoverySecrets, verify};
pub use signin::signin_mac;
pub use stream::{ChunkOpener, ChunkSealer};
pub use wrap::{Credential, FoundingDraft, PersonName, WrapContext, rewrap, unwrap, wrap};

/// Canonical CBOR (RFC 8949 section 4.2.1) of a value that has no maps: definite lengths and
/// shortest integers are all that the encoder ever writes.
fn canonical_cbor<T: minicbor::Encode<()>>(value: T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a vector refuses no bytes")
}
