//! The keychain of the operating system: gone, locked, silent, or without what the desk needs; and as it should be.

use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::teller::{LIN, Teller};
use crate::terminal::Said;

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::KeychainMissing,
    ErrorCode::KeychainLocked,
    ErrorCode::KeychainTimedOut,
    ErrorCode::KeychainEntryMissing,
];

/// Within this time a person is told what is wrong with the keychain.
const AT_ONCE: Duration = Duration::from_secs(4);

const CREATE: [&str; 6] = [
    "desk",
    "create",
    "--person",
    "Lin",
    "--role",
    "operator,administrator",
];

/// Runs a command as Lin that must answer within four seconds.
fn told_at_once(teller: &Teller, arguments: &[&str]) -> Said {
    let since = Instant::now();
    let said = teller.terminal.run(&LIN, arguments, "");
    assert!(
        since.elapsed() < AT_ONCE,
        "{:?}: {}",
        since.elapsed(),
        said.text()
    );
    said
}

#[test]
fn the_state_of_the_keychain_is_told_within_four_seconds() {
    let mut teller = Teller::alone();
    // In no session at all, and on a bus without a keychain.
    let said = told_at_once(&teller, &CREATE);
    teller.read_text(ErrorCode::KeychainMissing, &CREATE, &said);
    let bare = Session::without_keychain();
    teller.move_to(&bare);
    let said = told_at_once(&teller, &CREATE);
    teller.read_text(ErrorCode::KeychainMissing, &CREATE, &said);

    // A bus that takes the call and never answers.
    let silent = teller.terminal.at("tmp/bus");
    let _listening = UnixListener::bind(&silent).unwrap();
    let address = format!("unix:path={}", silent.display());
    teller.terminal.session = vec![("DBUS_SESSION_BUS_ADDRESS".into(), address.into())];
    let said = told_at_once(&teller, &CREATE);
    teller.read_text(ErrorCode::KeychainTimedOut, &CREATE, &said);

    let session = Session::unlocked();
    teller.move_to(&session);
    teller.open_desk(&[]);
    let session = session.log_in_locked();
    teller.move_to(&session);
    let said = told_at_once(&teller, &["queue"]);
    teller.read_text(ErrorCode::KeychainLocked, &["queue"], &said);
    // Another login, whose keychain is another person's.
    let other = Session::unlocked();
    teller.move_to(&other);
    let said = told_at_once(&teller, &["queue"]);
    teller.read_text(ErrorCode::KeychainEntryMissing, &["queue"], &said);
    // Nothing was lost by any of that.
    let session = session.log_in_unlocked();
    teller.move_to(&session);
    teller.done(&LIN, &["queue"], "");
    teller.has_told(CODES);
}

#[test]
fn with_a_keychain_a_desk_is_made_opened_and_signed_in_to_after_a_new_login() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    teller.open_desk(&[]);
    let session = session.log_in_unlocked();
    teller.move_to(&session);
    let shown = teller.done(&LIN, &["--json", "desk", "show"], "").json();
    assert_eq!(
        (&shown["no_keychain"], &shown["solo"], &shown["person"]),
        (&false.into(), &false.into(), &"Lin".into())
    );
    assert_eq!(shown["people"].as_array().map(Vec::len), Some(4));
}
