//! Header v1: the signed part of a record, canonical CBOR, without personal data.

use std::fmt;

use casework::{Actor, DeskId, RecordId, StreamId};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::cbor::{Malformed, Reader, Writer};
use crate::{Hlc, Part};

const VERSION: u64 = 1;
const FIELDS: usize = 13;

/// A team: SHA-256 of `"VDF1/team"` and its charter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub [u8; 32]);

impl fmt::Display for TeamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TeamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TeamId({self})")
    }
}

/// The head of a stream as the actor saw it. Revisions count from 1: a stream of three records has a
/// head of revision 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// How many records the stream had.
    pub revision: u64,
    /// The hash of the last of them.
    pub hash: [u8; 32],
}

/// What a header says of one body: enough to verify it, and to verify the header without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyMark {
    /// Which part.
    pub part: Part,
    /// Bytes of its envelope.
    pub length: u64,
    /// SHA-256 of its envelope.
    pub hash: [u8; 32],
}

impl BodyMark {
    /// The mark of this body.
    pub fn of(part: Part, envelope: &[u8]) -> Self {
        Self {
            part,
            length: envelope.len() as u64,
            hash: Sha256::digest(envelope).into(),
        }
    }
}

/// The word that says what happened: 1 to 48 of `a`-`z`, `0`-`9` and `_`, a letter first. Which words
/// there are is decided by the events; a header may carry one that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(String);

/// The text is not the form of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKind;

impl Kind {
    /// Checks the form.
    ///
    /// # Errors
    /// [`NotAKind`] for any other form.
    pub fn new(text: &str) -> Result<Self, NotAKind> {
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let sound = text.len() <= 48
            && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
            && text.bytes().all(word);
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAKind)
        }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The header of a record, version 1.
///
/// ```text
/// [1, team, stream, desk, actor, record, seq, prev, base, [ms, counter], kind, key id,
///  [[part, length, SHA-256], ...]]
/// actor = [0, person] or [1]; prev, base = null for the first of the desk, of the stream
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The team.
    pub team: TeamId,
    /// The case or the desk topic.
    pub stream: StreamId,
    /// The desk whose chain this is in.
    pub desk: DeskId,
    /// Who acted, and so whose signature it is.
    pub actor: Actor,
    /// The record's own id.
    pub record: RecordId,
    /// Place in the desk's chain, from 0.
    pub seq: u64,
    /// Hash of the record before it in the desk's chain; none for the first.
    pub prev: Option<[u8; 32]>,
    /// Head of the stream that the actor saw; none for the stream's first record.
    pub base: Option<Base>,
    /// When.
    pub hlc: Hlc,
    /// What happened.
    pub kind: Kind,
    /// The id of the key that seals the bodies: the same in each sealed envelope.
    pub key_id: [u8; 16],
    /// The bodies, in the order of [`Part::ALL`], each part at most once.
    pub bodies: Vec<BodyMark>,
}

/// Why bytes are no header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFault {
    /// Written by a later program.
    UnknownVersion(u64),
    /// Not the canonical bytes of a header.
    Malformed,
}

impl fmt::Display for HeaderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => {
                write!(f, "the record has version {version}; this program knows 1")
            }
            Self::Malformed => f.write_str("the bytes are not those of a record's header"),
        }
    }
}

impl std::error::Error for HeaderFault {}

impl From<Malformed> for HeaderFault {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl Header {
    /// The canonical bytes. They are what is hashed and signed, and are kept as they are.
    pub fn encode(&self) -> Vec<u8> {
        let writer = Writer::array(FIELDS)
            .uint(VERSION)
            .bytes(&self.team.0)
            .bytes(self.stream.as_bytes())
            .bytes(self.desk.as_bytes());
        let writer = match self.actor {
            Actor::Person(person) => writer.list(2).uint(0).bytes(person.as_bytes()),
            Actor::Desk => writer.list(1).uint(1),
        };
        let writer = writer.bytes(self.record.as_bytes()).uint(self.seq);
        let writer = match &self.prev {
            Some(prev) => writer.bytes(prev),
            None => writer.null(),
        };
        let writer = match &self.base {
            Some(base) => writer.list(2).uint(base.revision).bytes(&base.hash),
            None => writer.null(),
        };
        writer
            .list(2)
            .int(self.hlc.ms)
            .uint(u64::from(self.hlc.counter))
            .str(self.kind.as_str())
            .bytes(&self.key_id)
            .each(self.bodies.iter(), |writer, mark| {
                writer
                    .list(3)
                    .str(mark.part.as_str())
                    .uint(mark.length)
                    .bytes(&mark.hash)
            })
            .done()
    }

    /// Reads a header. Total and strict: what does not encode to the same bytes again is refused, so
    /// that one header has one hash.
    ///
    /// # Errors
    /// [`HeaderFault`].
    pub fn decode(bytes: &[u8]) -> Result<Self, HeaderFault> {
        let mut it = Reader::array(bytes, FIELDS)?;
        match it.uint()? {
            VERSION => {}
            version => return Err(HeaderFault::UnknownVersion(version)),
        }
        let header = Self {
            team: TeamId(it.fixed()?),
            stream: it.id()?,
            desk: it.id()?,
            actor: read_actor(&mut it)?,
            record: it.id()?,
            seq: it.uint()?,
            prev: it.maybe(Reader::fixed)?,
            base: it.maybe(|it| {
                expect_list(it, 2)?;
                Ok(Base {
                    revision: it.uint()?,
                    hash: it.fixed()?,
                })
            })?,
            hlc: {
                expect_list(&mut it, 2)?;
                Hlc {
                    ms: it.int()?,
                    counter: it.uint()?,
                }
            },
            kind: Kind::new(it.str()?).map_err(|NotAKind| Malformed)?,
            key_id: it.fixed()?,
            bodies: it.each(|it| {
                expect_list(it, 3)?;
                Ok(BodyMark {
                    part: it.word(Part::parse)?,
                    length: it.uint()?,
                    hash: it.fixed()?,
                })
            })?,
        };
        it.end()?;
        if !header.is_consistent() || header.encode() != bytes {
            return Err(HeaderFault::Malformed);
        }
        Ok(header)
    }

    /// What can be said without the records around it: only the first of a desk has no predecessor,
    /// revisions count from 1, parts stand in order and once.
    pub(crate) fn is_consistent(&self) -> bool {
        (self.seq == 0) == self.prev.is_none()
            && self.base.is_none_or(|base| base.revision > 0)
            && self.hlc.in_range()
            && self.bodies.is_sorted_by(|one, next| one.part < next.part)
    }
}

fn expect_list(it: &mut Reader<'_>, length: usize) -> Result<(), Malformed> {
    if it.list()? == length {
        Ok(())
    } else {
        Err(Malformed)
    }
}

fn read_actor(it: &mut Reader<'_>) -> Result<Actor, Malformed> {
    match (it.list()?, it.uint::<u64>()?) {
        (2, 0) => Ok(Actor::Person(it.id()?)),
        (1, 1) => Ok(Actor::Desk),
        _ => Err(Malformed),
    }
}

/// The hash of a record, everywhere: SHA-256 of `"VDR1/hash"` and the header's bytes.
pub fn record_hash(header: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update("VDR1/hash")
        .chain_update(header)
        .finalize()
        .into()
}

/// What the actor signs: `"VDR1/record"` and the header's bytes.
pub fn signing_input(header: &[u8]) -> Vec<u8> {
    [b"VDR1/record", header].concat()
}

/// Whether `signature` is `public`'s (Ed25519) over this header. Strict: keys and signatures of small
/// order, and a second spelling of the same signature, are refused.
pub fn verify(header: &[u8], signature: &[u8; 64], public: &[u8; 32]) -> bool {
    verify_message(&signing_input(header), signature, public)
}

pub(crate) fn verify_message(message: &[u8], signature: &[u8; 64], public: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(public)
        .and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature)))
        .is_ok()
}
