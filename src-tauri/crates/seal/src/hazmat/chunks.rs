//! Chunks of 64 KiB, each with its tag. Its number and a mark on the last one are authenticated,
//! so that none can be dropped, doubled or moved, and an end that is missing is found.

use crate::OpenError;

use super::committed::{Derived, decrypt, encrypt};

/// Plaintext bytes of each chunk but the last.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Seals or opens one chunk after the other, behind one header.
pub(crate) struct Chunks {
    derived: Derived,
    context: Vec<u8>,
    /// None once there are no more numbers, or a chunk did not open.
    index: Option<u32>,
}

impl Chunks {
    pub(super) fn new(derived: Derived, context: Vec<u8>) -> Self {
        Self {
            derived,
            context,
            index: Some(0),
        }
    }

    /// Nonce and associated data of the next chunk. The nonce is the first 7 derived bytes, the
    /// index and the mark: no two chunks share one.
    fn next(&mut self, last: bool) -> Option<([u8; 12], Vec<u8>)> {
        let index = self.index?;
        self.index = index.checked_add(1);
        let mut nonce = self.derived.nonce;
        nonce[7..11].copy_from_slice(&index.to_be_bytes());
        nonce[11] = u8::from(last);
        Some((nonce, [&self.context[..], &nonce[7..]].concat()))
    }

    /// Seals the next chunk.
    pub(crate) fn seal(&mut self, plain: &[u8], last: bool, out: &mut Vec<u8>) {
        let (nonce, aad) = self.next(last).expect("2^32 chunks are 256 TiB");
        encrypt(&self.derived.cipher, &nonce, &aad, plain, out);
    }

    /// Opens the next chunk. Where it does not open, nothing is added to `out`, and no chunk after
    /// it opens: a gap is never passed over.
    pub(crate) fn open(
        &mut self,
        sealed: &[u8],
        last: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        let (nonce, aad) = self.next(last).ok_or(OpenError)?;
        let opened = decrypt(&self.derived.cipher, &nonce, &aad, sealed, out);
        if opened.is_err() {
            self.index = None;
        }
        opened
    }
}

/// Cuts bytes into chunks, the last of them marked. Nothing at all is one empty chunk, so that
/// there always is a last one.
pub(super) fn cut(bytes: &[u8], size: usize) -> impl Iterator<Item = (&[u8], bool)> {
    let count = bytes.len().div_ceil(size).max(1);
    (0..count).map(move |at| {
        let end = bytes.len().min((at + 1) * size);
        (&bytes[at * size..end], at + 1 == count)
    })
}
