//! What the programs write down of their own doings: a file a day in the user's state folder, and never a personal value.
//!
//! Two things keep it so, each by itself. [`closed`] is the list of what may be written at all: sentences, fields, and for
//! each field which values. Whatever else a call hands over reaches the file as `…`. And a house rule reads every call of
//! the workspace and compares it with the same list, so that nothing is lost by an oversight either.

pub mod closed;
mod files;
mod lines;
mod panics;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use wire::ErrorKind;
use wire::view::ErrorView;

use self::files::LogFiles;
use self::lines::Lines;
pub(crate) use self::lines::WITHHELD;
use crate::process;

/// How a program begins: hardened, with its log open, and with panics that do not tell values. To be called first.
///
/// `program` is its name. Where no log can be written, the program works without one.
pub fn begin(program: &'static str) {
    let hardened = process::harden();
    if let Some(folder) = folder() {
        let lines = Lines::into(Mutex::new(LogFiles::in_folder(folder)));
        // A log that is there already stays.
        let _ = tracing_subscriber::registry().with(lines).try_init();
    }
    panics::tell_places_only();
    tracing::info!(
        program,
        version = env!("CARGO_PKG_VERSION"),
        "the program starts"
    );
    let process::Hardened {
        core_dumps_off,
        not_dumpable,
    } = hardened;
    if !core_dumps_off || !not_dumpable {
        tracing::warn!(
            core_dumps_off,
            not_dumpable,
            "the process is hardened only in part"
        );
    }
}

/// Notes that something that was asked was not done: the code and nothing of its details.
pub fn told(request: &str, error: &ErrorView) {
    let code = error.code.as_str();
    match error.kind {
        ErrorKind::BadUse | ErrorKind::Refusal => {
            tracing::info!(request, code, "a request was refused");
        }
        ErrorKind::Fault => tracing::warn!(request, code, "a request met a fault"),
    }
}

/// The newest lines, oldest first, at most so many.
pub(crate) fn recent(most: usize) -> Vec<String> {
    folder().map_or_else(Vec::new, |folder| files::recent(&folder, most))
}

/// Where the log lies: with what this user's programs keep for themselves, and never in the folder of a desk, which is
/// copied, backed up and handed to others.
fn folder() -> Option<PathBuf> {
    let state = dirs::state_dir().or_else(dirs::data_local_dir)?;
    Some(in_state(&state))
}

fn in_state(state: &Path) -> PathBuf {
    state.join("veridesk").join("log")
}

#[cfg(test)]
mod tests;
