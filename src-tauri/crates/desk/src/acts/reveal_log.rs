//! Who was shown what in clear, when and why: the newest first.

use casework::{CaseEvent, CaseId, FieldSet, RevealReason, Role};
use identifiers::Sensitive;
use ledger::StreamRecord;
use record::{Part, Recordable};
use seal::{ContentKey, WrapContext};

use crate::DeskFault;
use crate::desk::Desk;
use crate::unit::opened;

/// A stretch of the reveal log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealPage {
    /// Newest first.
    pub entries: Vec<RevealEntry>,
    /// The place before which the next page begins, where there may be one.
    pub next: Option<u64>,
}

/// Somebody was shown something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealEntry {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Who, by the name colleagues see.
    pub person: String,
    /// Of which case.
    pub case: CaseId,
    /// The partner's number of it; for supervisors only, who may look at the case.
    pub reference: Option<String>,
    /// `viewed` or `revealed`.
    pub kind: String,
    /// What was shown; nothing where the case is erased, and with it what the record says of its fields.
    pub fields: FieldSet,
    /// Why, for a reveal.
    pub why: Option<RevealReason>,
    /// Why, in words: part of the case as notes are, so for supervisors only.
    pub words: Option<Sensitive>,
}

/// The kinds of record that say that somebody was shown something in clear.
const SHOWN: [&str; 2] = ["revealed", "viewed"];

impl Desk {
    /// The newest reveals and views before a place in the log, or the very newest. The auditor is told who, when, which
    /// fields of which case and why; what else is known of the case is not for them.
    ///
    /// # Errors
    /// The supervisor's or the auditor's role is needed; a record that does not read.
    pub fn reveals(&self, before: Option<u64>, limit: u32) -> Result<RevealPage, DeskFault> {
        self.needs(&[Role::Supervisor, Role::Auditor])?;
        let found = self.ledger.newest_of_kinds(&SHOWN, before, limit)?;
        let full = found.len() == limit as usize;
        let next = found.last().map(|it| it.record.header().seq);
        let entries = found.iter().map(|it| self.reveal_entry(it));
        Ok(RevealPage {
            entries: entries.collect::<Result<_, _>>()?,
            next: next.filter(|_| full),
        })
    }

    fn reveal_entry(&self, stored: &StreamRecord) -> Result<RevealEntry, DeskFault> {
        let header = stored.record.header();
        let sees_cases = self.roles().contains(&Role::Supervisor);
        let person = header.actor.person();
        let name = person.and_then(|person| self.roster.name(person));
        let mut entry = RevealEntry {
            at_ms: header.hlc.ms,
            person: name.unwrap_or("?").to_owned(),
            case: header.stream,
            reference: None,
            kind: header.kind.as_str().to_owned(),
            fields: FieldSet::default(),
            why: None,
            words: None,
        };
        if sees_cases {
            let row = self.ledger.case_row(header.stream)?;
            entry.reference = row.map(|row| row.reference);
        }
        // Of an erased case its header stays: that somebody was shown something, and who.
        let is_left = stored.record.body(Part::Overview).is_some();
        if let (Some(key), true) = (self.key_left(header.stream)?, is_left) {
            let parts: &[Part] = match sees_cases {
                true => &[Part::Overview, Part::Notes],
                false => &[Part::Overview],
            };
            let event = CaseEvent::read(
                header.kind.as_str(),
                opened(self, &key, &stored.record, parts),
            )
            .map_err(|_| DeskFault::LogBroken { seq: header.seq })?;
            if let CaseEvent::Viewed { fields } | CaseEvent::Revealed { fields, .. } = &event {
                entry.fields = *fields;
            }
            if let CaseEvent::Revealed { why, words, .. } = event {
                entry.why = Some(why);
                entry.words = Some(words).filter(|words| !words.is_empty());
            }
        }
        Ok(entry)
    }

    /// The key of a case, where it is not erased.
    fn key_left(&self, id: CaseId) -> Result<Option<ContentKey>, DeskFault> {
        let Some(row) = self.ledger.case_key(id)? else {
            return Ok(None);
        };
        let bucket_key = self.buckets.get(&row.bucket);
        let place = WrapContext {
            team: self.team,
            subject: *id.as_bytes(),
            epoch: self.epoch,
        };
        let key = seal::unwrap(bucket_key.ok_or(DeskFault::KeysDamaged)?, &place, &row.wrap);
        key.map(Some).map_err(|_| DeskFault::KeysDamaged)
    }
}
