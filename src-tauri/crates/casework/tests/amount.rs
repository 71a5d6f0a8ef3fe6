//! Money and the words for it.

use casework::{Amount, Currency};
use proptest::prelude::*;

fn currency(text: &str) -> Currency {
    Currency::parse(text).expect("a currency")
}

#[test]
fn a_plain_decimal_becomes_the_smallest_unit_of_its_currency() {
    for (text, code, minor) in [
        ("0", "CNY", 0),
        ("1280.50", "CNY", 128_050),
        ("1280.5", "CNY", 128_050),
        ("007", "CNY", 700),
        ("1280", "JPY", 1280),
        ("1.234", "KWD", 1234),
        ("9999999999999.99", "CNY", 999_999_999_999_999),
    ] {
        let amount = Amount::parse(text, currency(code));
        assert_eq!(amount.map(|it| it.minor), Some(minor), "{text} {code}");
    }
}

#[test]
fn anything_but_a_plain_decimal_is_refused() {
    let signs_and_marks = [
        "", ".", ".5", "5.", "1.2.3", "-1", "+1", "1,000", "1e3", " 1", "1 ", "¥1", "１", "NaN",
    ];
    let out_of_measure = ["1.001", "99999999999999.00", "99999999999999999999"];
    for text in signs_and_marks.into_iter().chain(out_of_measure) {
        assert_eq!(Amount::parse(text, Currency::CNY), None, "{text}");
    }
    assert_eq!(Amount::parse("1.0", currency("JPY")), None);
}

#[test]
fn a_currency_is_three_capital_letters() {
    assert_eq!(currency("CNY"), Currency::CNY);
    assert_eq!(currency("USD").as_str(), "USD");
    for text in ["", "CN", "CNYX", "cny", "C1Y", "人", "C Y"] {
        assert_eq!(Currency::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn an_amount_reads_back_as_it_was_written(
        minor in 0..=999_999_999_999_999_i64,
        code in prop_oneof!["[A-Z]{3}", Just("JPY".to_owned()), Just("KWD".to_owned())],
    ) {
        let amount = Amount { minor, currency: currency(&code) };
        prop_assert_eq!(Amount::parse(&amount.decimal(), amount.currency), Some(amount));
    }

    #[test]
    fn parse_is_total_and_what_it_takes_is_never_negative(text in "[0-9.]{0,20}|\\PC{0,12}", code in "[A-Z]{3}") {
        if let Some(amount) = Amount::parse(&text, currency(&code)) {
            prop_assert!((0..1_000_000_000_000_000).contains(&amount.minor));
        }
    }

    #[test]
    fn a_currency_is_shown_as_it_is_spelt(text in "\\PC{0,4}") {
        if let Some(currency) = Currency::parse(&text) {
            prop_assert_eq!(currency.as_str(), text);
        }
    }
}
