//! How long cases are kept, holds, the archive, and erasing.

use serde::Deserialize;
use ts_rs::TS;

use super::Confided;

/// How long cases are to be kept.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionBody {
    /// Months after the end, 1 to 600, for each ending that is to be another; what is left out stays.
    #[serde(default)]
    pub usual: Vec<MonthsBody>,
    /// Partners whose terms are to be set; what is left out stays.
    #[serde(default)]
    pub partners: Vec<PartnerTermsBody>,
}

/// How long a case is to be kept that ended so.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthsBody {
    /// `verified`, `not_verified_final`, `not_verified_may_retry`, `unable_to_verify` or `screened_out`.
    pub ending: String,
    /// 1 to 600.
    pub months: u16,
}

/// What is to hold for one partner.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PartnerTermsBody {
    /// The partner.
    pub partner: String,
    /// Its terms; none means what holds for everybody.
    pub months: Vec<MonthsBody>,
}

/// A legal hold, placed or lifted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    /// On which case.
    pub case: String,
    /// Why.
    pub reason: Confided,
}

/// One case to be erased before its time.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EraseBody {
    /// Which.
    pub case: String,
    /// Why, without a customer's data: it stays on record.
    pub why: Confided,
}

/// A page of the archive.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveBody {
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 200.
    pub limit: Option<u32>,
}
