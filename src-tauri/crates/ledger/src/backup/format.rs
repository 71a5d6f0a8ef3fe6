use std::io;

use casework::DeskId;
use record::{Part, TeamId};

pub(super) const MAGIC: [u8; 4] = *b"VDB1";
pub(super) const VERSION: u8 = 1;
/// Bytes of magic and version.
pub(super) const BEGIN_LENGTH: usize = 4 + 1;
/// Bytes of the head, magic and version included.
pub(super) const HEAD_LENGTH: usize = BEGIN_LENGTH + 32 + 16 + 8 + 8 + 33 + 33 + 8;
pub(super) const SIGNATURE_LENGTH: usize = 64;
pub(super) const DIGEST_LENGTH: usize = 32;

/// Whose generation it is, and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerationMeta {
    /// The team.
    pub team: TeamId,
    /// The desk whose chain it is.
    pub desk: DeskId,
    /// When it was made, milliseconds since 1970.
    pub created_ms: i64,
}

/// What a generation says of itself before its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerationHead {
    /// Whose it is, and when it was made.
    pub meta: GenerationMeta,
    /// The place in the chain of its first record, from 0.
    pub first_seq: u64,
    /// How many records it holds.
    pub count: u64,
    /// The hash of the record before its first; none where that is the first of the chain.
    pub prev: Option<[u8; 32]>,
    /// The hash of its last record; `prev` where it holds none.
    pub last: Option<[u8; 32]>,
}

impl GenerationHead {
    /// The place in the chain after its last record: where the next generation begins.
    pub fn end(&self) -> u64 {
        self.first_seq.saturating_add(self.count)
    }

    /// Whether it goes on where `before` ends.
    pub fn follows(&self, before: &Self) -> bool {
        self.meta.team == before.meta.team
            && self.meta.desk == before.meta.desk
            && self.first_seq == before.end()
            && self.prev == before.last
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD_LENGTH);
        bytes.extend(MAGIC);
        bytes.push(VERSION);
        bytes.extend(self.meta.team.0);
        bytes.extend(self.meta.desk.as_bytes());
        bytes.extend(self.first_seq.to_be_bytes());
        bytes.extend(self.count.to_be_bytes());
        for hash in [&self.prev, &self.last] {
            bytes.push(u8::from(hash.is_some()));
            bytes.extend(hash.unwrap_or_default());
        }
        bytes.extend(self.meta.created_ms.to_be_bytes());
        bytes
    }

    pub(super) fn check_begin(begin: [u8; BEGIN_LENGTH]) -> Result<(), GenerationFault> {
        let [magic @ .., version] = begin;
        match (magic == MAGIC, version) {
            (true, VERSION) => Ok(()),
            (true, version) => Err(GenerationFault::UnknownVersion(version)),
            (false, _) => Err(GenerationFault::NotAGeneration),
        }
    }

    /// What follows the beginning.
    pub(super) fn decode(
        bytes: &[u8; HEAD_LENGTH - BEGIN_LENGTH],
    ) -> Result<Self, GenerationFault> {
        let mut pieces = Pieces(bytes);
        let team = TeamId(pieces.array()?);
        let desk = DeskId::from_bytes(pieces.array()?);
        let first_seq = u64::from_be_bytes(pieces.array()?);
        let count = u64::from_be_bytes(pieces.array()?);
        let mut hash = || match (pieces.byte()?, pieces.array()?) {
            (0, hash) if hash == [0; 32] => Ok(None),
            (1, hash) => Ok(Some(hash)),
            _ => Err(GenerationFault::Malformed),
        };
        let (prev, last) = (hash()?, hash()?);
        let created_ms = i64::from_be_bytes(pieces.array()?);
        let sound = prev.is_some() == (first_seq > 0)
            && last.is_some() == (first_seq > 0 || count > 0)
            && (count > 0 || prev == last)
            && first_seq.checked_add(count).is_some();
        if !sound {
            return Err(GenerationFault::Malformed);
        }
        Ok(Self {
            meta: GenerationMeta {
                team,
                desk,
                created_ms,
            },
            first_seq,
            count,
            prev,
            last,
        })
    }
}

/// How a part is written in a generation: ascending by its name, as the store orders them. Kept for ever.
pub(super) fn code(part: Part) -> u8 {
    match part {
        Part::Attachment => 1,
        Part::Notes => 2,
        Part::Open => 3,
        Part::Overview => 4,
        Part::Pan => 5,
        Part::Pii => 6,
    }
}

/// Bytes that are taken piece by piece; what is not there is malformed.
pub(super) struct Pieces<'a>(pub(super) &'a [u8]);

impl<'a> Pieces<'a> {
    pub(super) fn slice(&mut self, length: usize) -> Result<&'a [u8], GenerationFault> {
        let (piece, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(GenerationFault::Malformed)?;
        self.0 = rest;
        Ok(piece)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], GenerationFault> {
        let (piece, rest) = self
            .0
            .split_first_chunk()
            .ok_or(GenerationFault::Malformed)?;
        self.0 = rest;
        Ok(*piece)
    }

    pub(super) fn byte(&mut self) -> Result<u8, GenerationFault> {
        self.array().map(|[byte]: [u8; 1]| byte)
    }

    /// A length of four bytes and so many bytes.
    pub(super) fn counted(&mut self) -> Result<&'a [u8], GenerationFault> {
        let length = u32::from_be_bytes(self.array()?);
        self.slice(usize::try_from(length).map_err(|_| GenerationFault::Malformed)?)
    }
}

/// Why bytes are no generation, or not the one that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GenerationFault {
    /// They do not begin as a generation does.
    #[error("this is no backup generation")]
    NotAGeneration,
    /// A later program wrote it.
    #[error("the generation has version {0}, this program knows 1")]
    UnknownVersion(u8),
    /// They end before the generation does.
    #[error("the generation is cut short")]
    CutShort,
    /// Its lengths, parts or headers contradict each other.
    #[error("the generation is malformed")]
    Malformed,
    /// The record at this place does not follow the one before it, or is of another desk.
    #[error("record {seq} of the generation is not in the chain")]
    NotInChain {
        /// The place.
        seq: u64,
    },
    /// It reads well and is not what was written.
    #[error("the generation was changed after it was written")]
    Changed,
    /// Something follows its end.
    #[error("something follows the end of the generation")]
    GoesOn,
    /// The system, or what opens the container, refused.
    #[error("the generation could not be read: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for GenerationFault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::CutShort;
        }
        Self::Io(error.kind())
    }
}
