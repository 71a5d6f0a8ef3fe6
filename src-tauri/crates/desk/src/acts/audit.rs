//! Verifying the log: every record, from the first.

use std::ops::ControlFlow;

use casework::{Case, Role, evolve};
use record::{ChainCheck, Erasures, TeamId};

use crate::case_file::against;
use crate::desk::{Desk, TO_JUDGE};
use crate::{DeskFault, HouseRefusal};

/// Records between two looks at whether to go on.
const TOLD_EVERY: u64 = 1_000;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Records that hold, from the first on.
    pub records: u64,
    /// The hash of the last of them, to be compared with a printed one.
    pub head: Option<[u8; 32]>,
    /// The first record that does not hold, where there is one.
    pub broken: Option<BrokenRecord>,
}

/// The first record that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRecord {
    /// Its place in the chain.
    pub seq: u64,
    /// What is wrong, in words without values.
    pub reason: String,
}

impl Desk {
    /// Verifies the log from its first record: order, links, signatures, bodies; that each proposal rests on the evidence
    /// of its case and each review is somebody else's who supervises; then the file itself, page by page. That each grant
    /// has two people behind it is asked whenever somebody signs in.
    ///
    /// # Errors
    /// A store that cannot be read, or whose pages are damaged.
    pub fn verify_log(&self) -> Result<AuditReport, DeskFault> {
        self.verify_log_telling(&mut |_, _| ControlFlow::Continue(()))
    }

    /// As [`verify_log`](Self::verify_log), telling how many records hold so far, and of how many.
    ///
    /// # Errors
    /// As there; [`HouseRefusal::Stopped`].
    pub fn verify_log_telling(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<AuditReport, DeskFault> {
        self.needs(&[
            Role::Auditor,
            Role::Supervisor,
            Role::Administrator,
            Role::Operator,
        ])?;
        let mut check = ChainCheck::new(TeamId(self.team.0), self.id, self.receipts());
        let mut broken = None;
        let mut stopped = false;
        let total = self.head.map_or(0, |(seq, ..)| seq + 1);
        self.ledger.walk(0, |stored| {
            let (done, _) = check.head();
            if done % TOLD_EVERY == 0 && progress(done, total).is_break() {
                stopped = true;
                return ControlFlow::Break(());
            }
            match check.admit(stored, |actor, seq| self.roster.verifying_key(*actor, seq)) {
                Ok(_) => ControlFlow::Continue(()),
                Err(found) => {
                    broken = Some(BrokenRecord {
                        seq: found.seq,
                        reason: found.to_string(),
                    });
                    ControlFlow::Break(())
                }
            }
        })?;
        if stopped {
            return Err(HouseRefusal::Stopped.into());
        }
        if broken.is_none() {
            broken = self.judgement_out_of_place(progress)?;
        }
        let (records, head) = check.head();
        if broken.is_none() {
            self.ledger.integrity_check()?;
        }
        Ok(AuditReport {
            records,
            head,
            broken,
        })
    }

    /// The first proposal that does not rest on its evidence, or review by somebody who might not: what signatures alone do
    /// not tell, since whoever signed it held a key of the desk.
    fn judgement_out_of_place(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Option<BrokenRecord>, DeskFault> {
        let streams = self.ledger.streams_of_kind("proposed")?;
        let total = streams.len() as u64;
        for (done, id) in (0..).zip(streams) {
            if done % TOLD_EVERY == 0 && progress(done, total).is_break() {
                return Err(HouseRefusal::Stopped.into());
            }
            if self.ledger.case_key(id)?.is_none() {
                // Erased under a receipt: what it rested on is gone with it.
                continue;
            }
            let (stream, records) = self.stream(id)?;
            let mut case = Case::new(id);
            for stored in &records {
                let seq = stored.record.header().seq;
                let recorded = self.recorded(&stream, stored, TO_JUDGE)?;
                if let Some(reason) = against(&case, &recorded, &self.roster, seq) {
                    let reason = format!("record {seq} does not hold: {reason}");
                    return Ok(Some(BrokenRecord { seq, reason }));
                }
                case = evolve(case, &recorded);
            }
        }
        Ok(None)
    }

    /// What the receipts of erasures say, which stand later in the chain than what they excuse. They were read and judged
    /// with the roster at sign-in, under the lock that has kept the file since.
    pub(crate) fn receipts(&self) -> Erasures {
        let erasures = self.roster.erasures();
        erasures.map(|(case, at)| (case, at.seq)).collect()
    }
}
