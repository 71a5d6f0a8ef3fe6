use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::LedgerFault;

const LOCK: &str = "desk.lock";
const KEYS: &str = "desk.keys";
const KEYS_BEING_WRITTEN: &str = "desk.keys.new";
const STORE: &str = "desk.db";

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
        for suffix in ["", "-wal", "-shm"] {
            match fs::remove_file(self.dir.join(format!("{STORE}{suffix}"))) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
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
        match fs::remove_file(dir.join(KEYS_BEING_WRITTEN)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
        })
    }
}

fn holds_desk(dir: &Path) -> io::Result<bool> {
    Ok(dir.join(KEYS).try_exists()? || dir.join(STORE).try_exists()?)
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

/// Makes a rename in the folder last. Windows has no such call: there a rename is journalled.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}
