//! The recovery secret: 32 random bytes in three shares, of which any two give it back.

mod field;
mod paper;

use std::fmt;

use subtle::ConstantTimeEq;

use crate::hazmat::hkdf;
use crate::keys::{Bytes32, fresh};
use crate::{KeyPairs, NonceSource, RecoverySecrets, canonical_cbor};

pub use paper::ShareTextFault;

/// What opens a team's vault where its people cannot: 32 random bytes.
///
/// It is never kept whole. After [`split`](Self::split) only the three shares exist, each on its
/// holder's paper; the team's charter knows the public halves of [`keys`](Self::keys).
pub struct RecoverySecret(Bytes32);

/// Names one splitting of one secret; random. Stands on all three shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShareSet(pub [u8; 4]);

/// One of three shares. Alone it tells nothing of the secret.
pub struct RecoveryShare {
    set: ShareSet,
    /// Digest of the secret; the same on all three shares.
    check: [u8; 8],
    /// 1, 2 or 3.
    index: u8,
    /// The value at `index` of one line per byte, whose value at 0 is the secret's byte.
    value: Bytes32,
}

/// Two shares do not give a secret back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareFault {
    /// Both are the same one of the three.
    SameShare,
    /// They come from two different splittings: another team's, or one that was replaced.
    AnotherSet,
    /// They say that they belong together, and what they give is not the secret they were made
    /// of. One of them was forged or changed on purpose: a slip of the pen is found earlier.
    NotTogether,
}

impl fmt::Display for ShareFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameShare => "this is the same share twice",
            Self::AnotherSet => "the two shares were not made together",
            Self::NotTogether => "the two shares do not give their secret back",
        })
    }
}

impl std::error::Error for ShareFault {}

impl RecoverySecret {
    /// A new random secret.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self(fresh(nonces))
    }

    /// Three shares, of which any two give the secret back and one alone tells nothing
    /// (Shamir's scheme: a random line over GF(256) for each byte). Each call makes a new set,
    /// whose shares do not go with those of any other.
    pub fn split(&self, nonces: &mut dyn NonceSource) -> [RecoveryShare; 3] {
        let mut set = [0; 4];
        nonces.fill(&mut set);
        // All 256 slopes are equally likely, 0 too: leaving any out would tell something.
        let slopes = fresh(nonces);
        let check = self.check();
        [1, 2, 3].map(|index| {
            let mut value = Bytes32::default();
            for ((value, secret), slope) in value.iter_mut().zip(self.0.iter()).zip(slopes.iter()) {
                *value = secret ^ field::times(*slope, index);
            }
            RecoveryShare {
                set: ShareSet(set),
                check,
                index,
                value,
            }
        })
    }

    /// The secret that two shares were made of.
    ///
    /// # Errors
    /// [`ShareFault`] where they are one share, of two sets, or do not belong together.
    pub fn combine(one: &RecoveryShare, other: &RecoveryShare) -> Result<Self, ShareFault> {
        if one.set != other.set {
            return Err(ShareFault::AnotherSet);
        }
        if one.index == other.index {
            return Err(ShareFault::SameShare);
        }
        // Lagrange's formula at 0, where minus is plus.
        let over = field::inverse(one.index ^ other.index);
        let of_one = field::times(other.index, over);
        let of_other = field::times(one.index, over);
        let mut secret = Self(Bytes32::default());
        for ((secret, one), other) in secret
            .0
            .iter_mut()
            .zip(one.value.iter())
            .zip(other.value.iter())
        {
            *secret = field::times(*one, of_one) ^ field::times(*other, of_other);
        }
        let check = secret.check();
        let holds = check.ct_eq(&one.check) & check.ct_eq(&other.check);
        if bool::from(holds) {
            Ok(secret)
        } else {
            Err(ShareFault::NotTogether)
        }
    }

    /// The key pairs that stand for the team when it is recovered: they take grants of the vault
    /// key and sign the first record afterwards. HKDF-SHA256, info `["VDK1/recovery", purpose]`
    /// with the purposes `sign` and `exchange`.
    pub fn keys(&self) -> RecoverySecrets {
        KeyPairs::from_seeds(self.seed("sign"), self.seed("exchange"))
    }

    fn seed(&self, purpose: &str) -> Bytes32 {
        let mut seed = Bytes32::default();
        self.derive(purpose, &mut seed);
        seed
    }

    fn check(&self) -> [u8; 8] {
        let mut check = [0; 8];
        self.derive("check", &mut check);
        check
    }

    fn derive<const N: usize>(&self, purpose: &str, out: &mut [u8; N]) {
        let info = canonical_cbor(("VDK1/recovery", purpose));
        hkdf(None, &self.0[..], &info, out);
    }
}

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret(secret)")
    }
}

impl RecoveryShare {
    /// Which of the three it is: 1, 2 or 3.
    pub fn index(&self) -> u8 {
        self.index
    }

    /// The splitting it comes from.
    pub fn set(&self) -> ShareSet {
        self.set
    }
}

impl fmt::Debug for RecoveryShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecoveryShare")
            .field("set", &self.set)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}
