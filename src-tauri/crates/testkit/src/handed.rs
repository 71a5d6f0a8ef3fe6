use screening::Handed;

/// As many customers as there are numbers that lead to different ones.
pub const CUSTOMERS: u32 = 100_000;

/// A submission in which screening finds nothing: the `n`-th of 100,000 invented customers, over 1,280.50 yuan.
/// Reference, document, card and phone of two numbers differ.
///
/// The resident ids have the sequence 000, which no person has; the cards have a bank's prefix and a right Luhn sum.
pub fn handed(n: u32) -> Handed {
    let n = n % CUSTOMERS;
    Handed {
        reference: format!("R-{n:06}"),
        name: name(n).as_str().into(),
        document_type: "resident_id".to_owned(),
        document_number: resident_id(n).into(),
        method: "bank_card".to_owned(),
        card_number: card(n).into(),
        phone: format!("138{n:08}").into(),
        email: "".into(),
        amount: "1280.50".to_owned(),
        currency: "CNY".to_owned(),
        partner: "shop".to_owned(),
        language: "zh-CN".to_owned(),
        consent_terms: "2026-01".to_owned(),
        consent_at: "2026-08-31T10:00:00+08:00".to_owned(),
        consent_channel: "counter".to_owned(),
        accuracy_confirmed: "true".to_owned(),
    }
}

fn name(n: u32) -> String {
    let of = |letters: &str, n: u32| {
        let letters: Vec<char> = letters.chars().collect();
        letters[n as usize % letters.len()]
    };
    [
        of("王李张刘陈杨赵黄周吴", n),
        of("伟芳娜敏静丽强", n / 10),
        of("磊军洋勇艳杰娟", n / 70),
    ]
    .iter()
    .collect()
}

/// Six districts, 50 years, 12 months and 28 days; check character by ISO 7064, MOD 11-2 (GB 11643).
fn resident_id(n: u32) -> String {
    const DISTRICTS: [&str; 6] = ["110101", "310104", "440305", "530721", "610802", "320102"];
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (day, month, year) = (n % 28 + 1, n / 28 % 12 + 1, n / 336 % 50 + 1950);
    let district = DISTRICTS[(n / 16_800) as usize];
    let body = format!("{district}{year}{month:02}{day:02}000");
    let sum: u32 = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = b"10X98765432"[(sum % 11) as usize] as char;
    format!("{body}{check}")
}

/// 16 digits; the last makes the Luhn sum right (ISO/IEC 7812-1, annex B).
fn card(n: u32) -> String {
    let body = format!("622588{n:09}");
    let doubled = body.bytes().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 0 {
            digit * 2 / 10 + digit * 2 % 10
        } else {
            digit
        }
    });
    let check = (10 - doubled.sum::<u32>() % 10) % 10;
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cases::NOW;

    #[test]
    fn screening_finds_nothing_in_an_invented_submission() {
        for n in (0..CUSTOMERS).step_by(97) {
            let screened = screening::screen(&handed(n), NOW).expect("it can be stored");
            assert_eq!(screened.findings, [], "{n}");
        }
    }

    #[test]
    fn no_two_customers_share_a_document_a_card_or_a_phone() {
        let values: BTreeSet<String> = (0..CUSTOMERS)
            .flat_map(|n| [resident_id(n), card(n)])
            .collect();
        assert_eq!(values.len(), 2 * CUSTOMERS as usize);
    }
}
