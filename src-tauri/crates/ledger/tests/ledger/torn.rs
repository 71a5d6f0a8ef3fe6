use std::fs;

use ledger::{Ledger, LedgerFault};
use testkit::fault_pool::{tally, trials};

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

/// What a fault does to the bytes from some place on.
fn torn(bytes: &[u8], turn: usize, at: usize) -> Vec<u8> {
    let mut torn = bytes.to_vec();
    let end = torn.len().min(at + 512);
    match turn % 4 {
        0 => torn.truncate(at),
        1 => torn[at..end].fill(0),
        2 => torn[at..].fill(0),
        _ => torn[at] ^= 0x10,
    }
    torn
}

/// Every sector in turn, cut, zeroed or flipped; then places drawn at random. `sectors` is from one to the next.
fn places(length: usize, sectors: usize, random: usize) -> Vec<(usize, usize)> {
    let mut lots = fastrand::Rng::with_seed(2);
    let sector = (0..length).step_by(sectors * 512).enumerate();
    let drawn = (0..random).map(|turn| (turn, lots.usize(..length)));
    sector.chain(drawn).collect()
}

/// Mutation: with the log's checksums unchecked, a flipped frame is read as if it were whole.
#[test]
fn a_torn_log_gives_an_exact_prefix_of_the_acts() {
    let book = book();
    let copy = book.dir.path().join("torn.db");
    let log = fs::read(side_file(&book.path(), "-wal")).unwrap();
    let mut prefixes = std::collections::BTreeSet::new();
    // Every fifth sector, so that the run stays short.
    let places = places(log.len(), trials(5, 1), trials(60, 5_000));
    for (turn, at) in &places {
        copy_store(&book.path(), &copy);
        fs::write(side_file(&copy, "-wal"), torn(&log, *turn, *at)).unwrap();
        let kept = whole_cases(&copy).unwrap();
        assert!((4..=12).contains(&kept), "{kept} kept at {at}");
        prefixes.insert(kept);
    }
    assert!(
        prefixes.len() > 5,
        "the log was torn at many acts: {prefixes:?}"
    );
    let outcome = "an exact prefix of the acts each time";
    tally("T2", "tears of the log", places.len(), outcome);
}

/// Mutation: with the pages' codes unchecked (plain SQLite), a torn page is read as if it were whole.
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
    let copy = book.dir.path().join("torn.db");
    let places = places(bytes.len(), trials(3, 1), trials(40, 4_500));
    let mut damaged = 0;
    for (turn, at) in &places {
        let torn = torn(&bytes, *turn, *at);
        if torn == bytes {
            continue;
        }
        fs::write(&copy, torn).unwrap();
        let found = whole_cases(&copy);
        assert!(
            matches!(found, Err(LedgerFault::CannotOpen | LedgerFault::Damaged)),
            "{found:?} at {at}"
        );
        damaged += 1;
    }
    tally("T2", "tears of the main file", damaged, "each was told");
}
