//! Sealed as it comes, in pieces of any length, the bytes are those of an attachment.
#![allow(clippy::unwrap_used)]
#![cfg(not(feature = "unsealed"))]

mod common;

use common::{content_key, place, vector};
use proptest::prelude::*;
use seal::{ChunkOpener, ChunkSealer, ContentKey, NonceSource, OpenError, open, seal};
use sha2::{Digest, Sha256};

const ENVELOPE: &str = include_str!("vectors/envelope-v1.txt");
const CHUNK: usize = 64 * 1024;
const LENGTHS: [usize; 8] = [
    0,
    1,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK - 1,
    2 * CHUNK,
    3 * CHUNK + 7,
];

fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn sealed_in(pieces: usize, key: &ContentKey, plain: &[u8], rng: &mut dyn NonceSource) -> Vec<u8> {
    let (mut sealer, header) = ChunkSealer::begin(key, &place("attachment"), rng);
    let mut sealed = header.to_vec();
    for piece in plain.chunks(pieces) {
        sealer.add(piece, &mut sealed);
    }
    sealer.finish(&mut sealed);
    sealed
}

fn opened_in(pieces: usize, key: &ContentKey, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let (header, body) = sealed
        .split_at_checked(ChunkSealer::HEADER)
        .ok_or(OpenError)?;
    let mut opener = ChunkOpener::begin(key, &place("attachment"), header)?;
    let mut plain = Vec::new();
    for piece in body.chunks(pieces) {
        opener.add(piece, &mut plain)?;
    }
    opener.finish(&mut plain)?;
    Ok(plain)
}

// Finds: a chunk sealed as soon as it is full, which cannot know that it is the last; an index,
// mark or header that differs from the form in memory.
#[test]
fn a_stream_is_to_the_byte_what_is_sealed_in_memory() {
    for length in LENGTHS {
        let plain = plain(length);
        let (key, mut nonces) = content_key();
        let whole = seal(&key, &place("attachment"), &plain, &mut nonces);
        for pieces in [1000, CHUNK, CHUNK + 1, 5 * CHUNK] {
            let (key, mut nonces) = content_key();
            let streamed = sealed_in(pieces, &key, &plain, &mut nonces);
            assert!(streamed == whole, "{length} in {pieces}");
            assert_eq!(opened_in(pieces, &key, &whole).unwrap(), plain);
        }
        assert_eq!(*open(&key, &place("attachment"), &whole).unwrap(), plain);
    }
}

#[test]
fn a_stream_is_written_and_read_as_on_the_first_day() {
    let (key, mut nonces) = content_key();
    let sealed = sealed_in(77, &key, &plain(CHUNK + 5), &mut nonces);
    assert_eq!(sealed[..120], vector(ENVELOPE, "attachment.head"));
    assert_eq!(
        Sha256::digest(&sealed)[..],
        vector(ENVELOPE, "attachment.sha256")
    );
    assert_eq!(opened_in(77, &key, &sealed).unwrap(), plain(CHUNK + 5));
}

// Finds: the mark on the last chunk left out, so that a file cut at a chunk's end opens.
#[test]
fn a_stream_that_ends_early_or_late_does_not_finish() {
    let (key, mut nonces) = content_key();
    for length in LENGTHS {
        let mut sealed = sealed_in(CHUNK, &key, &plain(length), &mut nonces);
        let chunk_ends = (1..=length / CHUNK).map(|at| ChunkSealer::HEADER + at * (CHUNK + 16));
        let ends = chunk_ends.chain([0, 2, ChunkSealer::HEADER, sealed.len() - 1]);
        for end in ends.filter(|end| *end < sealed.len()) {
            assert!(
                opened_in(CHUNK, &key, &sealed[..end]).is_err(),
                "{length} cut at {end}"
            );
        }
        sealed.push(0);
        assert!(opened_in(CHUNK, &key, &sealed).is_err(), "{length} + 1");
    }
}

// Finds: the chunk's number left out of nonce and associated data.
#[test]
fn chunks_of_a_stream_cannot_be_swapped_and_the_next_does_not_open_after_a_wrong_one() {
    let (key, mut nonces) = content_key();
    let sealed = sealed_in(CHUNK, &key, &plain(3 * CHUNK), &mut nonces);
    let (header, body) = sealed.split_at(ChunkSealer::HEADER);
    let chunks: Vec<&[u8]> = body.chunks(CHUNK + 16).collect();
    let mut opener = ChunkOpener::begin(&key, &place("attachment"), header).unwrap();
    let mut out = Vec::new();
    let swapped = [chunks[1], chunks[0], chunks[2]].concat();
    assert_eq!(opener.add(&swapped, &mut out), Err(OpenError));
    assert_eq!(opener.add(body, &mut out), Err(OpenError));
    assert_eq!(opener.finish(&mut out), Err(OpenError));
    assert!(out.is_empty());
}

// Finds: the commitment or the place left uncompared when a stream is begun.
#[test]
fn a_stream_begins_only_with_its_key_place_and_header() {
    let (key, mut nonces) = content_key();
    let (_, header) = ChunkSealer::begin(&key, &place("backup"), &mut nonces);
    assert!(ChunkOpener::begin(&key, &place("backup"), &header).is_ok());
    assert!(ChunkOpener::begin(&key, &place("attachment"), &header).is_err());
    let other = ContentKey::generate(&mut nonces);
    assert!(ChunkOpener::begin(&other, &place("backup"), &header).is_err());
    for at in 0..header.len() {
        let mut changed = header;
        changed[at] ^= 1;
        assert!(
            ChunkOpener::begin(&key, &place("backup"), &changed).is_err(),
            "{at}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    // Finds: a byte lost or doubled where a piece crosses the end of a chunk.
    #[test]
    fn pieces_of_any_length_give_the_same_bytes(
        length in 0usize..150_000, pieces in 1usize..100_000, others in 1usize..100_000,
    ) {
        let (key, mut nonces) = content_key();
        let sealed = sealed_in(pieces, &key, &plain(length), &mut nonces);
        prop_assert!(opened_in(others, &key, &sealed).unwrap() == plain(length));
    }
}
