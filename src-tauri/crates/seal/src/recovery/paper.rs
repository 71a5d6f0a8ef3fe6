//! A share as it stands on paper, and as somebody types it back.
//!
//! ```text
//! version(1) | set(4) | check(8) | index(1) | value(32) | sum(4)     sum = SHA-256, its beginning
//! ```
//!
//! 50 bytes are 80 characters of Crockford's base 32; each four are followed by a check
//! character, which makes 20 groups of five. Within a group every wrong character and every swap
//! of two is found, and the group's number takes part, so that a group in another's place is too.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::keys::copied;

use super::{RecoveryShare, ShareSet};

const VERSION: u8 = 1;
/// Crockford's digits: no I, L, O or U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BODY: usize = 1 + 4 + 8 + 1 + 32;
const SUM: usize = 4;
const IN_GROUP: usize = 5;
const IN_LINE: usize = 5;
const CHARACTERS: usize = RecoveryShare::GROUPS * IN_GROUP;

/// A typed share could not be read. Tells nothing of what was typed but where it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareTextFault {
    /// It has too few or too many characters.
    Length {
        /// How many there are, blanks and dashes not counted.
        characters: usize,
        /// How many there have to be.
        needed: usize,
    },
    /// These groups, counted from 1, are not as they were printed.
    Groups(Vec<usize>),
    /// Each group could be right, and they do not fit together: more than one character is wrong.
    Sum,
    /// It was written by a later version of the program.
    UnknownVersion(u8),
}

impl fmt::Display for ShareTextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { characters, needed } => {
                write!(f, "the share has {characters} characters and not {needed}")
            }
            Self::Groups(wrong) => write!(f, "these groups of the share are wrong: {wrong:?}"),
            Self::Sum => f.write_str("the groups of the share do not fit together"),
            Self::UnknownVersion(version) => {
                write!(f, "the share has version {version}; this program knows 1")
            }
        }
    }
}

impl std::error::Error for ShareTextFault {}

impl RecoveryShare {
    /// How many groups of five characters a share has on paper.
    pub const GROUPS: usize = 20;

    /// The groups, counted from 1, that no other share has: who can type one of these back has
    /// this share before them.
    pub const OWN_GROUPS: std::ops::RangeInclusive<usize> = 7..=18;

    /// The share as it is printed: four lines of five groups, in capitals and digits.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + Self::GROUPS));
        for (at, group) in self.groups().iter().enumerate() {
            if at > 0 {
                text.push(if at % IN_LINE == 0 { '\n' } else { ' ' });
            }
            push_group(&mut text, group);
        }
        text
    }

    /// One group as it is printed, counted from 1; `None` where there is no such group. To ask
    /// the holder for: see [`OWN_GROUPS`](Self::OWN_GROUPS).
    pub fn group(&self, number: usize) -> Option<Zeroizing<String>> {
        let groups = self.groups();
        let group = groups.get(number.checked_sub(1)?)?;
        let mut text = Zeroizing::new(String::with_capacity(IN_GROUP));
        push_group(&mut text, group);
        Some(text)
    }

    /// Whether `typed` is the group of this number, read as tolerantly as
    /// [`from_text`](Self::from_text) does.
    pub fn is_group(&self, number: usize, typed: &str) -> bool {
        let groups = self.groups();
        let Some(group) = number.checked_sub(1).and_then(|at| groups.get(at)) else {
            return false;
        };
        let typed: Zeroizing<Vec<u8>> = symbols(typed);
        bool::from(typed.ct_eq(&group[..]))
    }

    /// Reads what somebody typed from paper. Small letters, blanks, dashes and wide characters
    /// are taken, O as 0, I and L as 1.
    ///
    /// # Errors
    /// [`ShareTextFault`] where it is not, in every character, what was printed.
    pub fn from_text(typed: &str) -> Result<Self, ShareTextFault> {
        let symbols = symbols(typed);
        if symbols.len() != CHARACTERS {
            return Err(ShareTextFault::Length {
                characters: symbols.len(),
                needed: CHARACTERS,
            });
        }
        let groups = (0u8..).zip(symbols.chunks_exact(IN_GROUP));
        let wrong: Vec<usize> = groups
            .filter(|(number, group)| !holds(*number, group))
            .map(|(number, _)| usize::from(number) + 1)
            .collect();
        if !wrong.is_empty() {
            return Err(ShareTextFault::Groups(wrong));
        }
        Self::from_symbols(&symbols)
    }

    fn from_symbols(symbols: &[u8]) -> Result<Self, ShareTextFault> {
        let mut bytes = Zeroizing::new([0; BODY + SUM]);
        let data = symbols
            .chunks_exact(IN_GROUP)
            .flat_map(|group| &group[..IN_GROUP - 1]);
        for (at, symbol) in data.enumerate() {
            for bit in 0..5 {
                let place = at * 5 + bit;
                bytes[place / 8] |= (symbol >> (4 - bit) & 1) << (7 - place % 8);
            }
        }
        let (body, sum_there) = bytes.split_at(BODY);
        if !bool::from(sum(body).ct_eq(sum_there)) {
            return Err(ShareTextFault::Sum);
        }
        if body[0] != VERSION {
            return Err(ShareTextFault::UnknownVersion(body[0]));
        }
        let read = || {
            Some(Self {
                set: ShareSet(body[1..5].try_into().ok()?),
                check: body[5..13].try_into().ok()?,
                index: Some(body[13]).filter(|index| (1..=3).contains(index))?,
                value: copied(&body[14..])?,
            })
        };
        read().ok_or(ShareTextFault::Sum)
    }

    /// The symbols of each group, its check symbol last.
    fn groups(&self) -> Zeroizing<[[u8; IN_GROUP]; Self::GROUPS]> {
        let mut bytes = Zeroizing::new([0; BODY + SUM]);
        bytes[0] = VERSION;
        bytes[1..5].copy_from_slice(&self.set.0);
        bytes[5..13].copy_from_slice(&self.check);
        bytes[13] = self.index;
        bytes[14..BODY].copy_from_slice(&self.value[..]);
        let sum = sum(&bytes[..BODY]);
        bytes[BODY..].copy_from_slice(&sum);

        let mut groups = Zeroizing::new([[0; IN_GROUP]; Self::GROUPS]);
        for (number, group) in (0u8..).zip(groups.iter_mut()) {
            for (at, symbol) in group[..IN_GROUP - 1].iter_mut().enumerate() {
                for bit in 0..5 {
                    let place = (usize::from(number) * (IN_GROUP - 1) + at) * 5 + bit;
                    *symbol = *symbol << 1 | bytes[place / 8] >> (7 - place % 8) & 1;
                }
            }
            group[IN_GROUP - 1] = weighed(group) ^ (number + 1);
        }
        groups
    }
}

fn sum(body: &[u8]) -> [u8; SUM] {
    let digest = Sha256::new()
        .chain_update("VDK1/share")
        .chain_update(body)
        .finalize();
    *digest
        .first_chunk()
        .expect("SHA-256 is longer than 4 bytes")
}

/// Whether a group's check symbol is right for the group in this place.
fn holds(number: u8, group: &[u8]) -> bool {
    group.iter().all(|symbol| *symbol != NO_DIGIT) && weighed(group) == number + 1
}

/// The symbols weighed with 16, 8, 4, 2, 1 and added, in GF(2^5) with x^5 + x^2 + 1. No weight is
/// 0, so that one wrong symbol always shows, and no two are equal, so that a swap does.
fn weighed(group: &[u8]) -> u8 {
    group.iter().fold(0, |sum, symbol| {
        let doubled = (sum << 1) ^ (0b10_0101 & (sum >> 4).wrapping_neg());
        doubled ^ symbol
    })
}

/// Each character's value; 32 for one that is no digit, so that its group is the one found wrong.
fn symbols(typed: &str) -> Zeroizing<Vec<u8>> {
    // NFKC makes at most 18 characters of one; with the room reserved no unwiped copy is left.
    let mut symbols = Zeroizing::new(Vec::with_capacity(typed.nfkc().count()));
    symbols.extend(typed.nfkc().filter_map(symbol));
    symbols
}

const NO_DIGIT: u8 = 32;

fn symbol(character: char) -> Option<u8> {
    let is_dash = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    if character.is_whitespace() || is_dash {
        return None;
    }
    let meant = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let mut value = NO_DIGIT;
    for (digit, shown) in (0..).zip(DIGITS) {
        if char::from(*shown) == meant {
            value = digit;
        }
    }
    Some(value)
}

fn push_group(text: &mut String, group: &[u8; IN_GROUP]) {
    for symbol in group {
        text.push(char::from(DIGITS[usize::from(*symbol)]));
    }
}
