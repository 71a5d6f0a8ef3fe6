#![allow(clippy::unwrap_used)]

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ports::Clock;
use sandbox::{DEMO_CREDENTIAL, Sandbox, SandboxOptions};
use serde_json::{Value, json};
use tempfile::TempDir;
use wire::view::NoticeView;
use wire::{ErrorCode, Request};

use super::presence::Presence;
use super::{Report, Station, locked};
use crate::rim::SystemClock;

const LIN: &str = "blue kettles on sunday morning";
const ZHAO: &str = "green lanterns over the river";
/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

struct Place {
    station: Station,
    notices: Receiver<NoticeView>,
    folder: TempDir,
}

impl Place {
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (tell, notices) = channel();
        let station = Station::at(folder.path().join("desk"), move |notice| {
            let _ = tell.send(notice);
        });
        Self {
            station,
            notices,
            folder,
        }
    }

    /// A demo desk without keychain, opened, with Lin signed in.
    fn open(institution: &str) -> Self {
        let place = Self::empty();
        place.done("found_desk", json!({
            "name": "Lin", "roles": ["operator", "administrator"], "passphrase": LIN, "demo": true, "no_keychain": true,
        }));
        place.done(
            "add_person",
            json!({ "name": "Zhao", "roles": ["supervisor"], "passphrase": ZHAO }),
        );
        for kind in ["tencent-faceid", "tencent-sms"] {
            place.done(
                "set_institution",
                json!({
                    "institution": kind, "url": institution, "credential": DEMO_CREDENTIAL,
                }),
            );
        }
        place.done("open_desk", json!({ "solo": false }));
        place
    }

    fn done(&self, name: &str, body: Value) -> Value {
        self.station
            .ask(name, body)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn refused(&self, name: &str, body: Value) -> ErrorCode {
        self.station.ask(name, body).unwrap_err().code
    }

    fn phase(&self) -> String {
        self.done("station", json!({}))["phase"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn submit(&self, reference: &str, phone: &str) -> String {
        let submitted = self.done("submit", submission(reference, phone));
        submitted["case"].as_str().unwrap().to_owned()
    }

    /// Waits until the case's one check stands so.
    fn wait_for_check(&self, case: &str, state: &str) -> Value {
        let begun = Instant::now();
        loop {
            let view = self.done("case", json!({ "case": case }));
            if view["checks"][0]["state"] == state {
                return view;
            }
            assert!(begun.elapsed() < PATIENCE, "{view}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn submission(reference: &str, phone: &str) -> Value {
    json!({
        "reference": reference, "name": "王示例", "document_type": "resident_id",
        "document_number": "110101190003070002", "method": "bank_card", "card_number": "6225880000000019",
        "phone": phone, "email": "w@example.com", "amount": "1280.50", "currency": "CNY", "partner": "shop",
        "language": "zh-CN", "consent_terms": "terms-3", "consent_at": "2025-11-01T10:00:00+08:00",
        "consent_channel": "counter", "accuracy_confirmed": true,
    })
}

#[test]
fn a_station_goes_from_no_desk_over_founding_and_work_to_locked_and_back() {
    let place = Place::empty();
    assert_eq!(place.phase(), "no_desk");
    assert_eq!(place.refused("queue", json!({})), ErrorCode::SessionNeeded);
    assert_eq!(
        place.refused("import_begin", json!({})),
        ErrorCode::SessionNeeded
    );
    assert_eq!(
        place.refused("refund", json!({})),
        ErrorCode::UnknownRequest
    );

    let founded = place.done("found_desk", json!({
        "name": "Lin", "roles": ["operator", "administrator"], "passphrase": LIN, "demo": true, "no_keychain": true,
    }));
    assert_eq!(founded["phase"], "founding");
    assert_eq!(
        founded["founding"]["missing"],
        json!(["supervisor", "second_person"])
    );
    // Refused for who is missing, and still signed in.
    assert_eq!(
        place.refused("open_desk", json!({ "solo": false })),
        ErrorCode::RosterIncomplete
    );
    assert_eq!(place.phase(), "founding");
    let short = json!({ "name": "Zhao", "roles": ["supervisor"], "passphrase": "short" });
    assert_eq!(
        place.refused("add_person", short),
        ErrorCode::PassphraseTooShort
    );
    place.done(
        "add_person",
        json!({ "name": "Zhao", "roles": ["supervisor"], "passphrase": ZHAO }),
    );
    let opened = place.done("open_desk", json!({ "solo": false }));
    assert_eq!(
        (&opened["phase"], &opened["person"]),
        (&json!("signed_in"), &json!("Lin"))
    );

    let locked = place.done("lock", json!({}));
    assert_eq!(locked["phase"], "locked");
    let people = locked["demo_people"].as_array().unwrap();
    assert_eq!(people.len(), 2, "a demo desk shows who can sign in");
    assert_eq!(place.refused("queue", json!({})), ErrorCode::SessionNeeded);
    let wrong = json!({ "name": "Zhao", "passphrase": LIN });
    assert_eq!(place.refused("sign_in", wrong), ErrorCode::SignInFailed);
    let signed_in = place.done("sign_in", json!({ "name": "Zhao", "passphrase": ZHAO }));
    assert_eq!(signed_in["roles"], json!(["supervisor"]));
}

#[test]
fn checks_are_sent_by_themselves_and_what_is_out_at_locking_becomes_unknown() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let place = Place::open(&sandbox.url());
    let answered = place.submit("A-1", "13800000001");
    place.done("run_checks", json!({ "case": answered }));
    let view = place.wait_for_check(&answered, "answered");
    assert_eq!(view["checks"][0]["outcome"], "match");
    let told: Vec<NoticeView> = place.notices.try_iter().collect();
    assert!(
        told.contains(&NoticeView::CaseChanged {
            case: answered.clone()
        }),
        "{told:?}"
    );
    assert!(told.contains(&NoticeView::OutboxChanged), "{told:?}");

    // The institution holds the connection for a minute.
    let out = place.submit("A-2", "13800009100");
    place.done("run_checks", json!({ "case": out }));
    place.wait_for_check(&out, "sending");
    let begun = Instant::now();
    place.done("lock", json!({}));
    assert!(
        begun.elapsed() < Duration::from_secs(13),
        "{:?}",
        begun.elapsed()
    );
    place.done("sign_in", json!({ "name": "Lin", "passphrase": LIN }));
    place.wait_for_check(&out, "unknown");
    assert_eq!(
        sandbox.received().calls.len(),
        2,
        "nothing billed is sent twice"
    );
}

/// An import file of valid rows, as many as are asked for.
fn file_of(rows: usize) -> String {
    let mut file = String::from(
        "reference,name,document_type,document_number,method,card_number,phone,email,amount,currency,partner,\
         language,consent_terms,consent_at,consent_channel,accuracy_confirmed\n",
    );
    for n in 0..rows {
        file.push_str(&format!(
            "F-{n},王示例,resident_id,110101190003070002,bank_card,6225880000000019,13800{n:06},,1.00,CNY,shop,\
             zh-CN,terms-3,2025-11-01T10:00:00+08:00,counter,true\n"
        ));
    }
    file
}

#[test]
fn a_file_is_handed_over_in_parts_and_imported_while_people_work_and_its_report_is_saved() {
    let place = Place::open("http://127.0.0.1:9");
    let station = &place.station;
    assert_eq!(
        station.import_chunk(b"reference").unwrap_err().code,
        ErrorCode::ImportNotBegun
    );
    let report = place.folder.path().join("errors.csv");
    assert_eq!(
        station
            .save_report(Report::ImportErrors, &report)
            .unwrap_err()
            .code,
        ErrorCode::NoReport
    );

    place.done("import_begin", json!({}));
    let mut file = file_of(2_500);
    file.push_str("F-x,王示例,resident_id,110101190003070003,bank_card,6225880000000019,13800000001,,1.00,CNY,shop,zh-CN,terms-3,2025-11-01T10:00:00+08:00,counter,true\n");
    for part in file.as_bytes().chunks(256 * 1024) {
        station.import_chunk(part).unwrap();
    }
    std::thread::scope(|scope| {
        let import = scope.spawn(|| station.ask("import_end", json!({})));
        // After its first commit people work on, and a second file waits its turn.
        let committed = place.notices.recv_timeout(PATIENCE).unwrap();
        assert!(
            matches!(committed, NoticeView::ImportProgress { .. }),
            "{committed:?}"
        );
        let begun = Instant::now();
        place.done("queue", json!({ "limit": 1 }));
        assert_eq!(
            place.refused("import_begin", json!({})),
            ErrorCode::ImportRunning
        );
        assert!(!import.is_finished(), "it took {:?}", begun.elapsed());
        let sum = import.join().unwrap().unwrap();
        assert_eq!(
            (&sum["imported"], &sum["refused"], &sum["stopped"]),
            (&json!(2_500), &json!(1), &json!(false)),
            "{sum}"
        );
    });
    station.save_report(Report::ImportErrors, &report).unwrap();
    let saved = std::fs::read_to_string(&report).unwrap();
    assert!(
        saved.contains("F-x") && !saved.contains("110101190003070003"),
        "{saved}"
    );
    // Who signs in next finds nobody else's report.
    place.done("lock", json!({}));
    place.done("sign_in", json!({ "name": "Zhao", "passphrase": ZHAO }));
    assert_eq!(
        station
            .save_report(Report::ImportErrors, &report)
            .unwrap_err()
            .code,
        ErrorCode::NoReport
    );
}

/// Nobody is there: what is being taken in goes on, and nothing of the desk is shown or done for whoever comes by.
#[test]
fn an_import_goes_on_behind_a_veil_and_the_station_is_locked_after_it() {
    let place = Place::open("http://127.0.0.1:9");
    let station = &place.station;
    let left = |station: &Station| {
        let long_ago = SystemClock.now_ms() - 10 * 60_000;
        *locked(&station.presence) = Some(Presence::begun(long_ago, long_ago, Instant::now()));
        station.lock_if_left();
    };
    let hand_over = || {
        place.done("import_begin", json!({}));
        for part in file_of(2_500).as_bytes().chunks(256 * 1024) {
            station.import_chunk(part).unwrap();
        }
    };
    let committed = || {
        let told = place.notices.iter();
        let progress = |it: &NoticeView| matches!(it, NoticeView::ImportProgress { .. });
        assert!(told.take(50).any(|it| progress(&it)));
    };
    hand_over();
    std::thread::scope(|scope| {
        let import = scope.spawn(|| station.ask("import_end", json!({})));
        committed();
        left(station);
        let view = place.done("station", json!({}));
        assert_eq!(
            (&view["phase"], &view["veiled"], &view["person"]),
            (&json!("locked"), &json!(true), &Value::Null)
        );
        for (request, body) in [
            ("queue", json!({})),
            ("set_pin", json!({ "digits": "847301" })),
            ("import_begin", json!({})),
        ] {
            assert_eq!(place.refused(request, body), ErrorCode::SessionNeeded);
        }
        // A hand on the mouse is nobody.
        place.done("touch", json!({}));
        let sum = import.join().unwrap().unwrap();
        assert_eq!(sum["imported"], 2_500, "{sum}");
    });
    station.lock_if_left();
    let view = place.done("station", json!({}));
    assert_eq!(
        (&view["phase"], &view["veiled"]),
        (&json!("locked"), &json!(false))
    );

    // Who comes back before the end ends it, and everything committed is kept.
    place.done("sign_in", json!({ "name": "Lin", "passphrase": LIN }));
    hand_over();
    let _of_the_first = place.notices.try_iter().count();
    std::thread::scope(|scope| {
        let import = scope.spawn(|| station.ask("import_end", json!({})));
        committed();
        left(station);
        let wrong = json!({ "name": "Lin", "passphrase": "quite another one" });
        assert_eq!(place.refused("sign_in", wrong), ErrorCode::SignInFailed);
        let sum = import.join().unwrap().unwrap();
        assert_eq!(sum["stopped"], true, "{sum}");
    });
    assert_eq!(place.phase(), "locked");
}

#[test]
fn the_support_bundle_that_is_saved_is_the_one_that_was_read() {
    let place = Place::empty();
    let file = place.folder.path().join("support.json");
    let save = || place.station.save_report(Report::SupportBundle, &file);
    assert_eq!(save().unwrap_err().code, ErrorCode::NoReport);
    let shown = place.done("support_bundle", json!({}));
    save().unwrap();
    let saved = std::fs::read_to_string(&file).unwrap();
    assert_eq!(shown["text"], saved);
    assert!(saved.contains("\"state\": \"none\""), "{saved}");
}

#[test]
fn a_case_file_is_saved_as_it_was_last_shown_under_its_own_name_and_forgotten_at_the_lock() {
    let place = Place::open("http://127.0.0.1:9");
    let case = place.submit("A-1", "13800000001");
    place.done("lock", json!({}));
    place.done("sign_in", json!({ "name": "Zhao", "passphrase": ZHAO }));
    let file = place.folder.path().join("case.json");
    let save = || place.station.save_report(Report::CaseFile, &file);
    assert_eq!(save().unwrap_err().code, ErrorCode::NoReport);
    let shown = place.done("export_case", json!({ "case": case }));
    assert_eq!(
        shown["file_name"],
        place.station.file_name(Report::CaseFile)
    );
    save().unwrap();
    assert_eq!(shown["text"], std::fs::read_to_string(&file).unwrap());
    place.done("lock", json!({}));
    assert_eq!(save().unwrap_err().code, ErrorCode::NoReport);
}

#[test]
fn a_note_tells_how_many_card_numbers_were_masked_and_one_with_an_expiry_is_not_kept() {
    let place = Place::open("http://127.0.0.1:9");
    let case = place.submit("A-1", "13800000001");
    let note = |text: &str| json!({ "case": case, "text": text });
    let plain = place.done("add_note", note("客户说稍后回电"));
    assert_eq!(plain["masked_card_numbers"], Value::Null);
    let masked = place.done(
        "add_note",
        note("6225880000000019，又说是 4111 1111 1111 1111"),
    );
    assert_eq!(masked["masked_card_numbers"], 2);
    // What is asked later says nothing about what was written before.
    let later = place.done("case", json!({ "case": case }));
    assert_eq!(later["masked_card_numbers"], Value::Null);
    let refused = place.refused("add_note", note("6225880000000019 12/27"));
    assert_eq!(refused, ErrorCode::CardExpiry);
    let after = place.done("case", json!({ "case": case }));
    assert_eq!(after["timeline"], later["timeline"]);
}

#[test]
fn a_pin_needs_a_keychain_and_opens_nothing_where_none_was_set() {
    let place = Place::open("http://127.0.0.1:1");
    assert_eq!(place.done("station", json!({}))["pin"], Value::Null);
    let pin = |digits: &str| json!({ "digits": digits });
    assert_eq!(place.refused("set_pin", pin("123456")), ErrorCode::PinUnfit);
    assert_eq!(
        place.refused("set_pin", pin("847301")),
        ErrorCode::PinNeedsKeychain
    );
    place.done("touch", json!({}));
    place.done("lock", json!({}));
    assert_eq!(
        place.refused("set_pin", pin("847301")),
        ErrorCode::SessionNeeded
    );
    assert_eq!(place.refused("unlock", pin("847301")), ErrorCode::PinOver);
    assert_eq!(place.phase(), "locked");
}

#[test]
fn a_station_that_was_left_locks_itself_and_says_why() {
    let place = Place::open("http://127.0.0.1:1");
    place.station.lock_if_left();
    assert_eq!(place.phase(), "signed_in");
    let long_ago = SystemClock.now_ms() - 10 * 60_000;
    *locked(&place.station.presence) = Some(Presence::begun(long_ago, long_ago, Instant::now()));
    place.station.lock_if_left();
    assert_eq!(place.phase(), "locked");
    let told = place
        .notices
        .try_iter()
        .any(|it| matches!(it, NoticeView::Locked { cause } if cause == "idle"));
    assert!(told);
}

/// Each request refuses whoever holds none of its roles, before anything is handled: here an auditor asks them all.
#[test]
fn who_has_not_the_role_is_refused_every_request_that_needs_it() {
    let place = Place::empty();
    place.done("found_desk", json!({
        "name": "Lin", "roles": ["operator", "administrator"], "passphrase": LIN, "demo": true, "no_keychain": true,
    }));
    for (name, role, passphrase) in [
        ("Zhao", "supervisor", ZHAO),
        ("Qian", "auditor", "quiet ink on grey paper"),
        ("Ada", "administrator", "four copper bells at midnight"),
        ("Wu", "operator", "seven grey herons by the mill"),
    ] {
        place.done(
            "add_person",
            json!({ "name": name, "roles": [role], "passphrase": passphrase }),
        );
    }
    place.done("open_desk", json!({ "solo": false }));
    place.done("lock", json!({}));
    for (name, role, passphrase) in [
        ("Qian", "auditor", "quiet ink on grey paper"),
        ("Ada", "administrator", "four copper bells at midnight"),
        ("Zhao", "supervisor", ZHAO),
        ("Wu", "operator", "seven grey herons by the mill"),
    ] {
        place.done("sign_in", json!({ "name": name, "passphrase": passphrase }));
        for (request, roles) in Request::ROLES {
            if roles.contains(&role) {
                continue;
            }
            let refused = place.station.ask(request, body_of(request)).unwrap_err();
            assert_eq!(refused.code, ErrorCode::RoleMissing, "{role} {request}");
        }
        place.done("lock", json!({}));
    }
}

/// Some body of a request's shape, for those that not everybody may ask.
fn body_of(request: &str) -> Value {
    match request {
        "submit" | "amend" | "screen_draft" | "screen_amendment" => {
            submission("R-1", "13800138000")
        }
        "queue" | "next" | "outbox_status" | "outbox_drain" | "rotate_keys"
        | "propose_acceptance" | "accept" => json!({}),
        "find" => json!({ "text": "R-1" }),
        "add_note" => json!({ "case": "R-1", "text": "-" }),
        "propose" | "preview_message" => json!({ "case": "R-1", "outcome": "verified" }),
        "review" => json!({ "case": "R-1", "verdict": "agree" }),
        "ask_again" => json!({ "call": "00" }),
        "reveal" => json!({ "case": "R-1", "fields": ["phone"], "why": "call" }),
        "reveals" | "propose_retention" | "erase_due" | "archive" => json!({}),
        "begin_recovery" => json!({ "holders": ["A", "B", "C"] }),
        "show_share" => json!({ "holder": 1 }),
        "confirm_share" => json!({ "holder": 1, "groups": ["00000", "00000"] }),
        "propose_recovery" => json!({}),
        "create_backup" => json!({ "folder": "/nowhere" }),
        "hold" | "lift_hold" => json!({ "case": "R-1", "reason": "court" }),
        "propose_erasure" => json!({ "case": "R-1", "why": "consent withdrawn" }),
        "propose_institution" => {
            json!({ "institution": "tencent-sms", "url": "http://127.0.0.1:1", "credential": "a:b" })
        }
        "approve_change" => json!({ "change": "00" }),
        "reject_change" => json!({ "change": "00", "reason": "no" }),
        "propose_enrolment" => json!({ "name": "Mei", "roles": ["operator"], "passphrase": "-" }),
        "propose_roles" => json!({ "name": "Wu", "roles": ["operator"] }),
        "propose_dismissal" => json!({ "name": "Wu" }),
        "propose_renewal" => json!({ "name": "Wu", "passphrase": "-" }),
        _ => json!({ "case": "R-1" }),
    }
}

/// Three holders by the requests of the window, then a backup that tells how far it is.
#[test]
fn a_recovery_secret_is_handed_out_and_a_backup_made_from_the_window() {
    let place = Place::open("http://127.0.0.1:1");
    let folder = place.folder.path().join("backup");
    let to = json!({ "folder": folder.to_str().unwrap() });
    assert_eq!(
        place.refused("create_backup", to.clone()),
        ErrorCode::NoRecoveryKey
    );
    assert_eq!(
        place.refused("show_share", json!({ "holder": 1 })),
        ErrorCode::CeremonyUnfinished
    );
    let holders = json!({ "holders": ["Lin", "Zhao", "the safe"] });
    place.done("begin_recovery", holders);
    for holder in 1..=3 {
        let share = place.done("show_share", json!({ "holder": holder }));
        assert_eq!(
            place.refused("show_share", json!({ "holder": holder })),
            ErrorCode::ShareShown
        );
        let wrong = json!({ "holder": holder, "groups": ["00000", "00000"] });
        let wrong = place.station.ask("confirm_share", wrong).unwrap_err();
        assert_eq!(wrong.code, ErrorCode::ShareNotTypedBack);
        // After a wrong answer other groups are asked for.
        let text = share["text"].as_str().unwrap().to_owned();
        let groups: Vec<&str> = text.split_whitespace().collect();
        let asked = wrong.details.iter().filter(|it| it.name == "group");
        let typed: Vec<&str> = asked
            .map(|it| groups[it.value.parse::<usize>().unwrap() - 1])
            .collect();
        let typed = json!({ "holder": holder, "groups": typed });
        let view = place.done("confirm_share", typed);
        assert_eq!(view["holders"][holder - 1]["confirmed"], true);
    }
    let change = place.done("propose_recovery", json!({}));
    assert_eq!(change["what"], "set_recovery");
    assert_eq!(
        place.done("backup_status", json!({}))["ceremony"],
        Value::Null
    );
    place.station.lock();
    place.done("sign_in", json!({ "name": "Zhao", "passphrase": ZHAO }));
    let status = place.done("backup_status", json!({}));
    assert_eq!(status["recovery_refusal"]["code"], "role_missing");
    let approve = json!({ "change": change["change"] });
    place.done("approve_change", approve);
    let made = place.done("create_backup", to);
    assert_eq!(
        (&made["generation"], &made["full"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(made["records"], made["verified"]);
    let told: Vec<NoticeView> = place.notices.try_iter().collect();
    for wanted in ["write", "verify"] {
        let found = told.iter().any(
            |it| matches!(it, NoticeView::BackupProgress { step, done, total } if step == wanted && done == total),
        );
        assert!(found, "{wanted}: {told:?}");
    }
    let status = place.done("backup_status", json!({}));
    assert_eq!(status["generation"], 1);
    assert_eq!(status["refusal"], Value::Null);
}
