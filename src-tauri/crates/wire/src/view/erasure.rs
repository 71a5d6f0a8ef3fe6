//! The archive, what is due for erasure, and what proves that it was done.

use serde::Serialize;
use ts_rs::TS;

use super::{BackupView, BilingualView, CaseRowView, ErrorView};

/// A page of the archive.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ArchiveView {
    /// The cases; what changed last comes first.
    pub cases: Vec<CaseRowView>,
    /// Give this as `after` for the next page.
    pub next: Option<String>,
}

/// Cases whose time is over.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ErasureDueView {
    /// How many.
    #[ts(type = "number")]
    pub cases: u64,
    /// How many were kept to the end of which month.
    pub months: Vec<DueMonthView>,
    /// Since when the first of them is over, RFC 3339.
    pub since: Option<String>,
    /// Whole days since then.
    #[ts(type = "number")]
    pub late_days: i64,
}

/// A month and how many cases were kept to its end.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DueMonthView {
    /// `2027-03`.
    pub month: String,
    /// How many.
    #[ts(type = "number")]
    pub cases: u64,
}

/// What a run did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ErasureView {
    /// So many cases are erased.
    #[ts(type = "number")]
    pub erased: u64,
    /// So many looked due by the list, and their records said otherwise.
    #[ts(type = "number")]
    pub kept: u64,
    /// The last backup, made anew so that it does not open what is erased; none where there was no backup.
    pub backup: Option<BackupView>,
    /// Why it was not made anew: it still opens what is erased.
    pub backup_refusal: Option<ErrorView>,
}

/// The certificate of an erasure. Everything from `header` on is what proves it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CertificateView {
    /// The case.
    pub case: String,
    /// The team, hexadecimal.
    pub team: String,
    /// The desk.
    pub desk: String,
    /// When it was erased, RFC 3339.
    pub erased_at: String,
    /// Who erased it.
    pub by: String,
    /// The same by id.
    pub person: String,
    /// `run`: its time was over; `early`: two people decided it.
    pub cause: String,
    /// The hash of the retention terms then in force, hexadecimal.
    pub terms: String,
    /// The hash of the proposal that was approved, where two people decided it.
    pub proposal: Option<String>,
    /// The receipt's place in the desk's chain.
    #[ts(type = "number")]
    pub record: u64,
    /// Its hash, hexadecimal.
    pub record_hash: String,
    /// The newest record's place when this was printed.
    #[ts(type = "number")]
    pub head: u64,
    /// Its hash, hexadecimal.
    pub head_hash: String,
    /// The receipt's header, hexadecimal.
    pub header: String,
    /// The signature over it, hexadecimal.
    pub signature: String,
    /// The receipt's open part, hexadecimal.
    pub open: String,
    /// The key that checks the signature, hexadecimal: the roster says whose it is.
    pub key: String,
    /// The same to be printed.
    pub text: BilingualView,
}
