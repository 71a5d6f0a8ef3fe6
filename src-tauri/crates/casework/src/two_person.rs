//! The two-person rule: the one place that decides whether a second person may stand beside a first.
//!
//! It compares persons, never roles; nobody is exempt; a desk's own key is nobody.

use crate::{Actor, PersonId, Refusal, Role};

/// What is put before a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// How a case ends.
    Decision,
    /// A change of the desk itself: institutions, roster.
    DeskChange,
}

impl Matter {
    /// The role the second person needs.
    pub const fn checker_role(self) -> Role {
        match self {
            Self::Decision | Self::DeskChange => Role::Supervisor,
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
    if !roles.contains(&matter.checker_role()) {
        return Err(Refusal::RoleMissing {
            needed: matter.checker_role(),
        });
    }
    if person == maker {
        return Err(Refusal::SamePerson);
    }
    Ok(person)
}
