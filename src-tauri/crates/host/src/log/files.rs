//! The files of the log: `2026-11-25-00.log`, a new one each day (UTC) and each mebibyte, none older than thirty days, all
//! of them together no more than twenty mebibytes, for their owner's eyes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// How long a file grows, in bytes.
const FILE_MAX: u64 = 1 << 20;
/// How much is kept in all, in bytes.
const ALL_MAX: u64 = 20 << 20;
/// How many days are kept, the present one among them.
const DAYS_KEPT: i64 = 30;
/// Files of one day are numbered to this.
const LAST_PART: u8 = 99;

/// The log as a writer sees it. Several programs may write at once: a line is one write at a file's end.
pub(super) struct LogFiles {
    folder: PathBuf,
    open: Option<(Name, File)>,
}

/// A file's name, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    day: Date,
    part: u8,
}

impl Name {
    fn parse(name: &str) -> Option<Self> {
        let (day, part) = name.strip_suffix(".log")?.rsplit_once('-')?;
        if part.len() != 2 || !part.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            day: day.parse().ok()?,
            part: part.parse().ok()?,
        })
    }

    fn text(self) -> String {
        format!("{}-{:02}.log", self.day, self.part)
    }
}

fn day_of(now_ms: i64) -> Date {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(now).date()
}

impl LogFiles {
    /// The log in this folder, which is made when something is written.
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, open: None }
    }

    /// Writes a line, with its end.
    ///
    /// # Errors
    /// The system does not take it. The next line is a new attempt.
    pub(super) fn write(&mut self, now_ms: i64, line: &str) -> io::Result<()> {
        let day = day_of(now_ms);
        let fits = |file: &File| -> io::Result<bool> {
            Ok(file.metadata()?.len() + line.len() as u64 <= FILE_MAX)
        };
        let current = match &self.open {
            Some((name, file)) if name.day == day && fits(file)? => true,
            Some(_) | None => false,
        };
        if !current {
            self.open = None;
            let newest = names(&self.folder).into_iter().rfind(|it| it.day == day);
            let mut name = newest.unwrap_or(Name { day, part: 0 });
            let mut file = opened(&self.folder, name)?;
            if !fits(&file)? {
                if name.part == LAST_PART {
                    // A day that fills a hundred files says nothing new.
                    return Ok(());
                }
                name.part += 1;
                file = opened(&self.folder, name)?;
            }
            prune(&self.folder, name);
            self.open = Some((name, file));
        }
        match &mut self.open {
            Some((_, file)) => file.write_all(line.as_bytes()),
            None => Ok(()),
        }
    }
}

/// The newest lines, oldest first.
pub(super) fn recent(folder: &Path, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names(folder).into_iter().rev() {
        let text = fs::read_to_string(folder.join(name.text())).unwrap_or_default();
        let wanted = most.saturating_sub(lines.len());
        lines.extend(text.lines().rev().take(wanted).map(str::to_owned));
    }
    lines.reverse();
    lines
}

/// The files that are there, in the order of time; what has another name is not ours.
fn names(folder: &Path) -> Vec<Name> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<Name> = entries
        .filter_map(|it| Name::parse(it.file_name().to_str()?))
        .collect();
    names.sort_unstable();
    names
}

fn opened(folder: &Path, name: Name) -> io::Result<File> {
    let mut how = OpenOptions::new();
    how.append(true).create(true);
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

        how.mode(0o600);
        folders.mode(0o700);
    }
    folders.create(folder)?;
    how.open(folder.join(name.text()))
}

/// Removes what is too old or too much. What cannot be removed now is tried again with the next file.
fn prune(folder: &Path, current: Name) {
    let oldest = current.day.saturating_sub((DAYS_KEPT - 1).days());
    // Room for the file that is written now.
    let mut kept = FILE_MAX;
    for name in names(folder).into_iter().rev() {
        let path = folder.join(name.text());
        // A file from a day to come is left from a clock that ran ahead: it ages with the others.
        if name != current {
            kept += fs::metadata(&path).map_or(0, |it| it.len());
            if name.day < oldest || kept > ALL_MAX {
                let _ = fs::remove_file(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const DAY: i64 = 86_400_000;
    /// 2026-09-21T14:13:20Z
    const NOW: i64 = 1_790_000_000_000;

    fn on_disk(folder: &Path) -> Vec<String> {
        names(folder).into_iter().map(Name::text).collect()
    }

    #[test]
    fn each_day_has_its_file_and_thirty_days_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = LogFiles::in_folder(folder.path().join("log"));
        for day in 0..40 {
            log.write(NOW + day * DAY, "{}\n").unwrap();
        }
        let files = on_disk(&folder.path().join("log"));
        assert_eq!(files.len(), 30);
        assert_eq!(files.last().unwrap(), "2026-10-30-00.log");
        assert_eq!(files[0], "2026-10-01-00.log");
    }

    #[test]
    fn however_much_is_written_no_more_than_twenty_mebibytes_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = LogFiles::in_folder(folder.path().to_owned());
        let line = format!("{}\n", "x".repeat(64 * 1024 - 1));
        for number in 0..16 * 30 {
            log.write(NOW + number * 1_000, &line).unwrap();
        }
        let files = on_disk(folder.path());
        let lengths = files
            .iter()
            .map(|it| fs::metadata(folder.path().join(it)).unwrap().len());
        let lengths: Vec<u64> = lengths.collect();
        assert!(
            lengths.iter().all(|it| *it <= FILE_MAX),
            "{files:?} {lengths:?}"
        );
        assert!(lengths.iter().sum::<u64>() <= ALL_MAX, "{lengths:?}");
        assert_eq!(files.last().unwrap(), "2026-09-21-29.log");
    }

    #[test]
    fn two_writers_share_a_file_and_the_newest_lines_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut window = LogFiles::in_folder(folder.path().to_owned());
        let mut terminal = LogFiles::in_folder(folder.path().to_owned());
        window.write(NOW - DAY, "yesterday\n").unwrap();
        window.write(NOW, "one\n").unwrap();
        terminal.write(NOW, "two\n").unwrap();
        window.write(NOW, "three\n").unwrap();
        assert_eq!(recent(folder.path(), 3), ["one", "two", "three"]);
        assert_eq!(recent(folder.path(), 9).len(), 4);
    }

    #[test]
    fn what_has_another_name_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["notes.txt", "2020-01-01-0.log", "2020-01-01-000.log"] {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        let mut log = LogFiles::in_folder(folder.path().to_owned());
        log.write(NOW, "{}\n").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        LogFiles::in_folder(log.clone()).write(NOW, "{}\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&log), 0o700);
        assert_eq!(mode(&log.join("2026-09-21-00.log")), 0o600);
    }
}
