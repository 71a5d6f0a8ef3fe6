//! What a customer types to say who they are and how they pay: read, explained, masked.
//!
//! One module per kind of identifier: [`resident_id`], [`card`], [`mobile`], [`person_name`]. Each has the same
//! two doors. `explain(raw)` normalises a value and answers with an [`Explanation`]: whether the rule holds,
//! whether the value must be refused, what is wrong in words a customer can act on, and the facts it carries.
//! `mask(normalised)` gives the form that may be shown and logged. A kind that must be read before it is used
//! goes through [`Explanation::accepted`].
//!
//! Two levels are kept apart. *Structure* (length, alphabet, calendar, check character) decides whether a value
//! is refused before it costs a call. *Plausibility* (is the division, the range, the BIN in our tables) only
//! warns, because tables lag behind the world.
//!
//! What is not here, by intent:
//! - no repair: a letter among digits is refused, never dropped or guessed;
//! - no clock: today's date is an argument;
//! - no network, files or randomness: the tables are part of the program (`data/README.md` names their origin);
//! - no way to print a personal datum: [`Sensitive`] and the facts have a `Debug` that shows nothing.

pub mod card;
pub mod card_data;
pub mod email;
mod explanation;
mod language;
mod masking;
pub mod mobile;
mod normalise;
pub mod person_name;
mod problem;
pub mod resident_id;
mod sensitive;
mod table;

pub use explanation::Explanation;
pub use language::Language;
pub use normalise::normalise;
pub use problem::{Problem, ProblemCode, Severity};
pub use sensitive::Sensitive;
