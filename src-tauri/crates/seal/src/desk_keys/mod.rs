//! The file `desk.keys` beside the database: what is needed to open it, and nothing that opens it
//! alone (but on a desk without keychain, where the erasure secret has no better place).
//!
//! Nothing in it is trusted for being there. Wraps and grants are authenticated by themselves;
//! public keys here only help to find one's way: whom a key is granted to, and whose signature
//! counts, is read from the verified charter and grant records. So there is no checksum either:
//! what was changed does not open.

mod codec;

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteSlice;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::hazmat::hkdf;
use crate::index_keys::truncated_hmac;
use crate::{Argon2Params, DeskSecret, ErasureSecret, KeyId, PublicKeys, TeamId, canonical_cbor};

pub use codec::DeskKeysFault;

/// The whole file. Version 2 is written; version 1 is read too. What a file of version 1 did not
/// have is `None` or 0 then, and stands in it once it is written again.
#[derive(Debug)]
pub struct DeskKeysFile {
    /// The desk.
    pub desk: [u8; 16],
    /// What the desk was made as.
    pub marks: Marks,
    /// The random id used in place of the team until there is a charter.
    pub founding: TeamId,
    /// Salt of the digests by which a person is found.
    pub name_salt: [u8; 16],
    slots: BTreeMap<u64, Slot>,
}

/// What a desk was made as; each holds for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// No operating-system keychain.
    pub no_keychain: bool,
    /// For trying out: loopback institutions only.
    pub demo: bool,
    /// One person.
    pub solo: bool,
}

/// All wraps of one key epoch.
#[derive(Debug)]
pub struct Slot {
    /// The key epoch.
    pub epoch: u64,
    /// The team, or the founding id while there is no charter. All wraps here but the persons'
    /// own are made for it.
    pub team: TeamId,
    /// The vault key's id.
    pub vault_key: KeyId,
    /// The desk's public keys.
    pub desk_public: PublicKeys,
    /// The people, by id.
    pub people: BTreeMap<[u8; 16], PersonEntry>,
    /// The database's file key under the store key.
    pub file_key: Vec<u8>,
    /// The index keys under the vault key.
    pub index_keys: Vec<u8>,
    /// The desk's private keys under the vault key.
    pub desk_secrets: Vec<u8>,
    /// The vault key granted to the team's recovery public key (HPKE, for
    /// [`RECOVERY_GRANTEE`](crate::RECOVERY_GRANTEE)); none on a desk without recovery.
    pub recovery_grant: Option<Vec<u8>>,
    /// The erasure secret, only on a desk without keychain.
    pub erasure: Option<ErasureSecret>,
    /// Founding drafts under the vault key; none once the desk is open.
    pub drafts: Vec<Vec<u8>>,
}

/// One person in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    /// [`name_digest`] of the person's name: finds the entry at sign-in without naming anybody.
    pub name_digest: [u8; 16],
    /// The name as shown, under the vault key.
    pub name: Vec<u8>,
    /// The person's public keys.
    pub public: PublicKeys,
    /// How the passphrase is stretched.
    pub argon2: Argon2Params,
    /// The team or founding id that the person's own key was derived for. It may differ from the
    /// slot's: only the person's passphrase can make that wrap anew, so it keeps the place it was
    /// made for until they sign in.
    pub kek_team: TeamId,
    /// The epoch that the person's own key was derived for; may lag behind for the same reason.
    pub kek_epoch: u64,
    /// Which desk secret (DRK) of the keychain, counted from 0, the person's own key and name
    /// digest were derived with. When the desk secret is replaced, the old one stays in the
    /// keychain until nobody's entry names it.
    pub drk: u64,
    /// The person's private keys under their own key.
    pub secrets: Vec<u8>,
    /// The vault key for this person (HPKE); none while they are proposed and not yet approved.
    pub vault_grant: Option<Vec<u8>>,
    /// While founding: the roles and the signature that will stand in the charter.
    pub membership: Option<Membership>,
}

/// What a person signed when they joined a founding desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The roles, as the stable words of the trade.
    pub roles: BTreeSet<String>,
    /// Ed25519 over the membership message, which the record format defines.
    pub signature: [u8; 64],
}

/// There are two slots already; a key change is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotsFull;

impl std::fmt::Display for SlotsFull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the key file holds two epochs already")
    }
}

impl std::error::Error for SlotsFull {}

impl DeskKeysFile {
    /// A file without slots.
    pub fn new(desk: [u8; 16], marks: Marks, founding: TeamId, name_salt: [u8; 16]) -> Self {
        Self {
            desk,
            marks,
            founding,
            name_salt,
            slots: BTreeMap::new(),
        }
    }

    /// The slots, older epoch first: none, one, or two during a key change.
    pub fn slots(&self) -> impl DoubleEndedIterator<Item = &Slot> {
        self.slots.values()
    }

    /// The slot of an epoch.
    pub fn slot(&self, epoch: u64) -> Option<&Slot> {
        self.slots.get(&epoch)
    }

    /// The slot of an epoch, to change it.
    pub fn slot_mut(&mut self, epoch: u64) -> Option<&mut Slot> {
        self.slots.get_mut(&epoch)
    }

    /// Puts a slot in, in place of one of the same epoch.
    ///
    /// # Errors
    /// [`SlotsFull`] where two other epochs are there; nothing is changed then.
    pub fn put_slot(&mut self, slot: Slot) -> Result<(), SlotsFull> {
        if self.slots.len() >= 2 && !self.slots.contains_key(&slot.epoch) {
            return Err(SlotsFull);
        }
        self.slots.insert(slot.epoch, slot);
        Ok(())
    }

    /// Takes the slot of an epoch out.
    pub fn remove_slot(&mut self, epoch: u64) -> Option<Slot> {
        self.slots.remove(&epoch)
    }

    /// The bytes to write: canonical CBOR. They hold the erasure secret of a desk without
    /// keychain, hence the wiping.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        codec::encode(self)
    }

    /// Reads the file. Total: any bytes give a file or a fault.
    ///
    /// # Errors
    /// [`DeskKeysFault`]: not such a file, of a later version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DeskKeysFault> {
        codec::decode(bytes)
    }
}

impl Slot {
    /// SHA-256 over `"VDK1/slot"` and the slot's bytes, for the anchor in the keychain.
    ///
    /// A slot that version 1 can say is hashed as version 1 says it, so that writing a file of
    /// version 1 anew leaves its anchor right. No two slots have the same bytes: those of
    /// version 2 have one field more.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update("VDK1/slot")
            .chain_update(&*codec::encode_slot(self))
            .finalize()
            .into()
    }
}

/// By what a person is found at sign-in, since the file names nobody: HMAC-SHA256 over the name
/// (NFKC, lower case, single blanks), its first 16 bytes, under a key from the desk secret, the
/// file's salt and the desk's id.
///
/// On a desk without keychain there is no desk secret, and whoever copies the file can test
/// guesses at a name. They learn who works there, nothing else.
pub fn name_digest(
    desk_secret: Option<&DeskSecret>,
    name_salt: &[u8; 16],
    desk: [u8; 16],
    name: &str,
) -> [u8; 16] {
    let info = canonical_cbor(("VDK1/name", <&ByteSlice>::from(&desk[..])));
    let mut key = Zeroizing::new([0; 32]);
    hkdf(
        desk_secret.map(|secret| &secret.expose()[..]),
        name_salt,
        &info,
        &mut key,
    );
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let folded = Zeroizing::new(folded.split_whitespace().collect::<Vec<_>>().join(" "));
    truncated_hmac(&key, folded.as_bytes())
}
