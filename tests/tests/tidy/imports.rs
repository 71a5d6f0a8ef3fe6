//! Imports go down the floors, and libraries stay with their owners.

use cargo_metadata::{DependencyKind, Package};

use crate::plan::{self, Floor, Imports, Room};
use crate::{Breach, must_be_empty, tree};

/// One dependency as a manifest declares it.
#[derive(Clone, Copy)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Build,
    Test,
}

fn edges(package: &Package) -> impl Iterator<Item = Edge<'_>> {
    package.dependencies.iter().map(|dependency| Edge {
        from: package.name.as_str(),
        to: &dependency.name,
        kind: if dependency.kind == DependencyKind::Development {
            Kind::Test
        } else {
            Kind::Build
        },
    })
}

/// Judges an edge between two rooms of the house.
fn import_breach(edge: Edge<'_>) -> Option<Breach> {
    let Edge { from, to, kind } = edge;
    let target = plan::find(to)?;
    let Some(room) = plan::find(from) else {
        return Some(format!(
            "`{from}` is not in the plan (tests/tests/tidy/plan.rs)"
        ));
    };
    if matches!(room.imports, Imports::All) {
        return None;
    }
    if plan::FOR_TESTS_ONLY.contains(&to) {
        // The pretend institution and its tests stand alone; every other room may test with it.
        return (kind == Kind::Build || from == "sandbox").then(|| {
            format!("`{from}` -> `{to}`: it is for tests of others only (dev-dependencies)")
        });
    }
    (!may_import(room, target)).then(|| {
        format!(
            "`{from}` ({}) -> `{to}` ({})",
            room.floor.title(),
            target.floor.title()
        )
    })
}

fn may_import(room: &Room, target: &Room) -> bool {
    match room.imports {
        Imports::All => true,
        Imports::Only(names) => names.contains(&target.name),
        Imports::BelowAnd(beside) => {
            let is_below = target.floor > room.floor && target.floor != Floor::Aside;
            is_below || beside.contains(&target.name)
        }
    }
}

/// Judges an edge to a library from outside.
fn library_breach(edge: Edge<'_>) -> Option<Breach> {
    let Edge { from, to, kind } = edge;
    let foreign = plan::BORDERS
        .iter()
        .find(|border| {
            border
                .libraries
                .iter()
                .any(|library| plan::fits(to, library))
        })
        .filter(|border| !border.owners.contains(&from));
    if let Some(border) = foreign {
        let owners = border.owners.join(", ");
        return Some(format!(
            "`{from}` names `{to}`, which belongs to [{owners}]: {}",
            border.reason
        ));
    }
    let is_impure = plan::NOT_ON_THE_GROUND
        .iter()
        .any(|library| plan::fits(to, library));
    let is_ground = plan::ground().any(|name| name == from);
    (is_ground && is_impure && kind == Kind::Build)
        .then(|| format!("`{from}` names `{to}`: the ground floor is pure"))
}

fn breaches(judge: fn(Edge<'_>) -> Option<Breach>) -> Vec<Breach> {
    tree::packages()
        .iter()
        .flat_map(|package| edges(package).filter_map(judge).collect::<Vec<_>>())
        .collect()
}

#[test]
fn imports_only_go_down() {
    must_be_empty(
        "A crate imports crates of the floors below it, and beside it only what the plan names.",
        &breaches(import_breach),
    );
}

#[test]
fn a_library_is_named_only_by_its_owner() {
    must_be_empty(
        "Some libraries have one owner, so that what they are used for is decided in one place.",
        &breaches(library_breach),
    );
}

const fn builds(from: &'static str, to: &'static str) -> Edge<'static> {
    Edge {
        from,
        to,
        kind: Kind::Build,
    }
}

const fn tests_with(from: &'static str, to: &'static str) -> Edge<'static> {
    Edge {
        from,
        to,
        kind: Kind::Test,
    }
}

#[test]
fn every_way_that_is_not_down_is_found() {
    for edge in [
        builds("cli", "desk"),
        builds("cli", "identifiers"),
        builds("wire", "host"),
        builds("sync", "desk"),
        builds("ledger", "providers"),
        builds("ledger", "desk"),
        tests_with("providers", "ledger"),
        builds("casework", "ports"),
        builds("casework", "record"),
        builds("identifiers", "casework"),
        builds("record", "seal"),
        builds("host", "xtask"),
        builds("desk", "testkit"),
        builds("cli", "sandbox"),
        builds("sandbox", "providers"),
        tests_with("sandbox", "providers"),
        tests_with("sandbox", "testkit"),
        builds("testkit", "ledger"),
        builds("xtask", "wire"),
        builds("a-room-nobody-planned", "wire"),
    ] {
        assert!(
            import_breach(edge).is_some(),
            "{} -> {} was not found",
            edge.from,
            edge.to
        );
    }
}

#[test]
fn the_ways_of_the_plan_are_open() {
    for edge in [
        builds("cli", "host"),
        builds("host", "wire"),
        builds("host", "desk"),
        builds("host", "keychain"),
        builds("desk", "sync"),
        builds("desk", "ledger"),
        builds("ledger", "record"),
        builds("ledger", "seal"),
        builds("record", "casework"),
        builds("screening", "identifiers"),
        tests_with("providers", "sandbox"),
        tests_with("keychain", "testkit"),
        tests_with("house-tests", "ledger"),
    ] {
        assert_eq!(import_breach(edge), None);
    }
}

#[test]
fn a_library_in_the_wrong_room_is_found() {
    for edge in [
        builds("desk", "rusqlite"),
        builds("host", "reqwest"),
        tests_with("sandbox", "hyper-util"),
        builds("host", "dbus-secret-service-keyring-store"),
        builds("cli", "tauri"),
        builds("ledger", "aes-gcm"),
        builds("ledger", "ed25519-dalek"),
        builds("desk", "hmac"),
        builds("casework", "tokio"),
        builds("seal", "getrandom"),
    ] {
        assert!(
            library_breach(edge).is_some(),
            "{} naming {} was not found",
            edge.from,
            edge.to
        );
    }
    for edge in [
        builds("ledger", "rusqlite"),
        builds("record", "ed25519-dalek"),
        tests_with("seal", "tempfile"),
    ] {
        assert_eq!(library_breach(edge), None);
    }
}
