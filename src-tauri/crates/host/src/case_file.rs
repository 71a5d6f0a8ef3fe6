//! A case file as JSON, and its check, which needs no desk.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use casework::{CaseId, DeskId, PersonId};
use desk::{CaseFile, FiledRecord};
use record::Part;
use serde_json::{Value, json};
use wire::ErrorCode;
use wire::view::{CaseFileCheckView, ErrorView};

use crate::time::rfc3339;

/// The form of the file; a later one gets another word.
const FORMAT: &str = "veridesk-case/1";
/// A larger file is none of ours.
const LARGEST: usize = 64 << 20;

/// The file as text: one record a line would be hard to read, so it is indented.
pub(crate) fn write(file: &CaseFile) -> String {
    let records = |list: &[FiledRecord]| list.iter().map(record).collect::<Vec<_>>();
    let value = json!({
        "format": FORMAT,
        "team": hex(&file.team),
        "desk": file.desk.to_string(),
        "case": file.case.to_string(),
        "exported_ms": file.exported_ms,
        "exported_at": rfc3339(file.exported_ms),
        "by": file.by.to_string(),
        "signature": BASE64.encode(file.signature),
        "roster": records(&file.roster),
        "changes": records(&file.changes),
        "records": records(&file.records),
    });
    format!("{value:#}\n")
}

fn record(filed: &FiledRecord) -> Value {
    let part = |(part, envelope, key): &(Part, Vec<u8>, Option<Vec<u8>>)| {
        json!({
            "part": part.as_str(),
            "envelope": BASE64.encode(envelope),
            "key": key.as_ref().map(|it| BASE64.encode(it)),
        })
    };
    json!({
        "header": BASE64.encode(&filed.header),
        "signature": BASE64.encode(filed.signature),
        "parts": filed.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

/// Checks a case file. Needs no desk, no key and nobody signed in.
///
/// # Errors
/// The text is no case file. One that does not hold is an answer, not an error.
pub fn verify_case_file(text: &str) -> Result<CaseFileCheckView, ErrorView> {
    let file = (text.len() <= LARGEST)
        .then(|| serde_json::from_str(text).ok())
        .flatten()
        .and_then(|value| read(&value))
        .ok_or(ErrorCode::NotACaseFile)?;
    let mut view = CaseFileCheckView {
        holds: false,
        team: hex(&file.team),
        case: file.case.to_string(),
        records: 0,
        head: None,
        status: None,
        outcome: None,
        decided_at: None,
        maker: None,
        checker: None,
        exported_by: file.by.to_string(),
        exported_at: rfc3339(file.exported_ms),
        broken: None,
    };
    match file.verify() {
        Ok(report) => {
            view.holds = true;
            view.records = report.records;
            view.head = Some(hex(&report.head));
            view.status = Some(report.status.as_str().to_owned());
            view.outcome = report.outcome.map(|it| it.as_str().to_owned());
            view.decided_at = report.decided_ms.map(rfc3339);
            view.maker = report.maker.map(|it| it.to_string());
            view.checker = report.checker.map(|it| it.to_string());
        }
        Err(broken) => {
            view.broken = Some(format!("{} {}: {}", broken.list, broken.at, broken.reason));
        }
    }
    Ok(view)
}

fn read(value: &Value) -> Option<CaseFile> {
    if value["format"] != FORMAT {
        return None;
    }
    let text = |name: &str| value[name].as_str();
    let list = |name: &str| {
        let records = value[name].as_array()?;
        records.iter().map(read_record).collect::<Option<Vec<_>>>()
    };
    Some(CaseFile {
        team: from_hex(text("team")?)?,
        desk: DeskId::parse(text("desk")?).ok()?,
        case: CaseId::parse(text("case")?).ok()?,
        exported_ms: value["exported_ms"].as_i64()?,
        by: PersonId::parse(text("by")?).ok()?,
        roster: list("roster")?,
        changes: list("changes")?,
        records: list("records")?,
        signature: bytes(&value["signature"])?.try_into().ok()?,
    })
}

fn read_record(value: &Value) -> Option<FiledRecord> {
    let part = |it: &Value| {
        let key = match it["key"].is_null() {
            true => None,
            false => Some(bytes(&it["key"])?),
        };
        Some((
            Part::parse(it["part"].as_str()?)?,
            bytes(&it["envelope"])?,
            key,
        ))
    };
    Some(FiledRecord {
        header: bytes(&value["header"])?,
        signature: bytes(&value["signature"])?.try_into().ok()?,
        parts: value["parts"]
            .as_array()?
            .iter()
            .map(part)
            .collect::<Option<_>>()?,
    })
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    BASE64.decode(value.as_str()?).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
