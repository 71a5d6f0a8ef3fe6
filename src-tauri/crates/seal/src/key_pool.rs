//! Where key bytes lie: in pages that the operating system was asked to keep in memory, so that no
//! key is written to the swap file; in plain boxes while there are no such pages, or none free.
//!
//! Nothing that this crate computes depends on which of the two it is. The one global, [`POOL`],
//! is memory and not state: a slot is zero whenever nobody holds it.
//!
//! What lies here: every [`Key`](crate::Key), [`PlainSecret`](crate::PlainSecret) and index key,
//! the seeds of all key pairs, the recovery secret, the values of its shares, and
//! [`LockedBytes`]. What does not, being wiped when its use is over: the cipher's round keys, the
//! two halves expanded from an Ed25519 seed for one signature, HPKE's copy of an X25519 seed,
//! Argon2's memory and result, the bytes of a wrap while it is made or opened, and the texts:
//! passphrase, PIN, a share on its way to or from paper, credentials, names. Beyond this crate:
//! the copies of keychain and SQLCipher.

use std::ops::{Deref, DerefMut};
use std::ptr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use zeroize::{Zeroize, Zeroizing};

const SLOT: usize = 32;
const SLOTS_IN_PAGE: usize = 128;
const PAGES: usize = 32;

type Slot = &'static mut [u8; SLOT];

/// 4 KiB, at an address that begins a page of the operating system's, or a fourth of one.
#[repr(C, align(4096))]
struct Page([[u8; SLOT]; SLOTS_IN_PAGE]);

static POOL: Pool = Pool::new();
static LOCKED: OnceLock<usize> = OnceLock::new();

/// Makes room for 4096 keys, 128 KiB, in memory that `lock` locks. To be called once, when the
/// program starts: keys that are there already stay where they are, and a later call does nothing
/// but give the same number.
///
/// `lock` is called once for each page, with its address and length; it says whether the page is
/// now kept out of the swap file (`mlock`, `VirtualLock`), and is the place to leave it out of
/// core dumps as well. The pages stay for as long as the program runs.
///
/// Gives how many slots were locked. Pages that were refused are not used; where none is left,
/// keys lie in plain memory, and everything works as before.
pub fn lock_key_memory(lock: impl FnMut(*const u8, usize) -> bool) -> usize {
    *LOCKED.get_or_init(|| POOL.add_pages(lock))
}

struct Pool {
    free: Mutex<Vec<Slot>>,
}

impl Pool {
    const fn new() -> Self {
        Self {
            free: Mutex::new(Vec::new()),
        }
    }

    fn add_pages(&self, mut lock: impl FnMut(*const u8, usize) -> bool) -> usize {
        let empty = || Page([[0; SLOT]; SLOTS_IN_PAGE]);
        let pages: Box<[Page]> = (0..PAGES).map(|_| empty()).collect();
        let mut slots = Vec::with_capacity(PAGES * SLOTS_IN_PAGE);
        for page in Box::leak(pages) {
            if lock(ptr::from_ref(page).cast(), size_of::<Page>()) {
                slots.extend(page.0.iter_mut());
            }
        }
        let count = slots.len();
        let mut free = self.free();
        // Room for all of them, so that giving one back never allocates.
        free.reserve(count);
        free.extend(slots);
        count
    }

    /// Thirty-two zero bytes, in the pool where it has a slot left.
    fn take(&'static self) -> Bytes32 {
        Bytes32(match self.free().pop() {
            Some(slot) => Place::Pool(self, Some(slot)),
            None => Place::Heap(Box::default()),
        })
    }

    /// Whoever panicked while they held the lock left the list as it was, or one slot shorter.
    fn free(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 32 secret bytes. Moving them moves no bytes and leaves no copy behind; wiped on drop.
pub(crate) struct Bytes32(Place);

enum Place {
    /// `None` only once it is given back.
    Pool(&'static Pool, Option<Slot>),
    Heap(Box<Zeroizing<[u8; SLOT]>>),
}

const GIVEN_BACK: &str = "a slot is given back on drop and not before";

impl Default for Bytes32 {
    /// Thirty-two zero bytes, to be filled.
    fn default() -> Self {
        POOL.take()
    }
}

impl Deref for Bytes32 {
    type Target = [u8; SLOT];

    fn deref(&self) -> &[u8; SLOT] {
        match &self.0 {
            Place::Pool(_, slot) => slot.as_deref().expect(GIVEN_BACK),
            Place::Heap(bytes) => bytes,
        }
    }
}

impl DerefMut for Bytes32 {
    fn deref_mut(&mut self) -> &mut [u8; SLOT] {
        match &mut self.0 {
            Place::Pool(_, slot) => slot.as_deref_mut().expect(GIVEN_BACK),
            Place::Heap(bytes) => bytes,
        }
    }
}

impl Drop for Bytes32 {
    fn drop(&mut self) {
        match &mut self.0 {
            Place::Pool(pool, slot) => {
                if let Some(slot) = slot.take() {
                    slot.zeroize();
                    pool.free().push(slot);
                }
            }
            Place::Heap(_) => {}
        }
    }
}

/// A few bytes kept where keys are kept, such as the wrap that a PIN opens: it must not outlive
/// the program in a swap file.
pub struct LockedBytes {
    slots: Vec<Bytes32>,
    length: usize,
}

impl LockedBytes {
    /// Copies the bytes; they take one slot of 32 for each 32 of them.
    pub fn new(bytes: &[u8]) -> Self {
        let slots = bytes.chunks(SLOT).map(|part| {
            let mut slot = Bytes32::default();
            slot[..part.len()].copy_from_slice(part);
            slot
        });
        Self {
            slots: slots.collect(),
            length: bytes.len(),
        }
    }

    /// A copy, to be used and dropped.
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.slots.len() * SLOT));
        for slot in &self.slots {
            bytes.extend_from_slice(&slot[..]);
        }
        bytes.truncate(self.length);
        bytes
    }
}

impl std::fmt::Debug for LockedBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LockedBytes(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pool of its own for each test.
    fn pool() -> &'static Pool {
        Box::leak(Box::new(Pool::new()))
    }

    fn is_in_pool(bytes: &Bytes32) -> bool {
        matches!(bytes.0, Place::Pool(..))
    }

    // Finds: a page locked twice or not at all, and one that was refused used all the same.
    #[test]
    fn each_page_is_locked_once_and_only_locked_ones_are_used() {
        let pool = pool();
        let mut seen = Vec::new();
        let count = pool.add_pages(|page, length| {
            seen.push((page.addr(), length));
            seen.len() % 2 == 1
        });
        assert_eq!(count, PAGES * SLOTS_IN_PAGE / 2);
        assert_eq!(pool.free().len(), count);
        assert_eq!(seen.len(), PAGES);
        assert!(
            seen.iter()
                .all(|(page, length)| page % 4096 == 0 && *length == 4096)
        );
        let locked: Vec<usize> = seen.iter().step_by(2).map(|(page, _)| *page).collect();
        for slot in pool.free().iter() {
            let page = slot.as_ptr().addr() / 4096 * 4096;
            assert!(locked.contains(&page));
        }
    }

    // Finds: a key that has nowhere to lie once the pool is empty, or a slot that is lost.
    #[test]
    fn keys_fall_back_to_plain_memory_and_slots_come_back() {
        let pool = pool();
        assert!(!is_in_pool(&pool.take()));
        let count = pool.add_pages(|_, _| true);
        let all: Vec<Bytes32> = (0..count).map(|_| pool.take()).collect();
        assert!(all.iter().all(is_in_pool));
        let mut one_more = pool.take();
        assert!(!is_in_pool(&one_more));
        one_more[31] = 7;
        assert_eq!(one_more[31], 7);
        drop(all);
        assert_eq!(pool.free().len(), count);
        assert!(is_in_pool(&pool.take()));
    }

    // Finds: the wiping left out: whoever got the slot next would begin with somebody's key.
    #[test]
    fn a_slot_is_zero_whenever_nobody_holds_it() {
        let pool = pool();
        pool.add_pages(|_, _| true);
        let mut keys: Vec<Bytes32> = (0..200).map(|_| pool.take()).collect();
        for key in &mut keys {
            assert_eq!(**key, [0; SLOT]);
            key.fill(0xEE);
        }
        drop(keys);
        assert!(pool.free().iter().all(|slot| **slot == [0; SLOT]));
    }

    // Finds: a slot held by two.
    #[test]
    fn no_two_keys_share_a_slot() {
        let pool = pool();
        pool.add_pages(|_, _| true);
        let mut keys: Vec<Bytes32> = (0..=255).map(|_| pool.take()).collect();
        for (value, key) in (0..=255).zip(&mut keys) {
            key.fill(value);
        }
        for (value, key) in (0..=255).zip(&keys) {
            assert_eq!(**key, [value; SLOT]);
        }
    }

    // Finds: a length that is not a multiple of a slot's rounded up.
    #[test]
    fn locked_bytes_come_back_whole_and_are_not_shown() {
        for length in [0, 1, 31, 32, 33, 162] {
            let bytes: Vec<u8> = (0..length).collect();
            assert_eq!(*LockedBytes::new(&bytes).expose(), bytes);
        }
        assert_eq!(
            format!("{:?}", LockedBytes::new(b"x")),
            "LockedBytes(secret)"
        );
    }
}
