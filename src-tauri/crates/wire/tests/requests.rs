//! Reading requests: by name, of exactly their shape, and with nothing confided shown.
#![allow(clippy::unwrap_used, reason = "a test fails where it must")]

use identifiers::card_data::NeverStored;
use serde_json::{Value, json};
use wire::request::NotARequest;
use wire::{EntranceRequest, Request};

/// What stands in every confided field of the samples.
const CONFIDED: &str = "confided-4111111111111111";

/// A full body for each request.
fn sample(name: &str) -> Value {
    match name {
        "identify" => json!({ "kind": "resident-id", "value": CONFIDED }),
        "desk" | "reasons" | "next" | "outbox_status" | "changes" | "verify_log" | "people"
        | "keys" | "rotate_keys" | "acceptance" | "propose_acceptance" | "accept" => json!({}),
        "propose_enrolment" => {
            json!({ "name": "Wu", "roles": ["operator"], "passphrase": CONFIDED })
        }
        "propose_roles" => json!({ "name": "Wu", "roles": ["operator"] }),
        "propose_dismissal" => json!({ "name": "Wu" }),
        "propose_renewal" => json!({ "name": "Wu", "passphrase": CONFIDED }),
        "change_passphrase" => json!({ "old": CONFIDED, "new": CONFIDED }),
        "set_pin" | "unlock" => json!({ "digits": CONFIDED }),
        "touch" => json!({}),
        "retention" | "erasure_due" | "erase_due" => json!({}),
        "propose_retention" => json!({
            "usual": [{ "ending": "screened_out", "months": 3 }],
            "partners": [{ "partner": "shop", "months": [{ "ending": "verified", "months": 60 }] }],
        }),
        "propose_erasure" => json!({ "case": "R-1", "why": CONFIDED }),
        "hold" | "lift_hold" => json!({ "case": "R-1", "reason": CONFIDED }),
        "archive" => json!({ "after": null, "limit": 10 }),
        "erasure_certificate" => json!({ "case": "R-1" }),
        "submit" | "amend" | "screen_draft" | "screen_amendment" => json!({
            "reference": "R-1", "name": CONFIDED, "document_type": "resident_id", "document_number": CONFIDED,
            "method": "bank_card", "card_number": CONFIDED, "phone": CONFIDED, "email": CONFIDED, "amount": "1.00",
            "currency": "CNY", "partner": "shop", "language": "zh-CN", "consent_terms": "1",
            "consent_at": "2026-11-01T10:00:00+08:00", "consent_channel": "app", "accuracy_confirmed": true,
        }),
        "queue" => json!({ "statuses": ["open"], "after": null, "limit": 10, "mine": false }),
        "find" => json!({ "text": CONFIDED }),
        "preview_message" => {
            json!({ "case": "R-1", "outcome": "verified", "reasons": ["all_agree"] })
        }
        "claim" | "release" | "open_case" | "case" | "run_checks" | "take_back" | "export_case" => {
            json!({ "case": "R-1" })
        }
        "add_note" => json!({ "case": "R-1", "text": CONFIDED }),
        "propose" => {
            json!({ "case": "R-1", "outcome": "verified", "reasons": ["all_agree"], "note": CONFIDED })
        }
        "review" => json!({
            "case": "R-1", "verdict": "overturn", "outcome": "unable_to_verify", "reasons": [], "note": CONFIDED,
        }),
        "feedback" => json!({ "case": "R-1", "ask_again": true }),
        "outbox_drain" => json!({ "wait_seconds": 0 }),
        "ask_again" => json!({ "call": "00" }),
        "propose_institution" => json!({
            "institution": "tencent-faceid", "url": "https://faceid.tencentcloudapi.com", "credential": CONFIDED,
        }),
        "backup_status" | "propose_recovery" => json!({}),
        "create_backup" => json!({ "folder": "/media/safe", "full": true }),
        "begin_recovery" => json!({ "holders": ["Lin", "Zhao", "the safe"] }),
        "show_share" => json!({ "holder": 1 }),
        "confirm_share" => json!({ "holder": 1, "groups": [CONFIDED] }),
        "approve_change" => json!({ "change": "00" }),
        "reject_change" => json!({ "change": "00", "reason": "no" }),
        "reveal" => {
            json!({ "case": "R-1", "fields": ["phone"], "why": "call", "words": CONFIDED })
        }
        "reveals" => json!({ "before": "7", "limit": 10 }),
        "station" | "support_bundle" | "lock" | "import_begin" | "import_end" | "import_stop"
        | "stop_work" => {
            json!({})
        }
        "prefer" => json!({ "language": "en", "theme": "dark", "list_width": 400 }),
        "found_desk" => json!({
            "name": "Lin", "roles": ["operator"], "passphrase": CONFIDED, "demo": false, "no_keychain": false,
        }),
        "sign_in" => json!({ "name": "Lin", "passphrase": CONFIDED }),
        "add_person" => json!({ "name": "Zhao", "roles": ["supervisor"], "passphrase": CONFIDED }),
        "set_institution" => json!({
            "institution": "tencent-sms", "url": "http://127.0.0.1:1", "credential": CONFIDED,
        }),
        "open_desk" => json!({ "solo": false }),
        other => panic!("a request without a sample: {other}"),
    }
}

#[test]
fn every_request_is_read_by_its_name_and_gives_it_back() {
    for name in Request::NAMES {
        let request = Request::parse(name, sample(name)).unwrap();
        assert_eq!(request.name(), *name);
    }
    for name in EntranceRequest::NAMES {
        let request = EntranceRequest::parse(name, sample(name)).unwrap();
        assert_eq!(request.name(), *name);
    }
}

#[test]
fn a_name_means_one_thing_whoever_is_asked() {
    let both: Vec<_> = Request::NAMES
        .iter()
        .filter(|name| EntranceRequest::NAMES.contains(name))
        .collect();
    // Explaining an identifier needs nobody, and the terminal asks it of a desk too.
    assert_eq!(both, [&"identify"]);
}

#[test]
fn a_request_of_another_name_or_shape_is_none() {
    assert_eq!(
        Request::parse("refund", json!({})).unwrap_err(),
        NotARequest::Unknown
    );
    for name in Request::NAMES {
        let mut with_more = sample(name);
        with_more
            .as_object_mut()
            .unwrap()
            .insert("remarks".to_owned(), json!("none"));
        for body in [with_more, json!([]), json!("text"), json!({ "case": 1 })] {
            let refused = Request::parse(name, body.clone()).unwrap_err();
            assert_eq!(refused, NotARequest::Malformed, "{name} {body}");
        }
    }
}

/// PCI DSS 3.3.1 and JR/T 0171-2020: told apart, so that whoever sent it learns what not to send.
#[test]
fn card_data_that_is_never_stored_is_taken_by_no_request_whatever_it_is_called() {
    let table = [
        (NeverStored::SecurityCode, "cvv"),
        (NeverStored::SecurityCode, "CVV2"),
        (NeverStored::SecurityCode, "c.v.c"),
        (NeverStored::SecurityCode, "security_code"),
        (NeverStored::SecurityCode, "Security Code"),
        (NeverStored::CardExpiry, "expiry"),
        (NeverStored::CardExpiry, "有效期"),
        (NeverStored::TrackData, "track2"),
        (NeverStored::Pin, "pin"),
        (NeverStored::Pin, "支付密码"),
    ];
    for name in Request::NAMES {
        for (kind, field) in table {
            let mut with_data = sample(name);
            let fields = with_data.as_object_mut().unwrap();
            fields.insert(field.to_owned(), json!("123"));
            let refused = Request::parse(name, with_data).unwrap_err();
            assert_eq!(refused, NotARequest::CardData(kind), "{name} {field}");
        }
    }
}

#[test]
fn a_request_without_body_takes_an_empty_one_and_null() {
    for name in [
        "desk",
        "reasons",
        "next",
        "outbox_status",
        "changes",
        "verify_log",
    ] {
        assert!(Request::parse(name, json!({})).is_ok(), "{name}");
        assert!(Request::parse(name, Value::Null).is_ok(), "{name}");
    }
}

#[test]
fn every_field_that_must_be_there_is_missed() {
    let may_be_left_out = [
        "email",
        "statuses",
        "after",
        "limit",
        "reasons",
        "note",
        "outcome",
        "ask_again",
        "wait_seconds",
        "mine",
        "words",
        "before",
        "usual",
        "partners",
        "full",
    ];
    for name in Request::NAMES {
        for field in sample(name).as_object().unwrap().keys() {
            let mut less = sample(name);
            less.as_object_mut().unwrap().remove(field);
            let optional = may_be_left_out.contains(&field.as_str())
                && (field != "outcome" || !matches!(*name, "propose" | "preview_message"));
            assert_eq!(
                Request::parse(name, less).is_ok(),
                optional,
                "{name} without {field}"
            );
        }
    }
}

#[test]
fn what_is_confided_is_never_shown() {
    for name in Request::NAMES {
        let shown = format!("{:?}", Request::parse(name, sample(name)).unwrap());
        assert!(
            !shown.contains("confided-") && !shown.contains("4111"),
            "{shown}"
        );
    }
}

/// The one table of who may ask what. A request that is not in it does not compile; what it says is said here once more,
/// so that nobody gets a right by a slip of the pen.
#[test]
fn each_request_is_for_these_roles_and_for_no_other() {
    let all = ["operator", "supervisor", "administrator", "auditor"];
    let (works, runs, judges) = (&all[..2], &all[2..3], &all[1..3]);
    for (name, roles) in Request::ROLES {
        let expected: &[&str] = match *name {
            "identify"
            | "desk"
            | "reasons"
            | "changes"
            | "verify_log"
            | "people"
            | "keys"
            | "change_passphrase"
            | "acceptance"
            | "retention"
            | "erasure_due"
            | "erasure_certificate"
            | "backup_status" => &all,
            "create_backup" => judges,
            "propose_institution"
            | "propose_enrolment"
            | "propose_roles"
            | "propose_dismissal"
            | "propose_renewal"
            | "rotate_keys"
            | "propose_acceptance"
            | "erase_due"
            | "propose_erasure"
            | "begin_recovery"
            | "show_share"
            | "confirm_share"
            | "propose_recovery" => runs,
            "propose_retention" | "hold" | "lift_hold" => &["supervisor"],
            "approve_change" | "reject_change" | "accept" => judges,
            "export_case" | "reveals" => &["auditor", "supervisor"],
            "submit" | "screen_draft" | "screen_amendment" | "amend" | "queue" | "next"
            | "claim" | "release" | "open_case" | "case" | "find" | "run_checks" | "add_note"
            | "propose" | "preview_message" | "review" | "feedback" | "take_back"
            | "outbox_status" | "outbox_drain" | "ask_again" | "reveal" | "archive" => works,
            other => panic!("nobody has said here who may ask {other}"),
        };
        assert_eq!(*roles, expected, "{name}");
    }
    let listed: Vec<_> = Request::ROLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, Request::NAMES);
}
