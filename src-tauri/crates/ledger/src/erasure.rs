//! What is left of a case when its time is over: its headers, and nothing of what they sealed.

use casework::{CaseStatus, StreamId};
use record::Part;
use rusqlite::{Connection, params};

use crate::LedgerFault;

/// Takes away everything of these streams that may hold personal data. What is deleted is overwritten in its page
/// (`secure_delete`); the log still holds the page as it was until the next
/// [`checkpoint`](crate::Ledger::checkpoint).
pub(crate) fn erase(transaction: &Connection, streams: &[StreamId]) -> Result<(), LedgerFault> {
    if streams.is_empty() {
        return Ok(());
    }
    // The part `open` holds ids, hashes and dates only: receipts and grants, which must verify for ever.
    let mut bodies = transaction.prepare_cached(
        "DELETE FROM bodies WHERE part <> ?2 AND seq IN (SELECT seq FROM records WHERE stream = ?1)",
    )?;
    let mut known = transaction.prepare_cached("SELECT 1 FROM records WHERE stream = ?1")?;
    let mut key = transaction.prepare_cached("DELETE FROM case_keys WHERE stream = ?1")?;
    // The row stays, so that the desk's counts and its times stay true. The partner and its reference may be
    // personal: the stream's own id stands in the place that must be unique.
    let mut case = transaction.prepare_cached(
        "UPDATE cases SET partner = '', reference = ?2, status = ?3, outcome = NULL, masked_name = '',
             masked_document = '', masked_card = '', masked_phone = '', amount_minor = 0, claimed_by = NULL,
             claim_until_ms = NULL, proposed_by = NULL, checks = '', attention = NULL, rank = 0, rank_reason = '',
             retain_until_ms = NULL, hold = 0, archived = 0
         WHERE stream = ?1",
    )?;
    for stream in streams {
        let id = stream.as_bytes();
        if !known.exists([id])? {
            return Err(LedgerFault::Conflict);
        }
        bodies.execute(params![id, Part::Open.as_str()])?;
        key.execute([id])?;
        case.execute(params![id, stream.to_string(), CaseStatus::Erased.as_str()])?;
    }
    // Neither table has an index by stream, which every import would pay for: one pass over each, whatever the
    // number of streams.
    let all: Vec<String> = streams
        .iter()
        .map(|stream| format!("\"{stream}\""))
        .collect();
    let all = format!("[{}]", all.join(","));
    for pass in [
        "DELETE FROM lookup WHERE stream IN (SELECT unhex(value) FROM json_each(?1))",
        "DELETE FROM outbox WHERE stream IN (SELECT unhex(value) FROM json_each(?1))",
    ] {
        transaction.prepare_cached(pass)?.execute([&all])?;
    }
    Ok(())
}
