//! What people read of backups and shares. Which groups are wrong is told, never what was typed.

use desk::BackupFault;
use seal::ShareFault;
use wire::{ErrorCode, view::ErrorView};

pub(super) fn fault(fault: BackupFault) -> ErrorView {
    let damaged = || ErrorView::from(ErrorCode::BackupDamaged);
    match fault {
        BackupFault::NotHere => ErrorCode::NoBackupHere.into(),
        BackupFault::Newer => ErrorCode::KeysNewer.into(),
        BackupFault::KeysDamaged => damaged().with("file", "keys.vdk"),
        BackupFault::GenerationMissing { number } => {
            damaged().with("missing_generation", number.to_string())
        }
        BackupFault::GenerationDamaged { number } => {
            damaged().with("generation", number.to_string())
        }
        BackupFault::Record { seq } => damaged().with("record", seq.to_string()),
    }
}

pub(super) fn unreadable(which: u8, groups: &[usize]) -> ErrorView {
    let view = ErrorView::from(ErrorCode::SharesUnfit)
        .with("problem", "unreadable")
        .with("share", which.to_string());
    groups
        .iter()
        .fold(view, |view, group| view.with("group", group.to_string()))
}

pub(super) fn unfit(fault: ShareFault) -> ErrorView {
    let problem = match fault {
        ShareFault::SameShare => "same_share",
        ShareFault::AnotherSet => "another_set",
        ShareFault::NotTogether => "not_together",
    };
    ErrorView::from(ErrorCode::SharesUnfit).with("problem", problem)
}
