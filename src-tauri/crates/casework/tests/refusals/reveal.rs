//! Being shown what is masked; who may is the table of `../reveal.rs`.

use casework::RevealReason;

use super::*;

fn reveal(fields: &[Field], why: RevealReason, words: &str) -> CaseCommand {
    CaseCommand::Reveal {
        fields: FieldSet::of(fields),
        why,
        words: words.into(),
    }
}

pub(crate) fn reveals() -> Vec<Example> {
    let phone = |why| reveal(&[Field::Phone], why, "");
    let mut erased = submission();
    erased.subject = None;
    let mut erased = Story::received(erased, &[]);
    erased.must(OPERATOR, CaseCommand::Claim);
    let mut without_email = submission();
    if let Some(subject) = &mut without_email.subject {
        subject.email = None;
    }
    let mut without_email = Story::received(without_email, &[]);
    without_email.must(OPERATOR, CaseCommand::Claim);
    let nothing = |story, fields: &[Field]| {
        let command = reveal(fields, RevealReason::Call, "");
        (story, OPERATOR, command, Refusal::NothingToReveal)
    };
    vec![
        (
            Story::new(),
            OPERATOR,
            phone(RevealReason::Call),
            Refusal::NotReceived,
        ),
        (
            erased,
            OPERATOR,
            phone(RevealReason::Call),
            Refusal::DataGone,
        ),
        nothing(Story::asked(), &[]),
        // The holder sees the name as it is; everybody sees the amount.
        nothing(Story::asked(), &[Field::Phone, Field::Name]),
        nothing(Story::asked(), &[Field::Phone, Field::Amount]),
        nothing(without_email, &[Field::Email]),
        (
            Story::asked(),
            OPERATOR,
            phone(RevealReason::Other),
            Refusal::ReasonMissing,
        ),
        (
            Story::asked(),
            OPERATOR,
            reveal(&[Field::Phone], RevealReason::Other, " \n"),
            Refusal::ReasonMissing,
        ),
        (
            later(Story::asked(), 30 * MINUTE),
            OPERATOR,
            phone(RevealReason::Call),
            Refusal::NotClaimed,
        ),
    ]
}
