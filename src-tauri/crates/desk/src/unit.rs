//! The unit of work: events become sealed, signed, chained records, with the projections and outbox rows that follow
//! from them, and are committed together. Nothing else writes.

use std::collections::HashMap;

use casework::{Actor, Case, CaseEvent, Recorded, RecordId, StreamId, evolve, policy};
use ledger::{Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow, LookupRow, UnitOfWork};
use record::{Base, Draft, Hlc, Kind, Part, Recordable, SignedRecord};
use seal::{BucketKey, ContentKey, IndexField, RecordContext, WrapContext};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::{DeskFault, calls, project};

/// A stream as it was loaded: its key and its head.
pub(crate) struct Stream {
    pub(crate) id: StreamId,
    pub(crate) key: ContentKey,
    pub(crate) head: Option<Base>,
}

/// A case with the stream it lives in.
pub(crate) struct LoadedCase {
    pub(crate) case: Case,
    pub(crate) stream: Stream,
}

/// What is being put together for one commit.
pub(crate) struct Unit<'a> {
    desk: &'a mut Desk,
    work: UnitOfWork,
    head: Option<(u64, [u8; 32], Hlc)>,
    now_ms: i64,
}

/// A record that was just written into a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) record: RecordId,
    pub(crate) hash: [u8; 32],
}

impl<'a> Unit<'a> {
    pub(crate) fn begin(desk: &'a mut Desk) -> Self {
        let (head, now_ms) = (desk.head, desk.rim.now_ms());
        Self { desk, work: UnitOfWork::default(), head, now_ms }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now_ms
    }

    pub(crate) fn desk(&mut self) -> &mut Desk {
        self.desk
    }

    /// A stream that begins with this unit: its key is made and wrapped under the bucket's.
    pub(crate) fn new_stream(&mut self, id: StreamId, bucket: Bucket) -> Result<Stream, DeskFault> {
        let key = ContentKey::generate(&mut *self.desk.rim.nonces);
        let place = WrapContext { team: self.desk.team, subject: *id.as_bytes(), epoch: self.desk.epoch };
        if !self.desk.buckets.contains_key(&bucket) {
            self.new_bucket(bucket);
        }
        let bucket_key = self.desk.buckets.get(&bucket).ok_or(DeskFault::KeysDamaged)?;
        let wrap = seal::wrap(bucket_key, &place, &key, &mut *self.desk.rim.nonces);
        self.work.case_keys.push(CaseKeyChange::Put(CaseKeyRow { stream: id, key_id: key.id(), bucket, wrap }));
        Ok(Stream { id, key, head: None })
    }

    fn new_bucket(&mut self, bucket: Bucket) {
        let key = BucketKey::generate(&mut *self.desk.rim.nonces);
        let place = WrapContext { team: self.desk.team, subject: bucket_subject(bucket), epoch: self.desk.epoch };
        let wrap = seal::wrap(&self.desk.store_key, &place, &key, &mut *self.desk.rim.nonces);
        self.work.bucket_keys.push(BucketKeyChange::Put(BucketKeyRow { bucket, key_id: key.id(), wrap }));
        self.desk.buckets.insert(bucket, key);
    }

    /// Seals, hashes, heads and signs one event; the order of `records-and-keys`.
    pub(crate) fn write(&mut self, stream: &mut Stream, actor: Actor, event: &impl Recordable) -> Written {
        let record = RecordId::from_bytes(self.desk.rim.fresh());
        let kind = event.kind();
        let bodies = event
            .bodies()
            .into_iter()
            .map(|(part, plain)| (part, self.envelope(stream, record, kind, part, &plain)))
            .collect();
        let seq = self.head.map_or(0, |(seq, ..)| seq + 1);
        let hlc = Hlc::next(self.head.map(|(_, _, hlc)| hlc), self.now_ms);
        let draft = Draft {
            team: record::TeamId(self.desk.team.0),
            stream: stream.id,
            desk: self.desk.id,
            actor,
            record,
            seq,
            prev: self.head.map(|(_, hash, _)| hash),
            base: stream.head,
            hlc,
            kind: Kind::new(kind).expect("the kinds of the trade are words"),
            key_id: stream.key.id().0,
        };
        let desk = &*self.desk;
        let signed = SignedRecord::assemble(draft, bodies, |message| match actor {
            Actor::Person(_) => desk.secrets.sign(message),
            Actor::Desk => desk.desk_secrets.sign(message),
        })
        .expect("bodies were sealed under the stream's key, one a part");
        let hash = *signed.hash();
        let written = Written { record, hash };
        stream.head = Some(Base { revision: stream.head.map_or(1, |head| head.revision + 1), hash });
        self.head = Some((seq, hash, hlc));
        self.work.records.push(signed);
        written
    }

    fn envelope(&mut self, stream: &Stream, record: RecordId, kind: &str, part: Part, plain: &[u8]) -> Vec<u8> {
        if part == Part::Open {
            return seal::enclose_open(kind, part.as_str(), plain).expect("only charter and grants have an open part");
        }
        let place = RecordContext {
            team: self.desk.team,
            stream: *stream.id.as_bytes(),
            record: *record.as_bytes(),
            kind,
            part: part.as_str(),
        };
        seal::seal(&stream.key, &place, plain, &mut *self.desk.rim.nonces)
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
            let written = self.write(&mut loaded.stream, actor, &event);
            let recorded =
                Recorded { record: written.record, hash: written.hash, actor, at_ms: self.now_ms, event };
            let before = loaded.case.clone();
            loaded.case = evolve(std::mem::replace(&mut loaded.case, Case::new(before.id)), &recorded);
            self.work.outbox.extend(calls::outbox_change(&before, &recorded, &loaded.case, retry_at_ms));
            if let CaseEvent::Received { submission, .. } | CaseEvent::Amended { submission, .. } = &recorded.event {
                self.index(loaded.case.id, submission);
            }
            all.push(written);
        }
        let policy = policy::Policy::of(loaded.case.policy).unwrap_or(&policy::Policy::ONE);
        self.work.cases.extend(project::row(&loaded.case, policy, self.now_ms));
        all
    }

    /// Keyed digests of card, document and phone, so that repeats are found without plaintext.
    fn index(&mut self, case: StreamId, submission: &casework::Submission) {
        for (field, digest) in self.desk.digests(submission) {
            self.work.lookup.push(LookupRow { field, digest, stream: case });
        }
    }

    /// Keeps sealed credentials in the store: a desk without keychain has no better place.
    pub(crate) fn keep_credentials(&mut self, credentials: impl IntoIterator<Item = (String, Vec<u8>)>) {
        self.work.credentials.extend(credentials);
    }

    /// Commits everything, or nothing.
    pub(crate) fn commit(self) -> Result<(), DeskFault> {
        self.desk.ledger.commit(&self.work)?;
        self.desk.head = self.head;
        Ok(())
    }
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

/// Digests of other cases' values, gathered within one unit before they are committed.
pub(crate) type DigestsOfUnit = HashMap<(IndexField, [u8; 16]), Vec<StreamId>>;
