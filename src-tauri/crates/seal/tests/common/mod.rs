//! What several of these tests share.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test binary takes what it needs"
)]

use seal::{ContentKey, NonceSource, RecordContext, TeamId, WrapContext};

/// The n-th byte drawn is n modulo 256, as the frozen vectors have it.
#[derive(Default)]
pub struct Counting(u8);

impl NonceSource for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
}

pub const TEAM: TeamId = TeamId([0xA1; 32]);
pub const STREAM: [u8; 16] = [0xB2; 16];
pub const RECORD: [u8; 16] = [0xC3; 16];
pub const DESK: [u8; 16] = [0xD4; 16];
pub const PERSON: [u8; 16] = [0xE5; 16];
pub const EPOCH: u64 = 7;

pub fn place(part: &str) -> RecordContext<'_> {
    RecordContext {
        team: TEAM,
        stream: STREAM,
        record: RECORD,
        kind: "case.received",
        part,
    }
}

pub fn of(subject: [u8; 16]) -> WrapContext {
    WrapContext {
        team: TEAM,
        subject,
        epoch: EPOCH,
    }
}

/// A content key, and the counter from where it left off.
pub fn content_key() -> (ContentKey, Counting) {
    let mut nonces = Counting::default();
    (ContentKey::generate(&mut nonces), nonces)
}

/// The named line of a file of vectors.
pub fn vector(file: &str, name: &str) -> Vec<u8> {
    let line = file
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    hex::decode(line.expect("the vector is there")).expect("vectors are hexadecimal")
}
