//! The rule of the mainland mobile number, judged on cases with the verdicts of an independent validator.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::mobile::{Operator, RangeKind, explain};
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
    oracle: Oracle,
}

#[derive(Deserialize)]
struct Oracle {
    valid: bool,
    r#type: Option<String>,
    e164: Option<String>,
}

fn cases() -> Vec<Case> {
    let cases: Cases = serde_json::from_str(include_str!("data/mobile.json")).unwrap();
    assert_eq!(cases.cases.len(), 104);
    cases.cases
}

/// The rule once more: try each prefix, then look at the eleven characters one by one.
fn rule(raw: &str) -> bool {
    let plain: String = raw
        .chars()
        .filter(|c| !" -".contains(*c))
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap(),
            other => other,
        })
        .collect();
    ["", "+86", "0086", "86"].iter().any(|prefix| {
        plain.strip_prefix(prefix).is_some_and(|number| {
            number.len() == 11
                && number.chars().all(|c| "0123456789".contains(c))
                && (13_000_000_000..20_000_000_000).contains(&number.parse::<u64>().unwrap())
        })
    })
}

#[test]
fn every_case_is_judged_as_the_rule_says() {
    for case in cases() {
        let explained = explain(&case.value);
        assert_eq!(
            explained.valid,
            rule(&case.value),
            "{:?} {}",
            case.value,
            case.note
        );
        assert_eq!(explained.refuse, !explained.valid, "{:?}", case.value);
    }
}

#[test]
fn every_mainland_mobile_of_the_oracle_is_valid_with_the_same_digits() {
    let mut compared = 0;
    for case in cases().into_iter().filter(|case| case.oracle.valid) {
        let e164 = case.oracle.e164.unwrap();
        if case.oracle.r#type.as_deref() != Some("MOBILE") || !e164.starts_with("+86") {
            continue;
        }
        let explained = explain(&case.value);
        assert!(explained.valid, "{:?}", case.value);
        assert_eq!(format!("+86{}", explained.normalised.expose()), e164);
        compared += 1;
    }
    assert!(compared > 50);
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
    let table: [(&str, &[&str]); 20] = [
        ("13800138000", &[]),
        ("＋86 138-0013-8000", &[]),
        ("0086 13800138000", &[]),
        ("8613800138000", &[]),
        ("16100000000", &["unassigned_range"]),
        ("14100000000", &["unassigned_range"]),
        ("", &["empty"]),
        ("+86", &["empty"]),
        ("13800l38000", &["wrong_alphabet"]),
        ("(86)13800138000", &["wrong_alphabet"]),
        ("138001380+0", &["wrong_alphabet"]),
        ("١٣٨٠٠١٣٨٠٠٠", &["wrong_alphabet"]),
        ("+85251234567", &["foreign_number"]),
        ("0085251234567", &["foreign_number"]),
        ("1440000000000", &["machine_number"]),
        ("1380013800", &["wrong_length"]),
        ("86138001380", &["not_a_mobile_prefix"]),
        ("868613800138000", &["wrong_length"]),
        ("12800138000", &["not_a_mobile_prefix"]),
        ("02112345678", &["not_a_mobile_prefix"]),
    ];
    for (value, expected) in table {
        assert_eq!(codes(value), expected, "{value:?}");
    }
}

#[test]
fn a_number_tells_to_whom_its_range_was_assigned() {
    let range = explain("13800138000").facts.unwrap().range.unwrap();
    assert_eq!(
        (range.operator, range.kind),
        (Operator::ChinaMobile, RangeKind::Mobile)
    );
    assert_eq!(explain("16100000000").facts.unwrap().range, None);
}

proptest! {
    #[test]
    fn every_way_to_write_the_country_code_gives_the_same_eleven_digits(number in "1[3-9][0-9]{9}") {
        for prefix in ["", "+86", "0086", "86", "+86 ", "＋８６-"] {
            let explained = explain(&format!("{prefix}{number}"));
            prop_assert!(explained.valid);
            prop_assert_eq!(explained.normalised.expose(), &number);
        }
    }

    #[test]
    fn a_letter_anywhere_is_refused(number in "1[3-9][0-9]{9}", place in 0..=11usize, letter in "[A-Za-z]") {
        let mut text = number;
        text.insert_str(place, &letter);
        prop_assert!(explain(&text).refuse);
    }

    #[test]
    fn any_text_at_all_is_explained_as_the_parts_promise(raw in any::<String>()) {
        let explained = explain(&raw);
        prop_assert_eq!(explained.refuse, explained.facts.is_none());
        prop_assert!(!(explained.valid && explained.refuse));
    }
}
