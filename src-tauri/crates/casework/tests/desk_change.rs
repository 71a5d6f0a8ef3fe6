//! Changing the desk itself: proposed by an administrator, judged by another person who supervises.

use casework::{
    Change, ChangeState, Context, DeskCommand, DeskEvent, DeskSettings, InstitutionKind,
    InstitutionSettings, Policy, RecordId, Refusal, Role, Roster, decide_change, evolve_settings,
};
use testkit::cases::{ADMINISTRATOR, DESK, FOUNDER, NOW, OPERATOR, Player, SUPERVISOR};

const CHANGE: RecordId = RecordId::from_bytes([1; 16]);
const HASH: [u8; 32] = [0xAA; 32];

fn institution(url: &str) -> InstitutionSettings {
    let kind = InstitutionKind::TencentFaceid;
    InstitutionSettings {
        kind,
        url: url.to_owned(),
        credential: "faceid".to_owned(),
    }
}

fn change() -> Change {
    Change::SetInstitution(institution("https://new.example"))
}

fn act(
    settings: &DeskSettings,
    by: Player,
    command: &DeskCommand,
) -> Result<Vec<DeskEvent>, Refusal> {
    let context = Context {
        actor: by.actor,
        roles: by.roles,
        now_ms: NOW,
        policy: &Policy::ONE,
    };
    decide_change(settings, &Roster::default(), command, &context)
}

fn recorded(
    settings: DeskSettings,
    by: Player,
    events: Result<Vec<DeskEvent>, Refusal>,
) -> DeskSettings {
    let events = events.expect("the change is allowed");
    events.iter().fold(settings, |settings, event| {
        evolve_settings(settings, event, CHANGE, HASH, by.actor, NOW)
    })
}

fn proposed(by: Player) -> DeskSettings {
    let founded = Ok(vec![DeskEvent::InstitutionFounded(institution(
        "http://127.0.0.1:9000",
    ))]);
    let settings = recorded(DeskSettings::default(), DESK, founded);
    let events = act(&settings, by, &DeskCommand::ProposeChange(change()));
    recorded(settings, by, events)
}

fn url(settings: &DeskSettings) -> &str {
    &settings.institutions[&InstitutionKind::TencentFaceid].url
}

fn reject(reason: &str) -> DeskCommand {
    DeskCommand::RejectChange {
        change: CHANGE,
        reason: reason.to_owned(),
    }
}

#[test]
fn a_proposed_change_changes_nothing_before_it_is_approved() {
    let settings = proposed(ADMINISTRATOR);
    assert_eq!(url(&settings), "http://127.0.0.1:9000");
    assert_eq!(settings.changes[0].state, ChangeState::Proposed);
    assert_eq!(settings.changes[0].maker, Some(ADMINISTRATOR.person()));
}

#[test]
fn an_approved_change_is_in_force() {
    let settings = proposed(ADMINISTRATOR);
    let events = act(&settings, SUPERVISOR, &DeskCommand::ApproveChange(CHANGE));
    assert_eq!(
        events,
        Ok(vec![DeskEvent::ChangeApproved {
            change: CHANGE,
            hash: HASH
        }])
    );
    let settings = recorded(settings, SUPERVISOR, events);
    assert_eq!(url(&settings), "https://new.example");
    assert_eq!(settings.changes[0].state, ChangeState::Approved);
}

#[test]
fn a_rejected_change_stays_on_record_and_out_of_force() {
    let settings = proposed(ADMINISTRATOR);
    let events = act(&settings, SUPERVISOR, &reject("wrong host"));
    let settings = recorded(settings, SUPERVISOR, events);
    assert_eq!(url(&settings), "http://127.0.0.1:9000");
    assert_eq!(settings.changes[0].state, ChangeState::Rejected);
}

#[test]
fn nobody_judges_their_own_change_and_nobody_without_the_role_judges_any() {
    for command in [DeskCommand::ApproveChange(CHANGE), reject("no")] {
        assert_eq!(
            act(&proposed(FOUNDER), FOUNDER, &command),
            Err(Refusal::SamePerson)
        );
        let missing = Refusal::RoleMissing {
            needed: Role::Supervisor,
        };
        assert_eq!(act(&proposed(FOUNDER), OPERATOR, &command), Err(missing));
        assert_eq!(
            act(&proposed(FOUNDER), DESK, &command),
            Err(Refusal::NotAPersonsAct)
        );
    }
}

#[test]
fn turning_a_change_down_takes_a_reason_in_words() {
    assert_eq!(
        act(&proposed(ADMINISTRATOR), SUPERVISOR, &reject(" ")),
        Err(Refusal::ReasonMissing)
    );
}

#[test]
fn what_is_judged_is_judged_once() {
    for first in [DeskCommand::ApproveChange(CHANGE), reject("wrong host")] {
        let settings = proposed(ADMINISTRATOR);
        let events = act(&settings, SUPERVISOR, &first);
        let settings = recorded(settings, SUPERVISOR, events);
        for second in [DeskCommand::ApproveChange(CHANGE), reject("no")] {
            assert_eq!(
                act(&settings, SUPERVISOR, &second),
                Err(Refusal::NoSuchChange)
            );
        }
        // Not even where a record says so, as one of another desk may.
        for event in [
            DeskEvent::ChangeApproved {
                change: CHANGE,
                hash: HASH,
            },
            DeskEvent::ChangeRejected {
                change: CHANGE,
                hash: HASH,
                reason: "no".to_owned(),
            },
        ] {
            let after = evolve_settings(
                settings.clone(),
                &event,
                CHANGE,
                HASH,
                SUPERVISOR.actor,
                NOW,
            );
            assert_eq!(after, settings);
        }
    }
}

#[test]
fn a_judgement_holds_only_for_the_very_record_it_names() {
    let settings = proposed(ADMINISTRATOR);
    for event in [
        DeskEvent::ChangeApproved {
            change: CHANGE,
            hash: [0xBB; 32],
        },
        DeskEvent::ChangeRejected {
            change: CHANGE,
            hash: [0xBB; 32],
            reason: "no".to_owned(),
        },
        DeskEvent::ChangeApproved {
            change: RecordId::from_bytes([2; 16]),
            hash: HASH,
        },
    ] {
        let after = evolve_settings(
            settings.clone(),
            &event,
            CHANGE,
            HASH,
            SUPERVISOR.actor,
            NOW,
        );
        assert_eq!(after, settings);
    }
}
