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

/// A version of the layout. It is the encoder's context: a file is read strictly by writing it
/// again as the version that it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    /// Without recovery, and with everybody approved and on the first desk secret.
    One = 1,
    /// What is written.
    Two = 2,
}

impl Version {
    fn numbered(number: u64) -> Option<Self> {
        [Self::One, Self::Two]
            .into_iter()
            .find(|version| *version as u64 == number)
    }
}

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
                "the key file has version {version}; this program knows 1 and 2"
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
            + person.vault_grant.as_ref().map_or(0, Vec::len)
            + roles.map(|role| role.len() + 9).sum::<usize>()
    });
    let drafts = slot.drafts.iter().map(|draft| draft.len() + 9);
    FIXED
        + slot.file_key.len()
        + slot.index_keys.len()
        + slot.desk_secrets.len()
        + slot.recovery_grant.as_ref().map_or(0, Vec::len)
        + people.sum::<usize>()
        + drafts.sum::<usize>()
}

fn written<T: Encode<Version>>(value: &T, mut version: Version, room: usize) -> Zeroizing<Vec<u8>> {
    let mut encoder = Encoder::new(Vec::with_capacity(room));
    encoder
        .encode_with(value, &mut version)
        .expect("a vector refuses no bytes");
    Zeroizing::new(encoder.into_writer())
}

pub(super) fn encode(file: &DeskKeysFile) -> Zeroizing<Vec<u8>> {
    encode_as(file, Version::Two)
}

fn encode_as(file: &DeskKeysFile, version: Version) -> Zeroizing<Vec<u8>> {
    written(file, version, FIXED + file.slots().map(room).sum::<usize>())
}

/// The slot's bytes in the lowest version that can say them.
pub(super) fn encode_slot(slot: &Slot) -> Zeroizing<Vec<u8>> {
    let is_of_one = slot.recovery_grant.is_none()
        && slot
            .people
            .values()
            .all(|person| person.drk == 0 && person.vault_grant.is_some());
    let version = if is_of_one {
        Version::One
    } else {
        Version::Two
    };
    written(slot, version, room(slot))
}

pub(super) fn decode(bytes: &[u8]) -> Result<DeskKeysFile, DeskKeysFault> {
    let mut decoder = Decoder::new(bytes);
    let is_ours = decoder.array().is_ok() && decoder.str().is_ok_and(|magic| magic == MAGIC);
    if !is_ours {
        return Err(DeskKeysFault::NotAKeyFile);
    }
    let number = decoder.u64().map_err(|_| DeskKeysFault::Damaged)?;
    let version = Version::numbered(number).ok_or(DeskKeysFault::UnknownVersion(number))?;
    let file: DeskKeysFile =
        minicbor::decode_with(bytes, &mut { version }).map_err(|_| DeskKeysFault::Damaged)?;
    // Longer integers, indefinite lengths, another order, something behind the end: all end here.
    if *encode_as(&file, version) != bytes {
        return Err(DeskKeysFault::Damaged);
    }
    Ok(file)
}

type Encoded<W> = Result<(), EncodeError<<W as Write>::Error>>;
type Bytes<const N: usize> = ByteArray<N>;

fn slice(bytes: &[u8]) -> &ByteSlice {
    bytes.into()
}

impl Encode<Version> for DeskKeysFile {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, version: &mut Version) -> Encoded<W> {
        let Marks {
            no_keychain,
            demo,
            solo,
        } = self.marks;
        let slots: Vec<&Slot> = self.slots().collect();
        let salt = slice(&self.name_salt);
        (
            MAGIC,
            *version as u64,
            slice(&self.desk),
            (no_keychain, demo, solo),
            slice(&self.founding.0),
            salt,
            slots,
        )
            .encode(e, version)
    }
}

impl<'b> Decode<'b, Version> for DeskKeysFile {
    fn decode(d: &mut Decoder<'b>, version: &mut Version) -> Result<Self, DecodeError> {
        type Row<'b> = (
            &'b str,
            u64,
            Bytes<16>,
            (bool, bool, bool),
            Bytes<32>,
            Bytes<16>,
            Vec<Slot>,
        );
        let (_, _, desk, (no_keychain, demo, solo), founding, salt, slots) =
            Row::decode(d, version)?;
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

impl Encode<Version> for Slot {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, version: &mut Version) -> Encoded<W> {
        let people: Vec<_> = self
            .people
            .iter()
            .map(|(id, person)| (slice(id), person))
            .collect();
        let drafts: Vec<_> = self.drafts.iter().map(|draft| slice(draft)).collect();
        let erasure = self.erasure.as_ref().map(|secret| slice(secret.expose()));
        let recovery_grant = self.recovery_grant.as_deref().map(slice);
        e.array(match version {
            Version::One => 10,
            Version::Two => 11,
        })?;
        self.epoch.encode(e, version)?;
        slice(&self.team.0).encode(e, version)?;
        slice(&self.vault_key.0).encode(e, version)?;
        self.desk_public.encode(e, version)?;
        people.encode(e, version)?;
        slice(&self.file_key).encode(e, version)?;
        slice(&self.index_keys).encode(e, version)?;
        slice(&self.desk_secrets).encode(e, version)?;
        match version {
            Version::One => {}
            Version::Two => recovery_grant.encode(e, version)?,
        }
        erasure.encode(e, version)?;
        drafts.encode(e, version)
    }
}

impl<'b> Decode<'b, Version> for Slot {
    fn decode(d: &mut Decoder<'b>, version: &mut Version) -> Result<Self, DecodeError> {
        fields(d, version, [10, 11])?;
        let mut slot = Self {
            epoch: d.decode()?,
            team: TeamId(array(d)?),
            vault_key: KeyId(array(d)?),
            desk_public: d.decode()?,
            people: Vec::<(Bytes<16>, PersonEntry)>::decode(d, version)?
                .into_iter()
                .map(|(id, person)| (id.into(), person))
                .collect(),
            file_key: vec(d)?,
            index_keys: vec(d)?,
            desk_secrets: vec(d)?,
            recovery_grant: match version {
                Version::One => None,
                Version::Two => optional_vec(d)?,
            },
            erasure: None,
            drafts: Vec::new(),
        };
        slot.erasure = d
            .decode::<Option<&ByteSlice>>()?
            .map(|secret| {
                ErasureSecret::from_slice(secret)
                    .ok_or(DecodeError::message("a secret has 32 bytes"))
            })
            .transpose()?;
        slot.drafts = d
            .decode::<Vec<ByteVec>>()?
            .into_iter()
            .map(Vec::from)
            .collect();
        Ok(slot)
    }
}

impl Encode<Version> for PersonEntry {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, version: &mut Version) -> Encoded<W> {
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
        e.array(match version {
            Version::One => 9,
            Version::Two => 10,
        })?;
        slice(&self.name_digest).encode(e, version)?;
        slice(&self.name).encode(e, version)?;
        self.public.encode(e, version)?;
        argon2.encode(e, version)?;
        slice(&self.kek_team.0).encode(e, version)?;
        self.kek_epoch.encode(e, version)?;
        match version {
            Version::One => {}
            Version::Two => self.drk.encode(e, version)?,
        }
        slice(&self.secrets).encode(e, version)?;
        self.vault_grant.as_deref().map(slice).encode(e, version)?;
        membership.encode(e, version)
    }
}

impl<'b> Decode<'b, Version> for PersonEntry {
    fn decode(d: &mut Decoder<'b>, version: &mut Version) -> Result<Self, DecodeError> {
        fields(d, version, [9, 10])?;
        Ok(Self {
            name_digest: array(d)?,
            name: vec(d)?,
            public: d.decode()?,
            argon2: argon2(d)?,
            kek_team: TeamId(array(d)?),
            kek_epoch: d.decode()?,
            drk: match version {
                Version::One => 0,
                Version::Two => d.decode()?,
            },
            secrets: vec(d)?,
            vault_grant: match version {
                Version::One => Some(vec(d)?),
                Version::Two => optional_vec(d)?,
            },
            membership: membership(d)?,
        })
    }
}

/// The number of fields that this version has: the first of the two, or the second.
fn fields(d: &mut Decoder<'_>, version: &Version, count: [u64; 2]) -> Result<(), DecodeError> {
    let [one, two] = count;
    let expected = match version {
        Version::One => one,
        Version::Two => two,
    };
    if d.array()? == Some(expected) {
        Ok(())
    } else {
        Err(DecodeError::message("another number of fields"))
    }
}

fn array<const N: usize>(d: &mut Decoder<'_>) -> Result<[u8; N], DecodeError> {
    Ok(d.decode::<Bytes<N>>()?.into())
}

fn vec(d: &mut Decoder<'_>) -> Result<Vec<u8>, DecodeError> {
    Ok(d.decode::<ByteVec>()?.into())
}

fn optional_vec(d: &mut Decoder<'_>) -> Result<Option<Vec<u8>>, DecodeError> {
    Ok(d.decode::<Option<ByteVec>>()?.map(Vec::from))
}

fn argon2(d: &mut Decoder<'_>) -> Result<Argon2Params, DecodeError> {
    let (memory, passes, lanes, salt): (u32, u32, u32, Bytes<16>) = d.decode()?;
    let cost = Argon2Cost::new(memory, passes, lanes)
        .ok_or(DecodeError::message("a cost out of bounds"))?;
    Ok(Argon2Params {
        cost,
        salt: salt.into(),
    })
}

fn membership(d: &mut Decoder<'_>) -> Result<Option<Membership>, DecodeError> {
    let row: Option<(Vec<String>, Bytes<64>)> = d.decode()?;
    Ok(row.map(|(roles, signature)| Membership {
        roles: BTreeSet::from_iter(roles),
        signature: signature.into(),
    }))
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
