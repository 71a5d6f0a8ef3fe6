//! What proves that a case was erased: the receipt's header, its signature and its open part. It verifies without the
//! desk, its store or any key but the signer's public one.

use std::fmt;

use casework::{Actor, CaseId, DeskEvent, DeskId, Erasure, PersonId, RosterEvent};
use zeroize::Zeroizing;

use crate::{Header, Part, RecordFault, Recordable, SignedRecord, TeamId};

/// The receipt's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureEvidence {
    /// The header.
    pub header: Vec<u8>,
    /// The signature over it.
    pub signature: [u8; 64],
    /// The envelope of the part `open`.
    pub open: Vec<u8>,
}

/// What they prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenErasure {
    /// The team.
    pub team: TeamId,
    /// The desk.
    pub desk: DeskId,
    /// Who erased.
    pub by: PersonId,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// The receipt's place in the desk's chain.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// What it says.
    pub erasure: Erasure,
}

/// Why bytes prove no erasure of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProof {
    /// They are no record, or the open part is not the one that was signed.
    Record(RecordFault),
    /// They are not signed with this key.
    Signature,
    /// The record is no receipt of an erasure.
    NotAReceipt,
    /// The receipt does not name the case.
    OtherCase,
}

impl fmt::Display for NoProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(fault) => fault.fmt(f),
            Self::Signature => f.write_str("it is not signed with this key"),
            Self::NotAReceipt => f.write_str("it is no receipt of an erasure"),
            Self::OtherCase => f.write_str("the receipt does not name this case"),
        }
    }
}

impl std::error::Error for NoProof {}

/// Version and algorithm of a part that is signed and not sealed.
const UNSEALED: [u8; 2] = [1, 0];

/// Checks that these bytes prove that `case` was erased by whoever holds this Ed25519 key. Whose key it is tells the
/// roster of the team.
///
/// # Errors
/// [`NoProof`].
pub fn verify_erasure(
    evidence: &ErasureEvidence,
    case: CaseId,
    key: &[u8; 32],
) -> Result<ProvenErasure, NoProof> {
    let ErasureEvidence {
        header,
        signature,
        open,
    } = evidence;
    let bodies = vec![(Part::Open, open.clone())];
    let record =
        SignedRecord::parse(header.clone(), *signature, bodies).map_err(NoProof::Record)?;
    if !record.is_signed_by(key) {
        return Err(NoProof::Signature);
    }
    let Header {
        team,
        desk,
        actor,
        seq,
        hlc,
        kind,
        ..
    } = record.header();
    let content = open.strip_prefix(&UNSEALED).ok_or(NoProof::NotAReceipt)?;
    let event = DeskEvent::read(kind.as_str(), |part| {
        (part == Part::Open).then(|| Zeroizing::new(content.to_vec()))
    });
    let (Ok(DeskEvent::Roster(RosterEvent::Erased(erasure))), Actor::Person(by)) = (event, actor)
    else {
        return Err(NoProof::NotAReceipt);
    };
    match erasure.cases.contains(&case) {
        true => Ok(ProvenErasure {
            team: *team,
            desk: *desk,
            by: *by,
            at_ms: hlc.ms,
            seq: *seq,
            hash: *record.hash(),
            erasure,
        }),
        false => Err(NoProof::OtherCase),
    }
}
