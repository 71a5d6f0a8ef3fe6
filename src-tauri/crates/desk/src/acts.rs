//! One file per business act.

mod audit;
mod case_page;
mod checks;
mod decision;
mod hold;
mod import;
mod intake;
mod keys;
mod outbox;
mod people;
mod queue;
mod reveal;
mod reveal_log;
mod work;

pub use audit::{AuditReport, BrokenRecord};
pub use case_page::{ActionName, CasePage, PossibleAction, TimelineEntry};
pub use decision::Preview;
pub use import::{IMPORT_HEADER, Import, ImportReport, ROWS_A_COMMIT};
pub use intake::{Draft, Submitted};
pub use keys::{KeyPlace, KeyRow};
pub use outbox::{OutboxCall, OutboxStatus};
pub use queue::{MOST_IN_HAND, QueuePage};
pub use reveal::Revealed;
pub use reveal_log::{RevealEntry, RevealPage};
pub(crate) use work::prose;
