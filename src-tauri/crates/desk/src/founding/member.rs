//! Somebody who joins a founding desk.

use casework::{PersonId, Role};
use record::charter::membership_message;
use seal::desk_keys::{DeskKeysFile, Membership, PersonEntry, Slot};
use seal::{
    Argon2Cost, Argon2Params, DeskSecret, GrantContext, Passphrase, PassphraseRule, PersonKek,
    PersonName, PersonSecrets, PublicKeys, VaultKey, WrapContext, grant_vault_key,
};

use super::Joining;
use crate::{DeskFault, HouseRefusal, Rim};

/// What the key file keeps of somebody who joins: their keys under their own passphrase, the vault key under theirs.
pub(super) fn entry(
    file: &DeskKeysFile,
    slot: &Slot,
    desk_secret: Option<&DeskSecret>,
    vault_key: &VaultKey,
    joining: &Joining<'_>,
    passphrase: &Passphrase,
    rim: &mut Rim,
) -> Result<(PersonId, PersonEntry), DeskFault> {
    let cost = if file.marks.no_keychain {
        Argon2Cost::NO_KEYCHAIN
    } else {
        Argon2Cost::STANDARD
    };
    let id: [u8; 16] = rim.fresh();
    let person = PersonId::from_bytes(id);
    let nonces = &mut *rim.nonces;
    let argon2 = Argon2Params::fresh(cost, nonces);
    let kek = PersonKek::derive(
        desk_secret,
        passphrase,
        &argon2,
        slot.team,
        file.desk,
        id,
        slot.epoch,
    );
    let secrets = PersonSecrets::generate(nonces);
    let place = WrapContext {
        team: slot.team,
        subject: id,
        epoch: slot.epoch,
    };
    let grant = GrantContext {
        team: slot.team,
        grantee: id,
        key_id: vault_key.id(),
        epoch: slot.epoch,
    };
    let message = membership_message(
        &file.founding.0,
        &public(&slot.desk_public),
        person,
        &joining.roles,
        &public(&secrets.public()),
    );
    let joined = Joined {
        name: joining.name.trim(),
        public: secrets.public(),
        signature: secrets.sign(&message),
    };
    let entry = PersonEntry {
        name_digest: seal::desk_keys::name_digest(
            desk_secret,
            &file.name_salt,
            file.desk,
            joining.name,
        ),
        name: seal::wrap(vault_key, &place, &joined.encode(), nonces),
        public: secrets.public(),
        argon2,
        kek_team: slot.team,
        kek_epoch: slot.epoch,
        secrets: seal::wrap(&kek, &place, &secrets, nonces),
        vault_grant: Some(
            grant_vault_key(vault_key, &secrets.public().x25519, &grant, nonces)
                .map_err(|_| DeskFault::KeysDamaged)?,
        ),
        drk: 0,
        membership: Some(Membership {
            roles: joining
                .roles
                .iter()
                .map(|role| role.as_str().to_owned())
                .collect(),
            signature: joined.signature,
        }),
    };
    Ok((person, entry))
}

/// Who joined, as it is kept under the vault key: the name, and beside it the keys and the signature with which they
/// joined. Whoever can only write to the disk cannot put others in their place.
pub(super) struct Joined<'a> {
    pub(super) name: &'a str,
    public: PublicKeys,
    signature: [u8; 64],
}

impl<'a> Joined<'a> {
    /// Signature, Ed25519, X25519, and the name in what is left.
    fn encode(&self) -> PersonName {
        let PublicKeys { ed25519, x25519 } = &self.public;
        PersonName::new([&self.signature[..], ed25519, x25519, self.name.as_bytes()].concat())
    }

    pub(super) fn decode(kept: &'a PersonName) -> Option<Self> {
        let (signature, rest) = kept.expose().split_first_chunk::<64>()?;
        let (ed25519, rest) = rest.split_first_chunk::<32>()?;
        let (x25519, name) = rest.split_first_chunk::<32>()?;
        Some(Self {
            name: std::str::from_utf8(name).ok()?,
            public: PublicKeys {
                ed25519: *ed25519,
                x25519: *x25519,
            },
            signature: *signature,
        })
    }

    /// Whether the key file still says what the person joined with.
    pub(super) fn stands_in(&self, entry: &PersonEntry) -> bool {
        entry.public == self.public
            && entry
                .membership
                .as_ref()
                .is_some_and(|it| it.signature == self.signature)
    }
}

pub(super) fn public(keys: &PublicKeys) -> record::charter::PublicKeys {
    record::charter::PublicKeys {
        ed25519: keys.ed25519,
        x25519: keys.x25519,
    }
}

pub(crate) fn check_joining(joining: &Joining<'_>) -> Result<(), DeskFault> {
    let name = joining.name.trim();
    if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
        return Err(HouseRefusal::NameUnfit.into());
    }
    if !casework::roles_can_be_held(&joining.roles) {
        return Err(HouseRefusal::RolesUnfit.into());
    }
    Ok(())
}

pub(crate) fn choose(joining: &Joining<'_>, no_keychain: bool) -> Result<Passphrase, DeskFault> {
    let elevated = no_keychain
        || joining.roles.contains(&Role::Supervisor)
        || joining.roles.contains(&Role::Administrator);
    let rule = if elevated {
        PassphraseRule::Elevated
    } else {
        PassphraseRule::Ordinary
    };
    Ok(Passphrase::chosen(
        joining.passphrase,
        rule,
        &[joining.name],
    )?)
}
