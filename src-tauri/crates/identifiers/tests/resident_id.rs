//! The rule of the resident number, judged on cases with the verdicts of independent validators.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::ProblemCode;
use identifiers::resident_id::{DivisionStatus, Sex, explain};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde::Deserialize;

const TODAY: Date = date(2026, 10, 1);

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    value: String,
    note: String,
    parts: Parts,
    stdnum: bool,
}

#[derive(Deserialize)]
struct Parts {
    format: bool,
    division: Option<String>,
    sex: Option<String>,
    structure_valid: bool,
}

fn cases() -> Vec<Case> {
    let cases: Cases = serde_json::from_str(include_str!("data/resident_id.json")).unwrap();
    assert_eq!(cases.cases.len(), 284);
    cases.cases
}

/// The rule once more, by other means: the printed weights, days counted by month, provinces by hand.
fn rule(raw: &str) -> bool {
    let text: Vec<u32> = raw
        .chars()
        .filter(|c| !" -".contains(*c))
        .map(|c| match c {
            '0'..='9' => u32::from(c) - 0x30,
            '０'..='９' => u32::from(c) - 0xFF10,
            'x' | 'X' => 10,
            _ => 99,
        })
        .collect();
    if text.len() != 18 || text[..17].iter().any(|d| *d > 9) || text[17] > 10 {
        return false;
    }
    const PROVINCES: [u32; 34] = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51,
        52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    ];
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u32; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let number = |from: usize, to: usize| text[from..to].iter().fold(0, |n, d| n * 10 + d);
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    let sum: u32 = text.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    PROVINCES.contains(&number(0, 2))
        && (1..=days).contains(&day)
        // as YYYYMMDD
        && number(6, 14) >= 18_900_101
        && number(6, 14) <= 20_261_001
        && CHECKS[(sum % 11) as usize] == text[17]
}

#[test]
fn every_case_is_judged_as_the_rule_says() {
    for case in cases() {
        let explained = explain(&case.value, TODAY);
        assert_eq!(
            explained.valid,
            rule(&case.value),
            "{:?} {}",
            case.value,
            case.note
        );
        assert_eq!(explained.refuse, !explained.valid, "{:?}", case.value);
        assert_eq!(
            explained.facts.is_some(),
            explained.valid,
            "{:?}",
            case.value
        );
    }
}

#[test]
fn the_rule_differs_from_the_structure_oracle_only_in_province_and_future() {
    for case in cases().into_iter().filter(|case| case.parts.format) {
        let explained = explain(&case.value, TODAY);
        let ours_alone = explained.problems.iter().any(|p| {
            matches!(
                p.code,
                ProblemCode::UnknownProvince | ProblemCode::DateInFuture
            )
        });
        assert_eq!(
            explained.valid,
            case.parts.structure_valid && !ours_alone,
            "{:?} {}",
            case.value,
            case.note
        );
    }
}

#[test]
fn what_the_strict_oracle_accepts_is_valid_and_but_for_the_future() {
    for case in cases().into_iter().filter(|case| case.stdnum) {
        let explained = explain(&case.value, TODAY);
        assert_eq!(
            explained.valid,
            case.note != "birth in the future",
            "{:?}",
            case.value
        );
    }
}

#[test]
fn sex_and_division_agree_with_independent_readings() {
    for case in cases() {
        let Some(facts) = explain(&case.value, TODAY).facts else {
            continue;
        };
        if let Some(sex) = case.parts.sex {
            assert_eq!(facts.sex.as_str(), sex, "{:?}", case.value);
        }
        if let Some(division) = case.parts.division {
            let status = division.split('-').next().unwrap();
            assert_eq!(
                facts.division.status.as_str(),
                status,
                "{:?} {}",
                case.value,
                case.note
            );
        }
    }
}

fn codes(value: &str) -> Vec<&'static str> {
    explain(value, TODAY)
        .problems
        .iter()
        .map(|p| p.code.as_str())
        .collect()
}

#[test]
fn each_fault_has_its_own_code() {
    let table: [(&str, &[&str]); 20] = [
        ("110101190402290002", &[]),
        ("11010120000229000X", &[]),
        (" 610431 1900 1024－064x ", &[]),
        ("", &["empty"]),
        (" - ", &["empty"]),
        ("53072O191104302440", &["wrong_alphabet"]),
        ("X10101190402290002", &["wrong_alphabet"]),
        ("١١٠١٠١١٩٠٤٠٢٢٩٠٠٠٢", &["wrong_alphabet"]),
        (
            "1101011904\u{200B}02290002",
            &["wrong_alphabet", "wrong_length"],
        ),
        ("53072119110430244", &["wrong_length"]),
        ("530721911104302", &["fifteen_digit_number"]),
        ("100000190501010009", &["unknown_province"]),
        ("710000190501010002", &["province_without_resident_numbers"]),
        ("110199190501010008", &["unknown_division"]),
        ("110101190002290003", &["impossible_date"]),
        ("110101000000000009", &["impossible_date"]),
        ("110101209901010009", &["date_in_future"]),
        ("530721191104302441", &["wrong_check_character"]),
        (
            "110101190402300002",
            &["impossible_date", "wrong_check_character"],
        ),
        (
            "830000190501010001",
            &["unknown_province", "wrong_check_character"],
        ),
    ];
    for (value, expected) in table {
        assert_eq!(codes(value), expected, "{value:?}");
    }
}

/// A number with the check character that the printed weights give.
fn complete(body: &str) -> String {
    "0123456789X"
        .chars()
        .map(|check| format!("{body}{check}"))
        .find(|n| {
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
            let value = |c: char| c.to_digit(10).unwrap_or(10);
            n.chars()
                .zip(weights)
                .map(|(c, w)| value(c) * w)
                .sum::<u32>()
                % 11
                == 1
        })
        .unwrap()
}

#[test]
fn the_calendar_is_closed_at_both_ends() {
    let first = complete("11010118900101000");
    let before = complete("11010118891231000");
    let today = complete("11010120261001000");
    let tomorrow = complete("11010120261002000");
    assert!(explain(&first, TODAY).valid);
    assert_eq!(codes(&before), ["date_before_1890"]);
    assert!(explain(&today, TODAY).valid);
    assert_eq!(codes(&tomorrow), ["date_in_future"]);
}

#[test]
fn a_number_tells_birth_sex_and_division() {
    let facts = explain("110101190402290002", TODAY).facts.unwrap();
    assert_eq!(facts.birth_date.expose(), date(1904, 2, 29));
    assert_eq!(facts.sex, Sex::Female);
    assert_eq!(
        (facts.division.province, facts.division.county),
        ("北京市", Some("东城区"))
    );
    assert_eq!(facts.division.status, DivisionStatus::Current);
}

#[test]
fn only_what_is_not_refused_is_accepted() {
    let accepted = explain("110101 1904022900 02", TODAY).accepted().unwrap();
    assert_eq!(accepted.expose(), "110101190402290002");
    assert!(explain("110101190402290003", TODAY).accepted().is_err());
}

prop_compose! {
    fn bodies()(province in prop::sample::select(vec!["11", "44", "65"]), rest in 0..10_000u32,
                year in 1890..2026u32, month in 1..=12u32, day in 1..=28u32, sequence in 0..1000u32) -> String {
        format!("{province}{rest:04}{year}{month:02}{day:02}{sequence:03}")
    }
}

proptest! {
    #[test]
    fn changing_one_character_of_a_valid_number_makes_it_invalid(
        body in bodies(), place in 0..18usize, other in 1..11u32,
    ) {
        let number = complete(&body);
        prop_assert!(explain(&number, TODAY).valid);
        let mut chars: Vec<char> = number.chars().collect();
        let value = (chars[place].to_digit(10).unwrap_or(10) + other) % 11;
        chars[place] = char::from_digit(value, 10).unwrap_or('X');
        let changed: String = chars.into_iter().collect();
        prop_assert!(!explain(&changed, TODAY).valid, "{changed}");
    }

    #[test]
    fn swapping_two_unlike_neighbours_makes_a_valid_number_invalid(body in bodies(), place in 0..17usize) {
        let number = complete(&body);
        let mut chars: Vec<char> = number.chars().collect();
        prop_assume!(chars[place] != chars[place + 1]);
        chars.swap(place, place + 1);
        let swapped: String = chars.into_iter().collect();
        prop_assert!(!explain(&swapped, TODAY).valid, "{swapped}");
    }

    #[test]
    fn any_text_at_all_is_explained_as_the_parts_promise(raw in any::<String>()) {
        let explained = explain(&raw, TODAY);
        prop_assert_eq!(explained.refuse, explained.facts.is_none());
        prop_assert!(!(explained.valid && explained.refuse));
    }
}
