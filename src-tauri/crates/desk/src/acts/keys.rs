//! The keys of the desk as they may be shown: which there are and what lies under which, never a key.

use ledger::Bucket;

use crate::DeskFault;
use crate::desk::Desk;

/// Where a key lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the operating system's keychain.
    Keychain,
    /// In the file beside the store.
    KeyFile,
    /// In the store.
    Store,
}

/// Keys of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Which: a stable word.
    pub key: &'static str,
    /// The month, for the bucket of a month.
    pub bucket: Option<Bucket>,
    /// Where it lies.
    pub lies: KeyPlace,
    /// What it lies under: a word of `key`, or `passphrase`.
    pub under: Option<&'static str>,
    /// How many there are; for a bucket, how many keys it wraps.
    pub count: u64,
    /// When it was made, milliseconds since 1970, where that is on record.
    pub since_ms: Option<i64>,
}

impl Desk {
    /// The keys of the desk, from the keychain down to the cases.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn key_inventory(&self) -> Result<Vec<KeyRow>, DeskFault> {
        let slot = self
            .key_file
            .slot(self.epoch)
            .ok_or(DeskFault::KeysDamaged)?;
        let changed = self.roster.key_changes().last().map(|it| it.at_ms);
        let granted = slot.people.values().filter(|it| it.vault_grant.is_some());
        let mut secrets: Vec<u64> = slot.people.values().map(|it| it.drk).collect();
        secrets.sort_unstable();
        secrets.dedup();
        let (keychain, people) = (self.key_vault.is_some(), slot.people.len() as u64);
        let row = |key, lies, under, count, since_ms| KeyRow {
            key,
            bucket: None,
            lies,
            under,
            count,
            since_ms,
        };
        use KeyPlace::{KeyFile, Keychain, Store};
        let mut rows = Vec::new();
        if keychain {
            rows.push(row(
                "desk_secret",
                Keychain,
                None,
                secrets.len() as u64,
                None,
            ));
        }
        let beside = if keychain { Keychain } else { KeyFile };
        rows.push(row("erasure_secret", beside, None, 1, changed));
        rows.push(row(
            "person_keys",
            KeyFile,
            Some("passphrase"),
            people,
            None,
        ));
        let grants = granted.count() as u64;
        rows.push(row(
            "vault_key",
            KeyFile,
            Some("person_keys"),
            grants,
            changed,
        ));
        if slot.recovery_grant.is_some() {
            rows.push(row(
                "recovery_grant",
                KeyFile,
                Some("vault_key"),
                1,
                changed,
            ));
        }
        rows.push(row("file_key", KeyFile, Some("erasure_secret"), 1, changed));
        rows.push(row("index_keys", KeyFile, Some("vault_key"), 1, None));
        rows.push(row("desk_keys", KeyFile, Some("vault_key"), 1, None));
        let credentials = self.settings.institutions.len() as u64;
        let lies = if keychain { Keychain } else { Store };
        rows.push(row(
            "credentials",
            lies,
            Some("vault_key"),
            credentials,
            None,
        ));
        for (bucket, count) in self.ledger.counts_by_erase_month()? {
            let (key, since_ms) = match bucket {
                Bucket::Open => ("bucket_open", changed),
                Bucket::Desk => ("bucket_desk", None),
                Bucket::Month { .. } => ("bucket_month", None),
            };
            rows.push(KeyRow {
                bucket: Some(bucket),
                ..row(key, Store, Some("erasure_secret"), count, since_ms)
            });
        }
        Ok(rows)
    }
}
