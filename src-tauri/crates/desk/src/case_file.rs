//! One case as a file that proves itself: whoever has it can check, without the desk and without any key of it, who did
//! what in which order, and read what was decided.
//!
//! It holds the case's records with their signatures, the charter and the grants under which those count, and of each
//! record the part `overview` with the key of that one part. Names, numbers and notes stay out; their digests are signed,
//! so that nothing can be put in their place.

use casework::{
    Case, CaseEvent, CaseId, CaseOutcome, CaseStatus, Change, DeskEvent, DeskId, DeskSettings,
    PersonId, Role, Roster, evolve,
};
use ledger::StreamRecord;
use record::charter::SignedCharter;
use record::{Base, Hlc, Part, Recordable, SignedRecord};
use seal::{KeyId, PartKey, RecordContext, TeamId};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::own_log::follow;
use crate::roster::Founded;
use crate::unit::Stream;
use crate::{DeskFault, HouseRefusal};

/// A record as it stands in a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledRecord {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The actor's signature.
    pub signature: [u8; 64],
    /// The parts that can be read: the envelope, and its key where it is sealed.
    pub parts: Vec<(Part, Vec<u8>, Option<Vec<u8>>)>,
}

/// A case as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The team, whose id is the hash of the charter.
    pub team: [u8; 32],
    /// The desk.
    pub desk: DeskId,
    /// The case.
    pub case: CaseId,
    /// When it was taken out, milliseconds since 1970.
    pub exported_ms: i64,
    /// Who took it out.
    pub by: PersonId,
    /// The charter, grants, revocations and receipts.
    pub roster: Vec<FiledRecord>,
    /// The proposals and judgements that those rest on.
    pub changes: Vec<FiledRecord>,
    /// The case's records, from its first.
    pub records: Vec<FiledRecord>,
    /// The signature of who took it out over all of it: how many records there were then.
    pub signature: [u8; 64],
}

/// What a case file proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileReport {
    /// The team, to be compared with a printed one.
    pub team: [u8; 32],
    /// Records of the case.
    pub records: u64,
    /// The hash of the last of them.
    pub head: [u8; 32],
    /// Where the case stood.
    pub status: CaseStatus,
    /// What was decided, if anything.
    pub outcome: Option<CaseOutcome>,
    /// Who proposed it.
    pub maker: Option<PersonId>,
    /// Who stood beside them, where two were needed.
    pub checker: Option<PersonId>,
    /// When it was decided, milliseconds since 1970.
    pub decided_ms: Option<i64>,
    /// Who took the file out, and when.
    pub exported: (PersonId, i64),
}

/// What in a case file does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileBroken {
    /// Which list: `roster`, `changes`, `records` or `file`.
    pub list: &'static str,
    /// The record's place in it, counted from 0.
    pub at: usize,
    /// What is wrong, in words without values.
    pub reason: &'static str,
}

impl Desk {
    /// A case as a file that proves itself. Nothing in it is personal data of the customer beyond masked values.
    ///
    /// # Errors
    /// The role of supervisor or auditor is needed; no such case.
    pub fn export_case(&self, reference: &str) -> Result<CaseFile, DeskFault> {
        self.needs(&[Role::Auditor, Role::Supervisor])?;
        let case = match CaseId::parse(reference) {
            Ok(id) => id,
            Err(_) => self.find_case(reference)?,
        };
        let (stream, records) = self.stream(case)?;
        if records.is_empty() {
            return Err(HouseRefusal::NoSuchCase.into());
        }
        let (roster_stream, roster) = self.stream(ROSTER)?;
        let (settings_stream, settings) = self.stream(SETTINGS)?;
        let people = |it: &&StreamRecord| self.is_about_people(&settings_stream, it);
        let changes: Vec<&StreamRecord> = settings.iter().filter(people).collect();
        let mut file = CaseFile {
            team: self.team.0,
            desk: self.id,
            case,
            exported_ms: self.now_ms(),
            by: self.person,
            roster: self.filed(&roster_stream, roster.iter()),
            changes: self.filed(&settings_stream, changes.into_iter()),
            records: self.filed(&stream, records.iter()),
            signature: [0; 64],
        };
        file.signature = self.secrets.sign(&file.message());
        Ok(file)
    }

    /// Whether a record of the settings' stream is a proposal about people, or judges one.
    fn is_about_people(&self, stream: &Stream, stored: &StreamRecord) -> bool {
        let read = crate::unit::opened(self, &stream.key, &stored.record, &[Part::Overview]);
        let about = |hash: &[u8; 32]| {
            let mut changes = self.settings.changes.iter();
            changes.any(|it| it.hash == *hash && is_of_roster(&it.change))
        };
        match DeskEvent::read(stored.record.header().kind.as_str(), read) {
            Ok(DeskEvent::ChangeProposed(change)) => is_of_roster(&change),
            Ok(DeskEvent::ChangeApproved { hash, .. } | DeskEvent::ChangeRejected { hash, .. }) => {
                about(&hash)
            }
            Ok(
                DeskEvent::InstitutionFounded(_)
                | DeskEvent::SignInsFailed { .. }
                | DeskEvent::BackupMade(_)
                | DeskEvent::Roster(_),
            )
            | Err(_) => false,
        }
    }

    fn filed<'a>(
        &self,
        stream: &Stream,
        records: impl Iterator<Item = &'a StreamRecord>,
    ) -> Vec<FiledRecord> {
        let filed = |stored: &StreamRecord| {
            let record = &stored.record;
            let parts = record.bodies().iter().filter_map(|(part, envelope)| {
                let key = match part {
                    Part::Open => None,
                    Part::Overview => {
                        let place = place(self.team, record, *part);
                        let key = PartKey::of(&stream.key, &place, envelope).ok()?;
                        Some(key.expose().to_vec())
                    }
                    Part::Pii | Part::Pan | Part::Notes | Part::Attachment => return None,
                };
                Some((*part, envelope.clone(), key))
            });
            FiledRecord {
                header: record.header_bytes().to_vec(),
                signature: *record.signature(),
                parts: parts.collect(),
            }
        };
        records.map(filed).collect()
    }
}

fn is_of_roster(change: &Change) -> bool {
    match change {
        Change::SetInstitution(_) | Change::SetRetention(_) | Change::EraseCase { .. } => false,
        Change::Enrol(_)
        | Change::SetRoles { .. }
        | Change::Dismiss { .. }
        | Change::Renew { .. }
        | Change::SetRecovery { .. } => true,
    }
}

fn place<'a>(team: TeamId, record: &'a SignedRecord, part: Part) -> RecordContext<'a> {
    let header = record.header();
    RecordContext {
        team,
        stream: *header.stream.as_bytes(),
        record: *header.record.as_bytes(),
        kind: header.kind.as_str(),
        part: part.as_str(),
    }
}

impl CaseFile {
    /// What who takes the file out signs: `"VDC1/export"` and SHA-256 over everything in it.
    fn message(&self) -> Vec<u8> {
        let mut digest = Sha256::new()
            .chain_update(self.team)
            .chain_update(self.desk.as_bytes())
            .chain_update(self.case.as_bytes())
            .chain_update(self.exported_ms.to_be_bytes())
            .chain_update(self.by.as_bytes());
        for list in [&self.roster, &self.changes, &self.records] {
            digest.update((list.len() as u64).to_be_bytes());
            for record in list {
                digest.update(Sha256::digest(&record.header));
                digest.update(record.signature);
            }
        }
        [b"VDC1/export", &digest.finalize()[..]].concat()
    }

    /// Checks everything that can be checked without the desk: the charter, each grant with the two people behind it, each
    /// record's place, signature and digests, what each proposal rests on, and that maker and checker are two.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify(&self) -> Result<CaseFileReport, CaseFileBroken> {
        let roster = self.verify_people()?;
        let (case, head) = self.verify_case(&roster)?;
        let by = casework::Actor::Person(self.by);
        let signed = roster
            .verifying_key(by, u64::MAX)
            .is_some_and(|key| seal::verify(&key, &self.message(), &self.signature));
        if !signed {
            return Err(broken("file", 0, "it is not signed by who took it out"));
        }
        let decision = case.decision.as_ref();
        Ok(CaseFileReport {
            team: self.team,
            records: self.records.len() as u64,
            head,
            status: case.status,
            outcome: decision.map(|it| it.outcome),
            maker: decision.and_then(|it| it.maker),
            checker: decision.and_then(|it| it.checker),
            decided_ms: decision.map(|it| it.at_ms),
            exported: (self.by, self.exported_ms),
        })
    }

    fn verify_people(&self) -> Result<Roster, CaseFileBroken> {
        let roster = self.parsed("roster", &self.roster)?;
        let changes = self.parsed("changes", &self.changes)?;
        is_one_stream("roster", &roster)?;
        let first = roster
            .first()
            .filter(|(record, _)| record.header().seq == 0)
            .ok_or(broken("roster", 0, "there is no charter"))?;
        let charter = self.charter(first)?;
        let founded = Founded {
            charter,
            names: Vec::new(),
        };
        let mut people = founded.roster();
        let founder = people.verifying_key(first.0.header().actor, 0);
        if !founder.is_some_and(|key| first.0.is_signed_by(&key)) {
            return Err(broken("roster", 0, "the founder did not sign it"));
        }
        let mut later: Vec<(&'static str, usize, &Opened<'_>)> = Vec::new();
        later.extend(
            roster
                .iter()
                .enumerate()
                .skip(1)
                .map(|(at, it)| ("roster", at, it)),
        );
        later.extend(
            changes
                .iter()
                .enumerate()
                .map(|(at, it)| ("changes", at, it)),
        );
        later.sort_by_key(|(_, _, (record, _))| record.header().seq);
        let mut settings = DeskSettings::default();
        for (list, at, (record, filed)) in later {
            let kind = record.header().kind.as_str();
            let event = DeskEvent::read(kind, |part| self.read(record, filed, part))
                .map_err(|_| broken(list, at, "it cannot be read"))?;
            if !follow(
                TeamId(self.team),
                &mut settings,
                &mut people,
                record,
                &event,
            ) {
                return Err(broken(
                    list,
                    at,
                    "nobody had the right to it, or it is not signed",
                ));
            }
        }
        Ok(people)
    }

    fn charter(&self, (record, filed): &Opened<'_>) -> Result<SignedCharter, CaseFileBroken> {
        let open = self.read(record, filed, Part::Open).ok_or(broken(
            "roster",
            0,
            "the charter is missing",
        ))?;
        let charter = SignedCharter::decode(&open)
            .map_err(|_| broken("roster", 0, "the charter does not hold"))?;
        match charter.charter.team_id().0 == self.team {
            true => Ok(charter),
            false => Err(broken("roster", 0, "the charter is another team's")),
        }
    }

    fn verify_case(&self, roster: &Roster) -> Result<(Case, [u8; 32]), CaseFileBroken> {
        let records = self.parsed("records", &self.records)?;
        is_one_stream("records", &records)?;
        let mut case = Case::new(self.case);
        let mut head = None;
        for (at, (record, filed)) in records.iter().enumerate() {
            let header = record.header();
            let wrong = |reason| broken("records", at, reason);
            if header.stream != self.case {
                return Err(wrong("it is another case's"));
            }
            let signed = roster
                .verifying_key(header.actor, header.seq)
                .is_some_and(|key| record.is_signed_by(&key));
            if !signed {
                return Err(wrong("its signature is not its actor's"));
            }
            let kind = header.kind.as_str();
            let event = CaseEvent::read(kind, |part| self.read(record, filed, part))
                .map_err(|_| wrong("it cannot be read"))?;
            let recorded = casework::Recorded {
                record: header.record,
                hash: *record.hash(),
                actor: header.actor,
                at_ms: header.hlc.ms,
                event,
            };
            if let Some(reason) = against(&case, &recorded, roster, header.seq) {
                return Err(wrong(reason));
            }
            case = evolve(case, &recorded);
            head = Some(*record.hash());
        }
        let head = head.ok_or(broken("records", 0, "there are none"))?;
        Ok((case, head))
    }

    fn parsed<'a>(
        &self,
        list: &'static str,
        filed: &'a [FiledRecord],
    ) -> Result<Vec<Opened<'a>>, CaseFileBroken> {
        let parse = |(at, it): (usize, &'a FiledRecord)| {
            let bodies = it
                .parts
                .iter()
                .map(|(part, envelope, _)| (*part, envelope.clone()));
            let record = SignedRecord::parse(it.header.clone(), it.signature, bodies.collect())
                .map_err(|_| broken(list, at, "it is not what was signed"))?;
            let header = record.header();
            match header.team.0 == self.team && header.desk == self.desk {
                true => Ok((record, it)),
                false => Err(broken(list, at, "it is of another team or desk")),
            }
        };
        filed.iter().enumerate().map(parse).collect()
    }

    /// The content of a part that can be read.
    fn read(
        &self,
        record: &SignedRecord,
        filed: &FiledRecord,
        part: Part,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let (_, envelope, key) = filed.parts.iter().find(|(it, ..)| *it == part)?;
        let header = record.header();
        match key {
            None => {
                let content = seal::read_open(header.kind.as_str(), part.as_str(), envelope);
                Some(Zeroizing::new(content.ok()?.to_vec()))
            }
            Some(key) => PartKey::from_bytes(key)?
                .open(
                    KeyId(header.key_id),
                    &place(TeamId(self.team), record, part),
                    envelope,
                )
                .ok(),
        }
    }
}

type Opened<'a> = (SignedRecord, &'a FiledRecord);

/// Each record follows the one before it, from the first on.
fn is_one_stream(list: &'static str, records: &[Opened<'_>]) -> Result<(), CaseFileBroken> {
    let mut head: Option<(Base, u64, Hlc)> = None;
    for (at, (record, _)) in records.iter().enumerate() {
        let header = record.header();
        let follows = header.base == head.map(|(base, ..)| base)
            && head.is_none_or(|(_, seq, hlc)| header.seq > seq && header.hlc > hlc);
        if !follows {
            return Err(broken(list, at, "it does not follow the record before it"));
        }
        let revision = head.map_or(1, |(base, ..)| base.revision + 1);
        let hash = *record.hash();
        head = Some((Base { revision, hash }, header.seq, header.hlc));
    }
    Ok(())
}

/// What of the trade speaks against a record: a proposal that rests on other evidence, a review by the maker or without
/// the role.
pub(crate) fn against(
    case: &Case,
    recorded: &casework::Recorded,
    roster: &Roster,
    seq: u64,
) -> Option<&'static str> {
    if let CaseEvent::Proposed(decision) = &recorded.event
        && decision.digest != case.evidence_digest(&[])
    {
        return Some("the proposal does not rest on the evidence of the case");
    }
    let CaseEvent::Reviewed { proposal, .. } = &recorded.event else {
        return None;
    };
    let Some(judged) = &case.proposal else {
        return Some("there is no proposal to review");
    };
    let person = recorded.actor.person();
    let roles = person.map_or(&[][..], |it| roster.roles_at(it, seq));
    if judged.hash != *proposal {
        Some("the review names another proposal")
    } else if person == Some(judged.maker) {
        Some("maker and checker are the same person")
    } else if !roles.contains(&Role::Supervisor) {
        Some("the reviewer was no supervisor")
    } else {
        None
    }
}

fn broken(list: &'static str, at: usize, reason: &'static str) -> CaseFileBroken {
    CaseFileBroken { list, at, reason }
}

#[cfg(test)]
mod tests {
    use casework::{Actor, ProposedDecision, RecordId, Recorded, Sensitive, Verdict};

    use super::*;

    const LIN: PersonId = PersonId::from_bytes([1; 16]);
    const ZHAO: PersonId = PersonId::from_bytes([2; 16]);

    fn recorded(by: PersonId, hash: [u8; 32], event: CaseEvent) -> Recorded {
        Recorded {
            record: RecordId::from_bytes([7; 16]),
            hash,
            actor: Actor::Person(by),
            at_ms: 0,
            event,
        }
    }

    fn proposed(digest: [u8; 32]) -> Recorded {
        let decision = ProposedDecision {
            outcome: CaseOutcome::UnableToVerify,
            reasons: Vec::new(),
            note: Sensitive::from(""),
            digest,
            pending: Vec::new(),
            reserved: Vec::new(),
        };
        recorded(LIN, [9; 32], CaseEvent::Proposed(Box::new(decision)))
    }

    fn reviewed(by: PersonId, proposal: [u8; 32]) -> Recorded {
        let event = CaseEvent::Reviewed {
            verdict: Verdict::Agree,
            proposal,
            reasons: Vec::new(),
            note: Sensitive::from(""),
        };
        recorded(by, [10; 32], event)
    }

    fn roster() -> Roster {
        let keys = |of| casework::PublicKeys {
            ed25519: [of; 32],
            x25519: [of; 32],
        };
        let both = [Role::Operator, Role::Supervisor];
        let member = |id, of, roles: &[Role]| {
            let roles: std::collections::BTreeSet<Role> = roles.iter().copied().collect();
            (id, String::new(), roles, keys(of))
        };
        let people = [member(LIN, 1, &both), member(ZHAO, 2, &[Role::Supervisor])];
        Roster::founded(people, keys(3), None, false)
    }

    /// What a signature does not tell: whoever signs holds a key of the desk.
    #[test]
    fn a_proposal_on_other_evidence_and_a_review_by_its_maker_or_of_another_do_not_hold() {
        let case = Case::new(CaseId::from_bytes([5; 16]));
        let sound = proposed(case.evidence_digest(&[]));
        let roster = roster();
        let speaks = |case: &Case, it: &Recorded| against(case, it, &roster, 4).is_some();
        assert!(!speaks(&case, &sound));
        assert!(speaks(&case, &proposed([0; 32])));
        assert!(
            speaks(&case, &reviewed(ZHAO, [9; 32])),
            "nothing is proposed"
        );
        let case = evolve(case, &sound);
        assert!(!speaks(&case, &reviewed(ZHAO, [9; 32])));
        assert!(speaks(&case, &reviewed(ZHAO, [8; 32])), "another proposal");
        assert!(speaks(&case, &reviewed(LIN, [9; 32])), "the maker");
        assert!(speaks(
            &case,
            &reviewed(PersonId::from_bytes([4; 16]), [9; 32])
        ));
    }
}
