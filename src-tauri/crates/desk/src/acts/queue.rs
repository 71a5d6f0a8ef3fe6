//! What waits, and taking the next.

use casework::{CaseCommand, CaseId, CaseStatus, Refusal};
use ledger::{CaseRow, LedgerFault, QueueCursor, QueueQuery};

use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

/// One page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePage {
    /// The cases, in the queue's order.
    pub cases: Vec<CaseRow>,
    /// Where the next page begins, where there is one.
    pub next: Option<QueueCursor>,
    /// How many cases stand in each status.
    pub counts: Vec<(CaseStatus, u64)>,
}

/// How many cases `next` tries before it says that nothing waits: others may be claiming at the same moment.
const TRIED: u32 = 8;

impl Desk {
    /// A page of the cases in these statuses.
    ///
    /// # Errors
    /// The role that works cases is needed; ledger faults.
    pub fn queue(
        &self,
        statuses: &[CaseStatus],
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<QueuePage, DeskFault> {
        self.needs_case_worker()?;
        let cases = self.ledger.queue(QueueQuery {
            statuses,
            after,
            limit,
        })?;
        let full = cases.len() == limit as usize;
        let next = cases.last().filter(|_| full).map(CaseRow::cursor);
        Ok(QueuePage {
            cases,
            next,
            counts: self.ledger.status_counts()?,
        })
    }

    /// Claims the case at the front of the queue.
    ///
    /// # Errors
    /// [`HouseRefusal::QueueEmpty`] where nothing waits that this person may take.
    pub fn claim_next(&mut self) -> Result<CaseId, DeskFault> {
        self.needs_case_worker()?;
        let work = [CaseStatus::Open, CaseStatus::InProgress];
        for row in self
            .ledger
            .next_claimable(self.now_ms(), &work, self.person, TRIED)?
        {
            match self.act(row.stream, &CaseCommand::Claim) {
                Ok(_) => return Ok(row.stream),
                Err(
                    DeskFault::Refused(Refusal::ClaimedByOther { .. })
                    | DeskFault::Ledger(LedgerFault::Conflict),
                ) => {}
                Err(fault) => return Err(fault),
            }
        }
        Err(HouseRefusal::QueueEmpty.into())
    }
}
