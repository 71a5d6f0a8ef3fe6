//! Sealing and opening in chunks, where the whole is too large for memory.

use zeroize::Zeroizing;

use crate::hazmat::{self, CHUNK, Chunks, HEADER, TAG};
use crate::{ContentKey, NonceSource, OpenError, RecordContext};

/// Seals bytes as they come. The result, header and all, is to the byte what
/// [`seal`](crate::seal()) makes of the same bytes for the part `attachment`; for a place with
/// another part only a [`ChunkOpener`] opens it.
///
/// ```text
/// header, then for each 64 KiB: ciphertext + tag(16)
/// ```
///
/// Always seals, also in a build that leaves record bodies readable.
pub struct ChunkSealer {
    chunks: Chunks,
    /// Less than it takes to know that it is not the last chunk.
    waiting: Zeroizing<Vec<u8>>,
}

impl ChunkSealer {
    /// Bytes of the header.
    pub const HEADER: usize = HEADER;

    /// Begins; the header is to be written before everything else. Each call draws a new salt,
    /// hence a new cipher key.
    pub fn begin(
        key: &ContentKey,
        place: &RecordContext<'_>,
        nonces: &mut dyn NonceSource,
    ) -> (Self, [u8; HEADER]) {
        let context = place.bytes(key.id());
        let (chunks, header) = hazmat::seal_chunks(key.bytes(), key.id(), context, nonces);
        let waiting = room(CHUNK);
        (Self { chunks, waiting }, header)
    }

    /// Takes more bytes, however many, and adds to `out` the chunks that are complete.
    pub fn add(&mut self, plain: &[u8], out: &mut Vec<u8>) {
        let chunks = &mut self.chunks;
        regroup(&mut self.waiting, plain, CHUNK, |chunk| {
            chunks.seal(chunk, false, out);
            Ok(())
        })
        .expect("sealing refuses nothing");
    }

    /// Adds the last chunk to `out`. Without it nothing opens to the end.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        self.chunks.seal(&self.waiting, true, out);
    }
}

/// Opens what a [`ChunkSealer`] sealed.
///
/// Each chunk that is given out was sealed with this key, for this place, and in this order. That
/// nothing is missing at the end is known when [`finish`](Self::finish) has returned, and what was
/// given out before must not be relied on as the whole until then.
pub struct ChunkOpener {
    chunks: Chunks,
    waiting: Zeroizing<Vec<u8>>,
}

impl ChunkOpener {
    /// Begins with the header, [`ChunkSealer::HEADER`] bytes.
    ///
    /// # Errors
    /// [`OpenError`] where it was made with another key, or for another place, or was changed.
    pub fn begin(
        key: &ContentKey,
        place: &RecordContext<'_>,
        header: &[u8],
    ) -> Result<Self, OpenError> {
        let context = place.bytes(key.id());
        let chunks = hazmat::open_chunks(key.bytes(), key.id(), context, header)?;
        let waiting = room(CHUNK + TAG);
        Ok(Self { chunks, waiting })
    }

    /// Takes more sealed bytes, however many, and adds to `out` what they hide, as far as their
    /// chunks are complete. `out` is the caller's to wipe.
    ///
    /// # Errors
    /// [`OpenError`] where a chunk does not open. Nothing that follows will open either.
    pub fn add(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        let chunks = &mut self.chunks;
        regroup(&mut self.waiting, sealed, CHUNK + TAG, |chunk| {
            chunks.open(chunk, false, out)
        })
    }

    /// Adds the last chunk to `out`.
    ///
    /// # Errors
    /// [`OpenError`] where the end is missing or does not open.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), OpenError> {
        self.chunks.open(&self.waiting, true, out)
    }
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(secret)"))
            }
        }
    )*};
}
redacted!(ChunkSealer, ChunkOpener);

/// Room for one chunk, so that the buffer never moves and leaves no copy behind.
fn room(size: usize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(size))
}

/// Hands on chunks of `size` bytes, each as soon as a byte after it is there: the last chunk, full
/// or not, stays waiting.
fn regroup(
    waiting: &mut Zeroizing<Vec<u8>>,
    mut more: &[u8],
    size: usize,
    mut hand_on: impl FnMut(&[u8]) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    while !more.is_empty() {
        if waiting.len() == size {
            hand_on(waiting)?;
            waiting.clear();
        }
        let (taken, rest) = more.split_at(more.len().min(size - waiting.len()));
        waiting.extend_from_slice(taken);
        more = rest;
    }
    Ok(())
}
