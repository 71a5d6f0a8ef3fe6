//! Proposals, reviews, and the message to the customer.

use super::*;

pub(crate) fn outcomes() -> Vec<Example> {
    use CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify, Verified};
    let overturn = |outcome, note| review(Verdict::Overturn, outcome, &["insufficient_data"], note);
    let mut own = Story::received(submission(), &[]);
    own.must(FOUNDER, propose(NotVerifiedFinal, &["suspected_fraud"], ""));
    let mut changed = Story::waiting();
    let event = casework::CaseEvent::CheckAnswered {
        check: CHECK,
        attempt: 1,
        answer: answer(CheckOutcome::Mismatch),
    };
    changed.record(DESK, event);
    vec![
        (
            Story::open(),
            OPERATOR,
            propose(NotVerifiedMayRetry, &[], "no"),
            Refusal::ReasonMissing,
        ),
        (
            Story::open(),
            OPERATOR,
            propose(Verified, &["suspected_fraud"], "yes"),
            Refusal::ReasonDoesNotFit { outcome: Verified },
        ),
        (
            Story::open(),
            OPERATOR,
            propose(Verified, &[], " "),
            Refusal::NoteMissing,
        ),
        (
            Story::answered(CheckOutcome::Mismatch),
            OPERATOR,
            propose(Verified, &[], ""),
            Refusal::NoteMissing,
        ),
        (
            Story::waiting(),
            OPERATOR,
            propose(Verified, &[], ""),
            Refusal::ReviewPending,
        ),
        (
            Story::open(),
            DESK,
            propose(UnableToVerify, &[], ""),
            Refusal::NotAPersonsAct,
        ),
        (
            Story::open(),
            ADMINISTRATOR,
            propose(Verified, &[], ""),
            Refusal::RoleMissing {
                needed: Role::Operator,
            },
        ),
        (Story::open(), SUPERVISOR, agree(), Refusal::NoProposal),
        (Story::decided(), SUPERVISOR, agree(), Refusal::NoProposal),
        (
            Story::waiting(),
            COLLEAGUE,
            agree(),
            Refusal::RoleMissing {
                needed: Role::Supervisor,
            },
        ),
        (Story::waiting(), DESK, agree(), Refusal::NotAPersonsAct),
        (own, FOUNDER, agree(), Refusal::SamePerson),
        (changed, SUPERVISOR, agree(), Refusal::EvidenceChanged),
        (
            Story::waiting(),
            SUPERVISOR,
            review(Verdict::Return, None, &[], ""),
            Refusal::ReasonMissing,
        ),
        (
            Story::waiting(),
            SUPERVISOR,
            overturn(None, "why"),
            Refusal::OutcomeMissing,
        ),
        (
            Story::waiting(),
            SUPERVISOR,
            overturn(Some(Verified), "why"),
            Refusal::OutcomeMissing,
        ),
        (
            Story::waiting(),
            SUPERVISOR,
            overturn(Some(UnableToVerify), ""),
            Refusal::NoteMissing,
        ),
        (
            Story::waiting(),
            SUPERVISOR,
            overturn(Some(NotVerifiedFinal), "why"),
            Refusal::ReasonDoesNotFit {
                outcome: NotVerifiedFinal,
            },
        ),
    ]
}

pub(crate) fn messages() -> Vec<Example> {
    let begin = CaseCommand::BeginFeedback;
    let again = CaseCommand::AskFeedbackAgain;
    let hold = Policy::ONE.feedback_hold_ms;
    let mut requeued = Story::telling();
    requeued.must(DESK, CaseCommand::RequeueFeedback { cause: cause() });
    vec![
        (Story::open(), DESK, begin.clone(), wrong(CaseStatus::Open)),
        (
            Story::decided(),
            DESK,
            begin.clone(),
            Refusal::StillHeld {
                until_ms: NOW + hold,
            },
        ),
        (
            later(Story::decided(), hold - 1),
            DESK,
            begin.clone(),
            Refusal::StillHeld {
                until_ms: NOW + hold,
            },
        ),
        (
            later(Story::decided(), hold),
            OPERATOR,
            begin.clone(),
            Refusal::DesksOwnDuty,
        ),
        (Story::telling(), DESK, begin, Refusal::CallState),
        (Story::decided(), DESK, sent(), Refusal::CallState),
        (Story::telling(), OPERATOR, sent(), Refusal::DesksOwnDuty),
        (
            Story::decided(),
            DESK,
            CaseCommand::RequeueFeedback { cause: cause() },
            Refusal::CallState,
        ),
        (
            Story::decided(),
            DESK,
            CaseCommand::LoseFeedback { cause: cause() },
            Refusal::CallState,
        ),
        (
            Story::decided(),
            DESK,
            CaseCommand::FailFeedback {
                cause: cause(),
                provider_code: String::new(),
            },
            Refusal::CallState,
        ),
        (
            Story::open(),
            OPERATOR,
            again.clone(),
            wrong(CaseStatus::Open),
        ),
        (
            Story::decided(),
            OPERATOR,
            again.clone(),
            Refusal::NothingToAskAgain,
        ),
        (
            Story::telling(),
            OPERATOR,
            again.clone(),
            Refusal::NothingToAskAgain,
        ),
        (
            Story::closed(),
            OPERATOR,
            again.clone(),
            Refusal::NothingToAskAgain,
        ),
        (Story::decided(), DESK, again, Refusal::NotAPersonsAct),
        (
            Story::open(),
            OPERATOR,
            CaseCommand::TakeBack,
            wrong(CaseStatus::Open),
        ),
        (
            Story::decided(),
            COLLEAGUE,
            CaseCommand::TakeBack,
            Refusal::NotYourDecision,
        ),
        (
            reviewed(Story::waiting()),
            FOUNDER,
            CaseCommand::TakeBack,
            Refusal::NotYourDecision,
        ),
        (
            later(Story::decided(), hold),
            OPERATOR,
            CaseCommand::TakeBack,
            Refusal::HoldOver,
        ),
        // A clock that was set back does not bring the hold back.
        (
            later(requeued, -hold),
            OPERATOR,
            CaseCommand::TakeBack,
            Refusal::HoldOver,
        ),
        (
            later(Story::telling(), -hold),
            OPERATOR,
            CaseCommand::TakeBack,
            Refusal::HoldOver,
        ),
        (
            Story::decided(),
            DESK,
            CaseCommand::TakeBack,
            Refusal::NotAPersonsAct,
        ),
    ]
}
