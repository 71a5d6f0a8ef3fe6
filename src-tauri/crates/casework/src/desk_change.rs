//! What changes the desk itself, under the same two-person rule as a decision.

use std::collections::BTreeMap;

use crate::two_person::{Matter, second_person};
use crate::words::vocabulary;
use crate::{Actor, Context, PersonId, RecordId, Refusal, Role};

vocabulary! {
    /// Who answers or carries for the desk, outside.
    InstitutionKind {
        /// Tencent Cloud FaceID: bank card checks.
        TencentFaceid = "tencent-faceid",
        /// Tencent Cloud SMS: messages to customers.
        TencentSms = "tencent-sms",
    }
}

/// How an institution is reached. No secret: the credential lies elsewhere, sealed, under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionSettings {
    /// Which.
    pub kind: InstitutionKind,
    /// Base address, `https://…`, or `http://` on loopback.
    pub url: String,
    /// Name under which the sealed credential lies.
    pub credential: String,
}

/// What can be changed on an open desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Reach an institution in this way from now on.
    SetInstitution(InstitutionSettings),
}

/// What happened to the desk itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskEvent {
    /// An institution the founder had set before the desk was opened.
    InstitutionFounded(InstitutionSettings),
    /// An administrator proposed a change. The record's id is the change's.
    ChangeProposed(Change),
    /// A second person approved it; names the record it approves.
    ChangeApproved {
        /// Which change.
        change: RecordId,
        /// The hash of the proposal's record.
        hash: [u8; 32],
    },
    /// A second person turned it down. The proposal stays on record.
    ChangeRejected {
        /// Which change.
        change: RecordId,
        /// The hash of the proposal's record.
        hash: [u8; 32],
        /// Why, in their words.
        reason: String,
    },
}

/// What somebody wants to do to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskCommand {
    /// Propose a change.
    ProposeChange(Change),
    /// Approve one.
    ApproveChange(RecordId),
    /// Turn one down.
    RejectChange {
        /// Which.
        change: RecordId,
        /// Why.
        reason: String,
    },
}

/// The desk's settings as its log tells them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskSettings {
    /// How each institution is reached.
    pub institutions: BTreeMap<InstitutionKind, InstitutionSettings>,
    /// Every change ever proposed, in order.
    pub changes: Vec<ProposedChange>,
}

/// A change on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedChange {
    /// Its id: the id of the record that proposed it.
    pub id: RecordId,
    /// The hash of that record.
    pub hash: [u8; 32],
    /// Who proposed it.
    pub maker: Option<PersonId>,
    /// When.
    pub at_ms: i64,
    /// What.
    pub change: Change,
    /// How it ended.
    pub state: ChangeState,
}

vocabulary! {
    /// Where a change stands.
    ChangeState {
        /// Waits for a second person.
        Proposed = "proposed",
        /// In force.
        Approved = "approved",
        /// Turned down; kept on record.
        Rejected = "rejected",
    }
}

/// What a desk command leads to.
///
/// # Errors
/// The [`Refusal`] that speaks against it: a role, the same person, no such open change, no reason.
pub fn decide_change(
    settings: &DeskSettings,
    command: &DeskCommand,
    context: &Context<'_>,
) -> Result<Vec<DeskEvent>, Refusal> {
    match command {
        DeskCommand::ProposeChange(change) => {
            context.person_with(&[Role::Administrator])?;
            Ok(vec![DeskEvent::ChangeProposed(change.clone())])
        }
        DeskCommand::ApproveChange(id) => {
            let change = open_change(settings, *id, context)?;
            Ok(vec![DeskEvent::ChangeApproved {
                change: *id,
                hash: change.hash,
            }])
        }
        DeskCommand::RejectChange { change: id, reason } => {
            let change = open_change(settings, *id, context)?;
            if reason.trim().is_empty() {
                return Err(Refusal::ReasonMissing);
            }
            Ok(vec![DeskEvent::ChangeRejected {
                change: *id,
                hash: change.hash,
                reason: reason.clone(),
            }])
        }
    }
}

fn open_change<'a>(
    settings: &'a DeskSettings,
    id: RecordId,
    context: &Context<'_>,
) -> Result<&'a ProposedChange, Refusal> {
    let change = settings
        .changes
        .iter()
        .find(|change| change.id == id)
        .ok_or(Refusal::NoSuchChange)?;
    if change.state != ChangeState::Proposed {
        return Err(Refusal::NoSuchChange);
    }
    let maker = change.maker.ok_or(Refusal::NoSuchChange)?;
    second_person(Matter::DeskChange, maker, context.actor, context.roles)?;
    Ok(change)
}

/// The settings after one more record.
pub fn evolve_settings(
    mut settings: DeskSettings,
    event: &DeskEvent,
    record: RecordId,
    hash: [u8; 32],
    actor: Actor,
    at_ms: i64,
) -> DeskSettings {
    match event {
        DeskEvent::InstitutionFounded(institution) => {
            settings
                .institutions
                .insert(institution.kind, institution.clone());
        }
        DeskEvent::ChangeProposed(change) => settings.changes.push(ProposedChange {
            id: record,
            hash,
            maker: actor.person(),
            at_ms,
            change: change.clone(),
            state: ChangeState::Proposed,
        }),
        DeskEvent::ChangeApproved { change: id, hash } => {
            if let Some(change) = waiting(&mut settings, *id, *hash) {
                change.state = ChangeState::Approved;
                let Change::SetInstitution(institution) = change.change.clone();
                settings.institutions.insert(institution.kind, institution);
            }
        }
        DeskEvent::ChangeRejected {
            change: id, hash, ..
        } => {
            if let Some(change) = waiting(&mut settings, *id, *hash) {
                change.state = ChangeState::Rejected;
            }
        }
    }
    settings
}

/// The proposal that a judgement names: by id and by hash, and not judged yet.
fn waiting(
    settings: &mut DeskSettings,
    id: RecordId,
    hash: [u8; 32],
) -> Option<&mut ProposedChange> {
    let mut changes = settings.changes.iter_mut();
    changes.find(|change| {
        change.id == id && change.hash == hash && change.state == ChangeState::Proposed
    })
}
