//! What a recovery may bring into the roster, and what it ends.
#![allow(clippy::unwrap_used, reason = "a test fails where it must")]

use std::collections::BTreeSet;

use casework::{
    Actor, BackupMade, DeskEvent, DeskSettings, KeyChangeCause, PersonId, PublicKeys, RECOVERY,
    Recovered, Refusal, Rejoined, Role, Roster, RosterEvent, may_stand,
};

const ADA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);
const DAN: PersonId = PersonId::from_bytes([4; 16]);

fn keys(of: u8) -> PublicKeys {
    PublicKeys {
        ed25519: [of; 32],
        x25519: [of + 100; 32],
    }
}

fn roster(recovery: Option<PublicKeys>, solo: bool) -> Roster {
    let member = |id, name: &str, held: &[Role], of| {
        let held: BTreeSet<Role> = held.iter().copied().collect();
        (id, name.to_owned(), held, keys(of))
    };
    let people = [
        member(ADA, "Ada", &[Role::Operator, Role::Administrator], 1),
        member(BEN, "Ben", &[Role::Supervisor], 2),
    ];
    Roster::founded(people, keys(50), recovery, solo)
}

fn rejoined(person: PersonId, name: &str, roles: &[Role], of: u8) -> Rejoined {
    Rejoined {
        person,
        name: name.to_owned(),
        roles: roles.iter().copied().collect(),
        keys: keys(of),
        signature: [of; 64],
    }
}

fn recovered(people: Vec<Rejoined>) -> Recovered {
    Recovered {
        head: (9, [9; 32]),
        desk: keys(60),
        recovery: Some(keys(78)),
        holders: "three".to_owned(),
        epoch: 4,
        vault_key: [4; 16],
        people,
    }
}

fn two() -> Vec<Rejoined> {
    vec![
        rejoined(ADA, "Ada", &[Role::Operator, Role::Administrator], 11),
        rejoined(DAN, "Dan", &[Role::Supervisor], 12),
    ]
}

fn stands(roster: &Roster, actor: Actor, people: Vec<Rejoined>) -> Result<(), Refusal> {
    let event = DeskEvent::Roster(RosterEvent::Recovered(Box::new(recovered(people))));
    may_stand(&DeskSettings::default(), roster, &event, actor)
}

/// Mutation: without the comparison of the actor, an administrator could name whom they like by themselves.
#[test]
fn only_the_recovery_secret_in_force_recovers_a_desk() {
    let with = roster(Some(keys(77)), false);
    assert_eq!(stands(&with, Actor::Person(RECOVERY), two()), Ok(()));
    for actor in [Actor::Person(ADA), Actor::Person(BEN), Actor::Desk] {
        assert_eq!(stands(&with, actor, two()), Err(Refusal::NoSuchPerson));
    }
    let without = roster(None, false);
    let refused = stands(&without, Actor::Person(RECOVERY), two());
    assert_eq!(refused, Err(Refusal::NoSuchPerson));
}

/// Mutation: without `lacking`, two holders could bring up a desk at which one person decides alone.
#[test]
fn a_recovery_names_people_who_can_run_the_desk() {
    let desk = roster(Some(keys(77)), false);
    let refused = |people| stands(&desk, Actor::Person(RECOVERY), people);
    assert!(matches!(
        refused(two()[..1].to_vec()),
        Err(Refusal::RosterWouldLack(_))
    ));
    let mut twice = two();
    twice[1].person = ADA;
    assert_eq!(refused(twice), Err(Refusal::NameTaken));
    let mut namesakes = two();
    namesakes[1].name = " ada".to_owned();
    assert_eq!(refused(namesakes), Err(Refusal::NameTaken));
    let mut nobody = two();
    nobody[1].person = RECOVERY;
    assert_eq!(refused(nobody), Err(Refusal::NameTaken));
    let mut auditor = two();
    auditor[1].roles.insert(Role::Auditor);
    assert_eq!(refused(auditor), Err(Refusal::RolesUnfit));
    let alone = roster(Some(keys(77)), true);
    let refused = stands(&alone, Actor::Person(RECOVERY), two());
    assert_eq!(refused, Err(Refusal::RolesUnfit), "one person, for ever");
}

/// Mutation: a term that is not ended lets the keys of a stolen machine sign on.
#[test]
fn a_recovery_ends_every_term_and_begins_the_new_ones() {
    let mut desk = roster(Some(keys(77)), false);
    desk.evolve(
        &RosterEvent::Recovered(Box::new(recovered(two()))),
        10,
        1_000,
    );
    let key = |actor, seq| desk.verifying_key(actor, seq);
    // Record 10 itself is signed with the recovery key of before.
    assert_eq!(key(Actor::Person(RECOVERY), 10), Some([77; 32]));
    assert_eq!(key(Actor::Person(RECOVERY), 11), Some([78; 32]));
    assert_eq!(key(Actor::Desk, 9), Some([50; 32]));
    assert_eq!(key(Actor::Desk, 11), Some([60; 32]));
    assert_eq!(key(Actor::Person(ADA), 9), Some([1; 32]));
    assert_eq!(key(Actor::Person(ADA), 11), Some([11; 32]));
    assert_eq!(key(Actor::Person(BEN), 11), None);
    assert_eq!(key(Actor::Person(DAN), 11), Some([12; 32]));
    assert_eq!(desk.roles(BEN), &[]);
    assert_eq!(desk.recovery_holders(), Some("three"));
    assert_eq!(desk.ever_named("BEN"), Some(BEN), "nobody is forgotten");
    let changes = desk.key_changes();
    assert_eq!(
        (changes[0].epoch, changes[0].cause),
        (4, KeyChangeCause::Recovery)
    );
    assert_eq!(desk.key_change_due(), None);
}

#[test]
fn a_backup_stands_by_who_makes_backups() {
    let desk = roster(None, false);
    let event = DeskEvent::BackupMade(BackupMade {
        generation: 1,
        head_seq: 9,
        keys: [1; 32],
        folder: "/media/safe".to_owned(),
    });
    let stands = |actor| may_stand(&DeskSettings::default(), &desk, &event, actor);
    assert_eq!(stands(Actor::Person(ADA)), Ok(()));
    assert_eq!(stands(Actor::Person(BEN)), Ok(()));
    for actor in [Actor::Person(DAN), Actor::Desk] {
        let missing = Refusal::RoleMissing {
            needed: Role::Administrator,
        };
        assert_eq!(stands(actor), Err(missing));
    }
}
