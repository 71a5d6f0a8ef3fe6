//! The folder of a backup: immutable generations and one key file that is replaced.
//!
//! ```text
//! generation-000001.vdb ...   the chain as sealed bytes; written once
//! keys.vdk                    which generations count, and what opens them
//! backup.lock                 held by the process that writes
//! ```

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::LedgerFault;
use crate::desk_folder::{private_file, sync_folder};

const LOCK: &str = "backup.lock";
const KEYS: &str = "keys.vdk";
const KEYS_BEING_WRITTEN: &str = "keys.vdk.new";
const BEING_WRITTEN: &str = ".new";

/// A backup's folder.
#[derive(Debug)]
pub struct BackupFolder {
    dir: PathBuf,
    // Held, not read. None where the folder is only looked at.
    _lock: Option<File>,
}

/// A generation as it lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileDigest {
    /// Its length in bytes.
    pub length: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

impl BackupFolder {
    /// Takes a folder to write a backup into, making it where there is none. What a crash left half written goes.
    ///
    /// # Errors
    /// `DeskInUse` where another process writes into it; `Io`, `DiskFull`.
    pub fn take(dir: &Path) -> Result<Self, LedgerFault> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir)?;
        let lock = private_file(&dir.join(LOCK), false)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LedgerFault::DeskInUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let folder = Self {
            dir: dir.to_owned(),
            _lock: Some(lock),
        };
        for name in folder.names()? {
            if name == KEYS_BEING_WRITTEN || half_written(&name) {
                fs::remove_file(folder.dir.join(name))?;
            }
        }
        Ok(folder)
    }

    /// Looks at a folder and changes nothing in it: a read-only medium will do.
    pub fn look_at(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            _lock: None,
        }
    }

    /// The key file's bytes; `None` where there is none.
    ///
    /// # Errors
    /// `Io`.
    pub fn read_keys(&self) -> Result<Option<Vec<u8>>, LedgerFault> {
        match fs::read(self.dir.join(KEYS)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces the key file in one step: after a crash it has its old content or the new one, whole; after `Ok` the new
    /// one, and the old one is gone by name.
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

    /// The numbers of the generations that lie here, in order, whether a key file names them or not.
    ///
    /// # Errors
    /// `Io`.
    pub fn generations(&self) -> Result<Vec<u64>, LedgerFault> {
        let mut numbers: Vec<u64> = self
            .names()?
            .iter()
            .filter_map(|it| number_of(it))
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// How long a generation is; `None` where it is not there.
    ///
    /// # Errors
    /// `Io`.
    pub fn generation_length(&self, number: u64) -> Result<Option<u64>, LedgerFault> {
        match fs::metadata(self.dir.join(name_of(number))) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins a generation. It has its name once it is [finished](NewGeneration::finish), and is removed where that does
    /// not come to pass.
    ///
    /// # Errors
    /// `Conflict` where there is one of this number; `DiskFull`, `Io`.
    pub fn begin_generation(&self, number: u64) -> Result<NewGeneration, LedgerFault> {
        if self.generation_length(number)?.is_some() {
            return Err(LedgerFault::Conflict);
        }
        let path = self.dir.join(name_of(number) + BEING_WRITTEN);
        Ok(NewGeneration {
            file: Some(private_file(&path, true)?),
            dir: self.dir.clone(),
            path,
            number,
            digest: Sha256::new(),
            length: 0,
        })
    }

    /// Removes a generation that no key file named.
    ///
    /// # Errors
    /// `Io`.
    pub fn discard_generation(&self, number: u64) -> Result<(), LedgerFault> {
        fs::remove_file(self.dir.join(name_of(number)))?;
        Ok(sync_folder(&self.dir)?)
    }

    /// Reads a generation, whose end is an error where it is not what `expected` says.
    ///
    /// # Errors
    /// `Io(NotFound)` where it is not there; `Io`.
    pub fn read_generation(
        &self,
        number: u64,
        expected: FileDigest,
    ) -> Result<impl Read + use<>, LedgerFault> {
        Ok(Checked {
            file: File::open(self.dir.join(name_of(number)))?,
            expected,
            digest: Sha256::new(),
            length: 0,
        })
    }

    fn names(&self) -> Result<Vec<String>, LedgerFault> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }
}

/// SHA-256 of bytes, as the files of a backup are told apart by.
pub fn sha256_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn name_of(number: u64) -> String {
    format!("generation-{number:06}.vdb")
}

fn number_of(name: &str) -> Option<u64> {
    let number = name.strip_prefix("generation-")?.strip_suffix(".vdb")?;
    let number = number.parse().ok()?;
    (name_of(number) == name).then_some(number)
}

fn half_written(name: &str) -> bool {
    name.strip_suffix(BEING_WRITTEN)
        .is_some_and(|name| number_of(name).is_some())
}

/// A generation that is being written.
#[derive(Debug)]
pub struct NewGeneration {
    file: Option<File>,
    dir: PathBuf,
    path: PathBuf,
    number: u64,
    digest: Sha256,
    length: u64,
}

impl NewGeneration {
    /// Makes it last under its name.
    ///
    /// # Errors
    /// `DiskFull`, `Io`; nothing of it is left then.
    pub fn finish(mut self) -> Result<FileDigest, LedgerFault> {
        if let Some(file) = &self.file {
            file.sync_all()?;
        }
        self.file = None;
        fs::rename(&self.path, self.dir.join(name_of(self.number)))?;
        sync_folder(&self.dir)?;
        Ok(FileDigest {
            length: self.length,
            sha256: self.digest.clone().finalize().into(),
        })
    }
}

impl Write for NewGeneration {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let written = file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewGeneration {
    fn drop(&mut self) {
        // Finished, it has another name. What cannot be removed now is by whoever takes the folder next.
        let _ = fs::remove_file(&self.path);
    }
}

struct Checked {
    file: File,
    expected: FileDigest,
    digest: Sha256,
    length: u64,
}

impl Read for Checked {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.digest.update(&bytes[..read]);
        self.length += read as u64;
        let over = read == 0 && !bytes.is_empty();
        let found = || -> [u8; 32] { self.digest.clone().finalize().into() };
        if self.length > self.expected.length
            || over && (self.length != self.expected.length || found() != self.expected.sha256)
        {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

/// A private folder for a rehearsal, gone when it is dropped.
#[derive(Debug)]
pub struct ScratchFolder {
    dir: PathBuf,
}

impl ScratchFolder {
    /// Makes one in the system's folder for temporary files, under a name that nobody knows before.
    ///
    /// # Errors
    /// `Io`, `DiskFull`.
    pub fn make(name: [u8; 16]) -> Result<Self, LedgerFault> {
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let dir = std::env::temp_dir().join(format!("veridesk-rehearsal-{name}"));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&dir)?;
        Ok(Self { dir })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.dir
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // What is left there is a store whose key is nowhere.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
