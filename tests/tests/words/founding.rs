//! The first hour of a desk, its people and its institutions.

use std::fs::File;

use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::teller::{ADA, LIN, Teller, WU, ZHAO};
use crate::terminal::Person;

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::PassphraseTooShort,
    ErrorCode::PassphraseCommon,
    ErrorCode::NameTaken,
    ErrorCode::NameUnfit,
    ErrorCode::RolesUnfit,
    ErrorCode::DeskNotOpen,
    ErrorCode::DeskOpen,
    ErrorCode::RosterIncomplete,
    ErrorCode::LoopbackOnly,
    ErrorCode::TlsNeeded,
    ErrorCode::UrlUnfit,
    ErrorCode::CredentialUnfit,
    ErrorCode::SignInFailed,
    ErrorCode::RoleMissing,
    ErrorCode::NoSuchChange,
    ErrorCode::SamePerson,
    ErrorCode::ReasonMissing,
    ErrorCode::DeskInUse,
    ErrorCode::DeskExistsAlready,
    ErrorCode::NoDeskHere,
];

const CREATE: [&str; 6] = [
    "desk",
    "create",
    "--person",
    "Lin",
    "--role",
    "operator,administrator",
];

fn add<'a>(name: &'a str, roles: &'a str) -> [&'a str; 7] {
    [
        "person",
        "add",
        name,
        "--role",
        roles,
        "--new-passphrase-fd",
        "0",
    ]
}

fn set(url: &str) -> [&str; 7] {
    [
        "institution",
        "set",
        "tencent-faceid",
        "--url",
        url,
        "--credential-fd",
        "0",
    ]
}

const CREDENTIAL: &str = "AKIDother:other-demo-secret";

#[test]
fn what_is_refused_while_a_desk_is_made_and_kept_is_told_in_both_languages() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    make(&mut teller);
    take_people_on(&mut teller);
    teller.done(&LIN, &["desk", "open"], "");
    keep(&mut teller);
    teller.has_told(CODES);
}

fn make(teller: &mut Teller) {
    let typed = |passphrase| Person { passphrase, ..LIN };
    teller.not_done(ErrorCode::NoDeskHere, &LIN, &["desk", "open"], "");
    teller.not_done(
        ErrorCode::PassphraseTooShort,
        &typed("twelve chars"),
        &CREATE,
        "",
    );
    teller.not_done(
        ErrorCode::PassphraseCommon,
        &typed("aaaaaaaaaaaaaaaaaaaa"),
        &CREATE,
        "",
    );
    teller.not_done(
        ErrorCode::RolesUnfit,
        &LIN,
        &["desk", "create", "--person", "Lin", "--role", "cook"],
        "",
    );
    teller.not_done(
        ErrorCode::NameUnfit,
        &LIN,
        &["desk", "create", "--person", " ", "--role", "operator"],
        "",
    );
    teller.done(&LIN, &CREATE, "");
    teller.not_done(ErrorCode::DeskExistsAlready, &LIN, &CREATE, "");
}

fn take_people_on(teller: &mut Teller) {
    teller.not_done(ErrorCode::DeskNotOpen, &LIN, &["queue"], "");
    teller.not_done(ErrorCode::RosterIncomplete, &LIN, &["desk", "open"], "");
    teller.not_done(
        ErrorCode::RosterIncomplete,
        &LIN,
        &["desk", "open", "--solo"],
        "",
    );
    teller.not_done(
        ErrorCode::NameTaken,
        &LIN,
        &add("lin", "operator"),
        WU.passphrase,
    );
    teller.not_done(
        ErrorCode::RolesUnfit,
        &LIN,
        &add("Wu", "auditor,operator"),
        WU.passphrase,
    );
    teller.not_done(
        ErrorCode::PassphraseTooShort,
        &LIN,
        &add("Zhao", "supervisor"),
        "twelve chars",
    );
    teller.not_done(
        ErrorCode::LoopbackOnly,
        &LIN,
        &set("https://example.com"),
        CREDENTIAL,
    );
    teller.not_done(
        ErrorCode::UrlUnfit,
        &LIN,
        &set("https://a:b@127.0.0.1"),
        CREDENTIAL,
    );
    teller.not_done(
        ErrorCode::CredentialUnfit,
        &LIN,
        &set("http://127.0.0.1:4010"),
        "no colon",
    );
    for (person, role) in [(ZHAO, "supervisor,administrator"), (ADA, "administrator")] {
        teller.done(&LIN, &add(person.name, role), person.passphrase);
    }
}

fn keep(teller: &mut Teller) {
    let wrong = Person {
        passphrase: "blue kettles on sunday evening",
        ..LIN
    };
    teller.not_done(ErrorCode::SignInFailed, &wrong, &["queue"], "");
    let nobody = Person {
        name: "Nobody",
        ..LIN
    };
    teller.not_done(ErrorCode::SignInFailed, &nobody, &["queue"], "");
    teller.not_done(ErrorCode::DeskOpen, &LIN, &["desk", "open"], "");
    teller.not_done(ErrorCode::RoleMissing, &ADA, &["queue"], "");
    teller.not_done(
        ErrorCode::TlsNeeded,
        &LIN,
        &set("http://example.com"),
        CREDENTIAL,
    );
    let proposed = teller
        .done(
            &ZHAO,
            &[&["--json"], &set("https://example.com")[..]].concat(),
            CREDENTIAL,
        )
        .json();
    let change = proposed["change"].as_str().unwrap();
    teller.not_done(
        ErrorCode::SamePerson,
        &ZHAO,
        &["change", "approve", change],
        "",
    );
    teller.not_done(
        ErrorCode::RoleMissing,
        &ADA,
        &["change", "approve", change],
        "",
    );
    teller.not_done(
        ErrorCode::NoSuchChange,
        &ZHAO,
        &["change", "approve", &"0".repeat(32)],
        "",
    );
    let other = teller
        .done(
            &LIN,
            &[&["--json"], &set("https://example.com")[..]].concat(),
            CREDENTIAL,
        )
        .json();
    let other = other["change"].as_str().unwrap();
    teller.not_done(
        ErrorCode::ReasonMissing,
        &ZHAO,
        &["change", "reject", other, "--reason", " "],
        "",
    );
    teller.done(
        &ZHAO,
        &["change", "reject", other, "--reason", "not yet"],
        "",
    );
    teller.not_done(
        ErrorCode::NoSuchChange,
        &ZHAO,
        &["change", "reject", other, "--reason", "not yet"],
        "",
    );

    let lock = File::open(teller.terminal.at("desk/desk.lock")).unwrap();
    lock.lock().unwrap();
    teller.not_done(ErrorCode::DeskInUse, &LIN, &["queue"], "");
    drop(lock);
    teller.done(&LIN, &["queue"], "");
}
