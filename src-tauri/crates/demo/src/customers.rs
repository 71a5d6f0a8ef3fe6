//! Customers nobody is: valid by every rule, and invented.

use fastrand::Rng;
use identifiers::Sensitive;
use screening::Handed;

const NAMES: &[&str] = &[
    "王梓涵",
    "李沐阳",
    "张雨桐",
    "刘思源",
    "陈嘉懿",
    "杨若曦",
    "黄子墨",
    "周亦凡",
    "吴心怡",
    "徐浩然",
    "孙艺菲",
    "马俊杰",
    "朱婉清",
    "胡一鸣",
    "郭晓彤",
    "何其琛",
    "高子涵",
    "罗晨曦",
    "梁静姝",
    "宋知远",
    "欧阳娜娜子",
    "司马长风",
    "诸葛明远",
    "上官婉宁",
    "皇甫少阳",
    "买买提·吐尔逊",
    "阿依努尔·艾力",
    "扎西·次仁",
    "韩立",
    "岳明",
    "Anna Schneider",
    "James O'Brien",
    "María García",
    "Chloé Dubois",
];
const PARTNERS: &[&str] = &[
    "云集商城",
    "海纳银行",
    "青禾保险",
    "Northwind Pay",
    "远舟旅行",
];
const DIVISIONS: &[&str] = &[
    "110101", "310104", "440305", "530102", "610102", "330106", "510104",
];
/// Prefixes of mainland debit cards by bank, all of 16 digits here.
const PREFIXES: &[&str] = &["622588", "622848", "622700", "622202", "622262"];
const MOBILES: &[&str] = &["138", "139", "186", "177", "155", "133"];
const CHANNELS: &[&str] = &["counter", "app", "phone", "web"];
const NOTHING: &str = "";

/// Where a customer's answers are asked for: what the sandbox reads from a phone's end. Empty is its ordinary answer.
pub(crate) type Ending = &'static str;

/// The `n`-th customer. Documents are of people born before 1912, so of nobody alive; phones end as the sandbox is
/// asked to answer.
pub(crate) fn customer(n: u32, rng: &mut Rng, consent_ms: i64, ending: Ending) -> Handed {
    let prefix = MOBILES[n as usize % MOBILES.len()];
    let last = if ending == NOTHING {
        format!("{:04}", rng.u32(1..8_000))
    } else {
        ending.to_owned()
    };
    let name = NAMES[(n as usize * 7 + rng.usize(..3)) % NAMES.len()];
    let latin = name.is_ascii();
    Handed {
        reference: format!("VD-{:06}", 4_100 + n),
        name: name.into(),
        document_type: "resident_id".to_owned(),
        document_number: document(rng).into(),
        method: "bank_card".to_owned(),
        card_number: card(rng).into(),
        phone: format!("{prefix}{n:04}{last}").into(),
        email: if n.is_multiple_of(4) {
            format!("customer{n}@example.com").into()
        } else {
            NOTHING.into()
        },
        amount: amount(rng),
        currency: if n.is_multiple_of(29) { "USD" } else { "CNY" }.to_owned(),
        partner: PARTNERS[(n as usize + rng.usize(..2)) % PARTNERS.len()].to_owned(),
        language: if latin { "en" } else { "zh-CN" }.to_owned(),
        consent_terms: "terms-3".to_owned(),
        consent_at: rfc3339(consent_ms),
        consent_channel: CHANNELS[n as usize % CHANNELS.len()].to_owned(),
        accuracy_confirmed: "true".to_owned(),
    }
}

/// The same customer with a document number whose check character is wrong.
pub(crate) fn mistyped(mut handed: Handed) -> Handed {
    let number = handed.document_number.expose();
    let (body, check) = number.split_at(17);
    let other = if check == "1" { "2" } else { "1" };
    handed.document_number = Sensitive::from(format!("{body}{other}"));
    handed
}

fn amount(rng: &mut Rng) -> String {
    let yuan = match rng.u32(..10) {
        0..=5 => rng.u32(60..4_000),
        6..=8 => rng.u32(4_000..30_000),
        _ => rng.u32(30_000..49_000),
    };
    format!("{yuan}.{:02}", if rng.bool() { 0 } else { rng.u32(..100) })
}

/// A resident identity number (GB 11643) of somebody born before 1912.
fn document(rng: &mut Rng) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let division = DIVISIONS[rng.usize(..DIVISIONS.len())];
    let (year, month, day) = (rng.u32(1900..1912), rng.u32(1..=12), rng.u32(1..=28));
    let body = format!("{division}{year}{month:02}{day:02}{:03}", rng.u32(..1_000));
    let sum: u32 = digits(&body)
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = char::from(b"10X98765432"[sum as usize % 11]);
    format!("{body}{check}")
}

/// A card number with the check digit of ISO/IEC 7812-1, annex B.
fn card(rng: &mut Rng) -> String {
    let prefix = PREFIXES[rng.usize(..PREFIXES.len())];
    let body = format!("{prefix}{:09}", rng.u32(..1_000_000_000));
    let double = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let sum: u32 = digits(&body)
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { double(digit) } else { digit })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    text.bytes().map(|byte| u32::from(byte - b'0'))
}

/// Milliseconds since 1970 as the contract writes times.
fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}
