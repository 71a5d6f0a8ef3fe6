//! What is sent, when, and what follows from its end.

use std::time::Duration;

use ports::Clock;
use sync::{Route, RunReport};
use tokio::time::sleep;

use crate::house::House;
use crate::line::{End, Step};
use crate::model::{Hindrance, PausedClock, State};

#[tokio::test(start_paused = true)]
async fn calls_go_in_the_order_of_the_outbox_and_their_answers_come_back() {
    let mut house = House::new();
    let checks: Vec<_> = (0..10)
        .map(|_| house.model.queue(Route::CardCheck, 0))
        .collect();
    let message = house.model.queue(Route::CustomerMessage, 0);
    let report = house.run().await;
    assert_eq!(
        report,
        RunReport {
            answered: 10,
            accepted: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.model.begun(), [checks, vec![message]].concat());
    assert_eq!(house.model.count(State::Answered), 11);
}

#[tokio::test(start_paused = true)]
async fn an_empty_outbox_ends_the_run_at_once() {
    let mut house = House::new();
    assert_eq!(house.run().await, RunReport::default());
    assert_eq!(house.clock.passed_ms(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_out_than_allowed_and_no_fewer() {
    let mut house = House::with(|limits| limits.parallel = 3);
    for _ in 0..12 {
        house.model.queue(Route::CardCheck, 0);
    }
    house.run().await;
    assert_eq!(house.line.most_out(), 3);
    assert_eq!(house.clock.passed_ms(), 4 * 50);
}

#[tokio::test(start_paused = true)]
async fn a_dead_line_costs_five_calls_and_everything_stays_queued() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1, End::NotSent);
    for _ in 0..50 {
        house.model.queue(Route::CardCheck, 0);
    }
    let report = house.run().await;
    assert_eq!(house.line.made(), 5);
    assert_eq!(house.model.count(State::Queued), 50);
    assert_eq!(report.requeued, 5);
    assert_eq!(report.breaker_open, [Route::CardCheck]);
    assert!(
        house.clock.passed_ms() < 5_000,
        "it does not wait for the breaker"
    );
    let wait_ms = report.next_due_ms.unwrap() - PausedClock::START_MS;
    assert!((29_000..=31_000).contains(&wait_ms), "{wait_ms}");
}

#[tokio::test(start_paused = true)]
async fn a_later_run_remembers_the_open_breaker_and_sends_one_probe_when_it_may() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1, End::NotSent);
    for _ in 0..50 {
        house.model.queue(Route::CardCheck, 0);
    }
    house.run().await;
    assert_eq!(house.run().await.requeued, 0);
    assert_eq!(house.line.made(), 5);

    sleep(Duration::from_secs(31)).await;
    assert_eq!(house.run().await.requeued, 1);
    assert_eq!(house.line.made(), 6);

    sleep(Duration::from_secs(61)).await;
    house.line.usually(Route::CardCheck, 50, End::Answer);
    let report = house.run().await;
    assert_eq!(
        report,
        RunReport {
            answered: 50,
            ..RunReport::default()
        }
    );
}

#[tokio::test(start_paused = true)]
async fn a_dead_route_does_not_hold_back_the_other() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1, End::NotSent);
    for route in [Route::CardCheck, Route::CustomerMessage] {
        for _ in 0..50 {
            house.model.queue(route, 0);
        }
    }
    let report = house.run().await;
    assert_eq!(report.accepted, 50);
    assert_eq!(report.breaker_open, [Route::CardCheck]);
    assert_eq!(house.model.count(State::Queued), 50);
}

#[tokio::test(start_paused = true)]
async fn what_the_other_side_asks_for_is_waited_for_within_the_run_where_patience_lasts() {
    let mut house = House::new();
    let check = house.model.queue(Route::CardCheck, 0);
    house.line.script(
        check,
        [Step {
            takes_ms: 10,
            end: End::Busy {
                retry_after_ms: Some(3_000),
            },
        }],
    );
    let report = house.run().await;
    assert_eq!(
        report,
        RunReport {
            answered: 1,
            requeued: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.line.calls(check).made, 2);
    assert!((3_060..3_300).contains(&house.clock.passed_ms()));
}

#[tokio::test(start_paused = true)]
async fn a_longer_wait_ends_the_run_which_says_when_to_come_back() {
    let mut house = House::new();
    let check = house.model.queue(Route::CardCheck, 0);
    house.line.script(
        check,
        [Step {
            takes_ms: 10,
            end: End::Busy {
                retry_after_ms: Some(60_000),
            },
        }],
    );
    let report = house.run().await;
    assert_eq!(house.clock.passed_ms(), 10);
    assert_eq!(house.model.row(check).cause, "busy");
    let next_ms = report.next_due_ms.unwrap() - PausedClock::START_MS;
    assert!((60_010..60_210).contains(&next_ms), "{next_ms}");
    assert_eq!(report.breaker_open, []);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_is_unknown_and_is_not_repeated_by_any_run() {
    let mut house = House::new();
    let check = house.model.queue(Route::CardCheck, 0);
    house.line.script(
        check,
        [Step {
            takes_ms: 10_000,
            end: End::TimeOut,
        }],
    );
    assert_eq!(
        house.run().await,
        RunReport {
            unknown: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.run().await, RunReport::default());
    assert_eq!(house.line.calls(check).made, 1);
    assert_eq!(house.model.row(check).state, State::Unknown);
    assert_eq!(house.model.row(check).cause, "timed_out");
}

#[tokio::test(start_paused = true)]
async fn refusals_fail_with_the_other_sides_code_and_say_that_the_route_works() {
    let mut house = House::new();
    house.line.usually(Route::CustomerMessage, 1, End::Refuse);
    for _ in 0..30 {
        house.model.queue(Route::CustomerMessage, 0);
    }
    let report = house.run().await;
    assert_eq!(
        report,
        RunReport {
            failed: 30,
            ..RunReport::default()
        }
    );
    assert!(
        house
            .model
            .rows()
            .iter()
            .all(|row| row.cause == "credentials AuthFailure")
    );
}

#[tokio::test(start_paused = true)]
async fn calls_with_nobody_to_carry_them_stay_queued_and_are_named() {
    let mut house = House::new();
    house.line.take_down(Route::CardCheck);
    let check = house.model.queue(Route::CardCheck, 0);
    house.model.queue(Route::CustomerMessage, 0);
    let report = house.run().await;
    assert_eq!(
        report,
        RunReport {
            accepted: 1,
            not_set_up: vec![Route::CardCheck],
            ..RunReport::default()
        }
    );
    assert_eq!(house.model.row(check).attempt, 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_taken_back_is_passed_over() {
    let mut house = House::new();
    let first = house.model.queue(Route::CustomerMessage, 0);
    house.model.queue(Route::CustomerMessage, 0);
    house.model.hinder(first, Hindrance::TakenBack);
    assert_eq!(
        house.run().await,
        RunReport {
            accepted: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.line.calls(first).made, 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_the_desk_does_not_let_go_is_asked_for_once_and_stands_in_nobodys_way() {
    let mut house = House::with(|limits| limits.parallel = 1);
    let held = house.model.queue(Route::CustomerMessage, 0);
    house.model.queue(Route::CustomerMessage, 0);
    house.model.hinder(held, Hindrance::HeldBack);
    let report = house.run().await;
    assert_eq!(report.accepted, 1);
    assert_eq!(
        report.next_due_ms,
        Some(house.clock.now_ms() + 5_000),
        "not at once, or a caller would spin"
    );
}

#[tokio::test(start_paused = true)]
async fn calls_laid_aside_stand_in_nobodys_way() {
    let mut house = House::with(|limits| (limits.parallel, limits.tries) = (1, 1));
    let stubborn = house.model.queue(Route::CardCheck, 0);
    house.line.script(
        stubborn,
        [Step {
            takes_ms: 1,
            end: End::NotSent,
        }],
    );
    house.model.queue(Route::CardCheck, 1_000);
    let report = house.run().await;
    assert_eq!((report.requeued, report.answered), (1, 1));
    assert_eq!(house.line.calls(stubborn).made, 1);
}

#[tokio::test(start_paused = true)]
async fn calls_behind_a_slow_probe_do_not_keep_the_other_route_waiting() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 1, End::NotSent);
    for _ in 0..10 {
        house.model.queue(Route::CardCheck, 0);
    }
    house.run().await;
    sleep(Duration::from_secs(31)).await;
    house.line.usually(Route::CardCheck, 9_000, End::NotSent);
    house.model.queue(Route::CustomerMessage, 0);
    house.line.usually(Route::CustomerMessage, 50, End::Answer);
    let model = house.model.clone();
    tokio::join!(house.run(), async {
        sleep(Duration::from_millis(60)).await;
        assert_eq!(model.count(State::Answered), 1);
    });
}

#[tokio::test(start_paused = true)]
async fn the_report_names_the_nearest_moment_over_all_routes() {
    for (check_ms, message_ms) in [(20_000, 60_000), (60_000, 20_000)] {
        let mut house = House::new();
        house.model.queue(Route::CardCheck, check_ms);
        house.model.queue(Route::CustomerMessage, message_ms);
        assert_eq!(
            house.run().await.next_due_ms,
            Some(PausedClock::START_MS + 20_000)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn one_call_is_begun_a_few_times_a_run_and_then_left_for_a_later_one() {
    let mut house = House::with(|limits| limits.tries = 3);
    let stubborn = house.model.queue(Route::CardCheck, 0);
    house.line.script(
        stubborn,
        [Step {
            takes_ms: 1,
            end: End::NotSent,
        }; 3],
    );
    let report = house.run().await;
    assert_eq!(report.requeued, 3);
    assert_eq!(house.line.calls(stubborn).made, 3);
    assert_eq!(report.breaker_open, []);
    assert!(report.next_due_ms.is_some());
    sleep(Duration::from_secs(2)).await;
    assert_eq!(house.run().await.answered, 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_due_within_patience_is_waited_for_and_a_later_one_is_not() {
    let mut house = House::new();
    let soon = house.model.queue(Route::CustomerMessage, 4_000);
    let late = house.model.queue(Route::CustomerMessage, 60_000);
    let report = house.run().await;
    assert_eq!(house.model.row(soon).state, State::Answered);
    assert_eq!(house.model.row(late).state, State::Queued);
    assert_eq!(house.clock.passed_ms(), 4_050);
    assert_eq!(report.next_due_ms, Some(PausedClock::START_MS + 60_000));
}

#[tokio::test(start_paused = true)]
async fn a_call_queued_while_a_slow_one_is_out_does_not_wait_for_it() {
    let mut house = House::new();
    house.line.usually(Route::CardCheck, 9_000, End::Answer);
    house.model.queue(Route::CardCheck, 0);
    let model = house.model.clone();
    let (report, late) = tokio::join!(house.run(), async {
        sleep(Duration::from_millis(300)).await;
        model.queue(Route::CustomerMessage, 0)
    });
    assert_eq!(
        report,
        RunReport {
            answered: 1,
            accepted: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.line.calls(late).answered, 1);
    assert_eq!(house.line.most_out(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_queued_while_the_run_waits_does_not_wait_as_long() {
    let mut house = House::new();
    house.model.queue(Route::CustomerMessage, 4_500);
    let model = house.model.clone();
    tokio::join!(house.run(), async {
        sleep(Duration::from_millis(300)).await;
        let check = model.queue(Route::CardCheck, 0);
        sleep(Duration::from_millis(1_000)).await;
        assert_eq!(model.row(check).state, State::Answered);
    });
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_panics_leaves_its_call_unknown_and_the_others_alone() {
    let mut house = House::new();
    let broken = house.model.queue(Route::CardCheck, 0);
    house.model.queue(Route::CardCheck, 0);
    house.line.script(
        broken,
        [Step {
            takes_ms: 1,
            end: End::Panic,
        }],
    );
    assert_eq!(
        house.run().await,
        RunReport {
            answered: 1,
            unknown: 1,
            ..RunReport::default()
        }
    );
    assert_eq!(house.model.row(broken).state, State::Unknown);
}
