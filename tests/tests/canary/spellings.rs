//! The ways in which a value could lie in a file: how it is written, in which encoding, packed how.

use std::collections::BTreeSet;

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};
use encoding_rs::GB18030;
use pinyin::ToPinyin;

use crate::canaries::{Canary, Datum};

/// Shorter patterns would be found by chance: six given bytes stand in ten megabytes of noise once in a
/// hundred million times.
pub(crate) const SHORTEST: usize = 6;

/// One form of one value, as bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spelling {
    pub(crate) bytes: Vec<u8>,
    /// How the value is written, and how that is packed.
    pub(crate) form: String,
}

/// Every form of a person's datum.
pub(crate) fn of_datum(canary: &Canary, datum: Datum) -> Vec<Spelling> {
    let mut found = match datum {
        Datum::Name => packed_all(&names(canary)),
        Datum::Document | Datum::Card | Datum::Phone => packed_all(&numbers(canary.value(datum))),
        Datum::Email => packed_all(&addresses(canary.email)),
    };
    if let Ok(number) = canary.value(datum).parse::<u64>() {
        found.extend(as_integer(number));
    }
    fit(found)
}

/// Every form of a secret, such as a passphrase.
pub(crate) fn of_secret(secret: &str) -> Vec<Spelling> {
    fit(packed_all(&[written("as it is", secret)]))
}

fn fit(found: Vec<Spelling>) -> Vec<Spelling> {
    let mut seen = BTreeSet::new();
    found
        .into_iter()
        .filter(|it| it.bytes.len() >= SHORTEST && seen.insert(it.bytes.clone()))
        .collect()
}

/// A value as somebody would write it.
struct Written {
    how: &'static str,
    text: String,
}

fn written(how: &'static str, text: impl Into<String>) -> Written {
    Written {
        how,
        text: text.into(),
    }
}

/// The name, without its surname where masks show that, in other cases and orders, and in pinyin.
fn names(canary: &Canary) -> Vec<Written> {
    let name = canary.name;
    let given: String = name.chars().skip(canary.surname).collect();
    let words: Vec<&str> = name
        .split([' ', '·'])
        .filter(|word| word.chars().count() > 2)
        .collect();
    let mut forms = vec![
        written("as it is", name),
        written("in capitals", name.to_uppercase()),
        written("in small letters", name.to_lowercase()),
        written("without blanks and dots", name.replace([' ', '·'], "")),
        written("with another middle dot", name.replace('·', "•")),
    ];
    forms.extend(words.iter().map(|word| written("one word of it", *word)));
    forms.extend(
        words
            .iter()
            .map(|word| written("one word of it in capitals", word.to_uppercase())),
    );
    forms.extend(
        words
            .iter()
            .map(|word| written("one word of it in small letters", word.to_lowercase())),
    );
    // A given name of two characters is searched where its bytes are long enough to mean something.
    forms.push(written("without surname", given));
    forms.extend(romanised(name));
    forms
}

/// Pinyin with and without tone marks, its syllables joined in several ways. Initials are too short to mean anything.
fn romanised(name: &str) -> Vec<Written> {
    let plain: Vec<&str> = name
        .chars()
        .filter_map(|it| it.to_pinyin())
        .map(|it| it.plain())
        .collect();
    let toned: Vec<&str> = name
        .chars()
        .filter_map(|it| it.to_pinyin())
        .map(|it| it.with_tone())
        .collect();
    let mut forms = Vec::new();
    // A Latin name has no syllables; one syllable alone is a word of many texts.
    if plain.len() < 2 {
        return forms;
    }
    let spelt = |u: &str| {
        plain
            .iter()
            .map(|it| it.replace('ü', u))
            .collect::<Vec<_>>()
    };
    let toned = toned.iter().map(|it| (*it).to_owned()).collect();
    for syllables in [spelt("ü"), spelt("u"), spelt("v"), spelt("yu"), toned] {
        let capitalised: Vec<String> = syllables.iter().map(|it| capitalise(it)).collect();
        for gap in ["", " ", "-", "'", "_"] {
            let text = syllables.join(gap);
            forms.push(written("in pinyin, capitals", text.to_uppercase()));
            forms.push(written("in pinyin, one capital", capitalise(&text)));
            forms.push(written("in pinyin, small letters", text));
            forms.push(written("in pinyin, capitalised", capitalised.join(gap)));
        }
        for at in 1..syllables.len() {
            let (first, rest) = (syllables[..at].concat(), syllables[at..].concat());
            forms.push(written("in pinyin, two words", format!("{first} {rest}")));
            forms.push(written(
                "in pinyin, as in passports",
                format!("{} {}", capitalise(&first), capitalise(&rest)),
            ));
            forms.push(written(
                "in pinyin, surname in capitals",
                format!("{} {rest}", first.to_uppercase()),
            ));
        }
    }
    forms
}

fn capitalise(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A number plain, in groups, in full-width digits.
fn numbers(number: &str) -> Vec<Written> {
    let mut forms = vec![
        written("as it is", number),
        written("in small letters", number.to_lowercase()),
        written(
            "in full-width digits",
            number.chars().map(full_width).collect::<String>(),
        ),
    ];
    for gap in [" ", "-", "\u{a0}", "\u{3000}", ".", "\u{2013}"] {
        forms.push(written("in fours", grouped(number, &[4, 4, 4, 4, 4], gap)));
        forms.push(written(
            "in groups of 3-4-4",
            grouped(number, &[3, 4, 4, 8], gap),
        ));
        forms.push(written(
            "in groups of 6-8-4",
            grouped(number, &[6, 8, 4], gap),
        ));
    }
    let fours = grouped(number, &[4, 4, 4, 4, 4], " ");
    forms.push(written(
        "in full-width fours",
        fours.chars().map(full_width).collect::<String>(),
    ));
    forms
}

/// An address whole, and what stands before its domain: masks show the rest.
fn addresses(address: &str) -> Vec<Written> {
    let local = address.split('@').next().unwrap_or_default();
    vec![
        written("as it is", address),
        written("in capitals", address.to_uppercase()),
        written("without domain", local),
        written("without domain, in capitals", local.to_uppercase()),
    ]
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap_or(c),
        other => other,
    }
}

fn grouped(number: &str, lengths: &[usize], gap: &str) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    for &length in lengths {
        let (group, after) = rest.split_at(length.min(rest.len()));
        groups.push(group);
        rest = after;
    }
    groups.retain(|group| !group.is_empty());
    groups.join(gap) + rest
}

/// A number as a number: eight bytes either way round, and two digits a byte.
fn as_integer(number: u64) -> Vec<Spelling> {
    let digits = number.to_string();
    let even = if digits.len().is_multiple_of(2) {
        digits
    } else {
        format!("0{digits}")
    };
    let packed_decimal = hex::decode(even).expect("digits are hexadecimal");
    [
        ("integer, little-endian", number.to_le_bytes().to_vec()),
        ("integer, big-endian", number.to_be_bytes().to_vec()),
        ("packed decimal", packed_decimal),
    ]
    .into_iter()
    .map(|(form, bytes)| Spelling {
        bytes,
        form: form.to_owned(),
    })
    .collect()
}

fn packed_all(forms: &[Written]) -> Vec<Spelling> {
    forms.iter().flat_map(packed).collect()
}

/// A text in every encoding, each of them packed in every way.
fn packed(text: &Written) -> Vec<Spelling> {
    let mut found = Vec::new();
    for (encoding, bytes) in encoded(&text.text) {
        let mut add = |packing: &str, bytes: Vec<u8>| {
            found.push(Spelling {
                bytes,
                form: format!("{}, {encoding}, {packing}", text.how),
            });
        };
        add("plain", bytes.clone());
        add("hexadecimal", hex::encode(&bytes).into_bytes());
        add(
            "hexadecimal in capitals",
            hex::encode_upper(&bytes).into_bytes(),
        );
        for (packing, alphabet) in [("base64", &STANDARD), ("base64 for addresses", &URL_SAFE)] {
            for offset in 0..3 {
                add(packing, base64_inside(&bytes, alphabet, offset));
            }
        }
        add(
            "percent-encoded",
            percent(&bytes, false, |_| false).into_bytes(),
        );
        add(
            "percent-encoded in capitals",
            percent(&bytes, true, |_| false).into_bytes(),
        );
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        add(
            "percent-encoded where needed",
            percent(&bytes, true, unreserved).into_bytes(),
        );
        add(
            "form-encoded",
            percent(&bytes, true, unreserved)
                .replace("%20", "+")
                .into_bytes(),
        );
    }
    let escapes = |write: fn(u16) -> String| {
        let units = text.text.encode_utf16();
        units
            .map(|it| {
                u8::try_from(it).map_or_else(|_| write(it), |byte| char::from(byte).to_string())
            })
            .collect()
    };
    let lower: String = escapes(|unit| format!("\\u{unit:04x}"));
    let upper: String = escapes(|unit| format!("\\u{unit:04X}"));
    for escaped in [lower, upper] {
        found.push(Spelling {
            bytes: escaped.into_bytes(),
            form: format!("{}, JSON escapes", text.how),
        });
    }
    found
}

fn encoded(text: &str) -> [(&'static str, Vec<u8>); 4] {
    [
        ("UTF-8", text.as_bytes().to_vec()),
        (
            "UTF-16LE",
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (
            "UTF-16BE",
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
        ("GB18030", GB18030.encode(text).0.into_owned()),
    ]
}

/// What base64 makes of bytes that begin `offset` bytes into a group of three, less the characters that depend on
/// what stands around them.
fn base64_inside(bytes: &[u8], alphabet: &Alphabet, offset: usize) -> Vec<u8> {
    let padded = [&vec![0; offset], bytes].concat();
    let text = GeneralPurpose::new(alphabet, NO_PAD)
        .encode(&padded)
        .into_bytes();
    let first = (offset * 8).div_ceil(6);
    let end = padded.len() * 8 / 6;
    text[first..end].to_vec()
}

fn percent(bytes: &[u8], capitals: bool, keep: impl Fn(u8) -> bool) -> String {
    let write = |byte: &u8| match (keep(*byte), capitals) {
        (true, _) => char::from(*byte).to_string(),
        (false, true) => format!("%{byte:02X}"),
        (false, false) => format!("%{byte:02x}"),
    };
    bytes.iter().map(write).collect()
}
