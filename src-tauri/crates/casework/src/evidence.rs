//! What a proposal rests on, as one digest.

use std::collections::BTreeMap;

use minicbor::Encoder;
use sha2::{Digest, Sha256};

use crate::{CheckId, RecordId};

/// One record that speaks for or against the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The record's hash.
    pub hash: [u8; 32],
    /// The check it answers, where it is an answer.
    pub check: Option<CheckId>,
}

/// The evidence of a case, by record id.
pub type Evidence = BTreeMap<RecordId, Piece>;

/// SHA-256 over "VDR1/evidence" and the canonical CBOR list of the record hashes, sorted by record id.
/// Never over plaintext, so that anybody can recompute it from the log.
///
/// Answers of the checks in `apart` are left out: they were pending when the proposal was made and agreed with it.
/// An answer whose check was asked again is no evidence any more.
pub fn digest(evidence: &Evidence, apart: &[CheckId]) -> [u8; 32] {
    let pieces: Vec<_> = evidence
        .values()
        .filter(|piece| piece.check.is_none_or(|check| !apart.contains(&check)))
        .collect();
    let mut list = Vec::new();
    let mut cbor = Encoder::new(&mut list);
    let written = cbor
        .array(pieces.len() as u64)
        .and_then(|e| pieces.iter().try_fold(e, |e, piece| e.bytes(&piece.hash)))
        .map(drop);
    debug_assert!(written.is_ok(), "a vector takes every byte");
    Sha256::new()
        .chain_update(b"VDR1/evidence")
        .chain_update(&list)
        .finalize()
        .into()
}
