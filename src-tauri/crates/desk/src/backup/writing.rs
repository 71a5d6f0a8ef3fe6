//! The long steps of a backup, which need no desk.

use std::io;

use ledger::{FileDigest, GenerationMeta, LedgerFault, sha256_of};

use super::check::{Chain, read_generation};
use super::container::Sealing;
use super::key_file::Generation;
use super::{Backup, BackupProgress, BackupStep, KeyFile, Watch, stopped};
use crate::{BackupFault, DeskFault, HouseRefusal};

impl Backup {
    /// Writes the generation. Nobody is held up who works at the desk.
    ///
    /// # Errors
    /// [`HouseRefusal::Stopped`]; a full disk; nothing is left then.
    pub fn write(&mut self, watch: Watch<'_>) -> Result<(), DeskFault> {
        let (Some(reader), Some((sealer, header))) = (self.reader.take(), self.sealer.take())
        else {
            return Err(HouseRefusal::BackupRunning.into());
        };
        let meta = GenerationMeta {
            team: record::TeamId(self.team.0),
            desk: self.desk,
            created_ms: self.began_ms,
        };
        let mut file = self.folder.begin_generation(self.number)?;
        let mut sealing = Sealing::new(sealer, &header, &mut file).map_err(io_fault)?;
        let mut tell = |it: ledger::Progress| {
            watch(BackupProgress {
                step: BackupStep::Write,
                done: it.done,
                total: it.total,
            })
        };
        let head = reader
            .write_generation(self.from_seq, meta, &mut sealing, &mut tell)
            .map_err(stopped)?;
        sealing.finish().map_err(io_fault)?;
        reader.close()?;
        if head.prev != self.before.last().map(|it| it.last) {
            return Err(HouseRefusal::BackupAhead.into());
        }
        let file = file.finish()?;
        self.written = Some(Generation {
            number: self.number,
            first_seq: head.first_seq,
            count: head.count,
            last: head.last.ok_or(DeskFault::KeysDamaged)?,
            file,
        });
        Ok(())
    }

    /// Opens what was written with the keys that go into the key file, then replaces the key file and reads it back.
    ///
    /// # Errors
    /// What was written does not hold; [`HouseRefusal::Stopped`]. The backup before still holds then.
    pub fn settle(&mut self, watch: Watch<'_>) -> Result<(), DeskFault> {
        let (Some(generation), Some((file, key))) = (self.written, self.keys.take()) else {
            return Err(HouseRefusal::BackupRunning.into());
        };
        let bytes = file.encode();
        // Opened from the bytes that are about to be written, not from what they were made of.
        let mut opened = KeyFile::decode(&bytes)?.open(&key)?;
        let mut chain = Chain::with_signatures(&self.roster, generation.count);
        let before = self.before.last();
        read_generation(
            &self.folder,
            (self.team, self.desk),
            (&generation, before),
            &self.key,
            &mut |signed| chain.admit(signed, &mut opened.keyring, watch),
        )?;
        self.folder.write_keys(&bytes)?;
        let (sha256, length) = (sha256_of(&bytes), bytes.len() as u64);
        self.settled = Some((FileDigest { length, sha256 }, chain.admitted()));
        let kept = self.folder.read_keys()?.unwrap_or_default();
        if sha256_of(&kept) != sha256 {
            return Err(BackupFault::KeysDamaged.into());
        }
        Ok(())
    }
}

fn io_fault(error: io::Error) -> DeskFault {
    LedgerFault::from(error).into()
}
