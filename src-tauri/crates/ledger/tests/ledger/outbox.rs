use casework::CallState;
use ledger::{LedgerFault, OutboxChange, OutboxKind, UnitOfWork};

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
            .outbox_due(now, &[OutboxKind::Check, OutboxKind::Feedback], limit)
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

#[test]
fn calls_of_another_kind_do_not_stand_before_those_asked_for() {
    let mut book = Book::new();
    let both = [
        (1, OutboxKind::Feedback),
        (2, OutboxKind::Check),
        (3, OutboxKind::Feedback),
    ];
    let outbox = both.map(|(n, kind)| OutboxChange::Insert {
        stream: casework::StreamId::from_bytes(id(n)),
        subject: id(n),
        kind,
        queued_ms: NOON,
        not_before_ms: NOON + n as i64,
    });
    book.ledger
        .commit(&UnitOfWork {
            outbox: outbox.into(),
            ..UnitOfWork::default()
        })
        .unwrap();
    let due = |kinds: &[OutboxKind]| -> Vec<[u8; 16]> {
        let calls = book.ledger.outbox_due(NOON + 9, kinds, 10).unwrap();
        calls.into_iter().map(|call| call.subject).collect()
    };
    assert_eq!(due(&[OutboxKind::Check]), [id(2)]);
    assert_eq!(due(&[OutboxKind::Feedback]), [id(1), id(3)]);
    assert_eq!(due(&[]), [[0; 16]; 0]);
    let next = |now, kinds: &[OutboxKind]| book.ledger.outbox_next_due(now, kinds).unwrap();
    assert_eq!(next(NOON, &[OutboxKind::Check]), Some(NOON + 2));
    assert_eq!(next(NOON + 1, &[OutboxKind::Feedback]), Some(NOON + 3));
    assert_eq!(
        next(NOON + 3, &[OutboxKind::Check, OutboxKind::Feedback]),
        None
    );
    assert_eq!(book.ledger.outbox_waiting(NOON + 1).unwrap(), 2);
}

#[test]
fn a_sealed_credential_is_kept_under_its_name_and_never_replaced() {
    let mut book = Book::new();
    let keep = |sealed: &[u8]| UnitOfWork {
        credentials: vec![("f0123456789abcde".to_owned(), sealed.to_vec())],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&keep(b"sealed")).unwrap();
    assert_eq!(
        book.ledger.commit(&keep(b"another")),
        Err(LedgerFault::Conflict)
    );
    assert_eq!(
        book.ledger
            .credential("f0123456789abcde")
            .unwrap()
            .as_deref(),
        Some(&b"sealed"[..])
    );
    assert_eq!(book.ledger.credential("unknown").unwrap(), None);
}
