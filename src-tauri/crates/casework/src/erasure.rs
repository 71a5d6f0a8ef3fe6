//! Erasing cases: what may be erased, and the receipt that says that it was.

use crate::words::vocabulary;
use crate::{CallState, Case, CaseId, CaseStatus, Change, DeskSettings, Refusal, RosterEvent};

vocabulary! {
    /// Why cases were erased.
    ErasureCause {
        /// Their time was over.
        Run = "run",
        /// Two people decided it before.
        Early = "early",
    }
}

/// A receipt: of these cases nothing is left but their headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Why.
    pub cause: ErasureCause,
    /// Which, in the order of their ids.
    pub cases: Vec<CaseId>,
    /// The hash of the proposal that was approved, where two people decided it.
    pub proposal: Option<[u8; 32]>,
    /// The hash of the retention terms then in force.
    pub terms: [u8; 32],
}

/// Whether two people may have this case erased before its time.
///
/// # Errors
/// [`Refusal::OnHold`]; [`Refusal::CallState`] while a call about it is out; [`Refusal::DataGone`] where it is erased.
pub fn may_erase_early(case: &Case) -> Result<(), Refusal> {
    if case.status == CaseStatus::Erased {
        return Err(Refusal::DataGone);
    }
    if case.hold.is_some() {
        return Err(Refusal::OnHold);
    }
    let message = case.decision.as_ref().map(|it| it.feedback.state);
    let mut calls = case.checks.iter().map(|it| it.state).chain(message);
    match calls.any(|state| state == CallState::Sending) {
        true => Err(Refusal::CallState),
        false => Ok(()),
    }
}

/// Whether this case's time is over: ended, kept until a moment that has passed, not on hold, with no call out.
pub fn is_due(case: &Case, now_ms: i64) -> bool {
    let over = case.retention.is_some_and(|it| it.until_ms <= now_ms);
    over && case.has_ended() && may_erase_early(case).is_ok()
}

/// What comes into force with the approval of an early erasure.
pub(crate) fn event(
    change: &Change,
    proposal: [u8; 32],
    settings: &DeskSettings,
) -> Option<RosterEvent> {
    match change {
        Change::EraseCase { case, .. } => Some(RosterEvent::Erased(Erasure {
            cause: ErasureCause::Early,
            cases: vec![*case],
            proposal: Some(proposal),
            terms: settings.retention.hash(),
        })),
        Change::SetInstitution(_)
        | Change::Enrol(_)
        | Change::SetRoles { .. }
        | Change::Dismiss { .. }
        | Change::Renew { .. }
        | Change::SetRecovery { .. }
        | Change::SetRetention(_) => None,
    }
}
