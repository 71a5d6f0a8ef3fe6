//! What a change of the roster needs, and what it becomes once a second person approved it.

use super::{Change, Enrolment};
use crate::roster::{Grant, RECOVERY, Roster, RosterEvent, roles_can_be_held};
use crate::{PersonId, Refusal, Role};

/// Whether a change can be made on this roster.
pub(super) fn fits(change: &Change, roster: &Roster) -> Result<(), Refusal> {
    match change {
        Change::SetInstitution(_) | Change::SetRetention(_) | Change::EraseCase { .. } => Ok(()),
        Change::Enrol(Enrolment {
            person,
            name,
            roles,
            ..
        }) => {
            if !roles_can_be_held(roles) {
                return Err(Refusal::RolesUnfit);
            }
            let known = roster.everybody().any(|(id, _)| id == *person) || *person == RECOVERY;
            if known || roster.has_name(name) {
                return Err(Refusal::NameTaken);
            }
            Ok(())
        }
        Change::SetRoles { person, roles } => {
            if !roles_can_be_held(roles) {
                return Err(Refusal::RolesUnfit);
            }
            let present = here(roster, *person)?;
            let wanted: Vec<Role> = roles.iter().copied().collect();
            if present == wanted {
                return Err(Refusal::NothingToChange);
            }
            still_runs(roster, *person, Some(wanted))
        }
        Change::Dismiss { person } => {
            here(roster, *person)?;
            still_runs(roster, *person, None)
        }
        Change::Renew { person, keys, .. } => {
            here(roster, *person)?;
            match roster.keys(*person) == Some(*keys) {
                true => Err(Refusal::NothingToChange),
                false => Ok(()),
            }
        }
        Change::SetRecovery { holders, .. } => holders_fit(holders, roster.is_solo()),
    }
}

/// Whether three shares may be held by these: three different holders, but on a desk for one person.
///
/// # Errors
/// [`Refusal::HoldersUnfit`].
pub fn holders_fit(holders: &[String; 3], solo: bool) -> Result<(), Refusal> {
    let named = holders.iter().all(|it| !it.trim().is_empty());
    let [one, two, three] = holders.each_ref().map(|it| it.trim());
    let apart = one != two && one != three && two != three;
    match named && (apart || solo) {
        true => Ok(()),
        false => Err(Refusal::HoldersUnfit),
    }
}

/// Three holders as one name, as the roster shows it.
pub fn holders_named(holders: &[String; 3]) -> String {
    holders.join(" · ")
}

/// What comes into force with the approval, in the roster's own stream.
pub(super) fn event(change: &Change, proposal: [u8; 32], roster: &Roster) -> Option<RosterEvent> {
    let grant = match change {
        Change::SetInstitution(_) | Change::SetRetention(_) | Change::EraseCase { .. } => {
            return None;
        }
        Change::Dismiss { person } => {
            return Some(RosterEvent::Revoked {
                person: *person,
                proposal,
            });
        }
        Change::Enrol(enrolment) => Grant {
            person: enrolment.person,
            name: enrolment.name.clone(),
            roles: enrolment.roles.clone(),
            keys: enrolment.keys,
            signature: Some(enrolment.signature),
            proposal,
        },
        Change::SetRoles { person, roles } => Grant {
            person: *person,
            name: roster.name(*person)?.to_owned(),
            roles: roles.clone(),
            keys: roster.keys(*person)?,
            signature: None,
            proposal,
        },
        Change::Renew {
            person,
            keys,
            signature,
        } => Grant {
            person: *person,
            name: roster.name(*person)?.to_owned(),
            roles: roster.roles(*person).iter().copied().collect(),
            keys: *keys,
            signature: Some(*signature),
            proposal,
        },
        Change::SetRecovery { keys, holders } => Grant {
            person: RECOVERY,
            name: holders_named(holders),
            roles: Default::default(),
            keys: *keys,
            signature: None,
            proposal,
        },
    };
    Some(RosterEvent::Granted(grant))
}

fn here(roster: &Roster, person: PersonId) -> Result<Vec<Role>, Refusal> {
    match roster.roles(person) {
        [] => Err(Refusal::NoSuchPerson),
        roles => Ok(roles.to_vec()),
    }
}

/// Whether the desk can still be run once this person has these roles, or is gone.
fn still_runs(roster: &Roster, person: PersonId, roles: Option<Vec<Role>>) -> Result<(), Refusal> {
    let mut held = roster.held();
    match roles {
        Some(roles) => held.insert(person, roles),
        None => held.remove(&person),
    };
    match roster.lacking(&held) {
        Some(lacking) => Err(Refusal::RosterWouldLack(lacking)),
        None => Ok(()),
    }
}
