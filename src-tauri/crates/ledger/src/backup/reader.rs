use std::io::{BufReader, Read};

use record::{Header, Part, StoredRecord, record_hash};
use sha2::{Digest, Sha256};

use super::format::{
    BEGIN_LENGTH, DIGEST_LENGTH, GenerationFault, GenerationHead, HEAD_LENGTH, Pieces,
    SIGNATURE_LENGTH, code,
};

/// Reads a generation: its head, then record by record in the order of the chain.
///
/// Each record follows the one before it and is of the desk that the head names, or the reading ends with a fault.
/// Whether the whole is what was written is known at its end only: until the last record was followed by `None`,
/// nothing that was read counts. Bodies and signatures are not judged here. One record is in memory at a time, and
/// never more than the bytes that came.
#[derive(Debug)]
pub struct GenerationReader<R: Read> {
    bytes: Hashed<R>,
    head: GenerationHead,
    next_seq: u64,
    prev: Option<[u8; 32]>,
    over: bool,
}

impl<R: Read> GenerationReader<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`GenerationFault`].
    pub fn new(from: R) -> Result<Self, GenerationFault> {
        let mut bytes = Hashed {
            from: BufReader::with_capacity(256 * 1024, from),
            digest: Sha256::new(),
        };
        // What does not begin as a generation is none, and of another version its length is not known.
        let mut begin = [0; BEGIN_LENGTH];
        bytes.exact(&mut begin)?;
        GenerationHead::check_begin(begin)?;
        let mut rest = [0; HEAD_LENGTH - BEGIN_LENGTH];
        bytes.exact(&mut rest)?;
        let head = GenerationHead::decode(&rest)?;
        Ok(Self {
            bytes,
            head,
            next_seq: head.first_seq,
            prev: head.prev,
            over: false,
        })
    }

    /// What the generation says of itself.
    pub fn head(&self) -> &GenerationHead {
        &self.head
    }

    /// Reads to the end and says whether this is, byte for byte, what was written.
    ///
    /// # Errors
    /// [`GenerationFault`].
    pub fn check(mut self) -> Result<GenerationHead, GenerationFault> {
        self.try_for_each(|record| record.map(drop))?;
        Ok(self.head)
    }

    fn read(&mut self) -> Result<Option<StoredRecord>, GenerationFault> {
        if self.next_seq == self.head.end() {
            return self.read_end().map(|()| None);
        }
        let seq = self.next_seq;
        let mut length = [0; 4];
        self.bytes.exact(&mut length)?;
        let bytes = self.bytes.vector(u32::from_be_bytes(length))?;
        let stored = record(&bytes)?;
        let header = Header::decode(&stored.header).map_err(|_| GenerationFault::Malformed)?;
        let in_chain = header.seq == seq
            && header.prev == self.prev
            && header.team == self.head.meta.team
            && header.desk == self.head.meta.desk;
        if !in_chain {
            return Err(GenerationFault::NotInChain { seq });
        }
        self.prev = Some(record_hash(&stored.header));
        self.next_seq += 1;
        Ok(Some(stored))
    }

    fn read_end(&mut self) -> Result<(), GenerationFault> {
        let expected: [u8; DIGEST_LENGTH] = self.bytes.digest.clone().finalize().into();
        let mut found = [0; DIGEST_LENGTH];
        self.bytes.from.read_exact(&mut found)?;
        if found != expected || self.prev != self.head.last {
            return Err(GenerationFault::Changed);
        }
        match self.bytes.from.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(GenerationFault::GoesOn),
        }
    }
}

impl<R: Read> Iterator for GenerationReader<R> {
    type Item = Result<StoredRecord, GenerationFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let read = self.read().transpose();
        self.over = !matches!(read, Some(Ok(_)));
        read
    }
}

fn record(bytes: &[u8]) -> Result<StoredRecord, GenerationFault> {
    let mut pieces = Pieces(bytes);
    let header = pieces.counted()?.to_vec();
    let signature = pieces.array::<SIGNATURE_LENGTH>()?;
    let mut bodies: Vec<(Part, Vec<u8>)> = Vec::new();
    for _ in 0..pieces.byte()? {
        let number = pieces.byte()?;
        let part = Part::ALL.into_iter().find(|part| code(*part) == number);
        let part = part.ok_or(GenerationFault::Malformed)?;
        if bodies
            .last()
            .is_some_and(|(before, _)| code(*before) >= number)
        {
            return Err(GenerationFault::Malformed);
        }
        bodies.push((part, pieces.counted()?.to_vec()));
    }
    if !pieces.0.is_empty() {
        return Err(GenerationFault::Malformed);
    }
    Ok(StoredRecord {
        header,
        signature,
        bodies,
    })
}

/// Hashes what it reads.
#[derive(Debug)]
struct Hashed<R: Read> {
    from: BufReader<R>,
    digest: Sha256,
}

impl<R: Read> Hashed<R> {
    fn exact(&mut self, bytes: &mut [u8]) -> Result<(), GenerationFault> {
        self.from.read_exact(bytes)?;
        self.digest.update(bytes);
        Ok(())
    }

    /// So many bytes. The vector grows as they come: a length that nothing follows costs nothing.
    fn vector(&mut self, length: u32) -> Result<Vec<u8>, GenerationFault> {
        const FIRST: u32 = 64 * 1024;
        let mut bytes = Vec::with_capacity(length.min(FIRST) as usize);
        let read = self
            .from
            .by_ref()
            .take(length.into())
            .read_to_end(&mut bytes)?;
        if read as u64 != u64::from(length) {
            return Err(GenerationFault::CutShort);
        }
        self.digest.update(&bytes);
        Ok(bytes)
    }
}
