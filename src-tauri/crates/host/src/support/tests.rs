#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;

/// The names of everything in it, in order; lists as their first entry.
fn names(value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(fields) = value.as_object() {
        for (name, field) in fields {
            let path = format!("{at}{name}");
            if ["told", "log"].contains(&path.as_str()) {
                found.push(path);
                continue;
            }
            let before = found.len();
            names(field, &format!("{path}."), found);
            if found.len() == before {
                found.push(path);
            }
        }
    }
}

#[test]
fn its_form_is_the_same_with_and_without_a_desk() {
    let place = tempfile::tempdir().unwrap();
    let expected = [
        "support_bundle",
        "made_at",
        "program.version",
        "program.for_release",
        "program.core_dumps_off",
        "program.not_dumpable",
        "system.family",
        "system.name",
        "system.version",
        "system.kernel",
        "system.arch",
        "system.language",
        "system.time_zone",
        "station.language",
        "station.theme",
        "desk.state",
        "desk.demo",
        "desk.solo",
        "desk.no_keychain",
        "desk.keychain",
        "desk.files",
        "desk.other_files",
        "desk.free_mib",
        "told",
        "log",
        "log_lines_left_out",
    ];
    for desk in [None, Some(place.path()), Some(&place.path().join("none"))] {
        let text = bundle(desk).text();
        let mut found = Vec::new();
        names(&serde_json::from_str(&text).unwrap(), "", &mut found);
        assert_eq!(found, expected);
    }
}

#[test]
fn of_a_broken_desk_it_tells_the_fault_the_known_files_and_how_many_others_there_are() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("desk.keys"), b"not keys").unwrap();
    fs::write(place.path().join("desk.db"), [0; 4096]).unwrap();
    fs::write(place.path().join("Lin Mei 6222021234567890128.txt"), b"").unwrap();
    let bundle = bundle(Some(place.path()));
    let desk = &bundle.content["desk"];
    assert_eq!(desk["state"], "keys_damaged", "{desk}");
    assert_eq!(desk["other_files"], 1);
    assert_eq!(desk["files"][0]["name"], "desk.db");
    assert_eq!(desk["files"][0]["bytes"], 4096);
    assert_eq!(desk["files"][1]["name"], "desk.keys");
    assert!(!bundle.text().contains("Lin"));
}
