//! The list itself, one file for each group in which reasons are offered.
//!
//! Where an institution's answer has a word of its own (`Answer::reason`), the reason has the same word,
//! so that an answer suggests the decision's reason. Seeded from the public result tables of identity
//! providers and document reviewers; the texts are ours.

mod answer;
mod document;
mod mend;
mod risk;
mod unable;
mod verified;

use super::{Disclosure, Entry, GENERIC, Text};
use crate::CaseOutcome;

const GROUPS: &[&[Entry]] = &[
    verified::REASONS,
    mend::REASONS,
    answer::REASONS,
    document::REASONS,
    unable::REASONS,
    risk::REASONS,
];

const COUNT: usize = {
    let mut count = 0;
    let mut group = 0;
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

static ALL: [Entry; COUNT] = {
    let mut all = [GROUPS[0][0]; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut row = 0;
        while row < GROUPS[group].len() {
            all[at] = GROUPS[group][row];
            (at, row) = (at + 1, row + 1);
        }
        group += 1;
    }
    all
};

/// Every reason, grouped as they are offered.
pub static REASONS: &[Entry] = &ALL;

/// A reason that the customer hears in the words of the list.
const fn told(
    code: &'static str,
    outcomes: &'static [CaseOutcome],
    customer: Text,
    house: Text,
) -> Entry {
    Entry {
        code,
        outcomes,
        disclose: Disclosure::Yes,
        customer,
        house,
    }
}

/// A reason that the customer must not hear. It has no customer words of its own that could slip out.
const fn kept(code: &'static str, outcomes: &'static [CaseOutcome], house: Text) -> Entry {
    Entry {
        code,
        outcomes,
        disclose: Disclosure::Generic,
        customer: GENERIC,
        house,
    }
}

const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}
