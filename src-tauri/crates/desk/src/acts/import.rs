//! Taking a file in: a row is a case, or it is in the report.

mod header;
mod report;

use std::collections::HashSet;
use std::io::{self, Chain, Cursor, Read, Write};
use std::thread;

use casework::{Actor, CaseId, Finding, Role, Severity};
use csv::{ByteRecord, ReaderBuilder};
use identifiers::Sensitive;
use ledger::{Bucket, LedgerFault};
use screening::{Handed, Screened, screen};

use self::header::column_order;
use self::report::{ErrorReport, RowProblem};
use super::intake::{Beside, Looked, take_in};
use crate::desk::Desk;
use crate::unit::{Finished, Unit};
use crate::{DeskFault, HouseRefusal};

/// The first line of an import file.
pub const IMPORT_HEADER: [&str; 16] = [
    "reference",
    "name",
    "document_type",
    "document_number",
    "method",
    "card_number",
    "phone",
    "email",
    "amount",
    "currency",
    "partner",
    "language",
    "consent_terms",
    "consent_at",
    "consent_channel",
    "accuracy_confirmed",
];

/// Rows that are committed together.
pub const ROWS_A_COMMIT: usize = 1_000;

/// Threads of an import answer with faults.
const NO_PANIC: &str = "reading and committing answer with a fault, they do not panic";

/// A file larger than this is not read: 64 MiB.
const LARGEST_FILE: u64 = 64 << 20;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Rows that became cases now.
    pub imported: u64,
    /// Rows whose reference the partner has on this desk already, from an earlier run.
    pub already_there: u64,
    /// Rows that are in the error report.
    pub refused: u64,
}

/// An import under way.
pub struct Import<'f, W: Write> {
    rows: Rows<'f, W>,
    batch: Vec<Screened>,
    beside: Beside,
    ready: Option<Ready>,
    sum: ImportReport,
}

/// One row of the file, read and judged.
enum Row {
    Good(Box<Screened>),
    Bad(Option<Box<Handed>>, Vec<RowProblem>),
}

impl Desk {
    /// Imports a CSV file with the canonical header. Rows are committed by the thousand; after each commit `committed` is
    /// told how many became cases by it. A file that was imported in part can be imported again: what is there stays one case.
    ///
    /// # Errors
    /// A header that is not the canonical one, a column for security codes, a file that is not UTF-8 text; then nothing
    /// was imported. A ledger fault: everything told to `committed` is kept.
    pub fn import(
        &mut self,
        file: impl Read + Send,
        errors: impl Write + Send,
        committed: &mut dyn FnMut(u64),
    ) -> Result<ImportReport, DeskFault> {
        let mut import = self.begin_import(file, errors)?;
        while let Some(cases) = self.import_on(&mut import)? {
            if cases > 0 {
                committed(cases);
            }
        }
        self.end_import(import)
    }

    /// Begins to import a file, to be gone on with at the pace of whoever calls.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub fn begin_import<'f, W: Write + Send>(
        &mut self,
        file: impl Read + Send + 'f,
        errors: W,
    ) -> Result<Import<'f, W>, DeskFault> {
        self.needs_case_worker()?;
        let mut rows = Rows::begin(file, errors)?;
        self.begin_open_bucket()?;
        Ok(Import {
            batch: rows.next_batch(self.now_ms())?,
            rows,
            beside: Beside::default(),
            ready: None,
            sum: ImportReport::default(),
        })
    }

    /// Goes on by one commit at most, and says how many rows became cases by it; `None` at the end of the file.
    ///
    /// Between two calls nothing else may be committed, unless [`settle_import`](Self::settle_import) was called: rows
    /// are sealed ahead to follow the newest record.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub fn import_on<W: Write + Send>(
        &mut self,
        import: &mut Import<'_, W>,
    ) -> Result<Option<u64>, DeskFault> {
        if import.batch.is_empty() && import.ready.is_none() {
            return Ok(None);
        }
        let (me, roles) = (self.me(), self.roles().to_vec());
        let batch = std::mem::take(&mut import.batch);
        let looked = self.look_up(batch, &mut import.beside, &mut import.sum)?;
        let waiting = import.ready.take();
        let head = waiting.as_ref().map_or(self.head, |it| it.finished.head);
        let now_ms = self.now_ms();
        let (ledger, scribe) = self.apart();
        let rows = &mut import.rows;
        // While one thousand rows are committed, the next are sealed and the ones after those are read, each on a thread.
        let (done, sealed, read) = thread::scope(|scope| {
            let commit = waiting.map(|ready| {
                scope.spawn(move || ledger.commit(&ready.finished.work).map(|()| ready))
            });
            let read = scope.spawn(|| rows.next_batch(now_ms));
            let sealed = Ready::seal(Unit::begin(scribe, head), me, &roles, looked);
            let done = commit.map(|it| it.join().expect(NO_PANIC));
            (done, sealed, read.join().expect(NO_PANIC))
        });
        let mut cases = 0;
        if let Some(done) = done {
            cases = self.took(done?, &mut import.sum);
        }
        (import.ready, import.batch) = (sealed?, read?);
        Ok(Some(cases))
    }

    /// Commits what is sealed ahead, so that others may commit, and says how many rows became cases by it.
    ///
    /// # Errors
    /// A ledger fault.
    pub fn settle_import<W: Write + Send>(
        &mut self,
        import: &mut Import<'_, W>,
    ) -> Result<u64, DeskFault> {
        let Some(ready) = import.ready.take() else {
            return Ok(0);
        };
        self.ledger.commit(&ready.finished.work)?;
        Ok(self.took(ready, &mut import.sum))
    }

    /// Ends an import, at the end of the file or before it; what was sealed ahead and not committed is no case.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn end_import<W: Write + Send>(
        &mut self,
        import: Import<'_, W>,
    ) -> Result<ImportReport, DeskFault> {
        let mut sum = import.sum;
        sum.refused = import.rows.end()?;
        Ok(sum)
    }

    fn took(&mut self, Ready { finished, cases }: Ready, sum: &mut ImportReport) -> u64 {
        self.committed(finished);
        // An import tells of its cases by their number, not one by one.
        self.changed.cases.clear();
        sum.imported += cases;
        cases
    }

    /// Cases begin in the bucket of open cases; it must be there before units are written ahead of their commits.
    fn begin_open_bucket(&mut self) -> Result<(), DeskFault> {
        let mut unit = self.begin();
        unit.begin_bucket(Bucket::Open);
        let finished = unit.finish();
        self.commit(finished)
    }

    /// Leaves out the rows that are cases already, and looks for repeats of the others.
    fn look_up(
        &mut self,
        batch: Vec<Screened>,
        beside: &mut Beside,
        sum: &mut ImportReport,
    ) -> Result<Vec<Looked>, DeskFault> {
        let batch: Vec<_> = batch
            .into_iter()
            .map(|screened| (CaseId::from_bytes(self.rim.fresh_id()), screened))
            .collect();
        beside.next_commit();
        self.ledger.at_one_moment(|| {
            let references: Vec<(&str, &str)> = batch
                .iter()
                .map(|(_, it)| {
                    (
                        it.submission.partner.as_str(),
                        it.submission.reference.as_str(),
                    )
                })
                .collect();
            let taken = self.ledger.references_taken(&references)?;
            sum.already_there += taken.iter().filter(|taken| **taken).count() as u64;
            let new = batch.into_iter().zip(taken).filter(|(_, taken)| !taken);
            new.map(|((id, screened), _)| self.look_for_repeats(id, screened, beside))
                .collect()
        })
    }
}

/// Rows that are sealed and wait for their commit.
struct Ready {
    finished: Finished,
    cases: u64,
}

impl Ready {
    fn seal(
        mut unit: Unit<'_>,
        me: Actor,
        roles: &[Role],
        looked: Vec<Looked>,
    ) -> Result<Option<Self>, DeskFault> {
        let cases = looked.len() as u64;
        for looked in looked {
            take_in(&mut unit, me, roles, looked)?;
        }
        Ok((cases > 0).then(|| Self {
            finished: unit.finish(),
            cases,
        }))
    }
}

/// The file, row by row, and the report of those that cannot be taken.
struct Rows<'f, W: Write> {
    reader: csv::Reader<Box<dyn Read + Send + 'f>>,
    order: [usize; 16],
    report: ErrorReport<W>,
    line: ByteRecord,
    number: u64,
    seen: HashSet<(String, String)>,
    refused: u64,
}

impl<'f, W: Write> Rows<'f, W> {
    fn begin(file: impl Read + Send + 'f, errors: W) -> Result<Self, DeskFault> {
        let text: Box<dyn Read + Send + 'f> = Box::new(
            without_mark(file)
                .map_err(LedgerFault::from)?
                .take(LARGEST_FILE + 1),
        );
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text);
        let order = column_order(reader.byte_headers().map_err(unreadable)?)?;
        let report = ErrorReport::begin(errors)?;
        Ok(Self {
            reader,
            order,
            report,
            line: ByteRecord::new(),
            number: 1,
            seen: HashSet::new(),
            refused: 0,
        })
    }

    /// The next rows that can be taken, as many as are committed together; none at the end of the file.
    fn next_batch(&mut self, now_ms: i64) -> Result<Vec<Screened>, DeskFault> {
        let mut batch = Vec::with_capacity(ROWS_A_COMMIT);
        while batch.len() < ROWS_A_COMMIT {
            let more = self
                .reader
                .read_byte_record(&mut self.line)
                .map_err(unreadable)?;
            // Also where no row came: blank lines may lie across the cap, and rows behind them.
            if self.reader.position().byte() > LARGEST_FILE {
                return Err(HouseRefusal::TooLong.into());
            }
            if !more {
                break;
            }
            self.number += 1;
            match judge(&self.line, &self.order, now_ms, &mut self.seen) {
                Row::Good(screened) => batch.push(*screened),
                Row::Bad(handed, problems) => {
                    self.refused += 1;
                    self.report.row(self.number, handed.as_deref(), &problems)?;
                }
            }
        }
        Ok(batch)
    }

    fn end(self) -> Result<u64, DeskFault> {
        self.report.end()?;
        Ok(self.refused)
    }
}

fn unreadable(_: csv::Error) -> DeskFault {
    HouseRefusal::ImportUnreadable.into()
}

fn judge(
    line: &ByteRecord,
    order: &[usize; 16],
    now_ms: i64,
    seen: &mut HashSet<(String, String)>,
) -> Row {
    if line.len() != order.len() {
        return Row::Bad(None, vec![RowProblem::Columns]);
    }
    let Some(handed) = handed(line, order) else {
        return Row::Bad(None, vec![RowProblem::Text]);
    };
    let screened = match screen(&handed, now_ms) {
        Ok(screened) => screened,
        Err(findings) => return bad(handed, findings),
    };
    // A file's rows are answered with the report, not with a message each: what is plainly wrong is not stored.
    let refused: Vec<_> = screened
        .findings
        .iter()
        .copied()
        .filter(|it| it.severity == Severity::Refuse)
        .collect();
    if !refused.is_empty() {
        return bad(handed, refused);
    }
    let reference = (
        screened.submission.partner.clone(),
        screened.submission.reference.clone(),
    );
    if !seen.insert(reference) {
        return Row::Bad(Some(Box::new(handed)), vec![RowProblem::Repeated]);
    }
    Row::Good(Box::new(screened))
}

fn bad(handed: Handed, findings: Vec<Finding>) -> Row {
    Row::Bad(
        Some(Box::new(handed)),
        findings.into_iter().map(RowProblem::Found).collect(),
    )
}

fn handed(line: &ByteRecord, order: &[usize; 16]) -> Option<Handed> {
    let text = |column: usize| std::str::from_utf8(line.get(order[column])?).ok();
    let plain = |column: usize| text(column).map(str::to_owned);
    let personal = |column: usize| text(column).map(Sensitive::from);
    Some(Handed {
        reference: plain(0)?,
        name: personal(1)?,
        document_type: plain(2)?,
        document_number: personal(3)?,
        method: plain(4)?,
        card_number: personal(5)?,
        phone: personal(6)?,
        email: personal(7)?,
        amount: plain(8)?,
        currency: plain(9)?,
        partner: plain(10)?,
        language: plain(11)?,
        consent_terms: plain(12)?,
        consent_at: plain(13)?,
        consent_channel: plain(14)?,
        accuracy_confirmed: plain(15)?,
    })
}

/// The file from behind its byte order mark, where it begins with one.
fn without_mark<R: Read>(mut file: R) -> io::Result<Chain<Cursor<Vec<u8>>, R>> {
    let mut beginning = Vec::new();
    file.by_ref().take(3).read_to_end(&mut beginning)?;
    if beginning == b"\xEF\xBB\xBF" {
        beginning.clear();
    }
    Ok(Cursor::new(beginning).chain(file))
}
