//! The anchor: what the keychain remembers of the desk's files, so that older ones put in their place are noticed.
//!
//! It is written off the commit path, by a thread of its own: every hundred records or sixty seconds, and when the desk
//! is locked. So a file may be ahead of it, and is normal if it contains the anchored head; behind or beside it is
//! quarantine.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use minicbor::bytes::{ByteArray, ByteSlice};
use ports::{KeyVault, KeyVaultFault};

/// The entry that holds the anchor.
pub(crate) const ANCHOR: &str = "anchor";
/// So many records may be committed before the anchor follows.
const RECORDS: u64 = 100;
/// So long may it lag behind.
const LAG_MS: i64 = 60_000;

/// What is anchored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Place of the newest record.
    pub(crate) seq: u64,
    /// Its hash.
    pub(crate) head: [u8; 32],
    /// The key epoch in force.
    pub(crate) epoch: u64,
    /// Digest of that epoch's slot in the key file.
    pub(crate) slot: [u8; 32],
    /// Digest of the slot that is about to take its place within the same epoch: the key file may hold either.
    pub(crate) next_slot: Option<[u8; 32]>,
}

const MAGIC: &str = "VDA1/anchor";

impl Anchor {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let next = self
            .next_slot
            .as_ref()
            .map(|it| <&ByteSlice>::from(&it[..]));
        let row = (
            MAGIC,
            self.seq,
            <&ByteSlice>::from(&self.head[..]),
            self.epoch,
            <&ByteSlice>::from(&self.slot[..]),
            next,
        );
        minicbor::to_vec(row).expect("a vector refuses no bytes")
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        type Row<'b> = (
            &'b str,
            u64,
            ByteArray<32>,
            u64,
            ByteArray<32>,
            Option<ByteArray<32>>,
        );
        let (magic, seq, head, epoch, slot, next) = minicbor::decode::<Row<'_>>(bytes).ok()?;
        let anchor = Self {
            seq,
            head: head.into(),
            epoch,
            slot: slot.into(),
            next_slot: next.map(Into::into),
        };
        (magic == MAGIC && anchor.encode() == bytes).then_some(anchor)
    }

    /// Whether the key file may have a slot of this digest.
    pub(crate) fn allows_slot(&self, digest: &[u8; 32]) -> bool {
        self.slot == *digest || self.next_slot.as_ref() == Some(digest)
    }
}

/// Writes an anchor and reads it back: a keychain that says yes and keeps what it had is found out.
pub(crate) fn write(vault: &dyn KeyVault, anchor: &Anchor) -> Result<(), KeyVaultFault> {
    let bytes = anchor.encode();
    vault.write(ANCHOR, &bytes)?;
    match vault.read(ANCHOR)? {
        Some(kept) if *kept == bytes => Ok(()),
        Some(_) | None => Err(KeyVaultFault::Corrupt),
    }
}

/// Keeps the anchor behind the log.
pub(crate) struct AnchorKeeper {
    vault: Arc<dyn KeyVault>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// To be written next.
    waiting: Option<(Anchor, i64)>,
    /// The thread is at the keychain.
    writing: bool,
    /// What the keychain holds, and since when.
    kept: Option<(Anchor, i64)>,
    fault: Option<KeyVaultFault>,
    ended: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far the anchor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorState {
    /// Place of the newest record that the keychain knows.
    pub seq: Option<u64>,
    /// When it was written, milliseconds since 1970.
    pub at_ms: Option<i64>,
    /// Why the last attempt failed, where it did.
    pub fault: Option<KeyVaultFault>,
}

impl AnchorKeeper {
    pub(crate) fn of(vault: Arc<dyn KeyVault>, kept: Option<Anchor>, now_ms: i64) -> Self {
        let shared = Arc::new(Shared::default());
        shared.state().kept = kept.map(|anchor| (anchor, now_ms));
        let thread = std::thread::spawn({
            let (vault, shared) = (vault.clone(), shared.clone());
            move || keep(&*vault, &shared)
        });
        Self {
            vault,
            shared,
            thread: Some(thread),
        }
    }

    /// What is anchored or will be.
    pub(crate) fn newest(&self) -> Option<Anchor> {
        let state = self.shared.state();
        state.waiting.or(state.kept).map(|(anchor, _)| anchor)
    }

    pub(crate) fn state(&self) -> AnchorState {
        let state = self.shared.state();
        AnchorState {
            seq: state.kept.map(|(anchor, _)| anchor.seq),
            at_ms: state.kept.map(|(_, at_ms)| at_ms),
            fault: state.fault.clone(),
        }
    }

    /// Whether the anchor is to follow: enough records, or enough time since the last.
    pub(crate) fn is_due(&self, seq: u64, now_ms: i64) -> bool {
        let state = self.shared.state();
        match state.waiting.or(state.kept) {
            None => true,
            Some((last, at_ms)) => {
                seq != last.seq
                    && (seq.saturating_sub(last.seq) >= RECORDS
                        || now_ms.saturating_sub(at_ms) >= LAG_MS)
            }
        }
    }

    /// Has the thread write this anchor next.
    pub(crate) fn follow(&self, anchor: Anchor, now_ms: i64) {
        self.shared.state().waiting = Some((anchor, now_ms));
        self.shared.changed.notify_all();
    }

    /// Writes the anchor now, after whatever the thread is at, and answers for it.
    pub(crate) fn write_now(&self, anchor: Anchor, now_ms: i64) -> Result<(), KeyVaultFault> {
        let mut state = self.shared.state();
        state.waiting = None;
        while state.writing {
            state = self
                .shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.waiting = None;
        }
        let written = write(&*self.vault, &anchor);
        match &written {
            Ok(()) => {
                state.kept = Some((anchor, now_ms));
                state.fault = None;
            }
            Err(fault) => state.fault = Some(fault.clone()),
        }
        written
    }

    /// Ends the thread; what waits is written first.
    fn end(&mut self) {
        self.shared.state().ended = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there has already said what it had to say; the anchor then lags behind.
            let _ = thread.join();
        }
    }
}

impl Drop for AnchorKeeper {
    fn drop(&mut self) {
        self.end();
    }
}

fn keep(vault: &dyn KeyVault, shared: &Shared) {
    let mut state = shared.state();
    loop {
        if let Some((anchor, at_ms)) = state.waiting.take() {
            state.writing = true;
            drop(state);
            let written = write(vault, &anchor);
            state = shared.state();
            state.writing = false;
            match written {
                Ok(()) => {
                    state.kept = Some((anchor, at_ms));
                    state.fault = None;
                }
                Err(fault) => state.fault = Some(fault),
            }
            shared.changed.notify_all();
        } else if state.ended {
            return;
        } else {
            state = shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Anchor = Anchor {
        seq: 7,
        head: [1; 32],
        epoch: 2,
        slot: [2; 32],
        next_slot: None,
    };

    #[test]
    fn an_anchor_is_read_as_it_was_written_and_no_other_way() {
        let two = Anchor {
            next_slot: Some([3; 32]),
            ..ONE
        };
        for anchor in [ONE, two] {
            assert_eq!(Anchor::decode(&anchor.encode()), Some(anchor));
        }
        let mut longer = ONE.encode();
        longer.push(0);
        assert_eq!(Anchor::decode(&longer), None);
        assert_eq!(Anchor::decode(b""), None);
    }

    #[test]
    fn the_key_file_may_hold_the_slot_or_the_one_that_is_about_to_take_its_place() {
        let changing = Anchor {
            next_slot: Some([3; 32]),
            ..ONE
        };
        assert!(changing.allows_slot(&[2; 32]) && changing.allows_slot(&[3; 32]));
        assert!(!ONE.allows_slot(&[3; 32]));
    }
}
