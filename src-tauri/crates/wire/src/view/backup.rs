//! What is shown of backups and of the recovery secret.

use serde::Serialize;
use ts_rs::TS;

use super::ErrorView;

/// How the desk stands with its backups.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BackupStatusView {
    /// Whether there is a recovery secret.
    pub recovery: bool,
    /// Who holds its shares.
    pub holders: Option<String>,
    /// When the last backup was made.
    pub last: Option<String>,
    /// The number of its generation.
    #[ts(type = "number | null")]
    pub generation: Option<u64>,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// How many cases were erased since, whose keys it still holds.
    #[ts(type = "number")]
    pub opens_erased: u64,
    /// Why no backup can be made by who is signed in.
    pub refusal: Option<ErrorView>,
    /// Why no recovery secret can be begun by who is signed in.
    pub recovery_refusal: Option<ErrorView>,
    /// A recovery secret that is being handed out.
    pub ceremony: Option<CeremonyView>,
}

/// What a backup brought.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BackupView {
    /// The number of the generation that was written.
    #[ts(type = "number")]
    pub generation: u64,
    /// It holds everything from the first record on.
    pub full: bool,
    /// Records in it.
    #[ts(type = "number")]
    pub records: u64,
    /// Bytes that were written.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Records that were opened again afterwards.
    #[ts(type = "number")]
    pub verified: u64,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub took_ms: i64,
}

/// A recovery secret that is being handed out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CeremonyView {
    /// The holders, in order.
    pub holders: Vec<HolderView>,
}

/// Somebody who will hold a share.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HolderView {
    /// As they are called.
    pub name: String,
    /// They were shown their share.
    pub shown: bool,
    /// They typed part of it back.
    pub confirmed: bool,
}

/// A share, shown once to its holder.
#[derive(Clone, Serialize, TS)]
pub struct ShareView {
    /// Whose it is.
    pub holder: String,
    /// What goes onto their paper.
    pub text: String,
    /// The numbers of the groups they are to type back, from 1.
    pub asked: Vec<u32>,
}

impl std::fmt::Debug for ShareView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShareView")
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

/// What a backup turned out to be.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BackupStateView {
    /// How many generations count.
    #[ts(type = "number")]
    pub generations: u64,
    /// Records that hold.
    #[ts(type = "number")]
    pub records: u64,
    /// Records of erased cases: they stay sealed.
    #[ts(type = "number")]
    pub erased: u64,
    /// When its key file was made.
    pub made: String,
    /// The key file is the one that the log remembers.
    pub on_record: bool,
}

/// What a rehearsal counted.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RehearsalView {
    /// The team's id, to be compared with a printed report.
    pub team: String,
    /// Generations that were read.
    #[ts(type = "number")]
    pub generations: u64,
    /// Records that hold.
    #[ts(type = "number")]
    pub records: u64,
    /// Cases that were built.
    #[ts(type = "number")]
    pub cases: u64,
    /// Cases that are erased.
    #[ts(type = "number")]
    pub erased: u64,
    /// When the key file was made.
    pub made: String,
}
