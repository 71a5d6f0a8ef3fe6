//! A backup while people work on: the desk is taken for the short steps only.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use desk::{BackupProgress, DeskFault};
use wire::request::CreateBackupBody;
use wire::view::{BackupView, ErrorView, NoticeView};

use super::{Notices, locked};
use crate::backup::made_view;
use crate::session::Session;

/// Whether a backup is to stop.
#[derive(Default)]
pub(super) struct BackupDesk {
    stop: AtomicBool,
}

impl BackupDesk {
    /// Ends a running backup; what it wrote is removed, and the one before still holds.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Who sits down next makes backups again.
    pub(super) fn ready(&self) {
        self.stop.store(false, Ordering::SeqCst);
    }

    pub(super) fn run(
        &self,
        body: &CreateBackupBody,
        session: &Arc<Mutex<Session>>,
        notices: &Notices,
    ) -> Result<BackupView, ErrorView> {
        let told = |fault: DeskFault| locked(session).error(&fault);
        let mut watch = |at: BackupProgress| {
            notices(NoticeView::BackupProgress {
                step: at.step.as_str().to_owned(),
                done: at.done,
                total: at.total,
            });
            match self.stop.load(Ordering::SeqCst) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        // Each of these takes the session and gives it back before anything long begins.
        let begun = locked(session)
            .desk
            .begin_backup(Path::new(&body.folder), body.full);
        let mut backup = begun.map_err(told)?;
        backup.write(&mut watch).map_err(told)?;
        let keys = locked(session).desk.backup_keys(&mut backup);
        keys.map_err(told)?;
        backup.settle(&mut watch).map_err(told)?;
        let finished = locked(session).desk.finish_backup(backup);
        finished.map(|report| made_view(&report)).map_err(told)
    }
}
