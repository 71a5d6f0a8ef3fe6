use serde::Serialize;
use ts_rs::TS;

use super::CountView;

/// The outbox.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OutboxView {
    /// Calls in each state; every state is named.
    pub counts: Vec<CountView>,
    /// Queued calls whose time has not come.
    #[ts(type = "number")]
    pub waiting: u64,
    /// The newest calls.
    pub calls: Vec<CallView>,
}

/// One call.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CallView {
    /// Its id.
    pub call: String,
    /// `check` or `feedback`.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Its case's id.
    pub case: String,
    /// The partner's number of its case.
    pub reference: String,
    /// Who sent the case.
    pub partner: String,
    /// How often it was begun.
    pub attempt: u32,
    /// Since when.
    pub queued_at: String,
    /// Not before.
    pub not_before: String,
    /// Why it stands there.
    pub detail: Option<String>,
}

/// What draining brought.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DrainView {
    /// Checks answered.
    pub answered: u32,
    /// Messages taken by the channel.
    pub accepted: u32,
    /// Calls refused without effect.
    pub failed: u32,
    /// Calls nobody knows about.
    pub unknown: u32,
    /// Calls that went back to the queue.
    pub requeued: u32,
    /// Calls still queued.
    #[ts(type = "number")]
    pub queued: u64,
    /// Routes that are left alone for a while.
    pub resting: Vec<String>,
    /// Routes for which nobody is set up.
    pub not_set_up: Vec<String>,
    /// When the next call falls due.
    pub next_due: Option<String>,
}
