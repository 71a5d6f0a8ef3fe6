//! Policy 1, which is in every desk's charter and never changes.

mod common;

use casework::policy::{ReviewCause, Version};
use casework::{CaseOutcome, CheckId, CheckOutcome, Finding, Policy, Submission};
use common::{CHECK, Story, amend, record_answer, request};
use testkit::cases::{DESK, FOREIGN_CARD, KNOWN_CARD, OPERATOR, answer, submission_over};

use CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify, Verified};
use ReviewCause::{Amount, Outcome, OverriddenCheck, Risk};

#[test]
fn the_hash_of_policy_1_is_the_one_in_every_charter() {
    let hex: String = Policy::ONE
        .hash()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex,
        "1468b2f1f432996533a82c0dc3ad5f19dc0d2d28415e5a246ac4e1f1ac4f241a"
    );
}

#[test]
fn another_term_is_another_hash() {
    let others = [
        Policy {
            version: Version(2),
            ..Policy::ONE
        },
        Policy {
            claim_lapse_ms: 1,
            ..Policy::ONE
        },
        Policy {
            feedback_hold_ms: 1,
            ..Policy::ONE
        },
        Policy {
            due_after_ms: 1,
            ..Policy::ONE
        },
        Policy {
            review_amount_minor: 1,
            ..Policy::ONE
        },
        Policy {
            review_currency: casework::Currency::parse("USD").expect("a currency"),
            ..Policy::ONE
        },
        Policy {
            review_outcomes: &[],
            ..Policy::ONE
        },
        Policy {
            review_risk: casework::RiskBand::Elevated,
            ..Policy::ONE
        },
    ];
    for other in others {
        assert_ne!(other.hash(), Policy::ONE.hash(), "{other:?}");
    }
}

#[test]
fn only_version_1_is_known() {
    assert_eq!(Policy::of(Version(1)), Some(&Policy::ONE));
    assert_eq!(Policy::of(Version(0)), None);
    assert_eq!(Policy::of(Version(2)), None);
}

fn checked(submission: Submission, findings: &[Finding], outcome: Option<CheckOutcome>) -> Story {
    let mut story = Story::received(submission, findings);
    if let Some(outcome) = outcome {
        story.must(OPERATOR, request(CHECK));
        story.must(DESK, casework::CaseCommand::BeginCall { check: CHECK });
        story.must(DESK, record_answer(CHECK, answer(outcome)));
    }
    story
}

#[test]
fn what_takes_two_people() {
    let matched = Some(CheckOutcome::Match);
    type Row = (
        &'static str,
        &'static str,
        &'static [Finding],
        Option<CheckOutcome>,
        CaseOutcome,
        &'static [ReviewCause],
    );
    let rows: [Row; 16] = [
        ("49999.99", "CNY", &[], matched, Verified, &[]),
        ("50000.00", "CNY", &[], matched, Verified, &[Amount]),
        ("50000.01", "CNY", &[], matched, Verified, &[Amount]),
        ("1.00", "USD", &[], matched, Verified, &[Amount]),
        ("1", "JPY", &[], matched, Verified, &[Amount]),
        ("1.00", "CNY", &[KNOWN_CARD], matched, Verified, &[]),
        ("1.00", "CNY", &[FOREIGN_CARD], matched, Verified, &[Risk]),
        ("1.00", "CNY", &[], None, Verified, &[OverriddenCheck]),
        (
            "1.00",
            "CNY",
            &[],
            Some(CheckOutcome::Mismatch),
            Verified,
            &[OverriddenCheck],
        ),
        (
            "1.00",
            "CNY",
            &[],
            Some(CheckOutcome::CloseMatch),
            Verified,
            &[OverriddenCheck],
        ),
        (
            "1.00",
            "CNY",
            &[],
            Some(CheckOutcome::Error),
            Verified,
            &[OverriddenCheck],
        ),
        (
            "50000",
            "CNY",
            &[FOREIGN_CARD],
            None,
            Verified,
            &[Amount, Risk, OverriddenCheck],
        ),
        ("1.00", "CNY", &[], matched, NotVerifiedFinal, &[Outcome]),
        (
            "50000",
            "CNY",
            &[FOREIGN_CARD],
            None,
            NotVerifiedFinal,
            &[Outcome],
        ),
        (
            "50000",
            "CNY",
            &[FOREIGN_CARD],
            None,
            NotVerifiedMayRetry,
            &[],
        ),
        ("50000", "CNY", &[FOREIGN_CARD], None, UnableToVerify, &[]),
    ];
    for (amount, currency, findings, answer, outcome, causes) in rows {
        let case = checked(submission_over(amount, currency), findings, answer).case;
        assert_eq!(
            Policy::ONE.reserves(&case, outcome),
            causes,
            "{amount} {currency} {answer:?} {outcome}"
        );
    }
}

#[test]
fn an_answer_about_data_that_was_mended_since_counts_for_nothing() {
    let mut story = checked(submission_over("1", "CNY"), &[], Some(CheckOutcome::Match));
    story.must(OPERATOR, amend(submission_over("2", "CNY"), &[]));
    assert_eq!(
        Policy::ONE.reserves(&story.case, Verified),
        [OverriddenCheck]
    );
    // A second question alone changes nothing before it is answered.
    story.must(OPERATOR, request(CheckId::from_bytes([9; 16])));
    assert_eq!(
        Policy::ONE.reserves(&story.case, Verified),
        [OverriddenCheck]
    );
}

#[test]
fn nothing_is_verified_by_one_person_where_the_amount_is_not_known() {
    assert!(
        Policy::ONE
            .reserves(&Story::new().case, Verified)
            .contains(&Amount)
    );
}

#[test]
fn amending_the_amount_below_the_limit_frees_nobody_from_the_second_person() {
    let mut story = checked(submission_over("50000.00", "CNY"), &[], None);
    story.must(
        OPERATOR,
        casework::CaseCommand::Amend {
            submission: Box::new(submission_over("49.00", "CNY")),
            findings: Vec::new(),
        },
    );
    assert!(
        Policy::ONE
            .reserves(&story.case, Verified)
            .contains(&Amount)
    );
}
