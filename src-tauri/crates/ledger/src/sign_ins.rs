//! Small files beside the store: what happened while nobody was signed in, or nothing could be written to the log.

use std::fs::{self, File};
use std::io::{self, Read, Write};

use crate::desk_folder::{private_file, sync_folder};
use crate::{DeskFolder, LedgerFault};

const SIGN_INS: &str = "desk.signins";
const ACCEPTANCE: &str = "desk.acceptance";
/// No file of ours is larger; what is is not read into memory.
const LARGEST: u64 = 1 << 20;

impl DeskFolder {
    /// The bytes of the failed sign-ins; `None` where there is no such file. One that is larger than any of ours reads as
    /// empty.
    ///
    /// # Errors
    /// `Io`.
    pub fn read_sign_ins(&self) -> Result<Option<Vec<u8>>, LedgerFault> {
        self.read_beside(SIGN_INS)
    }

    /// Replaces the failed sign-ins in one step.
    ///
    /// # Errors
    /// `DiskFull`, `Io`; the old content is kept.
    pub fn write_sign_ins(&self, bytes: &[u8]) -> Result<(), LedgerFault> {
        self.write_beside(SIGN_INS, bytes)
    }

    /// What was said about files in quarantine; `None` where nobody said anything.
    ///
    /// # Errors
    /// `Io`.
    pub fn read_acceptance(&self) -> Result<Option<Vec<u8>>, LedgerFault> {
        self.read_beside(ACCEPTANCE)
    }

    /// Replaces it in one step.
    ///
    /// # Errors
    /// `DiskFull`, `Io`; the old content is kept.
    pub fn write_acceptance(&self, bytes: &[u8]) -> Result<(), LedgerFault> {
        self.write_beside(ACCEPTANCE, bytes)
    }

    /// Removes it, once it is on record.
    ///
    /// # Errors
    /// `Io`.
    pub fn remove_acceptance(&self) -> Result<(), LedgerFault> {
        match fs::remove_file(self.path().join(ACCEPTANCE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(sync_folder(self.path())?),
        }
    }

    fn read_beside(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerFault> {
        let file = match File::open(self.path().join(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if file.metadata()?.len() > LARGEST {
            return Ok(Some(Vec::new()));
        }
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<(), LedgerFault> {
        let new = self.path().join(format!("{name}.new"));
        let written = private_file(&new, true).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written {
            // What was begun is of no use to anybody; that it went is not what failed.
            let _ = fs::remove_file(&new);
            return Err(error.into());
        }
        fs::rename(&new, self.path().join(name))?;
        Ok(sync_folder(self.path())?)
    }
}
