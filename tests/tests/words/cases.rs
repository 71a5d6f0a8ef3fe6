//! The trade's own refusals, and what an import or a submission may not be.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::teller::{ADA, LIN, Teller, WU, ZHAO};

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::WrongStatus,
    ErrorCode::RoleMissing,
    ErrorCode::ClaimedByOther,
    ErrorCode::NotClaimed,
    ErrorCode::SamePerson,
    ErrorCode::ReviewPending,
    ErrorCode::NoProposal,
    ErrorCode::ReasonMissing,
    ErrorCode::ReasonDoesNotFit,
    ErrorCode::NoteMissing,
    ErrorCode::OutcomeMissing,
    ErrorCode::CheckAlreadyAsked,
    ErrorCode::NothingToAskAgain,
    ErrorCode::HoldOver,
    ErrorCode::NotYourDecision,
    ErrorCode::NoSuchCase,
    ErrorCode::ReferenceAmbiguous,
    ErrorCode::ReferenceTaken,
    ErrorCode::FormIncomplete,
    ErrorCode::QueueEmpty,
    ErrorCode::NoSuchReason,
    ErrorCode::NoSuchCall,
    ErrorCode::ImportHeader,
    ErrorCode::ImportSecurityCode,
    ErrorCode::ImportUnreadable,
    ErrorCode::ImportCardData,
    ErrorCode::SecurityCode,
    ErrorCode::CardExpiry,
    ErrorCode::TrackData,
    ErrorCode::Pin,
    ErrorCode::TooLong,
    ErrorCode::NothingToReveal,
];

/// The columns of an import file.
pub(crate) const HEADER: &str = "reference,name,document_type,document_number,method,card_number,phone,email,amount,\
    currency,partner,language,consent_terms,consent_at,consent_channel,accuracy_confirmed";

/// A row of an import file, with values nobody has.
pub(crate) fn row(reference: &str, partner: &str) -> String {
    format!(
        "{reference},王伟芳,resident_id,110101190503177316,bank_card,6225881047392658,13974062583,,188.00,CNY,{partner},\
         zh-CN,terms-3,2026-01-05T10:00:00+08:00,counter,true"
    )
}

pub(crate) fn form(reference: &str) -> Value {
    let row = row(reference, "shop");
    let fields = HEADER
        .split(',')
        .zip(row.split(','))
        .map(|(name, value)| (name.to_owned(), json!(value)));
    let mut form = Value::Object(fields.collect());
    form["accuracy_confirmed"] = json!(true);
    form
}

const UNABLE: [&str; 4] = [
    "--outcome",
    "unable_to_verify",
    "--reason",
    "no_answer_from_institution",
];
const FINAL: [&str; 4] = [
    "--outcome",
    "not_verified_final",
    "--reason",
    "elements_disagree",
];
/// How long a decision is held, and a little.
const HOLD: Duration = Duration::from_secs(61);

#[test]
fn refusals_of_the_trade_are_told_in_both_languages_with_exit_code_3() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    teller.open_desk(&[]);
    import(&mut teller);
    let decided = Instant::now();
    decide_alone(&mut teller);
    submit(&mut teller);
    work(&mut teller);
    propose(&mut teller);
    review(&mut teller);
    sleep(HOLD.saturating_sub(decided.elapsed()));
    teller.not_done(ErrorCode::HoldOver, &LIN, &["take-back", "A-1"], "");
    teller.has_told(CODES);
}

fn import(teller: &mut Teller) {
    let file = teller.terminal.at("given/in.csv");
    let import = ["import", file.to_str().unwrap(), "--errors", "errors.csv"];
    let rows = [
        row("A-1", "shop"),
        row("A-2", "shop"),
        row("A-2", "bank"),
        row("A-3", "shop"),
    ]
    .join("\n");
    let files: [(ErrorCode, Vec<u8>); 5] = [
        (
            ErrorCode::ImportHeader,
            format!("reference,name\n{rows}\n").into_bytes(),
        ),
        (
            ErrorCode::ImportSecurityCode,
            format!("{HEADER},CVV2\n").into_bytes(),
        ),
        (
            ErrorCode::ImportCardData,
            format!("{HEADER},有效期\n").into_bytes(),
        ),
        (
            ErrorCode::ImportUnreadable,
            b"reference,\xC3\xFB\xD7\xD6\n".to_vec(),
        ),
        (ErrorCode::ImportHeader, Vec::new()),
    ];
    for (code, bytes) in files {
        fs::write(&file, bytes).unwrap();
        teller.not_done(code, &LIN, &import, "");
    }
    teller.not_done(ErrorCode::QueueEmpty, &LIN, &["next"], "");
    fs::write(&file, format!("{HEADER}\n{rows}\n")).unwrap();
    teller.not_done(ErrorCode::RoleMissing, &ADA, &import, "");
    teller.done(&LIN, &import, "");
}

/// A decision one person may take; it is held for a minute.
fn decide_alone(teller: &mut Teller) {
    teller.not_done(ErrorCode::WrongStatus, &LIN, &["take-back", "A-1"], "");
    teller.not_done(ErrorCode::WrongStatus, &LIN, &["feedback", "A-1"], "");
    teller.done(&LIN, &[&["propose", "A-1"], &UNABLE[..]].concat(), "");
    teller.not_done(ErrorCode::WrongStatus, &LIN, &["case", "claim", "A-1"], "");
    teller.not_done(ErrorCode::NotYourDecision, &WU, &["take-back", "A-1"], "");
    teller.not_done(
        ErrorCode::NothingToAskAgain,
        &LIN,
        &["feedback", "A-1", "--ask-again"],
        "",
    );
}

fn submit(teller: &mut Teller) {
    teller.not_done(
        ErrorCode::ReferenceTaken,
        &LIN,
        &["submit"],
        &form("A-1").to_string(),
    );
    let mut wrong = form("A-4");
    wrong["amount"] = json!("a lot");
    wrong["consent_terms"] = json!("");
    teller.not_done(
        ErrorCode::FormIncomplete,
        &LIN,
        &["submit"],
        &wrong.to_string(),
    );
    wrong["reference"] = json!("A-3");
    teller.not_done(
        ErrorCode::FormIncomplete,
        &LIN,
        &["case", "amend"],
        &wrong.to_string(),
    );
    for (code, field) in [
        (ErrorCode::SecurityCode, "cvv"),
        (ErrorCode::CardExpiry, "expiry"),
        (ErrorCode::TrackData, "track2"),
        (ErrorCode::Pin, "支付密码"),
    ] {
        let mut form = form("A-4");
        form[field] = json!("123");
        teller.not_done(code, &LIN, &["submit"], &form.to_string());
    }
    teller.not_done(
        ErrorCode::NoSuchCase,
        &LIN,
        &["case", "amend"],
        &form("A-5").to_string(),
    );
}

fn work(teller: &mut Teller) {
    teller.not_done(ErrorCode::NoSuchCase, &LIN, &["case", "show", "A-9"], "");
    teller.not_done(
        ErrorCode::ReferenceAmbiguous,
        &LIN,
        &["case", "show", "A-2"],
        "",
    );
    teller.not_done(ErrorCode::NotClaimed, &LIN, &["case", "release", "A-3"], "");
    for (code, note) in [
        (ErrorCode::SecurityCode, "客户报的安全码是 123"),
        (ErrorCode::CardExpiry, "6225881047392658 12/27"),
        (ErrorCode::TrackData, ";6225881047392658=27121010000?"),
        (ErrorCode::Pin, "支付密码 123456"),
    ] {
        teller.not_done(code, &LIN, &["case", "note", "A-3", "-"], note);
    }
    teller.done(&LIN, &["case", "claim", "A-3"], "");
    teller.not_done(
        ErrorCode::ClaimedByOther,
        &WU,
        &["case", "claim", "A-3"],
        "",
    );
    teller.not_done(
        ErrorCode::NoteMissing,
        &LIN,
        &["case", "note", "A-3", "-"],
        " ",
    );
    teller.not_done(
        ErrorCode::TooLong,
        &LIN,
        &["case", "note", "A-3", "-"],
        &"字".repeat(4_001),
    );
    // Who holds the case sees the name as it is.
    let name = ["case", "reveal", "A-3", "--field", "name", "--why", "call"];
    teller.not_done(ErrorCode::NothingToReveal, &LIN, &name, "");
    let checked = teller
        .done(&LIN, &["--json", "check", "run", "A-3"], "")
        .json();
    teller.not_done(
        ErrorCode::CheckAlreadyAsked,
        &LIN,
        &["check", "run", "A-3"],
        "",
    );
    let call = checked["checks"][0]["call"].as_str().unwrap();
    teller.not_done(
        ErrorCode::NothingToAskAgain,
        &LIN,
        &["outbox", "ask-again", call],
        "",
    );
    teller.not_done(
        ErrorCode::NoSuchCall,
        &LIN,
        &["outbox", "ask-again", &"0".repeat(32)],
        "",
    );
}

fn propose(teller: &mut Teller) {
    let propose = ["propose", "shop/A-2", "--outcome"];
    let with = |rest: &[&'static str]| [&propose[..], rest].concat();
    teller.not_done(
        ErrorCode::ReasonMissing,
        &LIN,
        &with(&["not_verified_final"]),
        "",
    );
    teller.not_done(
        ErrorCode::NoSuchReason,
        &LIN,
        &with(&["verified", "--reason", "his_smile"]),
        "",
    );
    teller.not_done(
        ErrorCode::ReasonDoesNotFit,
        &LIN,
        &with(&["verified", "--reason", "elements_disagree"]),
        "",
    );
    teller.not_done(
        ErrorCode::NoteMissing,
        &LIN,
        &with(&["verified", "--reason", "all_agree"]),
        "",
    );
    teller.not_done(
        ErrorCode::NoProposal,
        &ZHAO,
        &["review", "shop/A-2", "agree"],
        "",
    );
}

fn review(teller: &mut Teller) {
    teller.done(&LIN, &[&["propose", "shop/A-2"], &FINAL[..]].concat(), "");
    teller.not_done(
        ErrorCode::ReviewPending,
        &WU,
        &["case", "claim", "shop/A-2"],
        "",
    );
    teller.not_done(
        ErrorCode::RoleMissing,
        &WU,
        &["review", "shop/A-2", "agree"],
        "",
    );
    let overturn = ["review", "shop/A-2", "overturn"];
    let same = [&overturn[..], &FINAL[..], &["--note", "the same"]].concat();
    teller.not_done(ErrorCode::OutcomeMissing, &ZHAO, &same, "");
    teller.not_done(
        ErrorCode::NoteMissing,
        &ZHAO,
        &[&overturn[..], &UNABLE[..]].concat(),
        "",
    );
    teller.not_done(
        ErrorCode::ReasonMissing,
        &ZHAO,
        &["review", "shop/A-2", "return"],
        "",
    );
    // A supervisor proposes as others do, and is then not the second person.
    teller.done(&ZHAO, &[&["propose", "bank/A-2"], &FINAL[..]].concat(), "");
    teller.not_done(
        ErrorCode::SamePerson,
        &ZHAO,
        &["review", "bank/A-2", "agree"],
        "",
    );
}
