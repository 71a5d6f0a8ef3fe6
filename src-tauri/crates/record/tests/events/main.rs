//! What happened, as bytes and back: every kind, and bytes that are no event at all.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod samples;

use std::collections::{BTreeMap, BTreeSet};

use casework::{CaseEvent, DeskEvent, RosterEvent, Sensitive};
use common::vector;
use proptest::prelude::*;
use proptest::sample::Index;
use record::{Kind, Part, Recordable, Unreadable};
use samples::{
    one_of_each, one_of_each_change, one_of_each_of_the_desk, one_of_each_receipt,
    one_receipt_a_cause,
};
use testkit::cases::arbitrary;
use zeroize::Zeroizing;

const VECTORS: &str = include_str!("../vectors/events-v1.txt");
const CHANGES: &str = include_str!("../vectors/changes-v1.txt");
const RECEIPTS: &str = include_str!("../vectors/receipts-v1.txt");

/// The kinds of a case's events. Records of these lie in desks: a word is added, never changed or removed.
const CASE_KINDS: [&str; arbitrary::CASE_EVENTS] = [
    "received",
    "amended",
    "claimed",
    "released",
    "viewed",
    "check_requested",
    "call_begun",
    "call_requeued",
    "check_answered",
    "call_failed",
    "call_unknown",
    "check_asked_again",
    "note_added",
    "proposed",
    "proposal_voided",
    "reviewed",
    "decided",
    "taken_back",
    "feedback_begun",
    "feedback_requeued",
    "feedback_sent",
    "feedback_failed",
    "feedback_unknown",
    "feedback_asked_again",
    "late_evidence",
    "revealed",
    "retention_set",
    "hold_placed",
    "hold_lifted",
];

/// The kinds of the desk's own events.
const DESK_KINDS: [&str; 9] = [
    "institution_founded",
    "change_proposed",
    "change_approved",
    "change_rejected",
    "sign_ins_failed",
    "grant",
    "revocation",
    "receipt",
    "backup_made",
];

type Plain = BTreeMap<Part, Vec<u8>>;

fn written(event: &impl Recordable) -> Plain {
    let bodies = event.bodies();
    let parts: Plain = bodies
        .iter()
        .map(|(part, bytes)| (*part, bytes.to_vec()))
        .collect();
    assert_eq!(parts.len(), bodies.len(), "at most one body a part");
    parts
}

fn read<E: Recordable>(kind: &str, bodies: &Plain) -> Result<E, Unreadable> {
    E::read(kind, |part| bodies.get(&part).cloned().map(Zeroizing::new))
}

#[test]
fn the_kinds_are_these_and_fit_a_header() {
    let events = one_of_each();
    assert_eq!(
        events.iter().map(Recordable::kind).collect::<Vec<_>>(),
        CASE_KINDS
    );
    assert_eq!(
        events.iter().map(arbitrary::place_of).collect::<Vec<_>>(),
        Vec::from_iter(0..CASE_KINDS.len())
    );
    let of_the_desk = one_of_each_of_the_desk();
    assert_eq!(
        of_the_desk.iter().map(Recordable::kind).collect::<Vec<_>>(),
        DESK_KINDS
    );
    let all: BTreeSet<_> = CASE_KINDS.iter().chain(&DESK_KINDS).collect();
    assert_eq!(
        all.len(),
        CASE_KINDS.len() + DESK_KINDS.len(),
        "no word means two things"
    );
    for kind in all {
        assert_eq!(Kind::new(kind).unwrap().as_str(), *kind);
    }
}

/// The lines of the file of vectors that this event makes.
fn lines(event: &impl Recordable) -> String {
    let line = |(part, bytes): (&Part, &Vec<u8>)| {
        format!(
            "{}.{}: {}\n",
            event.kind(),
            part.as_str(),
            hex::encode(bytes)
        )
    };
    written(event).iter().map(line).collect()
}

#[test]
fn events_are_written_as_on_the_first_day() {
    let now: String = one_of_each()
        .iter()
        .map(lines)
        .chain(one_of_each_of_the_desk().iter().map(lines))
        .collect();
    assert_eq!(
        now.lines().collect::<Vec<_>>(),
        VECTORS.lines().collect::<Vec<_>>()
    );
}

/// What the file of vectors holds of this kind.
fn frozen(kind: &str) -> Plain {
    let names = VECTORS
        .lines()
        .filter_map(|line| line.split_once(": ")?.0.split_once('.'));
    let parts = names
        .filter(|(name, _)| *name == kind)
        .map(|(_, part)| Part::parse(part).unwrap());
    parts
        .map(|part| (part, vector(VECTORS, &format!("{kind}.{}", part.as_str()))))
        .collect()
}

#[test]
fn events_are_read_as_on_the_first_day() {
    for event in one_of_each() {
        assert_eq!(
            read::<CaseEvent>(event.kind(), &frozen(event.kind())),
            Ok(event)
        );
    }
    for event in one_of_each_of_the_desk() {
        assert_eq!(
            read::<DeskEvent>(event.kind(), &frozen(event.kind())),
            Ok(event)
        );
    }
}

/// Proposals are one kind with a word for each change, so their vectors are named by the word.
#[test]
fn every_change_and_receipt_is_written_and_read_as_on_the_first_day() {
    let mut now = String::new();
    for change in one_of_each_change() {
        let word = change.as_str();
        let event = DeskEvent::ChangeProposed(change);
        let bodies = written(&event);
        for (part, bytes) in &bodies {
            now.push_str(&format!(
                "{word}.{}: {}\n",
                part.as_str(),
                hex::encode(bytes)
            ));
        }
        assert_eq!(read::<DeskEvent>("change_proposed", &bodies), Ok(event));
    }
    for (word, event) in one_of_each_receipt() {
        let bodies = written(&event);
        for (part, bytes) in &bodies {
            now.push_str(&format!(
                "{word}.{}: {}\n",
                part.as_str(),
                hex::encode(bytes)
            ));
        }
        assert_eq!(read::<DeskEvent>("receipt", &bodies), Ok(event));
    }
    assert_eq!(
        now.lines().collect::<Vec<_>>(),
        CHANGES.lines().collect::<Vec<_>>()
    );
}

/// Receipts are one kind with a word for what they tell, so those of erasures are named by their cause.
#[test]
fn every_receipt_of_an_erasure_is_written_and_read_as_on_the_first_day() {
    let mut now = String::new();
    for event in one_receipt_a_cause() {
        let DeskEvent::Roster(RosterEvent::Erased(erasure)) = &event else {
            panic!("{event:?}");
        };
        let bodies = written(&event);
        assert_eq!(bodies.keys().collect::<Vec<_>>(), [&Part::Open]);
        let line = hex::encode(&bodies[&Part::Open]);
        now.push_str(&format!("{}.open: {line}\n", erasure.cause));
        assert_eq!(read::<DeskEvent>("receipt", &bodies), Ok(event));
    }
    assert_eq!(now, RECEIPTS);
}

/// What an auditor or a hub reads without a key says who by id; names of colleagues are sealed.
#[test]
fn names_of_colleagues_lie_in_a_sealed_part_and_nowhere_else() {
    let changes = one_of_each_change()
        .into_iter()
        .map(DeskEvent::ChangeProposed);
    for event in one_of_each_of_the_desk().into_iter().chain(changes) {
        for (part, bytes) in written(&event) {
            let named = bytes
                .windows("周宁".len())
                .any(|it| it == "周宁".as_bytes());
            assert!(!named || part == Part::Pii, "{} {part:?}", event.kind());
        }
    }
}

#[test]
fn a_grant_can_be_checked_where_the_name_is_not_at_hand() {
    let events = one_of_each_of_the_desk();
    let grant = events.iter().find(|it| it.kind() == "grant").unwrap();
    let mut bodies = written(grant);
    bodies.remove(&Part::Pii);
    let DeskEvent::Roster(RosterEvent::Granted(read)) =
        read::<DeskEvent>("grant", &bodies).unwrap()
    else {
        panic!("a grant is a grant");
    };
    assert_eq!(read.name, "");
    bodies.remove(&Part::Open);
    assert_eq!(
        DeskEvent::read("grant", |part| bodies
            .get(&part)
            .cloned()
            .map(Zeroizing::new)),
        Err(Unreadable::PartMissing)
    );
}

#[test]
fn a_kind_of_another_program_is_an_error_of_its_own() {
    let bodies = written(&one_of_each()[0]);
    for kind in ["", "Received", "received ", "erased", "claimed_by_other"] {
        assert_eq!(
            read::<CaseEvent>(kind, &bodies),
            Err(Unreadable::UnknownKind),
            "{kind}"
        );
    }
    for kind in CASE_KINDS {
        assert_eq!(
            read::<DeskEvent>(kind, &bodies),
            Err(Unreadable::UnknownKind),
            "{kind}"
        );
    }
    for kind in DESK_KINDS {
        assert_eq!(
            read::<CaseEvent>(kind, &bodies),
            Err(Unreadable::UnknownKind),
            "{kind}"
        );
    }
}

#[test]
fn a_kind_that_lives_in_its_overview_cannot_be_read_without_it() {
    for event in one_of_each()
        .iter()
        .filter(|event| written(*event).contains_key(&Part::Overview))
    {
        assert_eq!(
            read::<CaseEvent>(event.kind(), &Plain::new()),
            Err(Unreadable::PartMissing),
            "{}",
            event.kind()
        );
    }
}

#[test]
fn an_amendment_has_no_policy_of_its_own() {
    let received = written(&one_of_each()[0]);
    assert_eq!(
        read::<CaseEvent>("amended", &received),
        Err(Unreadable::Malformed)
    );
    let amended = written(&one_of_each()[1]);
    assert_eq!(
        read::<CaseEvent>("received", &amended),
        Err(Unreadable::Malformed)
    );
}

#[test]
fn an_amount_is_never_negative() {
    let mut event = one_of_each().swap_remove(1);
    let CaseEvent::Amended { submission, .. } = &mut event else {
        panic!("{event:?}")
    };
    submission.amount.minor = -1;
    assert_eq!(
        read::<CaseEvent>("amended", &written(&event)),
        Err(Unreadable::Malformed)
    );
}

#[test]
fn a_layout_of_a_later_program_is_not_read_as_this_one() {
    for event in one_of_each() {
        for (part, bytes) in written(&event) {
            let mut later = written(&event);
            assert_eq!(bytes[1], 1);
            later.get_mut(&part).unwrap()[1] = 2;
            assert_eq!(
                read::<CaseEvent>(event.kind(), &later),
                Err(Unreadable::Malformed)
            );
        }
    }
}

/// The event without what lies in these parts.
fn without(event: &CaseEvent, gone: &[Part]) -> CaseEvent {
    let mut event = event.clone();
    if let CaseEvent::Received { submission, .. } | CaseEvent::Amended { submission, .. } =
        &mut event
    {
        if gone.contains(&Part::Pii) {
            submission.subject = None;
        }
        if gone.contains(&Part::Pan) {
            submission.card_number = None;
        }
    }
    if gone.contains(&Part::Notes) {
        if let CaseEvent::NoteAdded { text: note }
        | CaseEvent::Reviewed { note, .. }
        | CaseEvent::Revealed { words: note, .. }
        | CaseEvent::HoldPlaced { reason: note }
        | CaseEvent::HoldLifted { reason: note } = &mut event
        {
            *note = Sensitive::from("");
        }
        if let CaseEvent::Proposed(decision) = &mut event {
            decision.note = Sensitive::from("");
        }
    }
    event
}

#[test]
fn personal_data_lies_in_its_own_parts_and_nowhere_else() {
    let apart = |event: &CaseEvent, part: Part, value: &str| {
        let found: Vec<_> = written(event)
            .into_iter()
            .filter(|(_, bytes)| {
                bytes
                    .windows(value.len())
                    .any(|window| window == value.as_bytes())
            })
            .map(|(part, _)| part)
            .collect();
        assert_eq!(found, [part], "{}", event.kind());
    };
    let events = one_of_each();
    for event in &events[..2] {
        apart(event, Part::Pan, "6222021234567890128");
        for value in [
            "张三",
            "11010519491231002X",
            "13800138000",
            "zhang@example.com",
        ] {
            apart(event, Part::Pii, value);
        }
    }
    for kind in [
        "note_added",
        "proposed",
        "reviewed",
        "revealed",
        "hold_placed",
        "hold_lifted",
    ] {
        let event = events.iter().find(|event| event.kind() == kind).unwrap();
        apart(event, Part::Notes, "与开户行电话核对");
    }
}

proptest! {
    #[test]
    fn every_event_of_a_case_reads_back(event in arbitrary::case_event()) {
        let bodies = written(&event);
        prop_assert_eq!(read::<CaseEvent>(event.kind(), &bodies), Ok(event));
    }

    #[test]
    fn every_event_of_the_desk_reads_back(event in arbitrary::desk_event()) {
        let bodies = written(&event);
        prop_assert_eq!(read::<DeskEvent>(event.kind(), &bodies), Ok(event));
    }

    #[test]
    fn a_part_that_is_missing_leaves_out_its_own_and_nothing_else(
        event in arbitrary::case_event(),
        gone in proptest::sample::subsequence(vec![Part::Pii, Part::Pan, Part::Notes], 0..=3),
    ) {
        let mut bodies = written(&event);
        bodies.retain(|part, _| !gone.contains(part));
        prop_assert_eq!(read::<CaseEvent>(event.kind(), &bodies), Ok(without(&event, &gone)));
    }

    #[test]
    fn a_flipped_bit_is_an_error_or_another_event(event in arbitrary::case_event(), at in any::<Index>(), bit in 0..8_u8) {
        let mut bodies = written(&event);
        let Some(body) = at.get_mut_of(&mut bodies) else { return Ok(()) };
        let byte = at.index(body.len());
        body[byte] ^= 1_u8 << bit;
        prop_assert_ne!(read::<CaseEvent>(event.kind(), &bodies), Ok(event));
    }

    #[test]
    fn a_body_cut_short_or_drawn_out_is_malformed(event in arbitrary::case_event(), at in any::<Index>()) {
        let mut bodies = written(&event);
        if let Some(body) = at.get_mut_of(&mut bodies) {
            let whole = body.clone();
            body.truncate(at.index(whole.len()));
            prop_assert_eq!(read::<CaseEvent>(event.kind(), &bodies), Err(Unreadable::Malformed));
            *at.get_mut_of(&mut bodies).unwrap() = [whole, vec![0xF6]].concat();
            prop_assert_eq!(read::<CaseEvent>(event.kind(), &bodies), Err(Unreadable::Malformed));
        }
    }

    #[test]
    fn bytes_that_are_no_event_are_told_and_nothing_worse(
        bytes in prop_oneof![any::<Vec<u8>>(), (0x80..0x98_u8, any::<Vec<u8>>()).prop_map(|(head, rest)| [vec![head, 1], rest].concat())],
    ) {
        let bodies: Plain = Part::ALL.into_iter().map(|part| (part, bytes.clone())).collect();
        for kind in CASE_KINDS {
            if let Ok(event) = read::<CaseEvent>(kind, &bodies) {
                prop_assert_eq!(event.kind(), kind);
                prop_assert_eq!(read::<CaseEvent>(kind, &written(&event)), Ok(event));
            }
        }
        for kind in DESK_KINDS {
            if let Ok(event) = read::<DeskEvent>(kind, &bodies) {
                prop_assert_eq!(event.kind(), kind);
            }
        }
    }
}

/// Picks one body of an event, where it has any.
trait PickBody {
    fn get_mut_of<'a>(&self, bodies: &'a mut Plain) -> Option<&'a mut Vec<u8>>;
}

impl PickBody for Index {
    fn get_mut_of<'a>(&self, bodies: &'a mut Plain) -> Option<&'a mut Vec<u8>> {
        if bodies.is_empty() {
            return None;
        }
        let nth = self.index(bodies.len());
        bodies.values_mut().nth(nth)
    }
}
