//! Who may ask what: one list of roles a request, beside its name in the list of requests.
//!
//! It is asked before anything is handled. The trade's own rules ask again where they need more than a role: who holds a
//! case, who proposed.

/// Roles, as the words of the trade.
pub type Roles = &'static [&'static str];

/// Everybody of the desk.
pub const EVERYBODY: Roles = &["operator", "supervisor", "administrator", "auditor"];
/// Who works cases.
pub const CASE_WORKERS: Roles = &["operator", "supervisor"];
/// Who proposes people and institutions and runs the desk.
pub const ADMINISTRATORS: Roles = &["administrator"];
/// Who reviews, and sets how long cases are kept.
pub const SUPERVISORS: Roles = &["supervisor"];
/// Who judges what somebody else proposed about the desk.
pub const JUDGES: Roles = &["supervisor", "administrator"];
/// Who reads the log beyond single cases.
pub const LOG_READERS: Roles = &["auditor", "supervisor"];
