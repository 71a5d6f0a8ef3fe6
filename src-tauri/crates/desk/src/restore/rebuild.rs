//! Projections from records: what a queue, a search and the outbox need, built once more.

use casework::{
    Amount, Case, CaseEvent, CaseStatus, Currency, Language, Masked, MethodKind, StreamId, evolve,
    policy,
};
use ledger::{CaseRow, LookupRow, RetentionRow, UnitOfWork};
use record::Part;

use super::AT_ONCE;
use crate::backup::{BACKUP, BackupStep, Keyring, Watch, tell};
use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::unit::digests;
use crate::{BackupFault, DeskFault, calls, project};

const ALL: &[Part] = &[Part::Overview, Part::Pii, Part::Pan, Part::Notes];

impl Desk {
    /// Builds every case from its records. Answers with how many there are, and of how many only headers are left.
    pub(super) fn rebuild(
        &mut self,
        streams: &[StreamId],
        keyring: &mut Keyring,
        watch: Watch<'_>,
    ) -> Result<(u64, u64), DeskFault> {
        let own = [ROSTER, SETTINGS, BACKUP];
        let cases: Vec<StreamId> = streams
            .iter()
            .copied()
            .filter(|it| !own.contains(it))
            .collect();
        let (mut whole, mut erased) = (0, 0);
        for (nth, some) in cases.chunks(AT_ONCE).enumerate() {
            let mut work = UnitOfWork::default();
            for stream in some {
                if self.roster.erased(*stream).is_some() {
                    // A generation from before may still hold the bodies: what is erased goes here too.
                    work.cases.push(self.skeleton(*stream)?);
                    work.erase.push(*stream);
                    erased += 1;
                } else if keyring.bucket(*stream).is_some() {
                    self.rebuild_case(*stream, &mut work)?;
                    whole += 1;
                } else {
                    return Err(BackupFault::KeysDamaged.into());
                }
            }
            self.ledger.commit(&work)?;
            let done = (nth * AT_ONCE + some.len()) as u64;
            tell(watch, BackupStep::Rebuild, done, cases.len() as u64)?;
        }
        Ok((whole, erased))
    }

    fn rebuild_case(&self, id: StreamId, work: &mut UnitOfWork) -> Result<(), DeskFault> {
        let (stream, records) = self.stream(id)?;
        let mut case = Case::new(id);
        let mut newest_ms = 0;
        for stored in &records {
            let recorded = self.recorded(&stream, stored, ALL)?;
            let at_ms = recorded.at_ms;
            newest_ms = at_ms;
            let before = case.clone();
            case = evolve(case, &recorded);
            // A call waits from when it was put back; when it is due again is no record's to say.
            let change = calls::outbox_change(&before, &recorded, &case, at_ms, at_ms);
            work.outbox.extend(change);
            if let CaseEvent::Received { submission, .. } | CaseEvent::Amended { submission, .. } =
                &recorded.event
            {
                let rows = digests(&self.index, submission).into_iter();
                work.lookup.extend(rows.map(|(field, digest)| LookupRow {
                    field,
                    digest,
                    stream: id,
                }));
            }
        }
        let policy = policy::Policy::of(case.policy).unwrap_or(&policy::Policy::ONE);
        work.cases.extend(project::row(&case, policy, newest_ms));
        Ok(())
    }

    /// What is left of a case whose key is gone: as an erasure leaves it.
    fn skeleton(&self, id: StreamId) -> Result<CaseRow, DeskFault> {
        let records = self.ledger.stream(id)?;
        let time = |it: Option<&ledger::StreamRecord>| it.map_or(0, |it| it.record.header().hlc.ms);
        let received_ms = time(records.first());
        Ok(CaseRow {
            stream: id,
            partner: String::new(),
            reference: id.to_string(),
            status: CaseStatus::Erased,
            outcome: None,
            method: MethodKind::BankCard,
            masked: Masked {
                name: String::new(),
                document_number: String::new(),
                card_number: String::new(),
                phone: String::new(),
            },
            amount: Amount {
                minor: 0,
                currency: Currency::CNY,
            },
            language: Language::Zh,
            received_ms,
            due_ms: received_ms,
            updated_ms: time(records.last()),
            claim: None,
            proposed_by: None,
            checks: String::new(),
            attention: None,
            rank: 0,
            rank_reason: String::new(),
            retention: RetentionRow::default(),
        })
    }
}
