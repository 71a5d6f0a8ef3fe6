//! What waits, and taking the next.

use casework::{CaseCommand, CaseId, CaseStatus, Refusal};
use ledger::{CaseRow, LedgerFault, QueueCursor, QueueQuery};

use crate::desk::Desk;
use crate::unit::digests_of_numbers;
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
    /// How many cases the person signed in has in hand, counted up to [`MOST_IN_HAND`].
    pub mine: u64,
}

/// Nobody works on more cases at once than fit on a page; beyond it they are not counted.
pub const MOST_IN_HAND: u32 = 200;
/// How many cases a search shows: who sees more than these types another digit.
const FOUND_AT_MOST: u32 = 20;

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
            mine: self.in_hand()?.len() as u64,
        })
    }

    /// The cases the person signed in has in hand, on one page.
    ///
    /// # Errors
    /// As [`queue`](Self::queue).
    pub fn queue_mine(&self) -> Result<QueuePage, DeskFault> {
        self.needs_case_worker()?;
        let cases = self.in_hand()?;
        Ok(QueuePage {
            mine: cases.len() as u64,
            cases,
            next: None,
            counts: self.ledger.status_counts()?,
        })
    }

    fn in_hand(&self) -> Result<Vec<CaseRow>, DeskFault> {
        Ok(self
            .ledger
            .in_hand(self.person, self.now_ms(), MOST_IN_HAND)?)
    }

    /// Cases by their reference or its beginning, or by a whole card, document or phone number, which is looked for by
    /// its keyed digest. Spaces and dashes in numbers do not matter.
    ///
    /// # Errors
    /// The role that works cases is needed; ledger faults.
    pub fn find(&self, text: &str) -> Result<Vec<CaseRow>, DeskFault> {
        self.needs_case_worker()?;
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let reference = text.rsplit('/').next().unwrap_or(text);
        let mut found = match reference {
            "" => Vec::new(),
            beginning => self.ledger.with_reference(beginning, FOUND_AT_MOST)?,
        };
        for (field, digest) in digests_of_numbers(&self.index, [text; 3], self.now_ms()) {
            for stream in self.ledger.lookup(field, &digest, FOUND_AT_MOST)? {
                if found.iter().all(|row| row.stream != stream)
                    && let Some(row) = self.ledger.case_row(stream)?
                {
                    found.push(row);
                }
            }
        }
        found.truncate(FOUND_AT_MOST as usize);
        Ok(found)
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
