use identifiers::Sensitive;

use crate::{Case, CaseEvent, Context, Field, FieldSet, Refusal};

use super::{CASE_WORKERS, is_blank, pinned, take_in_hand};

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

/// What the holder of a case may see in clear without a further reason: every call needs the name.
const SHOWN_TO_HOLDER: FieldSet = FieldSet::of(&[Field::Name]);

pub(super) fn view(
    case: &Case,
    fields: FieldSet,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let person = context.person_with(CASE_WORKERS)?;
    let holds = case
        .holder(pinned(case, context), context.now_ms)
        .is_some_and(|claim| claim.by == person);
    if !holds || !fields.iter().all(|field| SHOWN_TO_HOLDER.contains(field)) {
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
