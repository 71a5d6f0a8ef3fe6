//! DANGER: an envelope whose body anyone can read and nobody can trust.
//!
//! Threat it serves: a test that finds no personal data on disk proves nothing if it could not
//! find any. In its control run this module puts the plaintext where the ciphertext was, so that
//! the same search must find every canary. Secrecy and authenticity are both gone here; the
//! header keeps its layout. Compiled only under the feature `unsealed`, which itself refuses to
//! compile without debug assertions, and used for record bodies only: keys stay wrapped.

use zeroize::Zeroizing;

use crate::OpenError;

use super::committed::{HEADER, TAG};

/// Replaces the ciphertext of an envelope by what it hides. The tag no longer means anything.
pub(crate) fn leave_readable(mut sealed: Vec<u8>, plain: &[u8]) -> Vec<u8> {
    let tag = sealed.split_off(sealed.len() - TAG);
    sealed.truncate(HEADER);
    sealed.extend_from_slice(plain);
    sealed.extend(tag);
    sealed
}

/// Reads what [`leave_readable`] left, checking nothing but that it is long enough.
pub(crate) fn read_readable(envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let end = envelope.len().checked_sub(TAG).ok_or(OpenError)?;
    Ok(Zeroizing::new(
        envelope.get(HEADER..end).ok_or(OpenError)?.to_vec(),
    ))
}
