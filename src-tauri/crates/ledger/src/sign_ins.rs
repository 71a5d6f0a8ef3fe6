//! The file of failed sign-ins beside the store: what happened while nobody was signed in.

use std::fs::{self, File};
use std::io::{self, Read, Write};

use crate::desk_folder::{private_file, sync_folder};
use crate::{DeskFolder, LedgerFault};

const SIGN_INS: &str = "desk.signins";
const BEING_WRITTEN: &str = "desk.signins.new";
/// No file of ours is larger; what is is not read into memory.
const LARGEST: u64 = 1 << 20;

impl DeskFolder {
    /// The bytes of the file; `None` where there is none. One that is larger than any of ours reads as empty.
    ///
    /// # Errors
    /// `Io`.
    pub fn read_sign_ins(&self) -> Result<Option<Vec<u8>>, LedgerFault> {
        let file = match File::open(self.path().join(SIGN_INS)) {
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

    /// Replaces the file in one step.
    ///
    /// # Errors
    /// `DiskFull`, `Io`; the old content is kept.
    pub fn write_sign_ins(&self, bytes: &[u8]) -> Result<(), LedgerFault> {
        let new = self.path().join(BEING_WRITTEN);
        let written = private_file(&new, true).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written {
            // What was begun is of no use to anybody; that it went is not what failed.
            let _ = fs::remove_file(&new);
            return Err(error.into());
        }
        fs::rename(&new, self.path().join(SIGN_INS))?;
        Ok(sync_folder(self.path())?)
    }
}
