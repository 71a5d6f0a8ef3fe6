//! A submission as a door hands it in.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test binary takes what it needs"
)]

use casework::Sensitive;
use screening::Handed;

/// Noon of 2026-09-01 in China, milliseconds since 1970.
pub const NOW: i64 = 1_788_235_200_000;

/// Nothing is wrong with it and nothing is worth a word.
pub fn sound() -> Handed {
    Handed {
        reference: "R-1".to_owned(),
        name: Sensitive::from("张三"),
        document_type: "resident_id".to_owned(),
        document_number: Sensitive::from("11010519491231002x"),
        method: "bank_card".to_owned(),
        card_number: Sensitive::from("6222 0212 3456 7890 128"),
        phone: Sensitive::from("+86 138-0013-8000"),
        email: Sensitive::from("zhang@example.com"),
        amount: "1280.50".to_owned(),
        currency: "CNY".to_owned(),
        partner: "shop".to_owned(),
        language: "zh-CN".to_owned(),
        consent_terms: "2026-01".to_owned(),
        consent_at: "2026-09-01T11:59:00+08:00".to_owned(),
        consent_channel: "counter".to_owned(),
        accuracy_confirmed: "true".to_owned(),
    }
}
