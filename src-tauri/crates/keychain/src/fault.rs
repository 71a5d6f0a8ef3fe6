use keyring_core::Error;
use ports::KeyVaultFault;
use zeroize::Zeroize;

/// What an error of the keychain means to the desk.
///
/// `NoEntry` is told apart by those who call: to them it is an answer. An error that carries the
/// stored bytes is wiped here; of the others only the system's words are kept.
pub(crate) fn fault(error: Error) -> KeyVaultFault {
    match error {
        Error::NoStorageAccess(_) => KeyVaultFault::Locked,
        Error::NoDefaultStore => KeyVaultFault::Missing,
        Error::BadEncoding(mut stored) | Error::BadDataFormat(mut stored, _) => {
            stored.zeroize();
            KeyVaultFault::Corrupt
        }
        Error::BadStoreFormat(_) | Error::Ambiguous(_) | Error::NoEntry => KeyVaultFault::Corrupt,
        Error::PlatformFailure(_)
        | Error::TooLong(..)
        | Error::Invalid(..)
        | Error::NotSupportedByStore(_) => KeyVaultFault::Refused(error.to_string()),
        // The enum may grow in a minor version: what is not known yet is not tried again.
        _ => KeyVaultFault::Refused("the keychain gave an error this version does not know".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &[u8] = b"stored-secret";

    fn boxed(words: &str) -> Box<dyn std::error::Error + Send + Sync> {
        words.to_owned().into()
    }

    #[test]
    fn every_error_of_the_keychain_is_one_of_our_faults() {
        let refused = |words: &str| KeyVaultFault::Refused(words.to_owned());
        let table = [
            (
                Error::NoStorageAccess(boxed("locked")),
                KeyVaultFault::Locked,
            ),
            (Error::NoDefaultStore, KeyVaultFault::Missing),
            (Error::BadEncoding(STORED.to_vec()), KeyVaultFault::Corrupt),
            (
                Error::BadDataFormat(STORED.to_vec(), boxed("padding")),
                KeyVaultFault::Corrupt,
            ),
            (Error::BadStoreFormat("torn".into()), KeyVaultFault::Corrupt),
            (Error::Ambiguous(Vec::new()), KeyVaultFault::Corrupt),
            (Error::NoEntry, KeyVaultFault::Corrupt),
            (
                Error::PlatformFailure(boxed("bus gone")),
                refused("Platform failure: bus gone"),
            ),
            (
                Error::TooLong("password".into(), 2560),
                refused("Value of 'password' is longer than the platform limit of 2560 chars"),
            ),
            (
                Error::Invalid("user".into(), "cannot be empty".into()),
                refused("Value of 'user' is invalid: cannot be empty"),
            ),
            (
                Error::NotSupportedByStore("no".into()),
                refused("Unsupported: no"),
            ),
        ];
        for (error, expected) in table {
            let named = format!("{error:?}");
            assert_eq!(fault(error), expected, "{named}");
        }
    }
}
