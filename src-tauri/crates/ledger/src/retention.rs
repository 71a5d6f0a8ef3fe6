use casework::{CaseStatus, StreamId};
use rusqlite::params;

use crate::cases::select_cases;
use crate::{Bucket, CaseRow, Ledger, LedgerFault, keys};

/// How long a case is kept. The rule that says so is not here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RetentionRow {
    /// Until when it is kept, milliseconds since 1970; none while it is open.
    pub retain_until_ms: Option<i64>,
    /// Kept whatever its date says: a legal hold.
    pub on_hold: bool,
    /// Gone from the desk's lists; found by its reference and in the archive.
    pub archived: bool,
}

/// Where a page of the archive ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveCursor {
    /// When the last case shown last changed, milliseconds since 1970.
    pub updated_ms: i64,
    /// That case.
    pub stream: StreamId,
}

impl CaseRow {
    /// The cursor of the archive that continues after this case.
    pub fn archive_cursor(&self) -> ArchiveCursor {
        ArchiveCursor {
            updated_ms: self.updated_ms,
            stream: self.stream,
        }
    }
}

/// Answered by the index of what is due, in its order.
pub(crate) const DUE: &str = select_cases!(
    "WHERE retain_until_ms IS NOT NULL AND hold = 0 AND retain_until_ms <= ?1 AND status IN (?2, ?3)
     ORDER BY retain_until_ms, stream LIMIT ?4"
);

pub(crate) const ARCHIVE_PAGE: &str = select_cases!(
    "WHERE archived = 1 AND (updated_ms, stream) < (?1, ?2) ORDER BY updated_ms DESC, stream DESC LIMIT ?3"
);

/// What ended before a moment and is still in the lists.
pub(crate) const ENDED: &str = select_cases!(
    "WHERE status IN (?1, ?2) AND archived = 0 AND retain_until_ms IS NOT NULL AND updated_ms <= ?3 LIMIT ?4"
);

/// After every id there is: seventeen bytes are more than any sixteen.
const AFTER_ALL: [u8; 17] = [0xff; 17];

impl Ledger {
    /// Cases whose time is over: closed or back at the customer for good, kept until a moment that has passed, and
    /// not on hold; the longest due first, at most `limit`.
    ///
    /// # Errors
    /// `Damaged`, `Io`; so for every reading below.
    pub fn due_for_erasure(&self, now_ms: i64, limit: u32) -> Result<Vec<CaseRow>, LedgerFault> {
        let [closed, returned] =
            [CaseStatus::Closed, CaseStatus::ScreenedOut].map(CaseStatus::as_str);
        self.cases(DUE, params![now_ms, closed, returned, limit])
    }

    /// The same cases by nothing but their moments and ids, all of them.
    ///
    /// # Errors
    /// As [`due_for_erasure`](Self::due_for_erasure).
    pub fn all_due_for_erasure(&self, now_ms: i64) -> Result<Vec<(i64, StreamId)>, LedgerFault> {
        let [closed, returned] =
            [CaseStatus::Closed, CaseStatus::ScreenedOut].map(CaseStatus::as_str);
        let mut select = self.connection.prepare_cached(
            "SELECT retain_until_ms, stream FROM cases
             WHERE retain_until_ms IS NOT NULL AND hold = 0 AND retain_until_ms <= ?1 AND status IN (?2, ?3)
             ORDER BY retain_until_ms, stream",
        )?;
        let mut rows = select.query(params![now_ms, closed, returned])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            due.push((row.get(0)?, StreamId::from_bytes(row.get(1)?)));
        }
        Ok(due)
    }

    /// Ended cases that last changed at this moment or before it and are not in the archive yet.
    ///
    /// # Errors
    /// As [`due_for_erasure`](Self::due_for_erasure).
    pub fn ended_before(&self, moment_ms: i64, limit: u32) -> Result<Vec<CaseRow>, LedgerFault> {
        let [closed, returned] =
            [CaseStatus::Closed, CaseStatus::ScreenedOut].map(CaseStatus::as_str);
        self.cases(ENDED, params![closed, returned, moment_ms, limit])
    }

    /// One page of the archive: what changed last comes first.
    ///
    /// # Errors
    /// As [`due_for_erasure`](Self::due_for_erasure).
    pub fn archived(
        &self,
        after: Option<ArchiveCursor>,
        limit: u32,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        match after {
            Some(after) => self.cases(
                ARCHIVE_PAGE,
                params![after.updated_ms, after.stream.as_bytes(), limit],
            ),
            None => self.cases(ARCHIVE_PAGE, params![i64::MAX, AFTER_ALL, limit]),
        }
    }

    /// How many case and stream keys lie in each bucket that has any: the months in order, then the desk's own
    /// streams and the open cases.
    ///
    /// # Errors
    /// As [`due_for_erasure`](Self::due_for_erasure).
    pub fn counts_by_erase_month(&self) -> Result<Vec<(Bucket, u64)>, LedgerFault> {
        let mut select = self.connection.prepare_cached(
            "SELECT bucket, count(*) FROM case_keys GROUP BY bucket ORDER BY bucket",
        )?;
        let mut rows = select.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            counts.push((keys::bucket(row, 0)?, row.get(1)?));
        }
        Ok(counts)
    }
}
