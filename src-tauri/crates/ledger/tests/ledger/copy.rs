use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use ledger::{
    Bucket, BucketKeyRow, CaseKeyRow, DeskFolder, Ledger, LedgerFault, Progress, Rewrap, UnitOfWork,
};
use seal::{FileKey, IndexField, KeyId};
use testkit::child;

use crate::book::{Chain, bucket_key, case, id, intake, key, side_file, stream};

/// Wraps everything anew, as far as a test can tell: each wrap is turned round, bucket keys get other ids.
struct Turned;

fn turned(wrap: Vec<u8>) -> Vec<u8> {
    wrap.into_iter().map(|byte| !byte).collect()
}

/// Makes a folder's store anew under the other of two keys, as a key change does.
pub(crate) fn under_the_other_key(folder: &DeskFolder) {
    let now = 1 + u8::from(!folder.store_opens_with(&key(1)).unwrap());
    let ledger = Ledger::open(&folder.store_path(), &key(now)).unwrap();
    let next = folder.next_store_path();
    ledger
        .copy_under(&next, &key(3 - now), &mut Turned, &mut go_on)
        .unwrap();
    ledger.close().unwrap();
    folder.swap_store().unwrap();
}

impl Rewrap for Turned {
    fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault> {
        Ok(Some(BucketKeyRow {
            key_id: KeyId(row.key_id.0.map(|byte| !byte)),
            wrap: turned(row.wrap),
            ..row
        }))
    }

    fn case_key(&mut self, row: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault> {
        Ok(Some(CaseKeyRow {
            wrap: turned(row.wrap),
            ..row
        }))
    }

    fn credential(&mut self, _: &str, sealed: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
        Ok(Some(turned(sealed)))
    }
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A desk's folder with a store of so many cases under the first key.
pub(crate) fn desk(dir: &Path, cases: u64) -> (DeskFolder, Ledger) {
    let folder = DeskFolder::create(dir).unwrap();
    folder.write_keys(b"keys").unwrap();
    let mut ledger = Ledger::create(&folder.store_path(), &key(1)).unwrap();
    let mut chain = Chain::default();
    for n in 0..cases {
        ledger.commit(&intake(&mut chain, n)).unwrap();
    }
    (folder, ledger)
}

/// More rows of the large tables than are copied at once, several times over.
fn many(ledger: &mut Ledger) {
    let mut chain = Chain::after(ledger);
    let mut work = UnitOfWork::default();
    for n in 1_000..10_500 {
        let mut more = intake(&mut chain, n);
        work.records.append(&mut more.records);
        work.case_keys.append(&mut more.case_keys);
        work.cases.append(&mut more.cases);
        work.lookup.append(&mut more.lookup);
        work.outbox.append(&mut more.outbox);
    }
    ledger.commit(&work).unwrap();
}

/// Everything that can be read of a store, so that two can be compared; without keys, which differ.
fn all(ledger: &Ledger) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut records = Vec::new();
    ledger
        .walk(0, |record| {
            records.push(record);
            ControlFlow::Continue(())
        })
        .unwrap();
    let cases: Vec<_> = (0..40)
        .chain(1_000..10_600)
        .map(|n| {
            let found = ledger.lookup(IndexField::Card, &id(n), 9).unwrap();
            (ledger.case_row(stream(n)).unwrap(), found)
        })
        .collect();
    let calls = ledger.outbox_rows(u32::MAX).unwrap();
    (
        records,
        cases,
        calls,
        ledger.status_counts().unwrap(),
        ledger.outbox_counts().unwrap(),
    )
}

pub(crate) fn is_whole_under(path: &Path, key: &FileKey, cases: u64) {
    let ledger = Ledger::open(path, key).unwrap();
    ledger.integrity_check().unwrap();
    assert_eq!(ledger.head().unwrap().unwrap().seq + 1, cases);
    assert_eq!(
        ledger.status_counts().unwrap(),
        [(case(0).status, cases)],
        "the counts are the old ones, not counted twice"
    );
    for n in 0..cases {
        assert_eq!(ledger.case_row(stream(n)).unwrap(), Some(case(n)));
        assert_eq!(
            ledger.stream(stream(n)).unwrap()[0].record.bodies().len(),
            2
        );
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Fails when a table, an index, a trigger or a column is left out of the copy.
#[test]
fn a_copy_under_another_key_has_every_row_and_goes_on_as_the_store_did() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, mut ledger) = desk(outer.path(), 30);
    let credential = UnitOfWork {
        credentials: vec![("bank".to_owned(), b"sealed".to_vec())],
        ..UnitOfWork::default()
    };
    ledger.commit(&credential).unwrap();
    many(&mut ledger);
    let next = folder.next_store_path();
    let mut told = Vec::new();
    ledger
        .copy_under(&next, &key(2), &mut Turned, &mut |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(told.is_sorted_by_key(|it| it.done) && told.iter().all(|it| it.total == told[0].total));
    assert!(told.len() > 10 && told[0].done == 0, "{told:?}");
    assert_eq!(told.last().map(|it| it.done), Some(told[0].total));

    if !seal::UNSEALED {
        let old_key = Ledger::open(&next, &key(1)).map(|_| ());
        assert_eq!(old_key, Err(LedgerFault::CannotOpen));
    }
    let mut copy = Ledger::open(&next, &key(2)).unwrap();
    copy.integrity_check().unwrap();
    assert_eq!(all(&copy), all(&ledger));
    let open = bucket_key(Bucket::Open);
    assert_eq!(
        copy.bucket_keys().unwrap(),
        [BucketKeyRow {
            key_id: KeyId([!9; 16]),
            wrap: turned(open.wrap.clone()),
            ..open
        }]
    );
    for n in 0..30 {
        let old = ledger.case_key(stream(n)).unwrap().unwrap();
        let wrap = turned(old.wrap.clone());
        assert_eq!(
            copy.case_key(stream(n)).unwrap(),
            Some(CaseKeyRow { wrap, ..old })
        );
    }
    assert_eq!(
        copy.credential("bank").unwrap(),
        Some(turned(b"sealed".to_vec()))
    );

    // Both go on, the copy with counts and references that are kept as before.
    for store in [&mut ledger, &mut copy] {
        let mut chain = Chain::after(store);
        store.commit(&intake(&mut chain, 30)).unwrap();
        assert_eq!(store.status_counts().unwrap(), [(case(0).status, 9_531)]);
        let no_bucket = UnitOfWork {
            case_keys: vec![ledger::CaseKeyChange::Put(CaseKeyRow {
                stream: stream(1),
                key_id: KeyId([1; 16]),
                bucket: Bucket::Desk,
                wrap: vec![1],
            })],
            ..UnitOfWork::default()
        };
        assert_eq!(store.commit(&no_bucket), Err(LedgerFault::Conflict));
    }
}

/// Fails when the copy is a copy of pages, or when the new file is written before it is sealed. With the
/// feature `unsealed` the first search must find what the second must not.
#[test]
fn nothing_that_was_deleted_comes_along() {
    const CANARY: &[u8] = b"canary of a key that is gone";
    let outer = tempfile::tempdir().unwrap();
    let (folder, mut ledger) = desk(outer.path(), 2);
    let put = |wrap: &[u8]| UnitOfWork {
        case_keys: vec![ledger::CaseKeyChange::Put(CaseKeyRow {
            stream: stream(1),
            key_id: KeyId([1; 16]),
            bucket: Bucket::Open,
            wrap: wrap.repeat(9),
        })],
        ..UnitOfWork::default()
    };
    ledger.commit(&put(CANARY)).unwrap();
    let contains = |path: &Path| {
        fs::read(path)
            .unwrap()
            .windows(CANARY.len())
            .any(|window| window == CANARY)
    };
    ledger.checkpoint().unwrap();
    assert_eq!(contains(&folder.store_path()), seal::UNSEALED);
    ledger.commit(&put(b"-")).unwrap();
    ledger
        .copy_under(&folder.next_store_path(), &key(2), &mut Turned, &mut go_on)
        .unwrap();
    assert!(!contains(&folder.next_store_path()));
}

/// A key that `rewrap` lets go is not in the new file, and a bucket's key goes only with all that it wraps.
/// Fails when references are not checked after the copy.
#[test]
fn a_key_that_is_let_go_stays_behind_and_never_leaves_another_without_its_bucket() {
    struct LetsGo {
        bucket: bool,
        case: bool,
    }
    impl Rewrap for LetsGo {
        fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault> {
            Ok((!self.bucket).then_some(row))
        }
        fn case_key(&mut self, row: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault> {
            Ok((!self.case || row.stream != stream(1)).then_some(row))
        }
        fn credential(&mut self, _: &str, _: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
            Err(LedgerFault::Damaged)
        }
    }
    let outer = tempfile::tempdir().unwrap();
    let (folder, ledger) = desk(outer.path(), 3);
    let next = folder.next_store_path();
    let copy =
        |bucket, case| ledger.copy_under(&next, &key(2), &mut LetsGo { bucket, case }, &mut go_on);
    assert_eq!(copy(true, false), Err(LedgerFault::Conflict));
    assert!(!next.exists(), "no half file is left");
    copy(false, true).unwrap();
    let copy = Ledger::open(&next, &key(2)).unwrap();
    copy.integrity_check().unwrap();
    let left: Vec<bool> = (0..3)
        .map(|n| copy.case_key(stream(n)).unwrap().is_some())
        .collect();
    assert_eq!(left, [true, false, true]);
    assert!(ledger.case_key(stream(1)).unwrap().is_some());
}

/// Fails when the history knows only what was wrapped before the copy, or only what is wrapped since.
#[test]
fn a_key_that_comes_in_another_bucket_is_remembered_in_both() {
    struct Moves;
    impl Rewrap for Moves {
        fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault> {
            let bucket = Bucket::Desk;
            Ok(Some(BucketKeyRow { bucket, ..row }))
        }
        fn case_key(&mut self, row: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault> {
            let bucket = Bucket::Desk;
            Ok(Some(CaseKeyRow { bucket, ..row }))
        }
        fn credential(&mut self, _: &str, sealed: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
            Ok(Some(sealed))
        }
    }
    let outer = tempfile::tempdir().unwrap();
    let (folder, ledger) = desk(outer.path(), 2);
    let next = folder.next_store_path();
    ledger
        .copy_under(&next, &key(2), &mut Moves, &mut go_on)
        .unwrap();
    let copy = Ledger::open(&next, &key(2)).unwrap();
    let ever = copy.buckets_that_wrapped(stream(1)).unwrap();
    assert_eq!(ever, [Bucket::Desk, Bucket::Open]);
    let mut look = Ledger::open_read_only(&next, &key(2)).unwrap();
    let refused = look.copy_under(&outer.path().join("other"), &key(3), &mut Moves, &mut go_on);
    assert_eq!(refused, Err(LedgerFault::ReadOnly));
    assert_eq!(
        look.commit(&UnitOfWork::default()),
        Err(LedgerFault::ReadOnly)
    );
}

/// Fails when a stopped copy stays attached, leaves references unchecked, or leaves its file.
#[test]
fn a_copy_that_is_stopped_or_fails_leaves_no_file_and_a_store_that_works_on() {
    struct Fails;
    impl Rewrap for Fails {
        fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault> {
            Ok(Some(row))
        }
        fn case_key(&mut self, _: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault> {
            Err(LedgerFault::CannotOpen)
        }
        fn credential(&mut self, _: &str, _: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
            Ok(None)
        }
    }
    let outer = tempfile::tempdir().unwrap();
    let (folder, mut ledger) = desk(outer.path(), 20);
    let next = folder.next_store_path();
    fs::write(&next, b"what an earlier try left").unwrap();
    many(&mut ledger);
    let mut looks = 0;
    let mut stop_at = |limit: u32| {
        ledger.copy_under(&next, &key(2), &mut Turned, &mut |_| {
            looks += 1;
            if looks < limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })
    };
    assert_eq!(stop_at(1), Err(LedgerFault::Stopped));
    assert_eq!(stop_at(8), Err(LedgerFault::Stopped));
    assert_eq!(
        ledger.copy_under(&next, &key(2), &mut Fails, &mut go_on),
        Err(LedgerFault::CannotOpen)
    );
    let mut left = names(outer.path());
    left.retain(|name| name.contains("next"));
    assert_eq!(left, [""; 0]);

    let mut chain = Chain::after(&ledger);
    ledger.commit(&intake(&mut chain, 20)).unwrap();
    let dangling = UnitOfWork {
        bucket_keys: vec![ledger::BucketKeyChange::Delete(Bucket::Open)],
        ..UnitOfWork::default()
    };
    assert_eq!(ledger.commit(&dangling), Err(LedgerFault::Conflict));
    ledger
        .copy_under(&next, &key(2), &mut Turned, &mut go_on)
        .unwrap();
    let copy = Ledger::open(&next, &key(2)).unwrap();
    copy.integrity_check().unwrap();
    assert!(all(&copy) == all(&ledger));
}

/// A crash is a copy of the folder between two steps. Fails when closing leaves something in the log, when the next
/// store is not whole before it takes the place, or when a side file is left beside it.
#[test]
fn a_crash_between_any_two_steps_leaves_one_key_that_opens_and_every_row() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("desk");
    let (folder, ledger) = desk(&dir, 12);
    let mut moments = Vec::new();
    let mut crash = |what: &'static str, opens_with: u8| {
        let copy = outer.path().join(moments.len().to_string());
        fs::create_dir(&copy).unwrap();
        for name in names(&dir) {
            // Shared memory does not survive a crash of the machine.
            if !name.ends_with("-shm") {
                fs::copy(dir.join(&name), copy.join(&name)).unwrap();
            }
        }
        moments.push((what, copy, opens_with));
    };
    let next = folder.next_store_path();
    crash("before everything", 1);
    ledger
        .copy_under(&next, &key(2), &mut Turned, &mut |_| {
            crash("while the copy is made", 1);
            ControlFlow::Continue(())
        })
        .unwrap();
    crash("with the next store whole and the old one open", 1);
    ledger.close().unwrap();
    crash("with the old one closed", 1);
    fs::write(side_file(&folder.store_path(), "-wal"), b"").unwrap();
    crash("with an empty log left", 1);
    folder.swap_store().unwrap();
    crash("with the next one in its place", 2);
    assert_eq!(names(&dir), ["desk.db", "desk.keys", "desk.lock"]);

    for (what, copy, opens_with) in moments {
        let folder = DeskFolder::open(&copy).unwrap();
        for n in [1, 2] {
            let opens = folder.store_opens_with(&key(n)).unwrap();
            assert_eq!(opens, n == opens_with || seal::UNSEALED, "{what}, key {n}");
        }
        folder.discard_next_store().unwrap();
        is_whole_under(&folder.store_path(), &key(opens_with), 12);
        assert!(
            !names(&copy).iter().any(|name| name.contains("next")),
            "{what}"
        );
    }
}

/// Fails when `swap_store` removes a log that holds records.
#[test]
fn a_store_that_was_not_closed_is_not_replaced() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, ledger) = desk(outer.path(), 3);
    let missing = Err(LedgerFault::Io(std::io::ErrorKind::NotFound));
    assert_eq!(folder.swap_store(), missing);
    ledger
        .copy_under(&folder.next_store_path(), &key(2), &mut Turned, &mut go_on)
        .unwrap();
    assert_eq!(folder.swap_store(), Err(LedgerFault::Conflict));
    assert_eq!(ledger.head().unwrap().unwrap().seq, 2);
    ledger.close().unwrap();
    folder.swap_store().unwrap();
    is_whole_under(&folder.store_path(), &key(2), 3);
}

/// Fails when asking which key opens the store writes its file or its log, or takes the log's word for nothing.
#[test]
fn asking_which_key_opens_the_store_writes_neither_file_nor_log() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, ledger) = desk(outer.path(), 3);
    let copy = outer.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for name in ["desk.keys", "desk.db", "desk.db-wal"] {
        fs::copy(outer.path().join(name), copy.join(name)).unwrap();
    }
    drop((folder, ledger));
    let bytes = || ["desk.db", "desk.db-wal"].map(|name| fs::read(copy.join(name)).unwrap());
    let before = bytes();
    let folder = DeskFolder::open(&copy).unwrap();
    assert!(folder.store_opens_with(&key(1)).unwrap());
    assert_eq!(folder.store_opens_with(&key(2)).unwrap(), seal::UNSEALED);
    assert!(before == bytes());
    is_whole_under(&folder.store_path(), &key(1), 3);
}

/// The disk of this test is a small one of memory, as in `full_disk`. Fails when a full disk is told as
/// something else, or its half file is left to fill it.
#[test]
#[cfg(target_os = "linux")]
fn a_copy_that_finds_no_room_leaves_the_disk_as_it_was() {
    child::on_a_small_disk("copy::copies_on_a_small_disk");
}

#[test]
#[ignore = "inner half"]
#[cfg(target_os = "linux")]
fn copies_on_a_small_disk() {
    let dir = child::folder();
    let (folder, mut ledger) = desk(&dir.join("desk"), 40);
    ledger.checkpoint().unwrap();
    let next = folder.next_store_path();
    let store = fs::metadata(folder.store_path()).unwrap().len();
    let mut refused = 0;
    for room in (0..store + 300_000).step_by(30_000) {
        let ballast = dir.join("ballast");
        let _ = fs::write(&ballast, vec![0; 4_000_000]);
        let full = fs::metadata(&ballast).unwrap().len();
        fs::write(&ballast, vec![0; (full.saturating_sub(room)) as usize]).unwrap();
        match ledger.copy_under(&next, &key(2), &mut Turned, &mut go_on) {
            Ok(()) => is_whole_under(&next, &key(2), 40),
            Err(fault) => {
                assert_eq!(fault, LedgerFault::DiskFull, "with room for {room}");
                assert!(!next.exists());
                refused += 1;
            }
        }
        folder.discard_next_store().unwrap();
        fs::remove_file(&ballast).unwrap();
    }
    assert!(refused > 0, "there was too little room at first");
    ledger
        .copy_under(&next, &key(2), &mut Turned, &mut go_on)
        .unwrap();
    let mut chain = Chain::after(&ledger);
    ledger.commit(&intake(&mut chain, 40)).unwrap();
    child::say("done");
}
