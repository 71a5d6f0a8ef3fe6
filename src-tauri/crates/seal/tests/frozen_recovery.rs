//! The bytes and characters of recovery that may never change: they stand on paper.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Counting, vector};
use seal::{NonceSource, RecoverySecret, RecoveryShare};

const RECOVERY: &str = include_str!("vectors/recovery-v1.txt");

// Finds: another field, alphabet, order of bits or place of a sum, all of which would read and
// write alike and leave the papers of older desks worthless.
#[test]
fn shares_are_printed_and_combined_as_on_the_first_day() {
    // Begun at 100, so that the slopes have their highest bit and products are reduced.
    let rng = &mut Counting::default();
    rng.fill(&mut [0; 100]);
    let secret = RecoverySecret::generate(rng);
    let printed = ["share.1", "share.2", "share.3"]
        .map(|name| String::from_utf8(vector(RECOVERY, name)).unwrap());
    for (share, printed) in secret.split(rng).iter().zip(&printed) {
        assert_eq!(*share.to_text(), *printed);
    }
    let [one, two, three] = printed.map(|text| RecoveryShare::from_text(&text).unwrap());
    for (one, other) in [(&one, &two), (&two, &three), (&three, &one)] {
        let keys = RecoverySecret::combine(one, other).unwrap().keys();
        assert_eq!(keys.public().ed25519[..], vector(RECOVERY, "share.ed25519"));
    }
}

// Finds: another derivation, or signing and exchange taken for each other.
#[test]
fn the_keys_of_recovery_are_derived_as_on_the_first_day() {
    let keys = RecoverySecret::generate(&mut Counting::default()).keys();
    assert_eq!(keys.public().ed25519[..], vector(RECOVERY, "ed25519"));
    assert_eq!(keys.public().x25519[..], vector(RECOVERY, "x25519"));
}
