use std::io::{self, ErrorKind, Read, Write};
use std::ops::ControlFlow;
use std::sync::mpsc;

use casework::DeskId;
use ledger::{
    GenerationFault, GenerationHead, GenerationMeta, GenerationReader, Ledger, LedgerFault,
    Progress, UnitOfWork,
};
use proptest::prelude::*;
use record::{Part, SignedRecord, StoredRecord, TeamId};

use crate::book::{Book, intake, key, stream};

const META: GenerationMeta = GenerationMeta {
    team: TeamId([1; 32]),
    desk: DeskId::from_bytes([2; 16]),
    created_ms: 1_790_000_000_123,
};

/// A generation that was written by the first program that wrote one. Never made anew.
const FROZEN: &[u8] = include_bytes!("frozen/generation_v1.bin");

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn written(ledger: &Ledger, from_seq: u64) -> (GenerationHead, Vec<u8>) {
    let mut bytes = Vec::new();
    let head = ledger
        .write_generation(from_seq, META, &mut bytes, &mut go_on)
        .unwrap();
    (head, bytes)
}

fn read(bytes: impl Read) -> Result<(GenerationHead, Vec<StoredRecord>), GenerationFault> {
    let mut reader = GenerationReader::new(bytes)?;
    let records = reader.by_ref().collect::<Result<_, _>>()?;
    assert!(reader.next().is_none(), "it is over");
    Ok((*reader.head(), records))
}

fn walked(ledger: &Ledger, from_seq: u64) -> Vec<StoredRecord> {
    let mut records = Vec::new();
    let visit = |stored| {
        records.push(stored);
        ControlFlow::Continue(())
    };
    ledger.walk(from_seq, visit).unwrap();
    records
}

fn parsed(records: Vec<StoredRecord>) -> Vec<SignedRecord> {
    let parse = |it: StoredRecord| SignedRecord::parse(it.header, it.signature, it.bodies).unwrap();
    records.into_iter().map(parse).collect()
}

/// Nine records: of cases, of a desk stream, with every sealed part, with none.
fn book() -> Book {
    let mut book = Book::new();
    (0..6).for_each(|n| book.add_case(n));
    let parts: Vec<(Part, &[u8])> = Part::ALL[1..]
        .iter()
        .map(|part| (*part, part.as_str().as_bytes()))
        .collect();
    let work = UnitOfWork {
        records: vec![
            book.chain.record(stream(3), &parts),
            book.chain.record(stream(77), &[]),
            book.chain
                .record(stream(3), &[(Part::Attachment, &[5; 70_000])]),
        ],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
    book
}

/// Fails when a part, a record or the order of either is lost.
#[test]
fn generations_read_back_as_the_chain_and_each_follows_the_one_before() {
    let mut book = book();
    let (first, bytes) = written(&book.ledger, 0);
    assert_eq!((first.first_seq, first.count, first.prev), (0, 9, None));
    assert_eq!(
        first.last,
        book.ledger.head().unwrap().map(|head| head.hash)
    );
    assert_eq!(read(&bytes[..]).unwrap(), (first, walked(&book.ledger, 0)));

    let (nothing_new, bytes) = written(&book.ledger, first.end());
    assert_eq!((nothing_new.count, nothing_new.last), (0, first.last));
    assert_eq!(read(&bytes[..]).unwrap(), (nothing_new, Vec::new()));
    assert!(nothing_new.follows(&first));

    (6..9).for_each(|n| book.add_case(n));
    let (second, bytes) = written(&book.ledger, first.end());
    assert!(second.follows(&first) && !first.follows(&second));
    assert_eq!(second.prev, first.last);
    assert_eq!(read(&bytes[..]).unwrap(), (second, walked(&book.ledger, 9)));
    let later = GenerationHead {
        prev: second.last,
        ..second
    };
    assert!(!later.follows(&first), "another record stands before it");

    let mut none = Vec::new();
    let beyond = book
        .ledger
        .write_generation(13, META, &mut none, &mut go_on);
    assert_eq!(beyond, Err(LedgerFault::Conflict));
    let other = GenerationMeta {
        team: TeamId([9; 32]),
        ..META
    };
    let other = book
        .ledger
        .write_generation(0, other, &mut none, &mut go_on);
    assert_eq!((other, none), (Err(LedgerFault::Conflict), Vec::new()));
    let (empty, bytes) = written(&Book::new().ledger, 0);
    assert_eq!((empty.count, empty.last), (0, None));
    assert_eq!(read(&bytes[..]).unwrap(), (empty, Vec::new()));
}

/// Fails when a restore asks for bodies that were erased, or loses a record between two generations.
#[test]
fn a_desk_is_restored_from_its_generations_with_what_was_erased_still_missing() {
    let mut book = book();
    let (first, bytes) = written(&book.ledger, 0);
    let erased = UnitOfWork {
        erase: vec![stream(3)],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&erased).unwrap();
    book.add_case(9);
    let (_, more) = written(&book.ledger, first.end());
    let (_, full) = written(&book.ledger, 0);

    let mut restored = Book::new();
    for bytes in [&bytes, &more] {
        let records = parsed(read(&bytes[..]).unwrap().1);
        restored.ledger.append_stored(&records).unwrap();
    }
    assert_eq!(restored.ledger.head(), book.ledger.head());
    let old = restored.ledger.stream(stream(3)).unwrap();
    assert_eq!(
        old[1].record.missing().count(),
        0,
        "the old generation has it"
    );

    let mut restored = Book::new();
    let records = parsed(read(&full[..]).unwrap().1);
    restored.ledger.append_stored(&records).unwrap();
    assert_eq!(walked(&restored.ledger, 0), walked(&book.ledger, 0));
    let new = restored.ledger.stream(stream(3)).unwrap();
    assert_eq!(new[1].record.missing().count(), 5, "the new one does not");
    restored.ledger.integrity_check().unwrap();
}

/// Fails when the restore is one transaction, or goes on after a record that does not follow.
#[test]
fn a_restore_that_meets_a_fault_ends_with_whole_thousands_and_goes_on_from_there() {
    let mut book = Book::new();
    let mut records: Vec<SignedRecord> = (0..2_300)
        .map(|n| book.chain.record(stream(n % 7), &[(Part::Pii, b"pii")]))
        .collect();
    let taken = records.remove(1_700);
    let fault = book.ledger.append_stored(&records);
    assert_eq!(fault, Err(LedgerFault::Conflict));
    assert_eq!(book.ledger.head().unwrap().unwrap().seq, 999);
    records.insert(1_700, taken);
    book.ledger.append_stored(&records[1_000..]).unwrap();
    assert_eq!(parsed(walked(&book.ledger, 0)), records);
    let mut look = book.ledger.reader(&key(1)).unwrap();
    assert_eq!(look.append_stored(&[]), Err(LedgerFault::ReadOnly));
}

/// Fails when the reader sees later commits, or the writer waits for it.
#[test]
fn people_go_on_committing_while_a_generation_is_written() {
    let mut book = book();
    let expected = walked(&book.ledger, 0);
    let reader = book.ledger.reader(&key(1)).unwrap();
    let (begun, has_begun) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let writing = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut first = true;
        reader
            .write_generation(0, META, &mut bytes, &mut |_| {
                if std::mem::take(&mut first) {
                    begun.send(()).unwrap();
                    may_go.recv().unwrap();
                }
                ControlFlow::Continue(())
            })
            .map(|_| bytes)
    });
    has_begun.recv().unwrap();
    (20..50).for_each(|n| book.add_case(n));
    let erased = UnitOfWork {
        erase: vec![stream(3)],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&erased).unwrap();
    go.send(()).unwrap();
    let bytes = writing.join().unwrap().unwrap();
    assert_eq!(read(&bytes[..]).unwrap().1, expected);
    assert_eq!(walked(&book.ledger, 0).len(), 39);
}

/// Takes so many bytes and is full then.
struct Small(usize);

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Fails when a fault of the way out is told as another, or when the store stays in its reading moment.
#[test]
fn writing_is_stopped_or_finds_no_room_and_the_store_works_on() {
    let mut book = book();
    let many: Vec<SignedRecord> = (0..2_500)
        .map(|_| book.chain.record(stream(88), &[(Part::Pii, &[1; 300])]))
        .collect();
    book.ledger.append_stored(&many).unwrap();
    let whole = written(&book.ledger, 0).1.len();
    for room in [0, 1, 100, 300_000, whole - 1] {
        let full = book
            .ledger
            .write_generation(0, META, &mut Small(room), &mut go_on);
        assert_eq!(full, Err(LedgerFault::DiskFull), "room for {room}");
    }
    let mut told = Vec::new();
    let stopped = book
        .ledger
        .write_generation(0, META, &mut Vec::new(), &mut |progress| {
            told.push((progress.done, progress.total));
            if progress.done < 2_000 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
    assert_eq!(stopped, Err(LedgerFault::Stopped));
    assert_eq!(told, [(0, 2_509), (1_000, 2_509), (2_000, 2_509)]);
    let work = intake(&mut book.chain, 30);
    book.ledger.commit(&work).unwrap();
    book.ledger.checkpoint().unwrap();
}

/// Fails when a generation of the first version is read or written in another way.
#[test]
fn the_first_version_stays_as_it_was_frozen() {
    let mut book = Book::new();
    book.add_case(1);
    let parts: &[(Part, &[u8])] = &[(Part::Pii, b"pii"), (Part::Pan, b"pan")];
    let work = UnitOfWork {
        records: vec![
            book.chain.record(stream(1), parts),
            book.chain.record(stream(1), &[]),
        ],
        ..UnitOfWork::default()
    };
    book.ledger.commit(&work).unwrap();
    let (head, bytes) = written(&book.ledger, 1);
    assert_eq!(bytes, FROZEN);
    assert_eq!(&bytes[..5], b"VDB1\x01");
    assert_eq!(read(FROZEN).unwrap(), (head, walked(&book.ledger, 1)));
}

/// Bytes that come one by one, as from a container that opens piece by piece.
struct Slowly<'a>(&'a [u8]);

impl Read for Slowly<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let some = bytes.len().min(1);
        self.0.read(&mut bytes[..some])
    }
}

/// Each fault by its name; fails when a check is left out of the reader.
#[test]
fn what_is_not_the_generation_that_was_written_is_told_by_what_is_wrong() {
    let fault = |bytes: &[u8]| read(bytes).map(|_| ()).unwrap_err();
    assert_eq!(fault(b""), GenerationFault::CutShort);
    assert_eq!(fault(b"SQLite format 3"), GenerationFault::NotAGeneration);
    assert_eq!(fault(b"VDB1\x02"), GenerationFault::UnknownVersion(2));
    for end in 0..FROZEN.len() {
        assert_eq!(fault(&FROZEN[..end]), GenerationFault::CutShort, "at {end}");
    }
    assert_eq!(fault(&[FROZEN, b"-"].concat()), GenerationFault::GoesOn);
    read(Slowly(FROZEN)).unwrap();
    assert_eq!(
        GenerationReader::new(FROZEN).unwrap().check(),
        read(FROZEN).map(|(head, _)| head)
    );

    // The first record's length says four thousand million bytes; nothing is made ready for them.
    let mut hostile = FROZEN.to_vec();
    let first = 4 + 1 + 32 + 16 + 8 + 8 + 33 + 33 + 8;
    hostile[first..first + 4].fill(0xff);
    assert_eq!(fault(&hostile), GenerationFault::CutShort);
    hostile[first..first + 8].copy_from_slice(&[0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(fault(&hostile), GenerationFault::Malformed);

    // Two records of the same chain in the other order, under a digest that is right.
    let book = book();
    let (_, bytes) = written(&book.ledger, 0);
    let mut swapped = bytes.clone();
    let length = |at: usize| 4 + u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let second = first + length(first);
    let third = second + length(second);
    swapped[first..third].rotate_left(second - first);
    assert_eq!(fault(&swapped), GenerationFault::NotInChain { seq: 0 });
    // A container that refuses in the middle.
    struct Refuses;
    impl Read for Refuses {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(ErrorKind::InvalidData.into())
        }
    }
    let refused = read(FROZEN[..200].chain(Refuses)).map(|_| ());
    assert_eq!(refused, Err(GenerationFault::Io(ErrorKind::InvalidData)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Fails when any byte of a generation is outside its digest.
    #[test]
    fn a_generation_with_any_byte_changed_is_refused(at in 0..FROZEN.len(), flip in 1..=255_u8) {
        let mut bytes = FROZEN.to_vec();
        bytes[at] ^= flip;
        prop_assert!(read(&bytes[..]).is_err());
    }

    /// Fails when hostile bytes end in a panic.
    #[test]
    fn random_bytes_are_a_fault_and_never_a_panic(
        head in 0..FROZEN.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        prop_assert!(read(&bytes[..]).is_err());
        let begun = [&FROZEN[..head], &bytes].concat();
        prop_assert!(read(&begun[..]).is_err() || begun == FROZEN);
    }
}
