use std::io::Write;
use std::ops::ControlFlow;

use record::{Header, Part, SignedRecord};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Rows, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::format::{GenerationHead, GenerationMeta, code};
use crate::{Ledger, LedgerFault, Progress, records};

/// Bytes that are handed on at once.
const AT_ONCE: usize = 256 * 1024;
/// Records between two looks at whether to go on.
const RECORDS_BETWEEN_LOOKS: u64 = 1_000;
/// Records of one transaction of a restore.
const RECORDS_AT_ONCE: usize = 1_000;

/// The same order in both, so that each table is read once from front to back.
const RECORDS: &str = "SELECT seq, header, signature FROM records WHERE seq >= ?1 ORDER BY seq";
const BODIES: &str = "SELECT seq, part, envelope FROM bodies WHERE seq >= ?1 ORDER BY seq, part";

impl Ledger {
    /// Writes the chain from `from_seq` on as a [generation](crate::GenerationReader), as it stands at one moment; 0
    /// writes all of it. Asked of a [reader](Self::reader), it holds nobody up who commits meanwhile. One record is
    /// in memory at a time. `progress` counts records.
    ///
    /// What was written when it is stopped or fails is no generation; to remove it is the caller's, as is to make it
    /// last.
    ///
    /// # Errors
    /// `Conflict` where the chain ends before the record that it is to follow, or is not of this team and desk;
    /// `Stopped`; `DiskFull`, `Io` from `out` too; `Damaged`.
    pub fn write_generation(
        &self,
        from_seq: u64,
        meta: GenerationMeta,
        out: &mut impl Write,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<GenerationHead, LedgerFault> {
        self.at_one_moment(|| self.write_as_it_stands(from_seq, meta, out, progress))
    }

    fn write_as_it_stands(
        &self,
        from_seq: u64,
        meta: GenerationMeta,
        out: &mut impl Write,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<GenerationHead, LedgerFault> {
        let head = self.head_of_generation(from_seq, meta)?;
        let mut tell = |done| match progress(Progress {
            done,
            total: head.count,
        }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(LedgerFault::Stopped),
        };
        tell(0)?;
        let mut out = Hashed::new(out);
        out.put(&head.encode())?;
        let mut records = self.connection.prepare_cached(RECORDS)?;
        let mut bodies = self.connection.prepare_cached(BODIES)?;
        let mut records = records.query([from_seq])?;
        let mut bodies = bodies.query([from_seq])?;
        bodies.advance()?;
        let (mut record, mut done) = (Vec::new(), 0);
        while let Some(row) = records.next()? {
            if row.get::<_, u64>(0)? != from_seq + done {
                return Err(LedgerFault::Damaged);
            }
            record.clear();
            put_counted(&mut record, blob(row.get_ref(1)?)?)?;
            record.extend(row.get::<_, [u8; 64]>(2)?);
            put_bodies(&mut record, &mut bodies, from_seq + done)?;
            let length = u32::try_from(record.len()).map_err(|_| LedgerFault::Damaged)?;
            out.put(&length.to_be_bytes())?;
            out.put(&record)?;
            done += 1;
            if done.is_multiple_of(RECORDS_BETWEEN_LOOKS) {
                tell(done)?;
            }
        }
        if done != head.count || bodies.get().is_some() {
            return Err(LedgerFault::Damaged);
        }
        out.end()?;
        tell(done)?;
        Ok(head)
    }

    fn head_of_generation(
        &self,
        first_seq: u64,
        meta: GenerationMeta,
    ) -> Result<GenerationHead, LedgerFault> {
        let mut hash = self
            .connection
            .prepare_cached("SELECT hash FROM records WHERE seq = ?1")?;
        let newest: Option<(u64, [u8; 32], Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT seq, hash, header FROM records ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        if let Some((_, _, header)) = &newest {
            let header = Header::decode(header).map_err(|_| LedgerFault::Damaged)?;
            if header.team != meta.team || header.desk != meta.desk {
                return Err(LedgerFault::Conflict);
            }
        }
        let end = newest.as_ref().map_or(0, |(seq, _, _)| seq + 1);
        let count = end.checked_sub(first_seq).ok_or(LedgerFault::Conflict)?;
        let prev = match first_seq.checked_sub(1) {
            Some(before) => Some(hash.query_row([before], |row| row.get(0))?),
            None => None,
        };
        Ok(GenerationHead {
            meta,
            first_seq,
            count,
            prev,
            last: newest.map(|(_, hash, _)| hash),
        })
    }

    /// Appends records that come from a generation, in the order of the chain; bodies may be missing. A thousand are
    /// one transaction: after a fault or a crash the chain ends with a whole number of them, and goes on from its
    /// [head](Self::head).
    ///
    /// # Errors
    /// As [`commit`](Self::commit); what was appended before the fault stays.
    pub fn append_stored(&mut self, stored: &[SignedRecord]) -> Result<(), LedgerFault> {
        self.must_write()?;
        for some in stored.chunks(RECORDS_AT_ONCE) {
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            records::append(&transaction, some)?;
            transaction.commit()?;
        }
        Ok(())
    }
}

/// The bodies of the record at `seq`, on which `bodies` stands or which has none.
fn put_bodies(record: &mut Vec<u8>, bodies: &mut Rows<'_>, seq: u64) -> Result<(), LedgerFault> {
    let count = record.len();
    record.push(0);
    while let Some(row) = bodies.get() {
        if row.get::<_, u64>(0)? != seq {
            break;
        }
        let word = row.get_ref(1)?.as_str().map_err(|_| LedgerFault::Damaged)?;
        record.push(code(Part::parse(word).ok_or(LedgerFault::Damaged)?));
        put_counted(record, blob(row.get_ref(2)?)?)?;
        record[count] += 1;
        bodies.advance()?;
    }
    Ok(())
}

fn blob(value: ValueRef<'_>) -> Result<&[u8], LedgerFault> {
    value.as_blob().map_err(|_| LedgerFault::Damaged)
}

fn put_counted(record: &mut Vec<u8>, bytes: &[u8]) -> Result<(), LedgerFault> {
    let length = u32::try_from(bytes.len()).map_err(|_| LedgerFault::Damaged)?;
    record.extend(length.to_be_bytes());
    record.extend(bytes);
    Ok(())
}

/// Hands bytes on in large pieces, and at the end their digest.
struct Hashed<'a, W> {
    out: &'a mut W,
    waiting: Vec<u8>,
    digest: Sha256,
}

impl<'a, W: Write> Hashed<'a, W> {
    fn new(out: &'a mut W) -> Self {
        Self {
            out,
            waiting: Vec::with_capacity(AT_ONCE),
            digest: Sha256::new(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), LedgerFault> {
        self.waiting.extend(bytes);
        if self.waiting.len() >= AT_ONCE {
            self.hand_on()?;
        }
        Ok(())
    }

    fn hand_on(&mut self) -> Result<(), LedgerFault> {
        self.digest.update(&self.waiting);
        self.out.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    fn end(mut self) -> Result<(), LedgerFault> {
        self.hand_on()?;
        self.out.write_all(&self.digest.finalize())?;
        Ok(self.out.flush()?)
    }
}
