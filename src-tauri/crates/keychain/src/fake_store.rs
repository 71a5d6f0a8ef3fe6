//! A keychain for the tests, told to hang, lie, fail or break.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};

use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, Entry, Error, Result};
use ports::KeyVaultFault;

use crate::keyring::Keyring;

/// What the fake does at a step.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    #[default]
    Serves,
    /// Does not come back until told otherwise, then serves.
    Hangs,
    /// Says yes and does nothing.
    Lies,
    /// The system's own failure.
    Fails,
    /// Panics, as a library with a fault would.
    Breaks,
}

/// How the fake behaves at each of its steps.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Manners {
    pub(crate) open: Manner,
    pub(crate) unlock: Manner,
    pub(crate) get: Manner,
    pub(crate) set: Manner,
    pub(crate) delete: Manner,
}

/// The fake: entries by (service, user), and what was asked of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct FakeStore(Arc<Inside>);

#[derive(Debug, Default)]
struct Inside {
    manners: Mutex<Manners>,
    changed: Condvar,
    entries: Mutex<HashMap<(String, String), Vec<u8>>>,
    opened: Mutex<usize>,
}

impl FakeStore {
    /// A way to reach this store, for the vault.
    pub(crate) fn open(&self) -> std::result::Result<Keyring, KeyVaultFault> {
        *self.0.opened.lock().unwrap() += 1;
        self.0
            .step(|manners| manners.open)
            .map_err(crate::fault::fault)?;
        let inside = Arc::clone(&self.0);
        let unlock = move || {
            inside
                .step(|manners| manners.unlock)
                .map(drop)
                .map_err(crate::fault::fault)
        };
        Ok(Keyring {
            store: Arc::new(self.clone()),
            unlock: Box::new(unlock),
        })
    }

    pub(crate) fn behave(&self, manners: Manners) {
        *self.0.manners.lock().unwrap() = manners;
        self.0.changed.notify_all();
    }

    /// How often somebody reached for it.
    pub(crate) fn times_opened(&self) -> usize {
        *self.0.opened.lock().unwrap()
    }

    /// What lies under a service and user, as it lies there.
    pub(crate) fn stored(&self, service: &str, user: &str) -> Option<Vec<u8>> {
        self.0
            .entries
            .lock()
            .unwrap()
            .get(&(service.into(), user.into()))
            .cloned()
    }

    pub(crate) fn put(&self, service: &str, user: &str, stored: &[u8]) {
        self.0
            .entries
            .lock()
            .unwrap()
            .insert((service.into(), user.into()), stored.to_vec());
    }
}

impl Inside {
    /// Whether the step is to be done in truth.
    fn step(&self, which: impl Fn(&Manners) -> Manner) -> Result<bool> {
        let manners = self.manners.lock().unwrap();
        let hanging = |manners: &mut Manners| which(manners) == Manner::Hangs;
        let manner = which(&self.changed.wait_while(manners, hanging).unwrap());
        match manner {
            Manner::Serves | Manner::Hangs => Ok(true),
            Manner::Lies => Ok(false),
            Manner::Fails => Err(Error::PlatformFailure("the bus went away".into())),
            Manner::Breaks => panic!("a fault in the library"),
        }
    }
}

impl CredentialStoreApi for FakeStore {
    fn vendor(&self) -> String {
        "fake".into()
    }

    fn id(&self) -> String {
        "fake".into()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let credential = FakeCredential {
            inside: Arc::clone(&self.0),
            key: (service.into(), user.into()),
        };
        Ok(Entry::new_with_credential(Arc::new(credential)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Debug)]
struct FakeCredential {
    inside: Arc<Inside>,
    key: (String, String),
}

impl CredentialApi for FakeCredential {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        if self.inside.step(|manners| manners.set)? {
            self.inside
                .entries
                .lock()
                .unwrap()
                .insert(self.key.clone(), secret.to_vec());
        }
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.inside.step(|manners| manners.get)?;
        self.inside
            .entries
            .lock()
            .unwrap()
            .get(&self.key)
            .cloned()
            .ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        if self.inside.step(|manners| manners.delete)? {
            return self
                .inside
                .entries
                .lock()
                .unwrap()
                .remove(&self.key)
                .map(drop)
                .ok_or(Error::NoEntry);
        }
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some(self.key.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
