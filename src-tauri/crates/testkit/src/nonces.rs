use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ports::NonceSource;

/// Bytes that only look random: the same seed gives the same ones. **Not secure**; for tests alone.
///
/// Its clones draw from one source, so that a desk that is opened anew never sees the same bytes again.
#[derive(Debug, Clone)]
pub struct SeededNonces(Arc<Mutex<Source>>);

#[derive(Debug)]
struct Source {
    lots: fastrand::Rng,
    stuck_at: Option<u8>,
}

impl SeededNonces {
    /// A source that begins with this seed.
    pub fn of(seed: u64) -> Self {
        let lots = fastrand::Rng::with_seed(seed);
        Self(Arc::new(Mutex::new(Source {
            lots,
            stuck_at: None,
        })))
    }

    /// From now on every byte is this one, so that ids come twice: the way to a commit that fails. `None` ends it.
    pub fn stick_at(&self, byte: Option<u8>) {
        self.source().stuck_at = byte;
    }

    fn source(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl NonceSource for SeededNonces {
    fn fill(&mut self, bytes: &mut [u8]) {
        let mut source = self.source();
        match source.stuck_at {
            Some(byte) => bytes.fill(byte),
            None => source.lots.fill(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(mut nonces: SeededNonces) -> [u8; 16] {
        let mut bytes = [0; 16];
        nonces.fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_seed_gives_the_same_bytes_and_a_clone_goes_on_where_the_other_stopped() {
        let nonces = SeededNonces::of(7);
        let first = drawn(nonces.clone());
        assert_eq!(first, drawn(SeededNonces::of(7)));
        assert_ne!(first, drawn(nonces));
    }

    #[test]
    fn a_stuck_source_repeats_itself_until_it_is_freed() {
        let nonces = SeededNonces::of(7);
        nonces.stick_at(Some(9));
        assert_eq!(drawn(nonces.clone()), [9; 16]);
        nonces.stick_at(None);
        assert_ne!(drawn(nonces), [9; 16]);
    }
}
