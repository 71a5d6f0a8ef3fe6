//! The key of one part: it opens that part of that record, and nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use common::Counting;
use seal::{ContentKey, OpenError, PartKey, RecordContext, TeamId, seal};

const PLACE: RecordContext<'static> = RecordContext {
    team: TeamId([1; 32]),
    stream: [2; 16],
    record: [3; 16],
    kind: "received",
    part: "overview",
};

#[test]
fn a_part_key_opens_its_own_part_without_the_content_key() {
    let mut nonces = Counting::default();
    let key = ContentKey::generate(&mut nonces);
    let envelope = seal(&key, &PLACE, b"what was signed", &mut nonces);
    let part = PartKey::of(&key, &PLACE, &envelope).unwrap();
    let carried = PartKey::from_bytes(part.expose()).unwrap();
    assert_eq!(
        &carried.open(key.id(), &PLACE, &envelope).unwrap()[..],
        b"what was signed"
    );
}

/// Mutation: with the derived key instead of the pseudorandom one, the commitment would bind nothing.
#[test]
fn a_part_key_opens_no_other_part_record_or_sealing_and_no_other_key_opens_it() {
    let mut nonces = Counting::default();
    let key = ContentKey::generate(&mut nonces);
    let envelope = seal(&key, &PLACE, b"what was signed", &mut nonces);
    let part = PartKey::of(&key, &PLACE, &envelope).unwrap();
    let again = seal(&key, &PLACE, b"what was signed", &mut nonces);
    assert_eq!(part.open(key.id(), &PLACE, &again).err(), Some(OpenError));
    for place in [
        RecordContext {
            part: "pii",
            ..PLACE
        },
        RecordContext {
            record: [4; 16],
            ..PLACE
        },
        RecordContext {
            kind: "amended",
            ..PLACE
        },
    ] {
        assert_eq!(
            part.open(key.id(), &place, &envelope).err(),
            Some(OpenError)
        );
        assert!(PartKey::of(&key, &place, &envelope).is_err());
    }
    for bit in 0..8 * 32 {
        let mut other = part.expose().to_vec();
        other[bit / 8] ^= 1 << (bit % 8);
        let other = PartKey::from_bytes(&other).unwrap();
        assert_eq!(
            other.open(key.id(), &PLACE, &envelope).err(),
            Some(OpenError)
        );
    }
    let stranger = ContentKey::generate(&mut nonces);
    assert!(PartKey::of(&stranger, &PLACE, &envelope).is_err());
    assert!(PartKey::from_bytes(&[0; 31]).is_none());
}

#[test]
fn an_attachment_has_no_part_key() {
    let mut nonces = Counting::default();
    let key = ContentKey::generate(&mut nonces);
    let place = RecordContext {
        part: "attachment",
        ..PLACE
    };
    let envelope = seal(&key, &place, b"a file", &mut nonces);
    assert!(PartKey::of(&key, &place, &envelope).is_err());
}
