//! People of an open desk: taking on, other roles, leaving, a lost or a new passphrase.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use casework::{
    Change, DeskCommand, Enrolment, KeyChangeCause, PersonId, PublicKeys, RecordId, Refusal, Role,
};
use record::charter::join_message;
use seal::{Passphrase, PersonSecrets};

use crate::desk::Desk;
use crate::founding::{Joining, check_joining, choose};
use crate::key_change::{KeyChange, KeyChangeProgress};
use crate::key_file_care::renewal_id;
use crate::{DeskFault, HouseRefusal};

impl Desk {
    /// Proposes to take somebody on. They chose their passphrase themselves and sign with their own key; they can sign
    /// in once a second person has approved it.
    ///
    /// # Errors
    /// An unfit name, passphrase or role; a name that is taken; the administrator's role missing.
    pub fn propose_enrolment(&mut self, joining: &Joining<'_>) -> Result<RecordId, DeskFault> {
        check_joining(joining)?;
        let passphrase = choose(joining, self.marks.no_keychain)?;
        let person = PersonId::from_bytes(self.rim.fresh());
        let secrets = PersonSecrets::generate(&mut *self.rim.nonces);
        let name = joining.name.trim();
        let change = Change::Enrol(Enrolment {
            person,
            name: name.to_owned(),
            roles: joining.roles.clone(),
            keys: public(&secrets),
            signature: self.joined(person, &joining.roles, &secrets),
        });
        self.propose_with_keys(
            change,
            person,
            *person.as_bytes(),
            name,
            &passphrase,
            &secrets,
        )
    }

    /// Proposes new keys for somebody who lost their passphrase, under one they choose now. The old keys sign nothing
    /// more once a second person has approved it.
    ///
    /// # Errors
    /// As for taking on; nobody of that name.
    pub fn propose_renewal(
        &mut self,
        name: &str,
        new_passphrase: &str,
    ) -> Result<RecordId, DeskFault> {
        let person = self.person_named(name)?;
        let roles: BTreeSet<Role> = self.roster.roles(person).iter().copied().collect();
        let name = self.roster.name(person).unwrap_or_default().to_owned();
        let joining = Joining {
            name: &name,
            roles: roles.clone(),
            passphrase: new_passphrase,
        };
        let passphrase = choose(&joining, self.marks.no_keychain)?;
        let secrets = PersonSecrets::generate(&mut *self.rim.nonces);
        let keys = public(&secrets);
        let change = Change::Renew {
            person,
            keys,
            signature: self.joined(person, &roles, &secrets),
        };
        let entry = renewal_id(&keys);
        self.propose_with_keys(change, person, entry, &name, &passphrase, &secrets)
    }

    /// Proposes other roles for somebody.
    ///
    /// # Errors
    /// Nobody of that name; roles that cannot be held together; a roster that could not run the desk.
    pub fn propose_roles(
        &mut self,
        name: &str,
        roles: BTreeSet<Role>,
    ) -> Result<RecordId, DeskFault> {
        let person = self.person_named(name)?;
        self.propose_change(Change::SetRoles { person, roles })
    }

    /// Proposes to let somebody go.
    ///
    /// # Errors
    /// Nobody of that name; a roster that could not run the desk.
    pub fn propose_dismissal(&mut self, name: &str) -> Result<RecordId, DeskFault> {
        let person = self.person_named(name)?;
        self.propose_change(Change::Dismiss { person })
    }

    /// Gives the person signed in a new passphrase, with a change of all keys: what the old one opened opens nothing.
    ///
    /// # Errors
    /// The old passphrase is wrong, the new one unfit; as for a key change.
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        self.not_in_quarantine()?;
        let me = self.person;
        self.check_passphrase(old)?;
        let name = self.roster.name(me).unwrap_or_default().to_owned();
        let joining = Joining {
            name: &name,
            roles: self.roles().iter().copied().collect(),
            passphrase: new,
        };
        let passphrase = choose(&joining, self.marks.no_keychain)?;
        let newest = self.newest_desk_secret();
        let entry = self.new_entry(me, &name, &passphrase, None, newest)?;
        let change = KeyChange {
            cause: KeyChangeCause::Passphrase,
            entry: Some((*me.as_bytes(), entry)),
            retire: &[],
        };
        self.change_keys(change, progress)
    }

    /// Whether this is the passphrase of the person signed in.
    ///
    /// # Errors
    /// [`HouseRefusal::SignInFailed`] where it is not.
    pub fn check_passphrase(&self, typed: &str) -> Result<(), DeskFault> {
        let mine = *self.person.as_bytes();
        let slot = self.key_file.slot(self.epoch);
        let entry = slot
            .and_then(|it| it.people.get(&mine))
            .ok_or(DeskFault::KeysDamaged)?;
        let kek = seal::PersonKek::derive(
            self.desk_secret(entry.drk)?.as_ref(),
            &Passphrase::entered(typed),
            &entry.argon2,
            entry.kek_team,
            *self.id.as_bytes(),
            mine,
            entry.kek_epoch,
        );
        let place = seal::WrapContext {
            team: entry.kek_team,
            subject: mine,
            epoch: entry.kek_epoch,
        };
        match seal::unwrap::<_, PersonSecrets>(&kek, &place, &entry.secrets) {
            Ok(_) => Ok(()),
            Err(_) => Err(HouseRefusal::SignInFailed.into()),
        }
    }

    /// Somebody who is of the desk now, by their name as people read names.
    fn person_named(&self, name: &str) -> Result<PersonId, DeskFault> {
        let folded = |text: &str| {
            let lower = text.to_lowercase();
            lower.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let wanted = folded(name);
        let found = self
            .roster
            .people()
            .find(|(_, person)| folded(&person.name) == wanted);
        found
            .map(|(id, _)| id)
            .ok_or_else(|| Refusal::NoSuchPerson.into())
    }

    fn joined(
        &self,
        person: PersonId,
        roles: &BTreeSet<Role>,
        secrets: &PersonSecrets,
    ) -> [u8; 64] {
        let team = record::TeamId(self.team.0);
        secrets.sign(&join_message(team, person, roles, &public(secrets)))
    }

    /// The proposal on record, and the new keys beside it in the key file. The rules are asked first: what is refused
    /// leaves nothing behind.
    fn propose_with_keys(
        &mut self,
        change: Change,
        person: PersonId,
        entry_id: [u8; 16],
        name: &str,
        passphrase: &Passphrase,
        secrets: &PersonSecrets,
    ) -> Result<RecordId, DeskFault> {
        let events = self.decide_change(&DeskCommand::ProposeChange(change))?;
        let newest = self.newest_desk_secret();
        let entry = self.new_entry(person, name, passphrase, Some(secrets), newest)?;
        let id = self.write_desk_events(&events, None)?;
        // A crash in between leaves a proposal whose keys are nowhere: it can be turned down and made again.
        self.change_slot(|slot| {
            slot.people.insert(entry_id, entry);
        })?;
        Ok(id)
    }
}

fn public(secrets: &PersonSecrets) -> PublicKeys {
    let seal::PublicKeys { ed25519, x25519 } = secrets.public();
    PublicKeys { ed25519, x25519 }
}
