//! People of an open desk: who may not join, leave or sign in; and folders that are older than the keychain knows.

use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::teller::{ADA, LIN, Teller, WU, ZHAO};
use crate::terminal::Person;

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::NoSuchPerson,
    ErrorCode::NothingToChange,
    ErrorCode::RosterWouldLack,
    ErrorCode::NotApprovedYet,
    ErrorCode::SignInBlocked,
    ErrorCode::Quarantined,
    ErrorCode::FolderOutdated,
    ErrorCode::NotACaseFile,
    ErrorCode::NotInQuarantine,
];

const NEW: Person = Person {
    name: "Mei",
    passphrase: "nine paper cranes in a row",
};

#[test]
fn what_is_refused_to_people_of_an_open_desk_is_told_in_both_languages() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    teller.open_desk(&[]);
    roster(&mut teller);
    folders(&mut teller);
    blocked(&mut teller);
    let noise = teller.terminal.at("given/case.json");
    std::fs::write(&noise, "{}").unwrap();
    let check = ["verify-case", noise.to_str().unwrap()];
    teller.not_done_alone(ErrorCode::NotACaseFile, &check, "");
    teller.has_told(CODES);
}

fn roster(teller: &mut Teller) {
    let roles = |name, roles| ["person", "roles", name, "--role", roles];
    teller.not_done(
        ErrorCode::NoSuchPerson,
        &LIN,
        &["person", "revoke", "Nobody"],
        "",
    );
    teller.not_done(
        ErrorCode::NothingToChange,
        &LIN,
        &roles("Wu", "operator"),
        "",
    );
    teller.not_done(
        ErrorCode::RosterWouldLack,
        &LIN,
        &["person", "revoke", "Zhao"],
        "",
    );
    let add = [
        "person",
        "add",
        NEW.name,
        "--role",
        "operator",
        "--new-passphrase-fd",
        "0",
    ];
    let proposed = teller
        .done(&ADA, &[&["--json"], &add[..]].concat(), NEW.passphrase)
        .json();
    teller.not_done(ErrorCode::NotApprovedYet, &NEW, &["queue"], "");
    let change = proposed["change"].as_str().unwrap();
    teller.done(&ZHAO, &["change", "approve", change], "");
    teller.done(&NEW, &["queue"], "");
    let left = teller
        .done(&ADA, &["--json", "person", "revoke", NEW.name], "")
        .json();
    teller.done(
        &ZHAO,
        &["change", "approve", left["change"].as_str().unwrap()],
        "",
    );
    let people = teller.done(&ZHAO, &["--json", "person", "list"], "").json();
    assert_eq!(people["people"].as_array().unwrap().len(), 5);
}

/// The folder as it was before, put in the place of what it is now.
fn folders(teller: &mut Teller) {
    let (desk, before) = (
        teller.terminal.at("desk"),
        teller.terminal.at("given/before"),
    );
    copy(&desk, &before);
    teller.done(
        &LIN,
        &["institution", "set", "tencent-sms", "--credential-fd", "0"],
        "AKID:secret",
    );
    let now = teller.terminal.at("given/now");
    copy(&desk, &now);
    copy(&before, &desk);
    teller.not_done(
        ErrorCode::Quarantined,
        &LIN,
        &["person", "revoke", "Wu"],
        "",
    );
    teller.done(&LIN, &["audit", "verify"], "");
    teller.done(&LIN, &["desk", "propose-acceptance"], "");
    teller.done(&ZHAO, &["call", "acceptance", "-"], "{}");
    copy(&now, &desk);
    teller.not_done(
        ErrorCode::NotInQuarantine,
        &LIN,
        &["desk", "propose-acceptance"],
        "",
    );
    teller.done(&LIN, &["keys", "rotate"], "");
    let rotated = teller.terminal.at("given/rotated");
    copy(&desk, &rotated);
    copy(&now, &desk);
    teller.not_done(ErrorCode::FolderOutdated, &LIN, &["queue"], "");
    copy(&rotated, &desk);
    let keys = teller.done(&LIN, &["--json", "keys", "show"], "").json();
    assert_eq!(keys["epoch"], 3, "one who left, and one rotation");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn blocked(teller: &mut Teller) {
    let wrong = Person {
        passphrase: "seven grey herons by the sea",
        ..WU
    };
    for _ in 0..10 {
        let said = teller.terminal.run(&wrong, &["queue"], "");
        assert_eq!(said.exit, Some(3), "{}", said.text());
    }
    teller.not_done(ErrorCode::SignInBlocked, &WU, &["queue"], "");
}
