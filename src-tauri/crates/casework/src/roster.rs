//! The people of a desk: who joined, what they may be, with which keys, and from which record to which.

mod recovered;

use std::collections::{BTreeMap, BTreeSet};

use crate::erasure::Erasure;
use crate::{Actor, CaseId, PersonId, Role};

pub use self::recovered::{Recovered, Rejoined};

/// Public keys of a person, the desk or the recovery secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKeys {
    /// Checks signatures.
    pub ed25519: [u8; 32],
    /// Takes grants.
    pub x25519: [u8; 32],
}

/// Stands for the recovery secret where a person stands: in its grant, and as actor of the first record after a
/// recovery. No person has it: theirs are random.
pub const RECOVERY: PersonId = PersonId::from_bytes(*b"recovery        ");

/// Somebody is taken on, gets other roles, or new keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who; [`RECOVERY`] for the recovery secret, which has no roles.
    pub person: PersonId,
    /// The name colleagues see; for the recovery secret, who holds its shares.
    pub name: String,
    /// What they may be from now on.
    pub roles: BTreeSet<Role>,
    /// Their keys from now on.
    pub keys: PublicKeys,
    /// Their own signature over person, roles and keys, where the keys are new; an approver cannot make it.
    pub signature: Option<[u8; 64]>,
    /// The hash of the proposal that was approved.
    pub proposal: [u8; 32],
}

/// What happened to the roster after the charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterEvent {
    /// A grant came into force.
    Granted(Grant),
    /// Somebody left: their keys sign nothing from here on, and the next vault key is not for them.
    Revoked {
        /// Who.
        person: PersonId,
        /// The hash of the proposal that was approved.
        proposal: [u8; 32],
    },
    /// A key change is done: the wraps of the epoch before are gone.
    KeysChanged {
        /// The epoch that began.
        epoch: u64,
        /// Why.
        cause: KeyChangeCause,
        /// The new vault key's id.
        vault_key: [u8; 16],
    },
    /// Files that were not those the keychain remembered were taken all the same.
    RollbackAccepted(RollbackAccepted),
    /// Cases were erased; keys are changed next.
    Erased(Erasure),
    /// The desk was recovered: everybody's terms end, and those of the people named in it begin.
    Recovered(Box<Recovered>),
}

/// Two people took files in quarantine as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollbackAccepted {
    /// What was found and what the keychain remembered, as both signed it.
    pub statement: Vec<u8>,
    /// The administrator who proposed it.
    pub maker: PersonId,
    /// Their signature over the statement.
    pub maker_signature: [u8; 64],
    /// The supervisor who approved it.
    pub checker: PersonId,
    /// Their signature over the statement and the maker's signature.
    pub checker_signature: [u8; 64],
}

crate::words::vocabulary! {
    /// Why keys were changed.
    KeyChangeCause {
        /// Somebody asked for it, or they were old.
        Rotation = "rotation",
        /// Somebody left.
        Leaving = "leaving",
        /// Somebody changed their passphrase, or got new keys after losing it.
        Passphrase = "passphrase",
        /// The desk was recovered with two shares.
        Recovery = "recovery",
        /// An erasure run.
        Erasure = "erasure",
    }
}

/// Keys and roles of one person from one record of the chain to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Their keys.
    pub keys: PublicKeys,
    /// What they may be, in the order of the vocabulary.
    pub roles: Vec<Role>,
    /// The record from which it holds. Record 0 for founders.
    pub from_seq: u64,
    /// The record that ended it; it still may stand on that record.
    pub until_seq: Option<u64>,
}

/// Somebody of the desk, now or before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name colleagues see. Staff names lie sealed in the log.
    pub name: String,
    /// Their terms, one after the other.
    pub terms: Vec<Term>,
}

impl Person {
    /// The term that has not ended.
    pub fn term(&self) -> Option<&Term> {
        self.terms.last().filter(|term| term.until_seq.is_none())
    }

    /// What they may be now; nothing once they left.
    pub fn roles(&self) -> &[Role] {
        self.term().map_or(&[], |term| &term.roles)
    }
}

/// A key change that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyChange {
    /// The epoch that began.
    pub epoch: u64,
    /// When its receipt was written, milliseconds since 1970.
    pub at_ms: i64,
    /// Why.
    pub cause: KeyChangeCause,
}

/// Everybody, by id, with the desk's own keys and those of the recovery secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    people: BTreeMap<PersonId, Person>,
    desk: Vec<Term>,
    solo: bool,
    key_changes: Vec<KeyChange>,
    key_change_due: Option<KeyChangeCause>,
    erased: BTreeMap<CaseId, ErasedCase>,
    to_retire: Vec<CaseId>,
}

/// Where and when a case was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedCase {
    /// The receipt's place in the chain.
    pub seq: u64,
    /// When it was written, milliseconds since 1970.
    pub at_ms: i64,
}

/// What a roster would lack to run a desk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lacking {
    /// Roles nobody would hold.
    pub missing: Vec<Role>,
    /// Fewer than two people could act on a case.
    pub second_person: bool,
}

impl Roster {
    /// The roster of a charter, record 0.
    pub fn founded(
        members: impl IntoIterator<Item = (PersonId, String, BTreeSet<Role>, PublicKeys)>,
        desk: PublicKeys,
        recovery: Option<PublicKeys>,
        solo: bool,
    ) -> Self {
        let mut roster = Self {
            solo,
            ..Self::default()
        };
        roster.desk.push(term(desk, &BTreeSet::new(), 0));
        for (person, name, roles, keys) in members {
            roster.begin_term(person, &name, term(keys, &roles, 0));
        }
        if let Some(keys) = recovery {
            roster.begin_term(RECOVERY, "", term(keys, &BTreeSet::new(), 0));
        }
        roster
    }

    /// The roster after one more record.
    pub fn evolve(&mut self, event: &RosterEvent, seq: u64, at_ms: i64) {
        match event {
            RosterEvent::Granted(grant) => {
                let before = self.keys(grant.person);
                if before.is_some_and(|keys| keys != grant.keys) {
                    self.key_change_due = Some(KeyChangeCause::Passphrase);
                }
                self.begin_term(
                    grant.person,
                    &grant.name,
                    term(grant.keys, &grant.roles, seq),
                );
            }
            RosterEvent::Revoked { person, .. } => {
                self.key_change_due = Some(KeyChangeCause::Leaving);
                self.end_term(*person, seq);
            }
            RosterEvent::KeysChanged { epoch, cause, .. } => {
                self.key_change_due = None;
                self.to_retire.clear();
                self.key_changes.push(KeyChange {
                    epoch: *epoch,
                    at_ms,
                    cause: *cause,
                });
            }
            RosterEvent::RollbackAccepted(_) => {}
            RosterEvent::Erased(erasure) => {
                self.key_change_due = Some(KeyChangeCause::Erasure);
                for case in &erasure.cases {
                    self.erased
                        .entry(*case)
                        .or_insert(ErasedCase { seq, at_ms });
                    self.to_retire.push(*case);
                }
            }
            RosterEvent::Recovered(recovered) => self.recover(recovered, seq, at_ms),
        }
    }

    /// Where a case was erased, where it was.
    pub fn erased(&self, case: CaseId) -> Option<ErasedCase> {
        self.erased.get(&case).copied()
    }

    /// Every erased case with the place of its receipt.
    pub fn erasures(&self) -> impl Iterator<Item = (CaseId, ErasedCase)> {
        self.erased.iter().map(|(case, at)| (*case, *at))
    }

    /// Cases erased since keys were changed last: every bucket that ever wrapped one of their keys gets a new key with
    /// the next change, whatever brings it.
    pub fn to_retire(&self) -> &[CaseId] {
        &self.to_retire
    }

    fn begin_term(&mut self, person: PersonId, name: &str, term: Term) {
        self.end_term(person, term.from_seq);
        let known = self.people.entry(person).or_insert_with(|| Person {
            name: String::new(),
            terms: Vec::new(),
        });
        if !name.is_empty() {
            name.clone_into(&mut known.name);
        }
        known.terms.push(term);
    }

    fn end_term(&mut self, person: PersonId, seq: u64) {
        let known = self.people.get_mut(&person);
        if let Some(last) = known.and_then(|it| it.terms.last_mut())
            && last.until_seq.is_none()
        {
            last.until_seq = Some(seq);
        }
    }

    /// What a person may be now; nothing where they are not, or no longer, of this desk.
    pub fn roles(&self, person: PersonId) -> &[Role] {
        self.people.get(&person).map_or(&[], Person::roles)
    }

    /// What a person might be at a place in the chain.
    pub fn roles_at(&self, person: PersonId, seq: u64) -> &[Role] {
        let terms = self.people.get(&person).map_or(&[][..], |it| &it.terms);
        let holds =
            |term: &&Term| term.from_seq <= seq && term.until_seq.is_none_or(|until| seq <= until);
        terms.iter().find(holds).map_or(&[], |term| &term.roles)
    }

    /// The name colleagues see, also of somebody who left.
    pub fn name(&self, person: PersonId) -> Option<&str> {
        self.people.get(&person).map(|it| it.name.as_str())
    }

    /// The keys somebody has now.
    pub fn keys(&self, person: PersonId) -> Option<PublicKeys> {
        Some(self.people.get(&person)?.term()?.keys)
    }

    /// The key that checks what this actor signed at this place in the chain. The record that ends a term, or begins
    /// the next, may itself be signed under the old one.
    pub fn verifying_key(&self, actor: Actor, seq: u64) -> Option<[u8; 32]> {
        let terms = match actor {
            Actor::Desk => &self.desk,
            Actor::Person(person) => &self.people.get(&person)?.terms,
        };
        let holds =
            |term: &&Term| term.from_seq <= seq && term.until_seq.is_none_or(|until| seq <= until);
        terms.iter().find(holds).map(|term| term.keys.ed25519)
    }

    /// Everybody who is of the desk now, in the order of their ids.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.everybody()
            .filter(|(_, person)| person.term().is_some())
    }

    /// Everybody who ever was of the desk, in the order of their ids.
    pub fn everybody(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        let people = self.people.iter().filter(|(id, _)| **id != RECOVERY);
        people.map(|(id, person)| (*id, person))
    }

    /// The recovery secret's public keys, and from which record on.
    pub fn recovery(&self) -> Option<&Term> {
        self.people.get(&RECOVERY)?.term()
    }

    /// Who holds the recovery secret's shares, as they were named.
    pub fn recovery_holders(&self) -> Option<&str> {
        self.people.get(&RECOVERY).map(|it| it.name.as_str())
    }

    /// The key changes on record, oldest first.
    pub fn key_changes(&self) -> &[KeyChange] {
        &self.key_changes
    }

    /// Why keys must be changed: somebody left, or old keys were replaced, after they were changed last.
    pub fn key_change_due(&self) -> Option<KeyChangeCause> {
        self.key_change_due
    }

    /// Whether the desk is for one person for ever.
    pub fn is_solo(&self) -> bool {
        self.solo
    }

    /// Whether somebody who is of the desk now has this name, as people read names: case and blanks do not count.
    pub fn has_name(&self, name: &str) -> bool {
        let folded = folded(name);
        self.people()
            .any(|(_, person)| self::folded(&person.name) == folded)
    }

    /// What these roles would lack to run this desk; nothing lacks a solo desk as long as its person stays.
    pub(crate) fn lacking(&self, roles: &BTreeMap<PersonId, Vec<Role>>) -> Option<Lacking> {
        let held = |role: Role| roles.values().any(|it| it.contains(&role));
        let needed: &[Role] = match self.solo {
            true => &[Role::Operator, Role::Supervisor, Role::Administrator],
            false => &[Role::Supervisor, Role::Administrator],
        };
        let missing: Vec<Role> = needed.iter().copied().filter(|role| !held(*role)).collect();
        let works =
            |it: &&Vec<Role>| it.contains(&Role::Operator) || it.contains(&Role::Supervisor);
        let second_person = !self.solo && roles.values().filter(works).count() < 2;
        (!missing.is_empty() || second_person).then_some(Lacking {
            missing,
            second_person,
        })
    }

    /// The roles of everybody who is of the desk now.
    pub(crate) fn held(&self) -> BTreeMap<PersonId, Vec<Role>> {
        self.people()
            .map(|(id, person)| (id, person.roles().to_vec()))
            .collect()
    }
}

fn term(keys: PublicKeys, roles: &BTreeSet<Role>, from_seq: u64) -> Term {
    Term {
        keys,
        roles: roles.iter().copied().collect(),
        from_seq,
        until_seq: None,
    }
}

fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An auditor is nothing else; and a person is something.
pub fn roles_can_be_held(roles: &BTreeSet<Role>) -> bool {
    !roles.is_empty() && (!roles.contains(&Role::Auditor) || roles.len() == 1)
}
