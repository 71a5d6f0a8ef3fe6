//! The store of a desk of one, opened past the house: plain rusqlite with the right key.

use std::path::Path;

use rusqlite::Connection;
use seal::desk_keys::DeskKeysFile;
use seal::{
    DeskSecret, ErasureSecret, FileKey, GrantContext, Passphrase, PersonKek, PersonSecrets,
    StoreKey, WrapContext, accept_grant, unwrap,
};

use crate::desk_of_one;

pub(crate) fn open(dir: &Path, keychain: &testkit::MemoryKeychain) -> Connection {
    let store = Connection::open(dir.join("desk.db")).unwrap();
    let key = file_key(dir, keychain);
    store
        .execute_batch(&format!("PRAGMA key = \"{}\"", &*key.sqlcipher_pragma()))
        .unwrap();
    store
        .execute_batch("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
        .unwrap();
    store
}

/// The key of the store, by the way a person's passphrase and the keychain open it.
fn file_key(dir: &Path, keychain: &testkit::MemoryKeychain) -> FileKey {
    use ports::KeyVault as _;

    let file = DeskKeysFile::from_bytes(&std::fs::read(dir.join("desk.keys")).unwrap()).unwrap();
    let slot = file.slots().next_back().unwrap();
    let vault = keychain.vault(casework::DeskId::from_bytes(file.desk));
    let entry = |name: &str| vault.read(name).unwrap().unwrap();
    let desk_secret = DeskSecret::from_keychain(&entry("drk")).unwrap();
    let erasure = ErasureSecret::from_keychain(&entry(&format!("es.{}", slot.epoch))).unwrap();
    let (id, person) = slot.people.iter().next().unwrap();
    let passphrase = Passphrase::entered(desk_of_one::PASSPHRASE);
    let (team, epoch) = (person.kek_team, person.kek_epoch);
    let kek = PersonKek::derive(
        Some(&desk_secret),
        &passphrase,
        &person.argon2,
        team,
        file.desk,
        *id,
        epoch,
    );
    let secrets: PersonSecrets = unwrap(
        &kek,
        &WrapContext {
            team,
            subject: *id,
            epoch,
        },
        &person.secrets,
    )
    .unwrap();
    let grant = GrantContext {
        team: slot.team,
        grantee: *id,
        key_id: slot.vault_key,
        epoch: slot.epoch,
    };
    let vault_key = accept_grant(&secrets, &grant, person.vault_grant.as_ref().unwrap()).unwrap();
    let store_key = StoreKey::derive(&erasure, &vault_key, slot.team, slot.epoch);
    let place = WrapContext {
        team: slot.team,
        subject: file.desk,
        epoch: slot.epoch,
    };
    unwrap(&store_key, &place, &slot.file_key).unwrap()
}
