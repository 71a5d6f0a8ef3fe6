//! Generations: the chain as an immutable file, or a part of it that follows another.
//!
//! A generation holds headers, signatures and those sealed bodies that are at hand; no key, and nothing that is built
//! from records. The first begins at record 0; each further one begins after the end of the one before and names the
//! hash of the record it follows, so that a restore reads them in order. A new one from record 0 takes the place of
//! all before it: bodies that were erased meanwhile are not in it.
//!
//! Version 1, whole numbers big-endian:
//!
//! ```text
//! "VDB1" | version u8 = 1 | team 32 | desk 16 | first seq u64 | count u64 | prev | last | created ms i64
//!   prev   the record before the first: 1 | hash 32, or 0 | 32 zero bytes where there is none
//!   last   the last record it holds, or prev where it holds none; as prev
//! count times: length u32 of what follows | length u32, header | signature 64 | parts u8 |
//!   parts times: part u8 | length u32, envelope            ascending by part: attachment 1, notes 2, open 3,
//!                                                         overview 4, pan 5, pii 6
//! SHA-256 of everything before
//! ```
//!
//! The digest finds damage, not malice: whoever may write the file may write the digest. What the records say is
//! believed after [`ChainCheck`](record::ChainCheck) only, and the file lies sealed in its container.

mod format;
mod reader;
mod writer;

pub use format::{GenerationFault, GenerationHead, GenerationMeta};
pub use reader::GenerationReader;
