use rusqlite::{Connection, TransactionBehavior};

use crate::LedgerFault;

/// One step from a version of the tables to the next, all or nothing.
pub(crate) struct Migration {
    /// The version the tables have after it; the first is 1, the others follow without a gap.
    version: u32,
    /// The statements: one file of `migrations/`, never changed once a release has shipped it.
    sql: &'static str,
    /// Whether a program that does not know this version may still open and write the file.
    older_programs_may_open: bool,
}

/// Every step there ever was, in order.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sql: include_str!("../migrations/0001_the_first_store.sql"),
        older_programs_may_open: false,
    },
    Migration {
        version: 2,
        sql: include_str!("../migrations/0002_cases_in_hand.sql"),
        older_programs_may_open: true,
    },
    Migration {
        version: 3,
        sql: include_str!("../migrations/0003_retention.sql"),
        older_programs_may_open: true,
    },
    Migration {
        version: 4,
        sql: include_str!("../migrations/0004_records_of_a_kind.sql"),
        older_programs_may_open: true,
    },
];

/// The version of the tables; 0 where there are none.
pub(crate) fn version(connection: &Connection) -> Result<u32, LedgerFault> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// The version of the tables, where this program may use the file.
pub(crate) fn admitted(
    connection: &Connection,
    migrations: &[Migration],
) -> Result<u32, LedgerFault> {
    let found = version(connection)?;
    let known = migrations.last().map_or(0, |last| last.version);
    if found > known {
        let oldest: u32 =
            connection.query_row("SELECT oldest_program FROM store", [], |row| row.get(0))?;
        if oldest > known {
            return Err(LedgerFault::NewerThanProgram { found, known });
        }
    }
    Ok(found)
}

/// Takes every step the file has not taken, each in a transaction of its own that also sets the
/// version: a crash leaves the tables as they were before a step, or after it.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<(), LedgerFault> {
    let found = admitted(connection, migrations)?;
    for step in migrations.iter().filter(|step| step.version > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step.sql)?;
        if !step.older_programs_may_open {
            transaction.execute("UPDATE store SET oldest_program = ?1", [step.version])?;
        }
        transaction.pragma_update(None, "user_version", step.version)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "migrations_tests.rs"]
mod tests;
