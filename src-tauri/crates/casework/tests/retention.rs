//! How long a case is kept, and what keeps it longer.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;

use casework::retention::{consequence, kept_until};
use casework::{
    CaseCommand, CaseEvent, CheckOutcome, DueMonth, Ending, Months, RetentionTerms, Sensitive,
    erasure,
};
use common::{Story, reviewed};
use proptest::prelude::*;
use testkit::cases::{
    COLLEAGUE, DESK, FOUNDER, MINUTE, NOW, OPERATOR, REFUSED_CARD, SUPERVISOR, arbitrary,
    submission,
};

const DAY: i64 = 24 * 60 * MINUTE;

/// Midnight in China at the beginning of this day of 2026, from its distance to noon of 2026-09-01.
fn china(days_after_september_1: i64) -> i64 {
    NOW - 12 * 60 * MINUTE + days_after_september_1 * DAY
}

fn months(count: u16) -> Months {
    Months::new(count).unwrap()
}

#[test]
fn a_case_is_kept_to_the_end_of_the_month_in_which_its_term_ends() {
    // One month after any moment of 1 September in China: to the end of October.
    for moment in [china(0), NOW, china(1) - 1] {
        assert_eq!(kept_until(moment, months(1)), Some(china(61)), "{moment}");
    }
    // The moment before is still August, by China's clock and by no other.
    assert_eq!(kept_until(china(0) - 1, months(1)), Some(china(30)));
    // 31 August and six months: 28 February, so to the end of that month.
    let until = kept_until(china(-1), months(6)).unwrap();
    assert_eq!(
        DueMonth::of(until),
        Some(DueMonth {
            year: 2027,
            month: 2
        })
    );
}

#[test]
fn terms_are_between_one_month_and_six_hundred() {
    assert_eq!(Months::new(0), None);
    assert_eq!(Months::new(601), None);
    assert_eq!(months(1).get(), 1);
    assert_eq!(months(600).get(), 600);
}

#[test]
fn the_shipped_terms_never_change() {
    let terms = RetentionTerms::SHIPPED;
    let all: Vec<_> = terms
        .usual()
        .map(|(it, months)| (it, months.get()))
        .collect();
    assert_eq!(
        all,
        [
            (Ending::Verified, 120),
            (Ending::NotVerifiedFinal, 120),
            (Ending::NotVerifiedMayRetry, 24),
            (Ending::UnableToVerify, 24),
            (Ending::ScreenedOut, 6),
        ]
    );
    let hash: String = terms.hash().iter().map(|it| format!("{it:02x}")).collect();
    assert_eq!(hash, SHIPPED_HASH);
}

/// As `record/tests/vectors/independent.py` prints it.
const SHIPPED_HASH: &str = "f127e6120bf79592adba8f6f917b093b01e95b4967eb5dd42742d5bec36fdc4d";

#[test]
fn a_partner_may_have_terms_of_its_own() {
    let own = BTreeMap::from([(
        "shop".to_owned(),
        BTreeMap::from([(Ending::Verified, months(7))]),
    )]);
    let usual = [months(1); 5];
    let terms = RetentionTerms::new(usual, own).unwrap();
    assert_eq!(terms.term(Ending::Verified, "shop"), months(7));
    assert_eq!(terms.term(Ending::ScreenedOut, "shop"), months(1));
    assert_eq!(terms.term(Ending::Verified, "bank"), months(1));
    assert_ne!(
        terms.hash(),
        RetentionTerms::new(usual, BTreeMap::new()).unwrap().hash()
    );
}

/// A closed case with what follows from its end on record.
fn kept(mut story: Story) -> Story {
    let event = consequence(&story.case, &RetentionTerms::SHIPPED, story.now_ms).unwrap();
    story.record(DESK, event);
    story
}

#[test]
fn only_an_ended_case_is_given_a_term_and_only_once() {
    let terms = RetentionTerms::SHIPPED;
    for story in [
        Story::new(),
        Story::open(),
        Story::asked(),
        Story::answered(CheckOutcome::Match),
        Story::waiting(),
        Story::decided(),
        reviewed(Story::waiting()),
    ] {
        assert_eq!(consequence(&story.case, &terms, story.now_ms), None);
    }
    for story in [
        Story::closed(),
        Story::received(submission(), &[REFUSED_CARD]),
    ] {
        let story = kept(story);
        assert!(story.case.retention.is_some());
        assert_eq!(consequence(&story.case, &terms, story.now_ms), None);
    }
}

#[test]
fn a_case_mended_after_it_was_screened_out_is_kept_as_long_as_it_is_worked() {
    let mut story = kept(Story::received(submission(), &[REFUSED_CARD]));
    story.must(OPERATOR, common::amend(submission(), &[]));
    assert_eq!(story.case.retention, None);
    assert!(!erasure::is_due(&story.case, i64::MAX));
}

#[test]
fn a_case_is_due_at_its_moment_and_not_before() {
    let story = kept(Story::closed());
    let until = story.case.retention.unwrap().until_ms;
    assert!(!erasure::is_due(&story.case, until - 1));
    assert!(erasure::is_due(&story.case, until));
}

#[test]
fn a_hold_keeps_a_case_from_every_erasure_until_another_person_lifts_it() {
    let mut story = kept(Story::closed());
    let reason = || Sensitive::from("a court asked");
    story.must(SUPERVISOR, CaseCommand::PlaceHold { reason: reason() });
    assert!(!erasure::is_due(&story.case, i64::MAX));
    assert!(erasure::may_erase_early(&story.case).is_err());
    story.refusal(COLLEAGUE, CaseCommand::LiftHold { reason: reason() });
    story.must(FOUNDER, CaseCommand::LiftHold { reason: reason() });
    assert!(erasure::is_due(&story.case, i64::MAX));
    assert_eq!(erasure::may_erase_early(&story.case), Ok(()));
}

#[test]
fn a_case_whose_call_is_out_is_not_erased_under_it() {
    assert!(erasure::may_erase_early(&Story::calling().case).is_err());
    assert!(erasure::may_erase_early(&Story::telling().case).is_err());
    assert_eq!(erasure::may_erase_early(&Story::asked().case), Ok(()));
}

#[test]
fn an_ended_case_is_in_the_archive_after_thirty_days() {
    let story = kept(Story::closed());
    assert!(!story.case.is_archived(story.now_ms + 30 * DAY - 1));
    assert!(story.case.is_archived(story.now_ms + 30 * DAY));
    assert!(!Story::closed().case.is_archived(i64::MAX));
}

proptest! {
    #[test]
    fn a_longer_term_never_ends_sooner(ended in arbitrary::time(), one in 1..=600u16, more in 0..=600u16) {
        let sooner = kept_until(ended, months(one));
        let later = kept_until(ended, months((one + more).min(600)));
        if let (Some(sooner), Some(later)) = (sooner, later) {
            prop_assert!(sooner <= later && ended < sooner);
        }
    }

    #[test]
    fn no_time_is_too_odd_to_be_asked(ended in any::<i64>(), term in 1..=600u16) {
        let until = kept_until(ended, months(term));
        if let Some(until) = until {
            let _ = DueMonth::of(until);
        }
        let _ = DueMonth::of(ended);
    }

    #[test]
    fn what_is_written_of_a_term_changes_nothing_of_a_case_that_is_worked(until_ms in arbitrary::time()) {
        let mut story = Story::asked();
        story.record(DESK, CaseEvent::RetentionSet { until_ms, terms: [1; 32] });
        prop_assert_eq!(story.case.retention, None);
    }
}
