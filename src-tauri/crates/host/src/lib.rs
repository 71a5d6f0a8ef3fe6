//! The hall: the wings composed into a desk, and one arm for every request of the contract.
//!
//! A face calls [`Session`] (and [`found`], [`identify`] where nobody is signed in) and shows what comes back. Views are
//! made here from what the desk knows; the desk knows nothing of views.

pub mod backup;
mod carriers;
mod case_file;
mod certificate;
mod errors;
pub mod found;
mod identify;
mod keeping;
pub mod log;
pub mod process;
mod reveal;
mod rim;
mod session;
mod station;
pub mod support;
mod time;
mod view;

pub use case_file::verify_case_file;
pub use identify::identify;
pub use keeping::check_certificate;
pub use process::{Hardened, harden};
pub use session::{ImportCounts, Session};
pub use station::{Report, Station, show_on_sign_in};
