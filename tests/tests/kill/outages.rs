use std::net::SocketAddr;
use std::time::{Duration, Instant};

use fastrand::Rng;
use sandbox::{RunningSandbox, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::common::desk::{Person, TestDesk, count};
use crate::common::synthetic::{Case, import_file};

/// The sandbox answers, after a while.
const SLOW: &str = "9109";
/// The sandbox never answers.
const SILENT: &str = "9100";
/// The sandbox refuses whoever asks, so that only a person can mend it.
const FORBIDDEN: &str = "9116";
/// How long a program may take that does not wait for anybody.
const PROMPT: Duration = Duration::from_secs(6);

fn sandbox_at(listen: SocketAddr) -> RunningSandbox {
    Sandbox::start(SandboxOptions {
        listen,
        ..SandboxOptions::default()
    })
    .unwrap()
}

/// A desk on which a case for each of these phone endings is in.
fn desk_with(url: &str, endings: &[&str]) -> (TestDesk, Vec<Case>) {
    let desk = TestDesk::open(url);
    let mut rng = Rng::with_seed(7);
    let numbered = endings.iter().zip(0..);
    let cases: Vec<Case> = numbered
        .map(|(ending, number)| Case::of(number, &mut rng).ending(ending))
        .collect();
    let counts = desk
        .import(&desk.write("cases.csv", &import_file(&cases)))
        .done();
    assert_eq!(counts["imported"], endings.len());
    (desk, cases)
}

fn run_checks(desk: &TestDesk, cases: &[Case]) {
    for case in cases {
        desk.done(Person::Lin, &["check", "run", &case.reference]);
    }
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PROMPT, "not within {PROMPT:?}: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Where the call of this case stands, and the words of why.
fn call_of<'a>(outbox: &'a Value, case: &Case) -> (&'a str, Option<&'a str>) {
    let calls = outbox["calls"].as_array().unwrap();
    let call = calls
        .iter()
        .find(|call| call["reference"] == case.reference)
        .unwrap();
    (call["state"].as_str().unwrap(), call["detail"].as_str())
}

#[test]
fn a_second_program_on_a_desk_is_told_that_it_is_in_use() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let (desk, cases) = desk_with(&sandbox.url(), &[SLOW]);
    run_checks(&desk, &cases);

    let first = desk.start(Person::Lin, &["outbox", "drain"]);
    eventually("the first program asks", || {
        !sandbox.received().calls.is_empty()
    });
    for words in [["outbox", "status"], ["audit", "verify"]] {
        let second = desk.attempt(Person::Zhao, &words);
        assert_eq!(second.refusal(), Some((4, "desk_in_use".to_owned())));
        assert!(second.took < PROMPT);
    }
    assert_eq!(
        first.ended().done()["answered"],
        1,
        "the first program's work went on"
    );
    assert_eq!(call_of(&desk.outbox(), &cases[0]).0, "answered");
}

#[test]
fn with_the_line_down_everything_else_works_and_what_is_queued_leaves_when_it_is_back() {
    let sandbox = sandbox_at(([127, 0, 0, 1], 0).into());
    let address = sandbox.addr();
    let (desk, cases) = desk_with(&sandbox.url(), &["1000", "1001", "1002"]);
    sandbox.stop();

    let mut rng = Rng::with_seed(8);
    let more: Vec<Case> = (3..9).map(|number| Case::of(number, &mut rng)).collect();
    let counts = desk
        .import(&desk.write("more.csv", &import_file(&more)))
        .done();
    assert_eq!(counts["imported"], more.len());
    let taken = desk.done(Person::Lin, &["next"]);
    assert_eq!(taken["row"]["holder"], "Lin");
    desk.done(
        Person::Lin,
        &[
            "case",
            "note",
            &cases[0].reference,
            "asked the partner to wait",
        ],
    );
    run_checks(&desk, &cases);
    run_checks(&desk, &more);

    let drained = desk.attempt(Person::Lin, &["outbox", "drain"]);
    assert!(
        drained.took < Duration::from_secs(20),
        "a drain with the line down took {:?}",
        drained.took
    );
    let drained = drained.done();
    assert_eq!(drained["queued"], cases.len() + more.len(), "{drained}");
    assert_eq!(
        drained["resting"],
        serde_json::json!(["card_check"]),
        "{drained}"
    );
    assert_eq!(
        [
            &drained["answered"],
            &drained["failed"],
            &drained["unknown"]
        ],
        [&Value::from(0); 3],
        "{drained}"
    );
    let unable = [
        "propose",
        &cases[0].reference,
        "--outcome",
        "unable_to_verify",
        "--reason",
        "source_down",
    ];
    assert_eq!(
        desk.done(Person::Lin, &unable)["decision"]["outcome"],
        "unable_to_verify"
    );

    let sandbox = sandbox_at(address);
    let answered: u64 = (0..4)
        .map(|_| desk.drain(20)["answered"].as_u64().unwrap())
        .sum();
    assert_eq!(answered, (cases.len() + more.len()) as u64);
    assert_eq!(
        sandbox.received().billed,
        cases.len() + more.len(),
        "each was asked once"
    );
    for case in cases.iter().chain(&more).skip(1) {
        assert_eq!(call_of(&desk.outbox(), case).0, "answered");
    }
}

#[test]
fn queued_answered_failed_and_unknown_are_told_apart() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    // No answer at all: a match, a mismatch, a door that stays shut, a server that breaks, a channel that is busy.
    let endings = ["1000", "9001", FORBIDDEN, "9103", "9101"];
    let (desk, cases) = desk_with(&sandbox.url(), &endings);
    run_checks(&desk, &cases);
    let queued = desk.outbox();
    assert!(
        cases
            .iter()
            .all(|case| call_of(&queued, case) == ("queued", None)),
        "{queued}"
    );
    desk.drain(0);

    let outbox = desk.outbox();
    let found: Vec<(&str, Option<&str>)> =
        cases.iter().map(|case| call_of(&outbox, case)).collect();
    let states: Vec<&str> = found.iter().map(|(state, _)| *state).collect();
    assert_eq!(
        states,
        ["answered", "answered", "failed", "unknown", "queued"],
        "{outbox}"
    );
    assert!(
        found[2..]
            .iter()
            .all(|(_, detail)| detail.is_some_and(|it| !it.is_empty())),
        "each says why: {outbox}"
    );
    for (state, number) in [
        ("queued", 1),
        ("sending", 0),
        ("answered", 2),
        ("failed", 1),
        ("unknown", 1),
    ] {
        assert_eq!(count(&outbox["counts"], state), number, "{state}: {outbox}");
    }
}

#[test]
fn a_drain_that_is_interrupted_waits_a_little_and_leaves_nothing_under_way() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let (desk, cases) = desk_with(
        &sandbox.url(),
        &[SLOW, SILENT, SILENT, SLOW, "1000", "1001"],
    );
    run_checks(&desk, &cases);

    let drain = desk.start(Person::Lin, &["outbox", "drain"]);
    eventually("four calls are out", || sandbox.received().calls.len() == 4);
    let asked_to_end = Instant::now();
    drain.interrupt();
    let drained = drain.ended();
    let took = asked_to_end.elapsed();
    assert!(took < Duration::from_secs(12), "it took {took:?} to end");
    let drained = drained.done();
    let numbers = ["answered", "unknown", "queued"].map(|word| drained[word].as_u64().unwrap());
    assert_eq!(numbers, [2, 2, 2], "{drained}");
    assert_eq!(
        sandbox.received().calls.len(),
        4,
        "nothing was begun after it was asked to end"
    );

    let outbox = desk.outbox();
    let states: Vec<&str> = cases.iter().map(|case| call_of(&outbox, case).0).collect();
    assert_eq!(
        states,
        [
            "answered", "unknown", "unknown", "answered", "queued", "queued"
        ],
        "{outbox}"
    );
}
