//! What the faces are shown.

mod backup;
mod erasure;
mod error;
mod outbox;
mod retention;
mod station;

use serde::Serialize;
use ts_rs::TS;

pub use backup::{
    BackupStateView, BackupStatusView, BackupView, CeremonyView, HolderView, RehearsalView,
    ShareView,
};
pub use erasure::{ArchiveView, CertificateView, DueMonthView, ErasureDueView, ErasureView};
pub use error::{DetailView, ErrorView, NoticeView};
pub use outbox::{CallView, DrainView, OutboxView};
pub use retention::{MonthsView, PartnerTermsView, RetentionView};
pub use station::{
    DemoPersonView, FoundingView, ImportView, Language, Phase, PreferencesView, QuarantineView,
    StationView, SupportBundleView, Theme,
};

/// An explained identifier.
#[derive(Debug, Clone, Serialize, TS)]
pub struct IdentifiedView {
    /// Whether the rule holds in full.
    pub valid: bool,
    /// Whether the value must not enter a case.
    pub refuse: bool,
    /// The form that was checked.
    pub normalised: String,
    /// Codes of what is wrong or unusual.
    pub problems: Vec<String>,
    /// The same in words.
    pub explained: Vec<BilingualView>,
    /// What the value tells, where it is not refused.
    #[ts(type = "Record<string, unknown>")]
    pub facts: serde_json::Value,
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BilingualView {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// The desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DeskView {
    /// The team's id, hexadecimal.
    pub team: String,
    /// One person only; what policy reserves for two waits.
    pub solo: bool,
    /// For trying out.
    pub demo: bool,
    /// Without the operating system's keychain.
    pub no_keychain: bool,
    /// Who is signed in.
    pub person: String,
    /// What they may be.
    pub roles: Vec<String>,
    /// Everybody.
    pub people: Vec<PersonView>,
    /// How institutions are reached.
    pub institutions: Vec<InstitutionView>,
    /// What may be done at the desk as a whole: `work_cases`, `propose_change`.
    pub actions: Vec<ActionView>,
    /// Why the desk may only be looked at, where it may.
    pub quarantine: Option<QuarantineView>,
}

/// Somebody of the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PersonView {
    /// The name colleagues see.
    pub name: String,
    /// What they may be.
    pub roles: Vec<String>,
}

/// How an institution is reached; never its credential.
#[derive(Debug, Clone, Serialize, TS)]
pub struct InstitutionView {
    /// Which.
    pub institution: String,
    /// Base address.
    pub url: String,
}

/// A reason of the list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReasonView {
    /// Stable word.
    pub code: String,
    /// The outcomes it may stand under.
    pub outcomes: Vec<String>,
    /// `yes` or `generic`.
    pub disclose: String,
    /// What the customer reads.
    pub customer: BilingualView,
    /// What the house reads.
    pub house: BilingualView,
}

/// What became of a submission.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SubmittedView {
    /// The case's id.
    pub case: String,
    /// `open` or `screened_out`.
    pub status: String,
    /// What screening found.
    pub findings: Vec<FindingView>,
}

/// What a submission would lead to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DraftView {
    /// `open` or `screened_out`; nothing where it cannot be stored as it is.
    pub status: Option<String>,
    /// What screening finds, field by field.
    pub findings: Vec<FindingView>,
}

/// Something screening found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingView {
    /// The field.
    pub field: String,
    /// Stable word.
    pub code: String,
    /// `refuse` or `warn`.
    pub severity: String,
    /// What is so and how to mend it.
    pub words: BilingualView,
}

/// A page of cases.
#[derive(Debug, Clone, Serialize, TS)]
pub struct QueueView {
    /// The cases, in the queue's order.
    pub cases: Vec<CaseRowView>,
    /// Give this as `after` for the next page.
    pub next: Option<String>,
    /// How many cases stand in each status.
    pub counts: Vec<CountView>,
    /// How many the person signed in has in hand.
    #[ts(type = "number")]
    pub mine: u64,
}

/// A number under a word.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CountView {
    /// The word.
    pub of: String,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// A case as a list shows it: masked.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CaseRowView {
    /// The case's id.
    pub case: String,
    /// Who sent it.
    pub partner: String,
    /// The partner's number.
    pub reference: String,
    /// Where it stands.
    pub status: String,
    /// What was found or is proposed.
    pub outcome: Option<String>,
    /// Kind of payment method.
    pub method: String,
    /// Masked.
    pub name: String,
    /// Masked.
    pub document_number: String,
    /// Masked.
    pub card_number: String,
    /// Masked.
    pub phone: String,
    /// Plain decimal.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The customer's language.
    pub language: String,
    /// RFC 3339, UTC.
    pub received_at: String,
    /// RFC 3339, UTC.
    pub due_at: String,
    /// Who has it in hand.
    pub holder: Option<String>,
    /// Until when, RFC 3339.
    pub held_until: Option<String>,
    /// Short marks of its checks.
    pub checks: String,
    /// What asks for attention.
    pub attention: Option<String>,
    /// Why it stands where it stands.
    pub rank_reason: String,
    /// Whether the person signed in proposed its outcome: somebody else reviews it.
    pub proposed_by_me: bool,
    /// Until when it is kept, RFC 3339; nothing while it is worked.
    pub kept_until: Option<String>,
    /// Whether a legal hold keeps it whatever that says.
    pub on_hold: bool,
    /// Whether it has left the lists.
    pub archived: bool,
}

/// A case as its page shows it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CaseView {
    /// Head of the page.
    pub row: CaseRowView,
    /// The customer's name in clear, for who holds the case.
    pub name: Option<String>,
    /// The submission's version.
    pub version: u32,
    /// How much care it seems to need.
    pub risk: String,
    /// What was handed in beside the values of the row.
    pub facts: FactsView,
    /// What screening found.
    pub findings: Vec<FindingView>,
    /// Its checks.
    pub checks: Vec<CheckView>,
    /// The proposal that waits.
    pub proposal: Option<ProposalView>,
    /// The final outcome.
    pub decision: Option<DecisionView>,
    /// What may be done, and why not.
    pub actions: Vec<ActionView>,
    /// What policy will do with each outcome.
    pub reserved: Vec<ReservedView>,
    /// What happened.
    pub timeline: Vec<TimelineView>,
    /// As an answer to what somebody wrote: how many card numbers were masked in it, if any were.
    pub masked_card_numbers: Option<u32>,
}

/// What a case's page shows of the submission beside the masked values of its row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FactsView {
    /// Kind of identity document.
    pub document_type: String,
    /// Masked.
    pub email: Option<String>,
    /// Which terms were consented to.
    pub consent_terms: String,
    /// When, RFC 3339, UTC.
    pub consent_at: String,
    /// How.
    pub consent_channel: String,
    /// What the shown digits of the card tell.
    pub card: IssuerView,
    /// What the shown digits of the phone number tell: its operator.
    pub operator: Option<BilingualView>,
}

/// What a card's first digits tell.
#[derive(Debug, Clone, Serialize, TS)]
pub struct IssuerView {
    /// The bank, as the published table names it.
    pub bank: Option<String>,
    /// `debit`, `credit` or another word of the table.
    pub kind: Option<String>,
}

/// One check.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckView {
    /// The call's id.
    pub call: String,
    /// What it asks.
    pub kind: String,
    /// `queued`, `sending`, `answered`, `failed`, `unknown`.
    pub state: String,
    /// How often it was begun.
    pub attempt: u32,
    /// What the answer says.
    pub outcome: Option<String>,
    /// The fields it speaks about, as one set.
    pub fields: Vec<String>,
    /// Why, as a stable word.
    pub reason: Option<String>,
    /// The institution's own code.
    pub provider_code: Option<String>,
    /// The institution's own words.
    pub provider_text: Option<String>,
    /// Whether it is billed.
    pub billed: Option<bool>,
    /// Whether it asks about the submission as it is now.
    pub current: bool,
}

/// What an outcome would lead to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PreviewView {
    /// What the customer reads.
    pub text: String,
    /// In which language, as a tag.
    pub language: String,
    /// Why policy wants a second person; empty where one is enough.
    pub causes: Vec<String>,
    /// How long the message is held and the decision can be taken back, in seconds.
    #[ts(type = "number")]
    pub hold_seconds: i64,
}

/// A proposal.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProposalView {
    /// Who made it.
    pub maker: String,
    /// When.
    pub at: String,
    /// The outcome.
    pub outcome: String,
    /// Codes.
    pub reasons: Vec<String>,
    /// Why a second person is needed.
    pub reserved: Vec<String>,
    /// The evidence it rests on, hexadecimal.
    pub digest: String,
    /// How many checks were out.
    pub pending: u32,
}

/// A final outcome.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DecisionView {
    /// The outcome.
    pub outcome: String,
    /// Codes.
    pub reasons: Vec<String>,
    /// Who proposed it.
    pub maker: Option<String>,
    /// Who stood beside them.
    pub checker: Option<String>,
    /// When.
    pub at: String,
    /// Until when it can be taken back.
    pub hold_until: String,
    /// The message to the customer.
    pub feedback: FeedbackView,
}

/// The message to the customer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FeedbackView {
    /// The call's id.
    pub call: String,
    /// `held`, `queued`, `sending`, `sent`, `failed`, `unknown`.
    pub state: String,
    /// Why it is not out.
    pub cause: Option<String>,
    /// What the customer reads.
    pub text: String,
}

/// Something that could be done.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ActionView {
    /// What.
    pub action: String,
    /// Whether.
    pub allowed: bool,
    /// Why not.
    pub refusal: Option<ErrorView>,
}

/// What policy does with an outcome.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReservedView {
    /// The outcome.
    pub outcome: String,
    /// Why it takes two people; empty where one is enough.
    pub causes: Vec<String>,
}

/// One line of the timeline.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TimelineView {
    /// When.
    pub at: String,
    /// Who; nothing where the desk acted.
    pub actor: Option<String>,
    /// What.
    pub kind: String,
    /// The outcome, verdict, cause or state it is about, as a stable word.
    pub word: Option<String>,
    /// What was written.
    pub note: Option<String>,
    /// The fields that were shown in clear, where some were.
    pub fields: Vec<String>,
}

/// A change of the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangeView {
    /// Its id.
    pub change: String,
    /// What it changes: `set_institution`, `enrol`, `set_roles`, `dismiss`, `renew`, `set_recovery`,
    /// `set_retention`, `erase_case`.
    pub what: String,
    /// `proposed`, `approved` or `rejected`.
    pub state: String,
    /// Who proposed it.
    pub maker: Option<String>,
    /// When.
    pub at: String,
    /// Which institution, where it is about one.
    pub institution: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The person it is about, by name.
    pub person: Option<String>,
    /// What they would be.
    pub roles: Vec<String>,
    /// Who would hold the recovery shares.
    pub holders: Vec<String>,
    /// How long cases would be kept.
    pub retention: Option<RetentionView>,
    /// The case that would be erased, by its id.
    pub case: Option<String>,
    /// Why it would be erased before its time.
    pub why: Option<String>,
    /// Why the person signed in may not approve or reject it, where they may not.
    pub refusal: Option<ErrorView>,
}

/// A case taken out as a file that proves itself.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CaseFileView {
    /// The name a file of it is given, unless somebody chooses another; nothing personal.
    pub file_name: String,
    /// The file's text.
    pub text: String,
}

/// What a case file proves.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CaseFileCheckView {
    /// Whether everything in it holds.
    pub holds: bool,
    /// The team's id, hexadecimal, to be compared with a printed one.
    pub team: String,
    /// The case's id.
    pub case: String,
    /// Records of the case.
    #[ts(type = "number")]
    pub records: u64,
    /// The hash of the last of them, hexadecimal.
    pub head: Option<String>,
    /// Where the case stood.
    pub status: Option<String>,
    /// What was decided.
    pub outcome: Option<String>,
    /// When.
    pub decided_at: Option<String>,
    /// Who proposed it, by id.
    pub maker: Option<String>,
    /// Who stood beside them, by id, where two were needed.
    pub checker: Option<String>,
    /// Who took the file out, by id.
    pub exported_by: String,
    /// When.
    pub exported_at: String,
    /// The first thing that does not hold.
    pub broken: Option<String>,
}

/// What verifying the log found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditView {
    /// Whether every record holds.
    pub holds: bool,
    /// Records that hold.
    #[ts(type = "number")]
    pub records: u64,
    /// The hash of the last of them, hexadecimal.
    pub head: Option<String>,
    /// The first broken record's place.
    #[ts(type = "number | null")]
    pub broken_at: Option<u64>,
    /// What is wrong with it.
    pub broken: Option<String>,
}
