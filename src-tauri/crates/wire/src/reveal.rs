//! Being shown what is masked, and who was.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use crate::request::Confided;

/// What to show in clear, and why.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RevealBody {
    /// Of which case.
    pub case: String,
    /// Which fields: `name`, `document_number`, `card_number`, `phone`, `email`.
    pub fields: Vec<String>,
    /// `call`, `compare`, `institution`, `customer`, `supervision` or `other`.
    pub why: String,
    /// Why, in words; needed with `other`.
    #[serde(default)]
    pub words: Confided,
}

/// Which stretch of the reveal log.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RevealsBody {
    /// Where the page before ended.
    pub before: Option<String>,
    /// At most so many, 1 to 200.
    pub limit: Option<u32>,
}

/// What was asked for, in clear. It is on record already.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RevealView {
    /// Field by field.
    pub values: Vec<RevealedValueView>,
    /// When it is to be masked again, RFC 3339.
    pub until: String,
}

/// One value in clear: redacted in `Debug`, wiped on drop, and kept by no face longer than it is shown.
#[derive(Clone, Serialize, TS)]
pub struct RevealedValueView {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: String,
}

impl std::fmt::Debug for RevealedValueView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevealedValueView")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl Drop for RevealedValueView {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

/// A stretch of the reveal log: who was shown what.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RevealsView {
    /// Newest first.
    pub entries: Vec<RevealEntryView>,
    /// Give this as `before` for the next page.
    pub next: Option<String>,
}

/// Somebody was shown something in clear.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RevealEntryView {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub person: String,
    /// The case's id.
    pub case: String,
    /// The partner's number of the case; told to supervisors only.
    pub reference: Option<String>,
    /// `revealed` for a reason; `viewed` by opening the case in hand.
    pub kind: String,
    /// What was shown; nothing where the case is erased.
    pub fields: Vec<String>,
    /// Why, for a reveal.
    pub why: Option<String>,
    /// Why, in words; told to supervisors only.
    pub words: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revealed_value_is_not_in_what_debug_prints() {
        let view = RevealView {
            values: vec![RevealedValueView {
                field: "phone".to_owned(),
                value: "13800138000".to_owned(),
            }],
            until: String::new(),
        };
        let shown = format!("{view:?}");
        assert!(shown.contains("phone") && !shown.contains("138"), "{shown}");
    }
}
