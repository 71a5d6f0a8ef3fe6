//! How far a long piece of work is.

use std::ops::ControlFlow;

/// How far a backup, its verification or a restore is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupProgress {
    /// What is being done.
    pub step: BackupStep,
    /// Records done in this step so far.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// What a backup or a restore is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupStep {
    /// Records are written to the backup.
    Write,
    /// What was written is opened and compared.
    Verify,
    /// Records are read from the backup.
    Read,
    /// Cases are built from their records.
    Rebuild,
}

impl BackupStep {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Verify => "verify",
            Self::Read => "read",
            Self::Rebuild => "rebuild",
        }
    }
}

/// Who is told how far it is, and may stop it.
pub type Watch<'a> = &'a mut dyn FnMut(BackupProgress) -> ControlFlow<()>;
