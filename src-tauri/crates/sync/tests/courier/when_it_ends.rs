//! Stop, a fault of the outbox, and a run that is dropped.

use std::time::Duration;

use sync::{Route, RunReport, Stop};
use tokio::time::{sleep, timeout};

use crate::house::House;
use crate::line::{Calls, End, Step};
use crate::model::{DiskFull, State, Trouble};

fn failing(acts: impl IntoIterator<Item = usize>) -> Trouble {
    Trouble {
        acts: acts.into_iter().collect(),
        ..Trouble::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_begins_nothing_more_keeps_what_answers_in_time_and_calls_the_rest_unknown() {
    let mut house = House::new();
    let calls: Vec<_> = (0..6)
        .map(|_| house.model.queue(Route::CardCheck, 0))
        .collect();
    house.line.script(
        calls[0],
        [Step {
            takes_ms: 2_000,
            end: End::Answer,
        }],
    );
    house.line.script(
        calls[1],
        [Step {
            takes_ms: 11_500,
            end: End::Answer,
        }],
    );
    house.line.script(
        calls[2],
        [Step {
            takes_ms: 1_500,
            end: End::NotSent,
        }],
    );
    house.line.script(
        calls[3],
        [Step {
            takes_ms: 10_999,
            end: End::Answer,
        }],
    );
    let stop = house.stop.clone();
    let (report, ()) = tokio::join!(house.run(), async {
        sleep(Duration::from_secs(1)).await;
        stop.ask();
    });

    let states: Vec<_> = calls
        .iter()
        .map(|call| house.model.row(*call).state)
        .collect();
    use State::{Answered, Queued, Unknown};
    assert_eq!(
        states,
        [Answered, Unknown, Queued, Answered, Queued, Queued]
    );
    assert_eq!(house.model.row(calls[1]).cause, "desk_stopped");
    assert_eq!(
        (report.answered, report.unknown, report.requeued),
        (2, 1, 1)
    );
    assert!(report.stopped);
    assert_eq!(house.clock.passed_ms(), 11_000);
    assert_eq!(
        house.line.out(),
        0,
        "what was given up is broken off before the run returns"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stop_asked_beforehand_begins_nothing() {
    let mut house = House::new();
    house.model.queue(Route::CardCheck, 0);
    house.stop.ask();
    let report = house.run().await;
    assert!(report.stopped);
    assert_eq!(house.line.made(), 0);
    assert_eq!(house.clock.passed_ms(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stop_asked_while_calls_are_being_begun_lets_no_further_one_go() {
    let mut house = House::new();
    for _ in 0..4 {
        house.model.queue(Route::CardCheck, 0);
    }
    house.model.make_trouble(Trouble {
        stop: Some((1, house.stop.clone())),
        ..Trouble::default()
    });
    let report = house.run().await;
    assert_eq!((report.answered, report.stopped), (2, true));
    assert_eq!(house.model.count(State::Queued), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_wait_for_a_call_that_is_not_due_yet() {
    let mut house = House::new();
    house.model.queue(Route::CustomerMessage, 4_000);
    let stop = house.stop.clone();
    let (report, ()) = tokio::join!(house.run(), async {
        sleep(Duration::from_millis(30)).await;
        stop.ask();
    });
    assert!(report.stopped);
    assert_eq!(house.clock.passed_ms(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_was_given_up_does_not_keep_the_route_shut() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1, End::NotSent);
    for _ in 0..5 {
        house.model.queue(Route::CardCheck, 0);
    }
    house.run().await;
    sleep(Duration::from_secs(31)).await;
    house.line.usually(Route::CardCheck, 60_000, End::Answer);
    let stop = house.stop.clone();
    let (report, ()) = tokio::join!(house.run(), async {
        sleep(Duration::from_secs(1)).await;
        stop.ask();
    });
    assert_eq!(report.unknown, 1);

    house.stop = Stop::new();
    house.line.usually(Route::CardCheck, 1, End::Answer);
    assert_eq!(
        house.run().await,
        RunReport {
            answered: 4,
            ..RunReport::default()
        }
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_kept_is_tried_once_more_before_the_fault_is_told() {
    let mut house = House::with(|limits| limits.parallel = 2);
    let calls: Vec<_> = (0..4)
        .map(|_| house.model.queue(Route::CardCheck, 0))
        .collect();
    // Acts 0 and 1 begin the first two calls; act 2 is the first answer.
    house.model.make_trouble(failing([2]));
    assert_eq!(house.try_run().await, Err(DiskFull));
    let states: Vec<_> = calls
        .iter()
        .map(|call| house.model.row(*call).state)
        .collect();
    assert_eq!(
        states,
        [
            State::Answered,
            State::Answered,
            State::Queued,
            State::Queued
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_outbox_that_takes_nothing_more_leaves_rows_sending_and_ends_the_run_in_time() {
    let mut house = House::new();
    let calls: Vec<_> = (0..4)
        .map(|_| house.model.queue(Route::CardCheck, 0))
        .collect();
    house.line.script(
        calls[3],
        [Step {
            takes_ms: 60_000,
            end: End::Answer,
        }],
    );
    house.model.make_trouble(Trouble {
        from: Some(4),
        ..Trouble::default()
    });
    assert_eq!(house.try_run().await, Err(DiskFull));
    assert_eq!(house.model.count(State::Sending), 4);
    assert_eq!(house.clock.passed_ms(), 50 + 10_000);
    assert_eq!(house.line.out(), 0);

    house.model.start_anew();
    assert_eq!(house.run().await, RunReport::default());
    assert!(calls.iter().all(|call| house.line.calls(*call).made == 1));
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_beginning_cannot_be_kept_does_not_leave() {
    let mut house = House::new();
    let calls: Vec<_> = (0..3)
        .map(|_| house.model.queue(Route::CardCheck, 0))
        .collect();
    house.model.make_trouble(failing([1]));
    assert_eq!(house.try_run().await, Err(DiskFull));
    assert_eq!(house.line.calls(calls[0]).answered, 1);
    assert_eq!(house.model.row(calls[0]).state, State::Answered);
    assert_eq!(house.line.calls(calls[1]), Calls::default());
    assert_eq!(house.line.calls(calls[2]), Calls::default());
}

#[tokio::test(start_paused = true)]
async fn a_fault_that_comes_only_while_winding_up_is_told_too() {
    let mut house = House::new();
    house.model.queue(Route::CardCheck, 0);
    house.model.make_trouble(Trouble {
        from: Some(1),
        ..Trouble::default()
    });
    let stop = house.stop.clone();
    let (end, ()) = tokio::join!(house.try_run(), async {
        sleep(Duration::from_millis(10)).await;
        stop.ask();
    });
    assert_eq!(end, Err(DiskFull));
    assert_eq!(house.model.count(State::Sending), 1);
}

#[tokio::test(start_paused = true)]
async fn dropped_runs_leave_rows_sending_and_the_next_one_is_not_hampered() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1_000, End::Answer);
    for _ in 0..16 {
        house.model.queue(Route::CardCheck, 0);
    }
    for dropped in 1..=3 {
        assert!(
            timeout(Duration::from_millis(100), house.run())
                .await
                .is_err()
        );
        tokio::task::yield_now().await;
        assert_eq!(house.line.out(), 0);
        assert_eq!(house.model.count(State::Sending), 4 * dropped);
    }
    house.model.start_anew();
    assert_eq!(
        house.run().await,
        RunReport {
            answered: 4,
            ..RunReport::default()
        }
    );
}

#[test]
fn a_run_can_be_spawned() {
    fn is_send(_: &impl Send) {}
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut house = House::new();
        let run = house.run();
        is_send(&run);
        assert_eq!(run.await, RunReport::default());
    });
}
