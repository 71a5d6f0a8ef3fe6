//! The whole chain of one desk, checked record by record.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use casework::{Actor, DeskId, RecordId, StreamId};

use crate::{Base, Header, Hlc, Part, RecordFault, SignedRecord, TeamId};

/// Streams that receipts say were erased, each with the place of its receipt in the chain. Of the stream's records before
/// it every body may be missing but the part `open`, which holds nothing to erase.
pub type Erasures = BTreeMap<StreamId, u64>;

/// A record as it lies in a store: nothing in it is believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The signature beside them.
    pub signature: [u8; 64],
    /// The bodies that are there.
    pub bodies: Vec<(Part, Vec<u8>)>,
}

/// The first record that breaks the chain. What stands before it holds; nothing is said of what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The place in the chain, counted from 0.
    pub seq: u64,
    /// The record that lies there, where its header could be read.
    pub record: Option<RecordId>,
    /// What is wrong with it.
    pub reason: BreakReason,
}

/// What is wrong with the record that breaks a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakReason {
    /// It cannot be read, or a body is not the one that was signed.
    Record(RecordFault),
    /// It is another team's.
    Team,
    /// It is another desk's.
    Desk,
    /// Its number is not the next one: records are missing, doubled or out of order.
    Sequence {
        /// The number it carries.
        found: u64,
    },
    /// It does not follow the record before it.
    Prev,
    /// It does not follow the head of its stream.
    Base,
    /// It is not later than the record before it.
    Clock,
    /// Its id was used before.
    RecordIdTwice,
    /// Its actor had no key at that place: never granted, or revoked.
    UnknownActor,
    /// It is not signed by its actor.
    Signature,
    /// A body is missing and no receipt says that it was erased.
    MissingBody(Part),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} breaks the chain: ", self.seq)?;
        match self.reason {
            BreakReason::Record(fault) => fault.fmt(f),
            BreakReason::Team => f.write_str("it belongs to another team"),
            BreakReason::Desk => f.write_str("it belongs to another desk"),
            BreakReason::Sequence { found } => write!(f, "it carries the number {found}"),
            BreakReason::Prev => f.write_str("it does not follow the record before it"),
            BreakReason::Base => f.write_str("it does not follow the head of its stream"),
            BreakReason::Clock => f.write_str("its time is not after the record before it"),
            BreakReason::RecordIdTwice => f.write_str("its id was used before"),
            BreakReason::UnknownActor => f.write_str("its actor has no key there"),
            BreakReason::Signature => f.write_str("its signature is not its actor's"),
            BreakReason::MissingBody(part) => {
                write!(f, "the part {} is missing without a receipt", part.as_str())
            }
        }
    }
}

impl std::error::Error for Broken {}

/// Verifies the chain of one desk from its first record on, fed in order. The desk is alone: every base
/// is the head that the same chain shows.
///
/// Receipts stand later in a chain than what they excuse. So that one pass is enough, the caller reads
/// them first and gives what they excuse; they are believed only because they stand in the same chain,
/// which therefore must verify to its end.
#[derive(Debug)]
pub struct ChainCheck {
    team: TeamId,
    desk: DeskId,
    erased: Erasures,
    next_seq: u64,
    head: Option<([u8; 32], Hlc)>,
    streams: BTreeMap<StreamId, Base>,
    seen: BTreeSet<RecordId>,
    broken: Option<Broken>,
}

impl ChainCheck {
    /// Begins before the first record. `erased`: what the chain's receipts say.
    pub fn new(team: TeamId, desk: DeskId, erased: Erasures) -> Self {
        Self {
            team,
            desk,
            erased,
            next_seq: 0,
            head: None,
            streams: BTreeMap::new(),
            seen: BTreeSet::new(),
            broken: None,
        }
    }

    /// Checks the next record. `key_of` answers with the Ed25519 key that an actor had at a place in the
    /// chain.
    ///
    /// # Errors
    /// [`Broken`], for this record and, once one is broken, for every record after it.
    pub fn admit(
        &mut self,
        stored: StoredRecord,
        key_of: impl Fn(&Actor, u64) -> Option<[u8; 32]>,
    ) -> Result<SignedRecord, Broken> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let parsed = SignedRecord::parse(stored.header, stored.signature, stored.bodies);
        let judged = parsed
            .map_err(|fault| (None, BreakReason::Record(fault)))
            .and_then(|record| match self.reason_against(&record, key_of) {
                None => Ok(record),
                Some(reason) => Err((Some(record.header().record), reason)),
            });
        match judged {
            Ok(record) => {
                self.follow(&record);
                Ok(record)
            }
            Err((record, reason)) => {
                let broken = Broken {
                    seq: self.next_seq,
                    record,
                    reason,
                };
                self.broken = Some(broken.clone());
                Err(broken)
            }
        }
    }

    /// How many records were admitted, and the hash of the last of them.
    pub fn head(&self) -> (u64, Option<[u8; 32]>) {
        (self.next_seq, self.head.map(|(hash, _)| hash))
    }

    /// The head of a stream so far.
    pub fn stream_head(&self, stream: StreamId) -> Option<Base> {
        self.streams.get(&stream).copied()
    }

    fn reason_against(
        &self,
        record: &SignedRecord,
        key_of: impl Fn(&Actor, u64) -> Option<[u8; 32]>,
    ) -> Option<BreakReason> {
        let header = record.header();
        if header.team != self.team {
            return Some(BreakReason::Team);
        }
        if header.desk != self.desk {
            return Some(BreakReason::Desk);
        }
        if header.seq != self.next_seq {
            return Some(BreakReason::Sequence { found: header.seq });
        }
        if header.prev != self.head.map(|(hash, _)| hash) {
            return Some(BreakReason::Prev);
        }
        if header.base != self.stream_head(header.stream) {
            return Some(BreakReason::Base);
        }
        if self.head.is_some_and(|(_, last)| header.hlc <= last) {
            return Some(BreakReason::Clock);
        }
        if self.seen.contains(&header.record) {
            return Some(BreakReason::RecordIdTwice);
        }
        let Some(key) = key_of(&header.actor, header.seq) else {
            return Some(BreakReason::UnknownActor);
        };
        if !record.is_signed_by(&key) {
            return Some(BreakReason::Signature);
        }
        record
            .missing()
            .find(|part| *part == Part::Open || !self.is_erased(header))
            .map(BreakReason::MissingBody)
    }

    /// Whether a receipt that stands later in the chain speaks of this record's stream.
    fn is_erased(&self, header: &Header) -> bool {
        let receipt = self.erased.get(&header.stream);
        receipt.is_some_and(|receipt| header.seq < *receipt)
    }

    fn follow(&mut self, record: &SignedRecord) {
        let header = record.header();
        let revision = self
            .stream_head(header.stream)
            .map_or(1, |base| base.revision + 1);
        self.streams.insert(
            header.stream,
            Base {
                revision,
                hash: *record.hash(),
            },
        );
        self.seen.insert(header.record);
        self.head = Some((*record.hash(), header.hlc));
        self.next_seq += 1;
    }
}
