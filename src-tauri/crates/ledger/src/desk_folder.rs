use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use seal::FileKey;
use zeroize::Zeroizing;

use crate::store::{unlock, with_suffix};
use crate::{LedgerFault, migrations};

const LOCK: &str = "desk.lock";
const KEYS: &str = "desk.keys";
const KEYS_BEING_WRITTEN: &str = "desk.keys.new";
const STORE: &str = "desk.db";
const NEXT_STORE: &str = "desk.db.next";
/// Lies in a folder into which a desk is being restored, until it is whole.
const RESTORING: &str = "desk.restoring";

/// The folder of one desk, held by this process alone for as long as the value lives.
///
/// `desk.keys` marks a desk: a folder in which it was never written holds none. The folder and its
/// files belong to their owner only (0700, 0600 where the system knows such modes).
#[derive(Debug)]
pub struct DeskFolder {
    dir: PathBuf,
    // Held, not read: the system lets the lock go when the file is closed, however the process ends.
    _lock: File,
}

impl DeskFolder {
    /// Makes a folder for a new desk, or takes an empty one. The desk exists with its first
    /// [`write_keys`](Self::write_keys); until then the same call may be repeated. The store is made
    /// after that: a store without its key file is damage.
    ///
    /// # Errors
    /// `DeskExistsAlready`, `DeskInUse`; `Io(DirectoryNotEmpty)` where other files lie.
    pub fn create(dir: &Path) -> Result<Self, LedgerFault> {
        if holds_desk(dir)? {
            return Err(LedgerFault::DeskExistsAlready);
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir)?;
        for entry in fs::read_dir(dir)? {
            let name = entry?.file_name();
            if name != OsStr::new(LOCK) && name != OsStr::new(KEYS_BEING_WRITTEN) {
                return Err(LedgerFault::Io(io::ErrorKind::DirectoryNotEmpty));
            }
        }
        let folder = Self::lock(dir)?;
        // Between the look above and the lock another process may have been quicker.
        if holds_desk(dir)? {
            return Err(LedgerFault::DeskExistsAlready);
        }
        Ok(folder)
    }

    /// Makes a folder for a desk that is to be restored, or takes an empty one, or one in which a restore broke off:
    /// what that left behind goes. Until the first [`write_keys`](Self::write_keys) the folder holds no desk.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn begin_restore(dir: &Path) -> Result<Self, LedgerFault> {
        if holds_desk(dir)? {
            return Err(LedgerFault::DeskExistsAlready);
        }
        if dir.join(RESTORING).try_exists()? {
            let folder = Self::lock(dir)?;
            if holds_desk(dir)? {
                return Err(LedgerFault::DeskExistsAlready);
            }
            folder.discard_store()?;
            remove_store(&with_suffix(&folder.store_path(), ".new"))?;
            return Ok(folder);
        }
        let folder = Self::create(dir)?;
        private_file(&dir.join(RESTORING), true)?.sync_all()?;
        sync_folder(dir)?;
        Ok(folder)
    }

    /// Whether a restore into this folder broke off.
    ///
    /// # Errors
    /// `Io`.
    pub fn was_restoring(dir: &Path) -> Result<bool, LedgerFault> {
        Ok(dir.join(RESTORING).try_exists()? && !holds_desk(dir)?)
    }

    /// The restored desk is whole, its key file written.
    ///
    /// # Errors
    /// `Io`; the desk is there all the same.
    pub fn end_restore(&self) -> Result<(), LedgerFault> {
        remove_if_there(&self.dir.join(RESTORING))?;
        Ok(sync_folder(&self.dir)?)
    }

    /// Takes the folder of a desk that exists.
    ///
    /// # Errors
    /// `NoDeskHere` (nothing is written then), `DeskInUse`; `Damaged` where there is a store but no
    /// key file to it.
    pub fn open(dir: &Path) -> Result<Self, LedgerFault> {
        if !holds_desk(dir)? {
            return Err(LedgerFault::NoDeskHere);
        }
        let folder = Self::lock(dir)?;
        if !dir.join(KEYS).try_exists()? {
            return Err(LedgerFault::Damaged);
        }
        remove_if_there(&dir.join(RESTORING))?;
        Ok(folder)
    }

    /// Where the store lies, or will lie.
    pub fn store_path(&self) -> PathBuf {
        self.dir.join(STORE)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// The bytes of `desk.keys`, or `None` before they were first written. Wiped when dropped: on a
    /// desk without keychain the erasure secret is among them.
    ///
    /// # Errors
    /// `Io`.
    pub fn read_keys(&self) -> Result<Option<Zeroizing<Vec<u8>>>, LedgerFault> {
        Self::peek_keys(&self.dir)
    }

    /// As [`read_keys`](Self::read_keys), of a folder that is not taken: another process may hold it.
    ///
    /// # Errors
    /// `Io`.
    pub fn peek_keys(dir: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, LedgerFault> {
        let mut file = match File::open(dir.join(KEYS)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // As much room as there are bytes: a vector that grows leaves unwiped copies behind.
        let length = usize::try_from(file.metadata()?.len()).map_err(|_| LedgerFault::Damaged)?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        file.read_exact(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Replaces `desk.keys` in one step: after a crash at any moment the file has its old content
    /// or the new one, whole; after `Ok` it has the new one.
    ///
    /// # Errors
    /// `DiskFull`, `Io`; the old content is kept.
    pub fn write_keys(&self, bytes: &[u8]) -> Result<(), LedgerFault> {
        let (new, keys) = (self.dir.join(KEYS_BEING_WRITTEN), self.dir.join(KEYS));
        let written = private_file(&new, true).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written {
            // What was begun is of no use to anybody; that it went is not what failed.
            let _ = fs::remove_file(&new);
            return Err(error.into());
        }
        fs::rename(&new, &keys)?;
        Ok(sync_folder(&self.dir)?)
    }

    /// Removes a store that never counted: the key file is still that of a desk without one.
    ///
    /// # Errors
    /// `Io`.
    pub fn discard_store(&self) -> Result<(), LedgerFault> {
        Ok(remove_store(&self.store_path())?)
    }

    /// Where the store that is to take this one's place is [built](crate::Ledger::copy_under).
    pub fn next_store_path(&self) -> PathBuf {
        self.dir.join(NEXT_STORE)
    }

    /// Puts the next store in the place of the store, in one step: after a crash at any moment the old one
    /// lies there or the new one, whole; after `Ok` the new one. The old store was
    /// [closed](crate::Ledger::close) before.
    ///
    /// The old file's bytes are not overwritten: flash memory and file systems that copy on writing keep
    /// them all the same. What makes them unreadable is that their key is destroyed.
    ///
    /// # Errors
    /// `Conflict` where the old store or the next one was not closed: its log holds what the file does not.
    /// `Io(NotFound)` where there is no next store. The old store holds then.
    pub fn swap_store(&self) -> Result<(), LedgerFault> {
        let (next, store) = (self.next_store_path(), self.store_path());
        fs::metadata(&next)?;
        for log in [with_suffix(&store, "-wal"), with_suffix(&next, "-wal")] {
            match fs::metadata(&log) {
                Ok(found) if found.len() > 0 => return Err(LedgerFault::Conflict),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        for suffix in ["-wal", "-shm"] {
            remove_if_there(&with_suffix(&store, suffix))?;
            remove_if_there(&with_suffix(&next, suffix))?;
        }
        // They are gone for good before the new file takes the name: an old log that came back beside it
        // would be written into it.
        sync_folder(&self.dir)?;
        fs::rename(&next, &store)?;
        Ok(sync_folder(&self.dir)?)
    }

    /// Removes a next store that never took the store's place.
    ///
    /// # Errors
    /// `Io`.
    pub fn discard_next_store(&self) -> Result<(), LedgerFault> {
        remove_store(&self.next_store_path())?;
        Ok(sync_folder(&self.dir)?)
    }

    /// Whether this key opens the store: tells after a crash which of two keys is the file's. Neither file
    /// nor log is written. The plain file of the control feature opens with every key.
    ///
    /// # Errors
    /// `Io(NotFound)` where there is no store; `Io`, `Damaged`.
    pub fn store_opens_with(&self, key: &FileKey) -> Result<bool, LedgerFault> {
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        match unlock(&self.store_path(), key, read_only) {
            Ok(connection) => Ok(migrations::version(&connection)? > 0),
            Err(LedgerFault::CannotOpen) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn lock(dir: &Path) -> Result<Self, LedgerFault> {
        let lock = private_file(&dir.join(LOCK), false)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LedgerFault::DeskInUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // Modes are easily lost when a folder is copied; what a crash left half written may go.
        #[cfg(unix)]
        fs::set_permissions(dir, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        remove_if_there(&dir.join(KEYS_BEING_WRITTEN))?;
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
        })
    }
}

fn holds_desk(dir: &Path) -> io::Result<bool> {
    let store =
        || Ok::<_, io::Error>(dir.join(STORE).try_exists()? && !dir.join(RESTORING).try_exists()?);
    Ok(dir.join(KEYS).try_exists()? || store()?)
}

/// Opens a file for writing that only its owner may read, making it where it is not there.
pub(crate) fn private_file(path: &Path, empty: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(empty);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes a store and its side files, those that are there.
pub(crate) fn remove_store(path: &Path) -> io::Result<()> {
    ["", "-wal", "-shm"]
        .iter()
        .try_for_each(|suffix| remove_if_there(&with_suffix(path, suffix)))
}

/// Makes a rename in the folder last. Windows has no such call: there a rename is journalled.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}
