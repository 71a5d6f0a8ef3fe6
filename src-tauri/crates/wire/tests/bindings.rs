//! The committed TypeScript is what the contract says. With `VERIDESK_WRITE_BINDINGS=1` it is written anew
//! (`cargo xtask bindings`).
#![allow(clippy::unwrap_used, reason = "a test fails where it must")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Files = BTreeMap<String, String>;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/backend/generated")
}

fn read(folder: &Path) -> Files {
    let Ok(entries) = fs::read_dir(folder) else {
        return Files::new();
    };
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn generated() -> Files {
    let folder = tempfile::tempdir().unwrap();
    wire::request::write_typescript(folder.path()).unwrap();
    read(folder.path())
}

#[test]
fn the_committed_bindings_are_those_of_the_contract() {
    let generated = generated();
    if std::env::var_os("VERIDESK_WRITE_BINDINGS").is_some() {
        let folder = committed();
        // What the contract no longer has goes.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &generated {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let committed = read(&committed());
    let stale: BTreeSet<&String> = generated
        .keys()
        .chain(committed.keys())
        .filter(|name| generated.get(*name) != committed.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "stale, run `cargo xtask bindings`: {stale:?}"
    );
}

/// Names of types a text uses: words that begin with a capital, outside comments and strings.
fn type_names(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(comment) = rest.find("/*") {
        names.extend(words(&rest[..comment]));
        rest = rest[comment..].split_once("*/").unwrap().1;
    }
    names.extend(words(rest));
    names
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let code = text.lines().filter(|line| !line.starts_with("//"));
    let outside_strings = code.flat_map(|line| line.split('"').step_by(2));
    let words = outside_strings.flat_map(|code| code.split(|it: char| !it.is_alphanumeric()));
    words
        .filter(|it| it.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(str::to_owned)
}

#[test]
fn every_type_a_file_names_is_declared_there_once_or_imported_from_a_file_that_is_there() {
    // Of the language, and the two parameters of `Exchange`.
    const BUILT_IN: [&str; 4] = ["Array", "Record", "Body", "Reply"];
    let files = generated();
    assert!(files.len() > 20, "{:?}", files.keys());
    for (name, text) in &files {
        let own = name.strip_suffix(".ts").unwrap();
        let declared =
            [" =", "<"].map(|after| text.matches(&format!("export type {own}{after}")).count());
        assert_eq!(declared.iter().sum::<usize>(), 1, "{name}");
        let mut imported = BTreeSet::new();
        for line in text
            .lines()
            .filter_map(|line| line.strip_prefix("import type { "))
        {
            let (of, from) = line.split_once(" } from \"./").unwrap();
            assert_eq!(format!("{of}\";"), from, "{name}");
            assert!(files.contains_key(&format!("{of}.ts")), "{name}: {of}");
            assert!(
                imported.insert(of.to_owned()),
                "{name}: {of} is imported twice"
            );
        }
        let used: BTreeSet<String> = type_names(text)
            .into_iter()
            .filter(|it| it != own && !BUILT_IN.contains(&it.as_str()))
            .collect();
        assert_eq!(used, imported, "{name}");
    }
}

#[test]
fn every_request_is_in_the_map_and_errors_and_words_have_their_types() {
    let files = generated();
    let lists = [
        ("DeskRequests.ts", wire::Request::NAMES),
        ("EntranceRequests.ts", wire::EntranceRequest::NAMES),
    ];
    for (map, names) in lists {
        for name in names {
            let entries = files[map].matches(&format!("\n{name}: Exchange<")).count();
            assert_eq!(entries, 1, "{name}");
        }
    }
    for name in [
        "ErrorView.ts",
        "ErrorCode.ts",
        "Words.ts",
        "NoticeView.ts",
        "Nothing.ts",
    ] {
        assert!(files.contains_key(name), "{name}");
    }
    for code in wire::ErrorCode::ALL {
        let quoted = format!("\"{}\"", code.as_str());
        assert!(files["ErrorCode.ts"].contains(&quoted), "{quoted}");
    }
}
