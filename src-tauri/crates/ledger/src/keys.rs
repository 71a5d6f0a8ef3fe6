use std::fmt;
use std::ops::ControlFlow;

use casework::StreamId;
use rusqlite::{Connection, OptionalExtension, Row, params};
use seal::KeyId;

use crate::{Ledger, LedgerFault};

/// Which bucket key wraps a case key: it tells when the case is due for erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Cases that are open, held or reopened: no date yet.
    Open,
    /// The desk's own streams: never due.
    Desk,
    /// Cases due in this month.
    Month {
        /// Year, 1 to 9999.
        year: u16,
        /// Month, 1 to 12.
        month: u8,
    },
}

impl Bucket {
    /// Reads the stored spelling: `open`, `desk`, or year and month as `2027-03`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "open" => return Some(Self::Open),
            "desk" => return Some(Self::Desk),
            _ => {}
        }
        let (year, month) = text.split_once('-')?;
        let number = |digits: &str, length| {
            let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse::<u16>().ok())?
        };
        let (year, month) = (number(year, 4)?, number(month, 2)?);
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self::Month {
            year,
            month: month as u8,
        })
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Desk => f.write_str("desk"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

/// A bucket key as it is stored: wrapped by the store key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketKeyRow {
    /// The bucket.
    pub bucket: Bucket,
    /// The key's id.
    pub key_id: KeyId,
    /// The key, wrapped.
    pub wrap: Vec<u8>,
}

/// A case or stream key as it is stored: wrapped by a bucket key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseKeyRow {
    /// The case or desk topic.
    pub stream: StreamId,
    /// The key's id.
    pub key_id: KeyId,
    /// Whose key wraps it.
    pub bucket: Bucket,
    /// The key, wrapped.
    pub wrap: Vec<u8>,
}

/// What happens to a bucket key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BucketKeyChange {
    /// It comes, or takes the place of the bucket's key.
    Put(BucketKeyRow),
    /// It goes; a case key that still lies in the bucket makes the unit of work a conflict.
    Delete(Bucket),
}

/// What happens to a case key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseKeyChange {
    /// It comes, or its wrap takes the place of the one before.
    Put(CaseKeyRow),
    /// It goes, and with it whatever it sealed.
    Delete(StreamId),
}

pub(crate) fn change_bucket_keys(
    transaction: &Connection,
    changes: &[BucketKeyChange],
) -> Result<(), LedgerFault> {
    for change in changes {
        match change {
            BucketKeyChange::Put(row) => transaction
                .prepare_cached(
                    "INSERT INTO bucket_keys (bucket, key_id, wrap) VALUES (?1, ?2, ?3)
                     ON CONFLICT (bucket) DO UPDATE SET key_id = excluded.key_id, wrap = excluded.wrap",
                )?
                .execute(params![row.bucket.to_string(), row.key_id.0, row.wrap])?,
            BucketKeyChange::Delete(bucket) => transaction
                .prepare_cached("DELETE FROM bucket_keys WHERE bucket = ?1")?
                .execute([bucket.to_string()])?,
        };
    }
    Ok(())
}

pub(crate) fn change_case_keys(
    transaction: &Connection,
    changes: &[CaseKeyChange],
) -> Result<(), LedgerFault> {
    let mut put = transaction.prepare_cached(
        "INSERT INTO case_keys (stream, key_id, bucket, wrap) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (stream) DO UPDATE
         SET key_id = excluded.key_id, bucket = excluded.bucket, wrap = excluded.wrap",
    )?;
    for change in changes {
        match change {
            CaseKeyChange::Put(row) => put.execute(params![
                row.stream.as_bytes(),
                row.key_id.0,
                row.bucket.to_string(),
                row.wrap
            ])?,
            CaseKeyChange::Delete(stream) => transaction
                .prepare_cached("DELETE FROM case_keys WHERE stream = ?1")?
                .execute([stream.as_bytes()])?,
        };
    }
    Ok(())
}

/// History that comes from elsewhere, with a restored backup. What this store wraps itself it remembers by triggers.
pub(crate) fn remember_buckets(
    transaction: &Connection,
    history: &[(StreamId, Bucket)],
) -> Result<(), LedgerFault> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO bucket_history (stream, bucket) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    for (stream, bucket) in history {
        insert.execute(params![stream.as_bytes(), bucket.to_string()])?;
    }
    Ok(())
}

pub(crate) fn keep_credentials(
    transaction: &Connection,
    credentials: &[(String, Vec<u8>)],
) -> Result<(), LedgerFault> {
    for (name, sealed) in credentials {
        transaction
            .prepare_cached("INSERT INTO credentials (name, sealed) VALUES (?1, ?2)")?
            .execute(params![name, sealed])?;
    }
    Ok(())
}

impl Ledger {
    /// A sealed credential that is kept here because the desk has no keychain.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn credential(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerFault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT sealed FROM credentials WHERE name = ?1")?;
        Ok(select.query_row([name], |row| row.get(0)).optional()?)
    }

    /// The wrapped key of a case or desk topic; `None` where it never was, or is erased.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn case_key(&self, stream: StreamId) -> Result<Option<CaseKeyRow>, LedgerFault> {
        let mut select = self.connection.prepare_cached(
            "SELECT stream, key_id, bucket, wrap FROM case_keys WHERE stream = ?1",
        )?;
        let mut rows = select.query([stream.as_bytes()])?;
        rows.next()?.map(case_key).transpose()
    }

    /// Hands over all case and stream keys, wrapped, one at a time, until `visit` breaks.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn all_case_keys(
        &self,
        mut visit: impl FnMut(CaseKeyRow) -> ControlFlow<()>,
    ) -> Result<(), LedgerFault> {
        visit_case_keys(&self.connection, |row| Ok(visit(row)))
    }

    /// Every bucket whose key ever wrapped the key of this stream, also after the key is erased: their keys are to
    /// be new before nothing opens it any more.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn buckets_that_wrapped(&self, stream: StreamId) -> Result<Vec<Bucket>, LedgerFault> {
        let mut select = self.connection.prepare_cached(
            "SELECT bucket FROM bucket_history WHERE stream = ?1 ORDER BY bucket",
        )?;
        let mut rows = select.query([stream.as_bytes()])?;
        let mut buckets = Vec::new();
        while let Some(row) = rows.next()? {
            buckets.push(bucket(row, 0)?);
        }
        Ok(buckets)
    }

    /// Hands over the whole history, stream by stream, until `visit` breaks.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn bucket_history(
        &self,
        mut visit: impl FnMut(StreamId, Bucket) -> ControlFlow<()>,
    ) -> Result<(), LedgerFault> {
        let mut select = self
            .connection
            .prepare("SELECT stream, bucket FROM bucket_history ORDER BY stream, bucket")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if visit(StreamId::from_bytes(row.get(0)?), bucket(row, 1)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// All bucket keys, wrapped, by name of their bucket.
    ///
    /// # Errors
    /// `Damaged`, `Io`.
    pub fn bucket_keys(&self) -> Result<Vec<BucketKeyRow>, LedgerFault> {
        bucket_keys(&self.connection)
    }
}

/// All bucket keys of the store, by name of their bucket.
pub(crate) fn bucket_keys(connection: &Connection) -> Result<Vec<BucketKeyRow>, LedgerFault> {
    let mut select = connection
        .prepare_cached("SELECT bucket, key_id, wrap FROM main.bucket_keys ORDER BY bucket")?;
    let mut rows = select.query([])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(BucketKeyRow {
            bucket: bucket(row, 0)?,
            key_id: KeyId(row.get(1)?),
            wrap: row.get(2)?,
        });
    }
    Ok(keys)
}

/// Hands over all case and stream keys, one at a time, until `visit` breaks or fails.
pub(crate) fn visit_case_keys<E: From<LedgerFault>>(
    connection: &Connection,
    mut visit: impl FnMut(CaseKeyRow) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let fault = LedgerFault::from;
    let mut select = connection
        .prepare("SELECT stream, key_id, bucket, wrap FROM main.case_keys ORDER BY rowid")
        .map_err(fault)?;
    let mut rows = select.query([]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let row = case_key(row)?;
        if visit(row)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The key in this row: `stream`, `key_id`, `bucket`, `wrap`.
fn case_key(row: &Row<'_>) -> Result<CaseKeyRow, LedgerFault> {
    Ok(CaseKeyRow {
        stream: StreamId::from_bytes(row.get(0)?),
        key_id: KeyId(row.get(1)?),
        bucket: bucket(row, 2)?,
        wrap: row.get(3)?,
    })
}

pub(crate) fn bucket(row: &Row<'_>, column: usize) -> Result<Bucket, LedgerFault> {
    let word = row
        .get_ref(column)?
        .as_str()
        .map_err(|_| LedgerFault::Damaged)?;
    Bucket::parse(word).ok_or(LedgerFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_as_it_is_written_and_no_other_way() {
        for bucket in [
            Bucket::Open,
            Bucket::Desk,
            Bucket::Month {
                year: 2027,
                month: 3,
            },
        ] {
            assert_eq!(Bucket::parse(&bucket.to_string()), Some(bucket));
        }
        for text in [
            "", "Open", "2027", "2027-3", "2027-13", "2027-00", "0000-01", "+027-03", "2027-03 ",
        ] {
            assert_eq!(Bucket::parse(text), None, "{text:?}");
        }
    }
}
