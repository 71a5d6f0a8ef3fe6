use casework::StreamId;
use rusqlite::{Connection, params};
use seal::IndexField;

use crate::{Ledger, LedgerFault};

/// A case can be found under this keyed digest of one of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupRow {
    /// Which of its values.
    pub field: IndexField,
    /// HMAC of the normalised value under the field's index key, 16 bytes.
    pub digest: [u8; 16],
    /// The case.
    pub stream: StreamId,
}

/// How a field is written in the store. Kept for ever.
fn code(field: IndexField) -> u8 {
    match field {
        IndexField::Card => 1,
        IndexField::Document => 2,
        IndexField::Phone => 3,
    }
}

/// A case may come with a value it came with before: an amended submission keeps most of them.
pub(crate) fn add(transaction: &Connection, rows: &[LookupRow]) -> Result<(), LedgerFault> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO lookup (field, digest, stream) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    // In the order of the index: neighbours lie on one page, which is then looked for once.
    let mut rows: Vec<&LookupRow> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| (code(row.field), row.digest));
    for row in rows {
        insert.execute(params![code(row.field), row.digest, row.stream.as_bytes()])?;
    }
    Ok(())
}

impl Ledger {
    /// Cases with this value, at most `limit`, in no order that means anything.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn lookup(
        &self,
        field: IndexField,
        digest: &[u8; 16],
        limit: u32,
    ) -> Result<Vec<StreamId>, LedgerFault> {
        // The limit is kept out of the statement: SQLite plans one with a bound limit anew each time it is bound, which
        // took two thirds of the time of a lookup. The index gives the rows one by one, in its order.
        let mut select = self.connection.prepare_cached(
            "SELECT stream FROM lookup WHERE field = ?1 AND digest = ?2 ORDER BY stream",
        )?;
        let found = select.query_map(params![code(field), digest], |row| {
            row.get(0).map(StreamId::from_bytes)
        })?;
        let found = found.take(limit as usize);
        Ok(found.collect::<Result<_, _>>()?)
    }
}
