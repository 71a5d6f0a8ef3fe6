//! What a change of retention terms and an early erasure need, and a receipt of one.

use super::{Change, DeskSettings};
use crate::{CaseId, Erasure, ErasureCause, Refusal, Role, Roster};

/// Whether a change can be made, as far as it can be told without the case.
pub(super) fn fits(
    change: &Change,
    settings: &DeskSettings,
    roster: &Roster,
) -> Result<(), Refusal> {
    match change {
        Change::SetRetention(terms) if *terms == settings.retention => {
            Err(Refusal::NothingToChange)
        }
        Change::EraseCase { case, .. } if roster.erased(*case).is_some() => Err(Refusal::DataGone),
        Change::EraseCase { why, .. } if why.trim().is_empty() => Err(Refusal::NoteMissing),
        Change::SetRetention(_)
        | Change::EraseCase { .. }
        | Change::SetInstitution(_)
        | Change::Enrol(_)
        | Change::SetRoles { .. }
        | Change::Dismiss { .. }
        | Change::Renew { .. }
        | Change::SetRecovery { .. } => Ok(()),
    }
}

/// Whether a receipt is one, and a run's signer may run. That each case's time was over stood in bodies that are gone; who
/// ran it and by which terms stays.
pub(super) fn sound(
    erasure: &Erasure,
    roles: Result<&[Role], Refusal>,
    settings: &DeskSettings,
    roster: &Roster,
) -> Result<(), Refusal> {
    let erased = |case: &CaseId| roster.erased(*case).is_some();
    let in_order = erasure.cases.is_sorted_by(|one, next| one < next);
    if erasure.cases.is_empty() || !in_order || erasure.cases.iter().any(erased) {
        return Err(Refusal::DataGone);
    }
    match (erasure.cause, &erasure.proposal) {
        (ErasureCause::Run, None) => {
            let runs = roles?.contains(&Role::Administrator);
            match runs && erasure.terms == settings.retention.hash() {
                true => Ok(()),
                false => Err(Refusal::RoleMissing {
                    needed: Role::Administrator,
                }),
            }
        }
        (ErasureCause::Early, Some(_)) => roles.map(drop),
        (ErasureCause::Run, Some(_)) | (ErasureCause::Early, None) => Err(Refusal::NoSuchChange),
    }
}
