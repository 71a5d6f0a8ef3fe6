//! The desk: every business act of the house, one file each under `acts`.
//!
//! One way through: a case is loaded, `casework::decide` judges, the events are sealed, signed and chained, and records,
//! projections and outbox rows are committed in one transaction (`unit`). Nothing else writes. The courier in `sync`
//! comes back with answers through the same way (`acts::outbox`).
//!
//! There is no business rule here that `casework` could hold: the desk finds, loads, asks, commits.

mod acts;
mod calls;
mod desk;
mod fault;
mod founding;
mod institutions;
mod key_file;
mod project;
mod rim;
mod roster;
mod sign_in;
mod unit;

pub use acts::*;
pub use desk::{Changed, Desk};
pub use fault::{DeskFault, HouseRefusal};
pub use founding::{Founding, FoundingProgress, Joining, NewDesk, create};
pub use key_file::{FromOutside, look_from_outside};
pub use rim::Rim;
pub use roster::{Person, Roster};
pub use sign_in::{SignedIn, sign_in};
