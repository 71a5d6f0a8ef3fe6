//! The certificate of an erasure as JSON and as a page to be printed, and whether one in somebody's hands is true.

use casework::{CaseId, ErasureCause};
use desk::ErasureCertificate;
use record::{ErasureEvidence, verify_erasure};
use serde_json::{Value, json};
use wire::ErrorCode;
use wire::view::{BilingualView, CertificateView, ErrorView};

use crate::time::rfc3339;
use crate::view::hex;

pub(crate) fn view(certificate: &ErasureCertificate) -> CertificateView {
    let ErasureCertificate {
        case,
        proven,
        by,
        key,
        evidence,
        head,
    } = certificate;
    let mut view = CertificateView {
        case: case.to_string(),
        team: hex(&proven.team.0),
        desk: proven.desk.to_string(),
        erased_at: rfc3339(proven.at_ms),
        by: by.clone(),
        person: proven.by.to_string(),
        cause: proven.erasure.cause.as_str().to_owned(),
        terms: hex(&proven.erasure.terms),
        proposal: proven.erasure.proposal.map(|it| hex(&it)),
        record: proven.seq,
        record_hash: hex(&proven.hash),
        head: head.0,
        head_hash: hex(&head.1),
        header: hex(&evidence.header),
        signature: hex(&evidence.signature),
        open: hex(&evidence.open),
        key: hex(key),
        text: BilingualView {
            zh: String::new(),
            en: String::new(),
        },
    };
    view.text = text(&view, proven.erasure.cause);
    view
}

/// The page that is printed.
fn text(it: &CertificateView, cause: ErasureCause) -> BilingualView {
    let (rule_zh, rule_en) = match cause {
        ErasureCause::Run => (
            "保存期限届满，按期删除",
            "its retention term was over and it was erased by the run",
        ),
        ErasureCause::Early => (
            "经两人批准提前删除",
            "two people decided to erase it before its time",
        ),
    };
    let proposal = it.proposal.as_deref().unwrap_or("-");
    let evidence = |[
        terms,
        proposal_is,
        record,
        head,
        key,
        header,
        signature,
        open,
    ]: [&str; 8]| {
        [
            (terms, it.terms.clone()),
            (proposal_is, proposal.to_owned()),
            (record, format!("{} {}", it.record, it.record_hash)),
            (head, format!("{} {}", it.head, it.head_hash)),
            (key, it.key.clone()),
            (header, it.header.clone()),
            (signature, it.signature.clone()),
            (open, it.open.clone()),
        ]
        .map(|(name, value)| format!("{name}  {value}\n"))
        .concat()
    };
    BilingualView {
        zh: format!(
            "删除证明\n\n案件号  {}\n核验台  {}\n团队    {}\n删除时间  {}\n执行人  {}（{}）\n依据    {rule_zh}\n{}\
             \n案件的内容、附件、索引与密钥均已删除，仅余记录头与本回执。用程序的 erase check 可离线核对。\n",
            it.case,
            it.desk,
            it.team,
            it.erased_at,
            it.by,
            it.person,
            evidence([
                "保存期限（散列）",
                "提议（散列）",
                "回执记录",
                "日志末条",
                "签名公钥",
                "记录头",
                "签名",
                "公开部分",
            ]),
        ),
        en: format!(
            "Certificate of erasure\n\ncase  {}\ndesk  {}\nteam  {}\nerased at  {}\nby  {} ({})\nrule  {rule_en}\n{}\
             \nThe case's contents, attachments, index entries and key are deleted; what is left are the headers of its \
             records and this receipt. The program's erase check verifies it offline.\n",
            it.case,
            it.desk,
            it.team,
            it.erased_at,
            it.by,
            it.person,
            evidence([
                "retention terms (hash)",
                "proposal (hash)",
                "receipt",
                "newest record",
                "signer's key",
                "header",
                "signature",
                "open part",
            ]),
        ),
    }
}

/// Whether a certificate's bytes prove what it says.
pub(crate) fn check(value: &Value) -> Result<Value, ErrorView> {
    let said = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let malformed = |name: &str| ErrorView::from(ErrorCode::MalformedRequest).with("field", name);
    let bytes = |name: &str| unhex(&said(name)).ok_or_else(|| malformed(name));
    let case = CaseId::parse(&said("case")).map_err(|_| malformed("case"))?;
    let key = bytes("key")?.try_into().map_err(|_| malformed("key"))?;
    let signature = bytes("signature")?;
    let evidence = ErasureEvidence {
        header: bytes("header")?,
        signature: signature.try_into().map_err(|_| malformed("signature"))?,
        open: bytes("open")?,
    };
    let untrue = |reason: &str| ErrorView::from(ErrorCode::CertificateFalse).with("reason", reason);
    let proven =
        verify_erasure(&evidence, case, &key).map_err(|reason| untrue(&reason.to_string()))?;
    let facts = [
        ("team", hex(&proven.team.0)),
        ("desk", proven.desk.to_string()),
        ("person", proven.by.to_string()),
        ("erased_at", rfc3339(proven.at_ms)),
        ("cause", proven.erasure.cause.as_str().to_owned()),
        ("terms", hex(&proven.erasure.terms)),
        ("record_hash", hex(&proven.hash)),
    ];
    for (name, proven) in &facts {
        if said(name) != *proven {
            return Err(untrue(name));
        }
    }
    let proposal = proven.erasure.proposal.map(|it| hex(&it));
    if value["proposal"] != json!(proposal) || value["record"] != json!(proven.seq) {
        return Err(untrue("record"));
    }
    Ok(json!({
        "proven": true,
        "case": case.to_string(),
        "person": proven.by.to_string(),
        "key": hex(&key),
        "erased_at": rfc3339(proven.at_ms),
    }))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|it| it.to_digit(16).map(|digit| digit as u8))
        .collect();
    let digits = digits?;
    let pairs = digits.chunks(2);
    (digits.len().is_multiple_of(2)).then(|| pairs.map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests;
