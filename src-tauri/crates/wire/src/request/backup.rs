//! Bodies of requests about backups and the recovery secret.

use serde::Deserialize;
use ts_rs::TS;

use super::Confided;

/// Where a backup goes.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateBackupBody {
    /// The folder.
    pub folder: String,
    /// From the first record on, whatever lies there.
    #[serde(default)]
    pub full: bool,
}

/// Who will hold the three shares of a recovery secret.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeginRecoveryBody {
    /// As they are called.
    pub holders: [String; 3],
}

/// One of the three shares.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShareBody {
    /// Its holder's place in the list, from 1.
    pub holder: u8,
}

/// What a holder typed back.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConfirmShareBody {
    /// The holder's place in the list, from 1.
    pub holder: u8,
    /// The groups that were asked for, in that order.
    pub groups: Vec<Confided>,
}
