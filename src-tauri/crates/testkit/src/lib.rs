//! Twins of what the house needs from outside, for tests only (a dev-dependency, never shipped).

pub mod cases;
pub mod child;
mod clock;
pub mod fault_pool;
mod handed;
mod institution;
mod key_vault;
mod messenger;
mod nonces;
#[cfg(target_os = "linux")]
pub mod secret_service;

pub use clock::TestClock;
pub use handed::{CUSTOMERS, handed};
pub use institution::{ScriptedInstitution, check_answer};
pub use key_vault::{KeychainMood, MemoryKeychain, MemoryVault};
pub use messenger::ScriptedMessenger;
pub use nonces::SeededNonces;
