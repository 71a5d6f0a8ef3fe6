//! The report of rows that were not taken.

use std::io::Write;

use casework::Finding;
use csv::WriterBuilder;
use identifiers::Language;
use identifiers::card_data;
use screening::{Handed, masked};

use crate::{DeskFault, HouseRefusal};

/// Why a row is in the report.
pub(super) enum RowProblem {
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
            (Self::Columns, Language::Zh) => {
                "本行列数与表头不一致。请补齐或删除多余的列后重新导入。"
            }
            (Self::Columns, Language::En) => {
                "This row has another number of columns than the header. Mend the row and import again."
            }
            (Self::Text, Language::Zh) => "本行不是 UTF-8 编码。请另存为 UTF-8 后重新导入。",
            (Self::Text, Language::En) => {
                "This row is not UTF-8. Save the file as UTF-8 and import again."
            }
            (Self::Repeated, Language::Zh) => {
                "同一机构的业务编号在本文件中重复。请核对后使用不同编号重新导入。"
            }
            (Self::Repeated, Language::En) => {
                "The partner's reference stands in this file twice. Give the row its own reference and import again."
            }
            (Self::Found(finding), language) => finding.code.words(language),
        }
    }
}

/// The report of rows that were not taken: masked values, never clear ones; no cell a spreadsheet would run.
pub(super) struct ErrorReport<W: Write> {
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

    pub(super) fn begin(errors: W) -> Result<Self, DeskFault> {
        let mut report = Self {
            writer: WriterBuilder::new().from_writer(errors),
        };
        report
            .writer
            .write_record(Self::HEADER)
            .map_err(not_written)?;
        Ok(report)
    }

    pub(super) fn row(
        &mut self,
        number: u64,
        handed: Option<&Handed>,
        problems: &[RowProblem],
    ) -> Result<(), DeskFault> {
        let masked = handed.map(masked).unwrap_or_default();
        let reference = handed.map_or_else(String::new, |it| shown(&it.reference));
        for problem in problems {
            let cells = [
                number.to_string(),
                harmless(&reference),
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

    pub(super) fn end(mut self) -> Result<(), DeskFault> {
        self.writer
            .flush()
            .map_err(|error| DeskFault::Ledger(error.into()))
    }
}

/// A reference is everybody's to see, unless somebody wrote card data there.
fn shown(reference: &str) -> String {
    match card_data::found_in(reference) {
        Some(_) => "****".to_owned(),
        None => card_data::mask_card_numbers(reference)
            .text
            .expose()
            .to_owned(),
    }
}

pub(super) fn not_written(error: csv::Error) -> DeskFault {
    let csv::ErrorKind::Io(error) = error.into_kind() else {
        // Rows of one length written as they are fail in no other way.
        return HouseRefusal::ImportUnreadable.into();
    };
    DeskFault::Ledger(error.into())
}

/// A cell that spreadsheets take as text: a leading sign that would begin a formula gets an apostrophe before it
/// (OWASP ASVS 5.0, 1.2.10). Full-width signs count, since some programs fold them.
pub(super) fn harmless(cell: &str) -> String {
    let text: String = cell
        .chars()
        .take(64)
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    match text.trim_start().chars().next() {
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text,
    }
}
