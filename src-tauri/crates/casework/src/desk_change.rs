//! What changes the desk itself, under the same two-person rule as a decision.

mod keeping_change;
mod roster_change;

pub use self::roster_change::{holders_fit, holders_named};

use std::collections::{BTreeMap, BTreeSet};

use crate::erasure;
use crate::retention::RetentionTerms;
use crate::two_person::{Matter, second_person};
use crate::words::vocabulary;
use crate::{
    Actor, CaseId, Context, Grant, PersonId, PublicKeys, RECOVERY, RecordId, Refusal, Role, Roster,
    RosterEvent,
};

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
    /// Take somebody on.
    Enrol(Enrolment),
    /// Give somebody other roles.
    SetRoles {
        /// Who.
        person: PersonId,
        /// What they will be.
        roles: BTreeSet<Role>,
    },
    /// Let somebody go: their keys sign nothing more, and everybody else gets a new vault key.
    Dismiss {
        /// Who.
        person: PersonId,
    },
    /// Give somebody who lost their passphrase new keys under a new one; the old keys are revoked.
    Renew {
        /// Who.
        person: PersonId,
        /// Their new keys.
        keys: PublicKeys,
        /// Their signature over them, as in [`Enrolment`].
        signature: [u8; 64],
    },
    /// Put a recovery secret in force, whose shares are in the hands of these holders.
    SetRecovery {
        /// Its public keys.
        keys: PublicKeys,
        /// Who holds the shares, as they were named.
        holders: [String; 3],
    },
    /// Keep cases that end from now on for these terms.
    SetRetention(RetentionTerms),
    /// Erase a case before its time.
    EraseCase {
        /// Which.
        case: CaseId,
        /// Why, without a customer's data: it stays on record.
        why: String,
    },
}

/// Somebody who wants to join an open desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The id they will have.
    pub person: PersonId,
    /// The name colleagues will see.
    pub name: String,
    /// What they will be.
    pub roles: BTreeSet<Role>,
    /// Their keys, whose private halves only their own passphrase opens.
    pub keys: PublicKeys,
    /// Their signature over team, person, roles and keys.
    pub signature: [u8; 64],
}

impl Change {
    /// Which rule of two persons it falls under.
    pub const fn matter(&self) -> Matter {
        match self {
            Self::SetInstitution(_) => Matter::Institution,
            Self::Enrol(_) | Self::SetRoles { .. } | Self::Dismiss { .. } | Self::Renew { .. } => {
                Matter::Roster
            }
            Self::SetRecovery { .. } => Matter::Recovery,
            Self::SetRetention(_) => Matter::Policy,
            Self::EraseCase { .. } => Matter::Erasure,
        }
    }

    /// The person it is about, who may not approve it.
    pub fn subject(&self) -> Option<PersonId> {
        match self {
            Self::SetInstitution(_)
            | Self::SetRecovery { .. }
            | Self::SetRetention(_)
            | Self::EraseCase { .. } => None,
            Self::Enrol(Enrolment { person, .. })
            | Self::SetRoles { person, .. }
            | Self::Dismiss { person }
            | Self::Renew { person, .. } => Some(*person),
        }
    }

    /// The stable word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::SetInstitution(_) => "set_institution",
            Self::Enrol(_) => "enrol",
            Self::SetRoles { .. } => "set_roles",
            Self::Dismiss { .. } => "dismiss",
            Self::Renew { .. } => "renew",
            Self::SetRecovery { .. } => "set_recovery",
            Self::SetRetention(_) => "set_retention",
            Self::EraseCase { .. } => "erase_case",
        }
    }
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
    /// Sign-ins that failed since somebody last signed in, as the log beside the desk kept them.
    SignInsFailed {
        /// Whose name was given, where it was somebody's, and when.
        attempts: Vec<(Option<PersonId>, i64)>,
        /// Whether that log was what the keychain remembers of it; if not, attempts may be missing.
        intact: bool,
    },
    /// Something happened to the roster. It stands in a stream of its own, where an auditor reads it without a key.
    Roster(RosterEvent),
    /// A backup was made and verified.
    BackupMade(BackupMade),
}

/// A backup, as the log remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupMade {
    /// The number of its newest generation.
    pub generation: u64,
    /// The place of the newest record in it.
    pub head_seq: u64,
    /// SHA-256 of its key file.
    pub keys: [u8; 32],
    /// The folder it lies in, as it was named: where an erasure has to see to it.
    pub folder: String,
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
    /// How long cases are kept that end now.
    pub retention: RetentionTerms,
    /// The last backup, and when it was put on record, milliseconds since 1970.
    pub last_backup: Option<(BackupMade, i64)>,
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

/// What a desk command leads to. Whether a signature in a change is its person's is for who can check signatures.
///
/// # Errors
/// The [`Refusal`] that speaks against it: a role, the same person, no such open change, no reason, a roster that
/// could not run the desk.
pub fn decide_change(
    settings: &DeskSettings,
    roster: &Roster,
    command: &DeskCommand,
    context: &Context<'_>,
) -> Result<Vec<DeskEvent>, Refusal> {
    match command {
        DeskCommand::ProposeChange(change) => {
            context.person_with(change.matter().maker_roles())?;
            roster_change::fits(change, roster)?;
            keeping_change::fits(change, settings, roster)?;
            Ok(vec![DeskEvent::ChangeProposed(change.clone())])
        }
        DeskCommand::ApproveChange(id) => {
            let change = open_change(settings, *id, context)?;
            // Asked again: the roster may be another since.
            roster_change::fits(&change.change, roster)?;
            keeping_change::fits(&change.change, settings, roster)?;
            let approved = DeskEvent::ChangeApproved {
                change: *id,
                hash: change.hash,
            };
            let follows = event(&change.change, change.hash, settings, roster);
            Ok([approved]
                .into_iter()
                .chain(follows.map(DeskEvent::Roster))
                .collect())
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

/// What comes into force with an approval, in the roster's own stream.
fn event(
    change: &Change,
    proposal: [u8; 32],
    settings: &DeskSettings,
    roster: &Roster,
) -> Option<RosterEvent> {
    roster_change::event(change, proposal, roster)
        .or_else(|| erasure::event(change, proposal, settings))
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
    let checker = second_person(change.change.matter(), maker, context.actor, context.roles)?;
    // Nobody judges what is proposed about themselves.
    if change.change.subject() == Some(checker) {
        return Err(Refusal::SamePerson);
    }
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
                if let Change::SetInstitution(institution) = change.change.clone() {
                    settings.institutions.insert(institution.kind, institution);
                } else if let Change::SetRetention(terms) = &change.change {
                    settings.retention = terms.clone();
                }
            }
        }
        // The roster is read by itself; failed sign-ins set nothing.
        DeskEvent::Roster(_) | DeskEvent::SignInsFailed { .. } => {}
        DeskEvent::BackupMade(backup) => settings.last_backup = Some((backup.clone(), at_ms)),
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

/// Whether an event that stands on record may stand there: whoever reads a log believes no grant because it is there.
///
/// A proposal needs a person with the role for it; an approval another one, who names it; and what an approval brings
/// into the roster must be what was proposed. `roster` and `settings` are as they were before the event.
///
/// # Errors
/// The [`Refusal`] that spoke against it then.
pub fn may_stand(
    settings: &DeskSettings,
    roster: &Roster,
    event: &DeskEvent,
    actor: Actor,
) -> Result<(), Refusal> {
    let person = actor.person().ok_or(Refusal::NotAPersonsAct);
    let roles = actor.person().map_or(&[][..], |it| roster.roles(it));
    let judged = |hash: &[u8; 32], state: ChangeState| {
        let found = settings
            .changes
            .iter()
            .find(|it| it.hash == *hash && it.state == state);
        let change = found.ok_or(Refusal::NoSuchChange)?;
        let maker = change.maker.ok_or(Refusal::NoSuchChange)?;
        let checker = second_person(change.change.matter(), maker, actor, roles)?;
        match change.change.subject() == Some(checker) {
            true => Err(Refusal::SamePerson),
            false => Ok(change),
        }
    };
    match event {
        DeskEvent::InstitutionFounded(_) => person.map(drop),
        DeskEvent::ChangeProposed(change) => {
            person?;
            let needed = change.matter().maker_roles();
            match needed.iter().any(|role| roles.contains(role)) {
                true => Ok(()),
                false => Err(Refusal::RoleMissing { needed: needed[0] }),
            }
        }
        DeskEvent::ChangeApproved { hash, .. } | DeskEvent::ChangeRejected { hash, .. } => {
            judged(hash, ChangeState::Proposed).map(drop)
        }
        DeskEvent::Roster(
            event @ (RosterEvent::Granted(Grant { proposal: hash, .. })
            | RosterEvent::Revoked { proposal: hash, .. }),
        ) => {
            let change = judged(hash, ChangeState::Approved)?;
            match self::event(&change.change, *hash, settings, roster).as_ref() == Some(event) {
                true => Ok(()),
                false => Err(Refusal::NoSuchChange),
            }
        }
        DeskEvent::Roster(event @ RosterEvent::Erased(erasure)) => {
            let roles = person.map(|it| roster.roles(it));
            keeping_change::sound(erasure, roles, settings, roster)?;
            // An early one must be what was proposed, and approved by who signs.
            let Some(hash) = &erasure.proposal else {
                return Ok(());
            };
            let change = judged(hash, ChangeState::Approved)?;
            match self::event(&change.change, *hash, settings, roster).as_ref() == Some(event) {
                true => Ok(()),
                false => Err(Refusal::NoSuchChange),
            }
        }
        DeskEvent::SignInsFailed { .. } => match actor {
            Actor::Desk => Ok(()),
            Actor::Person(_) => Err(Refusal::DesksOwnDuty),
        },
        // Written by the desk at the next sign-in; who signed the statement is what counts.
        DeskEvent::Roster(RosterEvent::RollbackAccepted(accepted)) => {
            let proposed = roster.roles(accepted.maker);
            if !proposed.contains(&Role::Administrator) {
                return Err(Refusal::RoleMissing {
                    needed: Role::Administrator,
                });
            }
            let checker = Actor::Person(accepted.checker);
            let roles = roster.roles(accepted.checker);
            second_person(Matter::Rollback, accepted.maker, checker, roles).map(drop)
        }
        DeskEvent::Roster(RosterEvent::KeysChanged { .. }) => match roles {
            [] => Err(Refusal::NoSuchPerson),
            _ => Ok(()),
        },
        DeskEvent::Roster(RosterEvent::Recovered(recovered)) => {
            if actor != Actor::Person(RECOVERY) || roster.recovery().is_none() {
                return Err(Refusal::NoSuchPerson);
            }
            roster.may_be_recovered_by(&recovered.people)
        }
        DeskEvent::BackupMade(_) => match BACKUP_ROLES.iter().any(|role| roles.contains(role)) {
            true => Ok(()),
            false => Err(Refusal::RoleMissing {
                needed: BACKUP_ROLES[0],
            }),
        },
    }
}

/// Who makes backups.
pub const BACKUP_ROLES: [Role; 2] = [Role::Administrator, Role::Supervisor];
