//! T7 and T8 over a seeded pool: whatever is changed, moved or opened with another key is refused with the one error.
//! What each test finds are its mutations.
#![allow(clippy::unwrap_used)]
#![cfg(not(feature = "unsealed"))]

use fastrand::Rng;
use seal::{
    BucketKey, ContentKey, NonceSource, OpenError, RecordContext, TeamId, WrapContext, open, seal,
    unwrap, wrap,
};
use testkit::fault_pool::{tally, trials};

const KINDS: [&str; 3] = ["case.received", "case.noted", "case.decided"];
const PARTS: [&str; 4] = ["overview", "pii", "pan", "notes"];

/// Seeded, so that a run can be made again; no two keys are the same.
struct Seeded(Rng);

impl NonceSource for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

/// A sealed part, its key and where it lies.
struct Sealed {
    key: ContentKey,
    at: RecordContext<'static>,
    bytes: Vec<u8>,
}

fn sealed(lots: &mut Rng, nonces: &mut Seeded) -> Sealed {
    let mut id = || std::array::from_fn(|_| lots.u8(..));
    let (stream, record) = (id(), id());
    let at = RecordContext {
        team: TeamId([7; 32]),
        stream,
        record,
        kind: lots.choice(KINDS).unwrap(),
        part: lots.choice(PARTS).unwrap(),
    };
    let plain: Vec<u8> = (0..lots.usize(0..200)).map(|_| lots.u8(..)).collect();
    let key = ContentKey::generate(nonces);
    let bytes = seal(&key, &at, &plain, nonces);
    assert_eq!(*open(&key, &at, &bytes).unwrap(), plain);
    Sealed { key, at, bytes }
}

// Finds: a byte of an envelope that neither the tag nor the commitment nor a comparison covers.
#[test]
fn every_byte_of_a_pool_of_envelopes_is_needed() {
    let (mut lots, mut nonces) = (Rng::with_seed(7), Seeded(Rng::with_seed(77)));
    let envelopes = trials(50, 500);
    let mut flipped = 0;
    for nth in 0..envelopes {
        let Sealed { key, at, mut bytes } = sealed(&mut lots, &mut nonces);
        for place in 0..bytes.len() {
            let flip = 1 << lots.u8(..8);
            bytes[place] ^= flip;
            let opened = open(&key, &at, &bytes);
            assert_eq!(opened.unwrap_err(), OpenError, "{nth}, byte {place}");
            bytes[place] ^= flip;
            flipped += 1;
        }
    }
    let outcome = format!("all refused, in {envelopes} envelopes");
    tally("T7", "bytes of envelopes flipped", flipped, &outcome);
}

// Finds: a context that leaves out the stream, the record, the kind or the part, or a key that does not belong to one.
#[test]
fn an_envelope_in_the_place_of_another_is_refused() {
    let (mut lots, mut nonces) = (Rng::with_seed(8), Seeded(Rng::with_seed(77)));
    let all: Vec<Sealed> = (0..60).map(|_| sealed(&mut lots, &mut nonces)).collect();
    let swaps = trials(1_000, 10_000);
    for nth in 0..swaps {
        let one = &all[lots.usize(..all.len())];
        let other = &all[lots.usize(..all.len())];
        if one.at.record == other.at.record {
            continue;
        }
        // Whole, or in one coordinate only: as a row, a column, a case or a revision would be exchanged.
        let mut elsewhere = one.at;
        match nth % 4 {
            0 => elsewhere = other.at,
            1 => elsewhere.stream = other.at.stream,
            2 => elsewhere.record = other.at.record,
            _ => {
                let parts: Vec<_> = PARTS.iter().filter(|it| **it != one.at.part).collect();
                elsewhere.part = parts[lots.usize(..parts.len())];
            }
        }
        let key = if lots.bool() { &one.key } else { &other.key };
        let opened = open(key, &elsewhere, &one.bytes);
        assert_eq!(opened.unwrap_err(), OpenError, "swap {nth}");
    }
    tally("T7", "envelopes swapped", swaps, "all refused");
}

// Finds: a key id that is compared and a key that is not used, a commitment that is not compared, an epoch or a subject
// that is not bound; and an error that tells one from the other.
#[test]
fn with_another_an_older_or_a_claimed_key_nothing_opens_and_nothing_tells_why() {
    const COMMIT: std::ops::Range<usize> = 50..82;
    let (mut lots, mut nonces) = (Rng::with_seed(9), Seeded(Rng::with_seed(77)));
    let count = trials(500, 5_000);
    for nth in 0..count {
        let Sealed { key, at, mut bytes } = sealed(&mut lots, &mut nonces);
        let other = ContentKey::generate(&mut nonces);
        let refused = match nth % 5 {
            0 => open(&other, &at, &bytes).map(drop),
            1 => {
                // The other key's id stands in the envelope.
                bytes[2..18].copy_from_slice(&other.id().0);
                open(&other, &at, &bytes).map(drop)
            }
            2 => {
                bytes[lots.usize(COMMIT)] ^= lots.u8(1..);
                open(&key, &at, &bytes).map(drop)
            }
            3 => {
                // The wrap of an epoch before, under the bucket key of today, and the other way round.
                let buckets = [(); 2].map(|()| BucketKey::generate(&mut nonces));
                let place = |epoch| WrapContext {
                    team: at.team,
                    subject: at.stream,
                    epoch,
                };
                let noted = wrap(&buckets[0], &place(3), &key, &mut nonces);
                let today = unwrap::<_, ContentKey>(&buckets[1], &place(3), &noted);
                let later = unwrap::<_, ContentKey>(&buckets[0], &place(4), &noted);
                assert!(unwrap::<_, ContentKey>(&buckets[0], &place(3), &noted).is_ok());
                assert_eq!(today.map(drop), later.as_ref().map(drop).map_err(|it| *it));
                later.map(drop)
            }
            _ => {
                let id = lots.usize(2..18);
                bytes[id] ^= lots.u8(1..);
                open(&key, &at, &bytes).map(drop)
            }
        };
        assert_eq!(refused, Err(OpenError), "trial {nth}");
    }
    let outcome = "all refused with one error";
    tally(
        "T8",
        "wrong, old, claimed keys and commitments",
        count,
        outcome,
    );
}
