//! The desk as the hall uses it: real files, a real encrypted store; only clock, chance, keychain and the outside are
//! twins.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails where it must"
)]

mod backup;
mod backup_erased;
mod backup_full;
mod case_file;
mod faults;
mod finding_cases;
mod founding;
mod house;
mod import;
mod institutions;
mod key_change;
mod late_answers;
mod people;
mod pin;
mod projections;
mod recovery;
mod restore;
mod reveal;
mod roles;
mod rollback;
mod sign_in;
mod sign_ins;
mod the_whole_way;

// The name under which `house` finds the desk, here and in tests inside the crate.
use desk as the_desk;
