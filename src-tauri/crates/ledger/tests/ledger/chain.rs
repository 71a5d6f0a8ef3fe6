use std::ops::ControlFlow;

use casework::{CallState, CaseStatus};
use ledger::{
    Bucket, BucketKeyChange, CaseKeyChange, CaseRow, Ledger, LedgerFault, OutboxChange, UnitOfWork,
};
use record::{Base, Draft, Part, SignedRecord};
use seal::IndexField;

use crate::book::{Book, assembled, bucket_key, case, id, intake, stream};

const BODIES: &[(Part, &[u8])] = &[
    (Part::Overview, b"overview"),
    (Part::Pii, b"pii"),
    (Part::Pan, b"pan"),
];

fn walked(ledger: &Ledger, from: u64) -> Vec<SignedRecord> {
    let mut records = Vec::new();
    let read = |stored: record::StoredRecord| {
        records.push(SignedRecord::parse(stored.header, stored.signature, stored.bodies).unwrap());
        ControlFlow::Continue(())
    };
    ledger.walk(from, read).unwrap();
    records
}

/// Nothing of case `n` is anywhere in the ledger.
fn assert_untouched_by(ledger: &Ledger, n: u64) {
    assert_eq!(ledger.stream_head(stream(n)).unwrap(), None);
    assert_eq!(ledger.case_row(stream(n)).unwrap(), None);
    assert_eq!(ledger.case_key(stream(n)).unwrap(), None);
    assert_eq!(ledger.lookup(IndexField::Card, &id(n), 10).unwrap(), []);
    assert_eq!(ledger.outbox_row(&id(n)).unwrap(), None);
}

#[test]
fn what_a_unit_of_work_brings_is_read_back() {
    let mut book = Book::new();
    assert_eq!(book.ledger.head().unwrap(), None);
    let work = intake(&mut book.chain, 1);
    book.ledger.commit(&work).unwrap();
    let more = UnitOfWork {
        records: vec![
            book.chain.record(stream(1), BODIES),
            book.chain.record(stream(1), &[]),
        ],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&more).unwrap();

    let all = [&work.records[..], &more.records[..]].concat();
    let of_case = book.ledger.stream(stream(1)).unwrap();
    assert_eq!(
        of_case
            .iter()
            .map(|stored| stored.revision)
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(
        of_case
            .into_iter()
            .map(|stored| stored.record)
            .collect::<Vec<_>>(),
        all
    );
    let head = book.ledger.head().unwrap().unwrap();
    assert_eq!(
        (head.seq, head.hash, head.hlc),
        (2, *all[2].hash(), all[2].header().hlc)
    );
    let stream_head = book.ledger.stream_head(stream(1)).unwrap();
    assert_eq!(
        stream_head,
        Some(Base {
            revision: 3,
            hash: *all[2].hash()
        })
    );
    assert_eq!(walked(&book.ledger, 0), all);
    assert_eq!(walked(&book.ledger, 1), all[1..]);

    let CaseKeyChange::Put(case_key) = &work.case_keys[0] else {
        unreachable!("intake puts a key")
    };
    assert_eq!(
        book.ledger.case_key(stream(1)).unwrap().as_ref(),
        Some(case_key)
    );
    assert_eq!(
        book.ledger.bucket_keys().unwrap(),
        [bucket_key(Bucket::Open)]
    );
    assert_eq!(book.ledger.case_row(stream(1)).unwrap(), Some(case(1)));
    assert_eq!(
        book.ledger.lookup(IndexField::Card, &id(1), 10).unwrap(),
        [stream(1)]
    );
    assert_eq!(
        book.ledger.lookup(IndexField::Phone, &id(1), 10).unwrap(),
        []
    );
}

#[test]
fn a_walk_stops_where_the_visitor_says() {
    let mut book = Book::new();
    (0..5).for_each(|n| book.add_case(n));
    let mut seen = 0;
    book.ledger
        .walk(1, |_| {
            seen += 1;
            if seen == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(seen, 3);
}

#[test]
fn a_record_that_does_not_follow_its_chain_or_stream_is_a_conflict() {
    let mut book = Book::new();
    book.add_case(1);
    let second = UnitOfWork {
        records: vec![book.chain.record(stream(1), BODIES)],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&second).unwrap();
    let first_hash = second.records[0].header().base.unwrap().hash;
    let good = book.chain.draft(stream(1));
    let base = good.base.unwrap();
    let taken = second.records[0].header().record;
    let wrong: Vec<(&str, Draft)> = vec![
        (
            "a gap in the sequence",
            Draft {
                seq: good.seq + 1,
                ..good.clone()
            },
        ),
        (
            "a place that is taken",
            Draft {
                seq: 1,
                ..good.clone()
            },
        ),
        (
            "another beginning of the chain",
            Draft {
                seq: 0,
                prev: None,
                base: None,
                ..good.clone()
            },
        ),
        (
            "another predecessor",
            Draft {
                prev: Some([1; 32]),
                ..good.clone()
            },
        ),
        (
            "an older base",
            Draft {
                base: Some(Base {
                    revision: 1,
                    hash: first_hash,
                }),
                ..good.clone()
            },
        ),
        (
            "a base to come",
            Draft {
                base: Some(Base {
                    revision: 3,
                    ..base
                }),
                ..good.clone()
            },
        ),
        (
            "a base of another content",
            Draft {
                base: Some(Base {
                    hash: [1; 32],
                    ..base
                }),
                ..good.clone()
            },
        ),
        (
            "another beginning of the stream",
            Draft {
                base: None,
                ..good.clone()
            },
        ),
        (
            "a base where nothing is",
            Draft {
                stream: stream(2),
                ..good.clone()
            },
        ),
        (
            "an id that is taken",
            Draft {
                record: taken,
                ..good.clone()
            },
        ),
    ];
    for (what, draft) in wrong {
        let work = UnitOfWork {
            records: vec![assembled(draft, BODIES)],
            ..UnitOfWork::default()
        };
        assert_eq!(
            book.ledger.commit(&work),
            Err(LedgerFault::Conflict),
            "{what}"
        );
    }
    assert_eq!(walked(&book.ledger, 0).len(), 2);
    let work = UnitOfWork {
        records: vec![assembled(good, BODIES)],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
}

#[test]
fn a_fault_in_the_last_row_leaves_nothing_of_the_unit_of_work() {
    let missing_call = |work: &mut UnitOfWork| {
        work.outbox.push(OutboxChange::Transition {
            subject: id(99),
            from: CallState::Queued,
            to: CallState::Sending,
            attempt: 1,
            not_before_ms: 0,
            detail: None,
        });
    };
    let no_bucket = |work: &mut UnitOfWork| {
        let CaseKeyChange::Put(row) = &mut work.case_keys[0] else {
            unreachable!("intake puts a key")
        };
        row.bucket = Bucket::Month {
            year: 2027,
            month: 3,
        };
    };
    let taken_reference = |work: &mut UnitOfWork| {
        work.cases.push(CaseRow {
            stream: stream(3),
            ..case(1)
        })
    };
    type Spoiler<'a> = (&'a str, LedgerFault, &'a dyn Fn(&mut UnitOfWork));
    let spoilers: [Spoiler<'_>; 3] = [
        (
            "a call that is not there",
            LedgerFault::Conflict,
            &missing_call,
        ),
        ("a key in no bucket", LedgerFault::Conflict, &no_bucket),
        (
            "a reference that is taken",
            LedgerFault::ReferenceTaken { row: 1 },
            &taken_reference,
        ),
    ];
    let mut book = Book::new();
    book.add_case(1);
    for (what, fault, spoil) in spoilers {
        let mut chain = book.chain.clone();
        let mut work = intake(&mut chain, 2);
        spoil(&mut work);
        assert_eq!(book.ledger.commit(&work), Err(fault), "{what}");
        assert_untouched_by(&book.ledger, 2);
        assert_eq!(walked(&book.ledger, 0).len(), 1, "{what}");
        assert_eq!(
            book.ledger.status_counts().unwrap(),
            [(CaseStatus::Open, 1)],
            "{what}"
        );
    }
    book.add_case(2);
}

#[test]
fn a_case_key_has_one_wrap_and_goes_with_its_case() {
    let mut book = Book::new();
    book.add_case(1);
    let month = Bucket::Month {
        year: 2027,
        month: 3,
    };
    let mut row = book.ledger.case_key(stream(1)).unwrap().unwrap();
    row.bucket = month;
    row.wrap = vec![5; 130];
    let moved = UnitOfWork {
        bucket_keys: vec![BucketKeyChange::Put(ledger::BucketKeyRow {
            key_id: seal::KeyId([8; 16]),
            ..bucket_key(month)
        })],
        case_keys: vec![CaseKeyChange::Put(row.clone())],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&moved).unwrap();
    assert_eq!(book.ledger.case_key(stream(1)).unwrap(), Some(row));

    let bucket_goes = vec![BucketKeyChange::Delete(month)];
    let early = UnitOfWork {
        bucket_keys: bucket_goes.clone(),
        ..UnitOfWork::default()
    };
    assert_eq!(
        book.ledger.commit(&early),
        Err(LedgerFault::Conflict),
        "a key still lies in it"
    );
    let erased = UnitOfWork {
        bucket_keys: bucket_goes,
        case_keys: vec![CaseKeyChange::Delete(stream(1))],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&erased).unwrap();
    assert_eq!(book.ledger.case_key(stream(1)).unwrap(), None);
    assert_eq!(
        book.ledger.bucket_keys().unwrap(),
        [bucket_key(Bucket::Open)]
    );
}
