//! Holds, terms and erasing: why not.

use serde_json::{Value, json};
use wire::ErrorCode;

use crate::cases::form;
use crate::teller::{LIN, Teller, ZHAO};

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::OnHold,
    ErrorCode::NotOnHold,
    ErrorCode::RetentionUnfit,
    ErrorCode::NotErased,
    ErrorCode::DataGone,
    ErrorCode::CertificateFalse,
    ErrorCode::RoleMissing,
    ErrorCode::SamePerson,
    ErrorCode::NothingToChange,
];

#[test]
fn what_is_kept_and_what_is_gone_is_told_in_both_languages() {
    let mut teller = Teller::alone();
    teller.open_desk(&["--no-keychain"]);
    for reference in ["K-1", "K-2"] {
        teller.done(&LIN, &["submit"], &form(reference).to_string());
    }
    let lift = ["case", "lift-hold", "K-1", "--reason", "-"];
    teller.not_done(ErrorCode::NotOnHold, &ZHAO, &lift, "over");
    let hold = ["case", "hold", "K-1", "--reason", "-"];
    teller.not_done(ErrorCode::RoleMissing, &LIN, &hold, "a court asked");
    teller.done(&ZHAO, &hold, "a court asked");
    teller.not_done(ErrorCode::OnHold, &ZHAO, &hold, "a court asked");
    teller.not_done(ErrorCode::SamePerson, &ZHAO, &lift, "over");

    let change = propose(&teller, "K-1");
    let approve = ["change", "approve", &change];
    teller.not_done(ErrorCode::OnHold, &ZHAO, &approve, "");

    let unfit = ["retention", "set", "--months", "screened_out=601"];
    teller.not_done(ErrorCode::RetentionUnfit, &ZHAO, &unfit, "");
    let same = ["retention", "set", "--months", "screened_out=6"];
    teller.not_done(ErrorCode::NothingToChange, &ZHAO, &same, "");

    let page = teller
        .done(&LIN, &["--json", "case", "show", "K-2"], "")
        .json();
    let id = page["row"]["case"].as_str().unwrap();
    let certificate = ["erase", "certificate", id];
    teller.not_done(ErrorCode::NotErased, &LIN, &certificate, "");
    let change = propose(&teller, "K-2");
    teller.done(&ZHAO, &["change", "approve", &change], "");
    teller.not_done(ErrorCode::DataGone, &LIN, &["case", "claim", id], "");

    let printed = teller.done(&LIN, &certificate, "").text();
    assert!(
        printed.contains("删除证明") && printed.contains("Certificate of erasure"),
        "{printed}"
    );
    let shown = teller
        .done(&LIN, &[&["--json"], &certificate[..]].concat(), "")
        .json();
    teller.done(&LIN, &["erase", "check"], &shown.to_string());
    let mut forged = shown;
    forged["person"] = Value::from("0".repeat(32));
    let check = ["erase", "check"];
    teller.not_done(
        ErrorCode::CertificateFalse,
        &LIN,
        &check,
        &forged.to_string(),
    );
    teller.has_told(CODES);
}

fn propose(teller: &Teller, case: &str) -> String {
    let wanted = ["--json", "erase", "case", case, "--why", "-"];
    let change = teller.done(&LIN, &wanted, "consent was withdrawn").json();
    assert_eq!(change["what"], json!("erase_case"));
    change["change"].as_str().unwrap().to_owned()
}
