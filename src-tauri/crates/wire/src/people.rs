//! People, keys and passphrases of an open desk: what is asked and what is shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::request::Confided;
use crate::view::ErrorView;

/// Somebody to be taken on.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnrolBody {
    /// Their name, as colleagues will see it.
    pub name: String,
    /// `operator`, `supervisor`, `administrator`, `auditor`.
    pub roles: Vec<String>,
    /// The passphrase they chose themselves.
    pub passphrase: Confided,
}

/// Other roles for somebody.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RolesBody {
    /// Their name.
    pub name: String,
    /// As in [`EnrolBody`].
    pub roles: Vec<String>,
}

/// Somebody, by their name.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonBody {
    /// Their name.
    pub name: String,
}

/// New keys for somebody who lost their passphrase.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RenewBody {
    /// Their name.
    pub name: String,
    /// The passphrase they chose now.
    pub passphrase: Confided,
}

/// Another passphrase for the person signed in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PassphraseBody {
    /// The one they have.
    pub old: Confided,
    /// The one they chose.
    pub new: Confided,
}

/// Everybody of the desk, now and before.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PeopleView {
    /// Those who are of the desk now first, each by name.
    pub people: Vec<RosterRowView>,
    /// Who holds the shares of the recovery secret; nothing where there is none.
    pub recovery: Option<RecoveryView>,
    /// One person only; what policy reserves for two waits.
    pub solo: bool,
    /// Why the person signed in may not propose people, where they may not.
    pub refusal: Option<ErrorView>,
}

/// Somebody of the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RosterRowView {
    /// The name colleagues see.
    pub name: String,
    /// What they may be; nothing once they left.
    pub roles: Vec<String>,
    /// The person signed in.
    pub me: bool,
    /// Whether they are of the desk now.
    pub here: bool,
    /// How often they got keys: once, and once more for each passphrase that was lost.
    #[ts(type = "number")]
    pub keys: u32,
    /// The record from which their present term holds, or that ended their last.
    #[ts(type = "number")]
    pub since_record: u64,
}

/// The recovery secret.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RecoveryView {
    /// Who holds its shares, as they were named.
    pub holders: String,
    /// The record from which it holds.
    #[ts(type = "number")]
    pub since_record: u64,
}

/// The keys of the desk: which there are, what lies under which, how old they are. Never a key.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KeysView {
    /// The key epoch in force; the first is 1.
    #[ts(type = "number")]
    pub epoch: u64,
    /// Key by key, from the keychain down to the cases.
    pub inventory: Vec<KeyRowView>,
    /// The key changes on record, newest first.
    pub changes: Vec<KeyChangeView>,
    /// Why the keys must be changed, where they must.
    pub due: Option<String>,
    /// How far the keychain's memory of the log is; nothing on a desk without keychain.
    pub anchor: Option<AnchorView>,
    /// Why the person signed in may not change the keys, where they may not.
    pub refusal: Option<ErrorView>,
}

/// Keys of one kind.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KeyRowView {
    /// `desk_secret`, `erasure_secret`, `vault_key`, `file_key`, `index_keys`, `desk_keys`, `person_keys`,
    /// `recovery_grant`, `credentials`, `bucket_open`, `bucket_desk` or `bucket_month`.
    pub key: String,
    /// What of it is meant: the month of a bucket, nothing elsewhere.
    pub of: Option<String>,
    /// Where it lies: `keychain`, `key_file` or `store`.
    pub lies: String,
    /// What it lies under: a word of `key`, or `passphrase`.
    pub under: Option<String>,
    /// How many there are, or how many keys it wraps.
    #[ts(type = "number")]
    pub count: u64,
    /// When it was made, where that is on record.
    pub since: Option<String>,
}

/// A key change that is done.
#[derive(Debug, Clone, Serialize, TS)]
pub struct KeyChangeView {
    /// The epoch that began.
    #[ts(type = "number")]
    pub epoch: u64,
    /// When.
    pub at: String,
    /// `rotation`, `leaving`, `passphrase`, `recovery` or `erasure`.
    pub cause: String,
}

/// The keychain's memory of the log.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AnchorView {
    /// The newest record it knows.
    #[ts(type = "number | null")]
    pub record: Option<u64>,
    /// When it was written.
    pub at: Option<String>,
    /// Whether the last attempt to write it failed.
    pub failed: bool,
}

/// What was said about files in quarantine.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AcceptanceView {
    /// Who proposed to take them as they are.
    pub maker: Option<String>,
    /// When.
    pub at: Option<String>,
    /// Two people agreed: the next sign-in works with them.
    pub accepted: bool,
    /// Why the person signed in may not agree, where they may not.
    pub refusal: Option<ErrorView>,
}
