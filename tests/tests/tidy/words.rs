//! Words that are not used here: names that say nothing, promises instead of work, places of one machine.

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, tree};

/// This file has to name what it looks for.
const THIS_FILE: &str = "tests/tests/tidy/words.rs";

/// Endings that tell nothing of the trade. A name comes from payments, identity and case work.
const EMPTY_ENDINGS: &[&str] = &["Manager", "Helper", "Helpers", "Util", "Utils", "Service"];

/// What stands where work is missing.
const PROMISES: &[&str] = &[
    "todo!",
    "unimplemented!",
    "TODO",
    "FIXME",
    "XXX",
    "for now",
    "#[ignore",
];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &["/home/", "/root", "/srv", "/Users/", "C:\\Users\\"];

/// Words after which a type or a module gets its name. A function may be called after what it looks at.
const DECLARATIONS: &[&str] = &[
    "struct",
    "enum",
    "union",
    "trait",
    "type",
    "class",
    "interface",
    "mod",
];

/// Names that others gave: the Secret Service is what freedesktop.org calls a keychain.
const PROPER_NAMES: &[&str] = &["SecretService", "secret_service"];

/// A test that another test starts again in a place of its own, a fresh keychain session for one.
const INNER_HALF: &str = "#[ignore = \"inner half\"]";

fn breaches(judge: fn(&TextFile) -> Vec<Breach>) -> Vec<Breach> {
    tree::text_files()
        .iter()
        .filter(|file| file.path != THIS_FILE)
        .flat_map(judge)
        .collect()
}

/// The name a line declares, if it declares one.
fn declared(line: &str) -> Option<&str> {
    let code = line.split("//").next()?;
    let mut words = code.split_whitespace();
    words.find(|word| DECLARATIONS.contains(word))?;
    words
        .next()?
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
}

fn ends_emptily(name: &str) -> bool {
    if PROPER_NAMES.contains(&name) {
        return false;
    }
    EMPTY_ENDINGS.iter().any(|ending| {
        // `CaseManager` and `case_manager` alike; `futility` is a word of its own.
        let snake = ending.to_lowercase();
        name.ends_with(ending)
            || name == snake
            || name.ends_with(&format!("_{snake}"))
            || name.ends_with(&format!("-{snake}"))
    })
}

fn empty_names(file: &TextFile) -> Vec<Breach> {
    if !file.is_source() {
        return Vec::new();
    }
    let file_name = ends_emptily(file.stem()).then(|| format!("{}: its file name", file.path));
    let declarations = file.lines().filter_map(|(number, line)| {
        let name = declared(line).filter(|name| ends_emptily(name))?;
        Some(format!("{}:{number}: `{name}`", file.path))
    });
    file_name.into_iter().chain(declarations).collect()
}

/// Where the text stands by itself, not inside a longer word.
fn stands_in(line: &str, text: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(text).any(|(start, _)| {
        let begins = !text.starts_with(is_word) || !line[..start].ends_with(is_word);
        let ends = !text.ends_with(is_word) || !line[start + text.len()..].starts_with(is_word);
        begins && ends
    })
}

fn promises(file: &TextFile) -> Vec<Breach> {
    if !file.is_source() {
        return Vec::new();
    }
    file.lines()
        .filter(|(number, line)| line.trim() != INNER_HALF || !outer_half_follows(file, *number))
        .flat_map(|(number, line)| {
            let lower = line.to_lowercase();
            PROMISES
                .iter()
                .filter(move |promise| stands_in(line, promise) || stands_in(&lower, promise))
                .map(move |promise| format!("{}:{number}: \"{promise}\"", file.path))
        })
        .collect()
}

/// Whether the test declared after this line is named, as a text, by the file: by the test that runs it.
fn outer_half_follows(file: &TextFile, line_number: usize) -> bool {
    let declaration = file
        .text
        .lines()
        .skip(line_number)
        .find_map(|line| line.trim().strip_prefix("fn "));
    let name = declaration.and_then(|rest| rest.split('(').next());
    // A test harness takes a test by its whole path; the file may name it with its modules.
    name.is_some_and(|name| {
        file.text.contains(&format!("\"{name}\"")) || file.text.contains(&format!("::{name}\""))
    })
}

fn machine_paths(file: &TextFile) -> Vec<Breach> {
    // Part of a longer path (`docs/work`) or of an address is no path from a machine's root.
    let is_path = |letter: char| {
        letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/' | '~' | '}')
    };
    file.lines()
        .filter(|(_, line)| {
            MACHINE_PATHS.iter().any(|path| {
                line.match_indices(path).any(|(start, _)| {
                    let rest = &line[start + path.len()..];
                    let ends = path.ends_with(['/', '\\'])
                        && rest.starts_with(char::is_alphanumeric)
                        || !path.ends_with(['/', '\\'])
                            && !rest.starts_with(|letter| is_path(letter) && letter != '/');
                    ends && !line[..start].ends_with(is_path)
                })
            })
        })
        .map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim()))
        .collect()
}

#[test]
fn names_come_from_the_trade() {
    must_be_empty(
        "No name ends in Manager, Helper, Util or Service: they say nothing.",
        &breaches(empty_names),
    );
}

#[test]
fn nothing_is_promised_instead_of_done() {
    must_be_empty(
        "No work is put off in the source, and no test is switched off.",
        &breaches(promises),
    );
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    must_be_empty(
        "A path that exists on one machine only is of no use on another.",
        &breaches(machine_paths),
    );
}

fn in_a_source(judge: fn(&TextFile) -> Vec<Breach>, line: &str) -> usize {
    judge(&TextFile::example("src/case.rs", line)).len()
}

#[test]
fn an_empty_name_is_found() {
    for line in [
        "pub struct CaseManager;",
        "enum DateUtils {",
        "trait SmsService: Send {",
        "mod utils;",
        "pub(crate) mod date_helper {",
    ] {
        assert_eq!(in_a_source(empty_names, line), 1, "{line}");
    }
    for line in [
        "struct Courier;",
        "let service = 1;",
        "type Futility = ();",
        "/// the struct Manager",
        "mod secret_service;",
    ] {
        assert_eq!(in_a_source(empty_names, line), 0, "{line}");
    }
    assert_eq!(
        empty_names(&TextFile::example("src/string_utils.rs", "")).len(),
        1
    );
    assert_eq!(
        empty_names(&TextFile::example("docs/utils.md", "")).len(),
        0
    );
}

#[test]
fn a_promise_is_found() {
    for line in [
        "    todo!()",
        "// FIXME later",
        "// This is enough for now.",
        "/// For now only cards",
        "#[ignore = \"slow\"]",
    ] {
        assert_eq!(in_a_source(promises, line), 1, "{line}");
    }
    for line in [
        "let mask = \"622202XXXX12\";",
        "for nowhere in places {}",
        "assert!(is_ignored)",
        "methods!()",
    ] {
        assert_eq!(in_a_source(promises, line), 0, "{line}");
    }
}

#[test]
fn a_test_is_switched_off_only_when_another_runs_it() {
    let inner = "#[test]\n#[ignore = \"inner half\"]\nfn inner_session() {\n}\n";
    assert_eq!(in_a_source(promises, inner), 1);
    let outer = "#[test]\nfn session() { run(\"inner_session\") }\n";
    assert_eq!(in_a_source(promises, &format!("{inner}{outer}")), 0);
}

#[test]
fn a_path_of_one_machine_is_found() {
    for line in [
        "see /home/li/desk",
        "cd /srv/main",
        "open(\"/root\")",
        "HOME=/root/.cargo",
        "at C:\\Users\\li",
    ] {
        assert_eq!(in_a_source(machine_paths, line), 1, "{line}");
    }
    for line in [
        "docs/work/plan.md",
        "/workspace",
        "/rooted",
        "~/work",
        "https://example.org/home/page",
        "in the /home/ folder",
    ] {
        assert_eq!(in_a_source(machine_paths, line), 0, "{line}");
    }
}
