use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ledger::{Ledger, LedgerFault};
use record::Part;

use crate::book::{Book, case, intake, key, side_file};

const CANARY: &str = "canary 张三丰 6222020200112230";

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// With the feature `unsealed` the same search must find the canary: that shows it would find a leak.
#[test]
fn nothing_that_is_stored_can_be_read_from_the_files() {
    let mut book = Book::new();
    let mut work = intake(&mut book.chain, 1);
    work.cases[0].rank_reason = CANARY.to_owned();
    work.records.push(
        book.chain
            .record(crate::book::stream(2), &[(Part::Notes, CANARY.as_bytes())]),
    );
    book.ledger.commit(&work).unwrap();

    let wal = fs::read(side_file(&book.path(), "-wal")).unwrap();
    assert_eq!(contains(&wal, CANARY.as_bytes()), seal::UNSEALED);
    book.ledger.checkpoint().unwrap();
    assert_eq!(
        fs::metadata(side_file(&book.path(), "-wal")).unwrap().len(),
        0
    );
    let main = fs::read(book.path()).unwrap();
    assert_eq!(contains(&main, CANARY.as_bytes()), seal::UNSEALED);
    assert_eq!(contains(&main, b"SQLite format 3"), seal::UNSEALED);
    assert_eq!(contains(&main, b"CREATE TABLE"), seal::UNSEALED);
    let memory = fs::read(side_file(&book.path(), "-shm")).unwrap();
    assert!(!contains(&memory, CANARY.as_bytes()));
}

#[test]
fn a_wrong_key_and_a_file_that_is_no_store_are_one_fault() {
    let mut book = Book::new();
    book.add_case(1);
    let path = book.path();
    drop(book.ledger);
    let fault = |n: u8, path: &Path| Ledger::open(path, &key(n)).map(|_| ()).err();
    // The plain file of the control feature opens with any key.
    let cannot_open = (!seal::UNSEALED).then_some(LedgerFault::CannotOpen);
    assert_eq!(fault(2, &path), cannot_open);
    for content in [&b""[..], b"short", &[0x5a; 8192]] {
        let other = book.dir.path().join("other.db");
        fs::write(&other, content).unwrap();
        assert_eq!(fault(1, &other), Some(LedgerFault::CannotOpen));
        assert!(fs::read(&other).unwrap() == content, "it is left as it was");
    }
    let nowhere = book.dir.path().join("nowhere.db");
    assert_eq!(
        fault(1, &nowhere),
        Some(LedgerFault::Io(ErrorKind::NotFound))
    );
    assert!(!nowhere.exists());
    let again = Ledger::open(&path, &key(1)).unwrap();
    assert_eq!(again.case_row(case(1).stream).unwrap(), Some(case(1)));
}

#[test]
fn a_store_is_never_made_over_another() {
    let mut book = Book::new();
    book.add_case(1);
    assert_eq!(
        Ledger::create(&book.path(), &key(1)).unwrap_err(),
        LedgerFault::DeskExistsAlready
    );
    assert!(book.ledger.head().unwrap().is_some());
}

#[test]
fn a_store_whose_making_was_cut_short_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    for leftover in ["desk.db.new", "desk.db.new-wal", "desk.db.new-shm"] {
        fs::write(dir.path().join(leftover), [1; 5000]).unwrap();
    }
    let ledger = Ledger::create(&path, &key(1)).unwrap();
    ledger.integrity_check().unwrap();
    drop(ledger);
    let names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["desk.db"]);
}

#[test]
fn a_page_that_was_changed_on_the_disk_is_found() {
    let mut book = Book::new();
    for n in 0..20 {
        book.add_case(n);
    }
    book.ledger.checkpoint().unwrap();
    book.ledger.integrity_check().unwrap();
    let path = book.path();
    drop(book.ledger);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2 + 100;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    // The plain file of the control feature has no codes that authenticate its pages.
    let found = Ledger::open(&path, &key(1)).and_then(|ledger| ledger.integrity_check());
    assert!(
        seal::UNSEALED || found == Err(LedgerFault::Damaged),
        "{found:?}"
    );
}
