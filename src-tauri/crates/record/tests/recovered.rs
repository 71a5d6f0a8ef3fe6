//! The first record after a recovery, as bytes for ever.
#![allow(clippy::unwrap_used, reason = "a test fails where it must")]

mod common;

use std::collections::BTreeSet;

use casework::{DeskEvent, PersonId, PublicKeys, Recovered, Rejoined, Role, RosterEvent};
use common::vector;
use record::{Part, Recordable};
use zeroize::Zeroizing;

const VECTORS: &str = include_str!("vectors/recovered-v1.txt");

fn keys(of: u8) -> PublicKeys {
    PublicKeys {
        ed25519: [of; 32],
        x25519: [of + 1; 32],
    }
}

fn sample(recovery: Option<PublicKeys>, holders: &str) -> DeskEvent {
    let person = |id, name: &str, roles: &[Role], of, signature| Rejoined {
        person: PersonId::from_bytes([id; 16]),
        name: name.to_owned(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
        keys: keys(of),
        signature: [signature; 64],
    };
    DeskEvent::Roster(RosterEvent::Recovered(Box::new(Recovered {
        head: (300, [0xD5; 32]),
        desk: keys(0xA3),
        recovery,
        holders: holders.to_owned(),
        epoch: 8,
        vault_key: [0xA7; 16],
        people: vec![
            person(
                0xE2,
                "周宁",
                &[Role::Operator, Role::Administrator],
                0xA1,
                0xF1,
            ),
            person(0xE3, "Zhao Ming", &[Role::Supervisor], 0xA5, 0xF2),
        ],
    })))
}

/// Mutation: a field that changes its place, or a name that slips into the open part.
#[test]
fn a_recovery_is_written_and_read_as_on_the_first_day() {
    for (name, event) in [
        ("whole", sample(Some(keys(0xA1)), "周宁 · safe 3")),
        ("without_recovery", sample(None, "")),
    ] {
        assert_eq!(event.kind(), "receipt");
        for (part, bytes) in event.bodies() {
            let frozen = vector(VECTORS, &format!("{name}.{}", part.as_str()));
            assert_eq!(*bytes, frozen, "{name} {}", part.as_str());
        }
        let read = DeskEvent::read("receipt", |part| {
            matches!(part, Part::Open | Part::Pii)
                .then(|| Zeroizing::new(vector(VECTORS, &format!("{name}.{}", part.as_str()))))
        });
        assert_eq!(read, Ok(event));
    }
}

#[test]
fn a_recovery_can_be_checked_where_the_names_are_not_at_hand() {
    let read = DeskEvent::read("receipt", |part| {
        (part == Part::Open).then(|| Zeroizing::new(vector(VECTORS, "whole.open")))
    });
    let Ok(DeskEvent::Roster(RosterEvent::Recovered(read))) = read else {
        panic!("{read:?}");
    };
    assert!(read.people.iter().all(|it| it.name.is_empty()) && read.holders.is_empty());
    assert_eq!(read.people.len(), 2);
}
