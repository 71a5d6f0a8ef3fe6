use std::sync::LazyLock;

use serde::Deserialize;

/// The published result codes: data, not code, shared with the adapters because there is one truth about them.
static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../providers/data/result-codes.json"))
        .expect("the committed table is valid")
});

#[derive(Deserialize)]
struct Published {
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    operation: String,
    codes: Vec<Code>,
}

/// What the institution publishes about one of its codes.
#[derive(Deserialize)]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) outcome: String,
    pub(crate) billable: bool,
    pub(crate) meaning: String,
}

/// The codes of an operation, `any` for those that every operation can answer with.
#[cfg(test)]
pub(crate) fn codes_of(operation: &str) -> &'static [Code] {
    PUBLISHED
        .operations
        .iter()
        .find(|known| known.operation == operation)
        .map_or(&[], |known| &known.codes)
}

/// The code among those of this operation; `None` for one that is not published.
pub(crate) fn published(operation: &str, code: &str) -> Option<&'static Code> {
    PUBLISHED
        .operations
        .iter()
        .filter(|known| known.operation == operation)
        .flat_map(|known| &known.codes)
        .find(|known| known.code == code)
}

/// Whether the institution bills this answer. One it has not published is billed: the worse case is the one to test.
pub(crate) fn is_billed(operation: &str, code: &str) -> bool {
    published(operation, code).is_none_or(|known| known.billable)
}
