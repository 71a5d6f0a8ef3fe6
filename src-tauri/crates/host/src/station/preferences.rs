//! What was chosen at a station: language, theme, widths. Nothing personal, so it lies in the open beside the desk.

use std::fs;
use std::path::{Path, PathBuf};

use wire::entrance::PreferBody;
use wire::view::PreferencesView;

/// The list beside the case is never narrower or wider than this, in CSS pixels.
const LIST_WIDTH: std::ops::RangeInclusive<u32> = 320..=720;

pub(super) struct Preferences {
    path: PathBuf,
    pub(super) chosen: PreferencesView,
}

impl Preferences {
    /// Those kept beside this desk; what is not there or cannot be read is as shipped.
    pub(super) fn beside(desk: &Path) -> Self {
        let mut name = desk.file_name().unwrap_or_default().to_owned();
        name.push(".station.json");
        let path = desk.with_file_name(name);
        let kept = fs::read(&path).ok();
        let chosen = kept.and_then(|it| serde_json::from_slice(&it).ok());
        Self {
            path,
            chosen: chosen.unwrap_or_default(),
        }
    }

    /// Chooses, and keeps it. A disk that does not take it costs the choice at the next start, no more.
    pub(super) fn prefer(&mut self, body: &PreferBody) {
        if let Some(language) = body.language {
            self.chosen.language = language;
        }
        if let Some(theme) = body.theme {
            self.chosen.theme = theme;
        }
        if let Some(width) = body.list_width {
            self.chosen.list_width = width.clamp(*LIST_WIDTH.start(), *LIST_WIDTH.end());
        }
        let kept = serde_json::to_vec(&self.chosen).map_err(std::io::Error::from);
        let kept = kept.and_then(|bytes| {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&self.path, bytes)
        });
        if let Err(fault) = kept {
            tracing::warn!(kind = %fault.kind(), "preferences were not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use wire::view::{Language, Theme};

    use super::*;

    #[test]
    fn what_was_chosen_is_there_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("deep").join("desk");
        let mut preferences = Preferences::beside(&desk);
        assert_eq!(preferences.chosen, PreferencesView::default());
        preferences.prefer(&PreferBody {
            language: Some(Language::En),
            theme: Some(Theme::Dark),
            list_width: Some(5_000),
        });
        let chosen = Preferences::beside(&desk).chosen;
        assert_eq!((chosen.language, chosen.theme), (Language::En, Theme::Dark));
        assert_eq!(chosen.list_width, *LIST_WIDTH.end());
    }

    #[test]
    fn a_file_of_garbage_is_no_reason_not_to_start() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        fs::write(folder.path().join("desk.station.json"), b"{\"language\":7").unwrap();
        assert_eq!(
            Preferences::beside(&desk).chosen,
            PreferencesView::default()
        );
    }
}
