//! A file is one idea, short enough to be read whole.

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, plan, tree};

/// Source files of more lines than this, the longest first.
fn longer_than(limit: usize, files: &[TextFile]) -> Vec<Breach> {
    let mut long: Vec<_> = files
        .iter()
        .filter(|file| file.is_source())
        .map(|file| (file.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > limit)
        .collect();
    long.sort_by(|one, other| other.cmp(one));
    long.into_iter()
        .map(|(lines, path)| format!("{lines:>5} lines: {path}"))
        .collect()
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "a list to look at, shown with `--no-capture`"
)]
fn no_source_file_is_too_long_to_read() {
    let files = tree::text_files();
    println!(
        "Source files over {} lines, to be looked at:",
        plan::LINES_LONG
    );
    longer_than(plan::LINES_LONG, &files)
        .iter()
        .for_each(|file| println!("{file}"));
    must_be_empty(
        &format!(
            "A source file has at most {} lines; a longer one holds two ideas.",
            plan::LINES_MAX
        ),
        &longer_than(plan::LINES_MAX, &files),
    );
}

#[test]
fn a_long_file_is_found_unless_it_is_generated() {
    let long = "x\n".repeat(11);
    let files = ["src/a.rs", "ui/b.tsx", "wire/bindings/c.ts", "data/d.csv"]
        .map(|path| TextFile::example(path, &long));
    assert_eq!(
        longer_than(10, &files),
        ["   11 lines: ui/b.tsx", "   11 lines: src/a.rs"]
    );
    assert!(longer_than(11, &files).is_empty());
}
