//! Taking a submission in: screen it, look for repeats, store it or say why not.

use std::collections::{BTreeSet, HashMap};

use casework::{
    Actor, Case, CaseCommand, CaseId, CaseStatus, Context, Field, Finding, Policy, Role, Severity,
    StreamId, Submission, decide,
};
use identifiers::Sensitive;
use ledger::Bucket;
use screening::{Handed, OtherCase, Screened, repeats, screen};
use seal::IndexField;

use crate::desk::Desk;
use crate::unit::{LoadedCase, Unit, digests, digests_of_numbers};
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

/// What a submission would lead to, as far as it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// In the queue, or screened out; `None` where it cannot be stored as it is.
    pub status: Option<CaseStatus>,
    /// What screening finds.
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
        let taken = self
            .ledger
            .references_taken(&[(&submission.partner, &submission.reference)])?;
        if taken.contains(&true) {
            return Err(HouseRefusal::ReferenceTaken.into());
        }
        let id = CaseId::from_bytes(self.rim.fresh_id());
        let looked = self.look_for_repeats(id, screened, &mut Beside::default())?;
        let (me, roles) = (self.me(), self.roles().to_vec());
        let mut unit = self.begin();
        let submitted = take_in(&mut unit, me, &roles, looked)?;
        let finished = unit.finish();
        self.commit(finished)?;
        Ok(submitted)
    }

    /// What screening would find, repeats included, in a new case or in the one that is amended. Nothing is stored and
    /// nothing is on record.
    ///
    /// # Errors
    /// The role that works cases is needed; ledger faults.
    pub fn screen_draft(
        &self,
        handed: &Handed,
        amends: Option<CaseId>,
    ) -> Result<Draft, DeskFault> {
        self.needs_case_worker()?;
        let now_ms = self.now_ms();
        let numbers = [&handed.card_number, &handed.document_number, &handed.phone];
        let digests = digests_of_numbers(&self.index, numbers.map(Sensitive::expose), now_ms);
        let repeated = repeats(&self.others(&digests, &Beside::default(), amends)?);
        let (status, mut findings) = match screen(handed, now_ms) {
            Err(findings) => (None, findings),
            Ok(Screened {
                submission,
                findings,
            }) => {
                let reference = (submission.partner.as_str(), submission.reference.as_str());
                let taken =
                    amends.is_none() && self.ledger.references_taken(&[reference])?.contains(&true);
                let refused = findings.iter().any(|it| it.severity == Severity::Refuse);
                let status = match (taken, refused) {
                    (true, _) => None,
                    (false, true) => Some(CaseStatus::ScreenedOut),
                    (false, false) => Some(CaseStatus::Open),
                };
                (status, findings)
            }
        };
        findings.extend(repeated);
        Ok(Draft { status, findings })
    }

    /// Replaces a case's submission by a mended one: a new version of the same case.
    ///
    /// # Errors
    /// As [`submit`](Self::submit); the case must not be decided.
    pub fn amend(&mut self, id: CaseId, handed: &Handed) -> Result<Case, DeskFault> {
        self.needs_case_worker()?;
        let mut screened = screen(handed, self.now_ms()).map_err(HouseRefusal::FormIncomplete)?;
        let digests = digests(&self.index, &screened.submission);
        let others = self.others(&digests, &Beside::default(), Some(id))?;
        screened.findings.extend(repeats(&others));
        let submission = Box::new(screened.submission);
        self.act(
            id,
            &CaseCommand::Amend {
                submission,
                findings: screened.findings,
            },
        )
    }

    /// Adds the findings about repeats: on the disk, and beside it on its way there.
    pub(super) fn look_for_repeats(
        &self,
        id: CaseId,
        screened: Screened,
        beside: &mut Beside,
    ) -> Result<Looked, DeskFault> {
        let Screened {
            submission,
            mut findings,
        } = screened;
        let digests = digests(&self.index, &submission);
        findings.extend(repeats(&self.others(&digests, beside, None)?));
        for digest in digests {
            beside.new.entry(digest).or_default().push(id);
        }
        Ok(Looked {
            id,
            submission,
            findings,
        })
    }

    /// The other cases that have this submission's card, phone or document: those on the disk and those on their way.
    fn others(
        &self,
        digests: &[(IndexField, [u8; 16])],
        beside: &Beside,
        except: Option<CaseId>,
    ) -> Result<Vec<OtherCase>, DeskFault> {
        let mut found: Vec<(IndexField, BTreeSet<StreamId>)> = Vec::new();
        for (field, digest) in digests {
            let stored = self.ledger.lookup(*field, digest, REPEATS_LOOKED_AT)?;
            let all = stored.into_iter().chain(beside.of(*field, digest));
            found.push((*field, all.filter(|it| Some(*it) != except).collect()));
        }
        let same_document = found
            .iter()
            .find(|(field, _)| *field == IndexField::Document)
            .map(|(_, set)| set.clone());
        let same_document = same_document.unwrap_or_default();
        let others = found.into_iter().flat_map(|(field, set)| {
            let field = match field {
                IndexField::Card => Field::CardNumber,
                IndexField::Document => Field::DocumentNumber,
                IndexField::Phone => Field::Phone,
            };
            set.into_iter().map(move |case| (field, case))
        });
        Ok(others
            .map(|(field, case)| OtherCase {
                field,
                same_document: same_document.contains(&case),
            })
            .collect())
    }
}

/// Values of cases that are on their way to the disk: those of this commit, and of the one before it.
#[derive(Default)]
pub(super) struct Beside {
    new: Digests,
    before: Digests,
}

type Digests = HashMap<(IndexField, [u8; 16]), Vec<CaseId>>;

impl Beside {
    fn of(&self, field: IndexField, digest: &[u8; 16]) -> impl Iterator<Item = CaseId> {
        let cases = [&self.before, &self.new].map(|it| it.get(&(field, *digest)));
        cases.into_iter().flatten().flatten().copied()
    }

    /// The commit before the last is on the disk by now.
    pub(super) fn next_commit(&mut self) {
        self.before = std::mem::take(&mut self.new);
    }
}

/// A submission that is about to become a case.
pub(super) struct Looked {
    id: CaseId,
    submission: Submission,
    findings: Vec<Finding>,
}

/// Writes one submission into a unit, as a case of its own.
pub(super) fn take_in(
    unit: &mut Unit<'_>,
    me: Actor,
    roles: &[Role],
    looked: Looked,
) -> Result<Submitted, DeskFault> {
    let Looked {
        id,
        submission,
        findings,
    } = looked;
    let context = Context {
        actor: me,
        roles,
        now_ms: unit.now_ms(),
        policy: &Policy::ONE,
    };
    let command = CaseCommand::Submit {
        submission: Box::new(submission),
        findings,
    };
    let events = decide(&Case::new(id), &command, &context)?;
    let stream = unit.new_stream(id, Bucket::Open);
    let mut loaded = LoadedCase {
        case: Case::new(id),
        stream,
    };
    unit.write_case(&mut loaded, me, events, 0);
    Ok(Submitted {
        case: id,
        status: loaded.case.status,
        findings: loaded.case.findings,
    })
}
