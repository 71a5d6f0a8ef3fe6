use std::collections::BTreeSet;

use sandbox::{CARD_CHECK, Received, SEND_SMS};
use serde_json::Value;

use crate::common::desk::{Person, TestDesk};
use crate::common::synthetic::REVIEWED_FROM_YUAN;
use crate::line::Line;
use crate::world::{Worked, World};

const EVERY_STATUS: &str = "received,screened_out,open,in_progress,waiting_for_customer,waiting_for_review,decided,closed,erased";

pub(crate) fn the_log_holds(desk: &TestDesk) {
    let audit = desk.done(Person::Lin, &["audit", "verify"]);
    assert_eq!(audit["holds"], true, "{audit}");
}

pub(crate) fn the_cases_are_those_of_the_files(desk: &TestDesk, world: &World) {
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut words = vec!["queue", "--status", EVERY_STATUS, "--limit", "200"];
        words.extend(after.iter().flat_map(|after| ["--after", after]));
        let page = desk.done(Person::Lin, &words);
        let cases = page["cases"].as_array().unwrap();
        found.extend(
            cases
                .iter()
                .map(|case| case["reference"].as_str().unwrap().to_owned()),
        );
        after = page["next"].as_str().map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    found.sort();
    let rows = world.files.iter().flat_map(|file| &file.cases);
    let mut expected: Vec<&str> = rows.map(|case| case.reference.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(
        found, expected,
        "the desk has exactly the files' cases, each once"
    );
}

/// Opens every case that was worked and compares it with what was acknowledged, with what policy asks, and with what
/// the institution was asked and charged.
pub(crate) fn every_case_is_as_acknowledged(
    desk: &TestDesk,
    world: &World,
    line: &Line,
    received: &Received,
) {
    let mut questions = 0;
    let mut decisions = BTreeSet::new();
    for worked in &world.worked {
        let page = desk.done(Person::Lin, &["case", "show", &worked.case.reference]);
        nothing_is_lost_or_done_twice(worked, &page);
        if let Some(decision) = page["decision"].as_object() {
            decisions.insert(format!("+86{}", worked.case.phone));
            policy_was_heeded(worked, &page, &Value::Object(decision.clone()));
        }
        questions += asked_once_and_whenever_a_person_wished(worked, &page, line);
    }
    let of = |action: &str| {
        received
            .calls
            .iter()
            .filter(move |call| call.action == action && call.billed)
            .count()
    };
    assert!(
        of(CARD_CHECK) <= questions,
        "{} checks billed, {questions} questions asked",
        of(CARD_CHECK)
    );
    assert!(
        of(SEND_SMS) <= decisions.len(),
        "{} messages billed for {} decisions",
        of(SEND_SMS),
        decisions.len()
    );
    let told: Vec<&str> = received
        .messages
        .iter()
        .map(|message| message.phone.as_str())
        .collect();
    let once: BTreeSet<&str> = told.iter().copied().collect();
    assert_eq!(told.len(), once.len(), "a customer was told twice");
    assert!(
        once.iter().all(|phone| decisions.contains(*phone)),
        "a customer was told of an outcome that is none"
    );
    eprintln!(
        "{} cases worked: {questions} questions, {} billed, {} decisions, {} customers told",
        world.worked.len(),
        of(CARD_CHECK),
        decisions.len(),
        told.len()
    );
}

fn happened(page: &Value, kind: &str) -> usize {
    page["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["kind"] == kind)
        .count()
}

fn nothing_is_lost_or_done_twice(worked: &Worked, page: &Value) {
    let acknowledged = &worked.acknowledged;
    let reference = &worked.case.reference;
    for (kind, least) in [
        ("received", 1),
        ("check_requested", usize::from(acknowledged.check)),
        ("proposed", usize::from(acknowledged.proposal)),
        ("reviewed", usize::from(acknowledged.review)),
    ] {
        assert!(
            (least..=1).contains(&happened(page, kind)),
            "{reference}: {} times {kind}",
            happened(page, kind)
        );
    }
    assert!(
        happened(page, "check_asked_again") >= acknowledged.asked_again,
        "{reference}: asked again, and forgotten"
    );
    let timeline = page["timeline"].as_array().unwrap();
    let notes: Vec<&str> = timeline
        .iter()
        .filter(|entry| entry["kind"] == "note_added")
        .filter_map(|entry| entry["note"].as_str())
        .collect();
    for note in &acknowledged.notes {
        assert!(
            notes.contains(&note.as_str()),
            "{reference}: `{note}` was acknowledged and is not there"
        );
    }
    let once: BTreeSet<&str> = notes.iter().copied().collect();
    assert_eq!(
        notes.len(),
        once.len(),
        "{reference}: a note is there twice"
    );
}

/// Policy 1: who verifies 50,000 yuan or more, verifies without every check agreeing, or refuses for good, is two people.
fn policy_was_heeded(worked: &Worked, page: &Value, decision: &Value) {
    let reference = &worked.case.reference;
    let checks = page["checks"].as_array().unwrap();
    let all_agree = !checks.is_empty() && checks.iter().all(|check| check["outcome"] == "match");
    let alone = decision["outcome"] == "verified"
        && all_agree
        && worked.case.amount < REVIEWED_FROM_YUAN
        && page["risk"] != "high";
    assert_eq!(decision["maker"], "Lin", "{reference}");
    assert_eq!(
        decision["checker"],
        if alone {
            Value::Null
        } else {
            Value::from("Zhao")
        },
        "{reference}"
    );
    assert_eq!(
        (happened(page, "proposed"), happened(page, "reviewed")),
        (1, usize::from(!alone)),
        "{reference}"
    );
}

/// The institution was asked about this case at most once, and once more for every time a person wished it; answers with
/// how often that is.
fn asked_once_and_whenever_a_person_wished(worked: &Worked, page: &Value, line: &Line) -> usize {
    let reference = &worked.case.reference;
    let asked = line.asked_about(&worked.case.phone);
    let checks = page["checks"].as_array().unwrap();
    let Some(check) = checks.first() else {
        assert_eq!(asked, 0, "{reference}: asked about though nobody wished it");
        return 0;
    };
    let questions = 1 + happened(page, "check_asked_again");
    let unbilled = usize::from(worked.turned_away_once());
    assert!(
        asked <= questions + unbilled,
        "{reference}: asked about {asked} times for {questions} questions"
    );
    match check["state"].as_str().unwrap() {
        "answered" => assert!(asked >= 1, "{reference}: answered though never asked"),
        state => assert!(
            ["failed", "unknown"].contains(&state),
            "{reference}: its check ends {state}"
        ),
    }
    questions
}
