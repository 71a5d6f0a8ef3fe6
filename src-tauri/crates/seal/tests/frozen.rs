//! The bytes that may never change, written and read.
#![allow(clippy::unwrap_used)]
#![cfg(not(feature = "unsealed"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Counting, DESK, EPOCH, PERSON, STREAM, TEAM, content_key, of, place, vector};
use seal::desk_keys::{DeskKeysFile, Marks, Membership, PersonEntry, Slot, name_digest};
use seal::{
    Argon2Cost, Argon2Params, BucketKey, ContentKey, Credential, DeskSecret, DeskSecrets,
    ErasureSecret, FileKey, FoundingDraft, GrantContext, IndexField, IndexKeys, KeyId, Passphrase,
    PersonKek, PersonName, PersonSecrets, PublicKeys, StoreKey, VaultKey, accept_grant,
    enclose_open, grant_vault_key, open, read_open, seal, unwrap, verify, wrap,
};
use sha2::{Digest, Sha256};

const ENVELOPE: &str = include_str!("vectors/envelope-v1.txt");
const KEYS: &str = include_str!("vectors/keys-v1.txt");
const GRANT: &str = include_str!("vectors/grant-v1.txt");
const DESK_KEYS_1: &str = include_str!("vectors/desk_keys-v1.txt");
const DESK_KEYS_2: &str = include_str!("vectors/desk_keys-v2.txt");

// Finds: the associated data removed. The place is in the HKDF info too, so that an envelope moved
// elsewhere would still not open; only these bytes tell.
#[test]
fn an_envelope_is_written_and_read_as_on_the_first_day() {
    let parts: [(&str, &str, &[u8]); 2] = [
        ("pan", "pan", b"6222020000000000000"),
        ("empty", "notes", b""),
    ];
    for (name, part, plain) in parts {
        let (key, mut nonces) = content_key();
        let frozen = vector(ENVELOPE, name);
        assert_eq!(
            seal(&key, &place(part), plain, &mut nonces),
            frozen,
            "{name}"
        );
        assert_eq!(*open(&key, &place(part), &frozen).unwrap(), plain, "{name}");
    }
}

#[test]
fn an_attachment_is_written_in_chunks_as_on_the_first_day() {
    let (key, mut nonces) = content_key();
    let plain: Vec<u8> = (0..65536 + 5).map(|at: u32| (at % 251) as u8).collect();
    let sealed = seal(&key, &place("attachment"), &plain, &mut nonces);
    assert_eq!(sealed[..120], vector(ENVELOPE, "attachment.head"));
    assert_eq!(
        Sha256::digest(&sealed)[..],
        vector(ENVELOPE, "attachment.sha256")
    );
    assert_eq!(*open(&key, &place("attachment"), &sealed).unwrap(), plain);
}

#[test]
fn an_open_part_is_written_and_read_as_on_the_first_day() {
    let frozen = vector(ENVELOPE, "open");
    assert_eq!(enclose_open("charter", "open", b"charter").unwrap(), frozen);
    assert_eq!(read_open("charter", "open", &frozen).unwrap(), b"charter");
}

#[test]
fn keys_are_derived_and_wrapped_as_on_the_first_day() {
    let rng = &mut Counting::default();
    let vault = VaultKey::generate(rng);
    let (erasure, drk) = (ErasureSecret::generate(rng), DeskSecret::generate(rng));
    let store = StoreKey::derive(&erasure, &vault, TEAM, EPOCH);
    assert_eq!(store.id().0[..], vector(KEYS, "store.id"));

    let params = Argon2Params::fresh(Argon2Cost::new(64, 2, 2).unwrap(), rng);
    // Typed with a combining accent; the vector was made from the composed letter.
    let passphrase = Passphrase::entered("blue ke\u{301}ttles 42");
    let kek = |drk| PersonKek::derive(drk, &passphrase, &params, TEAM, DESK, PERSON, EPOCH);
    assert_eq!(kek(Some(&drk)).id().0[..], vector(KEYS, "kek.id"));
    assert_eq!(kek(None).id().0[..], vector(KEYS, "kek.no_keychain.id"));
    let named = |drk| name_digest(drk, &params.salt, DESK, "  Li\u{a0}MING 李明 ");
    assert_eq!(named(Some(&drk))[..], vector(KEYS, "name"));
    assert_eq!(named(None)[..], vector(KEYS, "name.no_keychain"));

    let (bucket, content) = (BucketKey::generate(rng), ContentKey::generate(rng));
    let file = FileKey::generate(rng);
    assert_eq!(file.sqlcipher_pragma().as_bytes(), vector(KEYS, "pragma"));
    let index = IndexKeys::generate(rng);
    for (field, name) in [
        (IndexField::Card, "index.card"),
        (IndexField::Document, "index.document"),
        (IndexField::Phone, "index.phone"),
    ] {
        assert_eq!(
            index.digest(field, b"6222020000000000000")[..],
            vector(KEYS, name)
        );
    }
    let (person, desk) = (PersonSecrets::generate(rng), DeskSecrets::generate(rng));
    assert_eq!(person.public().ed25519[..], vector(KEYS, "person.ed25519"));
    assert_eq!(person.public().x25519[..], vector(KEYS, "person.x25519"));
    assert_eq!(
        person.sign(b"VDR1/record of nothing")[..],
        vector(KEYS, "person.signature")
    );

    // Each wrap is written as frozen, and the frozen one read and wrapped again is the same.
    macro_rules! frozen_wrap {
        ($name:literal, $key:expr, $subject:expr, $secret:expr) => {{
            let (frozen, at) = (vector(KEYS, $name), of($subject));
            assert_eq!(wrap($key, &at, $secret, rng), frozen, $name);
            let read = &same_type($secret, unwrap($key, &at, &frozen).unwrap());
            let salt = &mut Fixed(&frozen[18..50]);
            assert_eq!(wrap($key, &at, read, salt), frozen, $name);
        }};
    }
    frozen_wrap!("wrap.content", &bucket, STREAM, &content);
    frozen_wrap!("wrap.bucket", &store, bucket.id().0, &bucket);
    frozen_wrap!("wrap.file", &store, DESK, &file);
    frozen_wrap!("wrap.index", &vault, DESK, &index);
    frozen_wrap!("wrap.desk", &vault, DESK, &desk);
    frozen_wrap!(
        "wrap.credential",
        &vault,
        DESK,
        &Credential::new(b"ID:SECRET".to_vec())
    );
    frozen_wrap!(
        "wrap.person-name",
        &vault,
        PERSON,
        &PersonName::new("李明".into())
    );
    frozen_wrap!(
        "wrap.founding-draft",
        &vault,
        DESK,
        &FoundingDraft::new(b"draft".to_vec())
    );
    frozen_wrap!("wrap.person", &kek(Some(&drk)), PERSON, &person);
}

/// Says that what was read is of the type of what was written.
fn same_type<T>(_: &T, read: T) -> T {
    read
}

/// Gives back the salt that a frozen wrap was made with.
struct Fixed<'a>(&'a [u8]);

impl seal::NonceSource for Fixed<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(self.0);
    }
}

#[test]
fn a_grant_is_written_and_read_as_on_the_first_day() {
    let rng = &mut Counting::default();
    let (vault, person) = (VaultKey::generate(rng), PersonSecrets::generate(rng));
    let grant = GrantContext {
        team: TEAM,
        grantee: PERSON,
        key_id: vault.id(),
        epoch: EPOCH,
    };
    let frozen = vector(GRANT, "grant");
    let granted = grant_vault_key(&vault, &person.public().x25519, &grant, rng).unwrap();
    assert_eq!(hex::encode(&granted), hex::encode(&frozen));
    let accepted = accept_grant(&person, &grant, &frozen).unwrap();
    let erasure = ErasureSecret::generate(rng);
    assert_eq!(
        StoreKey::derive(&erasure, &accepted, TEAM, EPOCH).id(),
        StoreKey::derive(&erasure, &vault, TEAM, EPOCH).id(),
    );
}

#[test]
fn a_strict_verification_takes_the_frozen_signature_and_no_other() {
    let public: [u8; 32] = vector(KEYS, "person.ed25519").try_into().unwrap();
    let mut signature: [u8; 64] = vector(KEYS, "person.signature").try_into().unwrap();
    assert!(verify(&public, b"VDR1/record of nothing", &signature));
    assert!(!verify(&public, b"VDR1/record of nothing.", &signature));
    signature[0] ^= 1;
    assert!(!verify(&public, b"VDR1/record of nothing", &signature));
}

fn frozen_slots() -> [Slot; 2] {
    let person = PersonEntry {
        name_digest: [1; 16],
        name: b"name".to_vec(),
        public: PublicKeys {
            ed25519: [2; 32],
            x25519: [3; 32],
        },
        argon2: Argon2Params {
            cost: Argon2Cost::STANDARD,
            salt: [4; 16],
        },
        kek_team: TEAM,
        kek_epoch: 6,
        drk: 0,
        secrets: b"secrets".to_vec(),
        vault_grant: Some(b"grant".to_vec()),
        membership: Some(Membership {
            roles: BTreeSet::from(["supervisor".to_owned(), "operator".to_owned()]),
            signature: [5; 64],
        }),
    };
    let slot = |epoch, people, erasure, drafts| Slot {
        epoch,
        team: TEAM,
        vault_key: KeyId([6; 16]),
        desk_public: PublicKeys {
            ed25519: [7; 32],
            x25519: [8; 32],
        },
        people,
        file_key: b"file".to_vec(),
        index_keys: b"index".to_vec(),
        desk_secrets: b"desk".to_vec(),
        recovery_grant: None,
        erasure,
        drafts,
    };
    [
        slot(
            EPOCH,
            BTreeMap::from([(PERSON, person)]),
            None,
            vec![b"draft".to_vec()],
        ),
        slot(
            EPOCH + 1,
            BTreeMap::new(),
            ErasureSecret::from_keychain(&[9; 32]),
            Vec::new(),
        ),
    ]
}

fn key_file(slots: impl IntoIterator<Item = Slot>) -> DeskKeysFile {
    let marks = Marks {
        no_keychain: true,
        demo: false,
        solo: true,
    };
    let mut file = DeskKeysFile::new(DESK, marks, seal::TeamId([10; 32]), [11; 16]);
    for slot in slots {
        file.put_slot(slot).unwrap();
    }
    file
}

// Finds: a field of version 2 asked of version 1, a default other than the one that is right for
// every old desk, or a digest that no longer is what the anchor of an old desk has.
#[test]
fn a_key_file_of_version_1_is_read_and_written_anew_as_version_2() {
    let frozen = vector(DESK_KEYS_1, "file");
    let read = DeskKeysFile::from_bytes(&frozen).unwrap();
    assert_eq!(
        (read.desk, read.marks, read.founding.0, read.name_salt),
        (DESK, key_file([]).marks, [10; 32], [11; 16])
    );
    assert_eq!(
        read.slots().map(|slot| slot.epoch).collect::<Vec<_>>(),
        [EPOCH, EPOCH + 1]
    );
    assert_eq!(read.slot(EPOCH).unwrap().people, frozen_slots()[0].people);
    assert_eq!(
        read.slot(EPOCH + 1)
            .unwrap()
            .erasure
            .as_ref()
            .unwrap()
            .expose(),
        &[9; 32]
    );
    let digest = vector(DESK_KEYS_1, "slot.digest");
    assert_eq!(read.slot(EPOCH).unwrap().digest()[..], digest);

    let rewritten = vector(DESK_KEYS_2, "rewritten");
    assert_eq!(hex::encode(&*read.to_bytes()), hex::encode(&rewritten));
    let again = DeskKeysFile::from_bytes(&rewritten).unwrap();
    assert_eq!(again.slot(EPOCH).unwrap().digest()[..], digest);
}

// Finds: another order or spelling of a field of version 2.
#[test]
fn the_key_file_is_written_and_read_as_on_the_first_day() {
    let [mut seven, mut eight] = frozen_slots();
    let approved = seven.people.get_mut(&PERSON).unwrap();
    approved.drk = 1;
    let proposed = PersonEntry {
        vault_grant: None,
        membership: None,
        ..approved.clone()
    };
    seven.people.insert([0xE6; 16], proposed);
    eight.recovery_grant = Some(b"recovery".to_vec());
    let (people, digests) = (seven.people.clone(), [seven.digest(), eight.digest()]);

    let frozen = vector(DESK_KEYS_2, "file");
    let written = key_file([seven, eight]).to_bytes();
    assert_eq!(hex::encode(&*written), hex::encode(&frozen));
    assert_eq!(digests[0][..], vector(DESK_KEYS_2, "slot.7.digest"));
    assert_eq!(digests[1][..], vector(DESK_KEYS_2, "slot.8.digest"));

    let read = DeskKeysFile::from_bytes(&frozen).unwrap();
    assert_eq!(read.slot(EPOCH).unwrap().people, people);
    assert_eq!(read.slot(EPOCH).unwrap().recovery_grant, None);
    let recovery = read.slot(EPOCH + 1).unwrap().recovery_grant.as_deref();
    assert_eq!(recovery, Some(&b"recovery"[..]));
}
