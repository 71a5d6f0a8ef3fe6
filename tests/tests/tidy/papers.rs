//! What a page names in back-ticks exists: a test by its name, a source file by the end of its path.

use std::collections::BTreeSet;

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, tree};

/// From this many words on, a name in back-ticks is a test's: `a_wrong_tag_is_one_error`.
const WORDS_OF_A_TEST: usize = 6;

/// The code spans of a page with their line numbers, blocks of code left out.
fn code_spans(page: &TextFile) -> impl Iterator<Item = (usize, &str)> {
    let mut in_block = false;
    page.lines()
        .filter(move |(_, line)| {
            let fence = line.trim_start().starts_with("```");
            in_block ^= fence;
            !in_block && !fence
        })
        .flat_map(|(number, line)| {
            line.split('`')
                .skip(1)
                .step_by(2)
                .map(move |span| (number, span))
        })
}

fn is_test_name(span: &str) -> bool {
    let word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    span.split('_').count() >= WORDS_OF_A_TEST
        && span
            .split('_')
            .all(|piece| !piece.is_empty() && piece.chars().all(word))
}

/// The files a span names: none, one, or several where braces list them.
fn named_files(span: &str) -> Vec<String> {
    if !span.ends_with(".rs") || span.contains(|letter: char| letter.is_whitespace()) {
        return Vec::new();
    }
    match span.split_once('{').zip(span.split_once('}')) {
        None => vec![span.to_owned()],
        Some(((before, rest), (_, after))) => {
            let list = rest.split('}').next().unwrap_or_default();
            list.split(',')
                .map(|name| format!("{before}{name}{after}"))
                .collect()
        }
    }
}

fn breaches(files: &[TextFile]) -> Vec<Breach> {
    let sources = || files.iter().filter(|file| file.path.ends_with(".rs"));
    let functions: BTreeSet<&str> = sources()
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.split_once("fn ")?.1.split('(').next())
        .collect();
    let is_there = |name: &str| {
        let below = format!("/{name}");
        sources().any(|file| file.path == name || file.path.ends_with(&below))
    };
    let mut found = Vec::new();
    for page in files.iter().filter(|file| file.path.ends_with(".md")) {
        for (number, span) in code_spans(page) {
            if is_test_name(span) && !functions.contains(span) {
                found.push(format!("{}:{number}: no test `{span}`", page.path));
            }
            let lost = named_files(span).into_iter().filter(|name| !is_there(name));
            found.extend(lost.map(|name| format!("{}:{number}: no file `{name}`", page.path)));
        }
    }
    found
}

#[test]
fn every_test_and_file_that_a_page_names_exists() {
    must_be_empty(
        "A page names tests and source files that are there.",
        &breaches(&tree::text_files()),
    );
}

#[test]
fn a_test_or_file_that_is_gone_is_found() {
    let page = "`a_wrong_tag_is_one_error` `a_tag_that_nobody_ever_wrote` `call_begun`\n\
                `seal/src/{wrap,gone}.rs` `wrap.rs` `lost.rs`\n\
                ```sh\n`nobody_looks_at_this_one_here`\n```\n";
    let files = [
        TextFile::example("docs/a.md", page),
        TextFile::example(
            "src-tauri/crates/seal/src/wrap.rs",
            "fn a_wrong_tag_is_one_error() {}\n",
        ),
    ];
    assert_eq!(
        breaches(&files),
        [
            "docs/a.md:1: no test `a_tag_that_nobody_ever_wrote`",
            "docs/a.md:2: no file `seal/src/gone.rs`",
            "docs/a.md:2: no file `lost.rs`",
        ]
    );
}
