//! What the house keeps to itself: the data of canaries goes through every act by the terminal, and is then looked for
//! in everything the program wrote or printed, in every form we could think of.
//!
//! A search that finds nothing proves nothing by itself. So forms are planted that it must find, and the same walk with
//! sealing off must leave every canary's data in plain sight: that is the mutation, run each time.
#![allow(clippy::unwrap_used)]

mod canaries;
mod plants;
mod search;
mod spellings;
mod terminal;
mod walk;

use std::collections::BTreeSet;

use testkit::fault_pool::tally;
use wire::Request;

use crate::canaries::{Datum, ERASED, STORED};
use crate::search::{Found, Search};
use crate::walk::{Walked, secrets, walk};

/// What was found, for people.
fn listed(found: &BTreeSet<Found>) -> String {
    found.iter().map(|it| format!("{it}\n")).collect()
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "how much was searched belongs into the log of the run"
)]
fn nothing_of_a_canary_is_in_the_desk_folder_the_temporary_folder_or_the_output() {
    let search = Search::new(&secrets());
    let Walked {
        told,
        killed,
        desk,
        beside,
        requests,
        calls,
    } = walk("veridesk-cli", &search);
    println!(
        "{calls} commands, {} spellings, {} files of the desk",
        search.spellings(),
        desk.files.len()
    );

    assert!(
        killed.saw("desk.db-wal"),
        "a killed program leaves its write-ahead log: {:?}",
        killed.files
    );
    assert!(
        beside.saw("in.csv.errors.csv"),
        "rows that were not taken are reported: {:?}",
        beside.files
    );
    for (place, found) in [
        ("output", told),
        ("the killed desk", killed.found),
        ("the desk", desk.found),
        ("beside", beside.found),
    ] {
        assert!(found.is_empty(), "in {place}:\n{}", listed(&found));
    }
    let names: BTreeSet<String> = Request::NAMES.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(requests, names, "every request of the contract was sent");
    let outcome = "0 finds on the disk, beside it and in the output";
    tally(
        "T19",
        "requests of the contract with canaries",
        requests.len(),
        outcome,
    );
}

/// In the end all but the one whose case was erased: nothing of it is in the file, in any spelling, though nothing is
/// sealed there.
#[test]
fn with_sealing_off_the_same_search_finds_every_canary_in_the_desk_folder() {
    let search = Search::new(&secrets());
    let Walked { killed, desk, .. } = walk("veridesk-cli-unsealed", &search);
    for (when, searched) in [("killed", &killed), ("in the end", &desk)] {
        for canary in STORED
            .iter()
            .filter(|it| when == "killed" || it.reference != ERASED.reference)
        {
            for datum in Datum::ALL {
                let found = searched.found.iter().any(|it| {
                    (it.reference, it.datum) == (Some(canary.reference), Some(datum))
                        && it.form == "as it is, UTF-8, plain"
                });
                assert!(
                    found,
                    "{when}: {datum:?} of {} is not found:\n{}",
                    canary.reference,
                    listed(&searched.found)
                );
            }
        }
    }
    let of_the_erased = |it: &Found| it.reference == Some(ERASED.reference);
    let left = desk.found.into_iter().filter(of_the_erased).collect();
    assert_eq!(listed(&left), "", "of the erased case something is left");
}
