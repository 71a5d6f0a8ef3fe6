//! Record 0: who founded the desk.

use casework::{PersonId, Roster};
use record::Recordable;
use record::charter::{Charter, SignedCharter};
use record::{Bodies, Malformed, Part, Unreadable};
use zeroize::Zeroizing;

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

    /// The roster as the founders left it.
    pub(crate) fn roster(&self) -> Roster {
        let charter = self.charter();
        let members = charter.members.iter().map(|member| {
            let named = self.names.iter().find(|(id, _)| *id == member.person);
            let name = named.map_or_else(|| member.person.to_string(), |(_, name)| name.clone());
            (member.person, name, member.roles.clone(), member.public)
        });
        let holders = self
            .names
            .iter()
            .find(|(id, _)| *id == casework::RECOVERY)
            .map_or("", |(_, name)| name);
        Roster::founded(members, charter.desk, charter.recovery, charter.marks.solo)
            .with_recovery_holders(holders)
    }
}
