//! Terms and early erasures under the rule of two people, and which receipt may stand in a log.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use casework::{
    CaseId, Change, Context, DeskCommand, DeskEvent, DeskSettings, Erasure, ErasureCause,
    KeyChangeCause, Months, Policy, PublicKeys, RecordId, Refusal, RetentionTerms, Roster,
    RosterEvent, decide_change, evolve_settings, may_stand,
};
use testkit::cases::{ADMINISTRATOR, AUDITOR, DESK, FOUNDER, NOW, OPERATOR, Player, SUPERVISOR};

const CHANGE: RecordId = RecordId::from_bytes([1; 16]);
const HASH: [u8; 32] = [0xAA; 32];
const CASE: CaseId = CaseId::from_bytes([7; 16]);

fn roster() -> Roster {
    let keys = |of| PublicKeys {
        ed25519: [of; 32],
        x25519: [of; 32],
    };
    let people = [OPERATOR, SUPERVISOR, FOUNDER, ADMINISTRATOR, AUDITOR];
    let members = people.map(|it| {
        let roles = it.roles.iter().copied().collect();
        (it.person(), String::new(), roles, keys(1))
    });
    Roster::founded(members, keys(2), None, false)
}

fn act(
    settings: &DeskSettings,
    roster: &Roster,
    by: Player,
    command: &DeskCommand,
) -> Result<Vec<DeskEvent>, Refusal> {
    let context = Context {
        actor: by.actor,
        roles: by.roles,
        now_ms: NOW,
        policy: &Policy::ONE,
    };
    decide_change(settings, roster, command, &context)
}

/// The settings once this change is proposed.
fn proposed(by: Player, change: Change) -> DeskSettings {
    let settings = DeskSettings::default();
    let events = act(
        &settings,
        &roster(),
        by,
        &DeskCommand::ProposeChange(change),
    )
    .unwrap();
    evolve_settings(settings, &events[0], CHANGE, HASH, by.actor, NOW)
}

fn shorter() -> RetentionTerms {
    RetentionTerms::new([Months::new(1).unwrap(); 5], BTreeMap::new()).unwrap()
}

fn erase() -> Change {
    Change::EraseCase {
        case: CASE,
        why: "consent was withdrawn".to_owned(),
    }
}

#[test]
fn a_supervisor_proposes_terms_and_another_person_brings_them_into_force() {
    let change = Change::SetRetention(shorter());
    let propose = DeskCommand::ProposeChange(change.clone());
    for by in [OPERATOR, ADMINISTRATOR, AUDITOR, DESK] {
        assert!(act(&DeskSettings::default(), &roster(), by, &propose).is_err());
    }
    let settings = proposed(SUPERVISOR, change);
    let approve = DeskCommand::ApproveChange(CHANGE);
    for by in [OPERATOR, AUDITOR, DESK, SUPERVISOR] {
        assert!(act(&settings, &roster(), by, &approve).is_err());
    }
    for by in [ADMINISTRATOR, FOUNDER] {
        let events = act(&settings, &roster(), by, &approve).unwrap();
        assert_eq!(events.len(), 1);
        let after = evolve_settings(settings.clone(), &events[0], CHANGE, HASH, by.actor, NOW);
        assert_eq!(after.retention, shorter());
    }
    assert_eq!(settings.retention, RetentionTerms::SHIPPED);
    let same = Change::SetRetention(RetentionTerms::SHIPPED);
    let same = DeskCommand::ProposeChange(same);
    assert_eq!(
        act(&settings, &roster(), SUPERVISOR, &same),
        Err(Refusal::NothingToChange)
    );
}

#[test]
fn an_administrator_proposes_an_erasure_and_a_supervisor_approves_what_stands_in_the_receipt() {
    let propose = DeskCommand::ProposeChange(erase());
    for by in [OPERATOR, SUPERVISOR, AUDITOR, DESK] {
        assert!(act(&DeskSettings::default(), &roster(), by, &propose).is_err());
    }
    let without = Change::EraseCase {
        case: CASE,
        why: " ".to_owned(),
    };
    let without = DeskCommand::ProposeChange(without);
    assert_eq!(
        act(&DeskSettings::default(), &roster(), ADMINISTRATOR, &without),
        Err(Refusal::NoteMissing)
    );
    let settings = proposed(ADMINISTRATOR, erase());
    let approve = DeskCommand::ApproveChange(CHANGE);
    assert!(act(&settings, &roster(), ADMINISTRATOR, &approve).is_err());
    let events = act(&settings, &roster(), SUPERVISOR, &approve).unwrap();
    let receipt = Erasure {
        cause: ErasureCause::Early,
        cases: vec![CASE],
        proposal: Some(HASH),
        terms: RetentionTerms::SHIPPED.hash(),
    };
    let receipt = RosterEvent::Erased(receipt);
    assert_eq!(events[1], DeskEvent::Roster(receipt.clone()));

    let mut roster = roster();
    roster.evolve(&receipt, 9, NOW);
    assert_eq!(roster.erased(CASE).unwrap().seq, 9);
    assert_eq!(roster.key_change_due(), Some(KeyChangeCause::Erasure));
    assert_eq!(roster.to_retire(), [CASE]);
    assert_eq!(
        act(&settings, &roster, SUPERVISOR, &approve),
        Err(Refusal::DataGone)
    );
    roster.evolve(
        &RosterEvent::KeysChanged {
            epoch: 2,
            cause: KeyChangeCause::Erasure,
            vault_key: [0; 16],
        },
        10,
        NOW,
    );
    assert_eq!(
        (roster.key_change_due(), roster.to_retire()),
        (None, &[][..])
    );
    assert!(roster.erased(CASE).is_some());
}

#[test]
fn a_receipt_stands_only_where_its_signer_had_the_right_to_it() {
    let run = Erasure {
        cause: ErasureCause::Run,
        cases: vec![CASE, CaseId::from_bytes([8; 16])],
        proposal: None,
        terms: RetentionTerms::SHIPPED.hash(),
    };
    let stands = |settings: &DeskSettings, by: Player, erasure: &Erasure| {
        let event = DeskEvent::Roster(RosterEvent::Erased(erasure.clone()));
        may_stand(settings, &roster(), &event, by.actor).is_ok()
    };
    let settings = DeskSettings::default();
    for by in [ADMINISTRATOR, FOUNDER] {
        assert!(stands(&settings, by, &run));
    }
    for by in [OPERATOR, SUPERVISOR, AUDITOR, DESK] {
        assert!(!stands(&settings, by, &run), "{by:?}");
    }
    let twice = Erasure {
        cases: vec![CASE, CASE],
        ..run.clone()
    };
    let none = Erasure {
        cases: vec![],
        ..run.clone()
    };
    let other_terms = Erasure {
        terms: [0; 32],
        ..run.clone()
    };
    let with_proposal = Erasure {
        proposal: Some(HASH),
        ..run.clone()
    };
    for unsound in [twice, none, other_terms, with_proposal] {
        assert!(!stands(&settings, ADMINISTRATOR, &unsound), "{unsound:?}");
    }

    // Early: approved, by whoever signs, and of exactly what was proposed.
    let early = Erasure {
        cause: ErasureCause::Early,
        cases: vec![CASE],
        proposal: Some(HASH),
        ..run
    };
    let waits = proposed(ADMINISTRATOR, erase());
    assert!(!stands(&waits, SUPERVISOR, &early), "not approved yet");
    let approved = DeskEvent::ChangeApproved {
        change: CHANGE,
        hash: HASH,
    };
    let agreed = evolve_settings(waits, &approved, CHANGE, HASH, SUPERVISOR.actor, NOW);
    assert!(stands(&agreed, SUPERVISOR, &early));
    for by in [ADMINISTRATOR, OPERATOR, DESK] {
        assert!(!stands(&agreed, by, &early), "{by:?}");
    }
    let another = Erasure {
        cases: vec![CaseId::from_bytes([8; 16])],
        ..early
    };
    assert!(!stands(&agreed, SUPERVISOR, &another));
}
