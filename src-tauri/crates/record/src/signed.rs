//! A record with its signature and the bodies that are at hand.

use std::fmt;

use casework::{Actor, DeskId, RecordId, StreamId};

use crate::{
    Base, BodyMark, Header, HeaderFault, Hlc, Kind, Part, TeamId, record_hash, signing_input,
    verify,
};

/// A header before its bodies are known. See [`Header`] for the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The team.
    pub team: TeamId,
    /// The case or the desk topic.
    pub stream: StreamId,
    /// The desk.
    pub desk: DeskId,
    /// Who acts and will sign.
    pub actor: Actor,
    /// The record's own id.
    pub record: RecordId,
    /// Place in the desk's chain, from 0.
    pub seq: u64,
    /// Hash of the record before it in the desk's chain.
    pub prev: Option<[u8; 32]>,
    /// Head of the stream that the actor saw.
    pub base: Option<Base>,
    /// When.
    pub hlc: Hlc,
    /// What happened.
    pub kind: Kind,
    /// The id of the key that sealed the bodies.
    pub key_id: [u8; 16],
}

/// A record whose bodies are those that its header names. That holds by construction; whose signature
/// it is, and whether it stands in its chain, is for [`ChainCheck`](crate::ChainCheck).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRecord {
    header: Header,
    header_bytes: Vec<u8>,
    hash: [u8; 32],
    signature: [u8; 64],
    bodies: Vec<(Part, Vec<u8>)>,
}

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFault {
    /// The header is none.
    Header(HeaderFault),
    /// This body is not the one that the header names: another length or hash.
    Body(Part),
    /// The header names no such body, or it was given twice.
    UnexpectedBody(Part),
    /// This body is no envelope of version 1 for its part: the part `open` is not sealed, every other
    /// part is, under the key that the header names.
    Envelope(Part),
}

impl fmt::Display for RecordFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(fault) => fault.fmt(f),
            Self::Body(part) => write!(
                f,
                "the part {} is not the one that was signed",
                part.as_str()
            ),
            Self::UnexpectedBody(part) => write!(f, "the part {} was never signed", part.as_str()),
            Self::Envelope(part) => write!(
                f,
                "the part {} is not sealed as its header says",
                part.as_str()
            ),
        }
    }
}

impl std::error::Error for RecordFault {}

impl From<HeaderFault> for RecordFault {
    fn from(fault: HeaderFault) -> Self {
        Self::Header(fault)
    }
}

impl SignedRecord {
    /// Makes a record of sealed bodies: hashes them, writes the header, has it signed. `sign` gets
    /// [`signing_input`] and answers with the actor's Ed25519 signature.
    ///
    /// # Errors
    /// [`RecordFault`] where the draft contradicts itself, a part comes twice, or a body is not sealed
    /// under the key that the draft names. Nothing is signed then.
    pub fn assemble(
        draft: Draft,
        mut bodies: Vec<(Part, Vec<u8>)>,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Result<Self, RecordFault> {
        bodies.sort_by_key(|(part, _)| *part);
        if let Some(pair) = bodies.array_windows().find(|[one, next]| one.0 == next.0) {
            return Err(RecordFault::UnexpectedBody(pair[0].0));
        }
        let Draft {
            team,
            stream,
            desk,
            actor,
            record,
            seq,
            prev,
            base,
            hlc,
            kind,
            key_id,
        } = draft;
        let marks = bodies
            .iter()
            .map(|(part, envelope)| BodyMark::of(*part, envelope))
            .collect();
        let header = Header {
            team,
            stream,
            desk,
            actor,
            record,
            seq,
            prev,
            base,
            hlc,
            kind,
            key_id,
            bodies: marks,
        };
        if !header.is_consistent() {
            return Err(HeaderFault::Malformed.into());
        }
        check_bodies(&header, &bodies)?;
        let header_bytes = header.encode();
        let signature = sign(&signing_input(&header_bytes));
        Ok(Self {
            hash: record_hash(&header_bytes),
            header,
            header_bytes,
            signature,
            bodies,
        })
    }

    /// Reads a record back. Bodies may be missing ([`SignedRecord::missing`] names them); those that are
    /// there must be the ones that were signed. The signature is not checked here.
    ///
    /// # Errors
    /// [`RecordFault`].
    pub fn parse(
        header_bytes: Vec<u8>,
        signature: [u8; 64],
        mut bodies: Vec<(Part, Vec<u8>)>,
    ) -> Result<Self, RecordFault> {
        let header = Header::decode(&header_bytes)?;
        bodies.sort_by_key(|(part, _)| *part);
        check_bodies(&header, &bodies)?;
        Ok(Self {
            hash: record_hash(&header_bytes),
            header,
            header_bytes,
            signature,
            bodies,
        })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The header's bytes, as hashed and signed.
    pub fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    /// The record's hash.
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The actor's signature.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The envelopes at hand, in the order of the header.
    pub fn bodies(&self) -> &[(Part, Vec<u8>)] {
        &self.bodies
    }

    /// The envelope of a part, where it is at hand.
    pub fn body(&self, part: Part) -> Option<&[u8]> {
        self.bodies
            .iter()
            .find(|(other, _)| *other == part)
            .map(|(_, envelope)| &envelope[..])
    }

    /// The parts that the header names and that are not at hand.
    pub fn missing(&self) -> impl Iterator<Item = Part> {
        self.header
            .bodies
            .iter()
            .map(|mark| mark.part)
            .filter(|part| self.body(*part).is_none())
    }

    /// Whether this Ed25519 key signed it, strictly.
    pub fn is_signed_by(&self, public: &[u8; 32]) -> bool {
        verify(&self.header_bytes, &self.signature, public)
    }
}

/// Checks bodies, sorted by part, against their header.
fn check_bodies(header: &Header, bodies: &[(Part, Vec<u8>)]) -> Result<(), RecordFault> {
    let mut marks = header.bodies.iter();
    for (part, envelope) in bodies {
        // Both are in order, so each mark is looked at once; a part given twice finds no second mark.
        let mark = marks
            .find(|mark| mark.part == *part)
            .ok_or(RecordFault::UnexpectedBody(*part))?;
        if *mark != BodyMark::of(*part, envelope) {
            return Err(RecordFault::Body(*part));
        }
        if !is_envelope(*part, &header.key_id, envelope) {
            return Err(RecordFault::Envelope(*part));
        }
    }
    Ok(())
}

/// The outside of envelope v1: `1 | 0` before a part that is not sealed, else `1 | 1 | key id`.
fn is_envelope(part: Part, key_id: &[u8; 16], envelope: &[u8]) -> bool {
    match part {
        Part::Open => envelope.starts_with(&[1, 0]),
        Part::Overview | Part::Pii | Part::Pan | Part::Notes | Part::Attachment => envelope
            .strip_prefix(&[1, 1])
            .is_some_and(|rest| rest.starts_with(key_id)),
    }
}
