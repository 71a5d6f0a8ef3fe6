//! What several of these tests share.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test binary takes what it needs"
)]

use casework::{Actor, DeskId, PersonId, RecordId, StreamId};
use ed25519_dalek::{Signer, SigningKey};
use record::{Draft, Hlc, Kind, TeamId};

pub const TEAM: TeamId = TeamId([0xA1; 32]);
pub const STREAM: StreamId = StreamId::from_bytes([0xB2; 16]);
pub const DESK: DeskId = DeskId::from_bytes([0xD4; 16]);
pub const PERSON: PersonId = PersonId::from_bytes([0xE5; 16]);
pub const RECORD: RecordId = RecordId::from_bytes([0xC3; 16]);
pub const KEY_ID: [u8; 16] = [0x0F; 16];
pub const NOW: i64 = 1_790_000_000_000;

pub fn founder() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub fn desk_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

pub fn key_of(actor: Actor) -> SigningKey {
    match actor {
        Actor::Person(_) => founder(),
        Actor::Desk => desk_key(),
    }
}

pub fn sign(actor: Actor) -> impl FnOnce(&[u8]) -> [u8; 64] {
    move |message| key_of(actor).sign(message).to_bytes()
}

/// The first record of a desk, by the desk.
pub fn first() -> Draft {
    Draft {
        team: TEAM,
        stream: STREAM,
        desk: DESK,
        actor: Actor::Desk,
        record: RECORD,
        seq: 0,
        prev: None,
        base: None,
        hlc: Hlc {
            ms: NOW,
            counter: 0,
        },
        kind: Kind::new("swept").expect("a kind"),
        key_id: KEY_ID,
    }
}

/// A body as it looks from outside.
pub fn envelope(content: &[u8]) -> Vec<u8> {
    [&[1, 1], &KEY_ID[..], content].concat()
}

/// The named line of a file of vectors.
pub fn vector(file: &str, name: &str) -> Vec<u8> {
    let line = file
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    hex::decode(line.expect("the vector is there")).expect("vectors are hexadecimal")
}
