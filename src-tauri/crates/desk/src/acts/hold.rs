//! Legal holds, the archive, and how long cases are kept.

use casework::{Case, CaseCommand, CaseId, Change, RecordId, RetentionTerms};
use identifiers::Sensitive;
use ledger::{ArchiveCursor, CaseRow, UnitOfWork};

use super::prose;
use crate::DeskFault;
use crate::desk::Desk;

/// Cases that leave the lists with one commit.
const ARCHIVED_AT_ONCE: u32 = 1_000;

impl Desk {
    /// Keeps a case whatever its date says. Its key goes back among those of open cases.
    ///
    /// # Errors
    /// A supervisor is needed, and a reason; the case is held already, or erased.
    pub fn place_hold(&mut self, id: CaseId, reason: &Sensitive) -> Result<Case, DeskFault> {
        let reason = prose(reason)?;
        self.act(id, &CaseCommand::PlaceHold { reason })
    }

    /// Lets a case's date count again.
    ///
    /// # Errors
    /// A supervisor is needed who is not the one who placed the hold, and a reason; the case is not held.
    pub fn lift_hold(&mut self, id: CaseId, reason: &Sensitive) -> Result<Case, DeskFault> {
        let reason = prose(reason)?;
        self.act(id, &CaseCommand::LiftHold { reason })
    }

    /// How long cases are kept that end now.
    pub fn retention(&self) -> &RetentionTerms {
        &self.settings().retention
    }

    /// Proposes to keep cases for other terms. What has ended already keeps its date.
    ///
    /// # Errors
    /// A supervisor is needed; the terms in force.
    pub fn propose_retention(&mut self, terms: RetentionTerms) -> Result<RecordId, DeskFault> {
        self.propose_change(Change::SetRetention(terms))
    }

    /// One page of the archive: what changed last comes first.
    ///
    /// # Errors
    /// The role that works cases is needed; ledger faults.
    pub fn archive(
        &self,
        after: Option<ArchiveCursor>,
        limit: u32,
    ) -> Result<(Vec<CaseRow>, Option<ArchiveCursor>), DeskFault> {
        self.needs_case_worker()?;
        let cases = self.ledger.archived(after, limit)?;
        let full = cases.len() == limit as usize;
        let next = cases.last().filter(|_| full).map(CaseRow::archive_cursor);
        Ok((cases, next))
    }

    /// Takes what ended long enough ago off the lists. Nothing but the list changes, so it leaves no record.
    pub(crate) fn archive_what_ended(&mut self) -> Result<(), DeskFault> {
        let before_ms = self
            .now_ms()
            .saturating_sub(casework::policy::ARCHIVE_AFTER_MS);
        loop {
            let mut cases = self.ledger.ended_before(before_ms, ARCHIVED_AT_ONCE)?;
            if cases.is_empty() {
                return Ok(());
            }
            for row in &mut cases {
                row.retention.archived = true;
            }
            self.ledger.commit(&UnitOfWork {
                cases,
                ..UnitOfWork::default()
            })?;
        }
    }
}
