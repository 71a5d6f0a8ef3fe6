//! Commands that are not written correctly.

use wire::ErrorCode;

use crate::teller::{LIN, Teller};

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::Usage,
    ErrorCode::UnknownRequest,
    ErrorCode::MalformedRequest,
    ErrorCode::PassphraseNotGiven,
    ErrorCode::FileUnreadable,
    ErrorCode::SessionNeeded,
];

#[test]
fn bad_use_is_told_in_both_languages_with_exit_code_2() {
    let mut teller = Teller::alone();
    let usage: &[&[&str]] = &[
        &["dance"],
        &["case"],
        &["case", "show"],
        &["--passphrase-fd", "three", "queue"],
        &["review", "A-1", "shrug"],
        &["call", "queue", "{}"],
        &["institution", "set", "tencent-faceid"],
        &["identify", "passport", "-"],
        &["queue", "--no-such-option"],
    ];
    for arguments in usage {
        teller.not_done_alone(ErrorCode::Usage, arguments, "");
    }
    let desk = teller.terminal.at("desk");
    let desk = desk.to_str().unwrap();
    teller.not_done_alone(ErrorCode::SessionNeeded, &["queue"], "");
    teller.not_done_alone(
        ErrorCode::SessionNeeded,
        &["--desk", desk, "--passphrase-fd", "0", "queue"],
        "word\n",
    );
    teller.not_done_alone(
        ErrorCode::SessionNeeded,
        &["--desk", desk, "--as", "Lin", "queue"],
        "",
    );
    let signed_in = ["--desk", desk, "--as", "Lin", "--passphrase-fd"];
    teller.not_done_alone(
        ErrorCode::PassphraseNotGiven,
        &[&signed_in[..], &["0", "queue"]].concat(),
        "\n",
    );
    teller.not_done_alone(
        ErrorCode::PassphraseNotGiven,
        &[&signed_in[..], &["77", "queue"]].concat(),
        "",
    );
    let import = [
        &signed_in[..],
        &["0", "import", "no-such-file.csv", "--errors", "errors.csv"],
    ]
    .concat();
    teller.not_done_alone(ErrorCode::FileUnreadable, &import, "word\n");
    for body in ["{\"reference\":", "[1,2", "\u{feff}{}", "name=Lin"] {
        teller.not_done(ErrorCode::MalformedRequest, &LIN, &["submit"], body);
    }
    teller.done(
        &LIN,
        &[
            "desk",
            "create",
            "--person",
            "Lin",
            "--role",
            ROLES,
            "--no-keychain",
        ],
        "",
    );
    teller.done(&LIN, &["desk", "open", "--solo"], "");
    teller.not_done(
        ErrorCode::UnknownRequest,
        &LIN,
        &["call", "dance", "-"],
        "{}",
    );
    teller.not_done(
        ErrorCode::MalformedRequest,
        &LIN,
        &["call", "claim", "-"],
        r#"{"case":1}"#,
    );
    teller.not_done(
        ErrorCode::MalformedRequest,
        &LIN,
        &["queue", "--status", "asleep"],
        "",
    );
    teller.not_done(
        ErrorCode::MalformedRequest,
        &LIN,
        &["outbox", "ask-again", "not-an-id"],
        "",
    );
    teller.has_told(CODES);
}

/// What one person who works alone must be.
const ROLES: &str = "operator,supervisor,administrator";
