//! The desk: every business act of the house, one file each under `acts`.
//!
//! One way through: a case is loaded, `casework::decide` judges, the events are sealed, signed and chained, and records,
//! projections and outbox rows are committed in one transaction (`unit`). Nothing else writes. The courier in `sync`
//! comes back with answers through the same way (`acts::outbox`).
//!
//! There is no business rule here that `casework` could hold: the desk finds, loads, asks, commits.

mod acceptance;
mod acts;
mod anchor;
mod backup;
mod calls;
mod case_file;
mod changes;
mod desk;
mod erasure;
mod fault;
mod founding;
mod institutions;
mod key_change;
mod key_file;
mod key_file_care;
mod own_log;
mod pin;
mod project;
mod quarantine;
mod recovery;
mod restore;
mod rim;
mod roster;
mod sign_in;
mod sign_in_log;
mod unit;

pub use acceptance::Acceptance;
pub use acts::*;
pub use anchor::AnchorState;
pub use backup::{
    Backup, BackupCheck, BackupProgress, BackupReport, BackupState, BackupStep, LastBackup, Watch,
};
pub use case_file::{CaseFile, CaseFileBroken, CaseFileReport, FiledRecord};
pub use casework::{Person, Roster};
pub use desk::{Changed, Desk};
pub use erasure::{ErasureCertificate, ErasureDue, ErasureProgress, ErasureReport};
pub use fault::{BackupFault, DeskFault, HouseRefusal};
pub use founding::{Founding, FoundingProgress, Joining, NewDesk, create};
pub use key_change::KeyChangeProgress;
pub use key_file::{FromOutside, look_from_outside};
pub use pin::{LONGEST_MS, PinLock};
pub use quarantine::Quarantine;
pub use recovery::RecoveryCeremony;
pub use restore::{Rehearsal, Restore, rehearse, restore};
pub use rim::Rim;
pub use sign_in::{SignedIn, sign_in};
