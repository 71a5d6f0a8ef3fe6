//! The key that opens one person's private keys: passphrase and keychain together.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use minicbor::bytes::ByteSlice;
use zeroize::Zeroizing;

use crate::hazmat::hkdf;
use crate::keys::rank;
use crate::{DeskSecret, Key, NonceSource, Passphrase, TeamId, canonical_cbor};

/// The key-encryption key of one person on one desk in one epoch. Never stored.
pub type PersonKek = Key<rank::Kek>;

/// What one guess at a passphrase costs: Argon2id's memory, passes and lanes (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Argon2Cost {
    /// On a desk with keychain: 64 MiB, 3 passes, 4 lanes (RFC 9106 section 4, second choice).
    pub const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };
    /// On a desk without keychain, where the passphrase stands alone: 256 MiB, 3 passes, 4 lanes.
    pub const NO_KEYCHAIN: Self = Self {
        memory_kib: 256 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// The most memory that is taken: 1 GiB. A key file is not trusted before it opens, and must
    /// not be able to exhaust the machine by asking for more.
    pub const MOST_MEMORY_KIB: u32 = 1024 * 1024;
    /// The most passes and the most lanes that are taken.
    pub const MOST_PASSES_OR_LANES: u32 = 16;

    /// A cost within the bounds: at least 8 KiB a lane, at most the limits above.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let small = 1..=Self::MOST_PASSES_OR_LANES;
        let sound = small.contains(&passes)
            && small.contains(&lanes)
            && (8 * lanes..=Self::MOST_MEMORY_KIB).contains(&memory_kib);
        sound.then_some(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// Whether a guess costs less memory, or fewer passes over it, than at `other`: then the
    /// person's key is derived anew at `other` when their passphrase is next at hand. Lanes do
    /// not count: they spread the same work.
    pub fn is_weaker_than(self, other: Self) -> bool {
        self.memory_kib < other.memory_kib || self.passes < other.passes
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes.
    pub fn lanes(self) -> u32 {
        self.lanes
    }
}

/// Argon2id's cost and salt. They lie in the key file beside the wrap they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Params {
    /// What one guess costs.
    pub cost: Argon2Cost,
    /// Random, new with every new passphrase.
    pub salt: [u8; 16],
}

impl Argon2Params {
    /// These costs with a fresh salt.
    pub fn fresh(cost: Argon2Cost, nonces: &mut dyn NonceSource) -> Self {
        let mut salt = [0; 16];
        nonces.fill(&mut salt);
        Self { cost, salt }
    }
}

impl PersonKek {
    /// HKDF-SHA256 with the desk secret as salt, Argon2id of the passphrase as secret and
    /// `["VDK1/person", team, desk, person, epoch]` as info. Takes a noticeable part of a second
    /// and the memory that `params` name.
    ///
    /// On a desk without keychain there is no desk secret; the salt is then HKDF's own default of
    /// 32 zero bytes. The two kinds of desk cannot meet: a desk secret is random.
    pub fn derive(
        desk_secret: Option<&DeskSecret>,
        passphrase: &Passphrase,
        params: &Argon2Params,
        team: TeamId,
        desk: [u8; 16],
        person: [u8; 16],
        epoch: u64,
    ) -> Self {
        let slice = <&ByteSlice>::from;
        let info = canonical_cbor((
            "VDK1/person",
            slice(&team.0[..]),
            slice(&desk[..]),
            slice(&person[..]),
            epoch,
        ));
        let stretched = stretch(passphrase.bytes(), params);
        let mut derived = Zeroizing::new([0; 48]);
        hkdf(
            desk_secret.map(|secret| &secret.expose()[..]),
            &*stretched,
            &info,
            &mut derived,
        );
        Self::derived(&derived)
    }
}

/// Argon2id, version 1.3. Its memory is wiped afterwards.
pub(crate) fn stretch(secret: &[u8], params: &Argon2Params) -> Zeroizing<[u8; 32]> {
    let Argon2Cost {
        memory_kib,
        passes,
        lanes,
    } = params.cost;
    let cost = Params::new(memory_kib, passes, lanes, Some(32))
        .expect("the cost was checked when it was made");
    let mut memory = Zeroizing::new(vec![Block::new(); cost.block_count()]);
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
        .hash_password_into_with_memory(secret, &params.salt, &mut out[..], &mut memory[..])
        .expect("salt, output and memory have the lengths that Argon2 asks for");
    out
}
