use std::sync::Arc;

use keyring_core::CredentialStore;
use ports::KeyVaultFault;

/// The system's keychain, reached. It lives on the thread that reached it.
pub(crate) struct Keyring {
    /// Where the entries are.
    pub(crate) store: Arc<CredentialStore>,
    /// Makes sure that the keychain is open to us. May wait for a person without end.
    ///
    /// Asked before each call, so that the wait happens before anything is read or changed, and so
    /// that "no such entry" is said of an open keychain only: some, locked, find nothing at all.
    pub(crate) unlock: Box<dyn Fn() -> Result<(), KeyVaultFault>>,
}

/// Reaches a keychain. One attempt.
pub(crate) type Open = dyn Fn() -> Result<Keyring, KeyVaultFault> + Send + Sync;

/// The Secret Service on the session's D-Bus.
#[cfg(target_os = "linux")]
pub(crate) fn open() -> Result<Keyring, KeyVaultFault> {
    use dbus_secret_service::{EncryptionType, SecretService};

    // No secret goes over this connection, so it needs no encryption.
    let service = SecretService::connect(EncryptionType::Plain).map_err(|error| {
        match secret_service_fault(error) {
            // A bus can be absent in many ways, and so can the service on it.
            KeyVaultFault::Refused(_) => KeyVaultFault::Missing,
            answered @ (KeyVaultFault::Missing
            | KeyVaultFault::Locked
            | KeyVaultFault::TimedOut
            | KeyVaultFault::Corrupt) => answered,
        }
    })?;
    let store = dbus_secret_service_keyring_store::Store::new().map_err(crate::fault::fault)?;
    let unlock = move || {
        let default = service
            .get_default_collection()
            .map_err(secret_service_fault)?;
        if default.is_locked().map_err(secret_service_fault)? {
            default.unlock().map_err(secret_service_fault)?;
        }
        Ok(())
    };
    Ok(Keyring {
        store,
        unlock: Box::new(unlock),
    })
}

/// What an error of the Secret Service itself means to the desk.
#[cfg(target_os = "linux")]
fn secret_service_fault(error: dbus_secret_service::Error) -> KeyVaultFault {
    use dbus_secret_service::Error;

    match error {
        Error::Locked | Error::Prompt => KeyVaultFault::Locked,
        // A service without a default keychain, as in WSL: nobody ever set one up.
        Error::NoResult | Error::Unavailable => KeyVaultFault::Missing,
        Error::Dbus(ref error)
            if matches!(
                error.name(),
                Some("org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.Timeout")
            ) =>
        {
            KeyVaultFault::TimedOut
        }
        Error::Crypto(_)
        | Error::Path(_)
        | Error::Parse
        | Error::Dbus(_)
        | Error::UnsupportedSecretFormat => KeyVaultFault::Refused(error.to_string()),
        _ => KeyVaultFault::Refused("the keychain gave an error this version does not know".into()),
    }
}

/// The login keychain; the system itself asks for what it needs. Untested.
#[cfg(target_os = "macos")]
pub(crate) fn open() -> Result<Keyring, KeyVaultFault> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(crate::fault::fault)?;
    Ok(Keyring {
        store,
        unlock: Box::new(|| Ok(())),
    })
}

/// The Credential Manager, open as long as the person is logged in. Untested.
#[cfg(target_os = "windows")]
pub(crate) fn open() -> Result<Keyring, KeyVaultFault> {
    let store = windows_native_keyring_store::Store::new().map_err(crate::fault::fault)?;
    Ok(Keyring {
        store,
        unlock: Box::new(|| Ok(())),
    })
}
