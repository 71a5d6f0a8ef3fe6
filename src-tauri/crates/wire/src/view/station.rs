use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActionView, InstitutionView, PersonView};

/// Where a station stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StationView {
    /// What can be done at it.
    pub phase: Phase,
    /// The desk is for trying out.
    pub demo: bool,
    /// The desk does without the operating system's keychain.
    pub no_keychain: bool,
    /// One person only; what policy reserves for two waits.
    pub solo: bool,
    /// Who is signed in.
    pub person: Option<String>,
    /// What they may be.
    pub roles: Vec<String>,
    /// It is locked behind a veil: an import or a backup goes on, and the desk is closed after it. Whoever signs in now ends it.
    pub veiled: bool,
    /// Whose PIN opens the station again, while it is locked or set.
    pub pin: Option<String>,
    /// Why the desk may only be looked at, where its files are not those that the keychain remembers.
    pub quarantine: Option<QuarantineView>,
    /// What they may do at the desk as a whole: `work_cases`, `propose_change`.
    pub actions: Vec<ActionView>,
    /// The desk as far as it is founded, for who founds it.
    pub founding: Option<FoundingView>,
    /// Who can sign in and how; only a desk for trying out tells.
    pub demo_people: Vec<DemoPersonView>,
    /// What was chosen at this station.
    pub preferences: PreferencesView,
    /// The program's version.
    pub version: String,
}

/// What can be done at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// There is no desk yet: it can be founded.
    NoDesk,
    /// A desk is there; whoever founds it or works at it signs in.
    Locked,
    /// Somebody is signed in who founds the desk.
    Founding,
    /// Somebody is signed in and works.
    SignedIn,
}

/// A desk that may only be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct QuarantineView {
    /// `behind`, `beside`, `key_file`, `epoch` or `no_anchor`.
    pub reason: String,
    /// What the keychain remembers: a record's number, or a key epoch.
    #[ts(type = "number | null")]
    pub anchored: Option<u64>,
    /// What was found.
    #[ts(type = "number | null")]
    pub found: Option<u64>,
}

/// A desk as far as it is founded.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundingView {
    /// Who has joined.
    pub people: Vec<PersonView>,
    /// What has been set.
    pub institutions: Vec<InstitutionView>,
    /// Roles that opening still lacks; `second_person` where nobody could review.
    pub missing: Vec<String>,
}

/// Somebody of a desk for trying out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DemoPersonView {
    /// Their name.
    pub name: String,
    /// What they may be.
    pub roles: Vec<String>,
    /// What opens the demo desk for them; nothing real is behind it.
    pub passphrase: String,
}

/// What was chosen at a station; nothing personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PreferencesView {
    /// The language of the screen.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// The width of the list beside the case, in CSS pixels.
    pub list_width: u32,
}

impl Default for PreferencesView {
    fn default() -> Self {
        Self {
            language: Language::Zh,
            theme: Theme::System,
            list_width: 384,
        }
    }
}

/// What is sent to whoever helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SupportBundleView {
    /// JSON with nothing in it that says who.
    pub text: String,
}

/// A language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the operating system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What became of an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ImportView {
    /// Rows that became cases now.
    #[ts(type = "number")]
    pub imported: u64,
    /// Rows that are cases from an earlier run.
    #[ts(type = "number")]
    pub already_there: u64,
    /// Rows in the error report, which can then be saved.
    #[ts(type = "number")]
    pub refused: u64,
    /// It was given up before its end; rows after that are neither cases nor in the report.
    pub stopped: bool,
}
