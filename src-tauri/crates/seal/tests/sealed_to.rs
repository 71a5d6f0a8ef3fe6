//! What is sealed to a public key opens for its holder, as what it is, and as nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Counting, EPOCH, PERSON, TEAM, vector};
use proptest::prelude::*;
use seal::{
    ErasureSecret, GrantContext, OpenError, PersonSecrets, RECOVERY_GRANTEE, RecoverySecret,
    SealedToContext, StoreKey, TeamId, VaultKey, WeakPublicKey, accept_grant, grant_vault_key,
    open_sealed_to, seal_to,
};

const RECOVERY: &str = include_str!("vectors/recovery-v1.txt");

const CONTEXT: SealedToContext = SealedToContext {
    team: TEAM,
    purpose: "backup-keys",
    number: EPOCH,
};

// Finds: a field left out of the info, or a byte left unchecked.
#[test]
fn sealed_bytes_open_for_their_holder_team_purpose_and_number_only() {
    let rng = &mut Counting::default();
    let (person, other) = (PersonSecrets::generate(rng), PersonSecrets::generate(rng));
    let sealed = seal_to(&person.public().x25519, &CONTEXT, b"keys", rng).unwrap();
    assert_eq!(
        *open_sealed_to(&person, &CONTEXT, &sealed).unwrap(),
        b"keys"
    );
    assert!(open_sealed_to(&other, &CONTEXT, &sealed).is_err());
    for another in [
        SealedToContext {
            team: TeamId([0; 32]),
            ..CONTEXT
        },
        SealedToContext {
            purpose: "backup",
            ..CONTEXT
        },
        SealedToContext {
            number: EPOCH + 1,
            ..CONTEXT
        },
    ] {
        let opened = open_sealed_to(&person, &another, &sealed);
        assert_eq!(opened.unwrap_err(), OpenError, "{another:?}");
    }
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(open_sealed_to(&person, &CONTEXT, &changed).is_err(), "{at}");
        assert!(open_sealed_to(&person, &CONTEXT, &sealed[..at]).is_err());
    }
}

// Finds: one domain for both, with which a grant could be passed off as other bytes.
#[test]
fn a_grant_does_not_open_as_sealed_bytes_nor_they_as_a_grant() {
    let rng = &mut Counting::default();
    let (vault, person) = (VaultKey::generate(rng), PersonSecrets::generate(rng));
    let grant = GrantContext {
        team: TEAM,
        grantee: PERSON,
        key_id: vault.id(),
        epoch: EPOCH,
    };
    let granted = grant_vault_key(&vault, &person.public().x25519, &grant, rng).unwrap();
    assert!(open_sealed_to(&person, &CONTEXT, &granted).is_err());
    let sealed = seal_to(&person.public().x25519, &CONTEXT, &[7; 32], rng).unwrap();
    assert!(accept_grant(&person, &grant, &sealed).is_err());
}

// Finds: a point of small order taken, to which anybody could open what was sealed.
#[test]
fn nothing_is_sealed_to_a_weak_key() {
    let rng = &mut Counting::default();
    assert_eq!(
        seal_to(&[0; 32], &CONTEXT, b"keys", rng).unwrap_err(),
        WeakPublicKey
    );
}

// Finds: grants that only people's keys accept, so that two shares would recover nothing.
#[test]
fn the_vault_key_granted_to_recovery_comes_back_from_two_shares() {
    let rng = &mut Counting::default();
    let (vault, erasure) = (VaultKey::generate(rng), ErasureSecret::generate(rng));
    let secret = RecoverySecret::generate(rng);
    let grant = GrantContext {
        team: TEAM,
        grantee: RECOVERY_GRANTEE,
        key_id: vault.id(),
        epoch: EPOCH,
    };
    let granted = grant_vault_key(&vault, &secret.keys().public().x25519, &grant, rng).unwrap();
    let [one, _, three] = secret.split(rng);
    let recovered = RecoverySecret::combine(&one, &three).unwrap().keys();
    let again = accept_grant(&recovered, &grant, &granted).unwrap();
    let store = |vault| StoreKey::derive(&erasure, vault, TEAM, EPOCH).id();
    assert_eq!(store(&again), store(&vault));
    let anybody = GrantContext {
        grantee: PERSON,
        ..grant
    };
    assert!(accept_grant(&recovered, &anybody, &granted).is_err());
}

// Finds: another suite, order of fields or layout.
#[test]
fn bytes_are_sealed_to_recovery_as_on_the_first_day() {
    let rng = &mut Counting::default();
    let keys = RecoverySecret::generate(rng).keys();
    let frozen = vector(RECOVERY, "sealed_to");
    let sealed = seal_to(&keys.public().x25519, &CONTEXT, b"backup keys", rng).unwrap();
    assert_eq!(hex::encode(&sealed), hex::encode(&frozen));
    assert_eq!(
        *open_sealed_to(&keys, &CONTEXT, &frozen).unwrap(),
        b"backup keys"
    );
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_what_is_random_does_not(
        plain in prop::collection::vec(any::<u8>(), 0..300),
        noise in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let rng = &mut Counting::default();
        let person = PersonSecrets::generate(rng);
        let sealed = seal_to(&person.public().x25519, &CONTEXT, &plain, rng).unwrap();
        prop_assert_eq!(&*open_sealed_to(&person, &CONTEXT, &sealed).unwrap(), &plain);
        prop_assert!(open_sealed_to(&person, &CONTEXT, &noise).is_err());
    }
}
