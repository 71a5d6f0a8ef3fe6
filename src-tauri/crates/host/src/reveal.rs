//! Being shown what is masked, and who was.

use casework::{Field, FieldSet, RevealReason};
use desk::RevealEntry;
use identifiers::Sensitive;
use wire::ErrorCode;
use wire::reveal::{
    RevealBody, RevealEntryView, RevealView, RevealedValueView, RevealsBody, RevealsView,
};
use wire::view::ErrorView;

use crate::Session;
use crate::time::rfc3339;

/// The most entries on one page of the reveal log.
const LARGEST_PAGE: u32 = 200;
/// The entries on a page where nothing is said.
const USUAL_PAGE: u32 = 50;

fn malformed(field: &str) -> ErrorView {
    ErrorView::from(ErrorCode::MalformedRequest).with("field", field)
}

fn words(fields: FieldSet) -> Vec<String> {
    fields.iter().map(|it| it.as_str().to_owned()).collect()
}

pub(crate) fn reveal(session: &mut Session, body: &RevealBody) -> Result<RevealView, ErrorView> {
    let field = |text: &String| Field::parse(text).ok_or_else(|| malformed("fields"));
    let fields: FieldSet = body.fields.iter().map(field).collect::<Result<_, _>>()?;
    let why = RevealReason::parse(&body.why).ok_or_else(|| malformed("why"))?;
    let id = session.find_case(&body.case)?;
    let revealed = session
        .desk
        .reveal(id, fields, why, &Sensitive::from(body.words.expose()))
        .map_err(|fault| session.error(&fault))?;
    let value = |(field, value): &(Field, Sensitive)| RevealedValueView {
        field: field.as_str().to_owned(),
        value: value.expose().to_owned(),
    };
    Ok(RevealView {
        values: revealed.values.iter().map(value).collect(),
        until: rfc3339(revealed.until_ms),
    })
}

pub(crate) fn reveals(session: &Session, body: &RevealsBody) -> Result<RevealsView, ErrorView> {
    let before = body.before.as_deref().map(str::parse).transpose();
    let before = before.map_err(|_| malformed("before"))?;
    let limit = body.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE);
    let page = session
        .desk
        .reveals(before, limit)
        .map_err(|fault| session.error(&fault))?;
    Ok(RevealsView {
        entries: page.entries.iter().map(entry).collect(),
        next: page.next.map(|seq| seq.to_string()),
    })
}

fn entry(entry: &RevealEntry) -> RevealEntryView {
    let words_of_it = entry.words.as_ref();
    RevealEntryView {
        at: rfc3339(entry.at_ms),
        person: entry.person.clone(),
        case: entry.case.to_string(),
        reference: entry.reference.clone(),
        kind: entry.kind.clone(),
        fields: words(entry.fields),
        why: entry.why.map(|it| it.as_str().to_owned()),
        words: words_of_it.map(|it| it.expose().to_owned()),
    }
}
