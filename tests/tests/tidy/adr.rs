//! Decisions are written down one by one, in order, each with its status and what was decided.

use std::collections::BTreeMap;

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, tree};

const FOLDER: &str = "docs/adr/";

/// The number of a decision record `NNNN-words.md`.
fn number(path: &str) -> Option<u32> {
    let (digits, _words) = path
        .strip_prefix(FOLDER)?
        .strip_suffix(".md")?
        .split_once('-')?;
    (digits.len() == 4).then(|| digits.parse().ok()).flatten()
}

/// Whether a line of the record begins with this word, as a heading, a list item or plain.
fn has_line(text: &str, word: &str) -> bool {
    text.lines().any(|line| {
        line.trim_start_matches(['#', '-', '*', ' '])
            .starts_with(word)
    })
}

fn breaches(files: &[TextFile]) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut numbers: BTreeMap<u32, &str> = BTreeMap::new();
    let records = files.iter().filter(|file| {
        file.path.starts_with(FOLDER) && !matches!(file.stem(), "README" | "template")
    });
    for record in records {
        match number(&record.path) {
            None => found.push(format!("{}: its name is not NNNN-words.md", record.path)),
            Some(number) => {
                if let Some(other) = numbers.insert(number, &record.path) {
                    found.push(format!("{}: has the number of {other}", record.path));
                }
            }
        }
        for word in ["Status", "Decision"] {
            if !has_line(&record.text, word) {
                found.push(format!("{}: no line begins with \"{word}\"", record.path));
            }
        }
    }
    let gap = (1..)
        .zip(&numbers)
        .find(|(expected, (number, _))| expected != *number);
    found.extend(gap.map(|(expected, (_, path))| format!("{path}: number {expected:04} is next")));
    found
}

#[test]
fn decisions_are_numbered_in_order_and_complete() {
    must_be_empty(
        "docs/adr holds NNNN-words.md from 0001 without gaps, each with its Status and Decision.",
        &breaches(&tree::text_files()),
    );
}

#[test]
fn an_incomplete_or_misnumbered_decision_is_found() {
    let whole = "# A choice\n- Status: accepted\n## Decision\nThis.\n";
    let judge = |names: &[(&str, &str)]| {
        breaches(
            &names
                .iter()
                .map(|(path, text)| TextFile::example(path, text))
                .collect::<Vec<_>>(),
        )
    };
    assert!(judge(&[("docs/adr/0001-a.md", whole), ("docs/adr/0002-b.md", whole)]).is_empty());
    assert_eq!(
        judge(&[("docs/adr/0001-a.md", whole), ("docs/adr/0003-b.md", whole)]).len(),
        1
    );
    assert_eq!(
        judge(&[("docs/adr/0001-a.md", whole), ("docs/adr/0001-b.md", whole)]).len(),
        1
    );
    assert_eq!(judge(&[("docs/adr/1-a.md", whole)]).len(), 1);
    assert_eq!(judge(&[("docs/adr/0001-a.md", "# A choice\n")]).len(), 2);
}
