use std::ops::ControlFlow;

use casework::{CaseStatus, StreamId};
use ledger::{
    ArchiveCursor, Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow, CaseRow,
    QueueQuery, RetentionRow, UnitOfWork,
};
use proptest::prelude::*;
use seal::KeyId;

use crate::book::{Book, bucket_key, case, id, stream};

const NOON: i64 = 1_790_000_000_000;
const MARCH: Bucket = Bucket::Month {
    year: 2027,
    month: 3,
};

fn put(book: &mut Book, cases: Vec<CaseRow>) {
    let work = UnitOfWork {
        cases,
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
}

fn kept(n: u64, status: CaseStatus, retain_until_ms: Option<i64>, on_hold: bool) -> CaseRow {
    CaseRow {
        status,
        retention: RetentionRow {
            retain_until_ms,
            on_hold,
            archived: n.is_multiple_of(2),
        },
        ..case(n)
    }
}

fn streams(cases: &[CaseRow]) -> Vec<StreamId> {
    cases.iter().map(|case| case.stream).collect()
}

/// Fails when a hold does not hold, when an open case is due, or when a case is due at a later moment than its own.
#[test]
fn due_is_what_is_closed_not_on_hold_and_kept_until_a_moment_that_has_passed() {
    let mut book = Book::new();
    let closed = CaseStatus::Closed;
    put(
        &mut book,
        vec![
            kept(1, closed, Some(NOON), false),
            kept(2, closed, Some(NOON - 5), false),
            kept(3, closed, Some(NOON + 1), false),
            kept(4, closed, Some(NOON - 9), true),
            kept(5, closed, None, false),
            kept(6, CaseStatus::Open, Some(NOON - 9), false),
            kept(7, CaseStatus::Erased, Some(NOON - 9), false),
            kept(8, CaseStatus::ScreenedOut, Some(NOON - 1), false),
        ],
    );
    let due = |now, limit| streams(&book.ledger.due_for_erasure(now, limit).unwrap());
    assert_eq!(due(NOON, 9), [stream(2), stream(8), stream(1)]);
    assert_eq!(due(NOON, 2), [stream(2), stream(8)]);
    assert_eq!(due(NOON - 6, 9), []);
    let all = [
        (NOON - 5, stream(2)),
        (NOON - 1, stream(8)),
        (NOON, stream(1)),
    ];
    assert_eq!(book.ledger.all_due_for_erasure(NOON).unwrap(), all);
    assert_eq!(book.ledger.all_due_for_erasure(NOON - 6).unwrap(), []);
    let row = kept(4, closed, Some(NOON - 9), true);
    assert_eq!(book.ledger.case_row(stream(4)).unwrap(), Some(row));
}

/// Fails when an open, archived, undated or younger case is taken off the lists.
#[test]
fn what_leaves_the_lists_is_what_ended_before_a_moment_and_is_still_there() {
    let mut book = Book::new();
    let row = |n, status, until, updated_ms| CaseRow {
        updated_ms,
        ..kept(n, status, until, false)
    };
    let (closed, returned) = (CaseStatus::Closed, CaseStatus::ScreenedOut);
    put(
        &mut book,
        vec![
            row(1, closed, Some(NOON), 5),
            row(2, closed, Some(NOON), 5),
            row(3, closed, Some(NOON), 6),
            row(5, closed, None, 5),
            row(7, CaseStatus::Open, Some(NOON), 5),
            row(9, returned, Some(NOON), 4),
        ],
    );
    let ended = |moment| {
        let mut found = streams(&book.ledger.ended_before(moment, 9).unwrap());
        found.sort_unstable();
        found
    };
    assert_eq!(ended(5), [stream(9), stream(1)]);
    assert_eq!(ended(3), []);
    assert_eq!(book.ledger.ended_before(6, 2).unwrap().len(), 2);
}

/// Fails when the queue or what may be claimed shows a case of the archive.
#[test]
fn what_is_archived_is_in_no_list_but_the_archive_and_is_found_by_its_reference() {
    let mut book = Book::new();
    let archived = |n, status| CaseRow {
        retention: RetentionRow {
            archived: true,
            ..RetentionRow::default()
        },
        status,
        ..case(n)
    };
    put(
        &mut book,
        vec![
            case(1),
            archived(2, CaseStatus::Open),
            archived(3, CaseStatus::Closed),
        ],
    );
    let query = QueueQuery {
        statuses: CaseStatus::ALL,
        after: None,
        limit: 9,
    };
    assert_eq!(streams(&book.ledger.queue(query).unwrap()), [stream(1)]);
    let nobody = casework::PersonId::from_bytes(id(9));
    let next = book
        .ledger
        .next_claimable(NOON, &[CaseStatus::Open], nobody, 9)
        .unwrap();
    assert_eq!(streams(&next), [stream(1)]);
    assert_eq!(book.ledger.archived(None, 9).unwrap().len(), 2);
    assert_eq!(book.ledger.find_case("R-000003", None).unwrap().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Fails when a page begins with, or leaves out, a case of the same moment as the last one shown.
    #[test]
    fn pages_of_the_archive_hold_every_archived_case_once_newest_first(
        moments in prop::collection::vec((0..3_i64, any::<bool>()), 0..40),
        limit in 1..7_u32,
    ) {
        let mut book = Book::new();
        let cases: Vec<CaseRow> = (0..).zip(moments).map(|(n, (updated_ms, archived))| CaseRow {
            updated_ms,
            retention: RetentionRow { archived, ..RetentionRow::default() },
            ..case(n)
        }).collect();
        put(&mut book, cases.clone());
        let mut expected: Vec<CaseRow> = cases.into_iter().filter(|case| case.retention.archived).collect();
        expected.sort_by_key(|case| std::cmp::Reverse((case.updated_ms, case.stream)));

        let (mut paged, mut after): (_, Option<ArchiveCursor>) = (Vec::new(), None);
        loop {
            let page = book.ledger.archived(after, limit).unwrap();
            prop_assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = Some(last.archive_cursor());
            paged.extend(page);
        }
        prop_assert!(paged == expected);
    }
}

fn moved(n: u64, bucket: Bucket) -> CaseKeyChange {
    CaseKeyChange::Put(CaseKeyRow {
        stream: stream(n),
        key_id: KeyId(id(n)),
        bucket,
        wrap: vec![1; 9],
    })
}

/// Fails when a move overwrites the history, when a bucket is remembered only as long as its key, or when a fault
/// leaves history of what never was.
#[test]
fn every_bucket_that_ever_wrapped_a_key_is_remembered_also_after_the_key_is_gone() {
    let mut book = Book::new();
    (1..4).for_each(|n| book.add_case(n));
    let march = BucketKeyRow {
        key_id: KeyId([8; 16]),
        ..bucket_key(MARCH)
    };
    let mut commit = |work: UnitOfWork| book.ledger.commit(&work);
    let nowhere = UnitOfWork {
        case_keys: vec![moved(2, MARCH)],
        ..UnitOfWork::default()
    };
    commit(nowhere).unwrap_err();
    commit(UnitOfWork {
        bucket_keys: vec![BucketKeyChange::Put(march)],
        case_keys: vec![moved(2, MARCH), moved(3, MARCH)],
        ..UnitOfWork::default()
    })
    .unwrap();
    commit(UnitOfWork {
        case_keys: vec![
            moved(3, Bucket::Open),
            moved(3, MARCH),
            moved(3, Bucket::Open),
        ],
        ..UnitOfWork::default()
    })
    .unwrap();
    let counts = [(MARCH, 1), (Bucket::Open, 2)];
    assert_eq!(book.ledger.counts_by_erase_month().unwrap(), counts);
    let work = UnitOfWork {
        erase: vec![stream(3)],
        case_keys: vec![CaseKeyChange::Delete(stream(2))],
        bucket_keys: vec![BucketKeyChange::Delete(MARCH)],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
    let ever = |n| book.ledger.buckets_that_wrapped(stream(n)).unwrap();
    assert_eq!(ever(1), [Bucket::Open]);
    assert_eq!(ever(2), [MARCH, Bucket::Open]);
    assert_eq!(ever(3), [MARCH, Bucket::Open]);
    assert_eq!(ever(4), []);
}

/// Fails when a stream of rows does not stop where it is told, or a restored history is not the one that was read.
#[test]
fn keys_and_history_are_handed_over_row_by_row_and_the_history_comes_back() {
    let mut book = Book::new();
    (1..6).for_each(|n| book.add_case(n));
    let mut keys = Vec::new();
    book.ledger
        .all_case_keys(|row| {
            keys.push(row);
            if keys.len() == 4 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    for (n, row) in (1..).zip(&keys) {
        assert_eq!(book.ledger.case_key(stream(n)).unwrap().as_ref(), Some(row));
    }
    let history = |book: &Book| {
        let mut history = Vec::new();
        let visit = |stream, bucket| {
            history.push((stream, bucket));
            ControlFlow::Continue(())
        };
        book.ledger.bucket_history(visit).unwrap();
        history
    };
    let mut restored = Book::new();
    let work = UnitOfWork {
        bucket_history: history(&book),
        ..UnitOfWork::default()
    };
    restored.ledger.commit(&work).unwrap();
    assert_eq!(history(&restored), history(&book));
    assert_eq!(history(&restored).len(), 5);
}
