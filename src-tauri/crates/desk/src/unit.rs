//! The unit of work: events become sealed, signed, chained records, with the projections and outbox rows that follow
//! from them, and are committed together. Nothing else writes.

use std::collections::HashMap;

use casework::{
    Actor, Case, CaseEvent, DeskId, RecordId, Recorded, RetentionTerms, StreamId, Submission,
    evolve, policy, retention::consequence,
};
use identifiers::{Sensitive, card, mobile, resident_id};
use ledger::{
    Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow, LookupRow, UnitOfWork,
};
use record::{Base, Draft, Hlc, Kind, Part, Recordable, SignedRecord};
use seal::{
    BucketKey, ContentKey, DeskSecrets, IndexField, IndexKeys, PersonSecrets, RecordContext,
    RecoverySecrets, StoreKey, TeamId, WrapContext,
};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::{Rim, calls, project};

/// The place and time of the newest record: what the next one follows.
pub(crate) type ChainHead = Option<(u64, [u8; 32], Hlc)>;

/// The desk without its ledger: all that writing a unit takes. So one unit can be written while another is committed.
pub(crate) struct Scribe<'a> {
    pub(crate) rim: &'a mut Rim,
    pub(crate) id: DeskId,
    pub(crate) team: TeamId,
    pub(crate) epoch: u64,
    pub(crate) secrets: &'a PersonSecrets,
    pub(crate) desk_secrets: &'a DeskSecrets,
    pub(crate) store_key: &'a StoreKey,
    pub(crate) index: &'a IndexKeys,
    pub(crate) buckets: &'a HashMap<Bucket, BucketKey>,
    /// How long cases are kept that end now.
    pub(crate) retention: &'a RetentionTerms,
}

/// A stream as it was loaded: its key and its head.
pub(crate) struct Stream {
    pub(crate) id: StreamId,
    pub(crate) key: ContentKey,
    /// Whose key wraps it.
    pub(crate) bucket: Bucket,
    pub(crate) head: Option<Base>,
}

/// A case with the stream it lives in.
pub(crate) struct LoadedCase {
    pub(crate) case: Case,
    pub(crate) stream: Stream,
}

/// What is being put together for one commit.
pub(crate) struct Unit<'a> {
    scribe: Scribe<'a>,
    work: UnitOfWork,
    head: ChainHead,
    now_ms: i64,
    /// Keys of buckets that begin with this unit; the desk's own once they are on the disk.
    new_buckets: HashMap<Bucket, BucketKey>,
    /// Signs for the recovery secret, in the one unit that follows a recovery.
    recovery: Option<&'a RecoverySecrets>,
}

/// A record that was just written into a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) record: RecordId,
    pub(crate) hash: [u8; 32],
    /// Its place in the chain.
    pub(crate) seq: u64,
    /// The time its header carries: where the clock went back, later than the clock.
    pub(crate) at_ms: i64,
}

/// A unit that is written and waits to be committed.
pub(crate) struct Finished {
    pub(crate) work: UnitOfWork,
    /// The chain's head once it is committed.
    pub(crate) head: ChainHead,
    pub(crate) new_buckets: HashMap<Bucket, BucketKey>,
}

impl<'a> Unit<'a> {
    /// Begins a unit whose first record follows `head`.
    pub(crate) fn begin(scribe: Scribe<'a>, head: ChainHead) -> Self {
        let now_ms = scribe.rim.now_ms();
        Self {
            scribe,
            work: UnitOfWork::default(),
            head,
            now_ms,
            new_buckets: HashMap::new(),
            recovery: None,
        }
    }

    /// Lets the recovery secret sign what it is the actor of.
    pub(crate) fn sign_as_recovery(&mut self, secrets: &'a RecoverySecrets) {
        self.recovery = Some(secrets);
    }

    /// When this unit was begun: the moment its acts are judged at.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Makes sure that streams can begin in this bucket.
    pub(crate) fn begin_bucket(&mut self, bucket: Bucket) {
        if !self.scribe.buckets.contains_key(&bucket) {
            self.new_bucket_key(bucket);
        }
    }

    /// A stream that begins with this unit: its key is made and wrapped under the bucket's.
    pub(crate) fn new_stream(&mut self, id: StreamId, bucket: Bucket) -> Stream {
        let key = ContentKey::generate(&mut *self.scribe.rim.nonces);
        self.put_key(id, &key, bucket);
        Stream {
            id,
            key,
            bucket,
            head: None,
        }
    }

    /// Puts a stream's key into a bucket, out of the one it lay in: there is one wrap of it at any time.
    pub(crate) fn put_key(&mut self, id: StreamId, key: &ContentKey, bucket: Bucket) {
        self.begin_bucket(bucket);
        let place = WrapContext {
            team: self.scribe.team,
            subject: *id.as_bytes(),
            epoch: self.scribe.epoch,
        };
        let bucket_key = self
            .scribe
            .buckets
            .get(&bucket)
            .or(self.new_buckets.get(&bucket));
        let bucket_key = bucket_key.expect("the bucket was begun");
        let wrap = seal::wrap(bucket_key, &place, key, &mut *self.scribe.rim.nonces);
        self.work.case_keys.push(CaseKeyChange::Put(CaseKeyRow {
            stream: id,
            key_id: key.id(),
            bucket,
            wrap,
        }));
    }

    /// The key of a bucket that is not on the disk yet, made where this unit has not.
    fn new_bucket_key(&mut self, bucket: Bucket) -> &BucketKey {
        let Scribe {
            store_key,
            rim,
            team,
            epoch,
            ..
        } = &mut self.scribe;
        self.new_buckets.entry(bucket).or_insert_with(|| {
            let bucket_key = BucketKey::generate(&mut *rim.nonces);
            let place = WrapContext {
                team: *team,
                subject: bucket_subject(bucket),
                epoch: *epoch,
            };
            let wrap = seal::wrap(store_key, &place, &bucket_key, &mut *rim.nonces);
            self.work
                .bucket_keys
                .push(BucketKeyChange::Put(BucketKeyRow {
                    bucket,
                    key_id: bucket_key.id(),
                    wrap,
                }));
            bucket_key
        })
    }

    /// Seals, hashes, heads and signs one event; the order of `records-and-keys`.
    pub(crate) fn write(
        &mut self,
        stream: &mut Stream,
        actor: Actor,
        event: &impl Recordable,
    ) -> Written {
        let record = RecordId::from_bytes(self.scribe.rim.fresh_id());
        let kind = event.kind();
        let bodies = event
            .bodies()
            .into_iter()
            .map(|(part, plain)| (part, self.envelope(stream, record, kind, part, &plain)))
            .collect();
        let seq = self.head.map_or(0, |(seq, ..)| seq + 1);
        let hlc = Hlc::next(self.head.map(|(_, _, hlc)| hlc), self.now_ms);
        let draft = Draft {
            team: record::TeamId(self.scribe.team.0),
            stream: stream.id,
            desk: self.scribe.id,
            actor,
            record,
            seq,
            prev: self.head.map(|(_, hash, _)| hash),
            base: stream.head,
            hlc,
            kind: Kind::new(kind).expect("the kinds of the trade are words"),
            key_id: stream.key.id().0,
        };
        let scribe = &self.scribe;
        let recovery = self.recovery;
        let signed = SignedRecord::assemble(draft, bodies, |message| match actor {
            Actor::Person(casework::RECOVERY) if let Some(secrets) = recovery => {
                secrets.sign(message)
            }
            Actor::Person(_) => scribe.secrets.sign(message),
            Actor::Desk => scribe.desk_secrets.sign(message),
        })
        .expect("bodies were sealed under the stream's key, one a part");
        let hash = *signed.hash();
        let written = Written {
            record,
            hash,
            seq,
            at_ms: hlc.ms,
        };
        stream.head = Some(Base {
            revision: stream.head.map_or(1, |head| head.revision + 1),
            hash,
        });
        self.head = Some((seq, hash, hlc));
        self.work.records.push(signed);
        written
    }

    fn envelope(
        &mut self,
        stream: &Stream,
        record: RecordId,
        kind: &str,
        part: Part,
        plain: &[u8],
    ) -> Vec<u8> {
        if part == Part::Open {
            return seal::enclose_open(kind, part.as_str(), plain)
                .expect("only charter and grants have an open part");
        }
        let place = RecordContext {
            team: self.scribe.team,
            stream: *stream.id.as_bytes(),
            record: *record.as_bytes(),
            kind,
            part: part.as_str(),
        };
        seal::seal(&stream.key, &place, plain, &mut *self.scribe.rim.nonces)
    }

    /// Writes a case's events, and what follows from them: the case as it is then, its row, its calls.
    pub(crate) fn write_case(
        &mut self,
        loaded: &mut LoadedCase,
        actor: Actor,
        events: Vec<CaseEvent>,
        retry_at_ms: i64,
    ) -> Vec<Written> {
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            all.push(self.write_on_case(loaded, actor, event, retry_at_ms));
        }
        // By the record's time: where the clock went back, a case is kept longer and never shorter.
        if let Some(ended_ms) = all.last().map(|it| it.at_ms)
            && let Some(event) = consequence(&loaded.case, self.scribe.retention, ended_ms)
        {
            all.push(self.write_on_case(loaded, Actor::Desk, event, retry_at_ms));
        }
        let bucket = project::bucket(&loaded.case);
        if bucket != loaded.stream.bucket {
            self.put_key(loaded.stream.id, &loaded.stream.key, bucket);
            loaded.stream.bucket = bucket;
        }
        let policy = policy::Policy::of(loaded.case.policy).unwrap_or(&policy::Policy::ONE);
        self.work
            .cases
            .extend(project::row(&loaded.case, policy, self.now_ms));
        all
    }

    fn write_on_case(
        &mut self,
        loaded: &mut LoadedCase,
        actor: Actor,
        event: CaseEvent,
        retry_at_ms: i64,
    ) -> Written {
        let written = self.write(&mut loaded.stream, actor, &event);
        let Written {
            record,
            hash,
            at_ms,
            ..
        } = written;
        let recorded = Recorded {
            record,
            hash,
            actor,
            at_ms,
            event,
        };
        let before = loaded.case.clone();
        loaded.case = evolve(
            std::mem::replace(&mut loaded.case, Case::new(before.id)),
            &recorded,
        );
        self.work.outbox.extend(calls::outbox_change(
            &before,
            &recorded,
            &loaded.case,
            self.now_ms,
            retry_at_ms,
        ));
        if let CaseEvent::Received { submission, .. } | CaseEvent::Amended { submission, .. } =
            &recorded.event
        {
            self.index(loaded.case.id, submission);
        }
        written
    }

    /// Erases what a receipt of this unit says.
    pub(crate) fn erase(&mut self, cases: &[StreamId]) {
        self.work.erase.extend_from_slice(cases);
    }

    /// Keyed digests of card, document and phone, so that repeats are found without plaintext.
    fn index(&mut self, case: StreamId, submission: &casework::Submission) {
        for (field, digest) in digests(self.scribe.index, submission) {
            self.work.lookup.push(LookupRow {
                field,
                digest,
                stream: case,
            });
        }
    }

    /// Keeps sealed credentials in the store: a desk without keychain has no better place.
    pub(crate) fn keep_credentials(
        &mut self,
        credentials: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) {
        self.work.credentials.extend(credentials);
    }

    /// Done writing: nothing of it counts before it is committed.
    pub(crate) fn finish(self) -> Finished {
        Finished {
            work: self.work,
            head: self.head,
            new_buckets: self.new_buckets,
        }
    }
}

/// Keyed digests of the values by which cases are found and repeats told.
pub(crate) fn digests(index: &IndexKeys, submission: &Submission) -> Vec<(IndexField, [u8; 16])> {
    let subject = submission.subject.as_ref();
    let values = [
        (IndexField::Card, submission.card_number.as_ref()),
        (IndexField::Document, subject.map(|it| &it.document_number)),
        (IndexField::Phone, subject.map(|it| &it.phone)),
    ];
    let digest = |(field, value): (IndexField, Option<&Sensitive>)| {
        Some((field, digest(index, field, value?)))
    };
    values.into_iter().filter_map(digest).collect()
}

/// Keyed digest of one normalised value.
pub(crate) fn digest(index: &IndexKeys, field: IndexField, value: &Sensitive) -> [u8; 16] {
    index.digest(field, value.expose().as_bytes())
}

/// Keyed digests of those of these values that are a card, a document and a phone number by their own rules.
pub(crate) fn digests_of_numbers(
    index: &IndexKeys,
    [card, document, phone]: [&str; 3],
    now_ms: i64,
) -> Vec<(IndexField, [u8; 16])> {
    let today = screening::today(now_ms);
    let read = [
        (IndexField::Card, card::explain(card).accepted()),
        (
            IndexField::Document,
            resident_id::explain(document, today).accepted(),
        ),
        (IndexField::Phone, mobile::explain(phone).accepted()),
    ];
    read.into_iter()
        .filter_map(|(field, number)| Some((field, digest(index, field, &number.ok()?))))
        .collect()
}

/// Whose wrap a bucket's is: the bucket's name, padded.
pub(crate) fn bucket_subject(bucket: Bucket) -> [u8; 16] {
    let mut subject = [b' '; 16];
    let name = bucket.to_string();
    subject[..name.len()].copy_from_slice(name.as_bytes());
    subject
}

/// What a record's bodies say, opened part by part as they are asked for.
pub(crate) fn opened<'a>(
    desk: &'a Desk,
    key: &'a ContentKey,
    signed: &'a SignedRecord,
    parts: &'a [Part],
) -> impl Fn(Part) -> Option<Zeroizing<Vec<u8>>> + 'a {
    move |part| {
        if !parts.contains(&part) {
            return None;
        }
        let envelope = signed.body(part)?;
        let header = signed.header();
        if part == Part::Open {
            let content = seal::read_open(header.kind.as_str(), part.as_str(), envelope).ok()?;
            return Some(Zeroizing::new(content.to_vec()));
        }
        let place = RecordContext {
            team: desk.team,
            stream: *header.stream.as_bytes(),
            record: *header.record.as_bytes(),
            kind: header.kind.as_str(),
            part: part.as_str(),
        };
        seal::open(key, &place, envelope).ok()
    }
}
