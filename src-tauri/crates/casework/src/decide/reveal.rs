//! Being shown what is masked: who may, of which case, for which reason. The one place that judges it.

use identifiers::Sensitive;

use crate::{
    Case, CaseEvent, CaseStatus, Claim, Context, DataClass, Field, FieldSet, Refusal, RevealReason,
    Role, Sight, Submission, is_masked,
};

use super::{CASE_WORKERS, is_blank, pinned};

pub(super) fn reveal(
    case: &Case,
    fields: FieldSet,
    why: RevealReason,
    words: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    may_see(case, context)?;
    let gone = Refusal::DataGone;
    let submission = case.submission.as_ref().ok_or(gone)?;
    let there = held(submission)?;
    let sight = Sight::by_opening(case, context);
    let hidden = |field| there.contains(field) && is_masked(field, sight);
    if fields.is_empty() || !fields.iter().all(hidden) {
        return Err(Refusal::NothingToReveal);
    }
    if why.needs_words() && is_blank(words) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![CaseEvent::Revealed {
        fields,
        why,
        words: words.clone(),
    }])
}

/// Who holds a case; and a supervisor, of a case that is past its holder's hands.
fn may_see(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let person = context.person_with(CASE_WORKERS)?;
    let policy = pinned(case, context);
    let claim = case.holder(policy, context.now_ms);
    if claim.is_some_and(|claim| claim.by == person) {
        return Ok(());
    }
    match case.status {
        CaseStatus::WaitingForReview | CaseStatus::Decided | CaseStatus::Closed => {
            context.person_with(&[Role::Supervisor]).map(drop)
        }
        CaseStatus::Open | CaseStatus::InProgress => Err(match claim {
            Some(Claim { by, active_ms }) => Refusal::ClaimedByOther {
                holder: by,
                until_ms: active_ms.saturating_add(policy.claim_lapse_ms),
            },
            None => Refusal::NotClaimed,
        }),
        CaseStatus::Received if case.submission.is_none() => Err(Refusal::NotReceived),
        CaseStatus::Erased => Err(Refusal::DataGone),
        status @ (CaseStatus::Received
        | CaseStatus::ScreenedOut
        | CaseStatus::WaitingForCustomer) => Err(Refusal::WrongStatus { status }),
    }
}

/// The fields of class C2 that a submission has values of. The card number lies sealed apart and is not opened to judge
/// this: it is there wherever the customer's own data is.
fn held(submission: &Submission) -> Result<FieldSet, Refusal> {
    let subject = submission.subject.as_ref().ok_or(Refusal::DataGone)?;
    let has = |field: &Field| match field.class() {
        DataClass::C2 => *field != Field::Email || subject.email.is_some(),
        DataClass::C1 | DataClass::C3 => false,
    };
    Ok(Field::ALL.iter().copied().filter(has).collect())
}
