use std::io;

use rusqlite::ffi;

/// Why the ledger or the desk's folder could not do what it was asked.
///
/// Carries no path, no value and no SQL: it may be logged as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// Another process holds this desk.
    #[error("the desk is in use by another process")]
    DeskInUse,
    /// The folder holds no desk.
    #[error("there is no desk in this folder")]
    NoDeskHere,
    /// The folder holds a desk already; nothing of it was touched.
    #[error("there is a desk in this folder already")]
    DeskExistsAlready,
    /// A wrong key, or a file that is no store: nobody without the key can tell the two apart.
    #[error("the store does not open with this key")]
    CannotOpen,
    /// A newer program wrote the store and says that this one may not open it.
    #[error("the store is of version {found}, this program knows {known}")]
    NewerThanProgram {
        /// Version of the store's tables.
        found: u32,
        /// Newest version this program knows.
        known: u32,
    },
    /// What the unit of work assumed about the store no longer holds; nothing of it was written.
    #[error("the store has moved on; nothing was written")]
    Conflict,
    /// Another case has this partner and reference; nothing of the unit of work was written.
    #[error("the reference is taken; nothing was written")]
    ReferenceTaken {
        /// Which row of [`UnitOfWork::cases`](crate::UnitOfWork::cases), counted from 0.
        row: usize,
    },
    /// The store was opened for reading only.
    #[error("the store was opened for reading only")]
    ReadOnly,
    /// Whoever asked for a long piece of work had it stopped; nothing of it is left.
    #[error("stopped on request")]
    Stopped,
    /// The disk is full; nothing was written and nothing is lost.
    #[error("the disk is full; nothing was written")]
    DiskFull,
    /// The file is not as it was written: bad pages, a broken index, a word nobody knows.
    #[error("the store is damaged")]
    Damaged,
    /// The system refused for another reason.
    #[error("the system refused: {0}")]
    Io(io::ErrorKind),
}

impl LedgerFault {
    /// Whether the same act can succeed later though nobody mends the desk: after the other process
    /// has ended, after reading anew, after space was made.
    pub fn retryable(self) -> bool {
        match self {
            Self::DeskInUse | Self::Conflict | Self::Stopped | Self::DiskFull => true,
            Self::Io(kind) => {
                matches!(
                    kind,
                    io::ErrorKind::ResourceBusy
                        | io::ErrorKind::Interrupted
                        | io::ErrorKind::OutOfMemory
                )
            }
            Self::NoDeskHere
            | Self::DeskExistsAlready
            | Self::CannotOpen
            | Self::NewerThanProgram { .. }
            | Self::ReferenceTaken { .. }
            | Self::ReadOnly
            | Self::Damaged => false,
        }
    }
}

impl From<io::Error> for LedgerFault {
    fn from(error: io::Error) -> Self {
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            return Self::DiskFull;
        }
        Self::Io(error.kind())
    }
}

impl From<rusqlite::Error> for LedgerFault {
    fn from(error: rusqlite::Error) -> Self {
        // What is not SQLite's own failure is a value of another type than the schema promises.
        error
            .sqlite_error()
            .map_or(Self::Damaged, |failure| from_sqlite(failure.extended_code))
    }
}

/// Result codes: sqlite.org, "Result and Error Codes". The low byte is the primary code.
fn from_sqlite(extended: i32) -> LedgerFault {
    match (extended & 0xff, extended) {
        // The shared-memory file could not grow: in practice, no space.
        (ffi::SQLITE_FULL, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => LedgerFault::DiskFull,
        (ffi::SQLITE_CONSTRAINT, _) => LedgerFault::Conflict,
        (
            _,
            ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_DATA | ffi::SQLITE_IOERR_CORRUPTFS,
        ) => LedgerFault::Damaged,
        (ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED, _) => LedgerFault::Io(io::ErrorKind::ResourceBusy),
        (ffi::SQLITE_READONLY, _) => LedgerFault::Io(io::ErrorKind::ReadOnlyFilesystem),
        (ffi::SQLITE_PERM | ffi::SQLITE_AUTH | ffi::SQLITE_CANTOPEN, _) => {
            LedgerFault::Io(io::ErrorKind::PermissionDenied)
        }
        (ffi::SQLITE_NOMEM, _) => LedgerFault::Io(io::ErrorKind::OutOfMemory),
        (ffi::SQLITE_INTERRUPT, _) => LedgerFault::Io(io::ErrorKind::Interrupted),
        (ffi::SQLITE_IOERR, _) => LedgerFault::Io(io::ErrorKind::Other),
        // SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_ERROR: tables that are not what their version says.
        _ => LedgerFault::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_from_other_faults_of_the_disk() {
        assert_eq!(from_sqlite(ffi::SQLITE_FULL), LedgerFault::DiskFull);
        assert_eq!(
            LedgerFault::from(io::Error::from(io::ErrorKind::StorageFull)),
            LedgerFault::DiskFull
        );
        assert_eq!(
            from_sqlite(ffi::SQLITE_IOERR_WRITE),
            LedgerFault::Io(io::ErrorKind::Other)
        );
        assert_eq!(
            from_sqlite(ffi::SQLITE_IOERR_SHORT_READ),
            LedgerFault::Damaged
        );
        assert_eq!(from_sqlite(ffi::SQLITE_CORRUPT_INDEX), LedgerFault::Damaged);
    }

    #[test]
    fn only_what_can_pass_by_itself_is_worth_repeating() {
        assert!(LedgerFault::DiskFull.retryable());
        assert!(LedgerFault::Io(io::ErrorKind::ResourceBusy).retryable());
        assert!(!LedgerFault::Damaged.retryable());
        assert!(!LedgerFault::Io(io::ErrorKind::PermissionDenied).retryable());
    }
}
