//! Questions to institutions.

use super::*;

pub(crate) fn calls() -> Vec<Example> {
    let begin = |check| CaseCommand::BeginCall { check };
    let again = |check| CaseCommand::AskAgain { check };
    let mut amended = Story::calling();
    amended.must(
        DESK,
        CaseCommand::LoseCall {
            check: CHECK,
            cause: cause(),
        },
    );
    amended.must(OPERATOR, amend(submission(), &[]));
    let failed = CaseCommand::FailCall {
        check: CHECK,
        cause: cause(),
        provider_code: String::new(),
    };
    let mut refunded = Story::asked();
    refunded.must(OPERATOR, amend(submission(), &[]));
    vec![
        (
            Story::asked(),
            OPERATOR,
            request(CHECK),
            Refusal::CheckAlreadyAsked,
        ),
        (
            Story::asked(),
            OPERATOR,
            request(OTHER),
            Refusal::CheckAlreadyAsked,
        ),
        (
            Story::answered(CheckOutcome::Match),
            OPERATOR,
            request(OTHER),
            Refusal::CheckAlreadyAsked,
        ),
        (Story::open(), DESK, request(CHECK), Refusal::NotAPersonsAct),
        (Story::open(), OPERATOR, again(CHECK), Refusal::NoSuchCheck),
        (
            Story::asked(),
            OPERATOR,
            again(CHECK),
            Refusal::NothingToAskAgain,
        ),
        (
            Story::calling(),
            OPERATOR,
            again(CHECK),
            Refusal::NothingToAskAgain,
        ),
        (
            Story::answered(CheckOutcome::Match),
            OPERATOR,
            again(CHECK),
            Refusal::NothingToAskAgain,
        ),
        (amended, OPERATOR, again(CHECK), Refusal::NothingToAskAgain),
        (
            Story::asked(),
            OPERATOR,
            begin(CHECK),
            Refusal::DesksOwnDuty,
        ),
        (Story::asked(), DESK, begin(OTHER), Refusal::NoSuchCheck),
        (Story::calling(), DESK, begin(CHECK), Refusal::CallState),
        (
            Story::answered(CheckOutcome::Error),
            DESK,
            begin(CHECK),
            Refusal::CallState,
        ),
        (refunded, DESK, begin(CHECK), Refusal::CallState),
        (
            Story::asked(),
            DESK,
            answered(CheckOutcome::Match),
            Refusal::CallState,
        ),
        (
            Story::calling(),
            OPERATOR,
            answered(CheckOutcome::Match),
            Refusal::DesksOwnDuty,
        ),
        (
            Story::calling(),
            FOUNDER,
            failed.clone(),
            Refusal::DesksOwnDuty,
        ),
        (Story::asked(), DESK, failed, Refusal::CallState),
        (
            Story::asked(),
            DESK,
            CaseCommand::LoseCall {
                check: CHECK,
                cause: cause(),
            },
            Refusal::CallState,
        ),
        (
            Story::asked(),
            DESK,
            CaseCommand::RequeueCall {
                check: CHECK,
                cause: cause(),
            },
            Refusal::CallState,
        ),
    ]
}
