//! The bytes of `desk.keys`. Arrays only, so that canonical CBOR needs no sorting; read strictly:
//! whatever is not exactly what would be written is refused.

use std::collections::BTreeSet;
use std::fmt;

use minicbor::bytes::{ByteArray, ByteSlice, ByteVec};
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use zeroize::Zeroizing;

use crate::{Argon2Cost, Argon2Params, ErasureSecret, KeyId, PublicKeys, TeamId};

use super::{DeskKeysFile, Marks, Membership, PersonEntry, Slot};

const MAGIC: &str = "VDK1/file";
const VERSION: u64 = 1;

/// Why a key file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskKeysFault {
    /// The bytes are not a key file at all.
    NotAKeyFile,
    /// It was written by a later version of the program.
    UnknownVersion(u64),
    /// It begins as a key file and does not go on as one.
    Damaged,
}

impl fmt::Display for DeskKeysFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAKeyFile => f.write_str("this is not a desk's key file"),
            Self::UnknownVersion(version) => write!(
                f,
                "the key file has version {version}; this program knows 1"
            ),
            Self::Damaged => f.write_str("the key file is damaged"),
        }
    }
}

impl std::error::Error for DeskKeysFault {}

/// Room for the fixed fields of a file, a slot and a person; keeps the buffer from moving, which
/// would leave copies of the erasure secret behind.
const FIXED: usize = 1024;

fn room(slot: &Slot) -> usize {
    let people = slot.people.values().map(|person| {
        let roles = person
            .membership
            .iter()
            .flat_map(|membership| &membership.roles);
        FIXED
            + person.name.len()
            + person.secrets.len()
            + person.vault_grant.len()
            + roles.map(|role| role.len() + 9).sum::<usize>()
    });
    let drafts = slot.drafts.iter().map(|draft| draft.len() + 9);
    FIXED
        + slot.file_key.len()
        + slot.index_keys.len()
        + slot.desk_secrets.len()
        + people.sum::<usize>()
        + drafts.sum::<usize>()
}

fn written<T: Encode<()>>(value: &T, room: usize) -> Zeroizing<Vec<u8>> {
    let mut encoder = Encoder::new(Vec::with_capacity(room));
    encoder.encode(value).expect("a vector refuses no bytes");
    Zeroizing::new(encoder.into_writer())
}

pub(super) fn encode(file: &DeskKeysFile) -> Zeroizing<Vec<u8>> {
    written(file, FIXED + file.slots().map(room).sum::<usize>())
}

pub(super) fn encode_slot(slot: &Slot) -> Zeroizing<Vec<u8>> {
    written(slot, room(slot))
}

pub(super) fn decode(bytes: &[u8]) -> Result<DeskKeysFile, DeskKeysFault> {
    let mut decoder = Decoder::new(bytes);
    let is_ours = decoder.array().is_ok() && decoder.str().is_ok_and(|magic| magic == MAGIC);
    if !is_ours {
        return Err(DeskKeysFault::NotAKeyFile);
    }
    match decoder.u64() {
        Ok(VERSION) => {}
        Ok(version) => return Err(DeskKeysFault::UnknownVersion(version)),
        Err(_) => return Err(DeskKeysFault::Damaged),
    }
    let file: DeskKeysFile = minicbor::decode(bytes).map_err(|_| DeskKeysFault::Damaged)?;
    // Longer integers, indefinite lengths, another order, something behind the end: all end here.
    if *encode(&file) != bytes {
        return Err(DeskKeysFault::Damaged);
    }
    Ok(file)
}

type Encoded<W> = Result<(), EncodeError<<W as Write>::Error>>;
type Bytes<const N: usize> = ByteArray<N>;

fn slice(bytes: &[u8]) -> &ByteSlice {
    bytes.into()
}

impl<C> Encode<C> for DeskKeysFile {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Encoded<W> {
        let Marks {
            no_keychain,
            demo,
            solo,
        } = self.marks;
        let slots: Vec<&Slot> = self.slots().collect();
        let salt = slice(&self.name_salt);
        (
            MAGIC,
            VERSION,
            slice(&self.desk),
            (no_keychain, demo, solo),
            slice(&self.founding.0),
            salt,
            slots,
        )
            .encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for DeskKeysFile {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        type Row<'b> = (
            &'b str,
            u64,
            Bytes<16>,
            (bool, bool, bool),
            Bytes<32>,
            Bytes<16>,
            Vec<Slot>,
        );
        let (_, _, desk, (no_keychain, demo, solo), founding, salt, slots) = Row::decode(d, ctx)?;
        let marks = Marks {
            no_keychain,
            demo,
            solo,
        };
        let mut file = Self::new(desk.into(), marks, TeamId(founding.into()), salt.into());
        for slot in slots {
            file.put_slot(slot).map_err(DecodeError::custom)?;
        }
        Ok(file)
    }
}

impl<C> Encode<C> for Slot {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Encoded<W> {
        let people: Vec<_> = self
            .people
            .iter()
            .map(|(id, person)| (slice(id), person))
            .collect();
        let drafts: Vec<_> = self.drafts.iter().map(|draft| slice(draft)).collect();
        let erasure = self.erasure.as_ref().map(|secret| slice(secret.expose()));
        (
            self.epoch,
            slice(&self.team.0),
            slice(&self.vault_key.0),
            self.desk_public,
            people,
            slice(&self.file_key),
            slice(&self.index_keys),
            slice(&self.desk_secrets),
            erasure,
            drafts,
        )
            .encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for Slot {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        type People = Vec<(Bytes<16>, PersonEntry)>;
        type Row<'b> = (
            u64,
            Bytes<32>,
            Bytes<16>,
            PublicKeys,
            People,
            ByteVec,
            ByteVec,
            ByteVec,
            Option<&'b ByteSlice>,
            Vec<ByteVec>,
        );
        let (
            epoch,
            team,
            vault_key,
            desk_public,
            people,
            file_key,
            index_keys,
            desk_secrets,
            erasure,
            drafts,
        ) = Row::decode(d, ctx)?;
        let erasure = erasure
            .map(|secret| {
                ErasureSecret::from_slice(secret)
                    .ok_or(DecodeError::message("a secret has 32 bytes"))
            })
            .transpose()?;
        Ok(Self {
            epoch,
            team: TeamId(team.into()),
            vault_key: KeyId(vault_key.into()),
            desk_public,
            people: people
                .into_iter()
                .map(|(id, person)| (id.into(), person))
                .collect(),
            file_key: file_key.into(),
            index_keys: index_keys.into(),
            desk_secrets: desk_secrets.into(),
            erasure,
            drafts: drafts.into_iter().map(Vec::from).collect(),
        })
    }
}

impl<C> Encode<C> for PersonEntry {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Encoded<W> {
        let cost = self.argon2.cost;
        let argon2 = (
            cost.memory_kib(),
            cost.passes(),
            cost.lanes(),
            slice(&self.argon2.salt),
        );
        let membership = self.membership.as_ref().map(|membership| {
            (
                membership.roles.iter().collect::<Vec<_>>(),
                slice(&membership.signature),
            )
        });
        (
            slice(&self.name_digest),
            slice(&self.name),
            self.public,
            argon2,
            slice(&self.kek_team.0),
            self.kek_epoch,
            slice(&self.secrets),
            slice(&self.vault_grant),
            membership,
        )
            .encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for PersonEntry {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        type Argon2Row = (u32, u32, u32, Bytes<16>);
        type MembershipRow = (Vec<String>, Bytes<64>);
        type Row = (
            Bytes<16>,
            ByteVec,
            PublicKeys,
            Argon2Row,
            Bytes<32>,
            u64,
            ByteVec,
            ByteVec,
            Option<MembershipRow>,
        );
        let (
            name_digest,
            name,
            public,
            argon2,
            kek_team,
            kek_epoch,
            secrets,
            vault_grant,
            membership,
        ) = Row::decode(d, ctx)?;
        let (memory, passes, lanes, salt) = argon2;
        let cost = Argon2Cost::new(memory, passes, lanes)
            .ok_or(DecodeError::message("a cost out of bounds"))?;
        Ok(Self {
            name_digest: name_digest.into(),
            name: name.into(),
            public,
            argon2: Argon2Params {
                cost,
                salt: salt.into(),
            },
            kek_team: TeamId(kek_team.into()),
            kek_epoch,
            secrets: secrets.into(),
            vault_grant: vault_grant.into(),
            membership: membership.map(|(roles, signature)| Membership {
                roles: BTreeSet::from_iter(roles),
                signature: signature.into(),
            }),
        })
    }
}

impl<C> Encode<C> for PublicKeys {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Encoded<W> {
        (slice(&self.ed25519), slice(&self.x25519)).encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for PublicKeys {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        let (ed25519, x25519) = <(Bytes<32>, Bytes<32>)>::decode(d, ctx)?;
        Ok(Self {
            ed25519: ed25519.into(),
            x25519: x25519.into(),
        })
    }
}
