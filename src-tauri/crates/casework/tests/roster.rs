//! Who is of the desk: taking on, other roles, leaving, new keys; and what a log may say of it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use casework::{
    Actor, Change, Context, DeskCommand, DeskEvent, DeskSettings, Enrolment, KeyChangeCause,
    Lacking, PersonId, Policy, PublicKeys, RECOVERY, RecordId, Refusal, Role, Roster, RosterEvent,
    decide_change, evolve_settings, may_stand,
};
use proptest::prelude::*;

const NOW: i64 = 1_780_000_000_000;
const ADA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);
const CY: PersonId = PersonId::from_bytes([3; 16]);
const NEW: PersonId = PersonId::from_bytes([9; 16]);

fn keys(of: u8) -> PublicKeys {
    PublicKeys {
        ed25519: [of; 32],
        x25519: [of + 100; 32],
    }
}

fn roles(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}

/// Ada administers and works cases, Ben supervises, Cy works cases.
fn roster() -> Roster {
    let member = |id, name: &str, held: &[Role], of| (id, name.to_owned(), roles(held), keys(of));
    Roster::founded(
        [
            member(ADA, "Ada", &[Role::Operator, Role::Administrator], 1),
            member(BEN, "Ben", &[Role::Supervisor], 2),
            member(CY, "Cy", &[Role::Operator], 3),
        ],
        keys(50),
        None,
        false,
    )
}

/// A desk's own log, as far as it is told: each act is put to the rules and then stands on record.
#[derive(Clone)]
struct Told {
    settings: DeskSettings,
    roster: Roster,
    seq: u64,
}

impl Told {
    fn founded() -> Self {
        Self {
            settings: DeskSettings::default(),
            roster: roster(),
            seq: 0,
        }
    }

    fn decide(&self, by: PersonId, command: &DeskCommand) -> Result<Vec<DeskEvent>, Refusal> {
        let context = Context {
            actor: Actor::Person(by),
            roles: self.roster.roles(by),
            now_ms: NOW,
            policy: &Policy::ONE,
        };
        decide_change(&self.settings, &self.roster, command, &context)
    }

    fn record(&mut self, by: PersonId, event: &DeskEvent) -> RecordId {
        self.seq += 1;
        let (id, hash) = (
            RecordId::from_bytes([self.seq as u8; 16]),
            [self.seq as u8; 32],
        );
        let actor = Actor::Person(by);
        self.settings = evolve_settings(self.settings.clone(), event, id, hash, actor, NOW);
        if let DeskEvent::Roster(event) = event {
            self.roster.evolve(event, self.seq, NOW);
        }
        id
    }

    fn act(&mut self, by: PersonId, command: &DeskCommand) -> Result<RecordId, Refusal> {
        let events = self.decide(by, command)?;
        let ids: Vec<_> = events.iter().map(|event| self.record(by, event)).collect();
        Ok(ids[0])
    }

    fn propose(&mut self, change: Change) -> Result<RecordId, Refusal> {
        self.act(ADA, &DeskCommand::ProposeChange(change))
    }

    /// Proposed by Ada, approved by Ben.
    fn agreed(&mut self, change: Change) -> Result<(), Refusal> {
        let id = self.propose(change)?;
        self.act(BEN, &DeskCommand::ApproveChange(id)).map(drop)
    }
}

fn enrolment(name: &str, held: &[Role]) -> Change {
    Change::Enrol(Enrolment {
        person: NEW,
        name: name.to_owned(),
        roles: roles(held),
        keys: keys(9),
        signature: [7; 64],
    })
}

#[test]
fn who_is_proposed_is_nobody_until_a_second_person_approves() {
    let mut told = Told::founded();
    let id = told.propose(enrolment("Dee", &[Role::Operator])).unwrap();
    assert_eq!(told.roster.roles(NEW), &[]);
    told.act(BEN, &DeskCommand::ApproveChange(id)).unwrap();
    assert_eq!(told.roster.roles(NEW), &[Role::Operator]);
    assert_eq!(told.roster.name(NEW), Some("Dee"));
    assert_eq!(
        told.roster.key_change_due(),
        None,
        "joining needs no new keys"
    );
}

#[test]
fn a_rejected_enrolment_leaves_nobody_and_stays_on_record() {
    let mut told = Told::founded();
    let change = told.propose(enrolment("Dee", &[Role::Operator])).unwrap();
    let reason = "not hired".to_owned();
    told.act(BEN, &DeskCommand::RejectChange { change, reason })
        .unwrap();
    assert_eq!(told.roster.roles(NEW), &[]);
    assert_eq!(told.settings.changes.len(), 1);
}

#[test]
fn nobody_approves_what_is_proposed_about_themselves() {
    let mut told = Told::founded();
    let more = roles(&[Role::Supervisor, Role::Operator]);
    let id = told
        .propose(Change::SetRoles {
            person: BEN,
            roles: more,
        })
        .unwrap();
    assert_eq!(
        told.act(BEN, &DeskCommand::ApproveChange(id)),
        Err(Refusal::SamePerson)
    );
}

#[test]
fn only_an_administrator_proposes_and_only_a_supervisor_approves() {
    let mut told = Told::founded();
    let needs = |needed| Err(Refusal::RoleMissing { needed });
    let propose = DeskCommand::ProposeChange(Change::Dismiss { person: CY });
    assert_eq!(told.act(BEN, &propose), needs(Role::Administrator));
    assert_eq!(told.act(CY, &propose), needs(Role::Administrator));
    let id = told.propose(enrolment("Dee", &[Role::Auditor])).unwrap();
    assert_eq!(
        told.act(CY, &DeskCommand::ApproveChange(id)),
        needs(Role::Supervisor)
    );
}

#[test]
fn a_name_and_an_id_are_taken_once() {
    let mut told = Told::founded();
    for taken in ["Ben", " ben ", "BEN"] {
        let events = told.propose(enrolment(taken, &[Role::Operator]));
        assert_eq!(events, Err(Refusal::NameTaken), "{taken}");
    }
    let Change::Enrol(dee) = enrolment("Dee", &[Role::Operator]) else {
        unreachable!()
    };
    for person in [CY, RECOVERY] {
        let again = Change::Enrol(Enrolment {
            person,
            ..dee.clone()
        });
        assert_eq!(told.propose(again), Err(Refusal::NameTaken));
    }
}

#[test]
fn two_enrolments_of_one_name_cannot_both_be_approved() {
    let mut told = Told::founded();
    let one = told.propose(enrolment("Dee", &[Role::Operator])).unwrap();
    let Change::Enrol(dee) = enrolment("dee", &[Role::Auditor]) else {
        unreachable!()
    };
    let other = Change::Enrol(Enrolment {
        person: PersonId::from_bytes([10; 16]),
        ..dee
    });
    let two = told.propose(other).unwrap();
    told.act(BEN, &DeskCommand::ApproveChange(one)).unwrap();
    assert_eq!(
        told.act(BEN, &DeskCommand::ApproveChange(two)),
        Err(Refusal::NameTaken)
    );
}

#[test]
fn an_auditor_is_nothing_else_and_nobody_is_nothing() {
    let mut told = Told::founded();
    for held in [&[][..], &[Role::Auditor, Role::Operator]] {
        assert_eq!(
            told.propose(enrolment("Dee", held)),
            Err(Refusal::RolesUnfit)
        );
        let change = Change::SetRoles {
            person: CY,
            roles: roles(held),
        };
        assert_eq!(told.propose(change), Err(Refusal::RolesUnfit));
    }
}

#[test]
fn a_desk_keeps_who_it_cannot_be_run_without() {
    let mut told = Told::founded();
    let lacks = |missing: &[Role], second_person| {
        Err(Refusal::RosterWouldLack(Lacking {
            missing: missing.to_vec(),
            second_person,
        }))
    };
    let gone = |person| Change::Dismiss { person };
    assert_eq!(
        told.propose(gone(ADA)),
        lacks(&[Role::Administrator], false)
    );
    assert_eq!(told.propose(gone(BEN)), lacks(&[Role::Supervisor], false));
    told.agreed(gone(CY)).unwrap();
    let only_runs = Change::SetRoles {
        person: ADA,
        roles: roles(&[Role::Administrator]),
    };
    assert_eq!(told.propose(only_runs), lacks(&[], true));
    assert_eq!(told.propose(gone(CY)), Err(Refusal::NoSuchPerson));
}

#[test]
fn what_was_allowed_when_it_was_proposed_is_asked_again_when_it_is_approved() {
    let mut told = Told::founded();
    told.agreed(enrolment("Dee", &[Role::Administrator]))
        .unwrap();
    let one = told.propose(Change::Dismiss { person: NEW }).unwrap();
    let two = told
        .act(
            NEW,
            &DeskCommand::ProposeChange(Change::Dismiss { person: ADA }),
        )
        .unwrap();
    told.act(BEN, &DeskCommand::ApproveChange(one)).unwrap();
    assert!(matches!(
        told.act(BEN, &DeskCommand::ApproveChange(two)),
        Err(Refusal::RosterWouldLack(_))
    ));
}

#[test]
fn who_left_signs_nothing_more_and_keys_must_change() {
    let mut told = Told::founded();
    told.agreed(Change::Dismiss { person: CY }).unwrap();
    let left = told.seq;
    let cy = Actor::Person(CY);
    assert_eq!(told.roster.verifying_key(cy, left - 1), Some([3; 32]));
    assert_eq!(told.roster.verifying_key(cy, left + 1), None);
    assert_eq!(told.roster.roles(CY), &[]);
    assert_eq!(told.roster.name(CY), Some("Cy"), "the log still names them");
    assert_eq!(told.roster.key_change_due(), Some(KeyChangeCause::Leaving));
    let changed = RosterEvent::KeysChanged {
        epoch: 2,
        cause: KeyChangeCause::Leaving,
        vault_key: [1; 16],
    };
    told.record(BEN, &DeskEvent::Roster(changed));
    assert_eq!(told.roster.key_change_due(), None);
    assert_eq!(told.roster.key_changes().len(), 1);
}

#[test]
fn new_keys_take_the_place_of_lost_ones_and_keep_person_and_roles() {
    let mut told = Told::founded();
    let renewal = Change::Renew {
        person: CY,
        keys: keys(33),
        signature: [7; 64],
    };
    told.agreed(renewal.clone()).unwrap();
    let cy = Actor::Person(CY);
    assert_eq!(
        told.roster.verifying_key(cy, 1),
        Some([3; 32]),
        "what they signed stays theirs"
    );
    assert_eq!(told.roster.verifying_key(cy, told.seq + 1), Some([33; 32]));
    assert_eq!(told.roster.roles(CY), &[Role::Operator]);
    assert_eq!(
        told.roster.key_change_due(),
        Some(KeyChangeCause::Passphrase)
    );
    assert_eq!(told.propose(renewal), Err(Refusal::NothingToChange));
}

#[test]
fn three_shares_have_three_holders_but_on_a_solo_desk() {
    let recovery = |holders: [&str; 3]| Change::SetRecovery {
        keys: keys(77),
        holders: holders.map(str::to_owned),
    };
    let mut told = Told::founded();
    for holders in [["Ada", "Ben", " Ada "], ["Ada", "", "Cy"]] {
        assert_eq!(told.propose(recovery(holders)), Err(Refusal::HoldersUnfit));
    }
    told.agreed(recovery(["Ada", "Ben", "the bank's safe"]))
        .unwrap();
    assert_eq!(told.roster.recovery().unwrap().keys, keys(77));
    assert_eq!(
        told.roster.people().count(),
        3,
        "the recovery secret is no person"
    );

    told.roster = Roster::founded(
        [(
            ADA,
            "Ada".to_owned(),
            roles(&[Role::Operator, Role::Supervisor, Role::Administrator]),
            keys(1),
        )],
        keys(50),
        None,
        true,
    );
    told.propose(recovery(["Ada", "Ada", "Ada"])).unwrap();
}

/// Mutation: without the hash in `may_stand`, a grant could stand beside any approval.
#[test]
fn a_log_gives_nobody_a_role_that_was_not_proposed_and_approved() {
    let mut told = Told::founded();
    let id = told.propose(enrolment("Dee", &[Role::Operator])).unwrap();
    let before = told.clone();
    let events = told.decide(BEN, &DeskCommand::ApproveChange(id)).unwrap();
    let [approved, granted] = &events[..] else {
        panic!("an approval and a grant");
    };
    let stands = |told: &Told, event: &DeskEvent, by| {
        may_stand(&told.settings, &told.roster, event, by).is_ok()
    };
    let ben = Actor::Person(BEN);
    assert!(stands(&before, approved, ben));
    assert!(!stands(&before, granted, ben), "not approved yet");
    assert!(
        !stands(&before, approved, Actor::Person(ADA)),
        "who proposed it"
    );
    assert!(!stands(&before, approved, Actor::Desk));
    told.record(BEN, approved);
    assert!(stands(&told, granted, ben));
    assert!(!stands(&told, granted, Actor::Person(CY)), "no supervisor");
    let DeskEvent::Roster(RosterEvent::Granted(grant)) = granted else {
        panic!("a grant");
    };
    for forged in [
        casework::Grant {
            roles: roles(&[Role::Supervisor]),
            ..grant.clone()
        },
        casework::Grant {
            keys: keys(66),
            ..grant.clone()
        },
        casework::Grant {
            proposal: [0; 32],
            ..grant.clone()
        },
    ] {
        let forged = DeskEvent::Roster(RosterEvent::Granted(forged));
        assert!(!stands(&told, &forged, ben));
    }
}

proptest! {
    /// Whatever is proposed and approved by whoever, two people and their roles stand behind every change of the roster,
    /// and the desk can always be run.
    #[test]
    fn after_any_changes_the_desk_can_be_run_and_two_people_stand_behind_each(
        acts in proptest::collection::vec((0..4_usize, 0..4_usize, 0..6_u8, 0..16_u8), 0..24)
    ) {
        let people = [ADA, BEN, CY, NEW];
        let mut told = Told::founded();
        for (by, about, kind, bits) in acts {
            let (by, person) = (people[by], people[about]);
            let held: BTreeSet<Role> = Role::ALL
                .iter()
                .copied()
                .enumerate()
                .filter_map(|(bit, role)| (bits & (1 << bit) != 0).then_some(role))
                .collect();
            let change = match kind {
                0 => Change::Dismiss { person },
                1 => Change::SetRoles { person, roles: held },
                2 => Change::Renew { person, keys: keys(bits + 20), signature: [0; 64] },
                3 => {
                    let Change::Enrol(dee) = enrolment("Dee", &[]) else { unreachable!() };
                    Change::Enrol(Enrolment { person, roles: held, ..dee })
                }
                _ => {
                    let waiting = told.settings.changes.iter().rev().find(|it| {
                        it.state == casework::ChangeState::Proposed
                    });
                    if let Some(change) = waiting.cloned() {
                        let before = told.clone();
                        if told.act(by, &DeskCommand::ApproveChange(change.id)).is_ok() {
                            prop_assert_ne!(change.maker, Some(by));
                            prop_assert!(before.roster.roles(by).contains(&Role::Supervisor));
                        }
                    }
                    continue;
                }
            };
            let _ = told.act(by, &DeskCommand::ProposeChange(change));
        }
        let held = |role| told.roster.people().any(|(_, it)| it.roles().contains(&role));
        prop_assert!(held(Role::Administrator) && held(Role::Supervisor));
        let works = |role: &Role| matches!(role, Role::Operator | Role::Supervisor);
        let workers = told.roster.people().filter(|(_, it)| it.roles().iter().any(works));
        prop_assert!(workers.count() >= 2);
    }
}
