//! What becomes of each case, and who works when.

use crate::answers::{
    BUSY, CARD_LOST, FORBIDDEN, MISMATCH, NO_ANSWER, NO_SUCH_NUMBER, NOT_SUPPORTED,
};
use crate::customers::Ending;
use crate::{CHEN, DemoPerson, LIN, ZHAO};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// A stretch of work by one person.
pub(crate) struct Shift {
    pub(crate) person: &'static DemoPerson,
    /// Before now, in milliseconds.
    pub(crate) begins: i64,
    pub(crate) ends: i64,
}

const fn hours(person: &'static DemoPerson, begins: i64, ends: i64) -> Shift {
    Shift {
        person,
        begins: begins * HOUR_MS,
        ends: ends * HOUR_MS,
    }
}

/// Three days. Who comes after a supervisor's shift is reviewed in the next one; after the last nobody reviews.
pub(crate) const SHIFTS: &[Shift] = &[
    hours(&CHEN, 66, 62),
    hours(&LIN, 60, 56),
    hours(&ZHAO, 55, 54),
    hours(&CHEN, 42, 38),
    hours(&LIN, 36, 31),
    hours(&ZHAO, 30, 29),
    hours(&CHEN, 23, 17),
    hours(&LIN, 12, 6),
    hours(&ZHAO, 5, 4),
    Shift {
        person: &LIN,
        begins: 150 * MINUTE_MS,
        ends: 70 * MINUTE_MS,
    },
    Shift {
        person: &CHEN,
        begins: 26 * MINUTE_MS,
        ends: MINUTE_MS,
    },
];

/// What a supervisor does with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judged {
    Agreed,
    Returned,
    Overturned,
}

/// How far a case gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Waits, as it came.
    Waits,
    /// The same card and phone as the case before, under another name.
    OtherIdentity,
    /// The same customer comes again.
    ComesAgain,
    /// A document number that cannot be.
    MistypedDocument,
    /// Mended after it came back.
    Amended,
    /// In hand, with a note.
    InHand,
    /// Asked about; no answer yet.
    Asked,
    /// Asked about and answered; a person must decide.
    Answered(Ending),
    /// Decided by one person and told.
    Decided(Ending, &'static str, &'static str),
    /// Decided on what was known; the answer came later and disagrees.
    LateAnswer,
    /// Proposed for two, over the limit; nobody has judged it yet or somebody did.
    Large(Option<Judged>),
}

/// One line of the plan: so many cases of this fate in each of these shifts.
pub(crate) struct Line {
    pub(crate) fate: Fate,
    pub(crate) shifts: &'static [usize],
    pub(crate) each: u32,
}

const fn line(fate: Fate, shifts: &'static [usize], each: u32) -> Line {
    Line { fate, shifts, each }
}

use Fate::{
    Amended, Answered, Asked, ComesAgain, Decided, InHand, Large, LateAnswer, MistypedDocument,
    OtherIdentity, Waits,
};

const OPERATORS: &[usize] = &[0, 1, 3, 4, 6, 7, 9];
const REVIEWED: &[usize] = &[0, 1, 3, 4, 6, 7];
const FRESH: &[usize] = &[6, 7, 9, 10];

/// The plan of the three days.
pub(crate) const PLAN: &[Line] = &[
    line(Decided("", "verified", "all_agree"), OPERATORS, 14),
    line(
        Decided(MISMATCH, "not_verified_may_retry", "elements_disagree"),
        OPERATORS,
        4,
    ),
    line(
        Decided(CARD_LOST, "not_verified_may_retry", "elements_disagree"),
        &[1, 6],
        1,
    ),
    line(
        Decided(NOT_SUPPORTED, "unable_to_verify", "issuer_does_not_support"),
        OPERATORS,
        2,
    ),
    line(Decided(NO_SUCH_NUMBER, "verified", "all_agree"), &[4, 9], 1),
    line(LateAnswer, &[7], 2),
    line(Large(Some(Judged::Agreed)), REVIEWED, 3),
    line(Large(Some(Judged::Overturned)), &[1, 6], 1),
    line(Large(Some(Judged::Returned)), &[6, 7], 2),
    line(Large(None), &[9], 8),
    line(Large(None), &[10], 5),
    line(MistypedDocument, OPERATORS, 2),
    line(Amended, &[4, 7], 2),
    line(Waits, &[6], 6),
    line(Waits, &[7], 14),
    line(Waits, &[9], 20),
    line(Waits, &[10], 16),
    line(OtherIdentity, FRESH, 3),
    line(ComesAgain, FRESH, 3),
    line(Answered(""), FRESH, 3),
    line(Answered(MISMATCH), FRESH, 2),
    line(Answered(CARD_LOST), &[7], 1),
    line(Answered(NOT_SUPPORTED), &[7, 9], 1),
    line(Answered(BUSY), &[9, 10], 1),
    line(Answered(NO_ANSWER), &[7, 9], 1),
    line(Answered(FORBIDDEN), &[9], 1),
    line(InHand, &[10], 3),
    line(Asked, &[10], 2),
];
