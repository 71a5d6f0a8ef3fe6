use std::fs;
use std::ops::ControlFlow;

use casework::{CaseOutcome, CaseStatus, Masked, PersonId};
use ledger::{Bucket, CaseRow, ClaimRow, Ledger, LedgerFault, LookupRow, UnitOfWork};
use record::{Part, SignedRecord};
use seal::IndexField;

use crate::book::{Book, Chain, bucket_key, case, copy_store, id, key, side_file, stream};

const CANARY: &str = "canary 张三丰";

fn erasing(streams: &[u64]) -> UnitOfWork {
    UnitOfWork {
        erase: streams.iter().map(|n| stream(*n)).collect(),
        ..UnitOfWork::default()
    }
}

/// A store of three cases. The second is full: every part, a claim, repeats, and the canary in each place.
fn book() -> Book {
    let mut book = Book::new();
    (1..4).for_each(|n| book.add_case(n));
    let word = CANARY.as_bytes();
    let parts: Vec<(Part, &[u8])> = Part::ALL[1..].iter().map(|part| (*part, word)).collect();
    let mut work = UnitOfWork {
        records: vec![
            book.chain.record(stream(2), &parts),
            with_open_part(&mut book.chain, 2),
        ],
        cases: vec![CaseRow {
            reference: CANARY.to_owned(),
            outcome: Some(CaseOutcome::Verified),
            status: CaseStatus::Closed,
            masked: Masked {
                name: CANARY.to_owned(),
                ..case(2).masked
            },
            claim: Some(ClaimRow {
                by: PersonId::from_bytes(id(7)),
                until_ms: 9,
            }),
            proposed_by: Some(PersonId::from_bytes(id(8))),
            attention: Some(CANARY.to_owned()),
            checks: "m".to_owned(),
            rank: 3,
            ..case(2)
        }],
        ..UnitOfWork::default()
    };
    for field in [IndexField::Phone, IndexField::Document] {
        work.lookup.push(LookupRow {
            field,
            digest: id(2),
            stream: stream(2),
        });
        // Another case has the same phone: that it has it stays.
        work.lookup.push(LookupRow {
            field,
            digest: id(2),
            stream: stream(3),
        });
    }
    book.ledger.commit(&work).unwrap();
    book
}

/// A record with a part that is signed and not sealed beside one that is sealed.
fn with_open_part(chain: &mut Chain, n: u64) -> SignedRecord {
    let draft = chain.draft(stream(n));
    let sealed = [&[1, 1][..], &draft.key_id, CANARY.as_bytes()].concat();
    let open = [&[1, 0][..], b"a receipt"].concat();
    let record = SignedRecord::assemble(
        draft,
        vec![(Part::Open, open), (Part::Notes, sealed)],
        |_| [7; 64],
    )
    .unwrap();
    chain.follow(&record);
    record
}

fn headers(ledger: &Ledger) -> Vec<(Vec<u8>, [u8; 64])> {
    let mut headers = Vec::new();
    ledger
        .walk(0, |stored| {
            headers.push((stored.header, stored.signature));
            ControlFlow::Continue(())
        })
        .unwrap();
    headers
}

/// Fails when a body, a digest, a call, a masked value or the key is forgotten, when the part `open` goes, or when
/// a header does.
#[test]
fn an_erased_case_is_headers_and_a_skeleton_and_its_neighbours_are_whole() {
    let mut book = book();
    let before = headers(&book.ledger);
    book.ledger.commit(&erasing(&[2])).unwrap();

    assert_eq!(headers(&book.ledger), before);
    let parts: Vec<Vec<Part>> = book
        .ledger
        .stream(stream(2))
        .unwrap()
        .iter()
        .map(|it| it.record.bodies().iter().map(|(part, _)| *part).collect())
        .collect();
    assert_eq!(parts, [vec![], vec![], vec![Part::Open]]);
    let row = book.ledger.case_row(stream(2)).unwrap().unwrap();
    let skeleton = CaseRow {
        partner: String::new(),
        reference: stream(2).to_string(),
        status: CaseStatus::Erased,
        masked: Masked {
            name: String::new(),
            document_number: String::new(),
            card_number: String::new(),
            phone: String::new(),
        },
        amount: casework::Amount {
            minor: 0,
            ..case(2).amount
        },
        rank_reason: String::new(),
        ..case(2)
    };
    assert!(row == skeleton);
    assert_eq!(book.ledger.case_key(stream(2)).unwrap(), None);
    for field in [IndexField::Phone, IndexField::Document] {
        assert_eq!(book.ledger.lookup(field, &id(2), 9).unwrap(), [stream(3)]);
    }
    assert_eq!(book.ledger.lookup(IndexField::Card, &id(2), 9).unwrap(), []);
    assert_eq!(book.ledger.outbox_row(&id(2)).unwrap(), None);
    assert_eq!(
        book.ledger.status_counts().unwrap(),
        [(CaseStatus::Open, 2), (CaseStatus::Erased, 1)]
    );
    for n in [1, 3] {
        assert_eq!(book.ledger.case_row(stream(n)).unwrap(), Some(case(n)));
        let bodies = book.ledger.stream(stream(n)).unwrap()[0]
            .record
            .bodies()
            .len();
        assert_eq!(bodies, 2);
        assert!(book.ledger.case_key(stream(n)).unwrap().is_some());
        assert!(book.ledger.outbox_row(&id(n)).unwrap().is_some());
    }
    book.ledger.integrity_check().unwrap();
    // Twice is as good as once, and the stream goes on.
    book.ledger.commit(&erasing(&[2])).unwrap();
    let receipt = UnitOfWork {
        records: vec![book.chain.record(stream(2), &[])],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&receipt).unwrap();
}

/// Fails when deleted rows keep their bytes in freed pages or in the log. With the feature `unsealed` the canary
/// must be found first.
#[test]
fn nothing_of_an_erased_case_is_left_in_the_files() {
    let contains = |path: &std::path::Path| {
        fs::read(path)
            .unwrap()
            .windows(CANARY.len())
            .any(|window| window == CANARY.as_bytes())
    };
    let mut book = book();
    book.ledger.checkpoint().unwrap();
    assert_eq!(contains(&book.path()), seal::UNSEALED);
    book.ledger.commit(&erasing(&[2])).unwrap();
    book.ledger.checkpoint().unwrap();
    assert!(!contains(&book.path()));
    assert!(!contains(&side_file(&book.path(), "-wal")));
}

/// Fails when the erasure has a transaction of its own.
#[test]
fn an_erasure_is_whole_with_its_unit_of_work_or_not_at_all() {
    let mut book = book();
    let row = book.ledger.case_row(stream(2)).unwrap();
    assert_eq!(
        book.ledger.commit(&erasing(&[2, 99])),
        Err(LedgerFault::Conflict),
        "an unknown stream"
    );
    let spoilt = UnitOfWork {
        bucket_keys: vec![ledger::BucketKeyChange::Delete(Bucket::Open)],
        ..erasing(&[2])
    };
    assert_eq!(
        book.ledger.commit(&spoilt),
        Err(LedgerFault::Conflict),
        "a key still lies in the bucket"
    );
    assert!(book.ledger.case_row(stream(2)).unwrap() == row);
    assert!(book.ledger.case_key(stream(2)).unwrap().is_some());
    assert_eq!(
        book.ledger.stream(stream(2)).unwrap()[1]
            .record
            .bodies()
            .len(),
        5
    );

    // A crash before the commit is on the disk: the copy was taken when the erasure had not begun.
    let crashed = book.dir.path().join("crashed.db");
    copy_store(&book.path(), &crashed);
    book.ledger.commit(&erasing(&[1, 2, 3])).unwrap();
    let old = Ledger::open(&crashed, &key(1)).unwrap();
    assert!(old.case_row(stream(2)).unwrap() == row);
    let crashed = book.dir.path().join("crashed later.db");
    copy_store(&book.path(), &crashed);
    let new = Ledger::open(&crashed, &key(1)).unwrap();
    assert_eq!(new.status_counts().unwrap(), [(CaseStatus::Erased, 3)]);
    assert_eq!(new.outbox_rows(9).unwrap(), []);
    assert_eq!(new.bucket_keys().unwrap(), [bucket_key(Bucket::Open)]);
}

/// Fails when the erasure comes before what the same act brings.
#[test]
fn an_erased_case_keeps_the_receipt_of_the_same_act_and_no_sealed_part_of_it() {
    let mut book = book();
    let work = UnitOfWork {
        records: vec![with_open_part(&mut book.chain, 2)],
        ..erasing(&[2])
    };
    book.ledger.commit(&work).unwrap();
    let receipt = book.ledger.stream(stream(2)).unwrap().pop().unwrap().record;
    let parts: Vec<Part> = receipt.bodies().iter().map(|(part, _)| *part).collect();
    assert_eq!(
        parts,
        [Part::Open],
        "what the act itself brought is erased too"
    );
}
