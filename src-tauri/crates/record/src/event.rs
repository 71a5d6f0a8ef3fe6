//! What happened, as the parts of a record: which bytes lie under which kind and in which part.
//!
//! Every body is a canonical CBOR array whose first value is the version of its layout. A layout that was
//! ever written stays readable; a new one gets a new number and an upcast here.

mod case;
mod desk;
mod retention;
mod roster;
mod submission;

use crate::Part;
use crate::cbor::{Malformed, Reader, Writer};

/// The plain bodies of one event, before sealing: at most one per part.
pub type Bodies = Vec<(Part, zeroize::Zeroizing<Vec<u8>>)>;

/// An event that has a place in the log.
pub trait Recordable: Sized {
    /// The word in the header that says what happened.
    fn kind(&self) -> &'static str;

    /// The event's bodies, part by part.
    fn bodies(&self) -> Bodies;

    /// Reads an event back. A sealed part that is not at hand is left out of the event where the event can
    /// live without it (personal data), else the event is unreadable.
    ///
    /// # Errors
    /// [`Unreadable`].
    fn read(
        kind: &str,
        part: impl Fn(Part) -> Option<zeroize::Zeroizing<Vec<u8>>>,
    ) -> Result<Self, Unreadable>;
}

/// Why an event could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// No such kind in this program.
    UnknownKind,
    /// The part that carries the event is missing.
    PartMissing,
    /// A body is not what this kind has at that place.
    Malformed,
}

impl From<Malformed> for Unreadable {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// The layout number every body of version 1 begins with.
const LAYOUT: u64 = 1;

fn body(length: usize) -> Writer {
    Writer::array(length + 1).uint(LAYOUT)
}

fn read_body(bytes: &[u8], length: usize) -> Result<Reader<'_>, Malformed> {
    let mut reader = Reader::array(bytes, length + 1)?;
    match reader.uint::<u64>()? {
        LAYOUT => Ok(reader),
        _ => Err(Malformed),
    }
}

/// As [`read_body`], of a kind whose length depends on what it says: answers with how many values follow.
fn read_any_body(bytes: &[u8]) -> Result<(Reader<'_>, usize), Malformed> {
    let (mut reader, length) = Reader::any_array(bytes)?;
    match (reader.uint::<u64>()?, length) {
        (LAYOUT, 2..) => Ok((reader, length - 1)),
        _ => Err(Malformed),
    }
}
