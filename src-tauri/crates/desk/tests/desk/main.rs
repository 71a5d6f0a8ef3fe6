//! The desk as the hall uses it: real files, a real encrypted store; only clock, chance, keychain and the outside are
//! twins.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails where it must"
)]

mod faults;
mod finding_cases;
mod founding;
mod house;
mod import;
mod institutions;
mod late_answers;
mod projections;
mod roles;
mod sign_in;
mod the_whole_way;
