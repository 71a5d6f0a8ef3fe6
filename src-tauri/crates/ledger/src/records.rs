use std::collections::HashMap;
use std::ops::ControlFlow;

use casework::StreamId;
use record::{Base, Header, Hlc, Part, SignedRecord, StoredRecord};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use crate::{Ledger, LedgerFault};

/// A record with its place in its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRecord {
    /// The record; parts that were taken away are missing from its bodies.
    pub record: SignedRecord,
    /// Its place in its stream, the first being 1. Not in the header: the ledger gives it.
    pub revision: u64,
}

/// The newest record of the desk's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its place in the chain, the first being 0.
    pub seq: u64,
    /// Its hash, which the next record names as `prev`.
    pub hash: [u8; 32],
    /// Its logical time, which the next record's must exceed.
    pub hlc: Hlc,
}

const STREAM: &str = "SELECT seq, header, signature, hash, revision FROM records WHERE stream = ?1 ORDER BY revision";
pub(crate) const BODIES: &str = "SELECT part, envelope FROM bodies WHERE seq = ?1";
const WALK: &str = "SELECT seq, header, signature FROM records WHERE seq >= ?1 ORDER BY seq";

/// Adds records at the end of the chain, each at the end of its stream, or finds that one of them
/// does not belong there.
pub(crate) fn append(
    transaction: &Connection,
    records: &[SignedRecord],
) -> Result<(), LedgerFault> {
    if records.is_empty() {
        return Ok(());
    }
    let mut chain = chain_head(transaction)?;
    // Heads this unit of work has made itself; those before it are read when they are first needed.
    let mut heads: HashMap<StreamId, Base> = HashMap::new();
    let mut insert_record = transaction.prepare_cached(
        "INSERT INTO records (seq, id, stream, revision, kind, header, hash, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut insert_body = transaction
        .prepare_cached("INSERT INTO bodies (seq, part, envelope) VALUES (?1, ?2, ?3)")?;
    for record in records {
        let header = record.header();
        let seq = chain.map_or(0, |(newest, _)| newest + 1);
        if header.seq != seq || header.prev != chain.map(|(_, hash)| hash) {
            return Err(LedgerFault::Conflict);
        }
        let revision = match header.base {
            // A stream that has begun already refuses a second first revision by itself.
            None => 1,
            Some(base) => {
                let head = match heads.get(&header.stream) {
                    Some(head) => Some(*head),
                    None => stream_head(transaction, header.stream)?,
                };
                if head != Some(base) {
                    return Err(LedgerFault::Conflict);
                }
                base.revision + 1
            }
        };
        insert_record.execute(params![
            seq,
            header.record.as_bytes(),
            header.stream.as_bytes(),
            revision,
            header.kind.as_str(),
            record.header_bytes(),
            record.hash(),
            record.signature(),
        ])?;
        for (part, envelope) in record.bodies() {
            insert_body.execute(params![seq, part.as_str(), envelope])?;
        }
        heads.insert(
            header.stream,
            Base {
                revision,
                hash: *record.hash(),
            },
        );
        chain = Some((seq, *record.hash()));
    }
    Ok(())
}

fn chain_head(connection: &Connection) -> Result<Option<(u64, [u8; 32])>, LedgerFault> {
    let mut select =
        connection.prepare_cached("SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1")?;
    Ok(select
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn stream_head(connection: &Connection, stream: StreamId) -> Result<Option<Base>, LedgerFault> {
    let mut select = connection.prepare_cached(
        "SELECT revision, hash FROM records WHERE stream = ?1 ORDER BY revision DESC LIMIT 1",
    )?;
    let head = |row: &Row<'_>| {
        Ok(Base {
            revision: row.get(0)?,
            hash: row.get(1)?,
        })
    };
    Ok(select.query_row([stream.as_bytes()], head).optional()?)
}

/// The bytes of the record in this row (`seq`, `header`, `signature`) with the bodies that are left.
fn stored(row: &Row<'_>, bodies: &mut CachedStatement<'_>) -> Result<StoredRecord, LedgerFault> {
    let mut left = Vec::new();
    let mut rows = bodies.query([row.get::<_, u64>(0)?])?;
    while let Some(body) = rows.next()? {
        let part = Part::parse(
            body.get_ref(0)?
                .as_str()
                .map_err(|_| LedgerFault::Damaged)?,
        );
        left.push((part.ok_or(LedgerFault::Damaged)?, body.get(1)?));
    }
    Ok(StoredRecord {
        header: row.get(1)?,
        signature: row.get(2)?,
        bodies: left,
    })
}

/// The record in this row (`seq`, `header`, `signature`, `hash`, `revision`). What does not read, or does not have the
/// hash under which it was stored, is damage.
pub(crate) fn stream_record(
    row: &Row<'_>,
    bodies: &mut CachedStatement<'_>,
) -> Result<StreamRecord, LedgerFault> {
    let StoredRecord {
        header,
        signature,
        bodies,
    } = stored(row, bodies)?;
    let record =
        SignedRecord::parse(header, signature, bodies).map_err(|_| LedgerFault::Damaged)?;
    if *record.hash() != row.get::<_, [u8; 32]>(3)? {
        return Err(LedgerFault::Damaged);
    }
    Ok(StreamRecord {
        record,
        revision: row.get(4)?,
    })
}

impl Ledger {
    /// The newest record of the desk's chain; `None` before the first.
    ///
    /// # Errors
    /// `Damaged`, `Io`; so for every reading below.
    pub fn head(&self) -> Result<Option<Head>, LedgerFault> {
        let newest = self
            .connection
            .prepare_cached("SELECT seq, hash, header FROM records ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
            })
            .optional()?;
        let Some((seq, hash, header)) = newest else {
            return Ok(None);
        };
        let header = Header::decode(&header).map_err(|_| LedgerFault::Damaged)?;
        Ok(Some(Head {
            seq,
            hash,
            hlc: header.hlc,
        }))
    }

    /// The newest record of a stream; `None` before the first.
    ///
    /// # Errors
    /// As [`head`](Self::head).
    pub fn stream_head(&self, stream: StreamId) -> Result<Option<Base>, LedgerFault> {
        stream_head(&self.connection, stream)
    }

    /// All records of a stream, first to last, with the bodies that are left. What does not read, or does
    /// not have the hash under which it was stored, is damage.
    ///
    /// # Errors
    /// As [`head`](Self::head).
    pub fn stream(&self, stream: StreamId) -> Result<Vec<StreamRecord>, LedgerFault> {
        let mut select = self.connection.prepare_cached(STREAM)?;
        let mut bodies = self.connection.prepare_cached(BODIES)?;
        let mut rows = select.query([stream.as_bytes()])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(stream_record(row, &mut bodies)?);
        }
        Ok(records)
    }

    /// Hands over the chain record by record from `from_seq` on, in its order, until its end or until
    /// `visit` breaks. One record is in memory at a time. The bytes come as they lie there, unread, so
    /// that a [`ChainCheck`](record::ChainCheck) can name the first that is broken and say how.
    ///
    /// # Errors
    /// As [`head`](Self::head).
    pub fn walk(
        &self,
        from_seq: u64,
        mut visit: impl FnMut(StoredRecord) -> ControlFlow<()>,
    ) -> Result<(), LedgerFault> {
        let mut select = self.connection.prepare_cached(WALK)?;
        let mut bodies = self.connection.prepare_cached(BODIES)?;
        let mut rows = select.query([from_seq])?;
        while let Some(row) = rows.next()? {
            if visit(stored(row, &mut bodies)?).is_break() {
                break;
            }
        }
        Ok(())
    }
}
