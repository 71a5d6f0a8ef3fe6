//! Taking a submission in: screen it, look for repeats, store it or say why not.

use std::collections::BTreeSet;

use casework::{Case, CaseCommand, CaseId, CaseStatus, Field, Finding, StreamId, Submission, decide};
use ledger::Bucket;
use screening::{Handed, OtherCase, Screened, repeats, screen};
use seal::IndexField;

use crate::desk::Desk;
use crate::unit::{DigestsOfUnit, LoadedCase, Unit};
use crate::{DeskFault, HouseRefusal};

/// What became of a submission that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The case it is now.
    pub case: CaseId,
    /// In the queue, or screened out.
    pub status: CaseStatus,
    /// What screening found.
    pub findings: Vec<Finding>,
}

/// How many other cases are looked at for each repeated value.
const REPEATS_LOOKED_AT: u32 = 50;

impl Desk {
    /// Takes one submission in.
    ///
    /// # Errors
    /// [`HouseRefusal::FormIncomplete`] where it cannot be stored, [`HouseRefusal::ReferenceTaken`].
    pub fn submit(&mut self, handed: &Handed) -> Result<Submitted, DeskFault> {
        self.needs_case_worker()?;
        let screened = screen(handed, self.now_ms()).map_err(HouseRefusal::FormIncomplete)?;
        let submission = &screened.submission;
        let taken = self.ledger.references_taken(&[(&submission.partner, &submission.reference)])?;
        if taken.contains(&true) {
            return Err(HouseRefusal::ReferenceTaken.into());
        }
        let mut unit = Unit::begin(self);
        let submitted = take_in(&mut unit, screened, &mut DigestsOfUnit::new())?;
        unit.commit()?;
        Ok(submitted)
    }

    /// Replaces a case's submission by a mended one: a new version of the same case.
    ///
    /// # Errors
    /// As [`submit`](Self::submit); the case must not be decided.
    pub fn amend(&mut self, id: CaseId, handed: &Handed) -> Result<Case, DeskFault> {
        self.needs_case_worker()?;
        let mut screened = screen(handed, self.now_ms()).map_err(HouseRefusal::FormIncomplete)?;
        let others = self.others(&screened.submission, &DigestsOfUnit::new(), Some(id))?;
        screened.findings.extend(repeats(&others));
        let submission = Box::new(screened.submission);
        self.act(id, &CaseCommand::Amend { submission, findings: screened.findings })
    }

    /// The other cases that have this submission's card, phone or document: those on disk and those of this unit.
    fn others(
        &self,
        submission: &Submission,
        of_unit: &DigestsOfUnit,
        except: Option<CaseId>,
    ) -> Result<Vec<OtherCase>, DeskFault> {
        let mut found: Vec<(IndexField, BTreeSet<StreamId>)> = Vec::new();
        for (field, digest) in self.digests(submission) {
            let stored = self.ledger.lookup(field, &digest, REPEATS_LOOKED_AT)?;
            let beside = of_unit.get(&(field, digest)).into_iter().flatten().copied();
            found.push((field, stored.into_iter().chain(beside).filter(|it| Some(*it) != except).collect()));
        }
        let same_document = found.iter().find(|(field, _)| *field == IndexField::Document).map(|(_, set)| set.clone());
        let same_document = same_document.unwrap_or_default();
        let others = found.into_iter().flat_map(|(field, set)| {
            let field = match field {
                IndexField::Card => Field::CardNumber,
                IndexField::Document => Field::DocumentNumber,
                IndexField::Phone => Field::Phone,
            };
            set.into_iter().map(move |case| (field, case))
        });
        Ok(others.map(|(field, case)| OtherCase { field, same_document: same_document.contains(&case) }).collect())
    }
}

/// Writes one screened submission into a unit, as a case of its own.
pub(super) fn take_in(
    unit: &mut Unit<'_>,
    screened: Screened,
    of_unit: &mut DigestsOfUnit,
) -> Result<Submitted, DeskFault> {
    let Screened { submission, mut findings } = screened;
    let desk = unit.desk();
    let me = desk.me();
    findings.extend(repeats(&desk.others(&submission, of_unit, None)?));
    let id = CaseId::from_bytes(desk.rim.fresh());
    for digest in desk.digests(&submission) {
        of_unit.entry(digest).or_default().push(id);
    }
    let command = CaseCommand::Submit { submission: Box::new(submission), findings };
    let events = decide(&Case::new(id), &command, &desk.context(me))?;
    let stream = unit.new_stream(id, Bucket::Open)?;
    let mut loaded = LoadedCase { case: Case::new(id), stream };
    unit.write_case(&mut loaded, me, events, 0);
    Ok(Submitted { case: id, status: loaded.case.status, findings: loaded.case.findings })
}
