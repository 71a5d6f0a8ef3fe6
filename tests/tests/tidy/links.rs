//! Links between the project's pages lead somewhere.

use std::path::Path;

use crate::tree::TextFile;
use crate::{Breach, must_be_empty, tree};

/// The targets of the inline links of a Markdown page, with their line numbers. Code is not looked at.
fn links(page: &TextFile) -> Vec<(usize, &str)> {
    let mut in_code = false;
    let mut found = Vec::new();
    for (number, line) in page.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            continue;
        }
        // Every second piece between back-ticks is code.
        for piece in line.split('`').step_by(2) {
            let targets = piece
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            found.extend(
                targets.filter_map(|target| Some((number, target.split_whitespace().next()?))),
            );
        }
        // A link whose words are code, [`like this`](page.md), is cut apart by the split above.
        let after_code = line
            .split("`](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        found.extend(after_code.map(|target| (number, target)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The links of a page that lead to no file, judged by a question for existence from the root.
fn broken(page: &TextFile, exists: impl Fn(&Path) -> bool) -> Vec<Breach> {
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    links(page)
        .into_iter()
        .filter(|(_, target)| {
            !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('#')
        })
        .filter(|(_, target)| !exists(&folder.join(target.split('#').next().unwrap_or(target))))
        .map(|(number, target)| format!("{}:{number}: {target}", page.path))
        .collect()
}

#[test]
fn every_link_between_pages_leads_to_a_file() {
    let root = tree::root();
    let breaches: Vec<_> = tree::text_files()
        .iter()
        .filter(|file| file.path.ends_with(".md"))
        .flat_map(|page| broken(page, |path| root.join(path).exists()))
        .collect();
    must_be_empty(
        "A relative link in a Markdown page leads to a file of the project.",
        &breaches,
    );
}

#[test]
fn a_link_to_nowhere_is_found() {
    let page = TextFile::example(
        "docs/a.md",
        "[there](b.md#part) [out](https://example.org) [here](#part) ![picture](gone.png)\n\
         `[code](gone.md)` and [`named`](lost.md)\n\
         ```\n[code](gone.md)\n```\n",
    );
    let found = broken(&page, |path| path == Path::new("docs/b.md"));
    assert_eq!(found, ["docs/a.md:1: gone.png", "docs/a.md:2: lost.md"]);
}
