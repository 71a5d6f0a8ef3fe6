//! The key pairs of people and of the desk.

use std::fmt;
use std::marker::PhantomData;

use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::Sha512;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::NonceSource;
use crate::keys::{Bytes32, copied, fresh};
use crate::wrap::Wrappable;

/// Whose key pairs; exist as types only.
pub(crate) mod owner {
    /// A person.
    #[derive(Debug)]
    pub enum Person {}
    /// The desk itself.
    #[derive(Debug)]
    pub enum Desk {}
    /// The team as it is recovered.
    #[derive(Debug)]
    pub enum Recovery {}
}

/// An Ed25519 pair to sign with and an X25519 pair to be granted keys.
pub struct KeyPairs<Owner> {
    /// The seeds. What is computed from them is wiped after each use, but for the public halves.
    signing: Bytes32,
    exchange: Bytes32,
    verifying: VerifyingKey,
    x25519: [u8; 32],
    owner: PhantomData<Owner>,
}

/// A person's private keys. Only their own passphrase opens them.
pub type PersonSecrets = KeyPairs<owner::Person>;
/// The desk's private keys. They sign what no person does: answers, reports, clock duties.
pub type DeskSecrets = KeyPairs<owner::Desk>;
/// The private keys that two of three shares give back. They are derived when they are needed
/// and never stored; the public halves stand in the charter or in a record of two people.
pub type RecoverySecrets = KeyPairs<owner::Recovery>;

/// The public halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKeys {
    /// Checks signatures.
    pub ed25519: [u8; 32],
    /// Takes grants.
    pub x25519: [u8; 32],
}

impl<Owner> KeyPairs<Owner> {
    /// New random key pairs.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self::from_seeds(fresh(nonces), fresh(nonces))
    }

    pub(crate) fn from_seeds(signing: Bytes32, exchange: Bytes32) -> Self {
        Self {
            verifying: VerifyingKey::from(&ExpandedSecretKey::from(&*signing)),
            x25519: PublicKey::from(&StaticSecret::from(*exchange)).to_bytes(),
            signing,
            exchange,
            owner: PhantomData,
        }
    }

    /// The public halves.
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            ed25519: self.verifying.to_bytes(),
            x25519: self.x25519,
        }
    }

    /// Signs a message (Ed25519, RFC 8032). The message begins with a domain of its own, so that
    /// a signature for one thing never serves for another.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        // What the library's own `SigningKey` does, which would keep the seed in a place of its
        // own. The public key is the seed's: signing with another would betray the seed.
        let expanded = ExpandedSecretKey::from(&*self.signing);
        raw_sign::<Sha512>(&expanded, message, &self.verifying).to_bytes()
    }

    pub(crate) fn exchange(&self) -> &[u8; 32] {
        &self.exchange
    }
}

impl<Owner> fmt::Debug for KeyPairs<Owner> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPairs")
            .field("public", &self.public())
            .finish_non_exhaustive()
    }
}

impl<Owner> Wrappable for KeyPairs<Owner> {
    fn to_secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&self.signing[..], &self.exchange[..]].concat())
    }

    fn from_secret(bytes: &[u8]) -> Option<Self> {
        let (signing, exchange) = bytes.split_at_checked(32)?;
        Some(Self::from_seeds(copied(signing)?, copied(exchange)?))
    }
}

/// Whether `signature` is `public`'s over `message`, strictly: keys and signatures of small order
/// and second spellings of the same signature are refused.
pub fn verify(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public)
        .and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature)))
        .is_ok()
}
