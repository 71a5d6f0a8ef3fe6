use std::fmt;

use casework::{Amount, CaseOutcome, CaseStatus, Currency, Masked, MethodKind, PersonId, StreamId};
use identifiers::Language;
use rusqlite::{Connection, ErrorCode, Params, Row, ffi, params};

use crate::{Ledger, LedgerFault, RetentionRow};

/// A case as the queue and the head of the case page show it: masked values only.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub stream: StreamId,
    /// Who sent it; with `reference` unique on a desk.
    pub partner: String,
    /// The partner's number of the case.
    pub reference: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// What was found, once it is proposed or final.
    pub outcome: Option<CaseOutcome>,
    /// Kind of payment method.
    pub method: MethodKind,
    /// The values that may be shown.
    pub masked: Masked,
    /// What the payment is for.
    pub amount: Amount,
    /// The language the customer is answered in.
    pub language: Language,
    /// When it arrived, milliseconds since 1970.
    pub received_ms: i64,
    /// When it is due, milliseconds since 1970.
    pub due_ms: i64,
    /// When it last changed, milliseconds since 1970.
    pub updated_ms: i64,
    /// Who works on it, if anybody.
    pub claim: Option<ClaimRow>,
    /// Who proposed its outcome, if anybody: they may not review it.
    pub proposed_by: Option<PersonId>,
    /// How its checks stand, in short marks.
    pub checks: String,
    /// What asks for attention: a stable word.
    pub attention: Option<String>,
    /// Its place in the queue: higher first, then what is due sooner.
    pub rank: i32,
    /// Why it has this rank: a stable word.
    pub rank_reason: String,
    /// How long it is kept.
    pub retention: RetentionRow,
}

/// Who works on a case, and until when the claim holds without being renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimRow {
    /// The person.
    pub by: PersonId,
    /// When the claim lapses, milliseconds since 1970.
    pub until_ms: i64,
}

impl fmt::Debug for CaseRow {
    /// Masked values and references are for screens, not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseRow")
            .field("stream", &self.stream)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Where a page of the queue ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCursor {
    /// Rank of the last case shown.
    pub rank: i32,
    /// When that case is due, milliseconds since 1970.
    pub due_ms: i64,
    /// That case.
    pub stream: StreamId,
}

impl CaseRow {
    /// The cursor that continues after this case.
    pub fn cursor(&self) -> QueueCursor {
        QueueCursor {
            rank: self.rank,
            due_ms: self.due_ms,
            stream: self.stream,
        }
    }

    /// The queue's order: higher rank first, then sooner due, then the id.
    fn queue_order(&self) -> (i64, i64, StreamId) {
        (-i64::from(self.rank), self.due_ms, self.stream)
    }
}

/// Which page of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueQuery<'a> {
    /// Cases in any of these states.
    pub statuses: &'a [CaseStatus],
    /// Continue after this case; `None` begins at the front.
    pub after: Option<QueueCursor>,
    /// At most so many.
    pub limit: u32,
}

macro_rules! select_cases {
    ($rest:literal) => {
        concat!(
            "SELECT stream, partner, reference, status, outcome, method, masked_name, masked_document, masked_card,
                    masked_phone, amount_minor, currency, language, received_ms, due_ms, updated_ms, claimed_by,
                    claim_until_ms, proposed_by, checks, attention, rank, rank_reason, retain_until_ms, hold, archived
             FROM cases ",
            $rest
        )
    };
}
pub(crate) use select_cases;

/// One page of one status. The comparison of row values is answered by the index alone.
pub(crate) const QUEUE_PAGE: &str = select_cases!(
    "WHERE status = ?1 AND archived = 0 AND (behind, due_ms, stream) > (?2, ?3, ?4) ORDER BY behind, due_ms, stream LIMIT ?5"
);

const CLAIMABLE: &str = select_cases!(
    "WHERE status = ?1 AND archived = 0 AND (claim_until_ms IS NULL OR claim_until_ms <= ?2)
       AND (proposed_by IS NULL OR proposed_by <> ?3)
     ORDER BY behind, due_ms, stream LIMIT ?4"
);

const PUT: &str = "
    INSERT INTO cases (stream, partner, reference, status, outcome, method, masked_name, masked_document, masked_card,
        masked_phone, amount_minor, currency, language, received_ms, due_ms, updated_ms, claimed_by, claim_until_ms,
        proposed_by, checks, attention, rank, rank_reason, retain_until_ms, hold, archived)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26)
    ON CONFLICT (stream) DO UPDATE SET
        partner = excluded.partner, reference = excluded.reference, status = excluded.status,
        outcome = excluded.outcome, method = excluded.method, masked_name = excluded.masked_name,
        masked_document = excluded.masked_document, masked_card = excluded.masked_card,
        masked_phone = excluded.masked_phone, amount_minor = excluded.amount_minor, currency = excluded.currency,
        language = excluded.language, received_ms = excluded.received_ms, due_ms = excluded.due_ms,
        updated_ms = excluded.updated_ms, claimed_by = excluded.claimed_by, claim_until_ms = excluded.claim_until_ms,
        proposed_by = excluded.proposed_by, checks = excluded.checks, attention = excluded.attention,
        rank = excluded.rank, rank_reason = excluded.rank_reason, retain_until_ms = excluded.retain_until_ms,
        hold = excluded.hold, archived = excluded.archived";

pub(crate) fn put(transaction: &Connection, cases: &[CaseRow]) -> Result<(), LedgerFault> {
    let mut put = transaction.prepare_cached(PUT)?;
    for (row, case) in cases.iter().enumerate() {
        let written = put.execute(params![
            case.stream.as_bytes(),
            case.partner,
            case.reference,
            case.status.as_str(),
            case.outcome.map(CaseOutcome::as_str),
            case.method.as_str(),
            case.masked.name,
            case.masked.document_number,
            case.masked.card_number,
            case.masked.phone,
            case.amount.minor,
            case.amount.currency.as_str(),
            case.language.tag(),
            case.received_ms,
            case.due_ms,
            case.updated_ms,
            case.claim.as_ref().map(|claim| claim.by.as_bytes()),
            case.claim.map(|claim| claim.until_ms),
            case.proposed_by.as_ref().map(PersonId::as_bytes),
            case.checks,
            case.attention,
            case.rank,
            case.rank_reason,
            case.retention.retain_until_ms,
            case.retention.on_hold,
            case.retention.archived,
        ]);
        written.map_err(|error| reference_or_other(error, row))?;
    }
    Ok(())
}

/// The reference is the only thing of this table, besides the row itself, that must be unique.
fn reference_or_other(error: rusqlite::Error, row: usize) -> LedgerFault {
    let unique = |failure: &ffi::Error| {
        failure.code == ErrorCode::ConstraintViolation
            && failure.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE
    };
    if error.sqlite_error().is_some_and(unique) {
        LedgerFault::ReferenceTaken { row }
    } else {
        error.into()
    }
}

fn case(row: &Row<'_>) -> Result<CaseRow, LedgerFault> {
    let word = |column| {
        row.get_ref(column)?
            .as_str()
            .map_err(|_| LedgerFault::Damaged)
    };
    let outcome: Option<String> = row.get(4)?;
    let claimed_by: Option<[u8; 16]> = row.get(16)?;
    let claim_until_ms: Option<i64> = row.get(17)?;
    Ok(CaseRow {
        stream: StreamId::from_bytes(row.get(0)?),
        partner: row.get(1)?,
        reference: row.get(2)?,
        status: CaseStatus::parse(word(3)?).ok_or(LedgerFault::Damaged)?,
        outcome: outcome
            .map(|word| CaseOutcome::parse(&word).ok_or(LedgerFault::Damaged))
            .transpose()?,
        method: MethodKind::parse(word(5)?).ok_or(LedgerFault::Damaged)?,
        masked: Masked {
            name: row.get(6)?,
            document_number: row.get(7)?,
            card_number: row.get(8)?,
            phone: row.get(9)?,
        },
        amount: Amount {
            minor: row.get(10)?,
            currency: Currency::parse(word(11)?).ok_or(LedgerFault::Damaged)?,
        },
        language: language(word(12)?).ok_or(LedgerFault::Damaged)?,
        received_ms: row.get(13)?,
        due_ms: row.get(14)?,
        updated_ms: row.get(15)?,
        claim: claimed_by
            .zip(claim_until_ms)
            .map(|(by, until_ms)| ClaimRow {
                by: PersonId::from_bytes(by),
                until_ms,
            }),
        proposed_by: row
            .get::<_, Option<[u8; 16]>>(18)?
            .map(PersonId::from_bytes),
        checks: row.get(19)?,
        attention: row.get(20)?,
        rank: row.get(21)?,
        rank_reason: row.get(22)?,
        retention: RetentionRow {
            retain_until_ms: row.get(23)?,
            on_hold: row.get(24)?,
            archived: row.get(25)?,
        },
    })
}

fn language(tag: &str) -> Option<Language> {
    Language::ALL
        .into_iter()
        .find(|language| language.tag() == tag)
}

impl Ledger {
    /// One case; `None` where there is none.
    ///
    /// # Errors
    /// `Damaged`, `Io`; so for every reading below.
    pub fn case_row(&self, stream: StreamId) -> Result<Option<CaseRow>, LedgerFault> {
        Ok(self
            .cases(select_cases!("WHERE stream = ?1"), [stream.as_bytes()])?
            .pop())
    }

    /// Cases with this reference: of one partner at most one, of all partners perhaps several.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn find_case(
        &self,
        reference: &str,
        partner: Option<&str>,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        match partner {
            Some(partner) => self.cases(
                select_cases!("WHERE reference = ?1 AND partner = ?2"),
                params![reference, partner],
            ),
            None => self.cases(
                select_cases!("WHERE reference = ?1 ORDER BY partner"),
                [reference],
            ),
        }
    }

    /// For each pair of partner and reference, in order, whether a case has it.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn references_taken(&self, pairs: &[(&str, &str)]) -> Result<Vec<bool>, LedgerFault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT 1 FROM cases WHERE partner = ?1 AND reference = ?2")?;
        pairs
            .iter()
            .map(|(partner, reference)| Ok(select.exists([partner, reference])?))
            .collect()
    }

    /// One page of the queue, in its order, without what is archived. Costs the same for the last page as for the first.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn queue(&self, query: QueueQuery<'_>) -> Result<Vec<CaseRow>, LedgerFault> {
        let (behind, due_ms, stream) =
            query
                .after
                .map_or((i64::MIN, i64::MIN, Vec::new()), |after| {
                    (
                        -i64::from(after.rank),
                        after.due_ms,
                        after.stream.as_bytes().to_vec(),
                    )
                });
        self.merged(query.statuses, query.limit, |status| {
            self.cases(
                QUEUE_PAGE,
                params![status.as_str(), behind, due_ms, stream, query.limit],
            )
        })
    }

    /// The next cases somebody may take: in one of these states, held by nobody or by a claim that has
    /// lapsed, and not proposed by `person`, who must not review their own proposal.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn next_claimable(
        &self,
        now_ms: i64,
        statuses: &[CaseStatus],
        person: PersonId,
        limit: u32,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        self.merged(statuses, limit, |status| {
            self.cases(
                CLAIMABLE,
                params![status.as_str(), now_ms, person.as_bytes(), limit],
            )
        })
    }

    /// The cases somebody has in hand, whose claim has not lapsed: those due sooner first, at most `limit`.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn in_hand(
        &self,
        person: PersonId,
        now_ms: i64,
        limit: u32,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        self.cases(
            select_cases!(
                "WHERE claimed_by = ?1 AND claim_until_ms > ?2 ORDER BY due_ms, stream LIMIT ?3"
            ),
            params![person.as_bytes(), now_ms, limit],
        )
    }

    /// Cases whose reference begins so, in the order of their references, at most `limit`.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn with_reference(&self, beginning: &str, limit: u32) -> Result<Vec<CaseRow>, LedgerFault> {
        // A range, which the index on references answers; U+10FFFF stands behind every character that may follow.
        self.cases(
            select_cases!(
                "WHERE reference >= ?1 AND reference < ?1 || char(0x10ffff) ORDER BY reference, partner LIMIT ?2"
            ),
            params![beginning, limit],
        )
    }

    /// How many cases have each status that any has, in the order of the vocabulary. Costs the same
    /// however many there are.
    ///
    /// # Errors
    /// As [`case_row`](Self::case_row).
    pub fn status_counts(&self) -> Result<Vec<(CaseStatus, u64)>, LedgerFault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT status, count FROM case_counts WHERE count > 0")?;
        let mut rows = select.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let status: String = row.get(0)?;
            counts.push((
                CaseStatus::parse(&status).ok_or(LedgerFault::Damaged)?,
                row.get(1)?,
            ));
        }
        counts.sort_unstable_by_key(|(status, _)| *status);
        Ok(counts)
    }

    /// The index is in queue order within one status only: each gives its page, the first of all count.
    fn merged(
        &self,
        statuses: &[CaseStatus],
        limit: u32,
        page: impl Fn(CaseStatus) -> Result<Vec<CaseRow>, LedgerFault>,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        let mut cases = Vec::new();
        for (place, status) in statuses.iter().enumerate() {
            if !statuses[..place].contains(status) {
                cases.extend(page(*status)?);
            }
        }
        cases.sort_unstable_by_key(CaseRow::queue_order);
        cases.truncate(limit as usize);
        Ok(cases)
    }

    pub(crate) fn cases(
        &self,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<CaseRow>, LedgerFault> {
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query(values)?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            cases.push(case(row)?);
        }
        Ok(cases)
    }
}
