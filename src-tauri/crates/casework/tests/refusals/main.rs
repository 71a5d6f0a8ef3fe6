//! Why something may not be done: one example or more for every refusal there is.
#![allow(clippy::unwrap_used)]

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod outcomes;
mod work;

use std::collections::BTreeSet;

use casework::{
    CaseCommand, CaseOutcome, CaseStatus, Change, CheckId, CheckOutcome, Context, DeskCommand,
    DeskSettings, Field, FieldSet, InstitutionKind, InstitutionSettings, Policy, RecordId, Refusal,
    Role, Verdict, decide_change,
};
use common::{
    CHECK, Story, agree, amend, answered, note, propose, request, review, reviewed, sent, submit,
};
use testkit::cases::{
    ADMINISTRATOR, AUDITOR, COLLEAGUE, DESK, FOUNDER, MINUTE, NOW, OPERATOR, Player, REFUSED_CARD,
    SUPERVISOR, answer, submission,
};

/// Every refusal. A new one does not compile until it has its word here, and fails until it has an example.
const WORDS: [&str; 26] = [
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
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut seen = BTreeSet::from([word(&no_such_change())]);
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
    decide_change(&DeskSettings::default(), &approve, &context).unwrap_err()
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
            decide_change(&DeskSettings::default(), &propose, &context),
            Err(refusal)
        );
    }
}
