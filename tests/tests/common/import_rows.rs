//! Invented customers as a file to import: every number passes its own check.

use std::fmt::Write as _;

/// A file of synthetic rows: sequence 000 in every document, which no person has.
pub(crate) fn csv(rows: u64) -> String {
    let mut text = desk::IMPORT_HEADER.join(",");
    text.push('\n');
    for row in 0..rows {
        let (year, month, day) = (1950 + row % 55, 1 + row / 55 % 12, 1 + row / 660 % 28);
        let document = format!(
            "{}{year:04}{month:02}{day:02}000",
            ["110101", "310104", "440305"][(row % 3) as usize]
        );
        let (document, card) = (checked(&document), luhn(&format!("622588{row:09}")));
        let phone = format!("138{:04}{:04}", row / 8_000, row % 8_000);
        writeln!(
            text,
            "R-{row:06},王小{},resident_id,{document},bank_card,{card},{phone},,{}.50,CNY,shop,zh-CN,terms-3,2026-11-01T10:00:00+08:00,counter,true",
            ["明", "红", "刚", "芳"][(row % 4) as usize],
            100 + row % 40_000,
        )
        .unwrap();
    }
    text
}

/// ISO 7064 MOD 11-2, as GB 11643 uses it.
fn checked(number: &str) -> String {
    let sum: u32 = number
        .bytes()
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    format!("{number}{}", b"10X98765432"[(sum % 11) as usize] as char)
}

fn luhn(number: &str) -> String {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| match (at % 2, u32::from(byte - b'0')) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    format!("{number}{}", (10 - sum % 10) % 10)
}
