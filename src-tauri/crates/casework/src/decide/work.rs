use identifiers::Sensitive;

use crate::{Case, CaseEvent, Context, FieldSet, Refusal, Sight, is_masked};

use super::{CASE_WORKERS, is_blank, take_in_hand};

pub(super) fn claim(case: &Case, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    // Claiming what one holds renews the claim.
    Ok(vec![hands.claim.unwrap_or(CaseEvent::Claimed)])
}

pub(super) fn release(case: &Case, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    match hands.claim {
        None => Ok(vec![CaseEvent::Released]),
        Some(_) => Err(Refusal::NotClaimed),
    }
}

pub(super) fn view(
    case: &Case,
    fields: FieldSet,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(CASE_WORKERS)?;
    let sight = Sight::by_opening(case, context);
    // What everybody sees is no read, and what is masked to the holder too takes a reason: a reveal.
    if sight != Sight::InHand || fields.iter().any(|field| is_masked(field, sight)) {
        return Err(Refusal::NotClaimed);
    }
    if case
        .submission
        .as_ref()
        .is_none_or(|submission| submission.subject.is_none())
    {
        return Err(Refusal::DataGone);
    }
    Ok(vec![CaseEvent::Viewed { fields }])
}

pub(super) fn add_note(
    case: &Case,
    text: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let hands = take_in_hand(case, context)?;
    if is_blank(text) {
        return Err(Refusal::NoteMissing);
    }
    Ok(hands.then([CaseEvent::NoteAdded { text: text.clone() }]))
}
