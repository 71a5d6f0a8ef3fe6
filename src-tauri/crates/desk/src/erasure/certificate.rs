//! The certificate of an erasure: who, when, under which rule, and the bytes that prove it.

use casework::{CaseId, Role};
use record::{ErasureEvidence, Part, ProvenErasure, verify_erasure};

use crate::desk::{Desk, ROSTER};
use crate::{DeskFault, HouseRefusal};

/// What a desk says of an erased case. It verifies without the desk ([`verify_erasure`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureCertificate {
    /// The case.
    pub case: CaseId,
    /// What the receipt says, and of which team and desk.
    pub proven: ProvenErasure,
    /// The name of who erased it, as colleagues see it.
    pub by: String,
    /// The key that checks the signature: who erased it had it then.
    pub key: [u8; 32],
    /// The receipt's bytes.
    pub evidence: ErasureEvidence,
    /// The newest record's place in the chain, and its hash: what a printed log of that day ends with.
    pub head: (u64, [u8; 32]),
}

impl Desk {
    /// The certificate of an erased case, verified before it is handed out.
    ///
    /// # Errors
    /// [`HouseRefusal::NotErased`]; a role that audits, reviews or administers is needed.
    pub fn erasure_certificate(&self, reference: &str) -> Result<ErasureCertificate, DeskFault> {
        self.needs(&[Role::Auditor, Role::Supervisor, Role::Administrator])?;
        let case = self.find_any_case(reference)?;
        let erased = self.roster.erased(case).ok_or(HouseRefusal::NotErased)?;
        let broken = DeskFault::LogBroken { seq: erased.seq };
        let receipts = self.ledger.stream(ROSTER)?;
        let found = receipts
            .into_iter()
            .find(|it| it.record.header().seq == erased.seq);
        let record = found.ok_or_else(|| broken.clone())?.record;
        let key = self
            .roster
            .verifying_key(record.header().actor, erased.seq)
            .ok_or_else(|| broken.clone())?;
        let evidence = ErasureEvidence {
            header: record.header_bytes().to_vec(),
            signature: *record.signature(),
            open: record.body(Part::Open).unwrap_or_default().to_vec(),
        };
        let proven = verify_erasure(&evidence, case, &key).map_err(|_| broken)?;
        let (seq, head, _) = self.head.ok_or(DeskFault::KeysDamaged)?;
        Ok(ErasureCertificate {
            case,
            by: self.roster.name(proven.by).unwrap_or("?").to_owned(),
            proven,
            key,
            evidence,
            head: (seq, head),
        })
    }
}
