//! The ground floor is pure. Clippy bans the functions, `imports` the libraries; this keeps the bans in place.

use std::collections::BTreeSet;
use std::fs;

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, plan, tree};

#[test]
fn every_ground_crate_has_the_same_bans() {
    let bans: BTreeSet<String> = plan::ground()
        .map(|name| {
            let path = tree::root()
                .join("src-tauri/crates")
                .join(name)
                .join("clippy.toml");
            fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{name}: clippy.toml: {fault}"))
        })
        .collect();
    assert_eq!(
        bans.len(),
        1,
        "the clippy.toml files of the ground floor differ"
    );
    for needed in [
        "SystemTime::now",
        "std::fs::File",
        "TcpStream::connect",
        "getrandom::fill",
        "HashMap",
    ] {
        assert!(
            bans.iter().all(|text| text.contains(needed)),
            "clippy.toml does not ban {needed}"
        );
    }
}

/// Clippy knows functions and types but not modules, so the modules as a whole are looked for here.
fn impure_modules(file: &TextFile) -> Vec<Breach> {
    let is_ground = plan::ground().any(|name| {
        file.path
            .starts_with(&format!("src-tauri/crates/{name}/src/"))
    });
    if !is_ground || !file.is_source() {
        return Vec::new();
    }
    file.lines()
        .filter(|(_, line)| {
            ["std::net", "std::fs", "std::process", "std::thread"]
                .iter()
                .any(|way| line.contains(way))
        })
        .map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim()))
        .collect()
}

#[test]
fn the_ground_floor_opens_no_way_out() {
    let breaches: Vec<_> = tree::text_files().iter().flat_map(impure_modules).collect();
    must_be_empty(
        "What the ground floor needs of the world comes in as an argument.",
        &breaches,
    );
}

#[test]
fn a_file_opened_on_the_ground_floor_is_found() {
    let source = "use std::fs;\nfn f() {}\n";
    assert_eq!(
        impure_modules(&TextFile::example(
            "src-tauri/crates/record/src/a.rs",
            source
        ))
        .len(),
        1
    );
    assert_eq!(
        impure_modules(&TextFile::example(
            "src-tauri/crates/record/tests/a.rs",
            source
        ))
        .len(),
        0
    );
    assert_eq!(
        impure_modules(&TextFile::example(
            "src-tauri/crates/ledger/src/a.rs",
            source
        ))
        .len(),
        0
    );
}
