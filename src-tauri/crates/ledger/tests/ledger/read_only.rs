use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use ledger::{Ledger, LedgerFault, UnitOfWork};

use crate::book::{Book, Chain, case, copy_store, intake, key, side_file, stream};

fn bytes(path: &Path) -> [Vec<u8>; 2] {
    [path.to_owned(), side_file(path, "-wal")].map(|file| fs::read(file).unwrap_or_default())
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Fails when a look moves the log into the file, forgets the log, or leaves anything that holds content.
#[test]
fn a_look_after_a_crash_sees_the_newest_record_and_changes_no_byte() {
    let mut book = Book::new();
    (0..3).for_each(|n| book.add_case(n));
    book.ledger.checkpoint().unwrap();
    (3..5).for_each(|n| book.add_case(n));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    copy_store(&book.path(), &path);
    let before = bytes(&path);

    let mut look = Ledger::open_read_only(&path, &key(1)).unwrap();
    look.integrity_check().unwrap();
    assert_eq!(look.head().unwrap().unwrap().seq, 4);
    assert_eq!(look.case_row(stream(4)).unwrap(), Some(case(4)));
    let mut chain = Chain::after(&look);
    let work = intake(&mut chain, 5);
    assert_eq!(look.commit(&work), Err(LedgerFault::ReadOnly));
    assert_eq!(
        look.commit(&UnitOfWork::default()),
        Err(LedgerFault::ReadOnly)
    );
    assert_eq!(look.checkpoint(), Err(LedgerFault::ReadOnly));
    look.close().unwrap();
    assert!(bytes(&path) == before);
    assert_eq!(names(dir.path()), ["desk.db", "desk.db-shm", "desk.db-wal"]);

    let mut again = Ledger::open(&path, &key(1)).unwrap();
    again.commit(&work).unwrap();
    assert_eq!(again.head().unwrap().unwrap().seq, 5);
}

/// Fails when a look at a store that was closed in order writes its file.
#[test]
fn a_look_at_a_closed_store_changes_no_byte() {
    let mut book = Book::new();
    (0..3).for_each(|n| book.add_case(n));
    let path = book.path();
    book.ledger.close().unwrap();
    let before = bytes(&path);
    assert_eq!(names(book.dir.path()), ["desk.db"]);
    let look = Ledger::open_read_only(&path, &key(1)).unwrap();
    assert_eq!(look.head().unwrap().unwrap().seq, 2);
    drop(look);
    assert!(bytes(&path) == before);
    assert_eq!(fs::read(side_file(&path, "-wal")).unwrap_or_default(), b"");
    Ledger::open(&path, &key(1)).unwrap();
}

/// Fails when a look does not prove the key.
#[test]
fn a_look_with_another_key_is_refused_like_any_opening() {
    let book = Book::new();
    let fault = Ledger::open_read_only(&book.path(), &key(2)).map(|_| ());
    assert_eq!(fault.is_err(), !seal::UNSEALED);
    if let Err(fault) = fault {
        assert_eq!(fault, LedgerFault::CannotOpen);
    }
    let nowhere = Ledger::open_read_only(&book.dir.path().join("other.db"), &key(1));
    let missing = LedgerFault::Io(std::io::ErrorKind::NotFound);
    assert_eq!(nowhere.map(|_| ()), Err(missing));
}

/// Fails when a reader shares the writer's moment, or holds it up.
#[test]
fn a_reader_keeps_its_moment_while_the_desk_goes_on() {
    let mut book = Book::new();
    (0..3).for_each(|n| book.add_case(n));
    let reader = book.ledger.reader(&key(1)).unwrap();
    let seen = || {
        let mut seen = 0;
        reader
            .walk(0, |_| {
                seen += 1;
                ControlFlow::Continue(())
            })
            .map(|()| seen)
    };
    reader
        .at_one_moment(|| {
            assert_eq!(seen()?, 3);
            (3..9).for_each(|n| book.add_case(n));
            assert_eq!(seen()?, 3, "the moment is the same one");
            Ok::<_, LedgerFault>(())
        })
        .unwrap();
    assert_eq!(seen(), Ok(9));
    book.ledger.checkpoint().unwrap();
}
