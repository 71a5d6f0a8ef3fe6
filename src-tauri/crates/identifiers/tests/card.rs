//! The rule of the card number, judged on cases with the verdicts of independent validators.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::ProblemCode;
use identifiers::card::{CardKind, Scheme, explain};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    value: String,
    note: String,
    digits_only: bool,
    schemes: Vec<String>,
    luhn: bool,
}

fn cases() -> Vec<Case> {
    let cases: Cases = serde_json::from_str(include_str!("data/card.json")).unwrap();
    assert_eq!(cases.cases.len(), 183);
    cases.cases
}

/// The digits, if blanks and hyphens apart there is nothing else.
fn digits(raw: &str) -> Option<Vec<u32>> {
    raw.chars()
        .filter(|c| !" -".contains(*c))
        .map(|c| match c {
            '0'..='9' => Some(u32::from(c) - 0x30),
            '０'..='９' => Some(u32::from(c) - 0xFF10),
            _ => None,
        })
        .collect()
}

/// Luhn by the book: from the right, double every second digit and add the digits of what comes out.
fn luhn(digits: &[u32]) -> bool {
    let mut sum = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        let value = if place % 2 == 1 { digit * 2 } else { *digit };
        sum += value / 10 + value % 10;
    }
    sum % 10 == 0
}

fn rule(raw: &str) -> bool {
    digits(raw)
        .is_some_and(|d| d.len() >= 12 && d.len() <= 19 && d.iter().sum::<u32>() > 0 && luhn(&d))
}

#[test]
fn every_case_is_judged_as_the_rule_says() {
    for case in cases() {
        assert_eq!(
            explain(&case.value).valid,
            rule(&case.value),
            "{:?} {}",
            case.value,
            case.note
        );
    }
}

#[test]
fn validity_is_the_luhn_oracle_within_the_lengths_and_not_all_zero() {
    for case in cases().into_iter().filter(|case| case.digits_only) {
        let in_form = (12..=19).contains(&case.value.len()) && case.value.contains(|c| c != '0');
        assert_eq!(
            explain(&case.value).valid,
            in_form && case.luhn,
            "{:?}",
            case.value
        );
    }
}

#[test]
fn schemes_agree_with_the_oracle() {
    let mut compared = 0;
    for case in cases().into_iter().filter(|case| case.digits_only) {
        let Some(facts) = explain(&case.value).facts else {
            continue;
        };
        let mut schemes: Vec<&str> = facts.schemes.iter().map(|scheme| scheme.as_str()).collect();
        schemes.sort_unstable();
        let mut expected = case.schemes.clone();
        expected.sort_unstable();
        assert_eq!(schemes, expected, "{:?}", case.value);
        compared += 1;
    }
    assert!(compared > 100);
}

#[test]
fn rows_of_the_bin_table_name_their_bank() {
    for case in cases()
        .into_iter()
        .filter(|case| case.note == "Chinese BIN table row")
    {
        let explained = explain(&case.value);
        assert!(
            !explained.facts.unwrap().issuers.is_empty(),
            "{:?}",
            case.value
        );
    }
}

fn codes(value: &str) -> Vec<&'static str> {
    explain(value)
        .problems
        .iter()
        .map(|p| p.code.as_str())
        .collect()
}

#[test]
fn each_fault_has_its_own_code() {
    let table: [(&str, &[&str]); 12] = [
        ("4242 4242-4242 ４２４２", &[]),
        ("6224090000000000050", &[]),
        ("", &["empty"]),
        ("4242x24242424242", &["wrong_alphabet"]),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", &["wrong_alphabet"]),
        ("79927398713", &["wrong_length"]),
        ("42424242424242424242", &["wrong_length"]),
        ("4242O", &["wrong_alphabet", "wrong_length"]),
        ("0000000000000000", &["all_zero"]),
        ("4242424242424245", &["luhn_failed"]),
        ("424242424242424", &["unusual_length"]),
        ("0000000000000018", &["unknown_bin"]),
    ];
    for (value, expected) in table {
        assert_eq!(codes(value), expected, "{value:?}");
    }
}

#[test]
fn a_mainland_card_that_fails_only_the_luhn_sum_is_neither_valid_nor_refused() {
    // UnionPay 62 that no table row claims; a row of the table outside 62, with its length.
    for value in [
        "6299999999999999",
        "6224090000000000051",
        "1030000000000000001",
    ] {
        let explained = explain(value);
        assert!(!explained.valid && !explained.refuse, "{value}");
        assert!(
            explained
                .problems
                .iter()
                .any(|p| p.code == ProblemCode::LuhnFailed)
        );
        assert!(explained.facts.is_some(), "{value}");
        assert!(explained.accepted().is_ok());
    }
}

#[test]
fn a_mainland_card_with_another_fault_is_refused() {
    for value in [
        "62240900000000000501",
        "62240900000",
        "622409O000000000050",
        "1030000000000001",
    ] {
        assert!(explain(value).refuse, "{value}");
    }
}

#[test]
fn a_foreign_card_that_fails_the_luhn_sum_is_refused() {
    for value in ["4242424242424245", "378282246310006", "5555555555554448"] {
        let explained = explain(value);
        assert!(
            !explained.valid && explained.refuse && explained.facts.is_none(),
            "{value}"
        );
    }
}

#[test]
fn a_card_tells_its_bin_scheme_and_bank() {
    let facts = explain("1030000000000000001").facts.unwrap();
    assert_eq!(
        (facts.issuers[0].bank, facts.issuers[0].kind),
        ("中国农业银行", CardKind::Debit)
    );
    let facts = explain("4242 4242 4242 4242").facts.unwrap();
    assert_eq!(facts.bin, "424242");
    assert_eq!(facts.schemes, [Scheme::Visa]);
    assert_eq!(facts.issuers, []);
}

proptest! {
    #[test]
    fn exactly_one_last_digit_makes_a_number_valid(body in "[1-9][0-9]{10,17}") {
        let valid = (0..10).filter(|last| explain(&format!("{body}{last}")).valid).count();
        prop_assert_eq!(valid, 1);
    }

    #[test]
    fn changing_one_digit_of_a_valid_number_makes_it_invalid(
        body in "[1-9][0-9]{10,17}", place in any::<prop::sample::Index>(), other in 1..10u32,
    ) {
        let number = (0..10).map(|last| format!("{body}{last}")).find(|n| explain(n).valid).unwrap();
        let place = place.index(number.len());
        let changed: String = number.chars().enumerate().map(|(i, c)| {
            let shift = if i == place { other } else { 0 };
            char::from_digit((c.to_digit(10).unwrap() + shift) % 10, 10).unwrap()
        }).collect();
        prop_assert!(!explain(&changed).valid, "{changed}");
    }

    #[test]
    fn any_text_at_all_is_explained_as_the_parts_promise(raw in any::<String>()) {
        let explained = explain(&raw);
        prop_assert_eq!(explained.refuse, explained.facts.is_none());
        prop_assert!(!(explained.valid && explained.refuse));
    }
}
