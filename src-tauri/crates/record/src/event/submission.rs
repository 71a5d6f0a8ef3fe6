use casework::{
    Amount, Consent, Currency, DocumentType, Field, Finding, FindingCode, Language, Masked,
    MethodKind, RiskBand, Sensitive, Severity, Subject, Submission,
};

use zeroize::Zeroizing;

use super::{Bodies, body, read_body};
use crate::Part;
use crate::cbor::{Malformed, Reader};

/// A submission with what screening said, spread over `overview`, `pii` and `pan`.
pub(super) fn bodies(
    submission: &Submission,
    findings: &[Finding],
    risk: RiskBand,
    policy: Option<u32>,
) -> Bodies {
    let masked = &submission.masked;
    let overview = body(16)
        .str(&submission.partner)
        .str(&submission.reference)
        .str(submission.method.as_str())
        .int(submission.amount.minor)
        .str(submission.amount.currency.as_str())
        .str(submission.language.tag())
        .str(&submission.consent.terms)
        .int(submission.consent.at_ms)
        .str(&submission.consent.channel)
        .str(&masked.name)
        .str(&masked.document_number)
        .str(&masked.card_number)
        .str(&masked.phone)
        .each(findings.iter(), |writer, finding| {
            writer
                .list(3)
                .str(finding.field.as_str())
                .str(finding.code.as_str())
                .str(severity_word(finding.severity))
        })
        .str(risk.as_str())
        .maybe_uint(policy)
        .done();
    let mut bodies: Bodies = vec![(Part::Overview, Zeroizing::new(overview))];
    if let Some(subject) = &submission.subject {
        let pii = body(5)
            .str(subject.name.expose())
            .str(subject.document_type.as_str())
            .str(subject.document_number.expose())
            .str(subject.phone.expose())
            .maybe_str(subject.email.as_ref().map(Sensitive::expose))
            .done();
        bodies.push((Part::Pii, Zeroizing::new(pii)));
    }
    if let Some(card_number) = &submission.card_number {
        bodies.push((
            Part::Pan,
            Zeroizing::new(body(1).str(card_number.expose()).done()),
        ));
    }
    bodies
}

/// What [`bodies`] wrote; a missing `pii` or `pan` leaves its values out.
pub(super) struct Screened {
    pub(super) submission: Submission,
    pub(super) findings: Vec<Finding>,
    pub(super) risk: RiskBand,
    pub(super) policy: Option<u32>,
}

pub(super) fn read(
    overview: &[u8],
    pii: Option<Zeroizing<Vec<u8>>>,
    pan: Option<Zeroizing<Vec<u8>>>,
) -> Result<Screened, Malformed> {
    let mut reader = read_body(overview, 16)?;
    let partner = reader.string()?;
    let reference = reader.string()?;
    let method = reader.word(MethodKind::parse)?;
    // Written as any whole number; never negative.
    let minor: i64 = reader.uint()?;
    let currency = reader.word(Currency::parse)?;
    let language = reader.word(language)?;
    let consent = Consent {
        terms: reader.string()?,
        at_ms: reader.int()?,
        channel: reader.string()?,
    };
    let masked = Masked {
        name: reader.string()?,
        document_number: reader.string()?,
        card_number: reader.string()?,
        phone: reader.string()?,
    };
    let findings = reader.each(finding)?;
    let risk = reader.word(RiskBand::parse)?;
    let policy = reader.maybe(Reader::uint)?;
    reader.end()?;
    let submission = Submission {
        partner,
        reference,
        subject: pii.map(|bytes| subject(&bytes)).transpose()?,
        method,
        card_number: pan.map(|bytes| card_number(&bytes)).transpose()?,
        amount: Amount { minor, currency },
        language,
        consent,
        masked,
    };
    Ok(Screened {
        submission,
        findings,
        risk,
        policy,
    })
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Refuse => "refuse",
        Severity::Warn => "warn",
    }
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Refuse, Severity::Warn]
        .into_iter()
        .find(|severity| severity_word(*severity) == word)
}

fn language(tag: &str) -> Option<Language> {
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
}

fn finding(reader: &mut Reader<'_>) -> Result<Finding, Malformed> {
    if reader.list()? != 3 {
        return Err(Malformed);
    }
    Ok(Finding {
        field: reader.word(Field::parse)?,
        code: reader.word(FindingCode::parse)?,
        severity: reader.word(severity)?,
    })
}

fn subject(bytes: &[u8]) -> Result<Subject, Malformed> {
    let mut reader = read_body(bytes, 5)?;
    let subject = Subject {
        name: Sensitive::from(reader.str()?),
        document_type: reader.word(DocumentType::parse)?,
        document_number: Sensitive::from(reader.str()?),
        phone: Sensitive::from(reader.str()?),
        email: reader.maybe(Reader::str)?.map(Sensitive::from),
    };
    reader.end()?;
    Ok(subject)
}

fn card_number(bytes: &[u8]) -> Result<Sensitive, Malformed> {
    let mut reader = read_body(bytes, 1)?;
    let number = Sensitive::from(reader.str()?);
    reader.end()?;
    Ok(number)
}
