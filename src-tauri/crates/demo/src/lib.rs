//! The demo desk: three invented people and some three hundred invented cases, in every state a case can have.
//!
//! Nothing is painted on: the desk is made by the same acts as any other, by people who sign in, with a clock that walks
//! through the last three days. Only the institution's answers are written here, as the sandbox would give them
//! (`docs/sandbox.md`), so that a desk can be made without it.

mod answers;
mod customers;
mod story;
mod walk;

pub use walk::{Made, make};

/// Somebody of the demo desk. The passphrases are public: they stand on its sign-in screen.
#[derive(Debug)]
pub struct DemoPerson {
    /// The name colleagues see.
    pub name: &'static str,
    /// What they may be.
    pub roles: &'static [&'static str],
    /// What opens the desk for them.
    pub passphrase: &'static str,
}

/// Operator, founder and administrator.
pub const LIN: DemoPerson = DemoPerson {
    name: "林晓",
    roles: &["operator", "administrator"],
    passphrase: "blue kettles on sunday morning",
};

/// The second operator.
pub const CHEN: DemoPerson = DemoPerson {
    name: "陈立",
    roles: &["operator"],
    passphrase: "seven paper boats in the rain",
};

/// The supervisor.
pub const ZHAO: DemoPerson = DemoPerson {
    name: "赵敏",
    roles: &["supervisor"],
    passphrase: "green lanterns over the river",
};
