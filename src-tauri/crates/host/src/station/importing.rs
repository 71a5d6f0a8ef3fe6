//! An import file handed over in chunks, then taken in while people work on.

use std::fs::{self, OpenOptions};
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wire::ErrorCode;
use wire::view::{ErrorView, ImportView, NoticeView};
use zeroize::Zeroizing;

use super::{Notices, locked};
use crate::session::Session;

/// A file larger than this is not taken: 64 MiB, as for the terminal.
const LARGEST_FILE: usize = 64 << 20;

/// Where a file waits and where its report lies. One at a time.
#[derive(Default)]
pub(super) struct ImportDesk {
    file: Mutex<Option<Handed>>,
    report: Mutex<Option<Vec<u8>>>,
    running: AtomicBool,
    stop: AtomicBool,
}

/// Chunks as they came; each is wiped when it is dropped, and none is ever copied to make room.
#[derive(Default)]
struct Handed {
    chunks: Vec<Zeroizing<Vec<u8>>>,
    length: usize,
}

impl ImportDesk {
    pub(super) fn begin(&self) -> Result<(), ErrorView> {
        if self.running.load(Ordering::SeqCst) {
            return Err(ErrorCode::ImportRunning.into());
        }
        self.stop.store(false, Ordering::SeqCst);
        *locked(&self.file) = Some(Handed::default());
        Ok(())
    }

    pub(super) fn take(&self, bytes: &[u8]) -> Result<(), ErrorView> {
        let mut file = locked(&self.file);
        let handed = file.as_mut().ok_or(ErrorCode::ImportNotBegun)?;
        if handed.length + bytes.len() > LARGEST_FILE {
            *file = None;
            return Err(ErrorCode::TooLong.into());
        }
        handed.length += bytes.len();
        handed.chunks.push(Zeroizing::new(bytes.to_vec()));
        Ok(())
    }

    /// Whether a file is being taken in.
    pub(super) fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Ends an import at its next commit.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
        *locked(&self.file) = None;
    }

    /// What nobody who signs in later should find.
    pub(super) fn forget(&self) {
        *locked(&self.report) = None;
    }

    /// Takes the file in, thousand by thousand; between two commits the desk is everybody's.
    pub(super) fn run(
        &self,
        session: &Arc<Mutex<Session>>,
        notices: &Notices,
    ) -> Result<ImportView, ErrorView> {
        let file = locked(&self.file).take().ok_or(ErrorCode::ImportNotBegun)?;
        if self.running.swap(true, Ordering::SeqCst) {
            return Err(ErrorCode::ImportRunning.into());
        }
        self.forget();
        let mut report = Vec::new();
        let done = self.import(file, &mut report, session, notices);
        self.running.store(false, Ordering::SeqCst);
        let view = done?;
        if view.refused > 0 {
            *locked(&self.report) = Some(report);
        }
        Ok(view)
    }

    fn import(
        &self,
        file: Handed,
        report: &mut Vec<u8>,
        session: &Arc<Mutex<Session>>,
        notices: &Notices,
    ) -> Result<ImportView, ErrorView> {
        let errors = |session: &Session, fault| session.error(&fault);
        let mut import = {
            let mut session = locked(session);
            let begun = session.desk.begin_import(file.into_reader(), report);
            begun.map_err(|fault| errors(&session, fault))?
        };
        let mut committed = 0;
        let stopped = loop {
            if self.stop.load(Ordering::SeqCst) {
                break true;
            }
            let step = {
                let mut session = locked(session);
                let step = session.desk.import_on(&mut import).and_then(|sealed| {
                    // Others commit between the steps, so nothing may stay sealed ahead of them.
                    let settled = session.desk.settle_import(&mut import)?;
                    Ok(sealed.map(|cases| cases + settled))
                });
                step.map_err(|fault| errors(&session, fault))?
            };
            let Some(cases) = step else { break false };
            committed += cases;
            notices(NoticeView::ImportProgress { committed });
            // The lock goes to whoever waits for it, not straight back to this thread.
            std::thread::sleep(Duration::from_millis(1));
        };
        let mut session = locked(session);
        let sum = session
            .desk
            .end_import(import)
            .map_err(|fault| errors(&session, fault))?;
        Ok(ImportView {
            imported: sum.imported,
            already_there: sum.already_there,
            refused: sum.refused,
            stopped,
        })
    }

    pub(super) fn save_report(&self, to: &Path) -> Result<(), ErrorView> {
        let report = locked(&self.report);
        save(to, report.as_ref().ok_or(ErrorCode::NoReport)?)
    }
}

/// Writes a file that is there as a whole or not at all.
pub(super) fn save(to: &Path, bytes: &[u8]) -> Result<(), ErrorView> {
    write_whole(to, bytes).map_err(|fault| {
        if fault.kind() == io::ErrorKind::StorageFull {
            return ErrorCode::DiskFull.into();
        }
        ErrorView::from(ErrorCode::Io).with("system", fault.kind().to_string())
    })
}

impl Handed {
    fn into_reader(self) -> impl Read + Send {
        Chunks {
            chunks: self.chunks.into_iter(),
            now: Cursor::new(Zeroizing::new(Vec::new())),
        }
    }
}

/// Reads chunk after chunk; one that is read is wiped.
struct Chunks {
    chunks: std::vec::IntoIter<Zeroizing<Vec<u8>>>,
    now: Cursor<Zeroizing<Vec<u8>>>,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let at = usize::try_from(self.now.position()).unwrap_or(usize::MAX);
            let rest = self.now.get_ref().get(at..).unwrap_or_default();
            let count = rest.len().min(into.len());
            if count > 0 || into.is_empty() {
                into[..count].copy_from_slice(&rest[..count]);
                self.now.set_position((at + count) as u64);
                return Ok(count);
            }
            match self.chunks.next() {
                Some(chunk) => self.now = Cursor::new(chunk),
                None => return Ok(0),
            }
        }
    }
}

/// Under its name the file is whole or as it was.
fn write_whole(to: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&part, to));
    if moved.is_err() {
        // What was begun is of no use to anybody; that it went is not what failed.
        let _ = fs::remove_file(&part);
    }
    moved
}
