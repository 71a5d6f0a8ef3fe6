//! The price of sealing: importing a file through the whole house, beside plain rusqlite writing the same rows.
//!
//! House: parse, screen, look for repeats, seal, hash, sign, chain, commit; SQLCipher, WAL, `synchronous=FULL`, 1,000 rows
//! a transaction. Baseline: the rows the house wrote, read back from its file, inserted into the same tables, with the same
//! indexes and triggers, in the same batches, by plain rusqlite: no SQLCipher, no sealing, no signing, nothing parsed.
//! Five alternating runs in one process; the medians' ratio is the claim. Run by `cargo xtask bench` in a release build;
//! a debug build imports fewer rows and claims nothing about time, only that both sides hold the same rows.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

#[path = "common/desk_of_one.rs"]
mod desk_of_one;
#[path = "common/import_rows.rs"]
mod import_rows;
#[path = "common/opened_store.rs"]
mod opened_store;

const RUNS: usize = 5;
const MOST: f64 = 3.0;

#[test]
fn importing_costs_at_most_three_times_what_plain_rusqlite_does() {
    let rows = if cfg!(debug_assertions) {
        3_000
    } else {
        100_000
    };
    let runs = if cfg!(debug_assertions) { 1 } else { RUNS };
    let file = import_rows::csv(rows);
    let (mut house, mut plain) = (Vec::new(), Vec::new());
    let mut counts = BTreeMap::new();
    for run in 0..runs {
        let dir = tempfile::tempdir().unwrap();
        let keychain = testkit::MemoryKeychain::default();
        let mut desk = desk_of_one::open(dir.path(), &keychain);
        let began = Instant::now();
        let report = desk
            .import(file.as_bytes(), std::io::sink(), &mut |_| {})
            .unwrap();
        house.push(began.elapsed());
        assert_eq!((report.imported, report.refused), (rows, 0));
        drop(desk);

        let written = Written::read(dir.path(), &keychain);
        plain.push(written.write_plain(&dir.path().join("plain.db")));
        counts = written
            .tables
            .iter()
            .map(|table| (table.name.clone(), table.rows.len()))
            .collect();
        println!(
            "run {}: house {:?}, plain {:?}",
            run + 1,
            house[run],
            plain[run]
        );
    }
    println!("rows per table: {counts:?}");
    let (house, plain) = (median(house), median(plain));
    let ratio = house.as_secs_f64() / plain.as_secs_f64();
    println!(
        "median of {runs}: house {house:?}, plain {plain:?}, ratio {ratio:.2} (at most {MOST})"
    );
    assert_eq!(counts["cases"], rows as usize);
    assert!(
        cfg!(debug_assertions) || ratio <= MOST,
        "importing costs {ratio:.2} times plain rusqlite"
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// One table as the house wrote it: its rows in the order of writing, each with its batch.
struct Table {
    name: String,
    insert: String,
    rows: Vec<(usize, Vec<Value>)>,
}

struct Written {
    schema: Vec<String>,
    tables: Vec<Table>,
    batches: usize,
}

impl Written {
    /// Reads back what an import wrote, batch by batch: rows are put to the commit that wrote them.
    fn read(dir: &Path, keychain: &testkit::MemoryKeychain) -> Self {
        let store = opened_store::open(dir, keychain);
        let mut schema = store
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
            .unwrap();
        let schema: Vec<String> = schema
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        // The first records found the desk; after them every record is one imported case.
        let first: i64 = store
            .query_row(
                "SELECT min(seq) FROM records WHERE kind = 'received'",
                [],
                |r| r.get(0),
            )
            .unwrap();
        let batch = format!("(r.seq - {first}) / {}", desk::ROWS_A_COMMIT);
        let tables = [
            (
                "records",
                format!(
                    "SELECT {batch}, t.* FROM records t JOIN records r ON r.seq = t.seq WHERE t.seq >= {first} ORDER BY t.seq"
                ),
            ),
            (
                "bodies",
                format!(
                    "SELECT {batch}, t.* FROM bodies t JOIN records r ON r.seq = t.seq WHERE t.seq >= {first} ORDER BY t.seq, t.part"
                ),
            ),
            ("case_keys", joined("case_keys", &batch)),
            ("cases", joined("cases", &batch)),
            ("lookup", joined("lookup", &batch)),
        ];
        let tables: Vec<Table> = tables
            .into_iter()
            .map(|(name, select)| table(&store, name, &select))
            .collect();
        let batches = tables[0].rows.last().unwrap().0 + 1;
        Self {
            schema,
            tables,
            batches,
        }
    }

    /// Writes the same rows with plain rusqlite and answers with the time from the first transaction to the last commit.
    fn write_plain(&self, path: &Path) -> Duration {
        let mut plain = Connection::open(path).unwrap();
        plain
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA foreign_keys = ON;
                 PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 8000;",
            )
            .unwrap();
        for sql in &self.schema {
            plain.execute_batch(sql).unwrap();
        }
        plain
            .execute_batch(
                "INSERT INTO bucket_keys (bucket, key_id, wrap) VALUES ('open', x'00', x'00')",
            )
            .unwrap();
        let mut next = vec![0; self.tables.len()];
        let began = Instant::now();
        for batch in 0..self.batches {
            let transaction = plain.transaction().unwrap();
            for (table, next) in self.tables.iter().zip(&mut next) {
                let mut insert = transaction.prepare_cached(&table.insert).unwrap();
                while let Some((of, row)) = table.rows.get(*next).filter(|(of, _)| *of == batch) {
                    debug_assert_eq!(*of, batch);
                    insert.execute(params_from_iter(row)).unwrap();
                    *next += 1;
                }
            }
            transaction.commit().unwrap();
        }
        let took = began.elapsed();
        for table in &self.tables {
            let count: usize = plain
                .query_row(&format!("SELECT count(*) FROM {}", table.name), [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(count, table.rows.len(), "{}", table.name);
        }
        took
    }
}

/// Rows of a table that are put to a case, in the order in which the cases were written.
fn joined(table: &str, batch: &str) -> String {
    format!(
        "SELECT {batch}, t.* FROM records r JOIN {table} t ON t.stream = r.stream WHERE r.kind = 'received' ORDER BY r.seq"
    )
}

fn table(store: &Connection, name: &str, select: &str) -> Table {
    // Columns that the table computes itself are not in this list.
    let mut info = store
        .prepare(&format!("SELECT name FROM pragma_table_info('{name}')"))
        .unwrap();
    let columns: Vec<String> = info
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut select = store
        .prepare(&select.replace("t.*", &format!("t.{}", columns.join(", t."))))
        .unwrap();
    let places = vec!["?"; columns.len()].join(", ");
    let insert = format!(
        "INSERT INTO {name} ({}) VALUES ({places})",
        columns.join(", ")
    );
    let rows = select
        .query_map([], |row| {
            let batch: i64 = row.get(0)?;
            let values = (1..=columns.len())
                .map(|at| row.get(at))
                .collect::<Result<Vec<Value>, _>>()?;
            Ok((batch as usize, values))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    Table {
        name: name.to_owned(),
        insert,
        rows,
    }
}
