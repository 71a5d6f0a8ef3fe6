#![allow(clippy::unwrap_used)]

use rusqlite::types::Value;

use super::*;
use crate::UnitOfWork;

struct Sevens;

impl seal::NonceSource for Sevens {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn store() -> (tempfile::TempDir, Ledger) {
    let dir = tempfile::tempdir().unwrap();
    let ledger =
        Ledger::create(&dir.path().join("desk.db"), &FileKey::generate(&mut Sevens)).unwrap();
    (dir, ledger)
}

#[test]
fn every_connection_has_the_settings_of_the_house() {
    let (_dir, ledger) = store();
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("recursive_triggers", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("cell_size_check", "1"),
        ("trusted_schema", "0"),
        ("cache_size", "-32768"),
        ("busy_timeout", "5000"),
        ("fullfsync", "1"),
        ("mmap_size", "0"),
    ] {
        // As text, whatever the pragma's own type and column are.
        let value = ledger
            .connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| {
                row.get::<_, Value>(0)
            });
        let value = match value.unwrap() {
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Null | Value::Real(_) | Value::Blob(_) => String::new(),
        };
        assert_eq!(value, expected, "{pragma}");
    }
}

#[test]
fn a_record_is_not_changed_deleted_or_replaced() {
    let (_dir, ledger) = store();
    let run = |sql: &str| ledger.connection.execute_batch(sql);
    let insert = "INTO records (seq, id, stream, revision, kind, header, hash, signature)
                  VALUES (0, x'01', x'02', 1, 'kind', x'03', x'04', x'05')";
    run(&format!("INSERT {insert}")).unwrap();
    run("INSERT INTO bodies (seq, part, envelope) VALUES (0, 'pii', x'06'), (0, 'pan', x'07')")
        .unwrap();
    for forbidden in [
        "UPDATE records SET kind = 'other'",
        "DELETE FROM records",
        &format!("REPLACE {insert}"),
        "UPDATE bodies SET envelope = x'08'",
        "REPLACE INTO records (seq, id, stream, revision, kind, header, hash, signature)
         VALUES (1, x'01', x'09', 1, 'kind', x'03', x'04', x'05')",
    ] {
        assert!(run(forbidden).is_err(), "{forbidden}");
    }
    // A body may go: that is how a case is forgotten.
    run("DELETE FROM bodies WHERE part = 'pan'").unwrap();
    let rows = "SELECT (SELECT count(*) FROM records) * 10 + (SELECT count(*) FROM bodies)";
    assert_eq!(
        ledger
            .connection
            .query_row(rows, [], |row| row.get::<_, i64>(0))
            .unwrap(),
        11
    );
}

struct AsTheyAre;

impl crate::Rewrap for AsTheyAre {
    fn bucket_key(
        &mut self,
        row: crate::BucketKeyRow,
    ) -> Result<Option<crate::BucketKeyRow>, LedgerFault> {
        Ok(Some(row))
    }

    fn case_key(
        &mut self,
        row: crate::CaseKeyRow,
    ) -> Result<Option<crate::CaseKeyRow>, LedgerFault> {
        Ok(Some(row))
    }

    fn credential(&mut self, _: &str, sealed: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault> {
        Ok(Some(sealed))
    }
}

/// Fails when a table, an index or a trigger stays behind, or the store's own settings do not come back.
#[test]
fn a_copy_has_the_same_tables_indexes_and_triggers_to_the_letter() {
    let (dir, ledger) = store();
    let next = dir.path().join("desk.db.next");
    let key = FileKey::generate(&mut Sevens);
    ledger
        .copy_under(&next, &key, &mut AsTheyAre, &mut |_| {
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    let schema = |ledger: &Ledger| -> Vec<[Option<String>; 4]> {
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
        let mut select = ledger.connection.prepare(sql).unwrap();
        let row =
            |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
        select
            .query_map([], row)
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    assert_eq!(schema(&Ledger::open(&next, &key).unwrap()), schema(&ledger));
    for (pragma, expected) in [
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("synchronous", 2),
    ] {
        let value = ledger
            .connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
        assert_eq!(value.unwrap(), expected, "{pragma}");
    }
}

/// Fails when a partial index no longer fits its query, or the query sorts.
#[test]
fn pages_of_queue_and_archive_what_is_due_and_records_of_a_kind_are_each_one_range_of_an_index() {
    let (_dir, ledger) = store();
    for (query, range) in [
        (
            crate::cases::QUEUE_PAGE,
            "USING INDEX cases_in_queue_order (status=? AND (behind,due_ms,stream)>(?,?,?))",
        ),
        (
            crate::retention::ARCHIVE_PAGE,
            "USING INDEX cases_in_archive ((updated_ms,stream)<(?,?))",
        ),
        (
            crate::retention::DUE,
            "USING INDEX cases_due_for_erasure (retain_until_ms>? AND retain_until_ms<?)",
        ),
        (
            crate::kinds::NEWEST_OF_KIND,
            "USING INDEX records_of_kind (kind=? AND rowid<?)",
        ),
    ] {
        let explain = format!("EXPLAIN QUERY PLAN {query}");
        let mut explain = ledger.connection.prepare(&explain).unwrap();
        let plan: Vec<String> = explain
            .raw_query()
            .mapped(|row| row.get("detail"))
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(plan.len() == 1 && plan[0].ends_with(range), "{plan:?}");
    }
}

/// Fails when a look takes the steps to newer tables.
#[test]
fn a_look_at_an_older_file_reads_its_chain_and_keys_and_takes_no_step() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let key = FileKey::generate(&mut Sevens);
    private_file(&path, true).unwrap();
    let mut older = unlock(&path, &key, READ_WRITE).unwrap();
    settle(&older).unwrap();
    migrations::migrate(&mut older, &MIGRATIONS[..2]).unwrap();
    older.close().unwrap();

    let look = Ledger::open_read_only(&path, &key).unwrap();
    assert_eq!(look.head(), Ok(None));
    assert_eq!(look.bucket_keys(), Ok(Vec::new()));
    let stream = casework::StreamId::from_bytes([1; 16]);
    assert_eq!(look.case_row(stream).map(|_| ()), Err(LedgerFault::Damaged));
    assert_eq!(migrations::version(&look.connection), Ok(2));
    drop(look);
    let upgraded = Ledger::open(&path, &key).unwrap();
    assert_eq!(upgraded.case_row(stream).map(|_| ()), Ok(()));
}

/// The same fault as a full disk, at every number of pages from none to enough, on every system.
#[test]
fn a_store_that_may_not_grow_says_so_keeps_what_it_has_and_goes_on_when_it_may() {
    let (_dir, mut ledger) = store();
    let pages: u32 = ledger
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let key = |n: u8| {
        crate::BucketKeyChange::Put(crate::BucketKeyRow {
            bucket: crate::Bucket::Month {
                year: 2000 + u16::from(n),
                month: 1,
            },
            key_id: seal::KeyId([n; 16]),
            wrap: vec![n; 30_000],
        })
    };
    let mut refused = 0;
    for more in 0..9 {
        let _: u32 = ledger
            .connection
            .query_row(
                &format!("PRAGMA max_page_count = {}", pages + more),
                [],
                |row| row.get(0),
            )
            .unwrap();
        let kept = ledger.bucket_keys().unwrap().len();
        let work = UnitOfWork {
            bucket_keys: vec![key(1)],
            ..UnitOfWork::default()
        };
        match ledger.commit(&work) {
            Err(fault) => {
                assert_eq!(fault, LedgerFault::DiskFull);
                assert_eq!(ledger.bucket_keys().unwrap().len(), kept);
                refused += 1;
            }
            Ok(()) => assert_eq!(ledger.bucket_keys().unwrap().len(), 1),
        }
    }
    assert!(
        (1..9).contains(&refused),
        "it had too few pages {refused} times, then enough"
    );
    ledger.integrity_check().unwrap();
}
