//! What a desk keeps when it is killed, cut off, interrupted or out of room: whole-house tests with the real program,
//! the real keychain and the sandbox.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::print_stderr,
    reason = "seeds and counts belong in the test's output"
)]

#[path = "../common/mod.rs"]
mod common;

mod feedback;
mod full_disk;
mod kills;
mod line;
mod outages;
mod verdict;
mod world;
