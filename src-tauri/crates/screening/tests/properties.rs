//! Whatever is handed in: an answer, and nothing of it in the wrong place.

mod common;

use casework::{Sensitive, Severity};
use common::{NOW, sound};
use identifiers::{card, mobile, person_name, resident_id};
use proptest::prelude::*;
use screening::{Handed, masked, screen};

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,80}", "[0-9 ./+:-]{0,24}", any::<String>()]
}

/// Any text in any field; the others are sound, so that every check is reached.
fn handed() -> impl Strategy<Value = Handed> {
    proptest::collection::vec((0..16_usize, text()), 0..6).prop_map(|changes| {
        let mut handed = sound();
        for (field, text) in changes {
            match field {
                0 => handed.reference = text,
                1 => handed.name = Sensitive::from(text),
                2 => handed.document_type = text,
                3 => handed.document_number = Sensitive::from(text),
                4 => handed.method = text,
                5 => handed.card_number = Sensitive::from(text),
                6 => handed.phone = Sensitive::from(text),
                7 => handed.email = Sensitive::from(text),
                8 => handed.amount = text,
                9 => handed.currency = text,
                10 => handed.partner = text,
                11 => handed.language = text,
                12 => handed.consent_terms = text,
                13 => handed.consent_at = text,
                14 => handed.consent_channel = text,
                _ => handed.accuracy_confirmed = text,
            }
        }
        handed
    })
}

fn now() -> impl Strategy<Value = i64> {
    prop_oneof![Just(NOW), Just(i64::MIN), Just(i64::MAX), any::<i64>()]
}

proptest! {
    #[test]
    fn screening_answers_to_anything_at_any_time(handed in handed(), now_ms in now()) {
        match screen(&handed, now_ms) {
            Ok(screened) => prop_assert_eq!(screened.submission.masked, masked(&handed)),
            Err(findings) => {
                prop_assert!(!findings.is_empty());
                prop_assert!(findings.iter().all(|finding| finding.severity == Severity::Refuse));
            }
        }
    }

    #[test]
    fn what_is_stored_is_masked_by_the_rule_of_its_kind(handed in handed()) {
        if let Ok(screened) = screen(&handed, NOW) {
            let shown = screened.submission.masked;
            let subject = screened.submission.subject.expect("screening keeps the subject");
            let card_number = screened.submission.card_number.expect("screening keeps the card");
            prop_assert_eq!(shown.name, person_name::mask(subject.name.expose()));
            prop_assert_eq!(shown.document_number, resident_id::mask(subject.document_number.expose()));
            prop_assert_eq!(shown.card_number, card::mask(card_number.expose()));
            prop_assert_eq!(shown.phone, mobile::mask(subject.phone.expose()));
        }
    }

    #[test]
    fn no_finding_and_no_debug_output_holds_a_personal_value(
        name in "[\u{4e00}-\u{9fa5}]{8,20}",
        document in "[0-9]{17}[0-9X]",
        card in "[0-9]{12,30}|[0-9]{16}/[0-9]{3}",
        phone in "1[3-9][0-9]{9}|[0-9]{12,40}",
        email in "[a-z]{12}@[a-z]{8}\\.com|[a-z]{12}",
    ) {
        let values = [&name, &document, &card, &phone, &email];
        let handed = Handed {
            name: Sensitive::from(name.as_str()),
            document_number: Sensitive::from(document.as_str()),
            card_number: Sensitive::from(card.as_str()),
            phone: Sensitive::from(phone.as_str()),
            email: Sensitive::from(email.as_str()),
            ..sound()
        };
        let told = format!("{handed:?} {:#?} {:?}", screen(&handed, NOW), masked(&handed));
        for value in values {
            prop_assert!(!told.contains(value.as_str()));
        }
    }
}
