use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use seal::FileKey;

use crate::LedgerFault;
use crate::desk_folder::{private_file, remove_store, sync_folder};
use crate::migrations::{self, MIGRATIONS};

/// How long a statement waits for another connection to the same file (a backup, a checkpoint).
const BUSY_LIMIT: Duration = Duration::from_secs(5);

/// Statements kept prepared: more than the ledger has, so none is ever prepared twice.
const KEPT_STATEMENTS: usize = 64;

const READ_WRITE: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE;

/// What every connection is told, once its key is right. Negative cache sizes are KiB.
///
/// `recursive_triggers` is there for the log: without it REPLACE deletes past the delete trigger.
/// `fullfsync` matters on macOS only, where a plain fsync stops at the drive's own cache.
/// Ids and digests are random, so an import touches pages all over the indexes, and each page that
/// leaves the cache is sealed anew: 32 MiB of cache and a log of 32 MiB (8,000 pages) save a fifth of
/// the time of 50,000 rows in batches of 1,000, measured against 8 MiB and 1,000 pages.
const SETTINGS: &str = "
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -32768;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 33554432;
";

/// The encrypted file of one desk: records, projections, outbox, wrapped keys.
///
/// One connection that writes, and beside it [readers](Ledger::reader); the process that holds the
/// [`DeskFolder`](crate::DeskFolder) is the only one that opens it.
pub struct Ledger {
    pub(crate) connection: Connection,
    may_write: bool,
    path: PathBuf,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ledger")
    }
}

impl Ledger {
    /// Makes an empty store at `path` under this key and opens it.
    ///
    /// It is built under another name and renamed when it is whole: after a crash there is a store
    /// or none, and the call may be repeated.
    ///
    /// # Errors
    /// `DeskExistsAlready` where something lies at `path`; `DiskFull`, `Io`; `CannotOpen` from a
    /// program built without SQLCipher.
    pub fn create(path: &Path, key: &FileKey) -> Result<Self, LedgerFault> {
        if path.try_exists()? {
            return Err(LedgerFault::DeskExistsAlready);
        }
        let building = with_suffix(path, ".new");
        remove_store(&building)?;
        // SQLite gives its side files the mode of the main file, so this one decides for all three.
        let file = private_file(&building, true)?;
        let mut connection = unlock(&building, key, READ_WRITE)?;
        settle(&connection)?;
        migrations::migrate(&mut connection, MIGRATIONS)?;
        // Closing the last connection moves the log into the file and removes it.
        connection.close().map_err(|(_, error)| error)?;
        file.sync_all()?;
        fs::rename(&building, path)?;
        sync_folder(path.parent().unwrap_or(Path::new(".")))?;
        Self::open(path, key)
    }

    /// Opens the store and brings its tables up to this program's version.
    ///
    /// # Errors
    /// `CannotOpen` for a wrong key or a file that is no store, `NewerThanProgram`, `Damaged`, `Io`.
    pub fn open(path: &Path, key: &FileKey) -> Result<Self, LedgerFault> {
        let mut connection = unlock(path, key, READ_WRITE)?;
        if migrations::version(&connection)? == 0 {
            return Err(LedgerFault::CannotOpen);
        }
        settle(&connection)?;
        migrations::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self {
            connection,
            may_write: true,
            path: path.to_owned(),
        })
    }

    /// Opens a store to look at it and to change nothing: neither the file nor its log is written, no step to
    /// newer tables is taken, and what the log holds is read with the rest. [`commit`](Self::commit) is refused.
    ///
    /// SQLite reads a log by an index of it that lies beside the store (`-shm`), made anew where there is none,
    /// and it may leave an empty log; neither holds anything of the store. So the folder must be writable. To
    /// copy the store elsewhere instead would double the time and the disk that a look takes.
    ///
    /// A file of an older program stays as it is: its chain and its keys are read, and what this program keeps in
    /// newer columns is `Damaged`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_read_only(path: &Path, key: &FileKey) -> Result<Self, LedgerFault> {
        let connection = unlock(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if migrations::admitted(&connection, MIGRATIONS)? == 0 {
            return Err(LedgerFault::CannotOpen);
        }
        tell_settings(&connection)?;
        // The file is opened for reading already; this refuses the attempt before it reaches the file.
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(Self {
            connection,
            may_write: false,
            path: path.to_owned(),
        })
    }

    /// Another connection to the same store, for reading: what it reads [at one moment](Self::at_one_moment) stays
    /// as it was then, while this one goes on committing. It may go to another thread. While it reads,
    /// [`checkpoint`](Self::checkpoint) and [`close`](Self::close) find the store busy.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn reader(&self, key: &FileKey) -> Result<Self, LedgerFault> {
        Self::open_read_only(&self.path, key)
    }

    /// Puts the next store of the folder in this one's place and goes on with it, under its own key.
    ///
    /// # Errors
    /// As [`close`](Self::close), [`swap_store`](crate::DeskFolder::swap_store) and [`open`](Self::open). After one of
    /// them nothing is open here any more and every act answers with `Damaged`; the files are those of before or after,
    /// and the desk is opened anew.
    pub fn swap_for(
        &mut self,
        folder: &crate::DeskFolder,
        key: &FileKey,
    ) -> Result<(), LedgerFault> {
        let nothing = Self {
            connection: Connection::open_in_memory()?,
            may_write: false,
            path: self.path.clone(),
        };
        std::mem::replace(self, nothing).close()?;
        folder.swap_store()?;
        *self = Self::open(&folder.store_path(), key)?;
        Ok(())
    }

    /// Reads every page, index and reference. Takes as long as reading the file does.
    ///
    /// # Errors
    /// `Damaged` where anything is not as it was written.
    pub fn integrity_check(&self) -> Result<(), LedgerFault> {
        // One row that says `ok`, no broken reference, and no page whose authentication code fails.
        let verdict: String =
            self.connection
                .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let sound = verdict == "ok"
            && self.has_no_rows("PRAGMA foreign_key_check")?
            && (seal::UNSEALED || self.has_no_rows("PRAGMA cipher_integrity_check")?);
        if sound {
            Ok(())
        } else {
            Err(LedgerFault::Damaged)
        }
    }

    /// Reads many things at one moment: nothing that is read within changes between, and the file is locked once instead
    /// of at each reading, which is most of the price of a short one.
    ///
    /// # Errors
    /// `Io`, `Damaged`; whatever `read` answers.
    pub fn at_one_moment<T, E: From<LedgerFault>>(
        &self,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let moment = self
            .connection
            .unchecked_transaction()
            .map_err(LedgerFault::from)?;
        let answer = read();
        // Nothing was written, so there is nothing to keep.
        moment.rollback().map_err(LedgerFault::from)?;
        answer
    }

    /// Moves everything from the write-ahead log into the main file and empties the log, so that
    /// what was deleted lies in neither.
    ///
    /// # Errors
    /// `Io(ResourceBusy)` while another connection reads; `ReadOnly`, `DiskFull`.
    pub fn checkpoint(&self) -> Result<(), LedgerFault> {
        self.must_write()?;
        let busy: bool =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            Err(LedgerFault::Io(io::ErrorKind::ResourceBusy))
        } else {
            Ok(())
        }
    }

    /// Moves everything into the main file and closes the store: no side file is left beside it, so that
    /// it can be [swapped](crate::DeskFolder::swap_store).
    ///
    /// # Errors
    /// As [`checkpoint`](Self::checkpoint). The store is closed all the same; nothing that was committed
    /// is lost, it may still lie in the log.
    pub fn close(self) -> Result<(), LedgerFault> {
        if self.may_write {
            self.checkpoint()?;
        }
        Ok(self.connection.close().map_err(|(_, error)| error)?)
    }

    pub(crate) fn must_write(&self) -> Result<(), LedgerFault> {
        if self.may_write {
            Ok(())
        } else {
            Err(LedgerFault::ReadOnly)
        }
    }

    fn has_no_rows(&self, sql: &str) -> Result<bool, LedgerFault> {
        Ok(!self.connection.prepare(sql)?.exists([])?)
    }
}

/// Opens an existing file and proves the key. Nothing is written: what turns out to be no store stays
/// as it is.
pub(crate) fn unlock(
    path: &Path,
    key: &FileKey,
    access: OpenFlags,
) -> Result<Connection, LedgerFault> {
    // Told apart from a file that is there and does not open. Without SQLITE_OPEN_CREATE nothing is
    // ever made here, without SQLITE_OPEN_URI a path is only a path.
    fs::metadata(path)?;
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_LIMIT)?;
    if !seal::UNSEALED {
        set_key(&connection, key)?;
    }
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(LedgerFault::CannotOpen)
        }
        other => Ok(other.map(|()| connection)?),
    }
}

/// Sets what every connection needs before it writes.
pub(crate) fn settle(connection: &Connection) -> Result<(), LedgerFault> {
    let journal: String =
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if journal != "wal" {
        // A file system without shared memory, such as a network share: WAL is not safe there.
        return Err(LedgerFault::Io(io::ErrorKind::Unsupported));
    }
    tell_settings(connection)
}

fn tell_settings(connection: &Connection) -> Result<(), LedgerFault> {
    connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection.execute_batch(SETTINGS)?)
}

/// Sets the raw key (no key derivation: the key is random), and refuses to go on where it was not
/// taken: plain SQLite ignores the pragma and would write a readable file.
fn set_key(connection: &Connection, key: &FileKey) -> Result<(), LedgerFault> {
    // SQLCipher tells its own errors on standard error; ours are typed.
    connection
        .query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))
        .optional()?;
    let one_word = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    let cipher = one_word("PRAGMA cipher_version").unwrap_or_default();
    if cipher.is_empty() {
        return Err(LedgerFault::CannotOpen);
    }
    let literal = key.sqlcipher_pragma();
    let mut pragma = zeroize::Zeroizing::new(String::with_capacity(literal.len() + 32));
    for piece in ["PRAGMA key = \"", literal.as_str(), "\""] {
        pragma.push_str(piece);
    }
    connection.execute_batch(&pragma)?;
    set_page_format(connection, "main")?;
    if one_word("PRAGMA cipher_status")? == "1" {
        Ok(())
    } else {
        Err(LedgerFault::CannotOpen)
    }
}

/// The page format of SQLCipher 4, whatever later versions take by default, but with SHA-256 in the pages' HMAC:
/// processors have instructions for it, and it takes less than half of SHA-512's time (docs/adr/0021).
pub(crate) fn set_page_format(connection: &Connection, schema: &str) -> Result<(), LedgerFault> {
    Ok(connection.execute_batch(&format!(
        "PRAGMA {schema}.cipher_compatibility = 4; PRAGMA {schema}.cipher_hmac_algorithm = HMAC_SHA256"
    ))?)
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
