//! Backups, shares and a desk that is brought back, as somebody at a terminal meets them.

use std::fs;

use serde_json::json;
use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::teller::{LIN, Teller, ZHAO};
use crate::terminal::{RECOVERY, Terminal};

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::NoRecoveryKey,
    ErrorCode::RecoveryAtFounding,
    ErrorCode::CeremonyUnfinished,
    ErrorCode::ShareNotTypedBack,
    ErrorCode::SharesUnfit,
    ErrorCode::BackupTaken,
    ErrorCode::DeskStillHere,
    ErrorCode::NoBackupHere,
    ErrorCode::BackupDamaged,
];

fn path(terminal: &Terminal, name: &str) -> String {
    let path = terminal.at(name);
    path.to_str().expect("temporary paths are text").to_owned()
}

#[test]
fn what_is_refused_about_backups_is_told_and_a_lost_desk_is_brought_back() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    teller.open_desk(&[]);
    let to = path(&teller.terminal, "backup");
    let create = ["backup", "create", "--to", &to];
    teller.not_done(ErrorCode::NoRecoveryKey, &LIN, &create, "");
    let verify = ["backup", "verify", "--from", &to];
    teller.not_done(ErrorCode::NoBackupHere, &LIN, &verify, "");
    let propose = ["call", "propose_recovery", "-"];
    teller.not_done(ErrorCode::CeremonyUnfinished, &LIN, &propose, "{}");

    let spoiled = teller.terminal.hand_out(&LIN, true);
    assert_eq!(spoiled.exit, Some(3), "{}", spoiled.text());
    teller.tells(ErrorCode::ShareNotTypedBack, &["recovery"], &spoiled);
    let proposed = teller.terminal.hand_out(&LIN, false);
    assert_eq!(proposed.exit, Some(0), "{}", proposed.text());
    let lines = String::from_utf8_lossy(&proposed.out).into_owned();
    let last = lines.lines().last().expect("it answered");
    let change: serde_json::Value = serde_json::from_str(last).expect("JSON");
    let change = change["change"]
        .as_str()
        .expect("it is proposed")
        .to_owned();
    teller.done(&ZHAO, &["change", "approve", &change], "");

    teller.done(&LIN, &create, "");
    let held = teller.done(&ZHAO, &verify, "").text();
    assert!(held.contains("on_record: true"), "{held}");
    rehearse(&mut teller, &to);
    another_desk(&mut teller, &session, &to);
    bring_back(&mut teller, &to);

    let generation = teller.terminal.at("backup/generation-000001.vdb");
    let mut bytes = fs::read(&generation).expect("it was written");
    bytes[300] ^= 1;
    fs::write(&generation, bytes).expect("the folder is ours");
    teller.not_done(ErrorCode::BackupDamaged, &LIN, &verify, "");
    alone(&mut teller);
    teller.has_told(CODES);
}

fn rehearse(teller: &mut Teller, to: &str) {
    let rehearse = [
        "backup",
        "rehearse",
        "--from",
        to,
        "--share-fd",
        "3",
        "--share-fd",
        "4",
    ];
    let counted = teller.terminal.with_shares(&LIN, [1, 3], &rehearse, "");
    assert_eq!(counted.exit, Some(0), "{}", counted.text());
    assert!(counted.text().contains("\"cases\":0"), "{}", counted.text());
    let twice = teller.terminal.with_shares(&LIN, [2, 2], &rehearse, "");
    assert_eq!(twice.exit, Some(3));
    teller.tells(ErrorCode::SharesUnfit, &rehearse, &twice);
}

/// Another desk leaves the backup as it is.
fn another_desk(teller: &mut Teller, session: &Session, to: &str) {
    let mut other = Teller::in_session(session);
    other.open_desk(&[]);
    let proposed = other.terminal.hand_out(&LIN, false);
    let lines = String::from_utf8_lossy(&proposed.out).into_owned();
    let last: serde_json::Value =
        serde_json::from_str(lines.lines().last().expect("it answered")).expect("JSON");
    let change = last["change"].as_str().expect("it is proposed").to_owned();
    other.done(&ZHAO, &["change", "approve", &change], "");
    let create = ["backup", "create", "--to", to];
    other.not_done(ErrorCode::BackupTaken, &LIN, &create, "");
    teller.took_from(other);
}

/// The folder is gone; two shares and the backup bring it back, on the computer that knew it.
fn bring_back(teller: &mut Teller, to: &str) {
    fs::remove_dir_all(teller.terminal.at("desk")).expect("the folder is ours");
    let restore = [
        "backup",
        "restore",
        "--from",
        to,
        "--share-fd",
        "3",
        "--share-fd",
        "4",
        "--person",
        "Lin",
        "--role",
        "operator,administrator",
        "--new-passphrase-fd",
        "0",
        "--person",
        "Zhao",
        "--role",
        "supervisor",
        "--new-passphrase-fd",
        "0",
    ];
    let passphrases = format!("{}\n", ZHAO.passphrase);
    let refused = teller
        .terminal
        .with_shares(&LIN, [1, 2], &restore, &passphrases);
    teller.tells(ErrorCode::DeskStillHere, &restore, &refused);
    let here = [&restore[..], &["--even-here"]].concat();
    let back = teller
        .terminal
        .with_shares(&LIN, [1, 2], &here, &passphrases);
    assert_eq!(back.exit, Some(0), "{}", back.text());
    let held = teller.done(&ZHAO, &["audit", "verify"], "").text();
    assert!(held.contains("holds: true"), "{held}");
    let status = teller
        .done(&LIN, &["--json", "call", "backup_status", "-"], "{}")
        .json();
    assert_eq!(
        (&status["recovery"], &status["generation"]),
        (&json!(false), &json!(null))
    );
}

/// On a desk for one person nobody could approve the secret.
fn alone(teller: &mut Teller) {
    let mut alone = Teller::alone();
    let roles = "operator,supervisor,administrator";
    let create = [
        "desk",
        "create",
        "--person",
        "Lin",
        "--role",
        roles,
        "--no-keychain",
    ];
    alone.done(&LIN, &create, "");
    alone.done(&LIN, &["desk", "open", "--solo"], "");
    alone.not_done(ErrorCode::RecoveryAtFounding, &LIN, &RECOVERY[1..], "");
    teller.took_from(alone);
}
