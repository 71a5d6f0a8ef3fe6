//! The right way: founding, import, checks, proposals, reviews, messages.

use sandbox::DEMO_CREDENTIAL;
use serde_json::{Value, json};

use super::{LIN, Shows, WU, Walk, ZHAO};
use crate::canaries::{AGREEING, CANARIES, Canary, DISAGREEING, Datum, REFUSED};

/// The columns of an import file.
pub(super) const HEADER: &str = "reference,name,document_type,document_number,method,card_number,phone,email,amount,\
    currency,partner,language,consent_terms,consent_at,consent_channel,accuracy_confirmed";

/// A canary as a row of an import file.
pub(super) fn row(it: &Canary) -> String {
    format!(
        "{},{},resident_id,{},bank_card,{},{},{},188.00,CNY,shop,zh-CN,terms-3,2026-01-05T10:00:00+08:00,counter,true",
        it.reference, it.name, it.document, it.card, it.phone, it.email
    )
}

/// A canary as a submission.
pub(super) fn form(it: &Canary, reference: &str) -> Value {
    json!({
        "reference": reference,
        "name": it.name,
        "document_type": "resident_id",
        "document_number": it.document,
        "method": "bank_card",
        "card_number": it.card,
        "phone": it.phone,
        "email": it.email,
        "amount": "188.00",
        "currency": "CNY",
        "partner": "shop",
        "language": "zh-CN",
        "consent_terms": "terms-3",
        "consent_at": "2026-01-05T10:00:00+08:00",
        "consent_channel": "counter",
        "accuracy_confirmed": true,
    })
}

/// A number as people type it: in fours.
fn in_fours(number: &str, gap: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(gap)
}

/// A note by somebody who types the card number, in every way they know.
pub(super) fn careless_note(it: &Canary) -> String {
    let wide: String = in_fours(it.card, " ")
        .chars()
        .map(|c| if c == ' ' { c } else { wide(c) })
        .collect();
    format!(
        "卡号{}，核对 {}；{}。他说是{}\ncard:{}",
        it.card,
        in_fours(it.card, " "),
        in_fours(it.card, "-"),
        wide,
        it.card
    )
}

fn wide(digit: char) -> char {
    char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')).unwrap_or(digit)
}

impl Walk<'_> {
    pub(super) fn found_the_desk(&mut self) {
        self.done(
            &LIN,
            &[
                "desk",
                "create",
                "--person",
                "Lin",
                "--role",
                "operator,administrator",
                "--no-keychain",
            ],
            "",
        );
        for (person, role) in [(ZHAO, "supervisor"), (WU, "operator")] {
            let add = [
                "person",
                "add",
                person.name,
                "--role",
                role,
                "--new-passphrase-fd",
                "0",
            ];
            self.done(&LIN, &add, person.passphrase);
        }
        let url = self.sandbox.url();
        for institution in ["tencent-faceid", "tencent-sms"] {
            let set = [
                "institution",
                "set",
                institution,
                "--url",
                &url,
                "--credential-fd",
                "0",
            ];
            self.done(&LIN, &set, DEMO_CREDENTIAL);
        }
        let given = self.terminal.hand_out(&LIN, false);
        assert_eq!(given.exit, Some(0), "{}", given.text());
        self.look_at(&given, "recovery create", Shows::Nothing);
        self.done(&LIN, &["desk", "open"], "");
    }

    /// A file with a canary in each row: four that become cases; one that is plainly wrong; and that one once more with
    /// a column too many, and in an encoding that is not UTF-8.
    pub(super) fn take_in(&mut self) {
        let rows: Vec<String> = CANARIES.iter().map(row).collect();
        let mut file =
            format!("{HEADER}\n{}\n{},more\n", rows.join("\n"), row(&REFUSED)).into_bytes();
        file.extend(encoding_rs::GB18030.encode(&row(&REFUSED)).0.iter());
        let imported = self.import("in.csv", &file, 0);
        let counts = imported.text();
        assert!(
            counts.contains("imported: 4") && counts.contains("refused: 3"),
            "{counts}"
        );
    }

    pub(super) fn work(&mut self) {
        self.done(&LIN, &["next"], "");
        self.call(&LIN, "claim", &json!({ "case": "C-1" }), 0);
        self.run(&WU, &["case", "claim", "C-1"], "", Shows::Nothing, 3);
        let shown = self
            .run(&LIN, &["case", "show", "C-1"], "", Shows::NameOf("C-1"), 0)
            .text();
        assert!(
            shown.contains(AGREEING.name),
            "who holds the case sees the name: {shown}"
        );
        self.done(&WU, &["case", "show", "C-1"], "");
        // What the window asks while people look and type.
        self.call(&LIN, "case", &json!({ "case": "C-1" }), 0);
        let found = self.call(&WU, "find", &json!({ "text": AGREEING.card }), 0);
        assert!(found.text().contains("C-1"), "{}", found.text());
        let ending = json!({ "case": "C-1", "outcome": "verified", "reasons": ["all_agree"] });
        self.call(&LIN, "preview_message", &ending, 0);
        self.call(&LIN, "screen_draft", &form(&AGREEING, "C-9"), 0);
        self.call(&LIN, "screen_amendment", &form(&AGREEING, "C-1"), 0);
        self.done(
            &LIN,
            &["case", "note", "C-1", "-"],
            &careless_note(&AGREEING),
        );
        // A number right beside another must not hide it.
        let both = json!({ "case": "C-2", "text": format!("{} 13800000000", DISAGREEING.card) });
        self.call(&LIN, "add_note", &both, 0);
        self.call_showing(
            &LIN,
            "open_case",
            &json!({ "case": "shop/C-2" }),
            Shows::NameOf("C-2"),
            0,
        );
        self.reveal();
        for reference in ["C-1", "C-2"] {
            self.done(&LIN, &["check", "run", reference], "");
        }
        self.call(&LIN, "run_checks", &json!({ "case": "C-3" }), 0);
        let killed = self.call_of("C-4", "check");
        assert_eq!(killed["state"], "unknown", "its end was not seen");
        self.call(&LIN, "ask_again", &json!({ "call": killed["call"] }), 0);
        let drained = self
            .call(&LIN, "outbox_drain", &json!({ "wait_seconds": 5 }), 0)
            .json();
        assert_eq!(
            (&drained["answered"], &drained["unknown"]),
            (&json!(3), &json!(1)),
            "{drained}"
        );
        self.done(&LIN, &["outbox", "status"], "");
    }

    /// What is masked is shown to who asks with a reason, and to nobody else; the log of it repeats nothing.
    fn reveal(&mut self) {
        let phone = ["case", "reveal", "C-1", "--field", "phone", "--why", "call"];
        self.run(&WU, &phone, "", Shows::Nothing, 3);
        self.run(&LIN, &phone, "", Shows::Revealed("C-1", &[Datum::Phone]), 0);
        let rest = json!({
            "case": "C-1", "fields": ["document_number", "card_number", "email"], "why": "other",
            "words": careless_note(&AGREEING),
        });
        let shows = Shows::Revealed("C-1", &[Datum::Document, Datum::Card, Datum::Email]);
        self.call_showing(&LIN, "reveal", &rest, shows, 0);
        let log = self
            .call(&ZHAO, "reveals", &json!({ "limit": 10 }), 0)
            .json();
        assert_eq!(log["entries"][0]["why"], "other", "{log}");
        self.done(&ZHAO, &["audit", "reveals", "--limit", "2"], "");
    }

    pub(super) fn decide(&mut self) {
        let verified = [
            "propose",
            "C-1",
            "--outcome",
            "verified",
            "--reason",
            "all_agree",
            "--note",
            "-",
        ];
        self.done(&LIN, &verified, &careless_note(&AGREEING));
        self.call(&LIN, "take_back", &json!({ "case": "C-1" }), 0);
        let again =
            json!({ "case": "C-1", "outcome": "verified", "reasons": ["all_agree"], "note": "" });
        self.call(&LIN, "propose", &again, 0);

        let refused = [
            "propose",
            "C-2",
            "--outcome",
            "not_verified_final",
            "--reason",
            "elements_disagree",
        ];
        self.done(&LIN, &refused, "");
        self.run(&LIN, &["review", "C-2", "agree"], "", Shows::Nothing, 3);
        self.done(
            &ZHAO,
            &["review", "C-2", "agree", "--note", "-"],
            &careless_note(&DISAGREEING),
        );
        self.call(&ZHAO, "feedback", &json!({ "case": "C-2" }), 0);
        let unable = [
            "propose",
            "C-3",
            "--outcome",
            "unable_to_verify",
            "--reason",
            "no_answer_from_institution",
        ];
        self.done(&LIN, &unable, "");
        self.call(&LIN, "release", &json!({ "case": "C-4" }), 0);
        let returned =
            json!({ "case": "C-4", "verdict": "return", "note": careless_note(&AGREEING) });
        let doubted = json!({ "case": "C-4", "outcome": "not_verified_final", "reasons": ["elements_disagree"] });
        self.call(&LIN, "propose", &doubted, 0);
        self.call(&ZHAO, "review", &returned, 0);
    }

    /// What is left to ask for, and the log.
    /// Everything goes into a backup, is verified there, and is brought back once in a private folder.
    pub(super) fn back_up(&mut self) {
        let to = self.terminal.at("backup");
        let to = to.to_str().expect("temporary paths are text").to_owned();
        self.call(&LIN, "create_backup", &json!({ "folder": to }), 0);
        self.call(&LIN, "backup_status", &json!({}), 0);
        self.done(&ZHAO, &["backup", "verify", "--from", &to], "");
        let rehearse = [
            "backup",
            "rehearse",
            "--from",
            &to,
            "--share-fd",
            "3",
            "--share-fd",
            "4",
        ];
        let counted = self.terminal.with_shares(&LIN, [1, 2], &rehearse, "");
        assert_eq!(counted.exit, Some(0), "{}", counted.text());
        self.look_at(&counted, "backup rehearse", Shows::Nothing);
        // In a window these follow one another; here each finds no secret that is being handed out.
        let holders = json!({ "holders": ["Lin", "Zhao", "Wu"] });
        self.call(&LIN, "begin_recovery", &holders, 0);
        self.call(&LIN, "show_share", &json!({ "holder": 1 }), 3);
        let typed = json!({ "holder": 1, "groups": [AGREEING.card] });
        self.call(&LIN, "confirm_share", &typed, 3);
        self.call(&LIN, "propose_recovery", &json!({}), 3);
    }

    pub(super) fn look_back(&mut self) {
        self.done(
            &LIN,
            &[
                "queue",
                "--status",
                "open,in_progress,waiting_for_review,decided",
            ],
            "",
        );
        for request in ["desk", "reasons", "queue", "changes", "verify_log", "next"] {
            self.call(&WU, request, &json!({}), 0);
        }
        let asked = json!({ "kind": "card", "value": AGREEING.card });
        self.call_showing(&WU, "identify", &asked, Shows::WhatWasAsked, 0);
        let held = self.done(&ZHAO, &["audit", "verify"], "").text();
        assert!(held.contains("holds: true"), "{held}");
        // Everything that can be said in public, written where it is searched.
        let out = self.terminal.at("out").join("support.json");
        let out = out.to_str().expect("temporary paths are text");
        self.done(&LIN, &["support-bundle", "--out", out], "");
    }
}
