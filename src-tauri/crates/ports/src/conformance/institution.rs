use std::fmt::Debug;

use casework::CheckOutcome;

use crate::{CallFault, CardHolderCheck, CheckAnswer, Institution, Repeat, UnknownCause};

/// Questions to which the far side behind the implementation is known to answer in a certain way.
#[derive(Debug, Clone)]
pub struct InstitutionScenarios {
    /// All elements agree.
    pub agreeing: CardHolderCheck,
    /// They do not.
    pub disagreeing: CardHolderCheck,
    /// Nothing can be said.
    pub unable: CardHolderCheck,
    /// Too busy: nothing done, nothing billed.
    pub busy: CardHolderCheck,
    /// Turned away: nothing done, nothing billed.
    pub refused: CardHolderCheck,
    /// The far side fails after it got the question.
    pub failing: CardHolderCheck,
}

/// What every [`Institution`] does. `asked` counts the questions that reached the far side.
///
/// # Panics
/// Where the institution does otherwise, with a sentence saying what.
pub async fn institution_conformance(
    institution: &dyn Institution,
    scenarios: &InstitutionScenarios,
    asked: impl Fn() -> usize,
) {
    for (question, outcome) in [
        (&scenarios.agreeing, CheckOutcome::Match),
        (&scenarios.disagreeing, CheckOutcome::Mismatch),
        (&scenarios.unable, CheckOutcome::Unable),
        // The same question again is a new question with its own answer.
        (&scenarios.agreeing, CheckOutcome::Match),
    ] {
        let answer = ask_once(institution, question, &asked)
            .await
            .expect("an answer is no fault");
        assert_eq!(
            answer.outcome, outcome,
            "the institution's answer keeps its meaning"
        );
        assert!(
            !answer.provider_code.is_empty(),
            "an answer keeps the institution's own code"
        );
        assert!(!answer.request_id.is_empty(), "an answer names its call");
        let explained = answer
            .reason
            .as_deref()
            .is_some_and(|reason| !reason.is_empty());
        assert_eq!(
            explained,
            outcome != CheckOutcome::Match,
            "anything but a match says why"
        );
    }

    let busy = ask_once(institution, &scenarios.busy, &asked)
        .await
        .expect_err("busy is no answer");
    assert!(
        matches!(busy.repeat(), Repeat::ByMachine { .. }),
        "the machine may ask a busy institution again"
    );

    let refused = ask_once(institution, &scenarios.refused, &asked)
        .await
        .expect_err("a refusal is no answer");
    assert_eq!(
        refused.repeat(),
        Repeat::AfterCorrection,
        "a refusal is not repeated as it is"
    );
    let CallFault::Refused { reason, .. } = refused else {
        panic!("a refusal is told as one")
    };
    assert!(!reason.is_empty(), "a refusal says why");

    let failing = ask_once(institution, &scenarios.failing, &asked)
        .await
        .expect_err("a failure is no answer");
    assert_eq!(
        failing.repeat(),
        Repeat::ByPerson,
        "a question that may be billed is repeated by a person only"
    );
    assert_ne!(
        failing,
        CallFault::Unknown(UnknownCause::DeskStopped),
        "only the desk can say that the desk stopped"
    );
}

async fn ask_once(
    institution: &dyn Institution,
    question: &CardHolderCheck,
    asked: &impl Fn() -> usize,
) -> Result<CheckAnswer, CallFault> {
    let before = asked();
    let result = institution.check_card_holder(question).await;
    assert_eq!(asked(), before + 1, "one call asks once");
    let values = [
        &question.name,
        &question.document_number,
        &question.card_number,
        &question.phone,
    ];
    for value in values {
        shows_no(value.expose(), &result);
    }
    result
}

pub(super) fn shows_no(value: &str, result: &impl Debug) {
    assert!(
        !format!("{result:?}").contains(value),
        "no submitted value comes back in words"
    );
}
