//! A generation's container: a stream of sealed chunks under the key of the desk's own stream `desk/backup`.

use std::io::{self, Read, Write};

use seal::{ChunkOpener, ChunkSealer, ContentKey, NonceSource, RecordContext, TeamId};
use zeroize::Zeroizing;

use super::BACKUP;

const AT_ONCE: usize = 256 * 1024;

/// Runs `act` with the place of the generation of this number; it opens as no other.
fn at_place<T>(team: TeamId, number: u64, act: impl FnOnce(&RecordContext<'_>) -> T) -> T {
    let mut record = [0; 16];
    record[8..].copy_from_slice(&number.to_be_bytes());
    act(&RecordContext {
        team,
        stream: *BACKUP.as_bytes(),
        record,
        kind: "generation",
        part: "attachment",
    })
}

/// Begins a container; needs chance, which is at hand only while the desk is.
pub(super) fn begin(
    key: &ContentKey,
    team: TeamId,
    number: u64,
    nonces: &mut dyn NonceSource,
) -> (ChunkSealer, Vec<u8>) {
    at_place(team, number, |place| {
        let (sealer, header) = ChunkSealer::begin(key, place, nonces);
        (sealer, header.to_vec())
    })
}

/// Seals what is written into it.
pub(super) struct Sealing<'a, W> {
    sealer: ChunkSealer,
    out: &'a mut W,
    sealed: Vec<u8>,
}

impl<'a, W: Write> Sealing<'a, W> {
    /// Goes on with what [`begin`] began.
    pub(super) fn new(sealer: ChunkSealer, header: &[u8], out: &'a mut W) -> io::Result<Self> {
        out.write_all(header)?;
        Ok(Self {
            sealer,
            out,
            sealed: Vec::with_capacity(AT_ONCE + AT_ONCE / 64),
        })
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.sealed.clear();
        self.sealer.finish(&mut self.sealed);
        self.out.write_all(&self.sealed)?;
        self.out.flush()
    }
}

impl<W: Write> Write for Sealing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sealed.clear();
        self.sealer.add(bytes, &mut self.sealed);
        self.out.write_all(&self.sealed)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Opens what a container seals. What does not open is an error of the reading, as what is missing at the end.
pub(super) struct Opening<R> {
    opener: Option<ChunkOpener>,
    from: R,
    sealed: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
    at: usize,
}

impl<R: Read> Opening<R> {
    pub(super) fn new(
        key: &ContentKey,
        team: TeamId,
        number: u64,
        mut from: R,
    ) -> io::Result<Self> {
        let mut header = [0; ChunkSealer::HEADER];
        from.read_exact(&mut header)?;
        let opener = at_place(team, number, |place| {
            ChunkOpener::begin(key, place, &header).map_err(|_| io::ErrorKind::InvalidData)
        })?;
        Ok(Self {
            opener: Some(opener),
            from,
            sealed: vec![0; AT_ONCE],
            plain: Zeroizing::new(Vec::with_capacity(2 * AT_ONCE)),
            at: 0,
        })
    }

    fn more(&mut self) -> io::Result<()> {
        self.plain.clear();
        self.at = 0;
        while self.plain.is_empty() {
            let Some(opener) = &mut self.opener else {
                return Ok(());
            };
            let read = self.from.read(&mut self.sealed)?;
            let opened = match read {
                0 => match self.opener.take() {
                    Some(opener) => opener.finish(&mut self.plain),
                    None => Ok(()),
                },
                read => opener.add(&self.sealed[..read], &mut self.plain),
            };
            opened.map_err(|_| io::ErrorKind::InvalidData)?;
        }
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.at == self.plain.len() {
            self.more()?;
        }
        let left = &self.plain[self.at..];
        let length = left.len().min(bytes.len());
        bytes[..length].copy_from_slice(&left[..length]);
        self.at += length;
        Ok(length)
    }
}
