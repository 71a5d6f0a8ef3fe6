//! Who may be shown what is masked: every role at every status.
#![allow(clippy::unwrap_used)]

mod common;

use casework::{
    Case, CaseCommand, CaseEvent, CaseStatus, Claim, Context, Field, FieldSet, Policy, Refusal,
    RevealReason, Role, decide,
};
use common::Story;
use testkit::cases::{
    ADMINISTRATOR, AUDITOR, COLLEAGUE, DESK, MINUTE, NOW, OPERATOR, Player, SUPERVISOR, submission,
};

const CARD: FieldSet = FieldSet::of(&[Field::CardNumber]);

/// A case of this status, in these hands.
fn standing(status: CaseStatus, holder: Option<Player>) -> Case {
    let mut case = Story::open().case;
    case.status = status;
    case.claim = holder.map(|holder| Claim {
        by: holder.person(),
        active_ms: NOW,
    });
    case
}

fn reveal(case: &Case, who: Player, fields: FieldSet) -> Result<Vec<CaseEvent>, Refusal> {
    let context = Context {
        actor: who.actor,
        roles: who.roles,
        now_ms: NOW + MINUTE,
        policy: &Policy::ONE,
    };
    let command = CaseCommand::Reveal {
        fields,
        why: RevealReason::Call,
        words: "".into(),
    };
    decide(case, &command, &context)
}

fn is_past_its_holder(status: CaseStatus) -> bool {
    match status {
        CaseStatus::WaitingForReview | CaseStatus::Decided | CaseStatus::Closed => true,
        CaseStatus::Received
        | CaseStatus::ScreenedOut
        | CaseStatus::Open
        | CaseStatus::InProgress
        | CaseStatus::WaitingForCustomer
        | CaseStatus::Erased => false,
    }
}

#[test]
fn of_a_case_nobody_or_a_colleague_holds_only_a_supervisor_and_only_past_its_holders_hands_sees_more()
 {
    for status in CaseStatus::ALL.iter().copied() {
        for holder in [None, Some(COLLEAGUE)] {
            let case = standing(status, holder);
            for who in [OPERATOR, SUPERVISOR, ADMINISTRATOR, AUDITOR, DESK] {
                let may = who == SUPERVISOR && is_past_its_holder(status);
                let decided = reveal(&case, who, CARD);
                assert_eq!(
                    decided.is_ok(),
                    may,
                    "{who:?} {status} {holder:?}: {decided:?}"
                );
            }
        }
    }
}

#[test]
fn who_holds_a_case_and_works_cases_sees_more_whatever_its_status() {
    for status in CaseStatus::ALL.iter().copied() {
        for who in [OPERATOR, SUPERVISOR] {
            let case = standing(status, Some(who));
            assert!(reveal(&case, who, CARD).is_ok(), "{who:?} {status}");
        }
        // A claim does not stand in for the role.
        for who in [ADMINISTRATOR, AUDITOR] {
            let case = standing(status, Some(who));
            let needed = Role::Operator;
            assert_eq!(
                reveal(&case, who, CARD),
                Err(Refusal::RoleMissing { needed }),
                "{who:?} {status}"
            );
        }
    }
}

#[test]
fn the_desks_own_key_reveals_nothing() {
    for status in CaseStatus::ALL.iter().copied() {
        let case = standing(status, Some(OPERATOR));
        assert_eq!(reveal(&case, DESK, CARD), Err(Refusal::NotAPersonsAct));
    }
}

#[test]
fn who_is_not_allowed_is_told_what_would_help() {
    let until_ms = NOW + Policy::ONE.claim_lapse_ms;
    let holder = COLLEAGUE.person();
    let needed = Role::Supervisor;
    for (status, held_by, refusal) in [
        (CaseStatus::Open, None, Refusal::NotClaimed),
        (
            CaseStatus::InProgress,
            Some(COLLEAGUE),
            Refusal::ClaimedByOther { holder, until_ms },
        ),
        (
            CaseStatus::WaitingForReview,
            None,
            Refusal::RoleMissing { needed },
        ),
        (CaseStatus::Closed, None, Refusal::RoleMissing { needed }),
        (CaseStatus::Erased, None, Refusal::DataGone),
        (
            CaseStatus::ScreenedOut,
            None,
            Refusal::WrongStatus {
                status: CaseStatus::ScreenedOut,
            },
        ),
    ] {
        let case = standing(status, held_by);
        assert_eq!(reveal(&case, OPERATOR, CARD), Err(refusal));
    }
}

#[test]
fn what_is_erased_is_shown_to_nobody() {
    for status in CaseStatus::ALL.iter().copied() {
        let mut case = standing(status, Some(OPERATOR));
        let mut erased = submission();
        erased.subject = None;
        case.submission = Some(erased);
        assert_eq!(reveal(&case, OPERATOR, CARD), Err(Refusal::DataGone));
    }
}

#[test]
fn the_name_is_revealed_to_who_does_not_hold_the_case_and_already_shown_to_who_does() {
    let name = FieldSet::of(&[Field::Name]);
    let waiting = standing(CaseStatus::WaitingForReview, None);
    assert!(reveal(&waiting, SUPERVISOR, name).is_ok());
    let held = standing(CaseStatus::InProgress, Some(OPERATOR));
    assert_eq!(reveal(&held, OPERATOR, name), Err(Refusal::NothingToReveal));
}

#[test]
fn a_reveal_is_on_record_with_its_fields_and_reason_and_changes_the_case_in_nothing_else() {
    let mut story = Story::asked();
    let before = story.case.clone();
    let fields = FieldSet::of(&[Field::CardNumber, Field::Phone]);
    let command = CaseCommand::Reveal {
        fields,
        why: RevealReason::Other,
        words: "the bank reads the number back".into(),
    };
    let events = story.must(OPERATOR, command);
    assert_eq!(
        events,
        [CaseEvent::Revealed {
            fields,
            why: RevealReason::Other,
            words: "the bank reads the number back".into(),
        }]
    );
    let expected = Case {
        revision: before.revision + 1,
        ..before
    };
    assert_eq!(story.case, expected);
}
