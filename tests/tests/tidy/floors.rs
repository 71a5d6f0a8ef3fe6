//! `docs/ARCHITECTURE.md` shows the floors as they are.
//!
//! The list is the first code block under the heading "Floors". A line is `FLOOR  room  what it is for`; the
//! rooms of a floor stand below each other in one column, and text that begins further right continues a line.
//! A room written as a path (`src-tauri/src`) is a place that is not a crate.

use std::collections::BTreeMap;
use std::fs;

use crate::{Breach, must_be_empty, plan, tree};

const PAGE: &str = "docs/ARCHITECTURE.md";

/// The floor each room stands on, as the page shows it.
fn rooms_of(page: &str) -> BTreeMap<String, String> {
    let mut rooms = BTreeMap::new();
    let mut floor = String::new();
    let mut room_column = usize::MAX;
    let block = page
        .lines()
        .skip_while(|line| !(line.starts_with('#') && line.contains("Floors")))
        .skip_while(|line| !line.starts_with("```"))
        .skip(1)
        .take_while(|line| !line.starts_with("```"));
    for line in block {
        let column = line.len() - line.trim_start().len();
        let mut words = line.split_whitespace();
        let Some(mut word) = words.next() else {
            continue;
        };
        if word.chars().all(|letter| letter.is_ascii_uppercase()) && column == 0 {
            let Some(room) = words.next() else { continue };
            word.clone_into(&mut floor);
            word = room;
            room_column = line.find(word).unwrap_or(room_column);
        } else if column != room_column {
            continue;
        }
        if !word.contains('/') {
            rooms.insert(word.to_owned(), floor.clone());
        }
    }
    rooms
}

fn breaches(page: &str) -> Vec<Breach> {
    let shown = rooms_of(page);
    let planned = plan::ROOMS.iter().filter(|room| room.name != "house-tests");
    let wrong_or_missing = planned.filter_map(|room| match shown.get(room.name) {
        None => Some(format!(
            "{PAGE}: `{}` is not in the list of floors",
            room.name
        )),
        Some(floor) if floor != room.floor.title() => Some(format!(
            "{PAGE}: `{}` stands on {}, not on {floor}",
            room.name,
            room.floor.title()
        )),
        Some(_) => None,
    });
    let invented = shown
        .keys()
        .filter(|name| plan::find(name).is_none())
        .map(|name| format!("{PAGE}: there is no crate `{name}`"));
    wrong_or_missing.chain(invented).collect()
}

#[test]
fn the_architecture_page_shows_every_crate_on_its_floor() {
    let page = fs::read_to_string(tree::root().join(PAGE)).unwrap_or_default();
    assert!(!page.is_empty(), "{PAGE} is missing");
    must_be_empty(
        "The architecture page names the crates that exist, each on its floor.",
        &breaches(&page),
    );
}

const EXAMPLE: &str = "\
# The house
Floors are explained below.
## Floors (imports only go down)
```text
FACES   src-tauri/src  the window
        cli            a terminal
                       and more about it
HALL    hostt          composes
DESK    ledger         on the wrong floor
```
WINGS   keychain       outside the list
";

#[test]
fn the_list_of_floors_is_read_as_it_is_written() {
    let rooms = rooms_of(EXAMPLE);
    let shown: Vec<_> = rooms
        .iter()
        .map(|(room, floor)| (room.as_str(), floor.as_str()))
        .collect();
    assert_eq!(
        shown,
        [("cli", "FACES"), ("hostt", "HALL"), ("ledger", "DESK")]
    );
}

#[test]
fn a_page_that_is_not_true_is_found() {
    let found = breaches(EXAMPLE);
    for words in [
        "no crate `hostt`",
        "`host` is not in",
        "`ledger` stands on WINGS, not on DESK",
        "`keychain` is not in",
    ] {
        assert!(
            found.iter().any(|breach| breach.contains(words)),
            "{words}: {found:#?}"
        );
    }
    assert!(
        !found.iter().any(|breach| breach.contains("`cli`")),
        "{found:#?}"
    );
}
