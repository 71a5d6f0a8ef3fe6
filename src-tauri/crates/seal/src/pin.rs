//! A short number to unlock again what a passphrase has opened, while the program runs.

use std::fmt;

use minicbor::bytes::ByteSlice;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::hazmat::hkdf;
use crate::keys::rank;
use crate::person_kek::stretch;
use crate::{Argon2Params, DeskSecret, Key, canonical_cbor};

/// 6 to 12 digits. Wiped on drop.
///
/// So short a secret withstands nobody who can try as often as they like. What it opens lies in
/// the locked memory of the running program only, and goes at the tenth failure.
pub struct Pin(Zeroizing<String>);

/// Why a new PIN is not taken. Tells nothing of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRefusal {
    /// It has other characters than digits.
    NotDigits,
    /// It has fewer than [`Pin::FEWEST_DIGITS`].
    TooShort,
    /// It has more than [`Pin::MOST_DIGITS`].
    TooLong,
    /// It is a run, a repetition, a date or a figure on the keypad: tried first.
    Common,
}

impl fmt::Display for PinRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDigits => f.write_str("a PIN has digits only"),
            Self::TooShort => write!(f, "the PIN has fewer than {} digits", Pin::FEWEST_DIGITS),
            Self::TooLong => write!(f, "the PIN has more than {} digits", Pin::MOST_DIGITS),
            Self::Common => f.write_str("the PIN is one of those tried first"),
        }
    }
}

impl std::error::Error for PinRefusal {}

impl Pin {
    /// The fewest digits that are taken.
    pub const FEWEST_DIGITS: usize = 6;
    /// The most digits that are taken.
    pub const MOST_DIGITS: usize = 12;

    /// A PIN as entered to unlock. No rule is asked: a wrong one opens nothing. Wide digits, as a
    /// Chinese input method types them, are the digits they mean.
    pub fn entered(typed: &str) -> Self {
        // NFKC makes at most 18 characters of one; with the room reserved nothing moves while it
        // grows, and so no unwiped copy is left behind.
        let room = typed.nfkc().map(char::len_utf8).sum();
        let mut text = Zeroizing::new(String::with_capacity(room));
        text.extend(typed.nfkc());
        Self(text)
    }

    /// A new PIN, judged.
    ///
    /// # Errors
    /// [`PinRefusal`], the form first.
    pub fn chosen(typed: &str) -> Result<Self, PinRefusal> {
        let pin = Self::entered(typed);
        if !pin.0.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PinRefusal::NotDigits);
        }
        if pin.0.len() < Self::FEWEST_DIGITS {
            return Err(PinRefusal::TooShort);
        }
        if pin.0.len() > Self::MOST_DIGITS {
            return Err(PinRefusal::TooLong);
        }
        if is_common(&pin.0) {
            return Err(PinRefusal::Common);
        }
        Ok(pin)
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(secret)")
    }
}

/// The key of one person's PIN on one desk. Never stored, and neither is what it wraps: see
/// [`Pin`].
pub type PinKek = Key<rank::Pin>;

impl PinKek {
    /// HKDF-SHA256 with the desk secret as salt, Argon2id of the PIN as secret and
    /// `["VDK1/pin", desk, person]` as info. The desk secret is read anew from the keychain each
    /// time, so that a PIN opens nothing in another session of the operating system; without
    /// keychain there is no PIN.
    pub fn derive(
        desk_secret: &DeskSecret,
        pin: &Pin,
        params: &Argon2Params,
        desk: [u8; 16],
        person: [u8; 16],
    ) -> Self {
        let slice = <&ByteSlice>::from;
        let info = canonical_cbor(("VDK1/pin", slice(&desk[..]), slice(&person[..])));
        let stretched = stretch(pin.bytes(), params);
        let mut derived = Zeroizing::new([0; 48]);
        hkdf(Some(desk_secret.expose()), &*stretched, &info, &mut derived);
        Self::derived(&derived)
    }
}

/// Figures on the keypad and numbers that lists of stolen PINs begin with.
const COMMON_PINS: [&str; 12] = [
    "147258",
    "147852",
    "258369",
    "123654",
    "159357",
    "159753",
    "112358",
    "314159",
    "271828",
    "102030",
    "5201314",
    "147258369",
];

const DIFFERENT_DIGITS: usize = 3;

fn is_common(digits: &str) -> bool {
    let values: Zeroizing<Vec<u8>> = Zeroizing::new(digits.bytes().map(|d| d - b'0').collect());
    let different = (0..10).filter(|digit| values.contains(digit)).count();
    let repeats = |period| {
        values
            .iter()
            .skip(period)
            .eq(values.iter().rev().skip(period).rev())
    };
    COMMON_PINS.contains(&digits)
        || different < DIFFERENT_DIGITS
        || is_run(&values)
        || values.iter().eq(values.iter().rev())
        || (1..=values.len() / 2).any(repeats)
        || is_pairs(&values)
        || has_date(digits)
}

/// Each digit follows the last by the same step, such as 123456, 987654 or 135790.
fn is_run(values: &[u8]) -> bool {
    let mut steps = values.windows(2).map(|pair| (pair[1] + 10 - pair[0]) % 10);
    let first = steps.next();
    steps.all(|step| Some(step) == first)
}

/// Each digit doubled or tripled and in a run, such as 112233 or 111222333.
fn is_pairs(values: &[u8]) -> bool {
    [2, 3].into_iter().any(|size| {
        let alike = |group: &[u8]| group.iter().all(|digit| *digit == group[0]);
        let firsts: Zeroizing<Vec<u8>> =
            Zeroizing::new(values.iter().step_by(size).copied().collect());
        values.len().is_multiple_of(size) && values.chunks(size).all(alike) && is_run(&firsts)
    })
}

/// A day that somebody may have been born on: six digits as YYMMDD, DDMMYY, MMDDYY, or with a
/// whole year of 19xx or 20xx at either end; eight digits with a whole year and a day.
fn has_date(digits: &str) -> bool {
    let two = |at: usize| digits[at..at + 2].parse::<u8>().unwrap_or(u8::MAX);
    let month_day = |month, day| (1..=12).contains(&two(month)) && (1..=31).contains(&two(day));
    let either = |at| month_day(at, at + 2) || month_day(at + 2, at);
    let year = |at: usize| matches!(two(at), 19 | 20);
    match digits.len() {
        6 => year(0) || year(2) || month_day(2, 4) || either(0),
        8 => (year(0) && either(4)) || (year(4) && either(0)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(typed: &str) -> Option<PinRefusal> {
        Pin::chosen(typed).err()
    }

    // Finds: a bound off by one, or letters taken for digits.
    #[test]
    fn six_to_twelve_digits_are_taken() {
        assert_eq!(refusal("85391"), Some(PinRefusal::TooShort));
        assert_eq!(refusal(""), Some(PinRefusal::TooShort));
        for pin in ["853914", "8539142", "853914670253", "８５３９１４"] {
            assert_eq!(refusal(pin), None, "{pin}");
        }
        assert_eq!(refusal("8539146702538"), Some(PinRefusal::TooLong));
        for pin in ["85391a", "85 3914", "８３０５２七", "-853914", "٨٣٠٥٢٧"] {
            assert_eq!(refusal(pin), Some(PinRefusal::NotDigits), "{pin}");
        }
    }

    // Finds: one of the rules of the blocklist dropped; each has an example that only it refuses.
    #[test]
    fn what_is_tried_first_is_refused() {
        for pin in [
            "147852",      // on the keypad
            "707770",      // two digits
            "456789",      // a run upwards
            "8765432",     // downwards
            "890123456",   // past nine
            "1357913",     // by twos
            "7394937",     // a mirror
            "739739",      // twice the same
            "73957395739", // and half again
            "334455",      // doubled
            "444555666",   // tripled
            "199742",      // a year and more
            "421997",      // the other way
            "850714",      // year, month, day
            "310785",      // day, month, year
            "073185",      // month, day, year
            "19850714",    // with the century
            "31071985",
            "07311985",
            "20260731",
        ] {
            assert_eq!(refusal(pin), Some(PinRefusal::Common), "{pin}");
        }
    }

    // Finds: a rule that takes too much.
    #[test]
    fn what_only_looks_a_little_like_it_is_taken() {
        for pin in [
            "739740", "457890", "853914", "994271", "19859914", "1234568",
        ] {
            assert_eq!(refusal(pin), None, "{pin}");
        }
    }

    #[test]
    fn a_pin_is_not_shown() {
        assert_eq!(format!("{:?}", Pin::entered("853914")), "Pin(secret)");
    }
}
