//! What holds after any sequence of commands, by anybody, at any time.
#![allow(clippy::unwrap_used)]

mod acts;
#[path = "../common/mod.rs"]
mod common;
mod watch;

use std::collections::BTreeSet;

use acts::{PERSONS, cast, desks_act, persons_act, story};
use casework::{CaseOutcome, CaseStatus, Context, Policy, Refusal, decide};
use common::Story;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use testkit::cases::{DESK, FOUNDER, OPERATOR, arbitrary};
use watch::Watch;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_and_the_desk_try_the_case_stays_sound(cast in cast(), steps in story(PERSONS)) {
        Watch::new(&cast).play(&steps);
    }

    #[test]
    fn one_person_alone_never_reaches_what_policy_reserves_for_two(steps in story(1)) {
        let cast = [FOUNDER, FOUNDER, FOUNDER, FOUNDER, FOUNDER, DESK];
        let mut watch = Watch::new(&cast);
        for (at, step) in steps.iter().enumerate() {
            watch.story.now_ms += step.wait_ms;
            watch.step(step, at as u8 + 1);
            if let Some(decision) = &watch.story.case.decision {
                prop_assert!(!watch.reserved);
                prop_assert_eq!(decision.checker, None);
                prop_assert_ne!(decision.outcome, CaseOutcome::NotVerifiedFinal);
            }
        }
    }

    #[test]
    fn evolve_answers_to_any_events_in_any_order_and_decide_to_any_case(
        events in vec((arbitrary::case_event(), arbitrary::time(), any::<bool>()), 0..24),
        act in prop_oneof![persons_act(), desks_act()],
        now_ms in arbitrary::time(),
    ) {
        let mut story = Story::new();
        for (event, at_ms, by_desk) in events {
            story.now_ms = at_ms;
            story.record(if by_desk { DESK } else { OPERATOR }, event);
        }
        for by in [DESK, OPERATOR, FOUNDER] {
            let context = Context { actor: by.actor, roles: by.roles, now_ms, policy: &Policy::ONE };
            let _: Result<_, Refusal> = decide(&story.case, &act.command(&story.case, 9), &context);
        }
        prop_assert!(story.case.holder(&Policy::ONE, now_ms).is_none() || story.case.claim.is_some());
    }
}

#[test]
fn the_stories_go_everywhere_a_case_can_go() {
    let mut runner = TestRunner::deterministic();
    let (mut statuses, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..1500 {
        let (cast, steps) = (cast(), story(PERSONS))
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let watch = Watch::new(&cast).play(&steps);
        statuses.extend(watch.statuses);
        kinds.extend(watch.kinds);
    }
    // Nothing leads to these yet.
    let unreachable = [
        CaseStatus::Received,
        CaseStatus::WaitingForCustomer,
        CaseStatus::Erased,
    ];
    let reachable = CaseStatus::ALL
        .iter()
        .copied()
        .filter(|status| !unreachable.contains(status));
    assert_eq!(statuses, reachable.collect());
    assert_eq!(kinds, (0..arbitrary::CASE_EVENTS).collect());
}
