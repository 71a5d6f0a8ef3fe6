//! A desk at which somebody is signed in.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use casework::{
    Actor, Case, CaseCommand, CaseId, Context, DeskId, DeskSettings, PersonId, Policy, Recorded,
    Refusal, Role, Roster, StreamId, decide, evolve,
};
use ledger::{Bucket, DeskFolder, Ledger, StreamRecord};
use ports::KeyVault;
use record::{Part, Recordable};
use seal::desk_keys::{DeskKeysFile, Marks};
use seal::{
    BucketKey, ContentKey, DeskSecrets, IndexKeys, PersonSecrets, StoreKey, TeamId, VaultKey,
    WrapContext,
};

use crate::anchor::{AnchorKeeper, AnchorState};
use crate::unit::{ChainHead, Finished, LoadedCase, Scribe, Stream, Unit, bucket_subject, opened};
use crate::{DeskFault, HouseRefusal, Quarantine, Rim};

/// The stream in which charter and grants stand.
pub(crate) const ROSTER: StreamId = StreamId::from_bytes(*b"desk/roster     ");
/// The stream in which the desk's settings change.
pub(crate) const SETTINGS: StreamId = StreamId::from_bytes(*b"desk/settings   ");

/// A desk at which somebody is signed in. Dropping it signs them out: keys are wiped, the file is closed.
pub struct Desk {
    // Declared first: the file closes before the folder's lock is let go.
    pub(crate) ledger: Ledger,
    pub(crate) rim: Rim,
    pub(crate) id: DeskId,
    pub(crate) team: TeamId,
    /// The id under which it was founded; credentials are sealed for it, since they outlive the founding.
    pub(crate) founding: TeamId,
    pub(crate) epoch: u64,
    pub(crate) marks: Marks,
    pub(crate) roster: Roster,
    pub(crate) person: PersonId,
    pub(crate) secrets: PersonSecrets,
    pub(crate) desk_secrets: DeskSecrets,
    pub(crate) vault_key: VaultKey,
    pub(crate) store_key: StoreKey,
    pub(crate) index: IndexKeys,
    pub(crate) buckets: HashMap<Bucket, BucketKey>,
    pub(crate) key_vault: Option<Arc<dyn KeyVault>>,
    pub(crate) head: ChainHead,
    pub(crate) settings: DeskSettings,
    pub(crate) changed: Changed,
    /// None on a desk without keychain, and in quarantine.
    pub(crate) anchor: Option<AnchorKeeper>,
    pub(crate) quarantine: Option<Quarantine>,
    pub(crate) key_file: DeskKeysFile,
    /// The number of the newest desk secret: what new wraps of people's keys are made with.
    pub(crate) newest_drk: u64,
    pub(crate) folder: DeskFolder,
    /// Held by every backup that is being made.
    pub(crate) backups: Arc<()>,
}

/// What commits changed, for faces that show it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Cases whose rows were written; rows of an import are not among them.
    pub cases: BTreeSet<CaseId>,
    /// Whether calls came or changed their state.
    pub outbox: bool,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("id", &self.id)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// The parts an act needs to judge a case: everything but the card number, which opens only to be sent.
pub(crate) const TO_JUDGE: &[Part] = &[Part::Overview, Part::Pii, Part::Notes];

/// The parts a provider call needs.
pub(crate) const TO_SEND: &[Part] = &[Part::Overview, Part::Pii, Part::Pan];

impl Desk {
    /// Who is signed in.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What they may be.
    pub fn roles(&self) -> &[Role] {
        self.roster.roles(self.person)
    }

    /// The people of the desk.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The desk's settings.
    pub fn settings(&self) -> &DeskSettings {
        &self.settings
    }

    /// What the desk was made as.
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// The team's id, printed on reports.
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// Why the desk may only be looked at, where its files are not those that the keychain remembers.
    pub fn quarantine(&self) -> Option<Quarantine> {
        self.quarantine
    }

    pub(crate) fn not_in_quarantine(&self) -> Result<(), DeskFault> {
        match self.quarantine {
            None => Ok(()),
            Some(_) => Err(HouseRefusal::Quarantined.into()),
        }
    }

    /// How far the keychain's anchor is; `None` on a desk without keychain.
    pub fn anchor(&self) -> Option<AnchorState> {
        self.anchor.as_ref().map(AnchorKeeper::state)
    }

    /// The key epoch in force.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The time of day.
    pub fn now_ms(&self) -> i64 {
        self.rim.now_ms()
    }

    /// The terms new cases are worked under.
    pub fn policy(&self) -> &'static Policy {
        &Policy::ONE
    }

    pub(crate) fn me(&self) -> Actor {
        Actor::Person(self.person)
    }

    /// The context in which this actor's commands are judged.
    pub fn context(&self, actor: Actor) -> Context<'_> {
        let roles = match actor {
            Actor::Person(person) => self.roster.roles(person),
            Actor::Desk => &[],
        };
        Context {
            actor,
            roles,
            now_ms: self.rim.now_ms(),
            policy: self.policy(),
        }
    }

    /// Fails unless the person signed in holds one of these roles.
    pub(crate) fn needs(&self, any: &[Role]) -> Result<(), DeskFault> {
        if any.iter().any(|role| self.roles().contains(role)) {
            return Ok(());
        }
        Err(HouseRefusal::RoleMissing(any.first().copied().unwrap_or(Role::Operator)).into())
    }

    /// Finds a case by `PARTNER/REFERENCE`, by its reference where only one partner has it, or by its id.
    ///
    /// # Errors
    /// [`HouseRefusal::NoSuchCase`], [`HouseRefusal::ReferenceAmbiguous`]; the role that works cases is needed.
    pub fn find_case(&self, reference: &str) -> Result<CaseId, DeskFault> {
        self.needs_case_worker()?;
        self.find_any_case(reference)
    }

    /// The same for whoever needs no more of a case than which it is.
    pub(crate) fn find_any_case(&self, reference: &str) -> Result<CaseId, DeskFault> {
        let mut found = self.ledger.find_case(reference, None)?;
        if found.is_empty()
            && let Some((partner, reference)) = reference.split_once('/')
        {
            found = self.ledger.find_case(reference, Some(partner))?;
        }
        match (found.len(), CaseId::parse(reference)) {
            (1, _) => Ok(found.swap_remove(0).stream),
            (0, Ok(id)) if self.ledger.case_row(id)?.is_some() => Ok(id),
            (0, _) => Err(HouseRefusal::NoSuchCase.into()),
            _ => Err(HouseRefusal::ReferenceAmbiguous.into()),
        }
    }

    pub(crate) fn load(&self, id: CaseId) -> Result<LoadedCase, DeskFault> {
        self.load_parts(id, TO_JUDGE)
    }

    /// Replays a case from its records, opening these parts.
    pub(crate) fn load_parts(&self, id: CaseId, parts: &[Part]) -> Result<LoadedCase, DeskFault> {
        let (stream, records) = self.stream(id)?;
        let mut case = Case::new(id);
        for stored in &records {
            let recorded = self.recorded(&stream, stored, parts)?;
            case = evolve(case, &recorded);
        }
        Ok(LoadedCase { case, stream })
    }

    pub(crate) fn recorded(
        &self,
        stream: &Stream,
        stored: &StreamRecord,
        parts: &[Part],
    ) -> Result<Recorded, DeskFault> {
        let header = stored.record.header();
        let event = Recordable::read(
            header.kind.as_str(),
            opened(self, &stream.key, &stored.record, parts),
        )
        .map_err(|_| DeskFault::LogBroken { seq: header.seq })?;
        Ok(Recorded {
            record: header.record,
            hash: *stored.record.hash(),
            actor: header.actor,
            at_ms: header.hlc.ms,
            event,
        })
    }

    /// A stream's key and records, in order.
    pub(crate) fn stream(&self, id: StreamId) -> Result<(Stream, Vec<StreamRecord>), DeskFault> {
        let row = self.ledger.case_key(id)?.ok_or_else(|| self.no_key(id))?;
        let bucket_key = self
            .buckets
            .get(&row.bucket)
            .ok_or(DeskFault::KeysDamaged)?;
        let place = WrapContext {
            team: self.team,
            subject: *id.as_bytes(),
            epoch: self.epoch,
        };
        let key: ContentKey =
            seal::unwrap(bucket_key, &place, &row.wrap).map_err(|_| DeskFault::KeysDamaged)?;
        let head = self.ledger.stream_head(id)?;
        let records = self.ledger.stream(id)?;
        let stream = Stream {
            id,
            key,
            bucket: row.bucket,
            head,
        };
        Ok((stream, records))
    }

    /// Why a stream has no key.
    fn no_key(&self, id: StreamId) -> DeskFault {
        match self.roster.erased(id) {
            Some(_) => Refusal::DataGone.into(),
            None => HouseRefusal::NoSuchCase.into(),
        }
    }

    /// Judges a command of the person signed in and commits what it leads to.
    pub(crate) fn act(&mut self, id: CaseId, command: &CaseCommand) -> Result<Case, DeskFault> {
        // Before the case is read: whoever works no cases learns from no refusal how one stands.
        self.needs_case_worker()?;
        self.act_as(self.me(), id, command, 0)
    }

    pub(crate) fn act_as(
        &mut self,
        actor: Actor,
        id: CaseId,
        command: &CaseCommand,
        retry_at_ms: i64,
    ) -> Result<Case, DeskFault> {
        let mut loaded = self.load(id)?;
        let events = decide(&loaded.case, command, &self.context(actor))?;
        let mut unit = self.begin();
        unit.write_case(&mut loaded, actor, events, retry_at_ms);
        let finished = unit.finish();
        self.commit(finished)?;
        Ok(loaded.case)
    }

    /// The ledger, and beside it what writing a unit takes.
    pub(crate) fn apart(&mut self) -> (&mut Ledger, Scribe<'_>) {
        let scribe = Scribe {
            rim: &mut self.rim,
            id: self.id,
            team: self.team,
            epoch: self.epoch,
            secrets: &self.secrets,
            desk_secrets: &self.desk_secrets,
            store_key: &self.store_key,
            index: &self.index,
            buckets: &self.buckets,
            retention: &self.settings.retention,
        };
        (&mut self.ledger, scribe)
    }

    /// A unit that follows the newest record.
    pub(crate) fn begin(&mut self) -> Unit<'_> {
        let head = self.head;
        Unit::begin(self.apart().1, head)
    }

    /// Commits everything a unit holds, or nothing.
    pub(crate) fn commit(&mut self, finished: Finished) -> Result<(), DeskFault> {
        self.not_in_quarantine()?;
        self.ledger.commit(&finished.work)?;
        self.committed(finished);
        Ok(())
    }

    /// What the desk knows once a unit is on the disk.
    pub(crate) fn committed(&mut self, finished: Finished) {
        self.head = finished.head;
        self.buckets.extend(finished.new_buckets);
        let work = &finished.work;
        let cases = work.cases.iter().map(|row| row.stream);
        self.changed.cases.extend(cases.chain(work.erase.clone()));
        self.changed.outbox |= !work.outbox.is_empty();
        self.keep_anchor();
    }

    /// What changed since this was last asked.
    pub fn take_changed(&mut self) -> Changed {
        std::mem::take(&mut self.changed)
    }

    /// Opens every bucket key of the store.
    pub(crate) fn open_buckets(
        ledger: &Ledger,
        store_key: &StoreKey,
        team: TeamId,
        epoch: u64,
    ) -> Result<HashMap<Bucket, BucketKey>, DeskFault> {
        ledger
            .bucket_keys()?
            .into_iter()
            .map(|row| {
                let place = WrapContext {
                    team,
                    subject: bucket_subject(row.bucket),
                    epoch,
                };
                let key = seal::unwrap(store_key, &place, &row.wrap)
                    .map_err(|_| DeskFault::KeysDamaged)?;
                Ok((row.bucket, key))
            })
            .collect()
    }
}
