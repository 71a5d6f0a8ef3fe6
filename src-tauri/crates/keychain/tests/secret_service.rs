//! The keychain on a real Secret Service: GNOME Keyring, each case in a login session of its own.
//!
//! libdbus finds its bus in the environment of the process, so each case is two tests: the outer one
//! makes the session and runs this same binary in it, for the inner one, which is ignored elsewhere.
//!
//! Mutations, each found by the tests of that name:
//! - a refused connection told as `Refused`: a bus, or a keychain, that is missing;
//! - `Locked` told as `Missing`: a locked keychain, whether the entry is there or not;
//! - an `ANSWER_LIMIT` of nine seconds: a prompt that nobody answers;
//! - `Ambiguous` told as `Refused`: two entries of one name;
//! - `NoEntry` told as a fault: another keychain in the place of the desk's.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used)]

use std::process::Command;
use std::time::{Duration, Instant};

use casework::DeskId;
use keychain::OsKeychain;
use ports::{KeyVault, KeyVaultFault};
use testkit::fault_pool::tally;
use testkit::secret_service::{IN_SESSION, KeychainEnded, Session, on_a_living_keychain};

const DESK: DeskId = DeskId::from_bytes([0xD5; 16]);

/// Three seconds by the port's promise, and one for a busy machine.
const AT_MOST: Duration = Duration::from_secs(4);

/// Runs one inner test in the session and hands on its verdict.
fn run(session: &Session, inner: &str) -> Result<(), KeychainEnded> {
    let mut command: Command = session.command(std::env::current_exe().unwrap());
    let output = command
        .args(["--ignored", "--exact", "--nocapture", inner])
        .output()
        .unwrap();
    if !output.status.success() && session.keychain_ended() {
        return Err(KeychainEnded);
    }
    let words = format!(
        "{}{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        session.log()
    );
    assert!(output.status.success(), "{words}");
    assert!(
        words.contains("1 passed"),
        "the inner test was not found: {words}"
    );
    Ok(())
}

/// The desk's vault. Panics outside a test session, so that nobody's own keychain is touched.
fn vault() -> OsKeychain {
    assert!(
        std::env::var_os(IN_SESSION).is_some(),
        "run by its outer test, in a session of its own"
    );
    OsKeychain::of_desk(DESK)
}

fn all_three_answer(fault: &KeyVaultFault) {
    let begun = Instant::now();
    assert_eq!(vault().read("drk"), Err(fault.clone()));
    assert!(begun.elapsed() < AT_MOST, "read: {:?}", begun.elapsed());
    let begun = Instant::now();
    assert_eq!(vault().write("drk", b"lost"), Err(fault.clone()));
    assert!(begun.elapsed() < AT_MOST, "write: {:?}", begun.elapsed());
    let begun = Instant::now();
    assert_eq!(vault().delete("drk"), Err(fault.clone()));
    assert!(begun.elapsed() < AT_MOST, "delete: {:?}", begun.elapsed());
}

#[test]
fn an_unlocked_keychain_passes_the_conformance_suite() {
    on_a_living_keychain(|| run(&Session::unlocked(), "inner_conformance"));
}

#[test]
#[ignore = "inner half"]
fn inner_conformance() {
    drop(vault());
    ports::conformance::key_vault_conformance(|desk| Box::new(OsKeychain::of_desk(desk)));
}

#[test]
fn what_was_written_is_there_after_the_next_login() {
    on_a_living_keychain(|| {
        let session = Session::unlocked();
        run(&session, "inner_write")?;
        let session = session.log_in_unlocked();
        run(&session, "inner_read_again")
    });
}

#[test]
#[ignore = "inner half"]
fn inner_write() {
    vault().write("drk", b"kept").unwrap();
}

#[test]
#[ignore = "inner half"]
fn inner_read_again() {
    assert_eq!(**vault().read("drk").unwrap().unwrap(), *b"kept");
}

#[test]
fn no_bus_is_a_missing_keychain() {
    on_a_living_keychain(|| run(&Session::without_bus(), "inner_missing"));
    tally("T13", "session without a bus", 1, "told within 4 s");
}

#[test]
fn a_bus_without_a_keychain_is_a_missing_keychain() {
    on_a_living_keychain(|| run(&Session::without_keychain(), "inner_missing"));
    tally("T13", "session without a keychain", 1, "told within 4 s");
}

#[test]
#[ignore = "inner half"]
fn inner_missing() {
    all_three_answer(&KeyVaultFault::Missing);
}

#[test]
fn a_locked_keychain_without_display_is_locked_whether_the_entry_is_there_or_not() {
    on_a_living_keychain(|| {
        let session = Session::unlocked().log_in_locked();
        run(&session, "inner_locked")?;

        let session = session.log_in_unlocked();
        run(&session, "inner_write")?;
        let session = session.log_in_locked();
        run(&session, "inner_locked")?;

        let session = session.log_in_unlocked();
        run(&session, "inner_read_again")
    });
    tally(
        "T13",
        "locked keychains without display",
        2,
        "told within 4 s",
    );
}

/// Another keychain in the place of the one that was written to has nothing of the desk, and says so: whoever signs in is
/// told that the entry is not there, never asked to begin anew.
#[test]
fn a_keychain_that_took_the_place_of_another_has_no_entry_of_the_desk() {
    on_a_living_keychain(|| {
        run(&Session::unlocked(), "inner_write")?;
        run(&Session::unlocked(), "inner_has_nothing")
    });
    tally(
        "T13",
        "another keychain in its place",
        1,
        "nothing is there, and nothing is made",
    );
}

#[test]
#[ignore = "inner half"]
fn inner_has_nothing() {
    assert_eq!(vault().read("drk"), Ok(None));
    assert_eq!(vault().read("anchor"), Ok(None));
}

#[test]
#[ignore = "inner half"]
fn inner_locked() {
    all_three_answer(&KeyVaultFault::Locked);
}

#[test]
fn a_prompt_that_nobody_answers_is_a_lock_in_time_and_the_process_ends() {
    on_a_living_keychain(|| {
        let session = Session::unlocked().log_in_locked();
        let begun = Instant::now();
        run(&session, "inner_silent_prompt")?;
        let took = begun.elapsed();
        assert!(
            took < AT_MOST + Duration::from_secs(2),
            "the hung thread held it up: {took:?}"
        );
        Ok(())
    });
    tally(
        "T13",
        "locked keychain with a prompt",
        1,
        "told within 4 s, no hang at the end",
    );
}

#[test]
#[ignore = "inner half"]
fn inner_silent_prompt() {
    // Whoever owns this name is asked to show the prompt. This one never does.
    let prompter = dbus::blocking::Connection::new_session().unwrap();
    prompter
        .request_name("org.gnome.keyring.SystemPrompter", false, true, false)
        .unwrap();
    let vault = vault();
    let begun = Instant::now();
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::Locked));
    let took = begun.elapsed();
    assert!(took >= keychain::ANSWER_LIMIT && took < AT_MOST, "{took:?}");

    let begun = Instant::now();
    assert_eq!(vault.write("drk", b"lost"), Err(KeyVaultFault::Locked));
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "answered at once: {:?}",
        begun.elapsed()
    );
}

#[test]
fn two_entries_of_one_name_are_corrupt() {
    on_a_living_keychain(|| run(&Session::unlocked(), "inner_ambiguous"));
    tally("T13", "doubled entry", 1, "told within 4 s");
}

#[test]
#[ignore = "inner half"]
fn inner_ambiguous() {
    use dbus_secret_service::{EncryptionType, SecretService};

    let vault = vault();
    vault.write("drk", b"ours").unwrap();
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    let owner = format!("veridesk.{DESK}");
    let attributes = [
        ("service", owner.as_str()),
        ("username", "drk"),
        ("planted", "yes"),
    ]
    .into();
    let default = service.get_default_collection().unwrap();
    default
        .create_item("planted", attributes, b"cGxhbnRlZA==", false, "text/plain")
        .unwrap();
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::Corrupt));
    assert_eq!(vault.write("drk", b"more"), Err(KeyVaultFault::Corrupt));
}
