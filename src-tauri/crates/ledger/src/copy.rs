//! The store anew, in another file under another key: the third step of a key change.
//!
//! SQLCipher's own `sqlcipher_export` takes half the time, since it copies indexes in their order. But it is one
//! statement that nobody can follow or stop, and it would bring the old wraps, to be overwritten afterwards.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags, params, params_from_iter};
use seal::FileKey;

use crate::desk_folder::{private_file, remove_store, sync_folder};
use crate::keys::{bucket_keys, visit_case_keys};
use crate::store::{set_page_format, settle, unlock};
use crate::{BucketKeyRow, CaseKeyRow, Ledger, LedgerFault, migrations};

/// How far a long piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done, never more than `total`.
    pub done: u64,
    /// What there is to do, in the same unit.
    pub total: u64,
}

/// How keys and what is sealed under the vault key stand in the new file: each row as it must be there, or
/// `None` where it is gone. A fault ends the copy.
pub trait Rewrap {
    /// A bucket key, wrapped by the new store key.
    ///
    /// # Errors
    /// Whatever shall end the copy; so for the others.
    fn bucket_key(&mut self, row: BucketKeyRow) -> Result<Option<BucketKeyRow>, LedgerFault>;

    /// A case or stream key, wrapped by a bucket key of the new file. All bucket keys were asked for before.
    ///
    /// # Errors
    /// As above.
    fn case_key(&mut self, row: CaseKeyRow) -> Result<Option<CaseKeyRow>, LedgerFault>;

    /// An institution's credential by its name, sealed under the new vault key.
    ///
    /// # Errors
    /// As above.
    fn credential(&mut self, name: &str, sealed: Vec<u8>) -> Result<Option<Vec<u8>>, LedgerFault>;
}

/// Rows that are copied between two looks at whether to go on.
const ROWS_AT_ONCE: usize = 4_000;

impl Ledger {
    /// Copies the store into a new file at `to`, under another key. Every row comes along and no trace of one
    /// that was deleted; keys and credentials come as `rewrap` says. What lies at `to` is replaced.
    ///
    /// Until [`swap_store`](crate::DeskFolder::swap_store) this store stays the desk's store. It is copied as it
    /// is at one moment, so the caller, who holds the only connection that writes, commits nothing between this
    /// call and the swap: it would not be in the new file.
    ///
    /// `progress` counts pages of the store. Where it breaks, and on every fault, nothing is left at `to`.
    ///
    /// # Errors
    /// `Stopped`; `ReadOnly`; `Conflict` where a case key lies in a bucket whose key `rewrap` let go, or two rows have one
    /// place; `DiskFull`, `Damaged`, `Io`; whatever `rewrap` answers.
    pub fn copy_under(
        &self,
        to: &Path,
        new_key: &FileKey,
        rewrap: &mut dyn Rewrap,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), LedgerFault> {
        self.must_write()?;
        remove_store(to)?;
        let written = private_file(to, true)
            .map_err(LedgerFault::from)
            .and_then(|file| {
                let mut meter = Meter::begin(&self.connection, progress)?;
                self.fill(to, new_key, rewrap, &mut meter)?;
                prove(to, new_key, migrations::version(&self.connection)?, &file)?;
                meter.end()
            });
        if written.is_err() {
            // The first fault is the one to tell.
            let _ = remove_store(to);
        }
        written
    }

    fn fill(
        &self,
        to: &Path,
        key: &FileKey,
        rewrap: &mut dyn Rewrap,
        meter: &mut Meter<'_>,
    ) -> Result<(), LedgerFault> {
        let next = Next::attach(&self.connection, to, key)?;
        // One transaction: everything is read at one moment. The new file has no readers and no past, so it needs
        // no journal to return to.
        let moment = self.connection.unchecked_transaction()?;
        next.create("table")?;
        next.bucket_keys(rewrap)?;
        next.case_keys(rewrap, meter)?;
        next.credentials(rewrap)?;
        for table in next.other_tables()? {
            table.copy(&self.connection, meter)?;
            meter.look(&self.connection)?;
        }
        // A key that `rewrap` moved to another bucket is remembered as if a trigger had seen it.
        self.connection.execute_batch(
            "INSERT INTO next.bucket_history (stream, bucket) SELECT stream, bucket FROM next.case_keys
             WHERE true ON CONFLICT DO NOTHING",
        )?;
        // After the rows: an index is quicker built at once, and the triggers count what the counts hold already.
        next.create("index")?;
        next.create("trigger")?;
        let version = migrations::version(&self.connection)?;
        self.connection
            .execute_batch(&format!("PRAGMA next.user_version = {version}"))?;
        // The only reference that can break: the rows it joins may have changed on the way.
        if self
            .connection
            .prepare("PRAGMA next.foreign_key_check(case_keys)")?
            .exists([])?
        {
            return Err(LedgerFault::Conflict);
        }
        moment.commit()?;
        next.detach()
    }
}

/// Opens the new file as it will be opened in life, reads every page of it, and makes it last.
fn prove(to: &Path, key: &FileKey, version: u32, file: &File) -> Result<(), LedgerFault> {
    let connection = unlock(to, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    settle(&connection)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" || migrations::version(&connection)? != version {
        return Err(LedgerFault::Damaged);
    }
    // Closing the last connection moves the log into the file and removes it.
    connection.close().map_err(|(_, error)| error)?;
    file.sync_all()?;
    Ok(sync_folder(to.parent().unwrap_or(Path::new(".")))?)
}

/// Tells how far the copy is, and whether it is to go on.
struct Meter<'a> {
    total: u64,
    tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
}

impl<'a> Meter<'a> {
    fn begin(
        connection: &Connection,
        tell: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, LedgerFault> {
        let pages: u64 = pragma(connection, "main.page_count")?;
        let free: u64 = pragma(connection, "main.freelist_count")?;
        let total = pages.saturating_sub(free).max(1);
        let mut meter = Self { total, tell };
        meter.say(0)?;
        Ok(meter)
    }

    fn look(&mut self, connection: &Connection) -> Result<(), LedgerFault> {
        self.say(pragma(connection, "next.page_count")?)
    }

    fn end(mut self) -> Result<(), LedgerFault> {
        self.say(self.total)
    }

    fn say(&mut self, done: u64) -> Result<(), LedgerFault> {
        let total = self.total;
        let done = done.min(total);
        match (self.tell)(Progress { done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(LedgerFault::Stopped),
        }
    }
}

fn pragma(connection: &Connection, name: &str) -> Result<u64, LedgerFault> {
    let mut select = connection.prepare_cached(&format!("PRAGMA {name}"))?;
    Ok(select.query_row([], |row| row.get(0))?)
}

/// The new file, attached under the name `next` for as long as the value lives.
struct Next<'a> {
    connection: &'a Connection,
}

impl<'a> Next<'a> {
    fn attach(connection: &'a Connection, to: &Path, key: &FileKey) -> Result<Self, LedgerFault> {
        // An absolute path is never read as a URI.
        let path = std::path::absolute(to)?;
        let path = ToSqlOutput::Borrowed(ValueRef::Text(path.as_os_str().as_encoded_bytes()));
        if seal::UNSEALED {
            connection.execute("ATTACH ?1 AS next", params![path])?;
        } else {
            let literal = key.sqlcipher_pragma();
            connection.execute("ATTACH ?1 AS next KEY ?2", params![path, literal.as_str()])?;
        }
        let next = Self { connection };
        if !seal::UNSEALED {
            // Of this file alone. The setting for files to come (`cipher_default_hmac_algorithm`) is the whole
            // process's; it is not needed, since nothing was read of the empty file yet.
            set_page_format(connection, "next")?;
        }
        // References are checked at the end, once. A journal in memory stays empty for pages that are all new.
        connection.execute_batch(
            "PRAGMA next.journal_mode = MEMORY;
             PRAGMA next.synchronous = OFF;
             PRAGMA next.cache_size = -32768;
             PRAGMA foreign_keys = OFF;",
        )?;
        Ok(next)
    }

    fn detach(self) -> Result<(), LedgerFault> {
        Ok(self.connection.execute_batch("DETACH next")?)
    }

    /// Makes the tables, indexes or triggers that the store has, by the very words that made them there.
    fn create(&self, kind: &str) -> Result<(), LedgerFault> {
        let mut select = self.connection.prepare(
            "SELECT sql FROM main.sqlite_schema
             WHERE type = ?1 AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
        )?;
        let statements: Vec<String> = select
            .query_map([kind], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        // SQLite keeps each as `CREATE ...` with one space between the words and the bare name after them.
        let begin = format!("CREATE {} ", kind.to_uppercase());
        for sql in statements {
            let rest = sql.strip_prefix(&begin).ok_or(LedgerFault::Damaged)?;
            self.connection
                .execute_batch(&format!("{begin}next.{rest}"))?;
        }
        Ok(())
    }

    fn bucket_keys(&self, rewrap: &mut dyn Rewrap) -> Result<(), LedgerFault> {
        let mut insert = self
            .connection
            .prepare("INSERT INTO next.bucket_keys (bucket, key_id, wrap) VALUES (?1, ?2, ?3)")?;
        for row in bucket_keys(self.connection)? {
            if let Some(row) = rewrap.bucket_key(row)? {
                insert.execute(params![row.bucket.to_string(), row.key_id.0, row.wrap])?;
            }
        }
        Ok(())
    }

    fn case_keys(&self, rewrap: &mut dyn Rewrap, meter: &mut Meter<'_>) -> Result<(), LedgerFault> {
        let mut insert = self.connection.prepare(
            "INSERT INTO next.case_keys (stream, key_id, bucket, wrap) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let mut copied = 0_usize;
        visit_case_keys(self.connection, |row| {
            if let Some(row) = rewrap.case_key(row)? {
                insert.execute(params![
                    row.stream.as_bytes(),
                    row.key_id.0,
                    row.bucket.to_string(),
                    row.wrap
                ])?;
            }
            copied += 1;
            if copied.is_multiple_of(ROWS_AT_ONCE) {
                meter.look(self.connection)?;
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn credentials(&self, rewrap: &mut dyn Rewrap) -> Result<(), LedgerFault> {
        let mut select = self
            .connection
            .prepare("SELECT name, sealed FROM main.credentials")?;
        let mut insert = self
            .connection
            .prepare("INSERT INTO next.credentials (name, sealed) VALUES (?1, ?2)")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if let Some(sealed) = rewrap.credential(&name, row.get(1)?)? {
                insert.execute(params![name, sealed])?;
            }
        }
        Ok(())
    }

    /// The tables whose rows come as they are: every one there is, also those of later versions.
    fn other_tables(&self) -> Result<Vec<Table>, LedgerFault> {
        let mut select = self.connection.prepare(
            "SELECT name, wr FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               AND name NOT IN ('bucket_keys', 'case_keys', 'credentials')",
        )?;
        let mut rows = select.query([])?;
        let mut tables = Vec::new();
        while let Some(row) = rows.next()? {
            tables.push(Table::read(self.connection, row.get(0)?, row.get(1)?)?);
        }
        Ok(tables)
    }
}

impl Drop for Next<'_> {
    fn drop(&mut self) {
        // After a detach that went well there is nothing to detach; after a fault there is no better one to tell.
        let _ = self.connection.execute_batch("DETACH next");
        let _ = self.connection.execute_batch("PRAGMA foreign_keys = ON");
    }
}

/// A table that is copied in the order of its key, so that its pages are filled one after another.
struct Table {
    name: String,
    /// The columns that are stored.
    columns: Vec<String>,
    /// The columns of its order; of a table with row ids its row id.
    key: Vec<String>,
}

impl Table {
    fn read(
        connection: &Connection,
        name: String,
        without_rowid: bool,
    ) -> Result<Self, LedgerFault> {
        let mut select = connection
            .prepare("SELECT name, pk, type FROM pragma_table_info(?1, 'main') ORDER BY cid")?;
        let mut rows = select.query([&name])?;
        let (mut columns, mut key): (Vec<String>, Vec<(u32, String)>) = Default::default();
        let mut kind_of_key = String::new();
        while let Some(row) = rows.next()? {
            let (column, place): (String, u32) = (row.get(0)?, row.get(1)?);
            if place > 0 {
                key.push((place, column.clone()));
                kind_of_key = row.get(2)?;
            }
            columns.push(column);
        }
        key.sort();
        let mut key: Vec<String> = key.into_iter().map(|(_, column)| column).collect();
        if !without_rowid {
            // A lone INTEGER key is the row id itself; any other table keeps the row ids it has.
            if !(key.len() == 1 && kind_of_key == "INTEGER") {
                columns.push("rowid".to_owned());
                key = vec!["rowid".to_owned()];
            }
        }
        Ok(Self { name, columns, key })
    }

    fn copy(&self, connection: &Connection, meter: &mut Meter<'_>) -> Result<(), LedgerFault> {
        let name = &self.name;
        let (columns, key) = (self.columns.join(", "), self.key.join(", "));
        let places = vec!["?"; self.key.len()].join(", ");
        let copy = |after: &str| {
            format!(
                "INSERT INTO next.{name} ({columns}) SELECT {columns} FROM main.{name} {after}
                 ORDER BY {key} LIMIT {ROWS_AT_ONCE}"
            )
        };
        let mut first = Some(connection.prepare(&copy(""))?);
        let mut further = connection.prepare(&copy(&format!("WHERE ({key}) > ({places})")))?;
        let backwards = self.key.join(" DESC, ");
        let mut last = connection.prepare(&format!(
            "SELECT {key} FROM next.{name} ORDER BY {backwards} DESC LIMIT 1"
        ))?;
        let mut copied = 0;
        loop {
            let rows = match first.take() {
                Some(mut first) => first.execute([])?,
                None => {
                    let after = last.query_row([], |row| {
                        (0..self.key.len())
                            .map(|at| row.get(at))
                            .collect::<Result<Vec<Value>, _>>()
                    })?;
                    further.execute(params_from_iter(after))?
                }
            };
            copied += rows;
            if rows < ROWS_AT_ONCE {
                break;
            }
            meter.look(connection)?;
        }
        let count = format!("SELECT count(*) FROM main.{name}");
        let there: usize = connection.query_row(&count, [], |row| row.get(0))?;
        if copied == there {
            Ok(())
        } else {
            Err(LedgerFault::Damaged)
        }
    }
}
