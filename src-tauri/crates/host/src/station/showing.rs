//! What was shown last of its kind and can be saved: what is saved is what was read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use serde_json::Value;
use wire::ErrorCode;
use wire::view::ErrorView;

use super::{Report, importing, locked};

/// A text with the name a file of it is given.
struct Shown {
    file_name: String,
    text: String,
}

/// The last of each kind.
#[derive(Default)]
pub(super) struct ShowDesk {
    shown: Mutex<BTreeMap<Report, Shown>>,
}

impl ShowDesk {
    pub(super) fn keep(&self, report: Report, file_name: &str, text: String) {
        let shown = Shown {
            file_name: file_name.to_owned(),
            text,
        };
        locked(&self.shown).insert(report, shown);
    }

    /// Keeps what the house answered with, where it can be saved.
    pub(super) fn keep_reply(&self, request: &str, reply: &Value) {
        let said = |field: &str| reply[field].as_str().unwrap_or_default();
        match request {
            "erasure_certificate" => {
                let file_name = format!("veridesk-erasure-{}.json", said("case"));
                self.keep(Report::Certificate, &file_name, format!("{reply:#}\n"));
            }
            "export_case" => {
                let text = said("text").to_owned();
                self.keep(Report::CaseFile, said("file_name"), text);
            }
            _ => {}
        }
    }

    pub(super) fn file_name(&self, report: Report) -> Option<String> {
        let shown = locked(&self.shown);
        shown.get(&report).map(|it| it.file_name.clone())
    }

    pub(super) fn save(&self, report: Report, to: &Path) -> Result<(), ErrorView> {
        let shown = locked(&self.shown);
        let text = &shown.get(&report).ok_or(ErrorCode::NoReport)?.text;
        importing::save(to, text.as_bytes())
    }

    /// What nobody who signs in later should find; the support bundle needs nobody signed in.
    pub(super) fn forget(&self) {
        locked(&self.shown).retain(|report, _| *report == Report::SupportBundle);
    }
}
