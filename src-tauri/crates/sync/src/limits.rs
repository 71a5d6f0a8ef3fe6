use crate::outbox::Route;

/// How much a run may do at a time, and how long it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourierLimits {
    /// Calls that are out at the same time, over all routes; 0 counts as 1. One route never has more out than
    /// the faults in a row that open its breaker (5).
    pub parallel: usize,
    /// With nothing out, a run waits for calls that come due within this time, and otherwise ends. Milliseconds.
    pub patience_ms: u64,
    /// How often one call is begun in one run; then it stays queued for a later one. 0 counts as 1.
    pub tries: u32,
    /// How long a run that is to end waits for the calls that are out. Milliseconds.
    pub stop_wait_ms: u64,
}

impl Default for CourierLimits {
    fn default() -> Self {
        Self {
            parallel: 4,
            patience_ms: 5_000,
            tries: 6,
            stop_wait_ms: 10_000,
        }
    }
}

/// What a run did, and what it left. Counts are of committed changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunReport {
    /// Checks that were answered.
    pub answered: u32,
    /// Messages that a channel took.
    pub accepted: u32,
    /// Calls refused until something is mended.
    pub failed: u32,
    /// Calls of which nobody can say whether they took place.
    pub unknown: u32,
    /// Times a call went back to the queue; one call may have gone several times.
    pub requeued: u32,
    /// Routes that have calls queued, but whose breaker is not closed.
    pub breaker_open: Vec<Route>,
    /// Routes that have calls queued, but nobody to carry them.
    pub not_set_up: Vec<Route>,
    /// When another run would find something to send, as far as is known; milliseconds since 1970. `None`
    /// where nothing waits, or only for a carrier to be set up.
    pub next_due_ms: Option<i64>,
    /// The run ended because it was asked to.
    pub stopped: bool,
}
