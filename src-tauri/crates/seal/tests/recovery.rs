//! Two of three shares give the secret back; one does not, nor does paper that was misread.
#![allow(clippy::unwrap_used)]

mod common;

use common::Counting;
use proptest::prelude::*;
use seal::{NonceSource, RecoverySecret, RecoveryShare, ShareFault, ShareTextFault};

/// Numbers that look like chance and are the same on every run (xorshift).
#[derive(Debug)]
struct Seeded(u64);

impl NonceSource for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            *byte = self.0.to_be_bytes()[0];
        }
    }
}

fn seeded() -> impl Strategy<Value = Seeded> {
    (1..u64::MAX).prop_map(Seeded)
}

fn shares() -> (RecoverySecret, [RecoveryShare; 3]) {
    let rng = &mut Counting::default();
    let secret = RecoverySecret::generate(rng);
    let shares = secret.split(rng);
    (secret, shares)
}

fn same_public(one: &RecoverySecret, other: &RecoverySecret) -> bool {
    one.keys().public() == other.keys().public()
}

/// The characters of a share, its blanks left out.
fn characters(share: &RecoveryShare) -> Vec<char> {
    let text = share.to_text();
    text.chars()
        .filter(|shown| !shown.is_whitespace())
        .collect()
}

fn read(characters: &[char]) -> Result<RecoveryShare, ShareTextFault> {
    RecoveryShare::from_text(&characters.iter().collect::<String>())
}

const DIGITS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

proptest! {
    // Finds: a slope left out of one share, or a wrong formula for one of the pairs.
    #[test]
    fn any_two_of_three_shares_give_the_secret_back_in_either_order(mut rng in seeded()) {
        let secret = RecoverySecret::generate(&mut rng);
        let shares = secret.split(&mut rng);
        for (one, other) in [(0, 1), (0, 2), (1, 2), (1, 0), (2, 0), (2, 1)] {
            let combined = RecoverySecret::combine(&shares[one], &shares[other]).unwrap();
            prop_assert!(same_public(&combined, &secret));
        }
    }

    // Finds: the check of the secret left out, so that a made-up share gives a made-up secret.
    #[test]
    fn one_share_and_a_made_up_one_give_nothing(mut rng in seeded(), which in 0usize..3) {
        let secret = RecoverySecret::generate(&mut rng);
        let shares = secret.split(&mut rng);
        let forged = forge(&shares[(which + 1) % 3], |body| rng.fill(&mut body[14..]));
        prop_assert_eq!(
            RecoverySecret::combine(&shares[which], &forged).unwrap_err(),
            ShareFault::NotTogether
        );
    }

    // Finds: a bit of the share that does not stand in its text.
    #[test]
    fn a_share_is_read_back_from_its_text(mut rng in seeded()) {
        let secret = RecoverySecret::generate(&mut rng);
        let [one, two, three] = secret.split(&mut rng);
        for share in [&one, &two, &three] {
            let again = RecoveryShare::from_text(&share.to_text()).unwrap();
            prop_assert_eq!((again.index(), again.set()), (share.index(), share.set()));
            prop_assert_eq!(&*again.to_text(), &*share.to_text());
        }
        let read = RecoveryShare::from_text(&two.to_text()).unwrap();
        prop_assert!(same_public(&RecoverySecret::combine(&one, &read).unwrap(), &secret));
    }

    // Finds: a length or a character taken on trust.
    #[test]
    fn any_text_is_a_fault_and_never_a_panic(text in ".{0,120}") {
        prop_assert!(RecoveryShare::from_text(&text).is_err());
    }

    // Finds: the sum over the whole left out. One of 32 changes to two characters of a group
    // passes that group's check.
    #[test]
    fn two_wrong_characters_of_one_group_are_refused(
        group in 0usize..20, one in 0usize..5, other in 0usize..5, to in any::<(u8, u8)>(),
    ) {
        prop_assume!(one != other);
        let (_, shares) = shares();
        let mut changed = characters(&shares[0]);
        let digit = |to: u8| DIGITS.chars().nth(usize::from(to % 32)).unwrap();
        changed[group * 5 + one] = digit(to.0);
        changed[group * 5 + other] = digit(to.1);
        prop_assume!(changed != characters(&shares[0]));
        prop_assert!(read(&changed).is_err());
    }
}

/// A share with other bytes and everything that checks its form made right: what somebody can
/// forge who knows one share and not the secret.
fn forge(share: &RecoveryShare, change: impl FnOnce(&mut [u8])) -> RecoveryShare {
    RecoveryShare::from_text(&forged_text(share, change)).unwrap()
}

fn forged_text(share: &RecoveryShare, change: impl FnOnce(&mut [u8])) -> String {
    use sha2::{Digest, Sha256};
    let as_bits = |bytes: &[u8]| -> Vec<u8> {
        let bits = |byte: &u8| (0..8).rev().map(|bit| byte >> bit & 1).collect::<Vec<u8>>();
        bytes.iter().flat_map(bits).collect()
    };
    let bits: Vec<u8> = characters(share)
        .chunks(5)
        .flat_map(|group| group[..4].to_vec())
        .flat_map(|shown| {
            let value = DIGITS.find(shown).unwrap();
            (0..5).rev().map(move |bit| (value >> bit & 1) as u8)
        })
        .collect();
    let mut body: Vec<u8> = bits[..46 * 8]
        .chunks(8)
        .map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit))
        .collect();
    change(&mut body);
    let sum = Sha256::digest([b"VDK1/share", &body[..]].concat());
    let bits = as_bits(&[&body[..], &sum[..4]].concat());
    let mut text = String::new();
    for (number, group) in (1u8..).zip(bits.chunks(20)) {
        let symbols: Vec<u8> = group
            .chunks(5)
            .map(|symbol| symbol.iter().fold(0, |sum, bit| sum << 1 | bit))
            .collect();
        // The check symbol is the one with which the group is right.
        let check = (0..32).find(|check| {
            symbols.iter().chain([check]).fold(0u8, |sum, symbol| {
                let doubled = sum << 1;
                (if doubled & 32 == 0 {
                    doubled
                } else {
                    doubled ^ 0b10_0101
                }) ^ symbol
            }) == number
        });
        for symbol in symbols.iter().chain(&check) {
            text.push(DIGITS.chars().nth(usize::from(*symbol)).unwrap());
        }
    }
    text
}

// Finds: the check of only one of the two shares compared, or an index other than 1 to 3 taken.
#[test]
fn a_share_with_another_check_or_a_fourth_index_is_refused() {
    let (_, shares) = shares();
    let forged = forge(&shares[0], |body| body[5] ^= 1);
    for (one, other) in [(&forged, &shares[1]), (&shares[1], &forged)] {
        let combined = RecoverySecret::combine(one, other);
        assert_eq!(combined.unwrap_err(), ShareFault::NotTogether);
    }
    for index in [0, 4, 255] {
        let text = forged_text(&shares[0], |body| body[13] = index);
        assert_eq!(
            RecoveryShare::from_text(&text).unwrap_err(),
            ShareTextFault::Sum
        );
    }
    let later = forged_text(&shares[0], |body| body[0] = 2);
    assert_eq!(
        RecoveryShare::from_text(&later).unwrap_err(),
        ShareTextFault::UnknownVersion(2)
    );
}

// Finds: a weight of zero in a group's check, or the check symbol left uncompared.
#[test]
fn every_single_wrong_character_is_refused_and_its_group_named() {
    let (_, shares) = shares();
    let right = characters(&shares[1]);
    assert_eq!(right.len(), 100);
    for at in 0..right.len() {
        for wrong in DIGITS.chars().chain(['U', '*', '字']) {
            let mut changed = right.clone();
            changed[at] = wrong;
            if changed == right {
                continue;
            }
            assert_eq!(
                read(&changed).unwrap_err(),
                ShareTextFault::Groups(vec![at / 5 + 1]),
                "{wrong} at {at}"
            );
        }
    }
}

// Finds: equal weights for two characters of a group.
#[test]
fn every_swap_of_neighbours_is_refused() {
    let (_, shares) = shares();
    for share in &shares {
        let right = characters(share);
        for at in 1..right.len() {
            let mut swapped = right.clone();
            swapped.swap(at - 1, at);
            assert!(swapped == right || read(&swapped).is_err(), "{at}");
        }
    }
}

// Finds: the group's number left out of its check.
#[test]
fn groups_in_each_others_place_are_both_named() {
    let (_, shares) = shares();
    let mut groups: Vec<Vec<char>> = characters(&shares[2]).chunks(5).map(Vec::from).collect();
    groups.swap(7, 11);
    assert_eq!(
        read(&groups.concat()).unwrap_err(),
        ShareTextFault::Groups(vec![8, 12])
    );
}

#[test]
fn a_character_missing_or_too_many_is_a_wrong_length() {
    let (_, shares) = shares();
    let mut changed = characters(&shares[0]);
    changed.push('7');
    let length = |characters| ShareTextFault::Length {
        characters,
        needed: 100,
    };
    assert_eq!(read(&changed).unwrap_err(), length(101));
    assert_eq!(read(&changed[..99]).unwrap_err(), length(99));
    assert_eq!(read(&[]).unwrap_err(), length(0));
}

// Finds: one of the tolerances dropped. Wide letters are what a Chinese input method types.
#[test]
fn a_share_is_read_in_small_letters_with_dashes_look_alikes_and_wide_characters() {
    let (_, shares) = shares();
    let text = shares[0].to_text().to_string();
    let wide = |shown: char| match shown {
        '0'..='9' | 'A'..='Z' => char::from_u32(u32::from(shown) - 0x21 + 0xFF01).unwrap(),
        other => other,
    };
    for typed in [
        text.to_lowercase(),
        text.replace([' ', '\n'], "-"),
        text.replace(' ', "  \t").replace('\n', "\r\n — "),
        text.replace('0', "o").replace('1', "l"),
        text.replace('0', "O").replace('1', "I"),
        text.replace('1', "i").replace('\n', ""),
        text.chars().map(wide).collect(),
    ] {
        let read = RecoveryShare::from_text(&typed).unwrap();
        assert_eq!(*read.to_text(), text, "{typed}");
    }
}

// Finds: the set not compared, so that a replaced share is taken for a forged one.
#[test]
fn shares_of_two_sets_or_the_same_share_twice_are_told_apart() {
    let rng = &mut Seeded(7);
    let secret = RecoverySecret::generate(rng);
    let (old, new) = (secret.split(rng), secret.split(rng));
    assert_ne!(old[0].set(), new[0].set());
    assert_eq!(
        RecoverySecret::combine(&old[0], &new[1]).unwrap_err(),
        ShareFault::AnotherSet
    );
    assert_eq!(
        RecoverySecret::combine(&old[0], &old[0]).unwrap_err(),
        ShareFault::SameShare
    );
}

// Finds: a group outside 1 to 20 that panics, or that is proved by nothing.
#[test]
fn a_holder_proves_a_group_by_typing_it_and_not_by_typing_another() {
    let (_, shares) = shares();
    let text = shares[0].to_text();
    let printed: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(printed.len(), RecoveryShare::GROUPS);
    for (number, printed) in (1..).zip(printed) {
        assert_eq!(*shares[0].group(number).unwrap(), printed);
        assert!(shares[0].is_group(number, &format!(" {}-", printed.to_lowercase())));
        for typed in ["", &printed[..4], &format!("{printed}0"), "UUUUU"] {
            assert!(!shares[0].is_group(number, typed), "{typed}");
        }
    }
    for number in [0, 21, usize::MAX] {
        assert!(shares[0].group(number).is_none());
        assert!(!shares[0].is_group(number, ""));
    }
}

// Finds: a group asked for in proof that all three shares have alike.
#[test]
fn the_groups_asked_for_in_proof_differ_between_the_shares() {
    let rng = &mut Seeded(11);
    let shares = RecoverySecret::generate(rng).split(rng);
    for number in RecoveryShare::OWN_GROUPS {
        let group = |share: &RecoveryShare| share.group(number).unwrap().to_string();
        assert_ne!(group(&shares[0]), group(&shares[1]), "{number}");
        assert_ne!(group(&shares[1]), group(&shares[2]), "{number}");
    }
}

// Finds: a derived Debug.
#[test]
fn neither_secret_nor_share_shows_its_bytes() {
    let rng = &mut Seeded(3);
    let secret = RecoverySecret::generate(rng);
    let [share, ..] = secret.split(rng);
    assert_eq!(format!("{secret:?}"), "RecoverySecret(secret)");
    assert_eq!(
        format!("{share:?}"),
        format!("RecoveryShare {{ set: {:?}, index: 1, .. }}", share.set())
    );
}
