use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::DeskId;
use ports::{EntryName, KeyVault, KeyVaultFault};
use zeroize::Zeroizing;

/// How the keychain in memory behaves from now on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum KeychainMood {
    /// As its port promises.
    #[default]
    Sound,
    /// No keychain runs in this session.
    Missing,
    /// It is locked.
    Locked,
    /// Every call times out, and nothing was done. Answered without the wait.
    Hanging,
    /// Every call times out, and yet the write or delete took place.
    HangingAfter,
    /// It says yes to every write and delete, and keeps what it had.
    Lying,
    /// The system refuses, in these words.
    Refusing(String),
}

/// A keychain in memory, shared by the vaults of all desks made from it and from its clones.
#[derive(Debug, Default, Clone)]
pub struct MemoryKeychain(Arc<Mutex<Inside>>);

#[derive(Debug, Default)]
struct Inside {
    mood: KeychainMood,
    /// After so many more writes and removals, this mood.
    later: Option<(u32, KeychainMood)>,
    entries: HashMap<(DeskId, String), Stored>,
}

#[derive(Clone)]
enum Stored {
    Value(Zeroizing<Vec<u8>>),
    Damaged,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(…)"),
            Self::Damaged => f.write_str("Damaged"),
        }
    }
}

impl MemoryKeychain {
    /// The desk's vault in this keychain.
    pub fn vault(&self, desk: DeskId) -> MemoryVault {
        MemoryVault {
            keychain: self.clone(),
            desk,
        }
    }

    /// Sets the mood for every vault of this keychain.
    pub fn behave(&self, mood: KeychainMood) {
        self.inside().mood = mood;
    }

    /// Sets the mood that begins after so many more writes and removals.
    pub fn behave_after(&self, changes: u32, mood: KeychainMood) {
        self.inside().later = Some((changes, mood));
    }

    /// A keychain of its own with the entries of this one as they are now, in a sound mood: what a restart finds.
    pub fn fork(&self) -> Self {
        let entries = self.inside().entries.clone();
        let inside = Inside {
            entries,
            ..Inside::default()
        };
        Self(Arc::new(Mutex::new(inside)))
    }

    /// Puts the entries of another keychain in the place of this one's: an older state of it, brought back.
    pub fn become_as(&self, other: &Self) {
        let entries = other.inside().entries.clone();
        self.inside().entries = entries;
    }

    /// Damages one entry, whether it was there or not: reading it is `Corrupt` until it is written again.
    pub fn damage(&self, desk: DeskId, entry: EntryName<'_>) {
        self.inside()
            .entries
            .insert((desk, entry.to_owned()), Stored::Damaged);
    }

    /// The names of the desk's entries, sorted.
    pub fn names(&self, desk: DeskId) -> Vec<String> {
        let inside = self.inside();
        let mut names: Vec<_> = inside
            .entries
            .keys()
            .filter(|(of, _)| *of == desk)
            .map(|(_, name)| name.clone())
            .collect();
        names.sort();
        names
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One desk's [`KeyVault`] in a [`MemoryKeychain`].
#[derive(Debug, Clone)]
pub struct MemoryVault {
    keychain: MemoryKeychain,
    desk: DeskId,
}

impl MemoryVault {
    fn change(
        &self,
        act: impl FnOnce(&mut HashMap<(DeskId, String), Stored>),
    ) -> Result<(), KeyVaultFault> {
        let mut inside = self.keychain.inside();
        if let Some((left, mood)) = inside.later.take() {
            match left {
                0 => inside.mood = mood,
                left => inside.later = Some((left - 1, mood)),
            }
        }
        let answer = inside.mood.fault().map_or(Ok(()), Err);
        match inside.mood {
            KeychainMood::Sound | KeychainMood::HangingAfter => act(&mut inside.entries),
            KeychainMood::Missing
            | KeychainMood::Locked
            | KeychainMood::Hanging
            | KeychainMood::Lying
            | KeychainMood::Refusing(_) => {}
        }
        answer
    }
}

impl KeychainMood {
    fn fault(&self) -> Option<KeyVaultFault> {
        match self {
            Self::Sound | Self::Lying => None,
            Self::Missing => Some(KeyVaultFault::Missing),
            Self::Locked => Some(KeyVaultFault::Locked),
            Self::Hanging | Self::HangingAfter => Some(KeyVaultFault::TimedOut),
            Self::Refusing(words) => Some(KeyVaultFault::Refused(words.clone())),
        }
    }
}

impl KeyVault for MemoryVault {
    fn read(&self, entry: EntryName<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, KeyVaultFault> {
        let inside = self.keychain.inside();
        if let Some(fault) = inside.mood.fault() {
            return Err(fault);
        }
        match inside.entries.get(&(self.desk, entry.to_owned())) {
            None => Ok(None),
            Some(Stored::Value(value)) => Ok(Some(value.clone())),
            Some(Stored::Damaged) => Err(KeyVaultFault::Corrupt),
        }
    }

    fn write(&self, entry: EntryName<'_>, value: &[u8]) -> Result<(), KeyVaultFault> {
        self.change(|entries| {
            entries.insert(
                (self.desk, entry.to_owned()),
                Stored::Value(Zeroizing::new(value.to_vec())),
            );
        })
    }

    fn delete(&self, entry: EntryName<'_>) -> Result<(), KeyVaultFault> {
        self.change(|entries| {
            entries.remove(&(self.desk, entry.to_owned()));
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const DESK: DeskId = DeskId::from_bytes([1; 16]);

    #[test]
    fn the_twin_passes_the_conformance_suite() {
        let keychain = MemoryKeychain::default();
        ports::conformance::key_vault_conformance(|desk| Box::new(keychain.vault(desk)));
    }

    #[test]
    fn a_mood_with_a_fault_answers_every_call_with_it() {
        let table = [
            (KeychainMood::Missing, KeyVaultFault::Missing),
            (KeychainMood::Locked, KeyVaultFault::Locked),
            (KeychainMood::Hanging, KeyVaultFault::TimedOut),
            (
                KeychainMood::Refusing("no".into()),
                KeyVaultFault::Refused("no".into()),
            ),
        ];
        for (mood, fault) in table {
            let keychain = MemoryKeychain::default();
            let vault = keychain.vault(DESK);
            vault.write("drk", b"kept").unwrap();
            keychain.behave(mood);
            assert_eq!(vault.read("drk"), Err(fault.clone()));
            assert_eq!(vault.write("drk", b"lost"), Err(fault.clone()));
            assert_eq!(vault.delete("drk"), Err(fault));
            keychain.behave(KeychainMood::Sound);
            assert_eq!(**vault.read("drk").unwrap().unwrap(), *b"kept");
        }
    }

    #[test]
    fn a_call_that_hangs_after_the_act_has_done_it() {
        let keychain = MemoryKeychain::default();
        let vault = keychain.vault(DESK);
        keychain.behave(KeychainMood::HangingAfter);
        assert_eq!(vault.write("drk", b"kept"), Err(KeyVaultFault::TimedOut));
        keychain.behave(KeychainMood::Sound);
        assert_eq!(**vault.read("drk").unwrap().unwrap(), *b"kept");
    }

    #[test]
    fn a_lying_keychain_says_yes_and_keeps_what_it_had() {
        let keychain = MemoryKeychain::default();
        let vault = keychain.vault(DESK);
        vault.write("es.1", b"old").unwrap();
        keychain.behave(KeychainMood::Lying);
        assert_eq!(vault.write("es.2", b"new"), Ok(()));
        assert_eq!(vault.delete("es.1"), Ok(()));
        assert_eq!(vault.read("es.2"), Ok(None));
        assert_eq!(keychain.names(DESK), ["es.1"]);
    }

    #[test]
    fn a_mood_can_begin_later_and_a_fork_goes_its_own_way() {
        let keychain = MemoryKeychain::default();
        let vault = keychain.vault(DESK);
        keychain.behave_after(1, KeychainMood::Lying);
        vault.write("es.1", b"1").unwrap();
        let fork = keychain.fork();
        vault.write("es.2", b"2").unwrap();
        assert_eq!(keychain.names(DESK), ["es.1"]);
        fork.vault(DESK).write("es.3", b"3").unwrap();
        assert_eq!(fork.names(DESK), ["es.1", "es.3"]);
        assert_eq!(keychain.names(DESK), ["es.1"]);
        keychain.become_as(&fork);
        assert_eq!(keychain.names(DESK), ["es.1", "es.3"]);
    }

    #[test]
    fn a_damaged_entry_is_corrupt_until_it_is_written_again() {
        let keychain = MemoryKeychain::default();
        let vault = keychain.vault(DESK);
        keychain.damage(DESK, "anchor");
        assert_eq!(vault.read("anchor"), Err(KeyVaultFault::Corrupt));
        vault.write("anchor", b"1").unwrap();
        assert_eq!(**vault.read("anchor").unwrap().unwrap(), *b"1");
    }
}
