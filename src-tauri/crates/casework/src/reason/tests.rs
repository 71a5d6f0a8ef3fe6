use std::collections::BTreeSet;

use super::{Disclosure, Entry, GENERIC, REASONS, Reason, Text};
use crate::{CaseOutcome, Field};
use identifiers::Language;

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// Letters and signs that one septet of the SMS alphabet holds (3GPP TS 23.038, 6.2.1), as far as we use it.
fn is_plain_sms(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || " .,;:-'()".contains(letter)
}

fn texts(entry: &Entry) -> [Text; 2] {
    [entry.customer, entry.house]
}

#[test]
fn codes_are_unique() {
    let codes: BTreeSet<_> = REASONS.iter().map(|entry| entry.code).collect();
    assert_eq!(codes.len(), REASONS.len());
}

#[test]
fn codes_are_snake_case_words_in_ascii() {
    for entry in REASONS {
        assert!(
            entry
                .code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{}",
            entry.code
        );
        assert!(
            entry.code.split('_').all(|word| !word.is_empty()),
            "{}",
            entry.code
        );
    }
}

#[test]
fn every_code_is_read_back_and_nothing_else_is() {
    for entry in REASONS {
        assert_eq!(
            Reason::parse(entry.code).map(Reason::code),
            Some(entry.code)
        );
    }
    for other in ["", "ALL_AGREE", "all_agree ", "unknown_code"] {
        assert_eq!(Reason::parse(other), None);
    }
}

#[test]
fn every_text_is_written_in_both_languages() {
    for entry in REASONS {
        for text in texts(entry) {
            assert!(text.zh.chars().any(is_han), "{}", entry.code);
            assert!(
                text.en.chars().any(|c| c.is_ascii_alphabetic()),
                "{}",
                entry.code
            );
            assert!(
                text.en.chars().all(is_plain_sms),
                "{}: {}",
                entry.code,
                text.en
            );
        }
    }
}

#[test]
fn customer_texts_are_whole_sentences_that_fit_a_short_message() {
    for entry in REASONS {
        assert!(entry.customer.zh.chars().count() <= 70, "{}", entry.code);
        assert!(entry.customer.en.chars().count() <= 200, "{}", entry.code);
        assert!(
            entry.customer.zh.ends_with('。') && entry.customer.en.ends_with('.'),
            "{}",
            entry.code
        );
    }
}

#[test]
fn house_texts_fit_one_line() {
    for entry in REASONS {
        assert!(entry.house.zh.chars().count() <= 20, "{}", entry.code);
        assert!(entry.house.en.chars().count() <= 60, "{}", entry.code);
    }
}

#[test]
fn a_negative_or_unable_text_says_what_to_do_next() {
    for entry in REASONS
        .iter()
        .filter(|entry| !entry.outcomes.contains(&CaseOutcome::Verified))
    {
        assert!(
            ["请", "可重新提交"]
                .iter()
                .any(|ask| entry.customer.zh.contains(ask)),
            "{}",
            entry.code
        );
        let en = entry.customer.en.to_lowercase();
        assert!(
            ["please", "you can submit"]
                .iter()
                .any(|ask| en.contains(ask)),
            "{}",
            entry.code
        );
    }
}

#[test]
fn every_outcome_has_a_usual_reason() {
    for outcome in CaseOutcome::ALL {
        assert!(
            REASONS
                .iter()
                .any(|entry| entry.outcomes.first() == Some(outcome)),
            "{outcome}"
        );
    }
}

#[test]
fn every_reason_stands_under_some_outcome_and_under_each_once() {
    for entry in REASONS {
        let distinct: BTreeSet<_> = entry.outcomes.iter().collect();
        assert!(
            !distinct.is_empty() && distinct.len() == entry.outcomes.len(),
            "{}",
            entry.code
        );
    }
}

#[test]
fn a_reason_that_must_not_be_told_has_no_words_but_the_generic_ones() {
    for entry in REASONS
        .iter()
        .filter(|entry| entry.disclose == Disclosure::Generic)
    {
        for language in LANGUAGES {
            assert_eq!(
                Reason(entry).customer_text(language),
                GENERIC.in_language(language)
            );
            assert_eq!(
                entry.customer.in_language(language),
                GENERIC.in_language(language)
            );
        }
    }
}

#[test]
fn a_reason_that_must_not_be_told_neither_verifies_nor_invites_another_try() {
    for entry in REASONS
        .iter()
        .filter(|entry| entry.disclose == Disclosure::Generic)
    {
        assert!(
            !entry.outcomes.contains(&CaseOutcome::Verified),
            "{}",
            entry.code
        );
        assert!(
            !entry.outcomes.contains(&CaseOutcome::NotVerifiedMayRetry),
            "{}",
            entry.code
        );
    }
}

#[test]
fn fraud_lists_doubt_and_lost_cards_are_not_told() {
    for word in [
        "fraud",
        "theft",
        "stolen",
        "lost",
        "watch_list",
        "forged",
        "suspicious",
        "doubt",
        "confiscated",
    ] {
        let mut met = REASONS
            .iter()
            .filter(|entry| entry.code.contains(word))
            .peekable();
        assert!(met.peek().is_some(), "{word}");
        assert!(
            met.all(|entry| entry.disclose == Disclosure::Generic),
            "{word}"
        );
    }
}

#[test]
fn the_generic_words_do_not_by_themselves_mean_suspicion() {
    let ordinary = Reason::parse("house_policy").expect("it is of the list");
    assert_eq!(ordinary.disclosure(), Disclosure::Generic);
}

#[test]
fn a_mismatch_over_several_elements_names_none_of_them() {
    for code in ["elements_disagree", "one_element_differs"] {
        let reason = Reason::parse(code).expect("it is of the list");
        for element in [
            "姓名",
            "名字",
            "证件",
            "身份证",
            "号",
            "手机",
            "电话",
            "银行卡",
        ] {
            assert!(
                !reason.customer_text(Language::Zh).contains(element),
                "{code}: {element}"
            );
        }
        let english = reason.customer_text(Language::En).to_lowercase();
        for word in english.split(|c: char| !c.is_ascii_alphabetic()) {
            assert!(
                ![
                    "name", "document", "identity", "id", "number", "card", "phone", "mobile"
                ]
                .contains(&word),
                "{code}: {word}"
            );
        }
    }
}

/// The reason with which a customer is asked to mend a field.
fn mended_by(field: Field) -> &'static str {
    match field {
        Field::Name => "name_format",
        Field::DocumentType => "id_kind_not_supported",
        Field::DocumentNumber => "id_number_format",
        Field::Method => "method_not_supported",
        Field::CardNumber => "card_number_format",
        Field::Phone => "phone_format",
        Field::Email => "email_format",
        Field::Amount => "amount_invalid",
        Field::Currency => "currency_not_supported",
        Field::Partner => "partner_unclear",
        Field::Reference => "reference_missing",
        Field::Language => "language_not_supported",
        Field::ConsentTerms | Field::ConsentAt | Field::ConsentChannel => "consent_incomplete",
        Field::AccuracyConfirmed => "accuracy_not_confirmed",
    }
}

#[test]
fn every_field_can_be_mended() {
    for field in Field::ALL {
        let reason = Reason::parse(mended_by(*field)).expect("it is of the list");
        assert!(reason.allows(CaseOutcome::NotVerifiedMayRetry), "{field}");
        assert_eq!(reason.disclosure(), Disclosure::Yes, "{field}");
    }
}

/// Result codes of Tencent Cloud FaceID `BankCard4EVerification` (product documentation, document 1007/35775)
/// with our words: code, reason, normalised outcome, when a further try is sensible. Code 0 has no reason.
const FOUR_FACTOR: &[(&str, &str, &str, &str)] = &[
    ("-1", "elements_disagree", "mismatch", "after_correction"),
    ("-2", "name_format", "error", "after_correction"),
    ("-3", "id_number_format", "error", "after_correction"),
    ("-4", "card_number_format", "error", "after_correction"),
    ("-5", "phone_format", "error", "after_correction"),
    ("-6", "holder_data_wrong", "mismatch", "never"),
    (
        "-7",
        "not_enabled_for_online_payment",
        "mismatch",
        "after_customer_action",
    ),
    ("-8", "card_confiscated", "mismatch", "never"),
    ("-9", "card_number_invalid", "mismatch", "after_correction"),
    ("-10", "no_issuer", "mismatch", "after_correction"),
    ("-11", "card_dormant", "mismatch", "after_customer_action"),
    ("-12", "card_fraud_flag", "mismatch", "never"),
    ("-13", "card_reported_lost", "mismatch", "never"),
    ("-14", "card_expired", "mismatch", "after_correction"),
    ("-15", "card_restricted", "mismatch", "never"),
    ("-16", "pin_tries_exceeded", "unable", "next_day"),
    ("-17", "issuer_does_not_support", "unable", "never"),
    ("-18", "provider_busy", "error", "backoff"),
    ("-19", "daily_limit_for_this_subject", "error", "next_day"),
    ("-20", "id_kind_not_supported", "unable", "never"),
    ("-21", "card_state_abnormal", "mismatch", "after_correction"),
];

#[test]
fn every_word_of_the_four_factor_answer_suggests_a_decision() {
    for (code, word, answer, retry) in FOUR_FACTOR {
        let usual = match (*answer, *retry) {
            ("unable", _) | ("error", "backoff" | "next_day") => CaseOutcome::UnableToVerify,
            (_, "never") => CaseOutcome::NotVerifiedFinal,
            _ => CaseOutcome::NotVerifiedMayRetry,
        };
        let reason =
            Reason::parse(word).unwrap_or_else(|| panic!("{code}: {word} is not of the list"));
        assert_eq!(reason.outcomes().first(), Some(&usual), "{code}: {word}");
    }
}
