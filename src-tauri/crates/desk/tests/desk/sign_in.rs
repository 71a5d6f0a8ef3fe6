//! Signing in: what opens the desk, and what is told where it does not open.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use desk::{DeskFault, HouseRefusal};
use ledger::LedgerFault;
use ports::KeyVaultFault;
use testkit::{KeychainMood, MemoryKeychain};

use crate::house::{House, LIN, ZHAO, house};

/// The longest a person waits to hear what is wrong (the twin answers at once; the real keychain within its 3 s).
const LIMIT: Duration = Duration::from_secs(4);

fn files(house: &House) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(house.path()).unwrap().map(Result::unwrap);
    entries
        .map(|it| {
            (
                it.file_name().into_string().unwrap(),
                fs::read(it.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_wrong_name_and_a_wrong_passphrase_get_the_same_answer_and_change_nothing_but_their_log() {
    let desk = House::open();
    let before = files(&desk);
    let failed = house(HouseRefusal::SignInFailed);
    let nobody = "Wang";
    for (name, passphrase) in [
        (LIN.name, "blue kettles on monday morning"),
        (nobody, LIN.passphrase),
        (nobody, ZHAO.passphrase),
        (nobody, ""),
        (LIN.name, ZHAO.passphrase),
    ] {
        let begun = Instant::now();
        assert_eq!(
            desk.try_sign_in(name, passphrase).unwrap_err(),
            failed,
            "{name}"
        );
        assert!(begun.elapsed() < LIMIT);
    }
    let mut after = files(&desk);
    assert!(after.remove("desk.signins").is_some());
    assert!(after == before, "the desk is untouched");
    desk.sign_in(&LIN);
}

#[test]
fn a_name_is_known_however_it_is_typed() {
    let house = House::open();
    assert!(house.try_sign_in(" Ｚhao Ming", ZHAO.passphrase).is_ok());
}

#[test]
fn a_keychain_that_does_not_serve_is_told_and_told_apart() {
    let house = House::open();
    let table = [
        (KeychainMood::Missing, KeyVaultFault::Missing),
        (KeychainMood::Locked, KeyVaultFault::Locked),
        (KeychainMood::Hanging, KeyVaultFault::TimedOut),
        (
            KeychainMood::Refusing("not for you".into()),
            KeyVaultFault::Refused("not for you".into()),
        ),
    ];
    let before = files(&house);
    for (mood, fault) in table {
        house.keychain.behave(mood);
        let begun = Instant::now();
        // Before the passphrase is asked: a wrong one would not help to tell.
        for passphrase in [LIN.passphrase, "wrong"] {
            assert_eq!(
                house.try_sign_in(LIN.name, passphrase).unwrap_err(),
                DeskFault::Keychain(fault.clone())
            );
        }
        assert!(begun.elapsed() < LIMIT);
    }
    assert_eq!(files(&house), before);
    house.keychain.behave(KeychainMood::Sound);
    house.sign_in(&LIN);
}

#[test]
fn a_desk_is_not_made_where_the_keychain_does_not_serve() {
    let house = House::empty();
    for mood in [
        KeychainMood::Missing,
        KeychainMood::Locked,
        KeychainMood::Hanging,
        KeychainMood::HangingAfter,
    ] {
        house.keychain.behave(mood);
        assert!(matches!(house.create(&LIN), Err(DeskFault::Keychain(_))));
        let gone = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
        assert_eq!(gone, DeskFault::Ledger(LedgerFault::NoDeskHere));
    }
    house.keychain.behave(KeychainMood::Sound);
    house.create(&LIN).unwrap();
}

#[test]
fn another_keychain_lacks_what_the_desk_needs() {
    let mut house = House::open();
    house.keychain = MemoryKeychain::default();
    let missing = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
    assert_eq!(missing, DeskFault::KeychainEntryMissing);
}

/// Mutation: told as `KeysDamaged` by `outdated_or_missing`, a lost entry sends people to the wrong place.
#[test]
fn each_lost_or_damaged_entry_of_the_keychain_is_told() {
    use ports::KeyVault;

    for entry in ["drk", "es.1"] {
        let house = House::open();
        let id = desk_id(&house);
        house.keychain.damage(id, entry);
        let fault = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
        assert_eq!(
            fault,
            DeskFault::Keychain(KeyVaultFault::Corrupt),
            "{entry}"
        );

        let vault = house.keychain.vault(id);
        vault.delete(entry).unwrap();
        let fault = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
        assert_eq!(fault, DeskFault::KeychainEntryMissing, "{entry}");

        vault.write(entry, b"not 32 bytes").unwrap();
        let fault = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
        assert_eq!(fault, DeskFault::KeychainEntryMissing, "{entry}");
    }
    testkit::fault_pool::tally("T13", "lost, damaged and unfit entries", 6, "each was told");
}

/// Mutation: with the file that does not open told as `KeychainEntryMissing`, an entry is sought that is there.
#[test]
fn a_secret_of_another_desk_opens_nothing() {
    use ports::KeyVault;

    let house = House::open();
    let vault = house.keychain.vault(desk_id(&house));
    vault.write("es.1", &[7; 32]).unwrap();
    assert_eq!(
        house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err(),
        DeskFault::KeysDamaged
    );
    vault.write("drk", &[7; 32]).unwrap();
    assert_eq!(
        house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::SignInFailed)
    );
    testkit::fault_pool::tally("T13", "wrong values", 2, "each was told");
}

#[test]
fn a_folder_without_desk_and_a_damaged_key_file_are_told_apart() {
    let house = House::empty();
    let nothing = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
    assert_eq!(nothing, DeskFault::Ledger(LedgerFault::NoDeskHere));
    house.create(&LIN).unwrap();
    fs::write(house.path().join("desk.keys"), b"something else").unwrap();
    assert_eq!(
        house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err(),
        DeskFault::KeysDamaged
    );
}

fn desk_id(house: &House) -> casework::DeskId {
    let keys = fs::read(house.path().join("desk.keys")).unwrap();
    let file = seal::desk_keys::DeskKeysFile::from_bytes(&keys).unwrap();
    casework::DeskId::from_bytes(file.desk)
}
