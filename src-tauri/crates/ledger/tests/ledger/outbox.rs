use casework::CallState;
use ledger::{LedgerFault, OutboxChange, UnitOfWork};

use crate::book::{Book, id};

const NOON: i64 = 1_790_000_000_000;

fn transition(n: u64, from: CallState, to: CallState) -> UnitOfWork {
    let change = OutboxChange::Transition {
        subject: id(n),
        from,
        to,
        attempt: 1,
        not_before_ms: NOON,
        detail: Some("timed_out".to_owned()),
    };
    UnitOfWork {
        outbox: vec![change],
        ..UnitOfWork::default()
    }
}

#[test]
fn a_call_changes_state_once_from_the_state_it_is_in() {
    let mut book = Book::new();
    book.add_case(1);
    let begin = transition(1, CallState::Queued, CallState::Sending);
    book.ledger.commit(&begin).unwrap();
    assert_eq!(
        book.ledger.commit(&begin),
        Err(LedgerFault::Conflict),
        "nobody begins it twice"
    );
    let call = book.ledger.outbox_row(&id(1)).unwrap().unwrap();
    assert_eq!(
        (call.state, call.attempt, call.detail.as_deref()),
        (CallState::Sending, 1, Some("timed_out"))
    );
    assert_eq!(
        book.ledger.outbox_in_state(CallState::Sending).unwrap(),
        [call]
    );
    assert_eq!(book.ledger.outbox_in_state(CallState::Queued).unwrap(), []);
}

#[test]
fn the_same_subject_is_queued_once() {
    let mut book = Book::new();
    book.add_case(1);
    let again = UnitOfWork {
        outbox: vec![crate::book::queued(1)],
        ..UnitOfWork::default()
    };
    assert_eq!(book.ledger.commit(&again), Err(LedgerFault::Conflict));
}

#[test]
fn calls_are_due_in_the_order_of_their_moments() {
    let mut book = Book::new();
    for n in [3, 1, 4, 0, 2] {
        book.add_case(n);
    }
    let due = |now, limit| -> Vec<[u8; 16]> {
        book.ledger
            .outbox_due(now, limit)
            .unwrap()
            .into_iter()
            .map(|call| call.subject)
            .collect()
    };
    assert_eq!(due(NOON - 1, 10), [[0; 16]; 0]);
    assert_eq!(due(NOON + 2, 10), [id(0), id(1), id(2)]);
    assert_eq!(due(NOON + 9, 2), [id(0), id(1)]);
    let newest: Vec<_> = book
        .ledger
        .outbox_rows(2)
        .unwrap()
        .into_iter()
        .map(|call| call.subject)
        .collect();
    assert_eq!(newest, [id(2), id(0)]);
}

#[test]
fn calls_are_counted_by_state() {
    let mut book = Book::new();
    (0..5).for_each(|n| book.add_case(n));
    book.ledger
        .commit(&transition(0, CallState::Queued, CallState::Sending))
        .unwrap();
    book.ledger
        .commit(&transition(0, CallState::Sending, CallState::Unknown))
        .unwrap();
    book.ledger
        .commit(&transition(1, CallState::Queued, CallState::Withdrawn))
        .unwrap();
    assert_eq!(
        book.ledger.outbox_counts().unwrap(),
        [
            (CallState::Queued, 3),
            (CallState::Unknown, 1),
            (CallState::Withdrawn, 1)
        ]
    );
}
