//! Twins of what the house needs from outside, for tests only (a dev-dependency, never shipped).

pub mod cases;
mod institution;
mod key_vault;
mod messenger;
#[cfg(target_os = "linux")]
pub mod secret_service;

pub use institution::{ScriptedInstitution, check_answer};
pub use key_vault::{KeychainMood, MemoryKeychain, MemoryVault};
pub use messenger::ScriptedMessenger;
