//! Credentials of institutions in the keychain, which lie under the vault key and change with it.

use std::collections::BTreeSet;

use casework::{Change, ChangeState};

use super::Next;
use crate::DeskFault;
use crate::desk::Desk;
use crate::institutions::{CredentialPlace, entry};

impl Desk {
    /// Names of all credentials that are, or may come, in force.
    fn credential_names(&self) -> BTreeSet<String> {
        let in_force = self
            .settings
            .institutions
            .values()
            .map(|it| it.credential.clone());
        let proposed = self
            .settings
            .changes
            .iter()
            .filter_map(|it| match &it.change {
                Change::SetInstitution(settings) if it.state == ChangeState::Proposed => {
                    Some(settings.credential.clone())
                }
                Change::SetInstitution(_)
                | Change::Enrol(_)
                | Change::SetRoles { .. }
                | Change::Dismiss { .. }
                | Change::Renew { .. }
                | Change::SetRecovery { .. }
                | Change::SetRetention(_)
                | Change::EraseCase { .. } => None,
            });
        in_force.chain(proposed).collect()
    }

    /// Seals each credential for the next epoch, beside the entry of this one. One that is lost already stays lost: it
    /// is told where it is used, and keeps nobody from changing keys.
    pub(super) fn seal_credentials_anew(&mut self, next: &Next) -> Result<(), DeskFault> {
        let Some(vault) = self.key_vault.clone() else {
            return Ok(());
        };
        for name in self.credential_names() {
            let Some(sealed) = vault.read(&entry(&name, self.epoch))? else {
                continue;
            };
            let place = |epoch| CredentialPlace {
                founding: self.founding,
                epoch,
            };
            let from = place(self.epoch).of(&name);
            let Ok(credential) =
                seal::unwrap::<_, seal::Credential>(&self.vault_key, &from, &sealed)
            else {
                continue;
            };
            let to = place(next.epoch).of(&name);
            let anew = seal::wrap(&next.vault_key, &to, &credential, &mut *self.rim.nonces);
            let beside = entry(&name, next.epoch);
            vault.write(&beside, &anew)?;
            // The old one goes with its epoch: a keychain that only said yes would lose the credential.
            if vault.read(&beside)?.is_none_or(|kept| kept[..] != anew[..]) {
                return Err(DeskFault::Keychain(ports::KeyVaultFault::Corrupt));
            }
        }
        Ok(())
    }

    /// Takes the entries of an epoch that is over, or did not come, out of the keychain. They open nothing any more;
    /// that one could not be removed is no reason to stop.
    pub(super) fn forget_credentials_of(&self, epoch: u64) {
        if let Some(vault) = &self.key_vault {
            for name in self.credential_names() {
                let _ = vault.delete(&entry(&name, epoch));
            }
        }
    }
}
