//! How institutions are reached, and where their credentials lie.
//!
//! A credential is sealed under the vault key and then kept in the keychain, so that reading it takes this session of
//! the operating system and a signed-in person. On a desk without keychain it is kept, sealed, in the store.

use casework::{Change, DeskCommand, InstitutionKind, InstitutionSettings, RecordId};
use ports::KeyVault;
use seal::{Credential, TeamId, VaultKey, WrapContext};
use url::{Host, Url};

use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal, Rim};

/// An institution set while founding, as the key file keeps it: JSON-free, one field a line, the sealed credential last.
pub(crate) struct Draft {
    pub(crate) settings: InstitutionSettings,
    /// The sealed credential, where there is no keychain for it.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl Draft {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut cbor = minicbor::Encoder::new(&mut bytes);
        let written = cbor
            .array(4)
            .and_then(|e| e.str(self.settings.kind.as_str()))
            .and_then(|e| e.str(&self.settings.url))
            .and_then(|e| e.str(&self.settings.credential))
            .and_then(|e| match &self.sealed {
                Some(sealed) => e.bytes(sealed),
                None => e.null(),
            });
        debug_assert!(written.is_ok(), "a vector takes every byte");
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut cbor = minicbor::Decoder::new(bytes);
        if cbor.array().ok()? != Some(4) {
            return None;
        }
        let settings = InstitutionSettings {
            kind: InstitutionKind::parse(cbor.str().ok()?)?,
            url: cbor.str().ok()?.to_owned(),
            credential: cbor.str().ok()?.to_owned(),
        };
        let sealed = cbor
            .decode::<Option<&minicbor::bytes::ByteSlice>>()
            .ok()?
            .map(|it| it.to_vec());
        Some(Self { settings, sealed })
    }
}

/// An address as the house takes one: `https://host`, or `http://` on this computer.
///
/// # Errors
/// [`HouseRefusal::UrlUnfit`], [`HouseRefusal::LoopbackOnly`], [`HouseRefusal::TlsNeeded`].
pub(crate) fn check_url(text: &str, loopback_only: bool) -> Result<(), HouseRefusal> {
    let url = Url::parse(text).map_err(|_| HouseRefusal::UrlUnfit)?;
    let loopback = match url.host().ok_or(HouseRefusal::UrlUnfit)? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(HouseRefusal::UrlUnfit);
    }
    match (url.scheme(), loopback) {
        ("http" | "https", true) => Ok(()),
        ("http" | "https", false) if loopback_only => Err(HouseRefusal::LoopbackOnly),
        ("https", false) => Ok(()),
        ("http", false) => Err(HouseRefusal::TlsNeeded),
        _ => Err(HouseRefusal::UrlUnfit),
    }
}

/// What a credential's seal is bound to beside its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CredentialPlace {
    pub(crate) founding: TeamId,
    pub(crate) epoch: u64,
}

impl CredentialPlace {
    pub(crate) fn of(self, name: &str) -> WrapContext {
        let mut subject = [0; 16];
        for (to, from) in subject.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        WrapContext {
            team: self.founding,
            subject,
            epoch: self.epoch,
        }
    }
}

/// A name for a new credential: 16 characters, never used before.
pub(crate) fn fresh_name(kind: InstitutionKind, rim: &mut Rim) -> String {
    let letter = match kind {
        InstitutionKind::TencentFaceid => 'f',
        InstitutionKind::TencentSms => 's',
    };
    let id = u64::from_le_bytes(rim.fresh());
    format!("{letter}{id:015x}").chars().take(16).collect()
}

pub(crate) fn seal_credential(
    vault_key: &VaultKey,
    place: CredentialPlace,
    name: &str,
    credential: &Credential,
    rim: &mut Rim,
) -> Vec<u8> {
    seal::wrap(vault_key, &place.of(name), credential, &mut *rim.nonces)
}

/// Puts a sealed credential into the keychain; answers whether there is one.
pub(crate) fn keep_sealed(
    vault: Option<&dyn KeyVault>,
    name: &str,
    epoch: u64,
    sealed: &[u8],
) -> Result<bool, DeskFault> {
    match vault {
        Some(vault) => vault
            .write(&entry(name, epoch), sealed)
            .map(|()| true)
            .map_err(DeskFault::from),
        None => Ok(false),
    }
}

/// The keychain's entry of a credential as it is sealed in an epoch.
pub(crate) fn entry(name: &str, epoch: u64) -> String {
    match epoch {
        0 | 1 => format!("credential.{name}"),
        later => format!("credential.{name}.{later}"),
    }
}

impl Desk {
    /// Proposes another way to reach an institution. It is in force once a second person has approved it.
    ///
    /// # Errors
    /// An unfit address; the administrator's role missing.
    pub fn propose_institution(
        &mut self,
        kind: InstitutionKind,
        url: &str,
        credential: &Credential,
    ) -> Result<RecordId, DeskFault> {
        check_url(url, self.marks.demo)?;
        let name = fresh_name(kind, &mut self.rim);
        let settings = InstitutionSettings {
            kind,
            url: url.to_owned(),
            credential: name.clone(),
        };
        let change = Change::SetInstitution(settings);
        let events = self.decide_change(&DeskCommand::ProposeChange(change))?;
        let place = CredentialPlace {
            founding: self.founding,
            epoch: self.epoch,
        };
        let sealed = seal_credential(&self.vault_key, place, &name, credential, &mut self.rim);
        let kept = keep_sealed(self.key_vault.as_deref(), &name, self.epoch, &sealed)?;
        let in_store = (!kept).then(|| (name.clone(), sealed));
        self.write_desk_events(&events, in_store)
            .inspect_err(|_| self.forget_credential(&name))
    }

    /// Takes a credential that nobody will need out of the keychain. That it could not be removed changes nothing about
    /// the act that left it behind: it is sealed, and no settings name it.
    pub(crate) fn forget_credential(&self, name: &str) {
        if let Some(vault) = &self.key_vault {
            let _ = vault.delete(&entry(name, self.epoch));
        }
    }

    /// How an institution is reached, with its credential, for the adapter that will call it.
    ///
    /// # Errors
    /// A keychain that does not serve, or lost the credential.
    pub fn institution(
        &self,
        kind: InstitutionKind,
    ) -> Result<Option<(InstitutionSettings, Credential)>, DeskFault> {
        let Some(settings) = self.settings.institutions.get(&kind) else {
            return Ok(None);
        };
        let sealed = match &self.key_vault {
            Some(vault) => vault
                .read(&entry(&settings.credential, self.epoch))?
                .map(|it| it.to_vec()),
            None => self.ledger.credential(&settings.credential)?,
        };
        let sealed = sealed.ok_or(DeskFault::KeychainEntryMissing)?;
        let place = CredentialPlace {
            founding: self.founding,
            epoch: self.epoch,
        };
        let credential = seal::unwrap(&self.vault_key, &place.of(&settings.credential), &sealed)
            .map_err(|_| DeskFault::KeychainEntryMissing)?;
        Ok(Some((settings.clone(), credential)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_this_computer_only_tls_is_spoken() {
        assert_eq!(
            check_url("https://faceid.tencentcloudapi.com", false),
            Ok(())
        );
        assert_eq!(
            check_url("http://faceid.tencentcloudapi.com", false),
            Err(HouseRefusal::TlsNeeded)
        );
        assert_eq!(check_url("http://127.0.0.1:4010", false), Ok(()));
    }

    #[test]
    fn a_founding_or_demo_desk_talks_to_this_computer_only() {
        assert_eq!(
            check_url("https://faceid.tencentcloudapi.com", true),
            Err(HouseRefusal::LoopbackOnly)
        );
        assert_eq!(check_url("http://[::1]:4010", true), Ok(()));
        assert_eq!(check_url("http://localhost:4010", true), Ok(()));
        assert_eq!(
            check_url("http://localhost.example.com", true),
            Err(HouseRefusal::LoopbackOnly)
        );
    }

    #[test]
    fn an_address_with_a_secret_or_a_query_in_it_is_no_address() {
        for text in [
            "https://user:secret@host",
            "https://host/?key=1",
            "ftp://127.0.0.1",
            "127.0.0.1:4010",
            "",
        ] {
            assert_eq!(
                check_url(text, false),
                Err(HouseRefusal::UrlUnfit),
                "{text}"
            );
        }
    }
}
