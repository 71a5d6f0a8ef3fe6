//! What is plainly wrong with a submission, found at once, offline and for free.
//!
//! Pure: the day and the clock come in, and so do the repeats, which the ledger looked up.
//! A submission whose form cannot be read, or that comes without consent, is not stored at all;
//! one whose values are plainly wrong is stored and screened out, so that the customer can mend it.

mod form;
mod repeats;

pub use form::{Handed, Screened, masked, screen, today};
pub use repeats::{OtherCase, repeats};
