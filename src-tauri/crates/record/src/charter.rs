//! The charter of a team: who founded it, with which keys, under which rules. Its hash is the team's id.

use std::collections::BTreeSet;
use std::fmt;

pub use casework::PublicKeys;
use casework::{PersonId, Role, roles_can_be_held};
use sha2::{Digest, Sha256};

use crate::TeamId;
use crate::cbor::{Malformed, Reader, Writer};
use crate::header::verify_message;

const VERSION: u64 = 1;
const FIELDS: usize = 7;

/// A founding member: what they signed, and the signature. Names lie in a sealed part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// Their roles, at least one.
    pub roles: BTreeSet<Role>,
    /// Their own public keys.
    pub public: PublicKeys,
    /// Their signature over [`membership_message`].
    pub signature: [u8; 64],
}

/// What the desk was opened as; each holds for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// One person; what policy reserves for two waits.
    pub solo: bool,
    /// For trying out: loopback institutions only.
    pub demo: bool,
    /// No operating-system keychain.
    pub no_keychain: bool,
}

/// The charter, version 1.
///
/// ```text
/// [1, founding id, [[person, [role, ...], [ed25519, x25519], signature], ...], SHA-256 of policy 1,
///  [desk ed25519, x25519], [recovery ed25519, x25519] or null, [solo, demo, no keychain]]
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// The random id that stood for the team while it was founding.
    pub founding: [u8; 32],
    /// The members, the founder first.
    pub members: Vec<Member>,
    /// SHA-256 of policy 1 as shipped.
    pub policy: [u8; 32],
    /// The desk's public keys.
    pub desk: PublicKeys,
    /// The recovery public keys, where there is a recovery secret.
    pub recovery: Option<PublicKeys>,
    /// What the desk was opened as.
    pub marks: Marks,
}

/// Why a charter does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharterFault {
    /// Written by a later program.
    UnknownVersion(u64),
    /// Not the canonical bytes of a charter.
    Malformed,
    /// Nobody founded it.
    NoMembers,
    /// A member has no role, or is an auditor and something else.
    Roles(PersonId),
    /// The same person, or the same key under two names: two-person rules would mean nothing.
    SameTwice(PersonId),
    /// A member's signature is not theirs over what stands here.
    MemberSignature(PersonId),
    /// The desk's signature is not the desk's over this charter.
    DeskSignature,
}

impl fmt::Display for CharterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => {
                write!(f, "the charter has version {version}; this program knows 1")
            }
            Self::Malformed => f.write_str("the bytes are not those of a charter"),
            Self::NoMembers => f.write_str("the charter has no members"),
            Self::Roles(person) => write!(f, "the roles of {person} cannot be held together"),
            Self::SameTwice(person) => write!(f, "{person} stands in the charter twice"),
            Self::MemberSignature(person) => write!(f, "the signature of {person} is not theirs"),
            Self::DeskSignature => f.write_str("the desk's signature is not the desk's"),
        }
    }
}

impl std::error::Error for CharterFault {}

impl From<Malformed> for CharterFault {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// What a person signs when they join a founding desk: `"VDF1/member"` and the canonical CBOR of
/// `[founding id, [desk ed25519, x25519], person, [role, ...], [ed25519, x25519]]`, roles in the order
/// of their spelling.
pub fn membership_message(
    founding: &[u8; 32],
    desk: &PublicKeys,
    person: PersonId,
    roles: &BTreeSet<Role>,
    public: &PublicKeys,
) -> Vec<u8> {
    let writer = keys(Writer::array(5).bytes(founding), desk).bytes(person.as_bytes());
    let message = keys(write_roles(writer, roles), public).done();
    [b"VDF1/member", &message[..]].concat()
}

/// What a person signs when they join an open desk, or get new keys on it: `"VDK1/join"` and the canonical CBOR of
/// `[team id, person, [role, ...], [ed25519, x25519]]`, roles in the order of their spelling.
pub fn join_message(
    team: TeamId,
    person: PersonId,
    roles: &BTreeSet<Role>,
    public: &PublicKeys,
) -> Vec<u8> {
    let writer = Writer::array(4).bytes(&team.0).bytes(person.as_bytes());
    let message = keys(write_roles(writer, roles), public).done();
    [b"VDK1/join", &message[..]].concat()
}

/// Whether somebody who joins an open desk, or gets new keys on it, signed this themselves.
pub fn is_joined_by(
    team: TeamId,
    person: PersonId,
    roles: &BTreeSet<Role>,
    public: &PublicKeys,
    signature: &[u8; 64],
) -> bool {
    let message = join_message(team, person, roles, public);
    verify_message(&message, signature, &public.ed25519)
}

pub(crate) fn keys(writer: Writer, public: &PublicKeys) -> Writer {
    writer.list(2).bytes(&public.ed25519).bytes(&public.x25519)
}

pub(crate) fn write_roles(writer: Writer, roles: &BTreeSet<Role>) -> Writer {
    // By spelling: bytes for ever must not hang on the order in which a program lists its roles.
    let spelled: BTreeSet<&str> = roles.iter().map(|role| role.as_str()).collect();
    writer.each(spelled.into_iter(), Writer::str)
}

fn read_list(it: &mut Reader<'_>, length: usize) -> Result<(), Malformed> {
    if it.list()? == length {
        Ok(())
    } else {
        Err(Malformed)
    }
}

pub(crate) fn read_keys(it: &mut Reader<'_>) -> Result<PublicKeys, Malformed> {
    read_list(it, 2)?;
    Ok(PublicKeys {
        ed25519: it.fixed()?,
        x25519: it.fixed()?,
    })
}

pub(crate) fn read_roles(it: &mut Reader<'_>) -> Result<BTreeSet<Role>, Malformed> {
    Ok(it.each(|it| it.word(Role::parse))?.into_iter().collect())
}

fn read_member(it: &mut Reader<'_>) -> Result<Member, Malformed> {
    read_list(it, 4)?;
    Ok(Member {
        person: it.id()?,
        roles: read_roles(it)?,
        public: read_keys(it)?,
        signature: it.fixed()?,
    })
}

impl Charter {
    /// The canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        let writer = Writer::array(FIELDS).uint(VERSION).bytes(&self.founding);
        let writer = writer.each(self.members.iter(), |writer, member| {
            let writer = write_roles(
                writer.list(4).bytes(member.person.as_bytes()),
                &member.roles,
            );
            keys(writer, &member.public).bytes(&member.signature)
        });
        let writer = keys(writer.bytes(&self.policy), &self.desk);
        let writer = match &self.recovery {
            Some(recovery) => keys(writer, recovery),
            None => writer.null(),
        };
        let Marks {
            solo,
            demo,
            no_keychain,
        } = self.marks;
        [solo, demo, no_keychain]
            .into_iter()
            .fold(writer.list(3), |writer, mark| writer.maybe_bool(Some(mark)))
            .done()
    }

    /// Reads a charter; total and strict as [`Header::decode`](crate::Header::decode) is.
    ///
    /// # Errors
    /// [`CharterFault::UnknownVersion`] or [`CharterFault::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CharterFault> {
        let mut it = Reader::array(bytes, FIELDS)?;
        match it.uint()? {
            VERSION => {}
            version => return Err(CharterFault::UnknownVersion(version)),
        }
        let charter = Self {
            founding: it.fixed()?,
            members: it.each(read_member)?,
            policy: it.fixed()?,
            desk: read_keys(&mut it)?,
            recovery: it.maybe(read_keys)?,
            marks: {
                read_list(&mut it, 3)?;
                Marks {
                    solo: it.bool()?,
                    demo: it.bool()?,
                    no_keychain: it.bool()?,
                }
            },
        };
        it.end()?;
        if charter.encode() != bytes {
            return Err(CharterFault::Malformed);
        }
        Ok(charter)
    }

    /// The team's id: SHA-256 of `"VDF1/team"` and the charter's bytes.
    pub fn team_id(&self) -> TeamId {
        TeamId(
            Sha256::new()
                .chain_update("VDF1/team")
                .chain_update(self.encode())
                .finalize()
                .into(),
        )
    }

    /// Whether every member signed what stands here, nobody stands here twice and roles can be held
    /// together.
    ///
    /// # Errors
    /// [`CharterFault`], of the first member for whom it does not hold.
    pub fn verify(&self) -> Result<(), CharterFault> {
        if self.members.is_empty() {
            return Err(CharterFault::NoMembers);
        }
        let mut ids = BTreeSet::new();
        // The desk's own keys count too: a person who held them could sign as the desk.
        let mut public = BTreeSet::from([self.desk.ed25519, self.desk.x25519]);
        for member in &self.members {
            let Member {
                person,
                roles,
                public: keys,
                signature,
            } = member;
            if !roles_can_be_held(roles) {
                return Err(CharterFault::Roles(*person));
            }
            let fresh =
                ids.insert(*person) & public.insert(keys.ed25519) & public.insert(keys.x25519);
            if !fresh {
                return Err(CharterFault::SameTwice(*person));
            }
            let message = membership_message(&self.founding, &self.desk, *person, roles, keys);
            if !verify_message(&message, signature, &keys.ed25519) {
                return Err(CharterFault::MemberSignature(*person));
            }
        }
        Ok(())
    }

    /// What the desk's key signs: `"VDF1/charter"` and the charter's bytes.
    pub fn desk_signing_input(&self) -> Vec<u8> {
        [b"VDF1/charter", &self.encode()[..]].concat()
    }
}

/// The open part of record 0: the charter with the desk's signature. The founder's signature is the
/// record's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCharter {
    /// The charter.
    pub charter: Charter,
    /// The desk's signature over [`Charter::desk_signing_input`].
    pub desk_signature: [u8; 64],
}

impl SignedCharter {
    /// The canonical bytes: `[charter as a byte string, signature]`.
    pub fn encode(&self) -> Vec<u8> {
        Writer::array(2)
            .bytes(&self.charter.encode())
            .bytes(&self.desk_signature)
            .done()
    }

    /// Reads and verifies: form, members, desk. That the team id is [`Charter::team_id`] is for the
    /// caller, who knows which team it should be.
    ///
    /// # Errors
    /// [`CharterFault`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CharterFault> {
        let mut it = Reader::array(bytes, 2)?;
        let (charter, desk_signature) = (Charter::decode(it.bytes()?)?, it.fixed()?);
        it.end()?;
        let signed = Self {
            charter,
            desk_signature,
        };
        if signed.encode() != bytes {
            return Err(CharterFault::Malformed);
        }
        signed.charter.verify()?;
        let desk = &signed.charter.desk.ed25519;
        if !verify_message(&signed.charter.desk_signing_input(), &desk_signature, desk) {
            return Err(CharterFault::DeskSignature);
        }
        Ok(signed)
    }
}
