//! What people are told when something is refused or fails: every error code that can be raised from a terminal is
//! raised here, and its words are read in both languages, as text and as JSON.
//!
//! On Linux, where the tests can have login sessions of their own with a real keychain.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod backup;
mod bad_use;
mod cases;
mod files;
mod founding;
mod keeping;
mod keychain;
mod people;
mod teller;
#[path = "../canary/terminal.rs"]
mod terminal;

use std::collections::BTreeMap;

use identifiers::Language;
use wire::ErrorCode;

/// The codes that no command can bring about, and why. Where a code can be raised at all, tests of the crate that
/// raises it do so.
const OUT_OF_REACH: &[(ErrorCode, &str)] = &[
    (
        ErrorCode::AlreadyReceived,
        "each submission is a case of its own; a repeated reference is `reference_taken`",
    ),
    (
        ErrorCode::NotReceived,
        "a case is found by its reference, which it has from when it is received",
    ),
    (ErrorCode::NotAPersonsAct, "whoever signs in is a person"),
    (ErrorCode::DesksOwnDuty, "no command carries an answer in"),
    (
        ErrorCode::EvidenceChanged,
        "what changes the evidence withdraws the proposal in the same commit",
    ),
    (
        ErrorCode::NoSuchCheck,
        "a call is named by its id in the outbox, where it is a check's",
    ),
    (
        ErrorCode::CallState,
        "only the courier moves calls, and it reads their state first",
    ),
    (
        ErrorCode::StillHeld,
        "the courier leaves a held message alone",
    ),
    (
        ErrorCode::Archived,
        "a case is in the archive thirty days after its end",
    ),
    (
        ErrorCode::ImportNotBegun,
        "the terminal opens the file itself; the window's station raises it in its own tests",
    ),
    (
        ErrorCode::ImportRunning,
        "one command at a time; the window's station raises it in its own tests",
    ),
    (
        ErrorCode::NoReport,
        "the terminal writes the report as it goes; the window's station raises it in its own tests",
    ),
    (
        ErrorCode::OtherCase,
        "an amendment names its case by the partner and reference it carries",
    ),
    (
        ErrorCode::NewerThanProgram,
        "to write a newer version into the file takes its key",
    ),
    (
        ErrorCode::Conflict,
        "one process a desk, and one act at a time in it",
    ),
    (
        ErrorCode::KeychainCorrupt,
        "takes another program that writes into our entries",
    ),
    (
        ErrorCode::KeychainRefused,
        "takes a keychain that breaks its own protocol",
    ),
    (
        ErrorCode::HoldersUnfit,
        "shares are made in the window; the trade's own tests raise it",
    ),
    (
        ErrorCode::KeyChangeUnfinished,
        "a sign-in finishes a key change before a second one can be asked for",
    ),
    (ErrorCode::Stopped, "the terminal stops nothing half way"),
    (
        ErrorCode::PinUnfit,
        "a PIN is for the window; its station raises it in its own tests",
    ),
    (
        ErrorCode::PinNeedsKeychain,
        "a PIN is for the window; its station raises it in its own tests",
    ),
    (
        ErrorCode::PinWrong,
        "a PIN is for the window; the desk raises it in its own tests",
    ),
    (
        ErrorCode::PinOver,
        "a PIN is for the window; its station raises it in its own tests",
    ),
    (
        ErrorCode::LogBroken,
        "to change a record takes the file's key",
    ),
    (
        ErrorCode::ShareShown,
        "the terminal shows each share once; the desk raises it in its own tests",
    ),
    (
        ErrorCode::BackupRunning,
        "one command at a time; the desk raises it in its own tests",
    ),
];

/// The codes that the tests raise, test by test.
const RAISED: &[(&str, &[ErrorCode])] = &[
    ("bad use", bad_use::CODES),
    ("founding", founding::CODES),
    ("cases", cases::CODES),
    ("files", files::CODES),
    ("keychain", keychain::CODES),
    ("people", people::CODES),
    ("keeping", keeping::CODES),
    ("backup", backup::CODES),
];

#[test]
fn every_code_is_raised_by_a_test_or_there_is_a_reason_why_no_command_can() {
    let mut told: BTreeMap<&str, &str> = OUT_OF_REACH
        .iter()
        .map(|(code, _)| (code.as_str(), "out of reach"))
        .collect();
    for (test, codes) in RAISED {
        for code in *codes {
            let before = told.insert(code.as_str(), test);
            assert!(
                before != Some("out of reach"),
                "{} is within reach of {test}",
                code.as_str()
            );
        }
    }
    let missing: Vec<&str> = ErrorCode::ALL
        .iter()
        .map(|it| it.as_str())
        .filter(|it| !told.contains_key(it))
        .collect();
    assert!(missing.is_empty(), "nobody raises {missing:?}");
}

#[test]
fn every_code_says_in_both_languages_what_happened_what_was_kept_and_what_to_do() {
    for code in ErrorCode::ALL {
        let [zh, en] = [Language::Zh, Language::En].map(|it| code.words(it));
        for (zh, en) in [
            (zh.happened, en.happened),
            (zh.kept, en.kept),
            (zh.next, en.next),
        ] {
            let han = zh
                .chars()
                .filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it))
                .count();
            assert!(han >= 4 && zh.ends_with('。'), "{code:?}: {zh}");
            assert!(
                en.is_ascii() && en.contains(' ') && en.ends_with('.'),
                "{code:?}: {en}"
            );
        }
    }
}
