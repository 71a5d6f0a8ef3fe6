//! The people of a desk, as its charter tells them.

use std::collections::BTreeMap;

use casework::{PersonId, Role};
use record::Recordable;
use record::charter::{Charter, SignedCharter};
use record::{Bodies, Malformed, Part, Unreadable};
use zeroize::Zeroizing;

/// Somebody of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name colleagues see. Staff names lie sealed in the log.
    pub name: String,
    /// What they may be.
    pub roles: Vec<Role>,
    /// The key that checks their signatures.
    pub ed25519: [u8; 32],
}

/// Everybody, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    people: BTreeMap<PersonId, Person>,
    desk: [u8; 32],
}

impl Roster {
    pub(crate) fn of(founded: &Founded) -> Self {
        let names: BTreeMap<_, _> = founded.names.iter().cloned().collect();
        let charter = &founded.charter.charter;
        let people = charter.members.iter().map(|member| {
            let name = names
                .get(&member.person)
                .cloned()
                .unwrap_or_else(|| member.person.to_string());
            let roles = member.roles.iter().copied().collect();
            (
                member.person,
                Person {
                    name,
                    roles,
                    ed25519: member.public.ed25519,
                },
            )
        });
        Self {
            people: people.collect(),
            desk: charter.desk.ed25519,
        }
    }

    /// What a person may be; nothing where they are not of this desk.
    pub fn roles(&self, person: PersonId) -> &[Role] {
        self.people.get(&person).map_or(&[], |it| &it.roles)
    }

    /// The name colleagues see.
    pub fn name(&self, person: PersonId) -> Option<&str> {
        self.people.get(&person).map(|it| it.name.as_str())
    }

    /// The key that checks what this actor signed.
    pub fn verifying_key(&self, actor: casework::Actor) -> Option<[u8; 32]> {
        match actor {
            casework::Actor::Desk => Some(self.desk),
            casework::Actor::Person(person) => self.people.get(&person).map(|it| it.ed25519),
        }
    }

    /// Everybody, in the order of their ids.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people.iter().map(|(id, person)| (*id, person))
    }
}

/// Record 0: the charter in the open, the names sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Founded {
    pub(crate) charter: SignedCharter,
    pub(crate) names: Vec<(PersonId, String)>,
}

/// Names as one canonical CBOR list of alternating id and name.
impl Recordable for Founded {
    fn kind(&self) -> &'static str {
        "charter"
    }

    fn bodies(&self) -> Bodies {
        let mut names = Zeroizing::new(Vec::new());
        let mut cbor = minicbor::Encoder::new(&mut *names);
        let written = cbor.array(2 * self.names.len() as u64).and_then(|e| {
            self.names
                .iter()
                .try_fold(e, |e, (person, name)| e.bytes(person.as_bytes())?.str(name))
        });
        debug_assert!(written.is_ok(), "a vector takes every byte");
        vec![
            (Part::Open, Zeroizing::new(self.charter.encode())),
            (Part::Pii, names),
        ]
    }

    fn read(
        kind: &str,
        part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Self, Unreadable> {
        if kind != "charter" {
            return Err(Unreadable::UnknownKind);
        }
        let open = part(Part::Open).ok_or(Unreadable::PartMissing)?;
        let charter = SignedCharter::decode(&open).map_err(|_| Unreadable::Malformed)?;
        let names = match part(Part::Pii) {
            Some(bytes) => names(&bytes)?,
            None => Vec::new(),
        };
        Ok(Self { charter, names })
    }
}

fn names(bytes: &[u8]) -> Result<Vec<(PersonId, String)>, Malformed> {
    let mut cbor = minicbor::Decoder::new(bytes);
    let length = cbor
        .array()?
        .filter(|length| length % 2 == 0)
        .ok_or(Malformed)?;
    let mut names = Vec::new();
    for _ in 0..length / 2 {
        let person = PersonId::try_from(cbor.bytes()?).map_err(|_| Malformed)?;
        names.push((person, cbor.str()?.to_owned()));
    }
    if cbor.position() != bytes.len() {
        return Err(Malformed);
    }
    Ok(names)
}

impl Founded {
    pub(crate) fn charter(&self) -> &Charter {
        &self.charter.charter
    }
}
