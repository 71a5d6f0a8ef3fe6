//! The two-person rule: the one place that decides whether a second person may stand beside a first.
//!
//! It compares persons, never roles; nobody is exempt; a desk's own key is nobody.

use crate::{Actor, PersonId, Refusal, Role};

/// What is put before a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// How a case ends.
    Decision,
    /// Who is of the desk, and what they may be.
    Roster,
    /// How an institution is reached.
    Institution,
    /// Who holds the shares that bring a lost desk back.
    Recovery,
    /// Whether files that are not those the keychain remembers are taken all the same.
    Rollback,
    /// How long cases are kept.
    Policy,
    /// Erasing a case before its time.
    Erasure,
    /// Whether a legal hold keeps a case.
    Hold,
}

impl Matter {
    /// The roles one of which the first person needs.
    pub const fn maker_roles(self) -> &'static [Role] {
        match self {
            Self::Decision => &[Role::Operator, Role::Supervisor],
            Self::Roster | Self::Institution | Self::Recovery | Self::Rollback | Self::Erasure => {
                &[Role::Administrator]
            }
            Self::Policy | Self::Hold => &[Role::Supervisor],
        }
    }

    /// The roles one of which the second person needs.
    pub const fn checker_roles(self) -> &'static [Role] {
        match self {
            Self::Decision
            | Self::Roster
            | Self::Institution
            | Self::Recovery
            | Self::Rollback
            | Self::Erasure
            | Self::Hold => &[Role::Supervisor],
            Self::Policy => &[Role::Supervisor, Role::Administrator],
        }
    }
}

/// May `checker`, who holds `roles`, judge what `maker` proposed?
///
/// Answers with the checker, so that a caller cannot go on without having asked.
///
/// # Errors
/// [`Refusal::NotAPersonsAct`], [`Refusal::RoleMissing`], [`Refusal::SamePerson`].
pub fn second_person(
    matter: Matter,
    maker: PersonId,
    checker: Actor,
    roles: &[Role],
) -> Result<PersonId, Refusal> {
    let person = checker.person().ok_or(Refusal::NotAPersonsAct)?;
    let needed = matter.checker_roles();
    if !needed.iter().any(|role| roles.contains(role)) {
        return Err(Refusal::RoleMissing { needed: needed[0] });
    }
    if person == maker {
        return Err(Refusal::SamePerson);
    }
    Ok(person)
}
