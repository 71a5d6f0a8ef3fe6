//! The chain of a desk: whole, it verifies; broken, the first broken record is named.
#![allow(clippy::unwrap_used)]

mod common;

use casework::{Actor, DeskId, RecordId, StreamId};
use common::{DESK, NOW, PERSON, TEAM, envelope, first, founder, key_of, sign};
use proptest::prelude::*;
use record::{
    Base, BreakReason, Broken, ChainCheck, Draft, Erasures, Header, Hlc, Part, RecordFault,
    SignedRecord, StoredRecord, TeamId,
};

const LENGTH: u8 = 8;

fn stream(at: u8) -> StreamId {
    StreamId::from_bytes([at % 2; 16])
}

fn id(at: u8) -> RecordId {
    RecordId::from_bytes([at; 16])
}

/// Eight records over two streams, by a person and the desk in turn, two bodies each; `change` may spoil
/// the draft of any of them before it is signed.
fn chain(change: impl Fn(&mut Draft)) -> Vec<SignedRecord> {
    let mut records: Vec<SignedRecord> = Vec::new();
    let mut heads: [Option<Base>; 2] = [None; 2];
    for at in 0..LENGTH {
        let head = &mut heads[usize::from(at % 2)];
        let last = records.last();
        let mut draft = Draft {
            stream: stream(at),
            actor: if at % 3 == 0 {
                Actor::Person(PERSON)
            } else {
                Actor::Desk
            },
            record: id(at),
            seq: u64::from(at),
            prev: last.map(|last| *last.hash()),
            base: *head,
            hlc: Hlc::next(last.map(|last| last.header().hlc), NOW),
            ..first()
        };
        change(&mut draft);
        let bodies = vec![
            (Part::Overview, envelope(&[at])),
            (Part::Pii, envelope(&[at, at])),
        ];
        let actor = draft.actor;
        let record = SignedRecord::assemble(draft, bodies, sign(actor)).unwrap();
        *head = Some(Base {
            revision: head.map_or(1, |base| base.revision + 1),
            hash: *record.hash(),
        });
        records.push(record);
    }
    records
}

fn stored(record: &SignedRecord) -> StoredRecord {
    StoredRecord {
        header: record.header_bytes().to_vec(),
        signature: *record.signature(),
        bodies: record.bodies().to_vec(),
    }
}

fn all(records: &[SignedRecord]) -> Vec<StoredRecord> {
    records.iter().map(stored).collect()
}

fn check_with(records: Vec<StoredRecord>, erased: Erasures) -> Result<ChainCheck, Broken> {
    let mut check = ChainCheck::new(TEAM, DESK, erased);
    for record in records {
        check.admit(record, |actor, _| {
            Some(key_of(*actor).verifying_key().to_bytes())
        })?;
    }
    Ok(check)
}

fn check(records: Vec<StoredRecord>) -> Result<ChainCheck, Broken> {
    check_with(records, Erasures::new())
}

fn broken(seq: u64, record: Option<RecordId>, reason: BreakReason) -> Broken {
    Broken {
        seq,
        record,
        reason,
    }
}

#[test]
fn a_whole_chain_verifies_and_knows_its_heads() {
    let records = chain(|_| {});
    let check = check(all(&records)).unwrap();
    assert_eq!(check.head(), (8, Some(*records[7].hash())));
    let head = Base {
        revision: 4,
        hash: *records[6].hash(),
    };
    assert_eq!(check.stream_head(stream(0)), Some(head));
    assert_eq!(check.stream_head(StreamId::from_bytes([9; 16])), None);
}

// Finds: any one of the links not compared. Each record here is well signed; only its place is wrong.
#[test]
fn a_well_signed_record_out_of_place_is_named_with_its_reason() {
    type Change = fn(&mut Draft);
    let cases: [(Change, BreakReason); 9] = [
        (|draft| draft.team = TeamId([0; 32]), BreakReason::Team),
        (
            |draft| draft.desk = DeskId::from_bytes([0; 16]),
            BreakReason::Desk,
        ),
        (|draft| draft.seq = 6, BreakReason::Sequence { found: 6 }),
        (|draft| draft.prev = Some([0; 32]), BreakReason::Prev),
        (|draft| draft.base = None, BreakReason::Base),
        (
            |draft| draft.base.as_mut().unwrap().revision += 1,
            BreakReason::Base,
        ),
        (
            |draft| draft.base.as_mut().unwrap().hash[0] ^= 1,
            BreakReason::Base,
        ),
        (|draft| draft.hlc.counter -= 1, BreakReason::Clock),
        (|draft| draft.record = id(2), BreakReason::RecordIdTwice),
    ];
    for (change, reason) in cases {
        let records = chain(|draft| {
            if draft.seq == 5 {
                change(draft);
            }
        });
        let named = records[5].header().record;
        assert_eq!(
            check(all(&records)).unwrap_err(),
            broken(5, Some(named), reason)
        );
    }
}

#[test]
fn a_dropped_doubled_or_swapped_record_is_found() {
    let records = all(&chain(|_| {}));
    let order = |order: &[usize]| {
        order
            .iter()
            .map(|&at| records[at].clone())
            .collect::<Vec<_>>()
    };
    for (given, seq, found) in [
        (order(&[0, 1, 3, 4]), 2, 3),
        (order(&[0, 1, 1, 2]), 2, 1),
        (order(&[0, 2, 1, 3]), 1, 2),
        (order(&[1, 2]), 0, 1),
    ] {
        let named = Header::decode(&given[seq as usize].header).unwrap().record;
        let expected = broken(seq, Some(named), BreakReason::Sequence { found });
        assert_eq!(check(given).unwrap_err(), expected);
    }
}

// Finds: a signature checked with the wrong actor's key, or an unknown actor let through.
#[test]
fn only_the_actors_own_key_counts() {
    let records = chain(|_| {});
    let mut forged = all(&records);
    forged[4].signature = *records[3].signature();
    assert_eq!(
        check(forged).unwrap_err(),
        broken(4, Some(id(4)), BreakReason::Signature)
    );

    let mut one_key = ChainCheck::new(TEAM, DESK, Erasures::new());
    let mut outcomes = all(&records).into_iter().map(|record| {
        one_key
            .admit(record, |_, _| Some(founder().verifying_key().to_bytes()))
            .map(drop)
    });
    assert_eq!(outcomes.next(), Some(Ok(())));
    assert_eq!(
        outcomes.next(),
        Some(Err(broken(1, Some(id(1)), BreakReason::Signature)))
    );

    let mut revoked = ChainCheck::new(TEAM, DESK, Erasures::new());
    let until = |actor: &Actor, seq| (seq < 3).then(|| key_of(*actor).verifying_key().to_bytes());
    let last = all(&records)
        .into_iter()
        .map(|record| revoked.admit(record, until))
        .find_map(Result::err);
    assert_eq!(
        last,
        Some(broken(3, Some(id(3)), BreakReason::UnknownActor))
    );
}

// Finds: an erased body excused for another stream, for a record after the receipt, or the part `open` excused at all.
#[test]
fn a_missing_body_needs_a_receipt_for_its_stream_that_stands_after_it() {
    let mut records = all(&chain(|_| {}));
    records[3].bodies.retain(|(part, _)| *part != Part::Pii);
    let missing = broken(3, Some(id(3)), BreakReason::MissingBody(Part::Pii));
    for other in [vec![], vec![(stream(0), 6)], vec![(stream(1), 3)]] {
        assert_eq!(
            check_with(records.clone(), other.into_iter().collect()).unwrap_err(),
            missing
        );
    }
    let receipt = Erasures::from([(stream(1), 6)]);
    assert!(check_with(records.clone(), receipt.clone()).is_ok());
    records[3].bodies.clear();
    assert!(check_with(records.clone(), receipt.clone()).is_ok());
    // The record behind the receipt has no such excuse.
    records[7].bodies.clear();
    assert_eq!(
        check_with(records, receipt).unwrap_err(),
        broken(7, Some(id(7)), BreakReason::MissingBody(Part::Overview))
    );
}

#[test]
fn what_was_never_sealed_may_never_be_missing() {
    let first = Draft { ..first() };
    let stream = first.stream;
    let open = vec![(Part::Open, vec![1, 0, 7])];
    let actor = first.actor;
    let record = SignedRecord::assemble(first, open, sign(actor)).unwrap();
    let mut record = stored(&record);
    assert!(check_with(vec![record.clone()], Erasures::new()).is_ok());
    record.bodies.clear();
    let missing = check_with(vec![record], Erasures::from([(stream, 9)])).unwrap_err();
    assert_eq!(missing.reason, BreakReason::MissingBody(Part::Open));
}

#[test]
fn once_broken_a_chain_stays_broken_at_the_same_record() {
    let records = all(&chain(|_| {}));
    let mut check = ChainCheck::new(TEAM, DESK, Erasures::new());
    let key = |actor: &Actor, _| Some(key_of(*actor).verifying_key().to_bytes());
    let first = check.admit(records[1].clone(), key).unwrap_err();
    assert_eq!(
        first,
        broken(0, Some(id(1)), BreakReason::Sequence { found: 1 })
    );
    assert_eq!(check.admit(records[0].clone(), key).unwrap_err(), first);
    assert_eq!(check.head(), (0, None));
}

proptest! {
    // Finds: any byte of a chain that nothing binds.
    #[test]
    fn any_changed_byte_is_found_in_the_record_that_it_lies_in(
        victim in 0..usize::from(LENGTH),
        whole in any::<prop::sample::Index>(),
        flip in 1u8..,
    ) {
        let mut records = all(&chain(|_| {}));
        let record = &mut records[victim];
        let lengths = [record.header.len(), 64, record.bodies[0].1.len(), record.bodies[1].1.len()];
        let mut at = whole.index(lengths.iter().sum());
        let mut piece = 0;
        while at >= lengths[piece] {
            at -= lengths[piece];
            piece += 1;
        }
        match piece {
            0 => record.header[at] ^= flip,
            1 => record.signature[at] ^= flip,
            body => record.bodies[body - 2].1[at] ^= flip,
        }
        let found = check(records).unwrap_err();
        prop_assert_eq!(found.seq, victim as u64);
        match piece {
            1 => prop_assert_eq!(found.reason, BreakReason::Signature),
            2 => prop_assert_eq!(found.reason, BreakReason::Record(RecordFault::Body(Part::Overview))),
            3 => prop_assert_eq!(found.reason, BreakReason::Record(RecordFault::Body(Part::Pii))),
            _ => {}
        }
    }
}
