//! The key file takes any bytes without harm, and only its own bytes for good.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::vector;
use proptest::prelude::*;
use seal::desk_keys::{
    DeskKeysFault, DeskKeysFile, Marks, Membership, PersonEntry, Slot, SlotsFull,
};
use seal::{Argon2Cost, Argon2Params, ErasureSecret, KeyId, PublicKeys, TeamId};

fn frozen() -> Vec<u8> {
    vector(include_str!("vectors/desk_keys-v2.txt"), "file")
}

/// Files of all versions.
fn all_frozen() -> [Vec<u8>; 2] {
    [
        vector(include_str!("vectors/desk_keys-v1.txt"), "file"),
        frozen(),
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..80)
}

fn keys() -> impl Strategy<Value = PublicKeys> {
    any::<([u8; 32], [u8; 32])>().prop_map(|(ed25519, x25519)| PublicKeys { ed25519, x25519 })
}

fn argon2() -> impl Strategy<Value = Argon2Params> {
    (128..1_048_576u32, 1..=16u32, 1..=16u32, any::<[u8; 16]>()).prop_map(
        |(memory, passes, lanes, salt)| Argon2Params {
            cost: Argon2Cost::new(memory, passes, lanes).unwrap(),
            salt,
        },
    )
}

prop_compose! {
    fn membership()(roles in prop::collection::btree_set(".{0,12}", 0..4), signature in any::<[u8; 64]>()) -> Membership {
        Membership { roles, signature }
    }
}

prop_compose! {
    fn person()(
        name_digest in any::<[u8; 16]>(), name in bytes(), public in keys(), argon2 in argon2(),
        kek in any::<([u8; 32], u64, u64)>(), secrets in bytes(),
        vault_grant in prop::option::of(bytes()),
        membership in prop::option::of(membership()),
    ) -> PersonEntry {
        let (team, kek_epoch, drk) = kek;
        let kek_team = TeamId(team);
        PersonEntry { name_digest, name, public, argon2, kek_team, kek_epoch, drk, secrets, vault_grant, membership }
    }
}

prop_compose! {
    fn slot()(
        epoch in any::<u64>(), team in any::<[u8; 32]>(), vault_key in any::<[u8; 16]>(), desk_public in keys(),
        people in prop::collection::btree_map(any::<[u8; 16]>(), person(), 0..3),
        file_key in bytes(), index_keys in bytes(), desk_secrets in bytes(),
        recovery_grant in prop::option::of(bytes()),
        erasure in prop::option::of(any::<[u8; 32]>()), drafts in prop::collection::vec(bytes(), 0..3),
    ) -> Slot {
        let erasure = erasure.and_then(|secret| ErasureSecret::from_keychain(&secret));
        let (team, vault_key) = (TeamId(team), KeyId(vault_key));
        Slot { epoch, team, vault_key, desk_public, people, file_key, index_keys, desk_secrets, recovery_grant, erasure, drafts }
    }
}

prop_compose! {
    fn file()(
        desk in any::<[u8; 16]>(), marks in any::<(bool, bool, bool)>(), founding in any::<[u8; 32]>(),
        salt in any::<[u8; 16]>(), slots in prop::collection::vec(slot(), 0..=2),
    ) -> DeskKeysFile {
        let (no_keychain, demo, solo) = marks;
        let mut file = DeskKeysFile::new(desk, Marks { no_keychain, demo, solo }, TeamId(founding), salt);
        slots.into_iter().for_each(|slot| file.put_slot(slot).unwrap());
        file
    }
}

// Finds: a field of version 2 left out of the digest, so that an anchor would take a slot in which
// it was changed.
#[test]
fn a_slots_digest_tells_every_field_of_version_2() {
    let of_one = || DeskKeysFile::from_bytes(&all_frozen()[0]).unwrap();
    let changes: [fn(&mut Slot); 4] = [
        |_| {},
        |slot| slot.people.values_mut().for_each(|person| person.drk = 1),
        |slot| {
            slot.people
                .values_mut()
                .for_each(|person| person.vault_grant = None)
        },
        |slot| slot.recovery_grant = Some(Vec::new()),
    ];
    let digests: BTreeSet<[u8; 32]> = changes
        .iter()
        .map(|change| {
            let mut file = of_one();
            let slot = file.slot_mut(7).unwrap();
            change(slot);
            slot.digest()
        })
        .collect();
    assert_eq!(digests.len(), changes.len());
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(file in file()) {
        let bytes = file.to_bytes();
        let read = DeskKeysFile::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes);
    }

    #[test]
    fn random_bytes_are_a_fault_and_never_a_panic(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(DeskKeysFile::from_bytes(&noise).is_err());
        for version in [1, 2] {
            let mut led_in = frozen()[..11].to_vec();
            led_in.push(version);
            led_in.extend(&noise);
            prop_assert!(DeskKeysFile::from_bytes(&led_in).is_err());
        }
    }

    #[test]
    fn a_changed_file_is_a_fault_or_says_exactly_what_it_says(flips in prop::collection::vec((0usize..1200, any::<u8>()), 1..4)) {
        let mut bytes = frozen();
        for (at, to) in flips {
            let at = at % bytes.len();
            // The version stays: a file of version 1 is written anew as version 2.
            bytes[at] = if at == 11 { 2 } else { to };
        }
        if let Ok(file) = DeskKeysFile::from_bytes(&bytes) {
            prop_assert_eq!(&*file.to_bytes(), &bytes);
        }
    }
}

// Finds: a length taken on trust, which would reserve memory for what is not there.
#[test]
fn a_file_cut_short_or_made_longer_is_damaged() {
    for mut bytes in all_frozen() {
        for end in 11..bytes.len() {
            assert_eq!(
                DeskKeysFile::from_bytes(&bytes[..end]).unwrap_err(),
                DeskKeysFault::Damaged,
                "{end}"
            );
        }
        bytes.push(0xF6);
        assert_eq!(
            DeskKeysFile::from_bytes(&bytes).unwrap_err(),
            DeskKeysFault::Damaged
        );
    }
}

// Finds: fields read by what is there and not by the version, which would give one file two
// spellings.
#[test]
fn a_file_of_one_version_that_says_it_is_of_the_other_is_damaged() {
    for (mut bytes, other) in all_frozen().into_iter().zip([2, 1]) {
        bytes[11] = other;
        assert_eq!(
            DeskKeysFile::from_bytes(&bytes).unwrap_err(),
            DeskKeysFault::Damaged
        );
    }
}

#[test]
fn another_version_is_told_from_damage_and_from_another_file() {
    let mut bytes = frozen();
    assert_eq!(bytes[11], 2);
    for version in [0, 3, 23] {
        bytes[11] = version;
        assert_eq!(
            DeskKeysFile::from_bytes(&bytes).unwrap_err(),
            DeskKeysFault::UnknownVersion(version.into())
        );
    }
    bytes[2] = b'X';
    assert_eq!(
        DeskKeysFile::from_bytes(&bytes).unwrap_err(),
        DeskKeysFault::NotAKeyFile
    );
    assert_eq!(
        DeskKeysFile::from_bytes(b"").unwrap_err(),
        DeskKeysFault::NotAKeyFile
    );
}

// Finds: a second spelling of the same file, which would have another hash in the anchor.
#[test]
fn a_longer_spelling_of_the_same_number_is_refused() {
    for mut bytes in all_frozen() {
        let version = bytes[11];
        bytes.splice(11..12, [0x18, version]);
        assert_eq!(
            DeskKeysFile::from_bytes(&bytes).unwrap_err(),
            DeskKeysFault::Damaged
        );
    }
}

#[test]
fn a_third_epoch_is_refused_and_the_same_epoch_replaced() {
    let slot = |epoch, wrap: &[u8]| Slot {
        epoch,
        team: TeamId([0; 32]),
        vault_key: KeyId([0; 16]),
        desk_public: PublicKeys {
            ed25519: [0; 32],
            x25519: [0; 32],
        },
        people: BTreeMap::new(),
        file_key: wrap.to_vec(),
        index_keys: Vec::new(),
        desk_secrets: Vec::new(),
        recovery_grant: None,
        erasure: None,
        drafts: Vec::new(),
    };
    let mut file = DeskKeysFile::new([0; 16], Marks::default(), TeamId([0; 32]), [0; 16]);
    assert_eq!(file.put_slot(slot(2, b"old")), Ok(()));
    assert_eq!(file.put_slot(slot(1, b"")), Ok(()));
    assert_eq!(file.put_slot(slot(3, b"")), Err(SlotsFull));
    assert_eq!(file.put_slot(slot(2, b"new")), Ok(()));
    let epochs: BTreeSet<u64> = file.slots().map(|slot| slot.epoch).collect();
    assert_eq!(epochs, BTreeSet::from([1, 2]));
    assert_eq!(file.slot(2).unwrap().file_key, b"new");
    assert!(file.remove_slot(1).is_some());
    assert_eq!(file.put_slot(slot(3, b"")), Ok(()));
}
