use std::fs;

use ledger::{Ledger, LedgerFault};

use crate::book::{Book, case, copy_store, key, side_file, stream};

/// How many cases a store holds, each of them whole; or the fault that tells that it is damaged.
fn whole_cases(path: &std::path::Path) -> Result<u64, LedgerFault> {
    let ledger = Ledger::open(path, &key(1))?;
    ledger.integrity_check()?;
    let kept = ledger.head()?.map_or(0, |head| head.seq + 1);
    for n in 0..kept {
        assert_eq!(ledger.case_row(stream(n))?, Some(case(n)));
        assert_eq!(ledger.stream(stream(n))?.len(), 1);
    }
    assert_eq!(ledger.case_row(stream(kept))?, None);
    Ok(kept)
}

/// A store of twelve cases, four of them in the main file and the others in its write-ahead log.
fn book() -> Book {
    let mut book = Book::new();
    (0..4).for_each(|n| book.add_case(n));
    book.ledger.checkpoint().unwrap();
    (4..12).for_each(|n| book.add_case(n));
    book
}

#[test]
fn a_torn_log_gives_an_exact_prefix_of_the_acts() {
    let book = book();
    let torn = book.dir.path().join("torn.db");
    let log = fs::read(side_file(&book.path(), "-wal")).unwrap();
    let mut prefixes = std::collections::BTreeSet::new();
    // Cut, zeroed and flipped in turn; every fifth sector, so that the run stays short.
    for (turn, at) in (0..log.len()).step_by(5 * 512).enumerate() {
        copy_store(&book.path(), &torn);
        let mut bytes = log.clone();
        match turn % 3 {
            0 => bytes.truncate(at),
            1 => bytes[at..].fill(0),
            _ => bytes[at] ^= 0x10,
        }
        fs::write(side_file(&torn, "-wal"), bytes).unwrap();
        let kept = whole_cases(&torn).unwrap();
        assert!((4..=12).contains(&kept), "{kept} kept at {at}");
        prefixes.insert(kept);
    }
    assert!(
        prefixes.len() > 5,
        "the log was torn at many acts: {prefixes:?}"
    );
}

#[test]
fn a_torn_main_file_is_never_read_as_if_it_were_whole() {
    // Plain SQLite, as the control feature has it, does not authenticate its pages.
    if seal::UNSEALED {
        return;
    }
    let mut book = book();
    book.ledger.checkpoint().unwrap();
    (12..14).for_each(|n| book.add_case(n));
    book.ledger.checkpoint().unwrap();
    let path = book.path();
    drop(book.ledger);
    let bytes = fs::read(&path).unwrap();
    let torn = book.dir.path().join("torn.db");
    for (turn, at) in (0..bytes.len()).step_by(3 * 512).enumerate() {
        let mut bytes = bytes.clone();
        match turn % 3 {
            0 => bytes.truncate(at),
            1 => bytes[at..][..512].fill(0),
            _ => bytes[at] ^= 0x10,
        }
        fs::write(&torn, bytes).unwrap();
        let found = whole_cases(&torn);
        assert!(
            matches!(found, Err(LedgerFault::CannotOpen | LedgerFault::Damaged)),
            "{found:?} at {at}"
        );
    }
}
