//! Every crate says what it is, and the plan knows every crate.

use std::collections::BTreeSet;
use std::fs;

use cargo_metadata::Package;

use crate::{Breach, must_be_empty, plan, tree};

/// The first line of the crate's own documentation, from its library or else its first program.
fn crate_docs(package: &Package) -> Option<String> {
    let target = package
        .targets
        .iter()
        .find(|target| target.is_lib())
        .or_else(|| package.targets.iter().find(|target| target.is_bin()))?;
    let text = fs::read_to_string(&target.src_path).unwrap();
    first_doc_line(&text).map(ToOwned::to_owned)
}

fn first_doc_line(source: &str) -> Option<&str> {
    let line = source.lines().next()?.strip_prefix("//!")?.trim();
    // A word or two is a name, not a description.
    (line.split_whitespace().count() > 2).then_some(line)
}

#[test]
fn every_crate_says_what_it_is() {
    let breaches: Vec<Breach> = tree::packages()
        .iter()
        .flat_map(|package| {
            let has_description = package
                .description
                .as_deref()
                .is_some_and(|text| !text.trim().is_empty());
            [
                (!has_description)
                    .then(|| format!("{}: Cargo.toml has no description", package.name)),
                crate_docs(package).is_none().then(|| {
                    format!(
                        "{}: its source does not begin with a line of `//!`",
                        package.name
                    )
                }),
            ]
        })
        .flatten()
        .collect();
    must_be_empty(
        "A crate has a description in its manifest and begins with what it is for.",
        &breaches,
    );
}

#[test]
fn the_plan_and_the_workspace_name_the_same_crates() {
    let planned: BTreeSet<String> = plan::ROOMS
        .iter()
        .map(|room| room.name.to_owned())
        .collect();
    let built: BTreeSet<String> = tree::packages()
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let breaches: Vec<Breach> = planned
        .symmetric_difference(&built)
        .map(|name| {
            let (here, there) = if built.contains(name) {
                ("workspace", "plan")
            } else {
                ("plan", "workspace")
            };
            format!("`{name}` is in the {here}, not in the {there}")
        })
        .collect();
    must_be_empty(
        "plan.rs has a line for every crate, and a crate for every line.",
        &breaches,
    );
}

#[test]
fn a_name_alone_is_no_description() {
    assert_eq!(
        first_doc_line("//! The outbox courier.\n"),
        Some("The outbox courier.")
    );
    assert_eq!(first_doc_line("//! sync\n"), None);
    assert_eq!(first_doc_line("// sync carries the outbox\n"), None);
    assert_eq!(first_doc_line(""), None);
}
