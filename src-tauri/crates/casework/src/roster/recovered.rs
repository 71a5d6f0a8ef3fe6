//! The first record after a recovery: everybody of before is gone, and who runs the desk from here on stands in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{KeyChange, KeyChangeCause, PublicKeys, RECOVERY, Roster, roles_can_be_held, term};
use crate::{PersonId, Refusal, Role};

/// What two shares of the recovery secret bring into force. Signed with the recovery key that was in force before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The newest record that was recovered: its place and its hash.
    pub head: (u64, [u8; 32]),
    /// The desk's keys from here on.
    pub desk: PublicKeys,
    /// The recovery secret in force from here on; none until two people set one.
    pub recovery: Option<PublicKeys>,
    /// Who holds that secret's shares; empty where there is none.
    pub holders: String,
    /// The key epoch that begins.
    pub epoch: u64,
    /// Its vault key's id.
    pub vault_key: [u8; 16],
    /// Who is of the desk from here on.
    pub people: Vec<Rejoined>,
}

/// Somebody who is of the desk after a recovery, with keys of their own making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejoined {
    /// Who. Somebody who was of the desk before keeps their id, so that the rules of two people know them.
    pub person: PersonId,
    /// The name colleagues see.
    pub name: String,
    /// What they may be.
    pub roles: BTreeSet<Role>,
    /// Their keys.
    pub keys: PublicKeys,
    /// Their own signature over team, person, roles and keys.
    pub signature: [u8; 64],
}

impl Roster {
    pub(super) fn recover(&mut self, recovered: &Recovered, seq: u64, at_ms: i64) {
        for person in self.people.values_mut() {
            if let Some(last) = person.terms.last_mut()
                && last.until_seq.is_none()
            {
                last.until_seq = Some(seq);
            }
        }
        if let Some(last) = self.desk.last_mut() {
            last.until_seq = Some(seq);
        }
        let nothing = BTreeSet::new();
        self.desk.push(term(recovered.desk, &nothing, seq));
        for person in &recovered.people {
            self.begin_term(
                person.person,
                &person.name,
                term(person.keys, &person.roles, seq),
            );
        }
        if let Some(keys) = recovered.recovery {
            self.begin_term(RECOVERY, &recovered.holders, term(keys, &nothing, seq));
        }
        self.key_change_due = None;
        self.key_changes.push(KeyChange {
            epoch: recovered.epoch,
            at_ms,
            cause: KeyChangeCause::Recovery,
        });
    }

    /// Whether a recovery may make these people the people of this desk.
    ///
    /// # Errors
    /// Roles that cannot be held, the same person or name twice, or a roster that could not run the desk.
    pub fn may_be_recovered_by(&self, people: &[Rejoined]) -> Result<(), Refusal> {
        let mut held: BTreeMap<PersonId, Vec<Role>> = BTreeMap::new();
        let mut names = BTreeSet::new();
        for person in people {
            if !roles_can_be_held(&person.roles) {
                return Err(Refusal::RolesUnfit);
            }
            let roles = person.roles.iter().copied().collect();
            let again = held.insert(person.person, roles).is_some();
            if again || person.person == RECOVERY || !names.insert(super::folded(&person.name)) {
                return Err(Refusal::NameTaken);
            }
        }
        // One person on a desk for one, for ever.
        if self.solo && people.len() != 1 {
            return Err(Refusal::RolesUnfit);
        }
        match self.lacking(&held) {
            Some(lacking) => Err(Refusal::RosterWouldLack(lacking)),
            None => Ok(()),
        }
    }

    /// Somebody who ever was of the desk and has this name, as people read names.
    pub fn ever_named(&self, name: &str) -> Option<PersonId> {
        let wanted = super::folded(name);
        let mut named = self.everybody();
        named
            .find(|(_, person)| super::folded(&person.name) == wanted)
            .map(|(id, _)| id)
    }

    /// The same roster with who holds the shares of the recovery secret that stands in the charter.
    #[must_use]
    pub fn with_recovery_holders(mut self, holders: &str) -> Self {
        if let Some(recovery) = self.people.get_mut(&RECOVERY) {
            holders.clone_into(&mut recovery.name);
        }
        self
    }
}
