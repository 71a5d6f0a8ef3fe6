//! Taking a file in: a row is a case, or it is in the report.

use std::collections::HashSet;
use std::io::{Read, Write};

use casework::{Finding, Severity};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use identifiers::{Language, Sensitive};
use screening::{Handed, Screened, masked, screen};

use super::intake::take_in;
use crate::desk::Desk;
use crate::unit::{DigestsOfUnit, Unit};
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

/// Why a row is in the report.
enum RowProblem {
    /// Not as many values as the header has.
    Columns,
    /// Not UTF-8.
    Text,
    /// The same partner and reference stand further up in this file.
    Repeated,
    /// What screening says about a field.
    Found(Finding),
}

impl RowProblem {
    fn field(&self) -> &'static str {
        match self {
            Self::Columns | Self::Text => "",
            Self::Repeated => "reference",
            Self::Found(finding) => finding.field.as_str(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Text => "not_utf8",
            Self::Repeated => "repeated_reference",
            Self::Found(finding) => finding.code.as_str(),
        }
    }

    fn remedy(&self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Columns, Language::Zh) => "本行列数与表头不一致。请补齐或删除多余的列后重新导入。",
            (Self::Columns, Language::En) => {
                "This row has another number of columns than the header. Mend the row and import again."
            }
            (Self::Text, Language::Zh) => "本行不是 UTF-8 编码。请另存为 UTF-8 后重新导入。",
            (Self::Text, Language::En) => "This row is not UTF-8. Save the file as UTF-8 and import again.",
            (Self::Repeated, Language::Zh) => "同一机构的业务编号在本文件中重复。请核对后使用不同编号重新导入。",
            (Self::Repeated, Language::En) => {
                "The partner's reference stands in this file twice. Give the row its own reference and import again."
            }
            (Self::Found(finding), language) => finding.code.words(language),
        }
    }
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
        file: impl Read,
        errors: impl Write,
        committed: &mut dyn FnMut(u64),
    ) -> Result<ImportReport, DeskFault> {
        self.needs_case_worker()?;
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(WithoutMark::of(file.take(LARGEST_FILE + 1)));
        let order = column_order(reader.byte_headers().map_err(unreadable)?)?;
        let mut report = ErrorReport::begin(errors)?;
        let mut sum = ImportReport::default();
        let mut seen = HashSet::new();
        let mut line = ByteRecord::new();
        let mut batch = Vec::with_capacity(ROWS_A_COMMIT);
        let mut number = 1_u64;
        loop {
            let more = reader.read_byte_record(&mut line).map_err(unreadable)?;
            if reader.position().byte() > LARGEST_FILE {
                return Err(HouseRefusal::TooLong.into());
            }
            if more {
                number += 1;
                match judge(&line, &order, self.now_ms(), &mut seen) {
                    Row::Good(screened) => batch.push(*screened),
                    Row::Bad(handed, problems) => {
                        sum.refused += 1;
                        report.row(number, handed.as_deref(), &problems)?;
                    }
                }
            }
            if batch.len() == ROWS_A_COMMIT || (!more && !batch.is_empty()) {
                let (imported, already_there) = self.commit_batch(&mut batch)?;
                sum.imported += imported;
                sum.already_there += already_there;
                if imported > 0 {
                    committed(imported);
                }
            }
            if !more {
                report.end()?;
                return Ok(sum);
            }
        }
    }

    fn commit_batch(&mut self, batch: &mut Vec<Screened>) -> Result<(u64, u64), DeskFault> {
        let references: Vec<(&str, &str)> =
            batch.iter().map(|it| (it.submission.partner.as_str(), it.submission.reference.as_str())).collect();
        let taken = self.ledger.references_taken(&references)?;
        let mut of_unit = DigestsOfUnit::new();
        let mut unit = Unit::begin(self);
        let (mut imported, mut already_there) = (0, 0);
        for (screened, taken) in batch.drain(..).zip(taken) {
            if taken {
                already_there += 1;
            } else {
                take_in(&mut unit, screened, &mut of_unit)?;
                imported += 1;
            }
        }
        unit.commit()?;
        Ok((imported, already_there))
    }
}

fn unreadable(_: csv::Error) -> DeskFault {
    HouseRefusal::ImportUnreadable.into()
}

/// Where each canonical column stands in the file.
fn column_order(header: &ByteRecord) -> Result<[usize; 16], DeskFault> {
    let names: Vec<String> = header
        .iter()
        .map(|name| Ok(std::str::from_utf8(name).map_err(|_| HouseRefusal::ImportUnreadable)?.trim().to_lowercase()))
        .collect::<Result<_, HouseRefusal>>()?;
    if names.iter().any(|name| is_security_code_column(name)) {
        return Err(HouseRefusal::ImportSecurityCode.into());
    }
    let mut order = [0; 16];
    let mut missing = Vec::new();
    for (at, column) in order.iter_mut().zip(IMPORT_HEADER) {
        match names.iter().position(|name| name == column) {
            Some(place) => *at = place,
            None => missing.push(column.to_owned()),
        }
    }
    let unknown = names.iter().filter(|name| !IMPORT_HEADER.contains(&name.as_str())).count();
    if !missing.is_empty() || unknown > 0 || names.len() != IMPORT_HEADER.len() {
        return Err(HouseRefusal::ImportHeader { missing, unknown }.into());
    }
    Ok(order)
}

/// Sensitive authentication data is never stored (PCI DSS 3.3.1): a column that says it carries it is refused by name.
fn is_security_code_column(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    ["cvv", "cvc", "cvn", "csc", "cav", "cid", "securitycode", "track1", "track2", "trackdata", "pinblock"]
        .iter()
        .any(|word| letters.contains(word))
        || ["安全码", "校验码", "磁道"].iter().any(|word| name.contains(word))
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
    let Some(handed) = handed(line, order) else { return Row::Bad(None, vec![RowProblem::Text]) };
    let screened = match screen(&handed, now_ms) {
        Ok(screened) => screened,
        Err(findings) => return bad(handed, findings),
    };
    // A file's rows are answered with the report, not with a message each: what is plainly wrong is not stored.
    let refused: Vec<_> = screened.findings.iter().copied().filter(|it| it.severity == Severity::Refuse).collect();
    if !refused.is_empty() {
        return bad(handed, refused);
    }
    let reference = (screened.submission.partner.clone(), screened.submission.reference.clone());
    if !seen.insert(reference) {
        return Row::Bad(Some(Box::new(handed)), vec![RowProblem::Repeated]);
    }
    Row::Good(Box::new(screened))
}

fn bad(handed: Handed, findings: Vec<Finding>) -> Row {
    Row::Bad(Some(Box::new(handed)), findings.into_iter().map(RowProblem::Found).collect())
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

/// The report of rows that were not taken: masked values, never clear ones; no cell a spreadsheet would run.
struct ErrorReport<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> ErrorReport<W> {
    const HEADER: [&'static str; 10] = [
        "row",
        "reference",
        "name",
        "document_number",
        "card_number",
        "phone",
        "field",
        "problem",
        "remedy_zh",
        "remedy_en",
    ];

    fn begin(errors: W) -> Result<Self, DeskFault> {
        let mut report = Self { writer: WriterBuilder::new().from_writer(errors) };
        report.writer.write_record(Self::HEADER).map_err(not_written)?;
        Ok(report)
    }

    fn row(&mut self, number: u64, handed: Option<&Handed>, problems: &[RowProblem]) -> Result<(), DeskFault> {
        let masked = handed.map(masked).unwrap_or_default();
        let reference = handed.map_or("", |it| &it.reference);
        for problem in problems {
            let cells = [
                number.to_string(),
                harmless(reference),
                harmless(&masked.name),
                harmless(&masked.document_number),
                harmless(&masked.card_number),
                harmless(&masked.phone),
                problem.field().to_owned(),
                problem.code().to_owned(),
                problem.remedy(Language::Zh).to_owned(),
                problem.remedy(Language::En).to_owned(),
            ];
            self.writer.write_record(cells).map_err(not_written)?;
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), DeskFault> {
        self.writer.flush().map_err(|error| DeskFault::Ledger(error.into()))
    }
}

fn not_written(error: csv::Error) -> DeskFault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => DeskFault::Ledger(error.into()),
        _ => HouseRefusal::ImportUnreadable.into(),
    }
}

/// A cell that spreadsheets take as text: a leading sign that would begin a formula gets an apostrophe before it
/// (OWASP ASVS 5.0, 1.2.10). Full-width signs count, since some programs fold them.
fn harmless(cell: &str) -> String {
    let text: String = cell.chars().take(64).map(|it| if it.is_control() { ' ' } else { it }).collect();
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text,
    }
}

/// Drops a byte order mark at the beginning.
struct WithoutMark<R> {
    inner: R,
    begun: bool,
}

impl<R: Read> WithoutMark<R> {
    fn of(inner: R) -> Self {
        Self { inner, begun: false }
    }
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.begun || buffer.len() < 3 {
            return self.inner.read(buffer);
        }
        self.begun = true;
        let mut filled = 0;
        while filled < 3 {
            match self.inner.read(&mut buffer[filled..3])? {
                0 => break,
                read => filled += read,
            }
        }
        if buffer[..filled] == *b"\xEF\xBB\xBF" {
            return self.inner.read(buffer);
        }
        Ok(filled)
    }
}
