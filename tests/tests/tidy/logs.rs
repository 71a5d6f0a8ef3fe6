//! What is logged is on the closed list: each sentence a literal of it, each field one of its names.
//!
//! The log itself keeps to the list when it writes (`host/src/log/lines.rs`); this rule finds at once what would
//! otherwise be missing from it on the day somebody needs it.

use host::log::closed;

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, tree};

/// Where the log is made: the one place that may know more of `tracing` than its macros.
const THE_LOG: &str = "src-tauri/crates/host/src/log";

const MACROS: &[&str] = &["error", "warn", "info", "debug", "trace"];

/// A call of one of the macros.
struct Call<'a> {
    line: usize,
    arguments: Vec<&'a str>,
}

/// The calls of a file, and uses of `tracing` that are none.
fn calls(text: &str) -> (Vec<Call<'_>>, Vec<usize>) {
    let (mut calls, mut others) = (Vec::new(), Vec::new());
    for (start, found) in text.match_indices("tracing") {
        let behind = &text[start + found.len()..];
        let is_path = behind.starts_with("::") || behind.starts_with("_subscriber");
        if !is_path || text[..start].ends_with(|it: char| it.is_alphanumeric() || it == '_') {
            continue;
        }
        let line = text[..start].matches('\n').count() + 1;
        let called = MACROS.iter().find_map(|name| {
            let rest = behind.strip_prefix("::")?.strip_prefix(name)?;
            rest.strip_prefix("!(")
        });
        match called.and_then(arguments) {
            Some(arguments) => calls.push(Call { line, arguments }),
            None => others.push(line),
        }
    }
    (calls, others)
}

/// The arguments up to the bracket that closes the call.
fn arguments(text: &str) -> Option<Vec<&str>> {
    let (mut depth, mut begun, mut in_text, mut escaped) = (0, 0, false, false);
    let mut arguments = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            ')' if depth == 0 => {
                arguments.push(&text[begun..at]);
                arguments.retain(|it| !it.trim().is_empty());
                return Some(arguments.into_iter().map(str::trim).collect());
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(&text[begun..at]);
                begun = at + 1;
            }
            _ => {}
        }
    }
    None
}

/// What is wrong with an argument.
fn fault(argument: &str) -> Option<String> {
    if let Some(sentence) = argument
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
    {
        let listed = closed::SENTENCES.contains(&sentence);
        return (!listed).then(|| format!("the sentence \"{sentence}\""));
    }
    let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
    if name.starts_with('?') || value.trim_start().starts_with('?') {
        return Some(format!(
            "`{argument}`: what `Debug` writes of a value is nobody's promise"
        ));
    }
    let name = name.trim().trim_start_matches('%');
    (closed::field(name).is_none()).then(|| format!("the field `{name}`"))
}

fn is_judged(file: &TextFile) -> bool {
    file.path.starts_with("src-tauri/")
        && file.path.ends_with(".rs")
        && !file.path.starts_with(THE_LOG)
}

fn breaches(file: &TextFile) -> Vec<Breach> {
    if !is_judged(file) {
        return Vec::new();
    }
    let (calls, others) = calls(&file.text);
    let others = others
        .iter()
        .map(|line| format!("{}:{line}: `tracing` other than by its macros", file.path));
    let faults = calls.iter().flat_map(|call| {
        let faults = call.arguments.iter().filter_map(|it| fault(it));
        faults.map(|it| format!("{}:{}: {it}", file.path, call.line))
    });
    others.chain(faults).collect()
}

#[test]
fn what_is_logged_is_on_the_closed_list() {
    let found: Vec<Breach> = tree::text_files().iter().flat_map(breaches).collect();
    must_be_empty(
        "A log call has a sentence and fields of `host/src/log/closed.rs`, and formats nothing.",
        &found,
    );
}

#[test]
fn every_sentence_of_the_list_is_said_somewhere() {
    let files = tree::text_files();
    let said = |sentence: &&&str| {
        let literal = format!("\"{sentence}\"");
        let sources = files
            .iter()
            .filter(|it| it.path.starts_with("src-tauri/") && !it.path.ends_with("log/closed.rs"));
        sources.into_iter().any(|it| it.text.contains(&literal))
    };
    let silent: Vec<Breach> = closed::SENTENCES
        .iter()
        .filter(|sentence| !said(sentence))
        .map(|sentence| format!("\"{sentence}\""))
        .collect();
    must_be_empty("A sentence nobody says is taken off the list.", &silent);
}

#[test]
fn a_log_call_beside_the_list_is_found() {
    let found = |line: &str| {
        let path = "src-tauri/crates/desk/src/acts.rs";
        breaches(&TextFile::example(path, line)).len()
    };
    for line in [
        "tracing::info!(name = %person.name, \"call settled\");",
        "tracing::warn!(subject = ?case, \"call settled\");",
        "tracing::warn!(\"{fault}\");",
        "tracing::info!(\n    state,\n    \"told {}\", name,\n);",
        "use tracing::info;",
        "#[tracing::instrument]",
        "tracing_subscriber::fmt().init();",
        "let span = tracing::info_span!(\"act\");",
        "tracing::info!(target: \"x\", \"call settled\");",
    ] {
        assert!(found(line) > 0, "{line}");
    }
    for line in [
        "tracing::info!(subject = %hex(subject), state, cause, \"call settled\");",
        "tracing::error!(\n    \"the errand thread panicked; what was out is unknown at the next start\"\n);",
        "let tracing_paper = 1;",
    ] {
        assert_eq!(found(line), 0, "{line}");
    }
}
