//! Why something may not be done: one example or more for every refusal there is.
#![allow(clippy::unwrap_used)]

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod keeping;
mod outcomes;
mod reveal;
mod work;

use std::collections::BTreeSet;

use casework::{
    CaseCommand, CaseOutcome, CaseStatus, Change, CheckId, CheckOutcome, Context, DeskCommand,
    DeskSettings, Enrolment, Field, FieldSet, InstitutionKind, InstitutionSettings, PersonId,
    Policy, PublicKeys, RecordId, Refusal, Role, Roster, Verdict, decide_change,
};
use common::{
    CHECK, Story, agree, amend, answered, note, propose, request, review, reviewed, sent, submit,
};
use testkit::cases::{
    ADMINISTRATOR, AUDITOR, COLLEAGUE, DESK, FOUNDER, MINUTE, NOW, OPERATOR, Player, REFUSED_CARD,
    SUPERVISOR, answer, submission,
};

/// Every refusal. A new one does not compile until it has its word here, and fails until it has an example.
const WORDS: [&str; 37] = [
    "already_received",
    "not_received",
    "wrong_status",
    "role_missing",
    "not_a_persons_act",
    "desks_own_duty",
    "claimed_by_other",
    "not_claimed",
    "same_person",
    "review_pending",
    "no_proposal",
    "evidence_changed",
    "reason_missing",
    "reason_does_not_fit",
    "note_missing",
    "outcome_missing",
    "no_such_check",
    "check_already_asked",
    "call_state",
    "nothing_to_ask_again",
    "hold_over",
    "still_held",
    "not_your_decision",
    "data_gone",
    "other_case",
    "no_such_change",
    "no_such_person",
    "name_taken",
    "roles_unfit",
    "nothing_to_change",
    "roster_would_lack",
    "holders_unfit",
    "nothing_to_reveal",
    "on_hold",
    "not_on_hold",
    "archived",
    "retention_unfit",
];

fn word(refusal: &Refusal) -> &'static str {
    WORDS[match refusal {
        Refusal::AlreadyReceived => 0,
        Refusal::NotReceived => 1,
        Refusal::WrongStatus { .. } => 2,
        Refusal::RoleMissing { .. } => 3,
        Refusal::NotAPersonsAct => 4,
        Refusal::DesksOwnDuty => 5,
        Refusal::ClaimedByOther { .. } => 6,
        Refusal::NotClaimed => 7,
        Refusal::SamePerson => 8,
        Refusal::ReviewPending => 9,
        Refusal::NoProposal => 10,
        Refusal::EvidenceChanged => 11,
        Refusal::ReasonMissing => 12,
        Refusal::ReasonDoesNotFit { .. } => 13,
        Refusal::NoteMissing => 14,
        Refusal::OutcomeMissing => 15,
        Refusal::NoSuchCheck => 16,
        Refusal::CheckAlreadyAsked => 17,
        Refusal::CallState => 18,
        Refusal::NothingToAskAgain => 19,
        Refusal::HoldOver => 20,
        Refusal::StillHeld { .. } => 21,
        Refusal::NotYourDecision => 22,
        Refusal::DataGone => 23,
        Refusal::OtherCase => 24,
        Refusal::NoSuchChange => 25,
        Refusal::NoSuchPerson => 26,
        Refusal::NameTaken => 27,
        Refusal::RolesUnfit => 28,
        Refusal::NothingToChange => 29,
        Refusal::RosterWouldLack(_) => 30,
        Refusal::HoldersUnfit => 31,
        Refusal::NothingToReveal => 32,
        Refusal::OnHold => 33,
        Refusal::NotOnHold => 34,
        Refusal::Archived => 35,
        Refusal::RetentionUnfit => 36,
    }]
}

type Example = (Story, Player, CaseCommand, Refusal);

const OTHER: CheckId = CheckId::from_bytes([0xC2; 16]);

fn view(field: Field) -> CaseCommand {
    CaseCommand::View {
        fields: FieldSet::of(&[field]),
    }
}

fn cause() -> String {
    "time_out".to_owned()
}

fn wrong(status: CaseStatus) -> Refusal {
    Refusal::WrongStatus { status }
}

fn later(mut story: Story, by_ms: i64) -> Story {
    story.now_ms += by_ms;
    story
}

#[test]
fn each_refusal_has_an_example() {
    let examples: Vec<_> = [
        work::intake(),
        work::work(),
        calls::calls(),
        outcomes::outcomes(),
        outcomes::messages(),
        reveal::reveals(),
        keeping::keeping(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut seen = BTreeSet::from([word(&no_such_change())]);
    seen.extend(of_the_roster().iter().map(word));
    seen.insert(word(&keeping::unfit_terms()));
    for (at, (story, by, command, refusal)) in examples.iter().enumerate() {
        assert_eq!(
            story.refusal(*by, command.clone()),
            *refusal,
            "example {at}: {command:?}"
        );
        seen.insert(word(refusal));
    }
    assert_eq!(seen, BTreeSet::from(WORDS));
}

fn no_such_change() -> Refusal {
    let context = Context {
        actor: SUPERVISOR.actor,
        roles: SUPERVISOR.roles,
        now_ms: NOW,
        policy: &Policy::ONE,
    };
    let approve = DeskCommand::ApproveChange(RecordId::from_bytes([1; 16]));
    decide_change(
        &DeskSettings::default(),
        &Roster::default(),
        &approve,
        &context,
    )
    .unwrap_err()
}

/// What changes of the roster are refused for; `roster.rs` says when.
fn of_the_roster() -> Vec<Refusal> {
    let administrator = ADMINISTRATOR.actor.person().unwrap();
    let (keys, roles) = (
        PublicKeys {
            ed25519: [1; 32],
            x25519: [2; 32],
        },
        BTreeSet::from([Role::Administrator]),
    );
    let alone = [(administrator, "Ada".to_owned(), roles.clone(), keys)];
    let roster = Roster::founded(alone, keys, None, false);
    let enrolment = |name: &str, roles: BTreeSet<Role>| {
        Change::Enrol(Enrolment {
            person: PersonId::from_bytes([9; 16]),
            name: name.to_owned(),
            roles,
            keys,
            signature: [0; 64],
        })
    };
    let changes = [
        Change::Dismiss {
            person: PersonId::from_bytes([9; 16]),
        },
        enrolment("Ada", roles.clone()),
        enrolment("Ben", BTreeSet::new()),
        Change::SetRoles {
            person: administrator,
            roles,
        },
        Change::Dismiss {
            person: administrator,
        },
        Change::SetRecovery {
            keys,
            holders: ["Ada", "Ada", "Ben"].map(str::to_owned),
        },
    ];
    let context = Context {
        actor: ADMINISTRATOR.actor,
        roles: ADMINISTRATOR.roles,
        now_ms: NOW,
        policy: &Policy::ONE,
    };
    let refusal = |change: Change| {
        let propose = DeskCommand::ProposeChange(change);
        decide_change(&DeskSettings::default(), &roster, &propose, &context).unwrap_err()
    };
    changes.into_iter().map(refusal).collect()
}

#[test]
fn a_desk_change_by_one_who_may_not_is_refused_too() {
    let url = "https://faceid.example".to_owned();
    let settings = InstitutionSettings {
        kind: InstitutionKind::TencentFaceid,
        url,
        credential: "faceid".to_owned(),
    };
    let propose = DeskCommand::ProposeChange(Change::SetInstitution(settings));
    for (by, refusal) in [
        (
            OPERATOR,
            Refusal::RoleMissing {
                needed: Role::Administrator,
            },
        ),
        (
            SUPERVISOR,
            Refusal::RoleMissing {
                needed: Role::Administrator,
            },
        ),
        (DESK, Refusal::NotAPersonsAct),
    ] {
        let context = Context {
            actor: by.actor,
            roles: by.roles,
            now_ms: NOW,
            policy: &Policy::ONE,
        };
        assert_eq!(
            decide_change(
                &DeskSettings::default(),
                &Roster::default(),
                &propose,
                &context
            ),
            Err(refusal)
        );
    }
}
