//! What the house needs from outside, as traits with typed faults.
//!
//! A port names an operation of the trade, never a technology. Each fault says by its type
//! whether the machine may try again. There is no disk, network or clock in this crate; the
//! record store is not a port, because it is tested on real SQLite only.

mod call;
mod clock;
mod key_vault;

#[cfg(feature = "conformance")]
pub mod conformance;

pub use call::{
    CallFault, CardHolderCheck, CheckAnswer, CustomerMessage, Institution, MessageReceipt,
    Messenger, Repeat, UnknownCause,
};
pub use clock::Clock;
pub use key_vault::{EntryName, KeyVault, KeyVaultFault};
pub use seal::NonceSource;
