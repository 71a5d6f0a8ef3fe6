//! How long cases are kept.

use serde::Serialize;
use ts_rs::TS;

/// How long cases are kept, by how they ended and who sent them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RetentionView {
    /// What holds for everybody without an exception, one entry for each ending.
    pub usual: Vec<MonthsView>,
    /// Partners with terms of their own.
    pub partners: Vec<PartnerTermsView>,
    /// The hash by which records name these terms, hexadecimal.
    pub hash: String,
}

/// How long a case is kept that ended so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MonthsView {
    /// `verified`, `not_verified_final`, `not_verified_may_retry`, `unable_to_verify` or `screened_out`.
    pub ending: String,
    /// Months after its end, 1 to 600; then to the end of that month.
    pub months: u16,
}

/// What holds for one partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PartnerTermsView {
    /// The partner.
    pub partner: String,
    /// Where its term is another.
    pub months: Vec<MonthsView>,
}
