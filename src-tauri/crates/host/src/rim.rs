use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use desk::Rim;
use keychain::OsKeychain;
use ports::{Clock, NonceSource};

/// The system's time of day.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The system's randomness.
struct SystemNonces;

impl NonceSource for SystemNonces {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Without randomness no key and no envelope is safe to make; there is nothing to go on with.
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// The real outside of a desk.
pub(crate) fn rim() -> Rim {
    Rim {
        clock: Arc::new(SystemClock),
        nonces: Box::new(SystemNonces),
        key_vault: Arc::new(|desk| Box::new(OsKeychain::of_desk(desk))),
    }
}
