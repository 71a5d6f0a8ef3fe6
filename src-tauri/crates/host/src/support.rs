//! What somebody who cannot work sends to whoever helps: one text that can be read aloud in public.
//!
//! It is made of counts, sizes, versions and words of closed lists. Nothing in it says who: no name of a person, user or
//! computer, no path, no id. It needs nobody signed in and no whole desk, and takes neither lock nor key.

mod desk_folder;
mod log_lines;
mod system;

use std::path::Path;

use ports::Clock;
use serde_json::{Value, json};

use crate::rim::SystemClock;
use crate::time::rfc3339;
use crate::{log, process, station};

/// How many lines of the log it takes, the newest ones.
const LINES: usize = 400;

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SupportBundle {
    content: Value,
}

/// Gathers it for the desk in this folder, if one is named. Asks the keychain whether it answers, where the desk has
/// one, which may take three seconds or bring up the system's prompt.
pub fn bundle(desk: Option<&Path>) -> SupportBundle {
    let lines = log_lines::shown(&log::recent(LINES));
    let process::Hardened {
        core_dumps_off,
        not_dumpable,
    } = process::hardened();
    let station = desk.map(station::preferences_beside);
    SupportBundle {
        content: json!({
            "support_bundle": 1,
            "made_at": rfc3339(SystemClock.now_ms()),
            "program": {
                "version": env!("CARGO_PKG_VERSION"),
                "for_release": !cfg!(debug_assertions),
                "core_dumps_off": core_dumps_off,
                "not_dumpable": not_dumpable,
            },
            "system": system::look(),
            "station": {
                "language": station.map(|it| it.language),
                "theme": station.map(|it| it.theme),
            },
            "desk": desk_folder::look(desk),
            "told": lines.told,
            "log": lines.shown,
            "log_lines_left_out": lines.left_out,
        }),
    }
}

impl SupportBundle {
    /// As it is read and saved: JSON, a value a line.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.content)
    }
}

#[cfg(test)]
mod tests;
