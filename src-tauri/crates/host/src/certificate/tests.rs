use casework::{Actor, DeskEvent, DeskId, Erasure, PersonId, RecordId, RosterEvent, StreamId};
use record::{Draft, Hlc, Kind, Part, Recordable, SignedRecord, TeamId};
use seal::PersonSecrets;
use testkit::SeededNonces;

use super::*;

const CASE: CaseId = CaseId::from_bytes([7; 16]);

/// The certificate of a run that one person did.
fn certificate() -> ErasureCertificate {
    let secrets = PersonSecrets::generate(&mut SeededNonces::of(1));
    let event = DeskEvent::Roster(RosterEvent::Erased(Erasure {
        cause: ErasureCause::Run,
        cases: vec![CASE],
        proposal: None,
        terms: [9; 32],
    }));
    let draft = Draft {
        team: TeamId([1; 32]),
        stream: StreamId::from_bytes([2; 16]),
        desk: DeskId::from_bytes([3; 16]),
        actor: Actor::Person(PersonId::from_bytes([4; 16])),
        record: RecordId::from_bytes([5; 16]),
        seq: 0,
        prev: None,
        base: None,
        hlc: Hlc::next(None, 1_790_000_000_000),
        kind: Kind::new(event.kind()).expect("a kind"),
        key_id: [6; 16],
    };
    let bodies = event.bodies();
    let open = seal::enclose_open(event.kind(), Part::Open.as_str(), &bodies[0].1);
    let open = open.expect("a receipt is open");
    let record = SignedRecord::assemble(draft, vec![(Part::Open, open.clone())], |message| {
        secrets.sign(message)
    })
    .expect("a sound draft");
    let evidence = ErasureEvidence {
        header: record.header_bytes().to_vec(),
        signature: *record.signature(),
        open,
    };
    let key = secrets.public().ed25519;
    ErasureCertificate {
        case: CASE,
        proven: verify_erasure(&evidence, CASE, &key).expect("it proves it"),
        by: "Sun".to_owned(),
        key,
        evidence,
        head: (0, *record.hash()),
    }
}

fn as_json() -> Value {
    serde_json::to_value(view(&certificate())).expect("views are plain data")
}

#[test]
fn a_certificate_proves_what_it_says_to_whoever_holds_it() {
    let checked = check(&as_json()).expect("it holds");
    assert_eq!(checked["proven"], true);
    assert_eq!(checked["case"], CASE.to_string());
}

#[test]
fn a_certificate_that_says_anything_else_does_not_hold() {
    let other = "00".repeat(16);
    for (name, value) in [
        ("case", json!(other)),
        ("desk", json!(other)),
        ("person", json!(other)),
        ("team", json!("00".repeat(32))),
        ("erased_at", json!("2026-01-01T00:00:00Z")),
        ("cause", json!("early")),
        ("terms", json!("00".repeat(32))),
        ("record", json!(1)),
        ("record_hash", json!("00".repeat(32))),
        ("proposal", json!("00".repeat(32))),
        ("key", json!("00".repeat(32))),
        ("signature", json!("00".repeat(64))),
    ] {
        let mut forged = as_json();
        forged[name] = value;
        let fault = check(&forged).expect_err(name);
        assert_eq!(fault.code, ErrorCode::CertificateFalse, "{name}");
    }
}

#[test]
fn what_is_no_certificate_is_told_from_one_that_is_false() {
    for (name, value) in [
        ("case", json!("R-1")),
        ("header", json!("0g")),
        ("header", json!("000")),
        ("signature", json!("00")),
        ("key", Value::Null),
        ("open", json!("界面")),
    ] {
        let mut broken = as_json();
        broken[name] = value;
        let fault = check(&broken).expect_err(name);
        assert_eq!(fault.code, ErrorCode::MalformedRequest, "{name}");
    }
    assert!(crate::check_certificate("not json").is_err());
    assert!(crate::check_certificate("[]").is_err());
}

#[test]
fn the_page_is_in_both_languages_and_carries_the_proof() {
    let view = view(&certificate());
    for page in [&view.text.zh, &view.text.en] {
        for part in [
            &view.case,
            &view.header,
            &view.signature,
            &view.open,
            &view.key,
        ] {
            assert!(page.contains(part.as_str()), "{page}");
        }
    }
    assert!(view.text.zh.contains("删除证明") && view.text.en.contains("Certificate of erasure"));
}
