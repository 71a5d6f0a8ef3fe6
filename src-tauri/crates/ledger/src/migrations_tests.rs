#![allow(clippy::unwrap_used)]

use testkit::fault_pool::{tally, trials};

use super::*;

/// What a file says of its own tables, statement by statement, in an order of its own.
fn schema(connection: &Connection) -> String {
    let mut select = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap();
    let statements = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
    statements
        .map(|sql| sql.unwrap() + ";\n")
        .collect::<Vec<_>>()
        .join("\n")
}

fn memory() -> Connection {
    Connection::open_in_memory().unwrap()
}

const FIRST: Migration = Migration {
    version: 1,
    sql: "CREATE TABLE store (oldest_program INTEGER NOT NULL); INSERT INTO store VALUES (1);",
    older_programs_may_open: false,
};

fn second(sql: &'static str, older_programs_may_open: bool) -> [Migration; 2] {
    [
        FIRST,
        Migration {
            version: 2,
            sql,
            older_programs_may_open,
        },
    ]
}

/// A change of the tables shows in this file, beside the step that makes it. After a wanted change
/// take the text that the failing test prints.
#[test]
fn a_fresh_file_and_one_upgraded_step_by_step_have_the_tables_of_the_snapshot() {
    let mut fresh = memory();
    migrate(&mut fresh, MIGRATIONS).unwrap();
    let mut upgraded = memory();
    for known in 1..=MIGRATIONS.len() {
        migrate(&mut upgraded, &MIGRATIONS[..known]).unwrap();
        assert_eq!(version(&upgraded).unwrap(), known as u32);
    }
    assert_eq!(schema(&fresh), schema(&upgraded));
    let wanted = include_str!("../migrations/schema.sql");
    assert!(
        schema(&fresh) == wanted,
        "the tables are now:\n{}",
        schema(&fresh)
    );
}

#[test]
fn every_step_is_listed_in_order_and_says_whether_older_programs_may_open_the_file() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.retain(|name| name != "schema.sql");
    files.sort();
    assert_eq!(files.len(), MIGRATIONS.len(), "{files:?}");
    for ((place, step), file) in (1..).zip(MIGRATIONS).zip(files) {
        assert_eq!(step.version, place);
        assert!(
            file.starts_with(&format!("{place:04}_")) && file.ends_with(".sql"),
            "{file}"
        );
        let word = if step.older_programs_may_open {
            "may"
        } else {
            "may not"
        };
        assert_eq!(
            step.sql.lines().next().unwrap(),
            format!("-- older programs: {word} open"),
            "{file}"
        );
    }
}

#[test]
fn a_step_that_fails_leaves_the_tables_as_they_were() {
    let mut connection = memory();
    migrate(&mut connection, &[FIRST]).unwrap();
    let before = schema(&connection);
    let broken = second(
        "CREATE TABLE half (done INTEGER); INSERT INTO half VALUES (1); INSERT INTO nowhere VALUES (1);",
        false,
    );
    assert_eq!(migrate(&mut connection, &broken), Err(LedgerFault::Damaged));
    assert_eq!(
        (version(&connection).unwrap(), schema(&connection)),
        (1, before)
    );
    migrate(
        &mut connection,
        &second("CREATE TABLE whole (done INTEGER);", false),
    )
    .unwrap();
    assert_eq!(version(&connection).unwrap(), 2);
}

#[test]
fn an_older_program_opens_a_newer_file_only_where_every_later_step_says_so() {
    for (may_open, expected) in [
        (true, Ok(())),
        (
            false,
            Err(LedgerFault::NewerThanProgram { found: 2, known: 1 }),
        ),
    ] {
        let mut connection = memory();
        migrate(
            &mut connection,
            &second("CREATE TABLE later (done INTEGER);", may_open),
        )
        .unwrap();
        assert_eq!(migrate(&mut connection, &[FIRST]), expected);
        assert_eq!(version(&connection).unwrap(), 2, "and does not touch it");
    }
}

/// Thirty steps, each of which makes a table and fills it, so that a kill often falls inside one.
fn many_steps() -> Vec<Migration> {
    let step = |version: u32| Migration {
        version,
        sql: Box::leak(
            format!(
                "CREATE TABLE step_{version} (n INTEGER);
                 WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
                 INSERT INTO step_{version} SELECT n FROM n;"
            )
            .into_boxed_str(),
        ),
        older_programs_may_open: true,
    };
    (1..=30).map(step).collect()
}

/// Runs `upgrades_until_killed` on the file and kills it a while after it has begun.
fn killed_while_upgrading(
    path: &std::path::Path,
    steps: &str,
    begun: impl Fn() -> bool,
    wait: u64,
) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "migrations::tests::upgrades_until_killed",
            "--exact",
            "--ignored",
        ])
        .env("LEDGER_TEST_FILE", path)
        .env("LEDGER_TEST_STEPS", steps)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while !begun() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_micros(200));
    }
    std::thread::sleep(std::time::Duration::from_micros(wait));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn number(connection: &Connection, sql: &str) -> u32 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Mutation: with the version set after the commit, a step is taken and not counted, and taken again.
#[test]
fn a_process_killed_while_upgrading_leaves_a_step_taken_or_not_taken() {
    let mut seeded = fastrand::Rng::with_seed(4);
    let mut inside = 0;
    let kills = trials(8, 200);
    for round in 0..kills {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("steps.db");
        let wait = seeded.u64(5_000..60_000);
        killed_while_upgrading(&path, "many", || path.exists(), wait);
        let connection = Connection::open(&path).unwrap();
        let taken = version(&connection).unwrap();
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
        assert_eq!(number(&connection, tables), taken, "round {round}");
        for step in 1..=taken {
            let rows = format!("SELECT count(*) FROM step_{step}");
            assert_eq!(number(&connection, &rows), 20_000);
        }
        inside += u32::from((1..30).contains(&taken));
    }
    assert!(
        inside > 0,
        "at least one kill fell between the first step and the last"
    );
    let outcome = format!("each step taken or not taken; {inside} fell between two steps");
    tally("T21", "kills of a process that upgrades", kills, &outcome);
}

/// What a program of version 2 wrote: cases and their keys, many enough that the step to 3 takes a while.
const FILLED_BY_AN_OLDER_PROGRAM: &str = "
    INSERT INTO bucket_keys VALUES ('open', x'01', x'02');
    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
    INSERT INTO cases (stream, partner, reference, status, method, masked_name, masked_document, masked_card,
        masked_phone, amount_minor, currency, language, received_ms, due_ms, updated_ms, checks, rank, rank_reason)
    SELECT unhex(format('%032x', n)), 'acme', n, 'closed', 'bank_card', '', '', '', '', 1, 'CNY', 'zh', 0, 0, n, '', 0, ''
    FROM n;
    INSERT INTO case_keys (stream, key_id, bucket, wrap) SELECT stream, x'03', 'open', x'04' FROM cases;";

/// Fails when a part of the step is outside its transaction.
#[test]
fn a_process_killed_while_retention_comes_leaves_the_old_tables_or_the_new_ones_with_every_row() {
    let mut seeded = fastrand::Rng::with_seed(7);
    let tables = |known: usize| {
        let mut fresh = memory();
        migrate(&mut fresh, &MIGRATIONS[..known]).unwrap();
        schema(&fresh)
    };
    let dir = tempfile::tempdir().unwrap();
    let older = dir.path().join("older.db");
    let mut connection = Connection::open(&older).unwrap();
    migrate(&mut connection, &MIGRATIONS[..2]).unwrap();
    connection
        .execute_batch(FILLED_BY_AN_OLDER_PROGRAM)
        .unwrap();
    connection.close().unwrap();
    let mut found = std::collections::BTreeSet::new();
    for round in 0..12 {
        let path = dir.path().join(format!("{round}.db"));
        std::fs::copy(&older, &path).unwrap();
        let log = dir.path().join(format!("{round}.db-wal"));
        let wait = seeded.u64(0..120_000);
        killed_while_upgrading(&path, "real", || log.exists(), wait);
        let mut connection = Connection::open(&path).unwrap();
        let taken = version(&connection).unwrap();
        assert_eq!(schema(&connection), tables(taken as usize), "round {round}");
        assert_eq!(number(&connection, "SELECT count(*) FROM cases"), 20_000);
        found.insert(taken);
        migrate(&mut connection, MIGRATIONS).unwrap();
        let remembered =
            "SELECT count(*) FROM bucket_history JOIN case_keys USING (stream, bucket)";
        assert_eq!(number(&connection, remembered), 20_000);
        let open = "SELECT count(*) FROM cases WHERE retain_until_ms IS NULL AND hold = 0 AND archived = 0";
        assert_eq!(number(&connection, open), 20_000);
    }
    assert!(found.contains(&2), "a kill fell before the end: {found:?}");
}

/// Fails when the history depends on what the program knows: an older one moves keys between buckets too.
#[test]
fn an_older_program_writes_the_file_and_the_history_is_kept_for_it() {
    let mut connection = memory();
    migrate(&mut connection, MIGRATIONS).unwrap();
    migrate(&mut connection, &MIGRATIONS[..2]).unwrap();
    connection
        .execute_batch(FILLED_BY_AN_OLDER_PROGRAM)
        .unwrap();
    connection
        .execute_batch(
            "INSERT INTO bucket_keys VALUES ('2027-03', x'05', x'06');
             INSERT INTO case_keys (stream, key_id, bucket, wrap)
             SELECT stream, key_id, '2027-03', wrap FROM case_keys WHERE rowid = 5
             ON CONFLICT (stream) DO UPDATE SET bucket = excluded.bucket;
             DELETE FROM case_keys WHERE rowid < 9;",
        )
        .unwrap();
    for (rows, sql) in [
        (
            20_000,
            "SELECT count(*) FROM bucket_history WHERE bucket = 'open'",
        ),
        (
            1,
            "SELECT count(*) FROM bucket_history WHERE bucket = '2027-03'",
        ),
        (20_000, "SELECT count(*) FROM cases WHERE archived = 0"),
    ] {
        assert_eq!(number(&connection, sql), rows, "{sql}");
    }
}

#[test]
#[ignore = "inner half"]
fn upgrades_until_killed() {
    let path = std::env::var_os("LEDGER_TEST_FILE").expect("run by another test only");
    let mut connection = Connection::open(path).unwrap();
    connection
        .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
        .unwrap();
    if std::env::var("LEDGER_TEST_STEPS").unwrap() == "real" {
        migrate(&mut connection, MIGRATIONS).unwrap();
    } else {
        migrate(&mut connection, &many_steps()).unwrap();
    }
}
