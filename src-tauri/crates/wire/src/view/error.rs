use serde::Serialize;
use ts_rs::TS;

use crate::{ErrorCode, ErrorKind, Words};

/// An error: what the faces act on, and what people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ErrorView {
    /// What happened, as a stable word.
    pub code: ErrorCode,
    /// How grave it is.
    pub kind: ErrorKind,
    /// In Chinese.
    pub zh: &'static Words,
    /// In English.
    pub en: &'static Words,
    /// What the words leave open: who holds the case, until when, which role. Never personal.
    pub details: Vec<DetailView>,
}

/// One detail of an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DetailView {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl From<ErrorCode> for ErrorView {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            kind: code.kind(),
            zh: code.words(identifiers::Language::Zh),
            en: code.words(identifiers::Language::En),
            details: Vec::new(),
        }
    }
}

impl ErrorView {
    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.push(DetailView {
            name: name.to_owned(),
            value: value.into(),
        });
        self
    }
}

/// Something changed that a face may want to read anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum NoticeView {
    /// A case changed.
    CaseChanged {
        /// Its id.
        case: String,
    },
    /// The outbox changed.
    OutboxChanged,
    /// An import went on.
    ImportProgress {
        /// Rows that became cases so far.
        #[ts(type = "number")]
        committed: u64,
    },
    /// Told at sign-in to who makes backups, and where an erasure could not make the last one anew.
    BackupAge {
        /// When the last one was made, RFC 3339; none before the first.
        last: Option<String>,
        /// How many cases were erased since, whose keys it still holds.
        #[ts(type = "number")]
        opens_erased: u64,
    },
    /// A backup went on.
    BackupProgress {
        /// What it is at: `write` or `verify`.
        step: String,
        /// Records done in this step.
        #[ts(type = "number")]
        done: u64,
        /// How many there are.
        #[ts(type = "number")]
        total: u64,
    },
    /// A key change goes on.
    KeyChange {
        /// The step that runs, 1 to 6.
        step: u8,
        /// Rows of the store written anew so far, in step 3.
        #[ts(type = "number")]
        done: u64,
        /// How many there are.
        #[ts(type = "number")]
        total: u64,
    },
    /// The log is being verified.
    VerifyProgress {
        /// Records that hold so far.
        #[ts(type = "number")]
        done: u64,
        /// How many there are.
        #[ts(type = "number")]
        total: u64,
    },
    /// Nobody is there, and an import or a backup goes on: the station shows nothing more and locks itself after it.
    Veiled,
    /// The station locked itself.
    Locked {
        /// `idle` or `twelve_hours`.
        cause: String,
    },
    /// The courier stopped sending: what it met.
    CourierStopped {
        /// What people read.
        error: ErrorView,
    },
    /// Cases are over and the run that erases them is late; told at sign-in to whoever may start it.
    ErasureDue {
        /// How many.
        #[ts(type = "number")]
        cases: u64,
        /// Whole days since the first of them is over.
        #[ts(type = "number")]
        late_days: i64,
    },
    /// An erasure run went on.
    ErasureProgress {
        /// The step of the key change that follows the erasing, 1 to 6, once it runs.
        key_change_step: Option<u8>,
        /// Cases erased, or rows written anew under the new keys.
        #[ts(type = "number")]
        done: u64,
        /// Of so many.
        #[ts(type = "number")]
        total: u64,
    },
}
