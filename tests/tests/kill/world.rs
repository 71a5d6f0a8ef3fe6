use std::collections::BTreeSet;
use std::path::PathBuf;

use fastrand::Rng;
use serde_json::Value;

use crate::common::desk::{Person, TestDesk};
use crate::common::program::Ended;
use crate::common::synthetic::{Case, REVIEWED_FROM_YUAN, import_file};

/// Rows of one import file: over one commit of 1,000.
const ROWS: u32 = 1_040;
/// Files. While one is not wholly in, being killed is mostly its lot.
const FILES: u32 = 6;
/// The phone endings of the cases that are worked. Every one is answered, if not at once: no time-out, 5xx or garbage.
/// Slow answers are here twice: a kill finds them under way.
const ENDINGS: [Option<&str>; 6] = [
    None,
    Some(SLOW),
    Some(MISMATCH),
    Some(SLOW),
    Some("9110"),
    Some("9111"),
];
const SLOW: &str = "9109";
const MISMATCH: &str = "9001";
/// Those that the sandbox turns away once, unbilled, and then answers.
const TURNED_AWAY_ONCE: [&str; 2] = ["9110", "9111"];

/// Something a person does at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    Import(usize),
    RunCheck(usize),
    Drain,
    AskAgain(usize),
    Claim(usize),
    Note(usize, String),
    Propose(usize),
    Review(usize),
}

/// A file and how much of it the desk has said it took in.
pub(crate) struct ImportFile {
    pub(crate) path: PathBuf,
    pub(crate) cases: Vec<Case>,
    pub(crate) acknowledged: u64,
    pub(crate) whole: bool,
}

/// A case that is worked, and what the desk has acknowledged of the work.
pub(crate) struct Worked {
    pub(crate) case: Case,
    file: usize,
    pub(crate) acknowledged: Acknowledged,
    /// What is known to be done, acknowledged or found: what may come next.
    known: Known,
}

/// What the desk said was done.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    pub(crate) check: bool,
    pub(crate) asked_again: usize,
    pub(crate) notes: BTreeSet<String>,
    pub(crate) proposal: bool,
    pub(crate) review: bool,
}

#[derive(Debug, Default)]
struct Known {
    asked: bool,
    call: Option<(String, String)>,
    proposed: bool,
    reviewed: bool,
}

impl Worked {
    /// Whether the sandbox turns this case's first question away, unbilled.
    pub(crate) fn turned_away_once(&self) -> bool {
        TURNED_AWAY_ONCE
            .iter()
            .any(|ending| self.case.phone.ends_with(ending))
    }

    fn agrees(&self) -> bool {
        !self.case.phone.ends_with(MISMATCH)
    }

    /// Whether policy 1 wants a second person for what is proposed here.
    fn needs_two(&self) -> bool {
        !self.agrees() || self.case.amount >= REVIEWED_FROM_YUAN
    }

    fn call_state(&self) -> Option<&str> {
        self.known.call.as_ref().map(|(_, state)| state.as_str())
    }
}

/// What the test knows of the desk from what the desk has said.
pub(crate) struct World {
    pub(crate) files: Vec<ImportFile>,
    pub(crate) worked: Vec<Worked>,
    notes_written: usize,
    unknown_calls: BTreeSet<String>,
}

impl World {
    /// Made-up files beside the desk, in which `worked` cases are to be worked.
    pub(crate) fn new(desk: &TestDesk, worked: u32, rng: &mut Rng) -> Self {
        let mut cases: Vec<Case> = (0..FILES * ROWS)
            .map(|number| Case::of(number, rng))
            .collect();
        let stride = FILES * ROWS / worked;
        let mut picked = Vec::new();
        for (nth, number) in (0..worked).map(|nth| (nth as usize, (nth * stride) as usize)) {
            let case = &mut cases[number];
            if let Some(ending) = ENDINGS[nth % ENDINGS.len()] {
                *case = case.clone().ending(ending);
            }
            if nth % 4 == 1 {
                case.amount = REVIEWED_FROM_YUAN + nth as u32;
            }
            let (file, case) = (number / ROWS as usize, case.clone());
            picked.push(Worked {
                case,
                file,
                acknowledged: Acknowledged::default(),
                known: Known::default(),
            });
        }
        let files = cases
            .chunks(ROWS as usize)
            .enumerate()
            .map(|(nth, cases)| ImportFile {
                path: desk.write(&format!("cases-{nth}.csv"), &import_file(cases)),
                cases: cases.to_vec(),
                acknowledged: 0,
                whole: false,
            });
        Self {
            files: files.collect(),
            worked: picked,
            notes_written: 0,
            unknown_calls: BTreeSet::new(),
        }
    }

    /// Something that can be done now. Who is to be killed mostly imports and drains: there a kill finds most under way.
    pub(crate) fn pick(&mut self, to_be_killed: bool, rng: &mut Rng) -> Act {
        let either = |killed: usize, whole: usize| if to_be_killed { killed } else { whole };
        let queued = self
            .worked
            .iter()
            .any(|it| it.call_state() == Some("queued"));
        let mut possible = vec![(if queued { either(14, 3) } else { 1 }, Act::Drain)];
        possible.push(match self.files.iter().position(|file| !file.whole) {
            Some(part) => (either(16, 1), Act::Import(part)),
            None => (1, Act::Import(rng.usize(..self.files.len()))),
        });
        let fresh = self
            .worked
            .iter()
            .position(|it| self.is_in(it) && !it.known.asked);
        possible.extend(fresh.map(|at| (either(4, 12), Act::RunCheck(at))));
        possible.extend(self.act_on_a_case(rng).map(|act| (either(10, 16), act)));

        let sum: usize = possible.iter().map(|(weight, _)| weight).sum();
        let mut place = rng.usize(..sum);
        let picked = possible
            .into_iter()
            .find(|(weight, _)| match place.checked_sub(*weight) {
                Some(rest) => {
                    place = rest;
                    false
                }
                None => true,
            });
        picked.expect("the place is below the sum").1
    }

    /// Whether the desk has said that this case is in: files are committed in order.
    fn is_in(&self, worked: &Worked) -> bool {
        let file = &self.files[worked.file];
        let place = file
            .cases
            .iter()
            .position(|case| case.reference == worked.case.reference);
        place.is_some_and(|place| (place as u64) < file.acknowledged)
    }

    fn act_on_a_case(&mut self, rng: &mut Rng) -> Option<Act> {
        let mut acts = Vec::new();
        for (at, worked) in self.worked.iter().enumerate() {
            match worked.call_state() {
                Some("answered") if !worked.known.proposed => {
                    acts.extend([
                        Act::Propose(at),
                        Act::Claim(at),
                        Act::Note(at, format!("note {}", self.notes_written)),
                    ]);
                }
                Some("answered") if worked.needs_two() && !worked.known.reviewed => {
                    acts.push(Act::Review(at))
                }
                Some("failed" | "unknown") => acts.push(Act::AskAgain(at)),
                _ => {}
            }
        }
        self.notes_written += 1;
        rng.choice(acts)
    }

    /// How an act is said at the terminal, and by whom.
    pub(crate) fn words(&self, desk: &TestDesk, act: &Act) -> (Person, Vec<String>) {
        let reference = |at: &usize| self.worked[*at].case.reference.as_str();
        let words: Vec<&str> = match act {
            Act::Import(part) => {
                return (
                    Person::Lin,
                    desk.import_arguments(&self.files[*part].path).to_vec(),
                );
            }
            Act::RunCheck(at) => vec!["check", "run", reference(at)],
            Act::Drain => vec!["outbox", "drain", "--wait", "0"],
            Act::AskAgain(at) => {
                let (call, _) = self.worked[*at]
                    .known
                    .call
                    .as_ref()
                    .expect("a call that is unknown is known");
                vec!["outbox", "ask-again", call]
            }
            Act::Claim(at) => vec!["case", "claim", reference(at)],
            Act::Note(at, text) => vec!["case", "note", reference(at), text],
            Act::Propose(at) => {
                let (outcome, reason) = match self.worked[*at].agrees() {
                    true => ("verified", "all_agree"),
                    false => ("not_verified_final", "elements_disagree"),
                };
                vec![
                    "propose",
                    reference(at),
                    "--outcome",
                    outcome,
                    "--reason",
                    reason,
                ]
            }
            Act::Review(at) => vec!["review", reference(at), "agree"],
        };
        let person = if matches!(act, Act::Review(_)) {
            Person::Zhao
        } else {
            Person::Lin
        };
        (person, words.into_iter().map(str::to_owned).collect())
    }

    /// Notes what the desk acknowledged of an act. An act that was killed may have been done all the same; the desk
    /// then refuses to do it twice, and only so.
    pub(crate) fn learn(&mut self, act: &Act, ended: &Ended) {
        if let Act::Import(part) = act {
            return self.learn_import(*part, ended);
        }
        if ended.was_killed() {
            return;
        }
        let refusal = ended.refusal();
        let done = refusal.is_none();
        if let Some((exit, code)) = refusal {
            let done_before: &[&str] = match act {
                Act::RunCheck(_) => &["check_already_asked"],
                Act::AskAgain(_) => &["nothing_to_ask_again"],
                Act::Propose(_) => &["review_pending", "wrong_status"],
                Act::Review(_) => &["no_proposal"],
                Act::Note(..) | Act::Claim(_) => &["review_pending", "wrong_status"],
                Act::Import(_) | Act::Drain => &[],
            };
            assert!(
                exit == 3 && done_before.contains(&code.as_str()),
                "{act:?}: exit {exit}, {code}"
            );
        }
        match act {
            Act::Import(_) | Act::Drain => {}
            Act::RunCheck(at) => {
                self.worked[*at].acknowledged.check |= done;
                self.worked[*at].known.asked = true;
            }
            Act::AskAgain(at) => self.worked[*at].acknowledged.asked_again += usize::from(done),
            Act::Note(at, text) if done => {
                self.worked[*at].acknowledged.notes.insert(text.clone());
            }
            // A case that takes no more of this is proposed or decided.
            Act::Note(at, _) | Act::Claim(at) => self.worked[*at].known.proposed |= !done,
            Act::Propose(at) => {
                self.worked[*at].acknowledged.proposal |= done;
                self.worked[*at].known.proposed = true;
            }
            Act::Review(at) => {
                self.worked[*at].acknowledged.review |= done;
                self.worked[*at].known.reviewed = true;
            }
        }
    }

    fn learn_import(&mut self, part: usize, ended: &Ended) {
        let file = &mut self.files[part];
        let printed = ended.values();
        let committed: u64 = printed
            .iter()
            .filter_map(|line| line["committed"].as_u64())
            .sum();
        if !ended.was_killed() {
            let sum = printed.last().unwrap_or_else(|| panic!("{}", ended.err));
            let [imported, there] =
                ["imported", "already_there"].map(|it| sum[it].as_u64().unwrap());
            assert_eq!(
                (imported, sum["refused"].as_u64()),
                (committed, Some(0)),
                "what was committed was said"
            );
            assert_eq!(
                imported + there,
                file.cases.len() as u64,
                "every row is a case"
            );
            assert!(
                there >= file.acknowledged,
                "rows said to be committed were taken in again"
            );
            file.whole = true;
        }
        file.acknowledged += committed;
    }

    /// Asking again what nobody knows the answer to.
    pub(crate) fn questions_to_repeat(&self) -> Vec<Act> {
        let unknown = |at: &usize| self.worked[*at].call_state() == Some("unknown");
        (0..self.worked.len())
            .filter(unknown)
            .map(Act::AskAgain)
            .collect()
    }

    /// Looks at the outbox, in which nothing may be under way when nobody is at work. Answers with how many calls have
    /// become unknown since the last look.
    pub(crate) fn look(&mut self, outbox: &Value) -> usize {
        let mut unknown = BTreeSet::new();
        for call in outbox["calls"].as_array().unwrap() {
            let [id, state, reference] =
                ["call", "state", "reference"].map(|it| call[it].as_str().unwrap().to_owned());
            assert_ne!(
                state, "sending",
                "a call is under way though nobody is at work"
            );
            if state == "unknown" {
                unknown.insert(id.clone());
            }
            if call["kind"] == "check" {
                let of_case = |it: &&mut Worked| it.case.reference == reference;
                let known = &mut self.worked.iter_mut().find(of_case).unwrap().known;
                (known.asked, known.call) = (true, Some((id, state)));
            }
        }
        let new = unknown.difference(&self.unknown_calls).count();
        self.unknown_calls = unknown;
        new
    }
}
