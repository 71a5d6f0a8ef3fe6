//! Holds, the archive and terms: why not.

use std::collections::BTreeMap;

use casework::{CaseCommand, CaseEvent, Refusal, RetentionTerms, Role, Sensitive};
use testkit::cases::{DESK, MINUTE, OPERATOR, REFUSED_CARD, SUPERVISOR, submission};

use super::{Example, later};
use crate::common::{Story, amend};

const DAY: i64 = 24 * 60 * MINUTE;

fn place(reason: &str) -> CaseCommand {
    CaseCommand::PlaceHold {
        reason: Sensitive::from(reason),
    }
}

fn lift(reason: &str) -> CaseCommand {
    CaseCommand::LiftHold {
        reason: Sensitive::from(reason),
    }
}

fn held() -> Story {
    let mut story = Story::closed();
    story.must(SUPERVISOR, place("a court asked"));
    story
}

fn screened_out() -> Story {
    let mut story = Story::received(submission(), &[REFUSED_CARD]);
    story.record(
        DESK,
        CaseEvent::RetentionSet {
            until_ms: story.now_ms + 200 * DAY,
            terms: RetentionTerms::SHIPPED.hash(),
        },
    );
    story
}

pub(crate) fn keeping() -> Vec<Example> {
    let supervisor = Refusal::RoleMissing {
        needed: Role::Supervisor,
    };
    vec![
        (Story::closed(), OPERATOR, place("why"), supervisor.clone()),
        (Story::closed(), DESK, place("why"), Refusal::NotAPersonsAct),
        (Story::new(), SUPERVISOR, place("why"), Refusal::NotReceived),
        (
            Story::closed(),
            SUPERVISOR,
            place(" "),
            Refusal::NoteMissing,
        ),
        (held(), SUPERVISOR, place("why"), Refusal::OnHold),
        (Story::closed(), SUPERVISOR, lift("why"), Refusal::NotOnHold),
        (held(), OPERATOR, lift("why"), supervisor),
        (held(), SUPERVISOR, lift("why"), Refusal::SamePerson),
        (
            later(screened_out(), 30 * DAY),
            OPERATOR,
            amend(submission(), &[]),
            Refusal::Archived,
        ),
    ]
}

pub(crate) fn unfit_terms() -> Refusal {
    let shipped = RetentionTerms::SHIPPED;
    let usual: Vec<_> = shipped.usual().map(|(_, months)| months).collect();
    let nobody = BTreeMap::from([("shop".to_owned(), BTreeMap::new())]);
    RetentionTerms::new(usual.try_into().unwrap(), nobody).unwrap_err()
}
