//! A backup while people work on: the desk is taken for the short steps only.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use desk::DeskFault;
use wire::request::CreateBackupBody;
use wire::view::{BackupView, ErrorView};

use super::locked;
use crate::backup::{backup_progress, made_view};
use crate::session::Session;

/// Whether a backup runs.
#[derive(Default)]
pub(super) struct BackupDesk {
    running: AtomicBool,
}

/// While this lives a backup runs.
struct Running<'a>(&'a AtomicBool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl BackupDesk {
    pub(super) fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Makes a backup. Where it is asked to end, what it wrote is removed, and the one before still holds.
    pub(super) fn run(
        &self,
        body: &CreateBackupBody,
        session: &Arc<Mutex<Session>>,
    ) -> Result<BackupView, ErrorView> {
        let told = |fault: DeskFault| locked(session).error(&fault);
        // Each of these takes the session and gives it back before anything long begins.
        let begun = locked(session)
            .desk
            .begin_backup(Path::new(&body.folder), body.full);
        let mut backup = begun.map_err(told)?;
        // The desk begins no second one while this one is there.
        self.running.store(true, Ordering::SeqCst);
        let _running = Running(&self.running);
        let mut telling = locked(session).telling(backup_progress);
        backup.write(&mut telling).map_err(told)?;
        let keys = locked(session).desk.backup_keys(&mut backup);
        keys.map_err(told)?;
        backup.settle(&mut telling).map_err(told)?;
        let finished = locked(session).desk.finish_backup(backup);
        finished.map(|report| made_view(&report)).map_err(told)
    }
}
