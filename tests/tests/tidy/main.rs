//! The house rules, kept by a test. Each module is one kind of rule; [`plan`] is the table they judge by.
//!
//! A rule is a pure function from what it looks at to a list of [`Breach`]es, so that each is shown to
//! find what it is there for before it is asked about the house.
#![allow(
    clippy::unwrap_used,
    reason = "a test: what cannot be read is a failure"
)]

mod adr;
mod crates;
mod floors;
mod ground;
mod imports;
mod lengths;
mod links;
mod logs;
mod papers;
mod plan;
mod tree;
mod window;
mod words;

/// One place where a rule is broken: where, and what is wrong there.
type Breach = String;

/// Fails with every breach at once, and the rule with its reason.
#[track_caller]
fn must_be_empty(rule: &str, breaches: &[Breach]) {
    assert!(
        breaches.is_empty(),
        "\n{rule}\nBroken {} time(s):\n  {}\n",
        breaches.len(),
        breaches.join("\n  ")
    );
}
