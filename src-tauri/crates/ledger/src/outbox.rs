use casework::{CallState, StreamId};
use rusqlite::{Connection, Row, params};

use crate::{Ledger, LedgerFault};

/// What a call is about: the id of a check or of a feedback.
pub type CallSubject = [u8; 16];

/// What kind of call it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutboxKind {
    /// A question to an institution.
    Check,
    /// The outcome, told to the customer.
    Feedback,
}

impl OutboxKind {
    /// The stored spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Feedback => "feedback",
        }
    }

    /// Reads the stored spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Check, Self::Feedback]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// One call to the outside. Ids only: the request is built from the case when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// Its place in the order in which calls were queued.
    pub ordinal: i64,
    /// The case.
    pub stream: StreamId,
    /// What it is about.
    pub subject: CallSubject,
    /// What kind of call.
    pub kind: OutboxKind,
    /// Where it stands.
    pub state: CallState,
    /// How often it was begun; 0 while it waits for the first time.
    pub attempt: u32,
    /// When it was queued, milliseconds since 1970.
    pub queued_ms: i64,
    /// Not to be begun before this moment, milliseconds since 1970.
    pub not_before_ms: i64,
    /// Why it stands where it stands: a stable word, never a value.
    pub detail: Option<String>,
}

/// What happens to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxChange {
    /// It comes, queued, not yet begun. A subject that is there already is a conflict.
    Insert {
        /// The case.
        stream: StreamId,
        /// What it is about; unique.
        subject: CallSubject,
        /// What kind of call.
        kind: OutboxKind,
        /// When it was queued, milliseconds since 1970.
        queued_ms: i64,
        /// Not to be begun before this moment, milliseconds since 1970.
        not_before_ms: i64,
    },
    /// It goes from one state to another. Where it is not in `from`, or not there, that is a conflict:
    /// so no call is begun twice.
    Transition {
        /// Which call.
        subject: CallSubject,
        /// The state it is believed to be in.
        from: CallState,
        /// The state it will be in.
        to: CallState,
        /// How often it will have been begun.
        attempt: u32,
        /// Not to be begun before this moment, milliseconds since 1970.
        not_before_ms: i64,
        /// Why: a stable word, never a value.
        detail: Option<String>,
    },
}

macro_rules! select_calls {
    ($rest:literal) => {
        concat!(
            "SELECT ordinal, stream, subject, kind, state, attempt, queued_ms, not_before_ms, detail FROM outbox ",
            $rest
        )
    };
}

pub(crate) fn change(
    transaction: &Connection,
    changes: &[OutboxChange],
) -> Result<(), LedgerFault> {
    for change in changes {
        let changed = match change {
            OutboxChange::Insert { stream, subject, kind, queued_ms, not_before_ms } => transaction
                .prepare_cached(
                    "INSERT INTO outbox (stream, subject, kind, state, attempt, queued_ms, not_before_ms)
                     VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6)",
                )?
                .execute(params![
                    stream.as_bytes(),
                    subject,
                    kind.as_str(),
                    CallState::Queued.as_str(),
                    queued_ms,
                    not_before_ms
                ])?,
            OutboxChange::Transition { subject, from, to, attempt, not_before_ms, detail } => transaction
                .prepare_cached(
                    "UPDATE outbox SET state = ?3, attempt = ?4, not_before_ms = ?5, detail = ?6
                     WHERE subject = ?1 AND state = ?2",
                )?
                .execute(params![subject, from.as_str(), to.as_str(), attempt, not_before_ms, detail])?,
        };
        if changed != 1 {
            return Err(LedgerFault::Conflict);
        }
    }
    Ok(())
}

fn call(row: &Row<'_>) -> Result<CallRow, LedgerFault> {
    let word = |column| {
        row.get_ref(column)?
            .as_str()
            .map_err(|_| LedgerFault::Damaged)
    };
    Ok(CallRow {
        ordinal: row.get(0)?,
        stream: StreamId::from_bytes(row.get(1)?),
        subject: row.get(2)?,
        kind: OutboxKind::parse(word(3)?).ok_or(LedgerFault::Damaged)?,
        state: CallState::parse(word(4)?).ok_or(LedgerFault::Damaged)?,
        attempt: row.get(5)?,
        queued_ms: row.get(6)?,
        not_before_ms: row.get(7)?,
        detail: row.get(8)?,
    })
}

/// Both kinds, or one twice, for a statement that names two.
fn either(kinds: &[OutboxKind]) -> [Option<&'static str>; 2] {
    let kind = |at: usize| kinds.get(at).or(kinds.first()).map(|kind| kind.as_str());
    [kind(0), kind(1)]
}

impl Ledger {
    /// Queued calls of these kinds whose moment has come, longest due first, at most `limit`.
    ///
    /// # Errors
    /// `Damaged`, `Io`; so for every reading below.
    pub fn outbox_due(
        &self,
        now_ms: i64,
        kinds: &[OutboxKind],
        limit: u32,
    ) -> Result<Vec<CallRow>, LedgerFault> {
        let sql = select_calls!(
            "WHERE state = ?1 AND not_before_ms <= ?2 AND kind IN (?3, ?4) ORDER BY not_before_ms, ordinal LIMIT ?5"
        );
        let [one, other] = either(kinds);
        self.calls(
            sql,
            params![CallState::Queued.as_str(), now_ms, one, other, limit],
        )
    }

    /// Queued calls of these kinds that were begun before and wait only for the line: longest due first, at most `limit`.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_waiting_for_line(
        &self,
        kinds: &[OutboxKind],
        limit: u32,
    ) -> Result<Vec<CallRow>, LedgerFault> {
        let sql = select_calls!(
            "WHERE state = ?1 AND attempt > 0 AND kind IN (?2, ?3) ORDER BY not_before_ms, ordinal LIMIT ?4"
        );
        let [one, other] = either(kinds);
        self.calls(sql, params![CallState::Queued.as_str(), one, other, limit])
    }

    /// The first moment after `now_ms` before which a queued call of these kinds is not to be begun.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_next_due(
        &self,
        now_ms: i64,
        kinds: &[OutboxKind],
    ) -> Result<Option<i64>, LedgerFault> {
        let sql = select_calls!(
            "WHERE state = ?1 AND not_before_ms > ?2 AND kind IN (?3, ?4) ORDER BY not_before_ms, ordinal LIMIT 1"
        );
        let [one, other] = either(kinds);
        let first = self
            .calls(sql, params![CallState::Queued.as_str(), now_ms, one, other])?
            .pop();
        Ok(first.map(|call| call.not_before_ms))
    }

    /// How many queued calls are not to be begun yet.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_waiting(&self, now_ms: i64) -> Result<u64, LedgerFault> {
        let mut select = self.connection.prepare_cached(
            "SELECT count(*) FROM outbox WHERE state = ?1 AND not_before_ms > ?2",
        )?;
        Ok(
            select.query_row(params![CallState::Queued.as_str(), now_ms], |row| {
                row.get(0)
            })?,
        )
    }

    /// All calls in this state, in the order in which they are due.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_in_state(&self, state: CallState) -> Result<Vec<CallRow>, LedgerFault> {
        self.calls(
            select_calls!("WHERE state = ?1 ORDER BY not_before_ms, ordinal"),
            [state.as_str()],
        )
    }

    /// The newest calls, newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_rows(&self, limit: u32) -> Result<Vec<CallRow>, LedgerFault> {
        self.calls(select_calls!("ORDER BY ordinal DESC LIMIT ?1"), [limit])
    }

    /// One call by what it is about.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_row(&self, subject: &CallSubject) -> Result<Option<CallRow>, LedgerFault> {
        Ok(self
            .calls(select_calls!("WHERE subject = ?1"), [subject])?
            .pop())
    }

    /// How many calls are in each state that has any, in the order of the vocabulary. Costs the same
    /// however many there are.
    ///
    /// # Errors
    /// As [`outbox_due`](Self::outbox_due).
    pub fn outbox_counts(&self) -> Result<Vec<(CallState, u64)>, LedgerFault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT state, count FROM outbox_counts WHERE count > 0")?;
        let mut rows = select.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let state: String = row.get(0)?;
            counts.push((
                CallState::parse(&state).ok_or(LedgerFault::Damaged)?,
                row.get(1)?,
            ));
        }
        counts.sort_unstable_by_key(|(state, _)| *state);
        Ok(counts)
    }

    fn calls(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<CallRow>, LedgerFault> {
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query(values)?;
        let mut calls = Vec::new();
        while let Some(row) = rows.next()? {
            calls.push(call(row)?);
        }
        Ok(calls)
    }
}
