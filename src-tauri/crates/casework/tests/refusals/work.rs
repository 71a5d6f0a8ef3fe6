//! Intake, and having a case in hand.

use super::*;

pub(crate) fn intake() -> Vec<Example> {
    let mut other = submission();
    other.reference = "R-2".to_owned();
    vec![
        (
            Story::open(),
            OPERATOR,
            submit(submission(), &[]),
            Refusal::AlreadyReceived,
        ),
        (
            Story::new(),
            ADMINISTRATOR,
            submit(submission(), &[]),
            Refusal::RoleMissing {
                needed: Role::Operator,
            },
        ),
        (
            Story::new(),
            AUDITOR,
            submit(submission(), &[]),
            Refusal::RoleMissing {
                needed: Role::Operator,
            },
        ),
        (
            Story::new(),
            DESK,
            submit(submission(), &[]),
            Refusal::NotAPersonsAct,
        ),
        (
            Story::new(),
            OPERATOR,
            amend(submission(), &[]),
            Refusal::NotReceived,
        ),
        (
            Story::open(),
            OPERATOR,
            amend(other, &[]),
            Refusal::OtherCase,
        ),
        (
            Story::open(),
            ADMINISTRATOR,
            amend(submission(), &[]),
            Refusal::RoleMissing {
                needed: Role::Operator,
            },
        ),
        (
            Story::decided(),
            OPERATOR,
            amend(submission(), &[]),
            wrong(CaseStatus::Decided),
        ),
        (
            Story::closed(),
            OPERATOR,
            amend(submission(), &[]),
            wrong(CaseStatus::Closed),
        ),
        (
            Story::asked(),
            COLLEAGUE,
            amend(submission(), &[]),
            Refusal::ClaimedByOther {
                holder: OPERATOR.person(),
                until_ms: NOW + 30 * MINUTE,
            },
        ),
    ]
}

pub(crate) fn work() -> Vec<Example> {
    let mut erased = submission();
    erased.subject = None;
    let mut erased = Story::received(erased, &[]);
    erased.must(OPERATOR, CaseCommand::Claim);
    let held = Refusal::ClaimedByOther {
        holder: OPERATOR.person(),
        until_ms: NOW + 30 * MINUTE,
    };
    vec![
        (
            Story::new(),
            OPERATOR,
            CaseCommand::Claim,
            Refusal::NotReceived,
        ),
        (
            Story::received(submission(), &[REFUSED_CARD]),
            OPERATOR,
            CaseCommand::Claim,
            wrong(CaseStatus::ScreenedOut),
        ),
        (
            Story::waiting(),
            SUPERVISOR,
            CaseCommand::Claim,
            Refusal::ReviewPending,
        ),
        (
            Story::decided(),
            OPERATOR,
            CaseCommand::Claim,
            wrong(CaseStatus::Decided),
        ),
        (
            Story::closed(),
            OPERATOR,
            note("late"),
            wrong(CaseStatus::Closed),
        ),
        (Story::asked(), COLLEAGUE, CaseCommand::Claim, held.clone()),
        (Story::asked(), SUPERVISOR, CaseCommand::Release, held),
        (
            Story::open(),
            OPERATOR,
            CaseCommand::Release,
            Refusal::NotClaimed,
        ),
        (
            later(Story::asked(), 30 * MINUTE),
            OPERATOR,
            CaseCommand::Release,
            Refusal::NotClaimed,
        ),
        (
            Story::open(),
            OPERATOR,
            view(Field::Name),
            Refusal::NotClaimed,
        ),
        (
            Story::asked(),
            COLLEAGUE,
            view(Field::Name),
            Refusal::NotClaimed,
        ),
        (
            Story::asked(),
            OPERATOR,
            view(Field::CardNumber),
            Refusal::NotClaimed,
        ),
        (
            later(Story::asked(), 30 * MINUTE),
            OPERATOR,
            view(Field::Name),
            Refusal::NotClaimed,
        ),
        (
            Story::asked(),
            AUDITOR,
            view(Field::Name),
            Refusal::RoleMissing {
                needed: Role::Operator,
            },
        ),
        (erased, OPERATOR, view(Field::Name), Refusal::DataGone),
        (
            Story::open(),
            DESK,
            note("by nobody"),
            Refusal::NotAPersonsAct,
        ),
        (Story::open(), OPERATOR, note(" \n"), Refusal::NoteMissing),
    ]
}
