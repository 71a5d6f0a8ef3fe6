//! What can be asked of a desk at which somebody is signed in.

mod backup;
mod keeping;

use identifiers::card_data::{self, NeverStored};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use crate::people::{
    AcceptanceView, EnrolBody, KeysView, PassphraseBody, PeopleView, PersonBody, RenewBody,
    RolesBody,
};
use crate::reveal::{RevealBody, RevealView, RevealsBody, RevealsView};
use crate::view::{
    ArchiveView, AuditView, BackupStatusView, BackupView, CaseFileView, CaseRowView, CaseView,
    CeremonyView, CertificateView, ChangeView, DeskView, DraftView, DrainView, ErasureDueView,
    ErasureView, ErrorView, IdentifiedView, OutboxView, PreviewView, QueueView, ReasonView,
    RetentionView, ShareView, SubmittedView,
};

pub use keeping::{ArchiveBody, EraseBody, HoldBody, MonthsBody, PartnerTermsBody, RetentionBody};

pub use self::backup::{BeginRecoveryBody, ConfirmShareBody, CreateBackupBody, ShareBody};

/// Why a text is no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotARequest {
    /// No request has this name.
    Unknown,
    /// The body is not of this request's shape.
    Malformed,
    /// A field of the body is for card data that is never stored (PCI DSS 3.3.1, JR/T 0171-2020).
    CardData(NeverStored),
}

/// No field may be named as card data is that is never stored.
pub(crate) fn refuse_card_data(body: &serde_json::Value) -> Result<(), NotARequest> {
    let fields = body.as_object().into_iter().flatten();
    let mut kinds = fields.filter_map(|(name, _)| card_data::named(name));
    kinds
        .next()
        .map_or(Ok(()), |kind| Err(NotARequest::CardData(kind)))
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(
    body: serde_json::Value,
) -> Result<T, NotARequest> {
    // Serde would take a list in the order of the fields as well.
    if body.is_array() {
        return Err(NotARequest::Malformed);
    }
    serde_json::from_value(body).map_err(|_| NotARequest::Malformed)
}

requests! {
    /// A request of somebody who is signed in, with its body.
    Request,
    /// What a desk with somebody signed in must be able to answer.
    Handler, dispatch, DeskRequests:

    /// Explain an identifier; needs nobody signed in.
    Identify/identify: IdentifyBody => IdentifiedView, EVERYBODY;
    /// The desk, its people, who is signed in.
    Desk/desk: Nothing => DeskView, EVERYBODY;
    /// The list of reasons.
    Reasons/reasons: Nothing => Vec<ReasonView>, EVERYBODY;
    /// Take a submission in.
    Submit/submit: SubmitBody => SubmittedView, CASE_WORKERS;
    /// What screening would find in a submission as far as it is filled in; nothing is stored.
    ScreenDraft/screen_draft: SubmitBody => DraftView, CASE_WORKERS;
    /// The same for a submission that is to replace a case's present one.
    ScreenAmendment/screen_amendment: SubmitBody => DraftView, CASE_WORKERS;
    /// Replace a case's submission by a mended one.
    Amend/amend: SubmitBody => CaseView, CASE_WORKERS;
    /// A page of cases.
    Queue/queue: QueueBody => QueueView, CASE_WORKERS;
    /// Claim the case at the front of the queue.
    Next/next: Nothing => CaseView, CASE_WORKERS;
    /// Take a case in hand.
    Claim/claim: CaseBody => CaseView, CASE_WORKERS;
    /// Give a case back.
    Release/release: CaseBody => CaseView, CASE_WORKERS;
    /// Open a case; who holds it is shown the name, on record.
    OpenCase/open_case: CaseBody => CaseView, CASE_WORKERS;
    /// A case as it stands: nothing in clear, nothing on record.
    Case/case: CaseBody => CaseView, CASE_WORKERS;
    /// Cases by their reference or its beginning, or by a whole card, document or phone number.
    Find/find: FindBody => Vec<CaseRowView>, CASE_WORKERS;
    /// Queue the checks a case needs.
    RunChecks/run_checks: CaseBody => CaseView, CASE_WORKERS;
    /// Write a note.
    AddNote/add_note: NoteBody => CaseView, CASE_WORKERS;
    /// Propose how a case ends.
    Propose/propose: ProposeBody => CaseView, CASE_WORKERS;
    /// What the customer would read, and what policy would do, if the case ended so.
    PreviewMessage/preview_message: PreviewBody => PreviewView, CASE_WORKERS;
    /// Judge a proposal.
    Review/review: ReviewBody => CaseView, CASE_WORKERS;
    /// Where the customer's message stands; a failed or unknown one is sent once more if asked.
    Feedback/feedback: FeedbackBody => CaseView, CASE_WORKERS;
    /// Take a decision back while its message is held.
    TakeBack/take_back: CaseBody => CaseView, CASE_WORKERS;
    /// The outbox.
    OutboxStatus/outbox_status: Nothing => OutboxView, CASE_WORKERS;
    /// Send what is due.
    OutboxDrain/outbox_drain: DrainBody => DrainView, CASE_WORKERS;
    /// Ask a failed or unknown call once more.
    AskAgain/ask_again: CallBody => CaseView, CASE_WORKERS;
    /// Propose another way to reach an institution.
    ProposeInstitution/propose_institution: InstitutionBody => ChangeView, ADMINISTRATORS;
    /// Every change of the desk itself.
    Changes/changes: Nothing => Vec<ChangeView>, EVERYBODY;
    /// Approve a change somebody else proposed.
    ApproveChange/approve_change: ChangeBody => ChangeView, JUDGES;
    /// Turn down a change somebody else proposed.
    RejectChange/reject_change: RejectBody => ChangeView, JUDGES;
    /// Verify the log from its first record.
    VerifyLog/verify_log: Nothing => AuditView, EVERYBODY;
    /// Everybody of the desk, now and before.
    People/people: Nothing => PeopleView, EVERYBODY;
    /// Propose to take somebody on.
    ProposeEnrolment/propose_enrolment: EnrolBody => ChangeView, ADMINISTRATORS;
    /// Propose other roles for somebody.
    ProposeRoles/propose_roles: RolesBody => ChangeView, ADMINISTRATORS;
    /// Propose to let somebody go.
    ProposeDismissal/propose_dismissal: PersonBody => ChangeView, ADMINISTRATORS;
    /// Propose new keys for somebody who lost their passphrase.
    ProposeRenewal/propose_renewal: RenewBody => ChangeView, ADMINISTRATORS;
    /// Give the person signed in another passphrase; all keys change with it.
    ChangePassphrase/change_passphrase: PassphraseBody => KeysView, EVERYBODY;
    /// The keys of the desk, and when they were changed.
    Keys/keys: Nothing => KeysView, EVERYBODY;
    /// In quarantine: propose to take the files as they are.
    ProposeAcceptance/propose_acceptance: Nothing => AcceptanceView, ADMINISTRATORS;
    /// In quarantine: what was proposed about the files, and whether the person signed in may agree.
    Acceptance/acceptance: Nothing => AcceptanceView, EVERYBODY;
    /// In quarantine: agree to take the files as they are; then sign in anew.
    Accept/accept: Nothing => AcceptanceView, JUDGES;
    /// A case as a file that proves itself, masked.
    ExportCase/export_case: CaseBody => CaseFileView, LOG_READERS;
    /// Change all keys.
    RotateKeys/rotate_keys: Nothing => KeysView, ADMINISTRATORS;
    /// Show masked fields of a case in clear, for a reason, on record.
    Reveal/reveal: RevealBody => RevealView, CASE_WORKERS;
    /// Who was shown what in clear, newest first.
    Reveals/reveals: RevealsBody => RevealsView, LOG_READERS;
    /// How long cases are kept.
    Retention/retention: Nothing => RetentionView, EVERYBODY;
    /// Propose to keep cases for other terms.
    ProposeRetention/propose_retention: RetentionBody => ChangeView, SUPERVISORS;
    /// Cases whose time is over.
    ErasureDue/erasure_due: Nothing => ErasureDueView, EVERYBODY;
    /// Erase them, and change the keys.
    EraseDue/erase_due: Nothing => ErasureView, ADMINISTRATORS;
    /// Propose to erase one case before its time.
    ProposeErasure/propose_erasure: EraseBody => ChangeView, ADMINISTRATORS;
    /// Keep a case whatever its date says.
    Hold/hold: HoldBody => CaseView, SUPERVISORS;
    /// Let its date count again.
    LiftHold/lift_hold: HoldBody => CaseView, SUPERVISORS;
    /// A page of the archive.
    Archive/archive: ArchiveBody => ArchiveView, CASE_WORKERS;
    /// What proves that a case was erased.
    ErasureCertificate/erasure_certificate: CaseBody => CertificateView, EVERYBODY;
    /// How the desk stands with its backups and its recovery secret.
    BackupStatus/backup_status: Nothing => BackupStatusView, EVERYBODY;
    /// Make a backup into a folder; notices tell how far it is.
    CreateBackup/create_backup: CreateBackupBody => BackupView, JUDGES;
    /// Begin a recovery secret for three holders.
    BeginRecovery/begin_recovery: BeginRecoveryBody => CeremonyView, ADMINISTRATORS;
    /// Show a holder their share, once.
    ShowShare/show_share: ShareBody => ShareView, ADMINISTRATORS;
    /// Take what a holder typed back of their share.
    ConfirmShare/confirm_share: ConfirmShareBody => CeremonyView, ADMINISTRATORS;
    /// Put the secret whose shares are all confirmed before a second person.
    ProposeRecovery/propose_recovery: Nothing => ChangeView, ADMINISTRATORS;
}

/// No body: `{}` or null.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        match value {
            serde_json::Value::Null => Ok(Self {}),
            serde_json::Value::Object(fields) if fields.is_empty() => Ok(Self {}),
            serde_json::Value::Object(_)
            | serde_json::Value::Array(_)
            | serde_json::Value::String(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::Bool(_) => {
                Err(serde::de::Error::custom("this request has no body"))
            }
        }
    }
}

/// Text that may be personal or secret: redacted in `Debug`, wiped on drop, and only ever read.
#[derive(Clone, Default, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Confided(String);

impl Confided {
    /// Takes a text over.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for the act it was confided for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Confided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Confided(…)")
    }
}

impl Drop for Confided {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What to explain.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IdentifyBody {
    /// `resident-id`, `card`, `mobile` or `name`.
    pub kind: IdentifierKind,
    /// As written.
    pub value: Confided,
}

/// Kinds of identifier that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// Resident identity number.
    ResidentId,
    /// Card number.
    Card,
    /// Mainland mobile number.
    Mobile,
    /// A person's name.
    Name,
}

/// A submission, field by field, as texts; the fields of the import file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "the names are those of the import file's columns, described in docs/import.md"
)]
pub struct SubmitBody {
    pub reference: String,
    pub name: Confided,
    pub document_type: String,
    pub document_number: Confided,
    pub method: String,
    pub card_number: Confided,
    pub phone: Confided,
    #[serde(default)]
    pub email: Confided,
    pub amount: String,
    pub currency: String,
    pub partner: String,
    pub language: String,
    pub consent_terms: String,
    pub consent_at: String,
    pub consent_channel: String,
    pub accuracy_confirmed: bool,
}

/// Which cases.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct QueueBody {
    /// Only these statuses; none means all that are worked.
    pub statuses: Vec<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200.
    pub limit: Option<u32>,
    /// Only those the person signed in has in hand.
    pub mine: bool,
}

/// What to look for.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindBody {
    /// A reference or its beginning; a card, document or phone number in full.
    pub text: Confided,
}

/// One case, by its reference, `PARTNER/REFERENCE`, or id.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CaseBody {
    /// Which.
    pub case: String,
}

/// A note.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// On which case.
    pub case: String,
    /// The text.
    pub text: Confided,
}

/// A proposal.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposeBody {
    /// For which case.
    pub case: String,
    /// `verified`, `not_verified_final`, `not_verified_may_retry` or `unable_to_verify`.
    pub outcome: String,
    /// Codes of the list.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Why, in words.
    #[serde(default)]
    pub note: Confided,
}

/// How a case might end.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewBody {
    /// Which case.
    pub case: String,
    /// As in a proposal.
    pub outcome: String,
    /// Codes of the list.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// A review.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// Of which case.
    pub case: String,
    /// `agree`, `overturn` or `return`.
    pub verdict: String,
    /// With `overturn`: the right outcome; without it, the first reason's usual one.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Codes of the list.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Why, in words.
    #[serde(default)]
    pub note: Confided,
}

/// The customer's message.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FeedbackBody {
    /// Of which case.
    pub case: String,
    /// Send a failed or unknown message once more; the customer may get two.
    #[serde(default)]
    pub ask_again: bool,
}

/// How long to go on sending.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct DrainBody {
    /// Wait for calls that fall due within so many seconds; 5 where not said.
    pub wait_seconds: Option<u32>,
}

/// One call of the outbox.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// Its id, 32 hexadecimal digits.
    pub call: String,
}

/// How to reach an institution.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InstitutionBody {
    /// `tencent-faceid` or `tencent-sms`.
    pub institution: String,
    /// Base address.
    pub url: String,
    /// `ID:SECRET`.
    pub credential: Confided,
}

/// One change of the desk.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// Its id.
    pub change: String,
}

/// Turning a change down.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RejectBody {
    /// Its id.
    pub change: String,
    /// Why.
    pub reason: String,
}

/// What a request sends, and what comes back.
#[derive(TS)]
#[allow(dead_code, reason = "only its shape is read")]
pub(crate) struct Exchange<Body, Reply> {
    body: Body,
    reply: Reply,
}

/// Writes the TypeScript of the contract into a folder.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_typescript(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
    let config = ts_rs::Config::default().with_out_dir(folder);
    DeskRequests::export_all(&config)?;
    crate::entrance::EntranceRequests::export_all(&config)?;
    ErrorView::export_all(&config)?;
    crate::view::NoticeView::export_all(&config)
}
