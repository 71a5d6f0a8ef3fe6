#![allow(clippy::unwrap_used)]

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

#[test]
fn a_process_killed_while_upgrading_leaves_a_step_taken_or_not_taken() {
    let mut seeded = fastrand::Rng::with_seed(4);
    let mut inside = 0;
    for round in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("steps.db");
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "migrations::tests::upgrades_until_killed",
                "--exact",
                "--ignored",
            ])
            .env("LEDGER_TEST_FILE", &path)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !path.exists() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        std::thread::sleep(std::time::Duration::from_micros(seeded.u64(5_000..60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let connection = Connection::open(&path).unwrap();
        let taken = version(&connection).unwrap();
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
        assert_eq!(
            connection
                .query_row(tables, [], |row| row.get::<_, u32>(0))
                .unwrap(),
            taken,
            "round {round}"
        );
        for step in 1..=taken {
            let rows = format!("SELECT count(*) FROM step_{step}");
            assert_eq!(
                connection
                    .query_row(&rows, [], |row| row.get::<_, u32>(0))
                    .unwrap(),
                20_000
            );
        }
        inside += u32::from((1..30).contains(&taken));
    }
    assert!(
        inside > 0,
        "at least one kill fell between the first step and the last"
    );
}

#[test]
#[ignore = "inner half"]
fn upgrades_until_killed() {
    let path = std::env::var_os("LEDGER_TEST_FILE").expect("run by another test only");
    let mut connection = Connection::open(path).unwrap();
    connection
        .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
        .unwrap();
    migrate(&mut connection, &many_steps()).unwrap();
}
