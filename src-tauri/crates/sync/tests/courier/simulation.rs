//! Random calls, random faults of line and outbox, random ends of a run; then runs until nothing is left.

use std::time::Duration;

use proptest::prelude::*;
use sync::{Route, RunReport, Stop};
use tokio::time::{sleep, timeout};

use crate::house::House;
use crate::line::{End, Step};
use crate::model::{Hindrance, State, Trouble};

#[derive(Debug, Clone)]
struct PlannedCall {
    route: Route,
    wait_ms: i64,
    taken_back: bool,
    steps: Vec<Step>,
}

/// How the first run comes to its end.
#[derive(Debug, Clone)]
enum Ending {
    ByItself,
    Stop {
        after_ms: u64,
    },
    Drop {
        after_ms: u64,
    },
    Outbox {
        acts: Vec<usize>,
        from: Option<usize>,
    },
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        3 => Just(End::Answer),
        3 => Just(End::NotSent),
        2 => prop::option::of(0..20_000_u64).prop_map(|retry_after_ms| End::Busy { retry_after_ms }),
        1 => Just(End::Refuse),
        1 => Just(End::TimeOut),
    ]
}

fn planned_call() -> impl Strategy<Value = PlannedCall> {
    let route = prop_oneof![2 => Just(Route::CardCheck), 1 => Just(Route::CustomerMessage)];
    let step = (0..12_000_u64, end()).prop_map(|(takes_ms, end)| Step { takes_ms, end });
    (
        route,
        prop_oneof![Just(0), 0..8_000_i64],
        prop::bool::weighted(0.1),
        prop::collection::vec(step, 0..5),
    )
        .prop_map(|(route, wait_ms, taken_back, steps)| PlannedCall {
            route,
            wait_ms,
            taken_back,
            steps,
        })
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![
        Just(Ending::ByItself),
        (0..20_000_u64).prop_map(|after_ms| Ending::Stop { after_ms }),
        (0..20_000_u64).prop_map(|after_ms| Ending::Drop { after_ms }),
        (
            prop::collection::vec(0..50_usize, 0..4),
            prop::option::of(0..50_usize)
        )
            .prop_map(|(acts, from)| Ending::Outbox { acts, from }),
    ]
}

/// What holds at any time between two runs.
fn judge(house: &House, parallel: usize, kept: bool) {
    assert_eq!(house.line.left_uncommitted(), Vec::<[u8; 16]>::new());
    assert!(house.line.most_out() <= parallel);
    for row in house.model.rows() {
        let calls = house.line.calls(row.subject);
        assert!(
            calls.reached <= 1,
            "billed twice by machine: {row:?}, {calls:?}"
        );
        assert!(
            calls.made <= 1 + row.requeues,
            "sent again without being queued again: {row:?}, {calls:?}"
        );
        match row.state {
            State::Queued | State::Withdrawn => assert_eq!(calls.reached, 0, "{row:?}"),
            State::Answered => assert_eq!(calls.answered, 1, "{row:?}"),
            State::Failed => assert_eq!((calls.reached, calls.answered), (1, 0), "{row:?}"),
            State::Sending | State::Unknown => {
                assert!(!kept || calls.answered == 0, "an answer was lost: {row:?}")
            }
        }
    }
}

/// Every count of the report is a row that changed, and the other way round.
fn judge_counts(house: &House, report: &RunReport) {
    let rows = house.model.rows();
    let count = |fits: &dyn Fn(&State, Route) -> bool| {
        u32::try_from(
            rows.iter()
                .filter(|row| fits(&row.state, row.route))
                .count(),
        )
        .unwrap()
    };
    assert_eq!(
        report.answered,
        count(&|state, route| *state == State::Answered && route == Route::CardCheck)
    );
    assert_eq!(
        report.accepted,
        count(&|state, route| *state == State::Answered && route == Route::CustomerMessage)
    );
    assert_eq!(report.failed, count(&|state, _| *state == State::Failed));
    assert_eq!(report.unknown, count(&|state, _| *state == State::Unknown));
    assert_eq!(
        report.requeued,
        rows.iter().map(|row| row.requeues).sum::<u32>()
    );
    assert_eq!(count(&|state, _| *state == State::Sending), 0);
    assert!(count(&|state, _| *state == State::Queued) == 0 || report.next_due_ms.is_some());
}

async fn simulate(calls: Vec<PlannedCall>, ending: Ending, parallel: usize, tries: u32, seed: u64) {
    let mut house = House::with(|limits| {
        limits.parallel = parallel;
        limits.tries = tries;
    });
    house.seed(seed);
    for call in &calls {
        let subject = house.model.queue(call.route, call.wait_ms);
        house.line.script(subject, call.steps.clone());
        if call.taken_back {
            house.model.hinder(subject, Hindrance::TakenBack);
        }
    }

    let mut kept = true;
    let first = match ending {
        Ending::ByItself => Some(house.run().await),
        Ending::Stop { after_ms } => {
            let stop = house.stop.clone();
            let asker = tokio::spawn(async move {
                sleep(Duration::from_millis(after_ms)).await;
                stop.ask();
            });
            let report = house.run().await;
            asker.abort();
            Some(report)
        }
        Ending::Drop { after_ms } => {
            kept = false;
            let run = timeout(Duration::from_millis(after_ms), house.run()).await;
            tokio::task::yield_now().await;
            run.ok()
        }
        Ending::Outbox { acts, from } => {
            kept = false;
            house.model.make_trouble(Trouble {
                acts: acts.into_iter().collect(),
                from,
                stop: None,
            });
            house.try_run().await.ok()
        }
    };
    assert_eq!(house.line.out(), 0);
    judge(&house, parallel, kept);
    if let Some(report) = first {
        judge_counts(&house, &report);
    }

    // The line has a few faults left in it at most, so coming back when told must bring every call to an end.
    house.model.start_anew();
    house.stop = Stop::new();
    for _ in 0..200 {
        let report = house.run().await;
        judge(&house, parallel, kept);
        let Some(next_ms) = report.next_due_ms else {
            break;
        };
        let wait_ms = next_ms - ports::Clock::now_ms(&*house.clock);
        assert!(
            wait_ms > 0,
            "a run that is not stopped does not leave what it could send"
        );
        sleep(Duration::from_millis(wait_ms.unsigned_abs())).await;
    }
    assert_eq!(
        house.model.count(State::Queued) + house.model.count(State::Sending),
        0
    );
}

proptest! {
    #[test]
    fn no_call_is_billed_twice_or_lost_or_left_behind(
        calls in prop::collection::vec(planned_call(), 1..25),
        ending in ending(),
        parallel in 1..7_usize,
        tries in 1..6_u32,
        seed: u64,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(simulate(calls, ending, parallel, tries, seed));
    }
}
