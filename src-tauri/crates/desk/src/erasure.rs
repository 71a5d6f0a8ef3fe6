//! Erasing cases: what is due, the run, and one case before its time.
//!
//! ```text
//! (1) one transaction: the receipt, and with it the key, the bodies, the digests, the calls of each case it names
//! (2) the log of the store is emptied: it still holds the pages as they were
//! (3) a key change, in which every bucket gets a new key that ever wrapped one of the erased keys
//! ```
//! A crash after (1) leaves the roster saying that keys must be changed; the next sign-in makes up for it.

mod certificate;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use casework::erasure::{is_due, may_erase_early};
use casework::{
    CaseId, Change, DeskEvent, DueMonth, Erasure, ErasureCause, RecordId, Refusal, Role,
    RosterEvent,
};
use identifiers::Sensitive;
use record::Part;

pub use self::certificate::ErasureCertificate;
use crate::acts::prose;
use crate::desk::Desk;
use crate::key_change::KeyChangeProgress;
use crate::{DeskFault, HouseRefusal};

/// Cases whose time is over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasureDue {
    /// How many.
    pub cases: u64,
    /// How many were kept to the end of which month, the longest over first.
    pub months: Vec<(DueMonth, u64)>,
    /// Since when the first of them is over, milliseconds since 1970.
    pub since_ms: Option<i64>,
    /// By how much the run is late: since the first moment at which it could have been.
    pub late_ms: i64,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureProgress {
    /// Cases are being erased.
    Erasing {
        /// So many are.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// The keys are being changed.
    ChangingKeys(KeyChangeProgress),
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErasureReport {
    /// So many cases are erased.
    pub erased: u64,
    /// So many looked due by the list, and their records said otherwise.
    pub kept: u64,
}

/// Cases that one receipt names.
const CASES_A_RECEIPT: usize = 1_000;

/// What judging whether a case may go takes: nothing personal is opened for it.
const TO_JUDGE: &[Part] = &[Part::Overview];

impl Desk {
    /// The cases whose time is over, counted.
    ///
    /// # Errors
    /// Ledger faults.
    pub fn due_for_erasure(&self) -> Result<ErasureDue, DeskFault> {
        let now_ms = self.now_ms();
        let all = self.ledger.all_due_for_erasure(now_ms)?;
        let mut due = ErasureDue {
            cases: all.len() as u64,
            since_ms: all.first().map(|(until_ms, _)| *until_ms),
            ..ErasureDue::default()
        };
        due.late_ms = due.since_ms.map_or(0, |since| now_ms - since);
        for month in all.iter().filter_map(|(until, _)| DueMonth::of(*until)) {
            match due.months.last_mut() {
                Some((last, count)) if *last == month => *count += 1,
                Some(_) | None => due.months.push((month, 1)),
            }
        }
        Ok(due)
    }

    /// Erases every case whose time is over, then changes the keys. Stopping it between two receipts keeps what they say:
    /// the keys are changed all the same.
    ///
    /// # Errors
    /// An administrator is needed; a key change that did not come to its end; as for a key change. What is erased by
    /// then stays erased, and the keys are changed at the next sign-in.
    pub fn erase_due(
        &mut self,
        progress: &mut dyn FnMut(ErasureProgress) -> ControlFlow<()>,
    ) -> Result<ErasureReport, DeskFault> {
        self.needs(&[Role::Administrator])?;
        self.not_in_quarantine()?;
        self.key_change_must_be_finished()?;
        self.no_backup_runs()?;
        let now_ms = self.now_ms();
        let all = self.ledger.all_due_for_erasure(now_ms)?;
        let mut report = ErasureReport::default();
        for part in all.chunks(CASES_A_RECEIPT) {
            let at = ErasureProgress::Erasing {
                done: report.erased,
                total: all.len() as u64,
            };
            if progress(at).is_break() {
                if report.erased == 0 {
                    return Err(HouseRefusal::Stopped.into());
                }
                break;
            }
            // The list says when to look; the case's own records say whether.
            let mut cases = Vec::with_capacity(part.len());
            for (_, id) in part {
                if is_due(&self.load_parts(*id, TO_JUDGE)?.case, now_ms) {
                    cases.push(*id);
                }
            }
            report.kept += (part.len() - cases.len()) as u64;
            if cases.is_empty() {
                continue;
            }
            cases.sort_unstable();
            report.erased += cases.len() as u64;
            let receipt = Erasure {
                cause: ErasureCause::Run,
                cases,
                proposal: None,
                terms: self.retention().hash(),
            };
            self.write_desk_events(&[DeskEvent::Roster(RosterEvent::Erased(receipt))], None)?;
        }
        self.change_keys_if_due(&mut |at| progress(ErasureProgress::ChangingKeys(at)))?;
        Ok(report)
    }

    /// Proposes to erase one case before its time. Whoever proposes it sees no more of the case than that it is there.
    ///
    /// # Errors
    /// An administrator is needed; no such case, or it is erased; no reason, or one with card data.
    pub fn propose_erasure(
        &mut self,
        reference: &str,
        why: &Sensitive,
    ) -> Result<RecordId, DeskFault> {
        self.needs(&[Role::Administrator])?;
        let case = self.find_any_case(reference)?;
        self.propose_change(Change::EraseCase {
            case,
            why: prose(why)?.expose().to_owned(),
        })
    }

    /// Whether what an approval would erase may be erased now.
    pub(crate) fn may_erase(&self, events: &[DeskEvent]) -> Result<(), DeskFault> {
        for event in events {
            if let DeskEvent::Roster(RosterEvent::Erased(erasure)) = event {
                self.key_change_must_be_finished()?;
                self.no_backup_runs()?;
                erasure.cases.iter().try_for_each(|it| self.may_go(*it))?;
            }
        }
        Ok(())
    }

    fn may_go(&self, case: CaseId) -> Result<(), DeskFault> {
        if self.ledger.case_row(case)?.is_none() {
            return Err(Refusal::NotReceived.into());
        }
        Ok(may_erase_early(&self.load_parts(case, TO_JUDGE)?.case)?)
    }

    /// The receipt of a key change that is still to come must not stand for the one that an erasure needs.
    fn key_change_must_be_finished(&self) -> Result<(), DeskFault> {
        match self.key_change_is_finished() {
            true => Ok(()),
            false => Err(HouseRefusal::KeyChangeUnfinished.into()),
        }
    }
}
