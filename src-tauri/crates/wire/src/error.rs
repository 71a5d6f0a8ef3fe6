//! Everything the house refuses or fails at: a stable code, its kind, and its words in both languages.

mod codes;
#[cfg(test)]
mod tests;

use identifiers::card_data::NeverStored;
use serde::Serialize;
use ts_rs::TS;

pub use codes::ErrorCode;

/// What sort of error a code is. Decides how gravely it is shown, and the exit code of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The program was called wrongly; no rule was asked.
    BadUse,
    /// A rule of the trade or of the house speaks against it.
    Refusal,
    /// Something the house stands on did not serve: disk, keychain, key file, log.
    Fault,
}

impl ErrorKind {
    /// The exit code of a program that ends with such an error; 0 is success, and 1 is left to panics and the shell.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::BadUse => 2,
            Self::Refusal => 3,
            Self::Fault => 4,
        }
    }
}

impl From<NeverStored> for ErrorCode {
    fn from(kind: NeverStored) -> Self {
        match kind {
            NeverStored::SecurityCode => Self::SecurityCode,
            NeverStored::CardExpiry => Self::CardExpiry,
            NeverStored::TrackData => Self::TrackData,
            NeverStored::Pin => Self::Pin,
        }
    }
}

/// What people read about an error, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Words {
    /// What happened.
    pub happened: &'static str,
    /// What was kept, or that nothing was changed.
    pub kept: &'static str,
    /// What to do next.
    pub next: &'static str,
}
