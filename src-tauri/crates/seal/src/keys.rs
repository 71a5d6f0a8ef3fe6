//! The key hierarchy as types: a key of one rank cannot stand for a key of another.

use std::fmt;
use std::marker::PhantomData;

use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::hazmat::hkdf;
pub(crate) use crate::key_pool::Bytes32;
use crate::{KeyId, NonceSource, TeamId, canonical_cbor};

pub(crate) fn copied(bytes: &[u8]) -> Option<Bytes32> {
    let mut secret = Bytes32::default();
    (bytes.len() == 32).then(|| {
        secret.copy_from_slice(bytes);
        secret
    })
}

pub(crate) fn fresh(nonces: &mut dyn NonceSource) -> Bytes32 {
    let mut secret = Bytes32::default();
    nonces.fill(secret.as_mut_slice());
    secret
}

/// The ranks of keys and secrets; they exist as types only.
pub(crate) mod rank {
    /// A rank in the key hierarchy.
    pub trait Rank: Sized {
        /// How the key is called where it is shown.
        const NAME: &'static str;
    }

    macro_rules! ranks {
        ($($(#[$doc:meta])* $name:ident = $shown:literal;)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl Rank for $name {
                const NAME: &'static str = $shown;
            }
        )*};
    }
    ranks! {
        /// Seals the records of one case or stream.
        Content = "ContentKey";
        /// Wraps content keys that fall due together.
        Bucket = "BucketKey";
        /// Wraps bucket keys and the file key.
        Store = "StoreKey";
        /// The team's vault.
        Vault = "VaultKey";
        /// Opens one person's private keys.
        Kek = "PersonKek";
        /// Opens one person's private keys again while the program runs.
        Pin = "PinKek";
        /// Carries keys to the recovery keys in a backup.
        Backup = "BackupKey";
        /// Opens the database file.
        File = "FileKey";
        /// Lies in the keychain and makes a passphrase worthless elsewhere.
        Desk = "DeskSecret";
        /// Lies in the keychain and dies with each erasure run.
        Erasure = "ErasureSecret";
    }
}
use rank::Rank;

/// A key with an id, 256 bits, of one rank.
pub struct Key<R> {
    id: KeyId,
    bytes: Bytes32,
    rank: PhantomData<R>,
}

/// Seals the parts of the records of one case or one stream of the desk.
pub type ContentKey = Key<rank::Content>;
/// Wraps the content keys that fall due in one month, of open cases, or of streams never due.
pub type BucketKey = Key<rank::Bucket>;
/// Wraps the database's file key and the bucket keys. Derived, never stored: it takes the
/// keychain's [`ErasureSecret`] and a person's [`VaultKey`] together.
pub type StoreKey = Key<rank::Store>;
/// The team's vault key: wraps index keys, the desk's private keys, names and credentials.
pub type VaultKey = Key<rank::Vault>;

impl<R> Key<R> {
    pub(crate) fn from_parts(id: KeyId, bytes: Bytes32) -> Self {
        Self {
            id,
            bytes,
            rank: PhantomData,
        }
    }

    /// A derived key: 32 bytes of key and 16 of id come out of one derivation, so the same
    /// ingredients always have the same id.
    pub(crate) fn derived(derived: &Zeroizing<[u8; 48]>) -> Self {
        let (bytes, id) = derived.split_at(32);
        Self::from_parts(
            KeyId(id.try_into().expect("48 bytes less 32 are 16")),
            copied(bytes).expect("the first 32 of 48 bytes are 32"),
        )
    }

    pub(crate) fn random(nonces: &mut dyn NonceSource) -> Self {
        let mut id = [0; 16];
        nonces.fill(&mut id);
        Self::from_parts(KeyId(id), fresh(nonces))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The key's id. It stands in the clear wherever the key was used.
    pub fn id(&self) -> KeyId {
        self.id
    }
}

impl<R: Rank> fmt::Debug for Key<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}, secret)", R::NAME, self.id)
    }
}

impl ContentKey {
    /// A new random key for one case or stream.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self::random(nonces)
    }
}

impl BucketKey {
    /// A new random bucket key.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self::random(nonces)
    }
}

impl VaultKey {
    /// A new random vault key.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self::random(nonces)
    }
}

impl StoreKey {
    /// HKDF-SHA256 with the erasure secret as salt, the vault key as secret and
    /// `["VDK1/store", team, epoch]` as info. Neither half alone gives anything.
    pub fn derive(erasure: &ErasureSecret, vault: &VaultKey, team: TeamId, epoch: u64) -> Self {
        let info = canonical_cbor(("VDK1/store", <&ByteSlice>::from(&team.0[..]), epoch));
        let mut derived = Zeroizing::new([0; 48]);
        hkdf(Some(erasure.expose()), vault.bytes(), &info, &mut derived);
        Self::derived(&derived)
    }
}

/// 32 secret bytes without an id, of one rank.
pub struct PlainSecret<R> {
    bytes: Bytes32,
    rank: PhantomData<R>,
}

/// The key of the SQLCipher file.
pub type FileKey = PlainSecret<rank::File>;
/// The desk's secret in the keychain (DRK). Without it a stolen file and a guessed passphrase
/// open nothing.
pub type DeskSecret = PlainSecret<rank::Desk>;
/// The erasure secret in the keychain (ES). It is replaced at every key change; what only the
/// old one could open is then gone.
pub type ErasureSecret = PlainSecret<rank::Erasure>;

impl<R> PlainSecret<R> {
    /// A new random secret.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self {
            bytes: fresh(nonces),
            rank: PhantomData,
        }
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        copied(bytes).map(|bytes| Self {
            bytes,
            rank: PhantomData,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl<R: Rank> fmt::Debug for PlainSecret<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(secret)", R::NAME)
    }
}

macro_rules! in_keychain {
    ($($secret:ty),*) => {$(
        impl $secret {
            /// Takes a value read from the keychain; `None` where it is not 32 bytes.
            pub fn from_keychain(value: &[u8]) -> Option<Self> {
                Self::from_slice(value)
            }

            /// The bytes, to be written into the keychain and nowhere else.
            pub fn expose(&self) -> &[u8; 32] {
                self.bytes()
            }
        }
    )*};
}
in_keychain!(DeskSecret, ErasureSecret);

impl FileKey {
    /// The raw key as SQLCipher's `PRAGMA key` takes it: `x'` + 64 hexadecimal digits + `'`. The
    /// caller puts double quotes around it. A raw key skips SQLCipher's own slow derivation.
    pub fn sqlcipher_pragma(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(2 * 32 + 3));
        text.push_str("x'");
        for byte in self.bytes() {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text.push('\'');
        text
    }
}
