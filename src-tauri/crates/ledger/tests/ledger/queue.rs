use std::collections::BTreeMap;

use casework::{CaseStatus, PersonId};
use ledger::{CaseRow, ClaimRow, LedgerFault, QueueQuery, UnitOfWork};
use proptest::prelude::*;

use crate::book::{Book, case, id, stream};

fn put(book: &mut Book, cases: Vec<CaseRow>) {
    book.ledger
        .commit(&UnitOfWork {
            cases,
            ..UnitOfWork::default()
        })
        .unwrap();
}

fn person(n: u64) -> PersonId {
    PersonId::from_bytes(id(n))
}

/// Few values of each kind, so that ties are common: there paging goes wrong.
fn rows() -> impl Strategy<Value = Vec<CaseRow>> {
    let row = (0..4_usize, -2..3_i32, 0..3_i64);
    prop::collection::vec(row, 0..60).prop_map(|rows| {
        let row = |(n, (status, rank, due_ms))| CaseRow {
            status: CaseStatus::ALL[status],
            rank,
            due_ms,
            ..case(n)
        };
        (0..).zip(rows).map(row).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pages_of_the_queue_hold_every_case_once_in_order(cases in rows(), limit in 1..9_u32) {
        let mut book = Book::new();
        put(&mut book, cases.clone());
        let statuses = [CaseStatus::ALL[1], CaseStatus::ALL[3], CaseStatus::ALL[1]];
        let mut expected: Vec<CaseRow> = cases.into_iter().filter(|case| statuses.contains(&case.status)).collect();
        expected.sort_by_key(|case| (-case.rank, case.due_ms, case.stream));

        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = book.ledger.queue(QueueQuery { statuses: &statuses, after, limit }).unwrap();
            prop_assert!(page.len() <= limit as usize);
            let Some(last) = page.last() else { break };
            after = Some(last.cursor());
            paged.extend(page);
        }
        prop_assert_eq!(paged, expected);
    }

    #[test]
    fn the_kept_counts_are_those_a_recount_gives(first in rows(), then in rows()) {
        let mut book = Book::new();
        put(&mut book, first.clone());
        put(&mut book, then.clone());
        let mut standing = BTreeMap::new();
        for case in first.into_iter().chain(then) {
            standing.insert(case.stream, case.status);
        }
        let mut recount: BTreeMap<CaseStatus, u64> = BTreeMap::new();
        for status in standing.into_values() {
            *recount.entry(status).or_default() += 1;
        }
        prop_assert_eq!(book.ledger.status_counts().unwrap(), recount.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_case_is_read_as_it_was_put_with_everything_filled_in() {
    let mut book = Book::new();
    let full = CaseRow {
        status: CaseStatus::WaitingForReview,
        outcome: Some(casework::CaseOutcome::NotVerifiedMayRetry),
        claim: Some(ClaimRow {
            by: person(7),
            until_ms: 99,
        }),
        proposed_by: Some(person(8)),
        checks: "m?".to_owned(),
        attention: Some("late_evidence".to_owned()),
        rank: i32::MIN,
        ..case(1)
    };
    put(&mut book, vec![case(1)]);
    put(&mut book, vec![full.clone()]);
    assert_eq!(book.ledger.case_row(stream(1)).unwrap(), Some(full.clone()));
    let query = QueueQuery {
        statuses: &[CaseStatus::WaitingForReview],
        after: Some(full.cursor()),
        limit: 5,
    };
    assert_eq!(
        book.ledger.queue(query).unwrap(),
        [],
        "nothing follows the last"
    );
    assert!(
        !format!("{full:?}").contains('张'),
        "a log shows no masked value"
    );
}

#[test]
fn a_reference_is_found_with_and_without_its_partner() {
    let mut book = Book::new();
    let elsewhere = CaseRow {
        partner: "other".to_owned(),
        stream: stream(9),
        ..case(1)
    };
    put(&mut book, vec![case(1), case(2), elsewhere.clone()]);
    assert_eq!(
        book.ledger.find_case("R-000001", None).unwrap(),
        [case(1), elsewhere.clone()]
    );
    assert_eq!(
        book.ledger.find_case("R-000001", Some("other")).unwrap(),
        [elsewhere]
    );
    assert_eq!(book.ledger.find_case("R-000003", None).unwrap(), []);
    let pairs = [
        ("acme", "R-000002"),
        ("other", "R-000002"),
        ("other", "R-000001"),
    ];
    assert_eq!(
        book.ledger.references_taken(&pairs).unwrap(),
        [true, false, true]
    );
}

#[test]
fn a_reference_belongs_to_one_case_of_a_partner() {
    let mut book = Book::new();
    put(&mut book, vec![case(1)]);
    let second = CaseRow {
        stream: stream(2),
        ..case(1)
    };
    let work = UnitOfWork {
        cases: vec![case(1), case(3), second],
        ..UnitOfWork::default()
    };
    assert_eq!(
        book.ledger.commit(&work),
        Err(LedgerFault::ReferenceTaken { row: 2 })
    );
    let renamed = CaseRow {
        reference: "R-000001".to_owned(),
        ..case(3)
    };
    put(&mut book, vec![case(3)]);
    let work = UnitOfWork {
        cases: vec![renamed],
        ..UnitOfWork::default()
    };
    assert_eq!(
        book.ledger.commit(&work),
        Err(LedgerFault::ReferenceTaken { row: 0 })
    );
}

#[test]
fn the_next_case_is_held_by_nobody_and_not_ones_own_proposal() {
    let mut book = Book::new();
    let (now, me, other) = (1000, person(1), person(2));
    let claimed = |n, by, until_ms| CaseRow {
        claim: Some(ClaimRow { by, until_ms }),
        ..case(n)
    };
    put(
        &mut book,
        vec![
            claimed(1, other, now + 1),
            claimed(2, other, now),
            claimed(3, me, now + 1),
            CaseRow {
                proposed_by: Some(me),
                status: CaseStatus::WaitingForReview,
                ..case(4)
            },
            CaseRow {
                proposed_by: Some(other),
                status: CaseStatus::WaitingForReview,
                ..case(5)
            },
            CaseRow {
                status: CaseStatus::Closed,
                ..case(6)
            },
            CaseRow { rank: 5, ..case(7) },
        ],
    );
    let statuses = [CaseStatus::Open, CaseStatus::WaitingForReview];
    let next = book.ledger.next_claimable(now, &statuses, me, 10).unwrap();
    let streams: Vec<_> = next.iter().map(|case| case.stream).collect();
    assert_eq!(streams, [stream(7), stream(2), stream(5)]);
    assert_eq!(
        book.ledger
            .next_claimable(now, &statuses, me, 1)
            .unwrap()
            .len(),
        1
    );
}
