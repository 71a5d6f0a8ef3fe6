//! One secret under another. Which may lie under which is the table of types below; everything
//! else does not compile.

use std::fmt;

use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::hazmat::{self, ALGORITHM, Content, VERSION};
use crate::keys::{self, rank};
use crate::secrets::{DeskSecrets, PersonSecrets};
use crate::{
    BucketKey, ContentKey, FileKey, IndexKeys, Key, KeyId, NonceSource, OpenError, TeamId,
    VaultKey, canonical_cbor,
};

/// Where a wrap belongs. Purpose is not here: the types of key and secret fix it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrapContext {
    /// The team, or the founding id of a desk that has no charter yet.
    pub team: TeamId,
    /// Whose secret it is: the id of the case, stream, bucket, person, desk or institution.
    pub subject: [u8; 16],
    /// The key epoch.
    pub epoch: u64,
}

impl WrapContext {
    fn bytes(&self, key: KeyId, purpose: &str) -> Vec<u8> {
        let slice = <&ByteSlice>::from;
        canonical_cbor((
            "VDE1/wrap",
            VERSION,
            ALGORITHM,
            slice(&key.0[..]),
            slice(&self.team.0[..]),
            purpose,
            slice(&self.subject[..]),
            self.epoch,
        ))
    }
}

/// A key of this rank may wrap a `T`.
pub trait Wraps<T>: rank::Rank {
    /// The word that tells this use from every other; part of the authenticated context.
    const PURPOSE: &'static str;
}

/// A secret that can be wrapped.
pub trait Wrappable: Sized {
    /// The bytes that go under the wrap.
    #[doc(hidden)]
    fn to_secret(&self) -> Zeroizing<Vec<u8>>;
    /// Reads them back; `None` where their form is wrong.
    #[doc(hidden)]
    fn from_secret(bytes: &[u8]) -> Option<Self>;
}

macro_rules! table {
    ($($rank:ident wraps $secret:ty as $purpose:literal;)*) => {$(
        impl Wraps<$secret> for rank::$rank {
            const PURPOSE: &'static str = $purpose;
        }
    )*};
}
table! {
    Bucket wraps ContentKey as "content";
    Store wraps BucketKey as "bucket";
    Store wraps FileKey as "file";
    Vault wraps IndexKeys as "index";
    Vault wraps DeskSecrets as "desk";
    Vault wraps Credential as "credential";
    Vault wraps PersonName as "person-name";
    Vault wraps FoundingDraft as "founding-draft";
    Kek wraps PersonSecrets as "person";
    Pin wraps PersonSecrets as "pin";
    Backup wraps VaultKey as "backup-vault";
    Backup wraps IndexKeys as "backup-index";
    Backup wraps BucketKey as "backup-bucket";
    Backup wraps ContentKey as "backup-content";
}

/// Wraps a secret. Layout and construction are those of the envelope, under a domain of its own:
///
/// ```text
/// ver(1) | alg(1) | key_id(16) | salt(32) | commit(32) | ciphertext + tag
/// context = ["VDE1/wrap", ver, alg, key_id, team, purpose, subject, epoch]
/// ```
pub fn wrap<R: Wraps<T>, T: Wrappable>(
    key: &Key<R>,
    place: &WrapContext,
    secret: &T,
    nonces: &mut dyn NonceSource,
) -> Vec<u8> {
    let context = place.bytes(key.id(), R::PURPOSE);
    hazmat::seal(
        key.bytes(),
        key.id(),
        context,
        Content::Whole,
        &secret.to_secret(),
        nonces,
    )
}

/// Unwraps what [`wrap`] wrapped under this key for this place and purpose.
///
/// # Errors
/// [`OpenError`] for everything else.
pub fn unwrap<R: Wraps<T>, T: Wrappable>(
    key: &Key<R>,
    place: &WrapContext,
    wrapped: &[u8],
) -> Result<T, OpenError> {
    let context = place.bytes(key.id(), R::PURPOSE);
    let secret = hazmat::open(key.bytes(), key.id(), context, Content::Whole, wrapped)?;
    T::from_secret(&secret).ok_or(OpenError)
}

/// Wraps anew, under another key or for another place, what lies in a wrap: a step of a key
/// change. The secret never reaches the caller.
///
/// The type of the secret has to be said: `rewrap::<_, ContentKey>(..)`.
///
/// # Errors
/// [`OpenError`] where the old wrap does not open.
pub fn rewrap<R: Wraps<T>, T: Wrappable>(
    (old_key, from): (&Key<R>, &WrapContext),
    (new_key, to): (&Key<R>, &WrapContext),
    wrapped: &[u8],
    nonces: &mut dyn NonceSource,
) -> Result<Vec<u8>, OpenError> {
    let secret: T = unwrap(old_key, from, wrapped)?;
    Ok(wrap(new_key, to, &secret, nonces))
}

impl<R> Wrappable for Key<R> {
    fn to_secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&self.id().0[..], &self.bytes()[..]].concat())
    }

    fn from_secret(bytes: &[u8]) -> Option<Self> {
        let (id, key) = bytes.split_first_chunk()?;
        Some(Self::from_parts(KeyId(*id), keys::copied(key)?))
    }
}

impl Wrappable for FileKey {
    fn to_secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.bytes().to_vec())
    }

    fn from_secret(bytes: &[u8]) -> Option<Self> {
        Self::from_slice(bytes)
    }
}

macro_rules! confidential {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name(Zeroizing<Vec<u8>>);

        impl $name {
            /// Takes the bytes over; they are wiped when this is dropped.
            pub fn new(bytes: Vec<u8>) -> Self {
                Self(Zeroizing::new(bytes))
            }

            /// The bytes, for their one use and never for a log or an error.
            pub fn expose(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(secret)"))
            }
        }

        impl Wrappable for $name {
            fn to_secret(&self) -> Zeroizing<Vec<u8>> {
                self.0.clone()
            }

            fn from_secret(bytes: &[u8]) -> Option<Self> {
                Some(Self::new(bytes.to_vec()))
            }
        }
    )*};
}
confidential! {
    /// An institution's credential. It lies under the vault key, so that reading it takes the
    /// operating system's session and a signed-in person.
    Credential;
    /// A person's name as shown, for the key file, where no name may stand in the clear.
    PersonName;
    /// What a founding desk remembers until it opens: settings of institutions and their
    /// credentials. Its form is the desk's business.
    FoundingDraft;
}
