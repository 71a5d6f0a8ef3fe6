//! Every way to tamper with an envelope, and the one error for all of them.
#![allow(clippy::unwrap_used)]
#![cfg(not(feature = "unsealed"))]

mod common;

use common::{content_key, place};
use proptest::prelude::*;
use seal::{
    ContentKey, NotAnOpenPart, OPEN_KINDS, OpenError, RecordContext, TeamId, enclose_open, open,
    read_open, seal,
};

const PLAIN: &[u8] = b"310110199001011234";
const COMMIT: std::ops::Range<usize> = 50..82;

// Finds: a header field or the tag left unchecked.
#[test]
fn flipping_any_bit_of_an_envelope_is_refused_with_the_one_error() {
    let (key, mut nonces) = content_key();
    let sealed = seal(&key, &place("pii"), PLAIN, &mut nonces);
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            assert_eq!(
                open(&key, &place("pii"), &changed).unwrap_err(),
                OpenError,
                "byte {at} bit {bit}"
            );
        }
    }
}

// Finds: a missing length check, or a tag compared only as far as it goes.
#[test]
fn an_envelope_cut_short_or_made_longer_does_not_open() {
    let (key, mut nonces) = content_key();
    for part in ["pii", "attachment"] {
        let mut sealed = seal(&key, &place(part), PLAIN, &mut nonces);
        for end in 0..sealed.len() {
            assert_eq!(
                open(&key, &place(part), &sealed[..end]).unwrap_err(),
                OpenError,
                "{part} {end}"
            );
        }
        sealed.push(0);
        assert_eq!(open(&key, &place(part), &sealed).unwrap_err(), OpenError);
    }
}

// Finds: a field left out of the context, or the context left out of both info and AAD.
#[test]
fn an_envelope_moved_to_another_place_does_not_open() {
    let (key, mut nonces) = content_key();
    let at = place("pii");
    let sealed = seal(&key, &at, PLAIN, &mut nonces);
    let elsewhere = [
        RecordContext {
            team: TeamId([0; 32]),
            ..at
        },
        RecordContext {
            stream: [0; 16],
            ..at
        },
        RecordContext {
            record: [0; 16],
            ..at
        },
        RecordContext {
            kind: "case.amended",
            ..at
        },
        RecordContext { part: "pan", ..at },
        RecordContext {
            stream: at.record,
            record: at.stream,
            ..at
        },
        // Strings are length-prefixed: a letter cannot wander from kind to part.
        RecordContext {
            kind: "case.receivedp",
            part: "ii",
            ..at
        },
    ];
    for other in elsewhere {
        assert_eq!(
            open(&key, &other, &sealed).unwrap_err(),
            OpenError,
            "{other:?}"
        );
    }
    assert!(open(&key, &at, &sealed).is_ok());
}

// Finds: the commitment not compared (ciphertext, tag, key and AAD are all right here).
#[test]
fn a_wrong_commitment_is_refused_though_the_tag_is_right() {
    let (key, mut nonces) = content_key();
    let mut sealed = seal(&key, &place("pii"), PLAIN, &mut nonces);
    for at in COMMIT {
        sealed[at] = !sealed[at];
        assert_eq!(open(&key, &place("pii"), &sealed).unwrap_err(), OpenError);
        sealed[at] = !sealed[at];
    }
    assert!(open(&key, &place("pii"), &sealed).is_ok());
}

// Finds: the key id compared with nothing, or the id compared and the key not used.
#[test]
fn another_key_does_not_open_even_under_the_same_id() {
    let (key, mut nonces) = content_key();
    let other = ContentKey::generate(&mut nonces);
    let mut sealed = seal(&key, &place("pii"), PLAIN, &mut nonces);
    assert_eq!(open(&other, &place("pii"), &sealed).unwrap_err(), OpenError);
    sealed[2..18].copy_from_slice(&other.id().0);
    assert_eq!(open(&other, &place("pii"), &sealed).unwrap_err(), OpenError);
}

// Finds: a salt that is not fresh, hence a key and nonce used twice.
#[test]
fn sealing_twice_never_gives_the_same_bytes() {
    let (key, mut nonces) = content_key();
    let [one, two] = [(); 2].map(|()| seal(&key, &place("pii"), PLAIN, &mut nonces));
    assert_ne!(one[18..50], two[18..50]);
    assert_ne!(one[COMMIT], two[COMMIT]);
    assert_ne!(one[82..], two[82..]);
}

const CHUNK: usize = 64 * 1024;
const SEALED_CHUNK: usize = CHUNK + 16;

// Finds: chunks not numbered, the last one not marked, or a chunk of nothing appended.
#[test]
fn chunks_of_an_attachment_cannot_be_dropped_swapped_or_doubled() {
    let (key, mut nonces) = content_key();
    let at = place("attachment");
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK] {
        let plain: Vec<u8> = (0..length).map(|at| (at % 253) as u8).collect();
        let sealed = seal(&key, &at, &plain, &mut nonces);
        let count = length.div_ceil(CHUNK).max(1);
        assert_eq!(sealed.len(), 82 + length + 16 * count);
        assert_eq!(*open(&key, &at, &sealed).unwrap(), plain, "{length}");
        for chunk in 1..count {
            let mut cut = sealed.clone();
            cut.truncate(82 + chunk * SEALED_CHUNK);
            assert_eq!(
                open(&key, &at, &cut).unwrap_err(),
                OpenError,
                "{length} cut after {chunk}"
            );
        }
    }
    let sealed = seal(&key, &at, &vec![7; 3 * CHUNK], &mut nonces);
    let (head, body) = sealed.split_at(82);
    let chunks: Vec<&[u8]> = body.chunks(SEALED_CHUNK).collect();
    for order in [
        &[1, 0, 2][..],
        &[0, 0, 1, 2],
        &[0, 2],
        &[2],
        &[0, 1, 2, 2],
        &[],
    ] {
        let mut moved = head.to_vec();
        order
            .iter()
            .for_each(|&chunk| moved.extend_from_slice(chunks[chunk]));
        assert_eq!(open(&key, &at, &moved).unwrap_err(), OpenError, "{order:?}");
    }
}

// Finds: alg 0 read where a key is asked for, or sealed bytes read where none is.
#[test]
fn unsealed_and_sealed_parts_cannot_be_passed_off_as_each_other() {
    let (key, mut nonces) = content_key();
    let charter = RecordContext {
        kind: "charter",
        part: "open",
        ..place("open")
    };
    let mut open_part = enclose_open("charter", "open", &[0; 200]).unwrap();
    assert_eq!(open(&key, &charter, &open_part).unwrap_err(), OpenError);
    open_part[2..18].copy_from_slice(&key.id().0);
    assert_eq!(open(&key, &charter, &open_part).unwrap_err(), OpenError);

    let mut sealed = seal(&key, &charter, PLAIN, &mut nonces);
    assert_eq!(
        read_open("charter", "open", &sealed).unwrap_err(),
        OpenError
    );
    sealed[1] = 0;
    assert_eq!(open(&key, &charter, &sealed).unwrap_err(), OpenError);
}

// Finds: the closed list opened.
#[test]
fn only_four_kinds_have_a_part_that_is_not_sealed() {
    for kind in OPEN_KINDS {
        let enclosed = enclose_open(kind, "open", b"ids").unwrap();
        assert_eq!(read_open(kind, "open", &enclosed).unwrap(), b"ids");
        for part in ["overview", "pii", "pan", "notes", "attachment", "", "Open"] {
            assert_eq!(enclose_open(kind, part, b"ids").unwrap_err(), NotAnOpenPart);
            assert_eq!(read_open(kind, part, &enclosed).unwrap_err(), OpenError);
        }
        assert_eq!(
            read_open(kind, "open", &enclosed[..1]).unwrap_err(),
            OpenError
        );
    }
    for kind in ["case.received", "charter ", "grants", ""] {
        assert_eq!(
            enclose_open(kind, "open", b"ids").unwrap_err(),
            NotAnOpenPart
        );
        assert_eq!(read_open(kind, "open", &[1, 0]).unwrap_err(), OpenError);
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_what_is_random_does_not(
        plain in prop::collection::vec(any::<u8>(), 0..300),
        noise in prop::collection::vec(any::<u8>(), 0..300),
        part in "[a-z]{1,10}",
    ) {
        let (key, mut nonces) = content_key();
        let sealed = seal(&key, &place(&part), &plain, &mut nonces);
        prop_assert_eq!(&*open(&key, &place(&part), &sealed).unwrap(), &plain);
        prop_assert!(open(&key, &place(&part), &noise).is_err());
    }
}
