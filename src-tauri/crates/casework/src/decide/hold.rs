//! Legal holds: what stands between a case and every erasure.

use identifiers::Sensitive;

use crate::two_person::{Matter, second_person};
use crate::{Case, CaseEvent, Context, Refusal};

use super::is_blank;

pub(super) fn place(
    case: &Case,
    reason: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(Matter::Hold.maker_roles())?;
    if case.submission.is_none() {
        return Err(Refusal::NotReceived);
    }
    if case.hold.is_some() {
        return Err(Refusal::OnHold);
    }
    if is_blank(reason) {
        return Err(Refusal::NoteMissing);
    }
    Ok(vec![CaseEvent::HoldPlaced {
        reason: reason.clone(),
    }])
}

/// Whoever placed a hold does not lift it: a hold keeps what may speak against its own desk.
pub(super) fn lift(
    case: &Case,
    reason: &Sensitive,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    context.person_with(Matter::Hold.checker_roles())?;
    let hold = case.hold.as_ref().ok_or(Refusal::NotOnHold)?;
    second_person(Matter::Hold, hold.by, context.actor, context.roles)?;
    if is_blank(reason) {
        return Err(Refusal::NoteMissing);
    }
    Ok(vec![CaseEvent::HoldLifted {
        reason: reason.clone(),
    }])
}
