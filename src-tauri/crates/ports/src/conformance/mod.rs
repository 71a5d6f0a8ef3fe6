//! One conformance suite per port: what every implementation does, the twin as well as the real one.
//!
//! A suite panics with a sentence where an implementation breaks the port's promise.

mod institution;
mod key_vault;
mod messenger;

pub use institution::{InstitutionScenarios, institution_conformance};
pub use key_vault::key_vault_conformance;
pub use messenger::{MessengerScenarios, messenger_conformance};
