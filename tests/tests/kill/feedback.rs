use sandbox::{SEND_SMS, Sandbox, SandboxOptions};

use crate::common::desk::{Person, TestDesk};
use crate::common::synthetic::{Case, import_file};

/// Policy 1 holds a message back for a minute, in which whoever decided may take the outcome back.
#[test]
fn a_decision_is_told_once_and_only_after_its_hold_and_one_taken_back_never() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = TestDesk::open(&sandbox.url());
    let mut rng = fastrand::Rng::with_seed(6);
    let cases: Vec<Case> = (0..2).map(|number| Case::of(number, &mut rng)).collect();
    desk.import(&desk.write("cases.csv", &import_file(&cases)))
        .done();
    let [told, taken_back] = [&cases[0], &cases[1]].map(|case| case.reference.as_str());
    let verify = |reference: &str| {
        desk.done(
            Person::Lin,
            &[
                "propose",
                reference,
                "--outcome",
                "verified",
                "--reason",
                "all_agree",
            ],
        )
    };

    for reference in [told, taken_back] {
        desk.done(Person::Lin, &["check", "run", reference]);
    }
    assert_eq!(desk.drain(0)["answered"], 2);
    verify(taken_back);
    assert_eq!(verify(told)["decision"]["feedback"]["state"], "held");
    assert_eq!(desk.drain(0)["accepted"], 0);
    assert!(
        sandbox.received().messages.is_empty(),
        "a message went out though it is held"
    );
    let page = desk.done(Person::Lin, &["take-back", taken_back]);
    assert_eq!(
        (&page["decision"], &page["row"]["status"]),
        (&serde_json::Value::Null, &"open".into())
    );

    // One run that waits the hold out, and one more that has nothing left to do.
    assert_eq!(desk.drain(61)["accepted"], 1);
    assert_eq!(desk.drain(0)["accepted"], 0);
    let received = sandbox.received();
    let sent: Vec<&str> = received
        .messages
        .iter()
        .map(|message| message.phone.as_str())
        .collect();
    assert_eq!(sent, [format!("+86{}", cases[0].phone)]);
    assert_eq!(
        received
            .calls
            .iter()
            .filter(|call| call.action == SEND_SMS)
            .count(),
        1
    );
    let page = desk.done(Person::Lin, &["feedback", told]);
    assert_eq!(page["decision"]["feedback"]["state"], "sent");
    assert!(
        received.messages[0]
            .text
            .contains(page["decision"]["feedback"]["text"].as_str().unwrap())
    );

    let late = desk.attempt(Person::Lin, &["take-back", told]);
    assert_eq!(late.refusal(), Some((3, "hold_over".to_owned())));
}
