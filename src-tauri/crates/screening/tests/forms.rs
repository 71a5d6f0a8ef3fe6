//! What keeps a submission from being stored, what sends it back, and what is only worth a look.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use casework::{Field, Finding, FindingCode, FormCode, Language, Sensitive, Severity};
use common::{NOW, sound};
use identifiers::{ProblemCode, card, mobile, person_name, resident_id};
use screening::{Handed, Screened, masked, screen};

type Change = fn(&mut Handed);

fn with(change: impl FnOnce(&mut Handed)) -> Handed {
    let mut handed = sound();
    change(&mut handed);
    handed
}

fn refused(handed: &Handed) -> Vec<(Field, FormCode)> {
    let findings = screen(handed, NOW).expect_err("it is not stored");
    let form = |finding: &Finding| match finding.code {
        FindingCode::Form(code) => (finding.field, code),
        FindingCode::Value(_) | FindingCode::Repeat(_) => {
            panic!("{finding:?} is not about the form")
        }
    };
    assert!(
        findings
            .iter()
            .all(|finding| finding.severity == Severity::Refuse)
    );
    findings.iter().map(form).collect()
}

fn stored(handed: &Handed) -> Screened {
    screen(handed, NOW).expect("it is stored")
}

#[test]
fn a_sound_submission_is_stored_normalised_and_without_findings() {
    let Screened {
        submission,
        findings,
    } = stored(&sound());
    assert_eq!(findings, []);
    let subject = submission.subject.unwrap();
    assert_eq!(subject.document_number.expose(), "11010519491231002X");
    assert_eq!(subject.phone.expose(), "13800138000");
    assert_eq!(
        submission.card_number.unwrap().expose(),
        "6222021234567890128"
    );
    assert_eq!(
        (submission.amount.minor, submission.language),
        (128_050, Language::Zh)
    );
    assert_eq!(submission.consent.at_ms, NOW - 60_000);
}

#[test]
fn each_form_code_has_an_example() {
    let examples: &[(Field, FormCode, Change)] = &[
        (Field::Reference, FormCode::Missing, |it| {
            it.reference = " \t".to_owned()
        }),
        (Field::Reference, FormCode::TooLong, |it| {
            it.reference = "7".repeat(65)
        }),
        (Field::Reference, FormCode::Unreadable, |it| {
            it.reference = "R\u{7}1".to_owned()
        }),
        (Field::Partner, FormCode::Missing, |it| it.partner.clear()),
        (Field::Partner, FormCode::TooLong, |it| {
            it.partner = "店".repeat(65)
        }),
        (Field::Name, FormCode::Missing, |it| {
            it.name = Sensitive::from("\u{3000}")
        }),
        (Field::Name, FormCode::TooLong, |it| {
            it.name = Sensitive::from("张".repeat(257))
        }),
        (Field::DocumentType, FormCode::Missing, |it| {
            it.document_type.clear()
        }),
        (Field::DocumentType, FormCode::Unreadable, |it| {
            it.document_type = "passport".to_owned()
        }),
        (Field::DocumentNumber, FormCode::Missing, |it| {
            it.document_number = Sensitive::from("")
        }),
        (Field::Method, FormCode::Missing, |it| it.method.clear()),
        (Field::Method, FormCode::Unreadable, |it| {
            it.method = "cash".to_owned()
        }),
        (Field::CardNumber, FormCode::Missing, |it| {
            it.card_number = Sensitive::from("")
        }),
        (Field::CardNumber, FormCode::SecurityCode, |it| {
            it.card_number = Sensitive::from("6222021234567890128 CVV 123")
        }),
        (Field::CardNumber, FormCode::CardExpiry, |it| {
            it.card_number = Sensitive::from("6222021234567890128 12/27")
        }),
        (Field::CardNumber, FormCode::TrackData, |it| {
            it.card_number = Sensitive::from(";6222021234567890128=27121010000?")
        }),
        (Field::ConsentChannel, FormCode::Pin, |it| {
            it.consent_channel = "密码 123456".to_owned()
        }),
        (Field::Name, FormCode::SecurityCode, |it| {
            it.name = Sensitive::from("张三 CVV 123")
        }),
        (Field::Reference, FormCode::PersonalData, |it| {
            it.reference = format!("R-{}", it.document_number.expose())
        }),
        (Field::Phone, FormCode::Missing, |it| {
            it.phone = Sensitive::from("")
        }),
        (Field::Phone, FormCode::TooLong, |it| {
            it.phone = Sensitive::from("1".repeat(257))
        }),
        (Field::Email, FormCode::Unreadable, |it| {
            it.email = Sensitive::from("zhang")
        }),
        (Field::Email, FormCode::Unreadable, |it| {
            it.email = Sensitive::from("zhang san@example.com")
        }),
        (Field::Email, FormCode::TooLong, |it| {
            it.email = Sensitive::from(format!("{}@example.com", "z".repeat(250)))
        }),
        (Field::Amount, FormCode::Missing, |it| it.amount.clear()),
        (Field::Amount, FormCode::Unreadable, |it| {
            it.amount = "1,280.50".to_owned()
        }),
        (Field::Amount, FormCode::Unreadable, |it| {
            it.amount = "-5".to_owned()
        }),
        (Field::Currency, FormCode::Missing, |it| it.currency.clear()),
        (Field::Currency, FormCode::Unreadable, |it| {
            it.currency = "yuan".to_owned()
        }),
        (Field::Language, FormCode::Missing, |it| it.language.clear()),
        (Field::Language, FormCode::Unreadable, |it| {
            it.language = "fr".to_owned()
        }),
        (Field::ConsentTerms, FormCode::Missing, |it| {
            it.consent_terms.clear()
        }),
        (Field::ConsentAt, FormCode::Missing, |it| {
            it.consent_at.clear()
        }),
        (Field::ConsentAt, FormCode::Unreadable, |it| {
            it.consent_at = "yesterday".to_owned()
        }),
        (Field::ConsentAt, FormCode::InFuture, |it| {
            it.consent_at = "2026-09-01T12:05:01+08:00".to_owned()
        }),
        (Field::ConsentChannel, FormCode::Missing, |it| {
            it.consent_channel.clear()
        }),
        (Field::AccuracyConfirmed, FormCode::Missing, |it| {
            it.accuracy_confirmed.clear()
        }),
        (Field::AccuracyConfirmed, FormCode::NotConfirmed, |it| {
            it.accuracy_confirmed = "否".to_owned()
        }),
        (Field::AccuracyConfirmed, FormCode::Unreadable, |it| {
            it.accuracy_confirmed = "perhaps".to_owned()
        }),
    ];
    for (field, code, change) in examples {
        assert_eq!(refused(&with(change)), [(*field, *code)], "{field} {code}");
    }
    let seen: BTreeSet<_> = examples.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(seen, FormCode::ALL.iter().copied().collect());
}

#[test]
fn everything_that_is_wrong_with_a_form_is_told_at_once() {
    let blank = Sensitive::from("");
    let nothing = Handed {
        reference: String::new(),
        name: blank.clone(),
        document_type: String::new(),
        document_number: blank.clone(),
        method: String::new(),
        card_number: blank.clone(),
        phone: blank.clone(),
        email: blank,
        amount: String::new(),
        currency: String::new(),
        partner: String::new(),
        language: String::new(),
        consent_terms: String::new(),
        consent_at: String::new(),
        consent_channel: String::new(),
        accuracy_confirmed: String::new(),
    };
    let missing: BTreeSet<_> = refused(&nothing).into_iter().collect();
    let needed = Field::ALL
        .iter()
        .copied()
        .filter(|field| *field != Field::Email);
    assert_eq!(
        missing,
        needed.map(|field| (field, FormCode::Missing)).collect()
    );
}

#[test]
fn an_email_may_be_left_out() {
    let handed = with(|it| it.email = Sensitive::from(" "));
    assert_eq!(stored(&handed).submission.subject.unwrap().email, None);
}

#[test]
fn words_are_read_as_partners_spell_them() {
    type Spelling = (&'static [&'static str], fn(&mut Handed, &str));
    let spellings: &[Spelling] = &[
        (
            &[
                "Resident ID",
                "resident-id",
                "ID_CARD",
                "cn_resident_id",
                "身份证",
                "居民身份证",
            ],
            |it, word| {
                it.document_type = word.to_owned();
            },
        ),
        (
            &["Bank Card", "BANK-CARD", "card", "银行卡"],
            |it, word| it.method = word.to_owned(),
        ),
        (
            &["ZH", "zh_CN", "zh-Hans", "zh-Hans-CN", "中文"],
            |it, word| it.language = word.to_owned(),
        ),
        (&["cny", " CNY "], |it, word| it.currency = word.to_owned()),
        (&["TRUE", "Yes", "y", "1", "是", " true "], |it, word| {
            it.accuracy_confirmed = word.to_owned()
        }),
    ];
    for (words, set) in spellings {
        for word in *words {
            assert_eq!(
                stored(&with(|it| set(it, word))),
                stored(&sound()),
                "{word}"
            );
        }
    }
    for word in ["en", "EN", "en-US", "en_GB", "英文"] {
        assert_eq!(
            stored(&with(|it| it.language = word.to_owned()))
                .submission
                .language,
            Language::En,
            "{word}"
        );
    }
}

#[test]
fn a_time_without_offset_is_chinas() {
    for (text, before_now_min) in [
        ("2026-09-01T12:00:00+08:00", 0),
        ("2026-09-01T04:00:00Z", 0),
        ("2026-08-31T23:00:00-05:00", 0),
        ("2026-09-01T12:00:00", 0),
        ("2026-09-01 12:00:00", 0),
        ("2026-09-01 12:00", 0),
        ("2026-09-01T11:00", 60),
        ("2026-09-01", 12 * 60),
        // The partner's clock may run five minutes ahead.
        ("2026-09-01T12:05:00+08:00", -5),
    ] {
        let handed = with(|it| it.consent_at = text.to_owned());
        assert_eq!(
            stored(&handed).submission.consent.at_ms,
            NOW - before_now_min * 60_000,
            "{text}"
        );
    }
}

#[test]
fn today_is_the_day_in_china() {
    // Born on 2026-09-02; in China that day begins at 16:00 UTC of the day before.
    let newborn = with(|it| it.document_number = Sensitive::from("110105202609020027"));
    let midnight = NOW + 12 * 3_600_000;
    let in_future = |now_ms| {
        let findings = screen(&newborn, now_ms).unwrap().findings;
        findings
            .iter()
            .any(|it| it.code == FindingCode::Value(ProblemCode::DateInFuture))
    };
    assert!(in_future(midnight - 1));
    assert!(!in_future(midnight));
}

#[test]
fn a_wrong_value_is_stored_and_refused_and_a_doubtful_one_only_warned_of() {
    let wrong_digit = with(|it| it.document_number = Sensitive::from("110105194912310021"));
    let refuse = Finding {
        field: Field::DocumentNumber,
        code: FindingCode::Value(ProblemCode::WrongCheckCharacter),
        severity: Severity::Refuse,
    };
    assert_eq!(stored(&wrong_digit).findings, [refuse]);
    let old_card = with(|it| it.card_number = Sensitive::from("6222021234567890129"));
    let warn = Finding {
        field: Field::CardNumber,
        code: FindingCode::Value(ProblemCode::LuhnFailed),
        severity: Severity::Warn,
    };
    assert_eq!(stored(&old_card).findings, [warn]);
}

#[test]
fn a_field_that_everybody_sees_never_holds_the_customers_own_numbers() {
    let grouped = with(|it| it.reference = "card 6222 0212 3456 7890 128".to_owned());
    assert_eq!(
        refused(&grouped),
        [(Field::Reference, FormCode::PersonalData)]
    );
    let phone = with(|_| {}).phone;
    let phone = with(|it| it.consent_channel = format!("called {}", phone.expose()));
    assert_eq!(
        refused(&phone),
        [(Field::ConsentChannel, FormCode::PersonalData)]
    );
    let chance = with(|it| {
        it.phone = Sensitive::from("1");
        it.reference = "R-1001".to_owned();
    });
    assert!(stored(&chance).submission.reference == "R-1001");
}

#[test]
fn a_security_code_beside_the_card_number_is_never_stored() {
    for card in [
        "6222021234567890128/123",
        "6222 0212 3456 7890 128 (1234)",
        "6222021234567890128,123",
        "6222021234567890128cvv2:123",
        "6222021234567890128cvn123",
        "6222021234567890128 安全码 123",
        "６２２２０２１２３４５６７８９０１２８／１２３",
    ] {
        let handed = with(|it| it.card_number = Sensitive::from(card));
        assert_eq!(
            refused(&handed),
            [(Field::CardNumber, FormCode::SecurityCode)],
            "{card}"
        );
    }
    for card in [
        "6222021234567890128",
        "622202123456789O128",
        "6222.0212.3456.7890",
        "6222-0212-3456-7890-128",
        "123",
    ] {
        let handed = with(|it| it.card_number = Sensitive::from(card));
        assert!(screen(&handed, NOW).is_ok(), "{card}");
    }
}

#[test]
fn the_masks_are_those_of_the_identifiers() {
    let handed = sound();
    let shown = stored(&handed).submission.masked;
    assert_eq!(shown.name, person_name::mask("张三"));
    assert_eq!(
        shown.document_number,
        resident_id::mask("11010519491231002X")
    );
    assert_eq!(shown.card_number, card::mask("6222021234567890128"));
    assert_eq!(shown.phone, mobile::mask("13800138000"));
    assert_eq!(shown, masked(&handed));
}
