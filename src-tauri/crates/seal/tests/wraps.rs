//! Wraps, grants, signatures: what belongs to one place opens in no other.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Counting, DESK, EPOCH, PERSON, STREAM, TEAM, of};
use seal::{
    Argon2Cost, Argon2Params, BucketKey, ContentKey, Credential, DeskSecret, ErasureSecret,
    FileKey, FoundingDraft, GrantContext, GrantError, IndexField, IndexKeys, KeyId, OpenError,
    Passphrase, PersonKek, PersonName, PersonSecrets, StoreKey, TeamId, VaultKey, WrapContext,
    accept_grant, grant_vault_key, unwrap, wrap,
};

// Finds: a byte of the wrap left unchecked.
#[test]
fn flipping_any_bit_of_a_wrap_is_refused() {
    let rng = &mut Counting::default();
    let (bucket, content) = (BucketKey::generate(rng), ContentKey::generate(rng));
    let wrapped = wrap(&bucket, &of(STREAM), &content, rng);
    for at in 0..wrapped.len() {
        for bit in 0..8 {
            let mut changed = wrapped.clone();
            changed[at] ^= 1 << bit;
            let opened: Result<ContentKey, _> = unwrap(&bucket, &of(STREAM), &changed);
            assert_eq!(opened.unwrap_err(), OpenError, "byte {at} bit {bit}");
        }
    }
}

// Finds: team, subject, epoch or purpose missing from the context.
#[test]
fn a_wrap_opens_only_for_its_team_subject_epoch_and_purpose() {
    let rng = &mut Counting::default();
    let vault = VaultKey::generate(rng);
    let at = of(PERSON);
    let wrapped = wrap(&vault, &at, &PersonName::new(b"Li Ming".to_vec()), rng);
    for other in [
        WrapContext {
            team: TeamId([0; 32]),
            ..at
        },
        WrapContext {
            subject: [0; 16],
            ..at
        },
        WrapContext {
            epoch: EPOCH + 1,
            ..at
        },
    ] {
        assert!(
            unwrap::<_, PersonName>(&vault, &other, &wrapped).is_err(),
            "{other:?}"
        );
    }
    assert!(unwrap::<_, Credential>(&vault, &at, &wrapped).is_err());
    assert!(unwrap::<_, FoundingDraft>(&vault, &at, &wrapped).is_err());
    assert_eq!(
        unwrap::<_, PersonName>(&vault, &at, &wrapped)
            .unwrap()
            .expose(),
        b"Li Ming"
    );
}

// Finds: an id that does not travel with its key, so that envelopes would no longer open.
#[test]
fn a_content_key_keeps_its_id_through_every_wrap() {
    let rng = &mut Counting::default();
    let (month, open, content) = (
        BucketKey::generate(rng),
        BucketKey::generate(rng),
        ContentKey::generate(rng),
    );
    let read: ContentKey =
        unwrap(&open, &of(STREAM), &wrap(&open, &of(STREAM), &content, rng)).unwrap();
    let again: ContentKey =
        unwrap(&month, &of(STREAM), &wrap(&month, &of(STREAM), &read, rng)).unwrap();
    assert_eq!(again.id(), content.id());
    let sealed = seal::seal(&content, &common::place("pii"), b"x", rng);
    assert!(seal::open(&again, &common::place("pii"), &sealed).is_ok());
}

// Finds: one of the two halves, the team or the epoch not taking part.
#[test]
fn the_store_key_takes_both_halves_the_team_and_the_epoch() {
    let rng = &mut Counting::default();
    let (vault, vault_2) = (VaultKey::generate(rng), VaultKey::generate(rng));
    let (erasure, erasure_2) = (ErasureSecret::generate(rng), ErasureSecret::generate(rng));
    let store = StoreKey::derive(&erasure, &vault, TEAM, EPOCH);
    let wrapped = wrap(&store, &of(DESK), &FileKey::generate(rng), rng);
    for other in [
        StoreKey::derive(&erasure_2, &vault, TEAM, EPOCH),
        StoreKey::derive(&erasure, &vault_2, TEAM, EPOCH),
        StoreKey::derive(&erasure, &vault, TeamId([0; 32]), EPOCH),
        StoreKey::derive(&erasure, &vault, TEAM, EPOCH + 1),
    ] {
        assert_ne!(other.id(), store.id());
        assert!(unwrap::<_, FileKey>(&other, &of(DESK), &wrapped).is_err());
    }
    let same = StoreKey::derive(&erasure, &vault, TEAM, EPOCH);
    assert!(unwrap::<_, FileKey>(&same, &of(DESK), &wrapped).is_ok());
}

// Finds: an ingredient of the person's key that does not take part.
#[test]
fn a_persons_keys_open_with_their_passphrase_on_their_desk_in_their_epoch_only() {
    let rng = &mut Counting::default();
    let drk = DeskSecret::generate(rng);
    let params = Argon2Params::fresh(Argon2Cost::new(32, 1, 1).unwrap(), rng);
    let right = Passphrase::entered("blue kettles 42");
    let kek = PersonKek::derive(Some(&drk), &right, &params, TEAM, DESK, PERSON, EPOCH);
    let secrets = PersonSecrets::generate(rng);
    let wrapped = wrap(&kek, &of(PERSON), &secrets, rng);

    let other_drk = DeskSecret::generate(rng);
    let salted = Argon2Params {
        salt: [0; 16],
        ..params
    };
    let harder = Argon2Params {
        cost: Argon2Cost::new(32, 2, 1).unwrap(),
        ..params
    };
    let wrong = Passphrase::entered("blue kettles 43");
    for other in [
        PersonKek::derive(Some(&drk), &wrong, &params, TEAM, DESK, PERSON, EPOCH),
        PersonKek::derive(Some(&other_drk), &right, &params, TEAM, DESK, PERSON, EPOCH),
        PersonKek::derive(None, &right, &params, TEAM, DESK, PERSON, EPOCH),
        PersonKek::derive(Some(&drk), &right, &salted, TEAM, DESK, PERSON, EPOCH),
        PersonKek::derive(Some(&drk), &right, &harder, TEAM, DESK, PERSON, EPOCH),
        PersonKek::derive(
            Some(&drk),
            &right,
            &params,
            TeamId([0; 32]),
            DESK,
            PERSON,
            EPOCH,
        ),
        PersonKek::derive(Some(&drk), &right, &params, TEAM, PERSON, DESK, EPOCH),
        PersonKek::derive(Some(&drk), &right, &params, TEAM, DESK, PERSON, EPOCH + 1),
    ] {
        assert_eq!(
            unwrap::<_, PersonSecrets>(&other, &of(PERSON), &wrapped).unwrap_err(),
            OpenError
        );
    }
    let again = PersonKek::derive(Some(&drk), &right, &params, TEAM, DESK, PERSON, EPOCH);
    let opened: PersonSecrets = unwrap(&again, &of(PERSON), &wrapped).unwrap();
    assert_eq!(opened.public(), secrets.public());
}

// Finds: a key file that could ask for a terabyte, or for no work at all.
#[test]
fn a_cost_out_of_bounds_is_refused() {
    for (memory, passes, lanes) in [
        (1 << 30, 3, 4),
        (64 << 10, 17, 4),
        (64 << 10, 3, 17),
        (64 << 10, 0, 4),
        (64 << 10, 3, 0),
        (31, 3, 4),
    ] {
        assert_eq!(
            Argon2Cost::new(memory, passes, lanes),
            None,
            "{memory} {passes} {lanes}"
        );
    }
    assert_eq!(Argon2Cost::new(64 << 10, 3, 4), Some(Argon2Cost::STANDARD));
    assert_eq!(
        Argon2Cost::new(256 << 10, 3, 4),
        Some(Argon2Cost::NO_KEYCHAIN)
    );
}

// Finds: a field of the grant's context that does not take part, or a byte left unchecked.
#[test]
fn a_grant_opens_for_its_grantee_key_team_and_epoch_only() {
    let rng = &mut Counting::default();
    let (vault, person, other) = (
        VaultKey::generate(rng),
        PersonSecrets::generate(rng),
        PersonSecrets::generate(rng),
    );
    let grant = GrantContext {
        team: TEAM,
        grantee: PERSON,
        key_id: vault.id(),
        epoch: EPOCH,
    };
    let granted = grant_vault_key(&vault, &person.public().x25519, &grant, rng).unwrap();
    assert_eq!(
        accept_grant(&person, &grant, &granted).unwrap().id(),
        vault.id()
    );
    assert!(accept_grant(&other, &grant, &granted).is_err());
    for another in [
        GrantContext {
            team: TeamId([0; 32]),
            ..grant
        },
        GrantContext {
            grantee: [0; 16],
            ..grant
        },
        GrantContext {
            key_id: KeyId([0; 16]),
            ..grant
        },
        GrantContext {
            epoch: EPOCH + 1,
            ..grant
        },
    ] {
        assert_eq!(
            accept_grant(&person, &another, &granted).unwrap_err(),
            OpenError,
            "{another:?}"
        );
    }
    for at in 0..granted.len() {
        let mut changed = granted.clone();
        changed[at] ^= 1;
        assert_eq!(
            accept_grant(&person, &grant, &changed).unwrap_err(),
            OpenError,
            "byte {at}"
        );
        assert!(accept_grant(&person, &grant, &granted[..at]).is_err());
    }
}

// Finds: a grant that anybody could open, or that names another key than it carries.
#[test]
fn a_grant_to_a_weak_key_or_of_another_key_is_not_made() {
    let rng = &mut Counting::default();
    let (vault, person) = (VaultKey::generate(rng), PersonSecrets::generate(rng));
    let grant = GrantContext {
        team: TEAM,
        grantee: PERSON,
        key_id: vault.id(),
        epoch: EPOCH,
    };
    assert_eq!(
        grant_vault_key(&vault, &[0; 32], &grant, rng),
        Err(GrantError::WeakPublicKey)
    );
    let another = GrantContext {
        key_id: KeyId([0; 16]),
        ..grant
    };
    let refused = grant_vault_key(&vault, &person.public().x25519, &another, rng);
    assert_eq!(refused, Err(GrantError::AnotherKey));
}

// Finds: `verify` in place of `verify_strict`: a key of small order signs everything.
#[test]
fn a_key_of_small_order_signs_nothing() {
    let (mut identity, mut signature) = ([0; 32], [0; 64]);
    identity[0] = 1;
    signature[0] = 1;
    assert!(!seal::verify(&identity, b"anything", &signature));
}

// Finds: one index key for all fields.
#[test]
fn a_value_has_another_digest_in_each_field_and_under_each_key() {
    let rng = &mut Counting::default();
    let (one, two) = (IndexKeys::generate(rng), IndexKeys::generate(rng));
    let fields = [IndexField::Card, IndexField::Document, IndexField::Phone];
    let digests: std::collections::BTreeSet<_> = [&one, &two]
        .iter()
        .flat_map(|keys| fields.map(|field| keys.digest(field, b"13800138000")))
        .collect();
    assert_eq!(digests.len(), 6);
}

// Finds: a derived Debug that would put a secret into a log.
#[test]
fn no_secret_shows_its_bytes() {
    let rng = &mut Counting::default();
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        VaultKey::generate(rng),
        DeskSecret::generate(rng),
        FileKey::generate(rng),
        IndexKeys::generate(rng),
        Credential::new(b"ID:SECRET".to_vec()),
        PersonName::new(b"Li Ming".to_vec()),
        ErasureSecret::from_keychain(&[0xEE; 32]),
    );
    // The vault key's own bytes are 16 to 47, after its id.
    for secret in ["101112", "16, 17", "ID:SECRET", "Li Ming", "eeee", "238"] {
        assert!(
            !shown.to_lowercase().contains(&secret.to_lowercase()),
            "{secret} in {shown}"
        );
    }
    let person = PersonSecrets::generate(rng);
    assert!(format!("{person:?}").contains("public"));
}
