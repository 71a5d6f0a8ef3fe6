use std::sync::Arc;

use casework::DeskId;
use ports::{Clock, KeyVault, NonceSource};

/// What a desk needs from outside: time, chance and a keychain.
pub struct Rim {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness, cryptographically strong.
    pub nonces: Box<dyn NonceSource + Send>,
    /// The keychain as the desk of this id sees it.
    pub key_vault: Arc<dyn Fn(DeskId) -> Box<dyn KeyVault> + Send + Sync>,
}

impl Rim {
    pub(crate) fn fresh<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.nonces.fill(&mut bytes);
        bytes
    }

    /// A fresh id that sorts after those made before it: 48 bits of milliseconds, then chance (the idea of RFC 9562's
    /// UUID version 7). Ids in the order of writing keep the indexes' pages together, so that a commit seals fewer of them.
    pub(crate) fn fresh_id(&mut self) -> [u8; 16] {
        let mut id: [u8; 16] = self.fresh();
        id[..6].copy_from_slice(&self.now_ms().to_be_bytes()[2..]);
        id
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

impl std::fmt::Debug for Rim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rim")
    }
}
