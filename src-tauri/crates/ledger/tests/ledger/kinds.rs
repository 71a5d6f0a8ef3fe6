use ledger::{Ledger, UnitOfWork};
use record::{Draft, Kind};

use crate::book::{Book, assembled, stream};

/// Commits a record of this kind to the n-th case.
fn add(book: &mut Book, n: u64, kind: &str) {
    let draft = Draft {
        kind: Kind::new(kind).unwrap(),
        ..book.chain.draft(stream(n))
    };
    let record = assembled(draft, &[]);
    book.chain.follow(&record);
    let work = UnitOfWork {
        records: vec![record],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
}

fn places(ledger: &Ledger, kinds: &[&str], before: Option<u64>, limit: u32) -> Vec<u64> {
    let found = ledger.newest_of_kinds(kinds, before, limit).unwrap();
    found.iter().map(|it| it.record.header().seq).collect()
}

#[test]
fn records_of_kinds_come_newest_first_over_all_streams_page_by_page() {
    let mut book = Book::new();
    for (n, kind) in [
        (1, "received"), // 0
        (2, "received"), // 1
        (1, "viewed"),   // 2
        (2, "revealed"), // 3
        (1, "note"),     // 4
        (2, "viewed"),   // 5
        (1, "revealed"), // 6
    ] {
        add(&mut book, n, kind);
    }
    let both = ["viewed", "revealed"];
    let ledger = &book.ledger;
    assert_eq!(places(ledger, &both, None, 10), [6, 5, 3, 2]);
    assert_eq!(places(ledger, &both, None, 3), [6, 5, 3]);
    assert_eq!(places(ledger, &both, Some(3), 3), [2]);
    assert_eq!(places(ledger, &["revealed"], None, 10), [6, 3]);
    // Said twice is meant once.
    assert_eq!(places(ledger, &["viewed", "viewed"], None, 10), [5, 2]);
    assert_eq!(places(ledger, &["nothing"], None, 10), [] as [u64; 0]);
    assert_eq!(places(ledger, &[], None, 10), [] as [u64; 0]);
    assert_eq!(places(ledger, &both, Some(u64::MAX), 1), [6]);
    assert_eq!(places(ledger, &both, Some(0), 10), [] as [u64; 0]);
    let newest = &ledger.newest_of_kinds(&both, None, 1).unwrap()[0];
    assert_eq!(
        (newest.record.header().stream, newest.revision),
        (stream(1), 4)
    );
}
