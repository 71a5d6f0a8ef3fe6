//! A desk's store in a folder that goes with it, and the rows to fill it with.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use casework::{
    Actor, Amount, CaseStatus, Currency, DeskId, Masked, MethodKind, RecordId, StreamId,
};
use identifiers::Language;
use ledger::{Bucket, BucketKeyChange, BucketKeyRow, CaseKeyChange, CaseKeyRow};
use ledger::{CaseRow, Ledger, LookupRow, OutboxChange, OutboxKind, RetentionRow, UnitOfWork};
use record::{Base, Draft, Hlc, Kind, Part, SignedRecord, TeamId};
use seal::{FileKey, IndexField, KeyId, NonceSource};
use tempfile::TempDir;

/// A store in a folder of its own, and the chain that is written into it.
pub(crate) struct Book {
    pub(crate) dir: TempDir,
    pub(crate) ledger: Ledger,
    pub(crate) chain: Chain,
}

impl Book {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::create(&dir.path().join("desk.db"), &key(1)).unwrap();
        Self {
            dir,
            ledger,
            chain: Chain::default(),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("desk.db")
    }

    /// Commits the n-th case as intake would: its record, key, row, digests and one call.
    pub(crate) fn add_case(&mut self, n: u64) {
        let work = intake(&mut self.chain, n);
        self.ledger.commit(&work).unwrap();
    }
}

/// The n-th file key of the tests.
pub(crate) fn key(n: u8) -> FileKey {
    struct Same(u8);
    impl NonceSource for Same {
        fn fill(&mut self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }
    FileKey::generate(&mut Same(n))
}

/// The n-th id: spread like a random one, the same at every run.
pub(crate) fn id(n: u64) -> [u8; 16] {
    let mixed = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed.to_be_bytes());
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    bytes
}

pub(crate) fn stream(n: u64) -> StreamId {
    StreamId::from_bytes(id(n))
}

/// Makes records that follow each other. Nothing here opens bodies or checks signatures, so both are
/// made up.
#[derive(Default, Clone)]
pub(crate) struct Chain {
    pub(crate) next_seq: u64,
    pub(crate) prev: Option<[u8; 32]>,
    pub(crate) heads: HashMap<StreamId, Base>,
}

impl Chain {
    /// The chain as it goes on after what the ledger holds.
    pub(crate) fn after(ledger: &Ledger) -> Self {
        let head = ledger.head().unwrap();
        Self {
            next_seq: head.map_or(0, |head| head.seq + 1),
            prev: head.map(|head| head.hash),
            heads: HashMap::new(),
        }
    }

    /// What the next record of this stream says before it has bodies.
    pub(crate) fn draft(&self, stream: StreamId) -> Draft {
        Draft {
            team: TeamId([1; 32]),
            stream,
            desk: DeskId::from_bytes([2; 16]),
            actor: Actor::Desk,
            record: RecordId::from_bytes(id(1_000_000 + self.next_seq)),
            seq: self.next_seq,
            prev: self.prev,
            base: self.heads.get(&stream).copied(),
            hlc: Hlc {
                ms: 1_790_000_000_000 + self.next_seq as i64,
                counter: 0,
            },
            kind: Kind::new("case_received").unwrap(),
            key_id: KEY_ID,
        }
    }

    pub(crate) fn record(&mut self, stream: StreamId, bodies: &[(Part, &[u8])]) -> SignedRecord {
        let record = assembled(self.draft(stream), bodies);
        self.follow(&record);
        record
    }

    /// Goes on after this record.
    pub(crate) fn follow(&mut self, record: &SignedRecord) {
        self.next_seq += 1;
        self.prev = Some(*record.hash());
        let revision = record.header().base.map_or(1, |base| base.revision + 1);
        self.heads.insert(
            record.header().stream,
            Base {
                revision,
                hash: *record.hash(),
            },
        );
    }
}

const KEY_ID: [u8; 16] = [6; 16];

/// A record of bodies that look sealed from outside: version, algorithm and key id before the bytes.
pub(crate) fn assembled(draft: Draft, bodies: &[(Part, &[u8])]) -> SignedRecord {
    let sealed = |bytes: &[u8]| [&[1, 1][..], &KEY_ID, bytes].concat();
    let bodies = bodies
        .iter()
        .map(|(part, bytes)| (*part, sealed(bytes)))
        .collect();
    SignedRecord::assemble(draft, bodies, |_| [7; 64]).unwrap()
}

pub(crate) fn case(n: u64) -> CaseRow {
    CaseRow {
        stream: stream(n),
        partner: "acme".to_owned(),
        reference: format!("R-{n:06}"),
        status: CaseStatus::Open,
        outcome: None,
        method: MethodKind::BankCard,
        masked: Masked {
            name: "张*".to_owned(),
            document_number: "110*************1X".to_owned(),
            card_number: "622202******1234".to_owned(),
            phone: "138****5678".to_owned(),
        },
        amount: Amount {
            minor: 128_050,
            currency: Currency::CNY,
        },
        language: Language::Zh,
        received_ms: 1_790_000_000_000,
        due_ms: 1_790_086_400_000 + n as i64,
        updated_ms: 1_790_000_000_000,
        claim: None,
        proposed_by: None,
        checks: String::new(),
        attention: None,
        rank: 0,
        rank_reason: "arrival".to_owned(),
        retention: RetentionRow::default(),
    }
}

/// Everything that arrives with the n-th case.
pub(crate) fn intake(chain: &mut Chain, n: u64) -> UnitOfWork {
    let stream = stream(n);
    let mut work = UnitOfWork {
        records: vec![chain.record(
            stream,
            &[
                (Part::Overview, b"sealed overview"),
                (Part::Pii, b"sealed pii"),
            ],
        )],
        case_keys: vec![CaseKeyChange::Put(CaseKeyRow {
            stream,
            key_id: KeyId(id(n)),
            bucket: Bucket::Open,
            wrap: vec![3; 130],
        })],
        cases: vec![case(n)],
        lookup: vec![LookupRow {
            field: IndexField::Card,
            digest: id(n),
            stream,
        }],
        outbox: vec![queued(n)],
        ..UnitOfWork::default()
    };
    if work.records[0].header().seq == 0 {
        work.bucket_keys
            .push(BucketKeyChange::Put(bucket_key(Bucket::Open)));
    }
    work
}

pub(crate) fn bucket_key(bucket: Bucket) -> BucketKeyRow {
    BucketKeyRow {
        bucket,
        key_id: KeyId([9; 16]),
        wrap: vec![4; 130],
    }
}

pub(crate) fn queued(n: u64) -> OutboxChange {
    OutboxChange::Insert {
        stream: stream(n),
        subject: id(n),
        kind: OutboxKind::Check,
        queued_ms: 1_790_000_000_000,
        not_before_ms: 1_790_000_000_000 + n as i64,
    }
}

/// Copies the store as it lies on the disk: main file and write-ahead log, no shared memory.
pub(crate) fn copy_store(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    std::fs::copy(side_file(from, "-wal"), side_file(to, "-wal")).unwrap();
}

pub(crate) fn side_file(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
