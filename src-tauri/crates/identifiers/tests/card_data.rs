//! Card data that is never stored: by name, by shape in a text, and what must not be taken for it.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::card_data::NeverStored::{self, CardExpiry, Pin, SecurityCode, TrackData};
use identifiers::card_data::{found_in, mask_card_numbers, named};
use identifiers::{card, normalise};
use proptest::prelude::*;

const CARD: &str = "6225880000000019";

#[test]
fn a_column_or_field_for_such_data_is_known_by_its_name() {
    let table: &[(NeverStored, &[&str])] = &[
        (
            SecurityCode,
            &[
                "cvv",
                "CVV2",
                "c.v.c",
                "card-cvc2",
                "CVN2",
                "cid",
                "csc",
                "security_code",
                "Card Security Code",
                "cardVerificationValue",
                "安全码",
                "卡片安全码",
                "校验码",
                "ＣＶＶ",
            ],
        ),
        (
            CardExpiry,
            &[
                "expiry",
                "exp",
                "exp_date",
                "expDate",
                "card_expiration",
                "valid_thru",
                "Valid Thru",
                "good_thru",
                "有效期",
                "卡有效期",
                "有效日期",
                "到期日",
                "expiry_month",
            ],
        ),
        (
            TrackData,
            &[
                "track",
                "track1",
                "TRACK 2",
                "track2_data",
                "track_data",
                "mag_stripe",
                "磁道",
                "二磁道",
                "磁条信息",
            ],
        ),
        (
            Pin,
            &[
                "pin",
                "PIN block",
                "pinblock",
                "card_pin",
                "atm-pin",
                "密码",
                "支付密码",
                "password",
            ],
        ),
    ];
    for (kind, names) in table {
        for name in *names {
            assert_eq!(named(name), Some(*kind), "{name}");
        }
    }
}

#[test]
fn other_names_are_other_names() {
    for name in [
        "reference",
        "name",
        "document_type",
        "document_number",
        "method",
        "card_number",
        "phone",
        "email",
        "amount",
        "currency",
        "partner",
        "language",
        "consent_terms",
        "consent_at",
        "consent_channel",
        "accuracy_confirmed",
        "passphrase",
        "姓名拼音",
        "pinyin",
        "shipping",
        "incident_id",
        "tracking_number",
        "experience",
        "document_expiry",
        "证件有效期",
        "verdict",
        "credential",
        "note",
        "statuses",
    ] {
        assert_eq!(named(name), None, "{name}");
    }
}

#[test]
fn such_data_is_found_in_what_people_write() {
    let table: &[(NeverStored, &[&str])] = &[
        (
            TrackData,
            &[
                "%B6225880000000019^WANG/SHILI^2712101",
                "％Ｂ6225880000000019＾WANG^2712",
                "刷卡 ;6225880000000019=27121010000",
                "6225 8800 0000 0019=2712",
            ],
        ),
        (
            SecurityCode,
            &[
                "cvv 123",
                "CVV2:1234",
                "cvc2=123",
                "cvv123",
                "安全码123",
                "安全码是 123",
                "客户报的安全码：１２３",
                "security code is 123",
                "cvv code 123",
                "cv\u{200b}v 123",
                "背面三位 123",
            ],
        ),
        (
            CardExpiry,
            &[
                "6225880000000019 12/27",
                "6225 8800 0000 0019, 12/2027",
                "6225880000000019-12/27",
                "12/27 6225880000000019",
                "622588****0019 (12/27)",
                "exp 12/27",
                "EXP: 12-2027",
                "exp1227",
                "exp. 12/27",
                "expiry date 3/28",
                "valid thru 12/27",
                "有效期12/27",
                "有效期至2027年12月",
                "有效期：27年12月",
                "有效期 2027-12",
                "卡有效期限 １２／２７",
            ],
        ),
        (
            Pin,
            &[
                "pin 1234",
                "PIN: 123456",
                "pin code is 1234",
                "密码123456",
                "支付密码是 123456",
            ],
        ),
    ];
    for (kind, texts) in table {
        for text in *texts {
            assert_eq!(found_in(text), Some(*kind), "{text}");
        }
    }
}

#[test]
fn what_is_written_every_day_is_not_taken_for_it() {
    for text in [
        "",
        "客户 2026-11-22 10:30 来电，工号 12345",
        "called 2026-11-22 10:30, ticket 12345",
        "4111 1111-1111 1111, holder agrees",
        "2026-11-22 4111111111111111",
        "13800138000 4111-1111-1111-1111 8",
        "安全码客户没有提供，尾号 128 的卡",
        "没有问安全码。138 开头的手机",
        "CVV 未提供",
        "the cvv2 was not asked for",
        "身份证有效期 2030年5月",
        "证件有效期至 2027-12",
        "有效期至 2027-12-31",
        "expected on 12/27",
        "12/27 回电",
        "尾号 0019，12/27 回电",
        "输错密码 3 次",
        "密码 2026-11-22 已重置",
        "opinion 1234",
        "明细 622588****0019 核对无误",
        "amount = 1234.00",
        "138001380001=1",
    ] {
        assert_eq!(found_in(text), None, "{text}");
    }
}

#[test]
fn a_card_number_is_masked_and_counted() {
    let table = [
        ("called about 4111 1111-1111 1111, holder agrees", 1),
        ("卡号４１１１１１１１１１１１１１１１", 1),
        ("4111111111111111 和 6225880000000019", 2),
        ("called 2026-11-22 10:30, ticket 12345", 0),
        ("", 0),
    ];
    for (text, masked) in table {
        let kept = mask_card_numbers(text);
        assert_eq!(kept.masked, masked, "{text}");
        assert_eq!(masked == 0, kept.text.expose() == text);
        assert_eq!(mask_card_numbers(kept.text.expose()).masked, 0, "{text}");
    }
}

/// A number with a right Luhn sum.
fn card_number() -> impl Strategy<Value = String> {
    "(4[0-9]{14}|62[0-9]{13,16})".prop_map(|digits| {
        let whole = ('0'..='9').map(|check| format!("{digits}{check}"));
        whole
            .into_iter()
            .find(|it| card::explain(it).valid)
            .unwrap()
    })
}

/// The same as people write it.
fn written(number: &str, gap: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let groups = digits.chunks(4).map(|it| it.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(gap)
}

/// A word before or behind that says nothing by itself.
const HARMLESS: &str = "[客户说已回电核对 a-c]{0,12}";

proptest! {
    #[test]
    fn a_security_code_behind_its_word_is_found_wherever_it_stands(
        before in HARMLESS, after in "( |，)[客户说已回电核对]{0,12}",
        word in prop::sample::select(vec!["cvv", "CVV2", "Cvc", "cvn2", "安全码", "卡验证码"]),
        between in prop::sample::select(vec!["", " ", ":", "：", " = ", "是", " is "]),
        code in "[0-9]{3,4}",
    ) {
        // `cvv2` behind which nothing stands between would be another number.
        prop_assume!(!between.is_empty() || !word.ends_with('2'));
        let text = format!("{before} {word}{between}{code}{after}");
        prop_assert_eq!(found_in(&text), Some(SecurityCode), "{}", text);
    }

    #[test]
    fn an_expiry_beside_a_card_number_or_behind_its_word_is_found(
        before in HARMLESS, after in "( |，)[客户说已回电核对]{0,12}",
        number in card_number(),
        gap in prop::sample::select(vec!["", " ", "-"]),
        between in prop::sample::select(vec![" ", ", ", "/", " ("]),
        word in prop::sample::select(vec!["exp ", "EXP:", "有效期", "有效期至 ", "valid thru "]),
        month in 1_u32..=12, year in 20_u32..=49, long in any::<bool>(),
        mark in prop::sample::select(vec!["/", "-"]),
    ) {
        let year = if long { format!("20{year}") } else { year.to_string() };
        let date = format!("{month:02}{mark}{year}");
        for text in [
            format!("{before} {}{between}{date}{after}", written(&number, gap)),
            format!("{before} {word}{date}{after}"),
        ] {
            prop_assert_eq!(found_in(&text), Some(CardExpiry), "{}", text);
        }
    }

    #[test]
    fn track_data_is_found_around_any_card_number(
        before in HARMLESS, number in card_number(), rest in "[0-9]{4,12}", name in "[A-Z]{2,9}/[A-Z]{2,9}",
    ) {
        for text in [format!("{before}%B{number}^{name}^{rest}"), format!("{before};{number}={rest}?")] {
            prop_assert_eq!(found_in(&text), Some(TrackData), "{}", text);
        }
    }

    #[test]
    fn a_masked_text_holds_no_card_number(
        before in HARMLESS, after in HARMLESS, number in card_number(),
        gap in prop::sample::select(vec!["", " ", "-", "–"]),
    ) {
        let text = format!("{before} {} {after}", written(&number, gap));
        let kept = mask_card_numbers(&text);
        prop_assert_eq!(kept.masked, 1);
        let plain = normalise(kept.text.expose());
        prop_assert!(!plain.expose().contains(&number), "{}", text);
        prop_assert_eq!(found_in(&text), None, "{}", text);
    }

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,60}", name in "\\PC{0,20}") {
        let _ = (found_in(&text), named(&name), mask_card_numbers(&text));
    }
}

#[test]
fn the_example_card_is_one() {
    assert!(card::explain(CARD).valid);
    assert_eq!(
        NeverStored::ALL.map(NeverStored::as_str),
        ["security_code", "card_expiry", "track_data", "pin"]
    );
}
