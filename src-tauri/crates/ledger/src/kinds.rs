//! Records by what they say, newest first.

use casework::StreamId;
use rusqlite::params;

use crate::records::{BODIES, StreamRecord, stream_record};
use crate::{Ledger, LedgerFault};

pub(crate) const NEWEST_OF_KIND: &str = "SELECT seq, header, signature, hash, revision FROM records
     WHERE kind = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3";

impl Ledger {
    /// The newest records of these kinds, newest first, over all streams: those before a place in the chain, or the very
    /// newest; at most `limit`. Each kind is one range of an index, however long the log is.
    ///
    /// # Errors
    /// As [`head`](Self::head).
    pub fn newest_of_kinds(
        &self,
        kinds: &[&str],
        before_seq: Option<u64>,
        limit: u32,
    ) -> Result<Vec<StreamRecord>, LedgerFault> {
        // SQLite's whole numbers end here; no chain is as long.
        let before = before_seq.unwrap_or(u64::MAX).min(i64::MAX as u64);
        let mut select = self.connection.prepare_cached(NEWEST_OF_KIND)?;
        let mut bodies = self.connection.prepare_cached(BODIES)?;
        let mut found = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            if kinds[..at].contains(kind) {
                continue;
            }
            let mut rows = select.query(params![kind, before, limit])?;
            while let Some(row) = rows.next()? {
                found.push(stream_record(row, &mut bodies)?);
            }
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.record.header().seq));
        found.truncate(limit as usize);
        Ok(found)
    }
}

impl Ledger {
    /// Every stream that has a record of this kind, in the order of their ids.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn streams_of_kind(&self, kind: &str) -> Result<Vec<StreamId>, LedgerFault> {
        let mut select = self.connection.prepare_cached(
            "SELECT DISTINCT stream FROM records WHERE kind = ?1 ORDER BY stream",
        )?;
        let mut rows = select.query([kind])?;
        let mut streams = Vec::new();
        while let Some(row) = rows.next()? {
            let id: [u8; 16] = row.get(0)?;
            streams.push(StreamId::from_bytes(id));
        }
        Ok(streams)
    }
}
