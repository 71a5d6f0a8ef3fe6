#![allow(clippy::unwrap_used)]

use casework::{
    CaseOutcome, CheckId, CheckKind, CheckOutcome, Decision, Feedback, FindingCode, RecordId,
    RepeatCode, StreamId,
};
use testkit::cases::{NOW, answer, submission};

use super::*;

fn decided(state: CallState) -> Case {
    let mut case = Case::new(StreamId::from_bytes([1; 16]));
    case.submission = Some(submission());
    case.decision = Some(Decision {
        record: RecordId::from_bytes([2; 16]),
        outcome: CaseOutcome::Verified,
        reasons: Vec::new(),
        maker: None,
        checker: None,
        at_ms: NOW,
        hold_until_ms: NOW + 60_000,
        feedback: Feedback {
            state,
            attempt: 0,
            cause: None,
            serial: None,
        },
    });
    case
}

fn word(state: CallState, now_ms: i64) -> String {
    decision(&decided(state), Some("text"), &Roster::default(), now_ms)
        .unwrap()
        .feedback
        .state
}

#[test]
fn held_queued_sending_sent_failed_and_unknown_are_different_words() {
    let after = NOW + 60_000;
    assert_eq!(word(CallState::Queued, NOW), "held");
    assert_eq!(word(CallState::Queued, after - 1), "held");
    assert_eq!(word(CallState::Queued, after), "queued");
    let table = [
        (CallState::Sending, "sending"),
        (CallState::Answered, "sent"),
        (CallState::Failed, "failed"),
        (CallState::Unknown, "unknown"),
    ];
    for (state, told) in table {
        // What has begun is no longer held, whatever the clock says.
        assert_eq!([word(state, NOW), word(state, after)], [told, told]);
    }
}

#[test]
fn a_check_speaks_of_its_fields_as_one_set_and_marks_none() {
    let asked = Check {
        id: CheckId::from_bytes([3; 16]),
        kind: CheckKind::BankCardFourFactor,
        version: 1,
        requested_ms: NOW,
        state: CallState::Queued,
        attempt: 0,
        answer: None,
        cause: None,
    };
    let before = check(&asked, 1);
    assert_eq!(
        (before.state.as_str(), before.outcome, before.current),
        ("queued", None, true)
    );
    assert_eq!(before.fields.len(), 4);

    let answered = Check {
        state: CallState::Answered,
        answer: Some(answer(CheckOutcome::Mismatch)),
        ..asked
    };
    let after = check(&answered, 2);
    assert_eq!(
        (after.outcome.as_deref(), after.current),
        (Some("mismatch"), false)
    );
    assert_eq!(after.fields, before.fields);
}

#[test]
fn every_state_of_a_call_is_counted_those_without_any_too() {
    let counts = call_counts(&[(CallState::Unknown, 3)]);
    let named: Vec<&str> = counts.iter().map(|it| it.of.as_str()).collect();
    assert_eq!(
        named,
        CallState::ALL
            .iter()
            .map(|it| it.as_str())
            .collect::<Vec<_>>()
    );
    assert_eq!(counts.iter().map(|it| it.count).sum::<u64>(), 3);
}

#[test]
fn a_finding_says_in_both_languages_what_to_mend() {
    let code = FindingCode::Repeat(RepeatCode::OtherIdentity);
    let shown = finding(&Finding {
        field: casework::Field::CardNumber,
        code,
        severity: Severity::Warn,
    });
    assert_eq!(
        (shown.field.as_str(), shown.severity.as_str()),
        ("card_number", "warn")
    );
    assert!(shown.words.zh.ends_with('。') && shown.words.en.ends_with('.'));
}

#[test]
fn every_reason_of_the_list_is_shown_in_both_languages() {
    let shown = reasons();
    assert_eq!(shown.len(), REASONS.len());
    for reason in shown {
        assert!(!reason.outcomes.is_empty(), "{}", reason.code);
        for text in [
            reason.customer.zh,
            reason.customer.en,
            reason.house.zh,
            reason.house.en,
        ] {
            assert!(!text.is_empty(), "{}", reason.code);
        }
    }
}

#[test]
fn a_cursor_comes_back_as_it_went() {
    let there = QueueCursor {
        rank: -3,
        due_ms: 1_790_000_000_000,
        stream: StreamId::from_bytes([7; 16]),
    };
    assert_eq!(read_cursor(&cursor(there)), Some(there));
    for nothing in ["", "1.2", "1.2.3.4", "x.2.07070707070707070707070707070707"] {
        assert_eq!(read_cursor(nothing), None, "{nothing}");
    }
}
