use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Faults in a row that open it.
const IN_A_ROW: u32 = 5;
/// The span over which the share of faults is taken.
const WINDOW: Duration = Duration::from_secs(30);
/// Calls within the span below which a share says nothing.
const WINDOW_CALLS: usize = 20;
/// How long it stays open the first time.
const FIRST_REST: Duration = Duration::from_secs(30);
/// How long it stays open at most.
const LONGEST_REST: Duration = Duration::from_secs(600);

/// Keeps calls back from a route that does not work. Pure: the time is an argument, and any steady clock will do.
///
/// - **Closed**: calls go. Five faults in a row open it, and so does a share of half or more of at least 20 calls that
///   ended within 30 seconds.
/// - **Open**: nothing goes for 30 seconds.
/// - **Half-open**, after that: one probe goes. An answer closes it; a fault opens it for twice as long as
///   before, up to ten minutes.
///
/// No more calls are let out than could still end as the last faults in a row, so a dead line costs five
/// calls, however many run at the same time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Breaker {
    state: State,
    /// Grows with every change of state, so that a call begun before the change is known when it ends.
    era: u64,
    /// Calls of this era that are out.
    out: u32,
}

#[derive(Debug, Clone)]
enum State {
    Closed {
        in_a_row: u32,
        ended: VecDeque<(Instant, Verdict)>,
    },
    Open {
        until: Instant,
        rest: Duration,
    },
    HalfOpen {
        rest: Duration,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Closed {
            in_a_row: 0,
            ended: VecDeque::new(),
        }
    }
}

/// Leave for one call, given back when it ends.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a call that is out and never ends holds its place"]
pub(crate) struct Pass {
    era: u64,
}

/// What the end of a call says about the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Somebody answered, be it with a refusal.
    Works,
    /// It was not reached, was busy, or nobody knows.
    Fault,
    /// Nothing: the call was given up by us.
    Nothing,
}

impl Breaker {
    /// Lets one more call out, if one may go at `now`.
    pub(crate) fn admit(&mut self, now: Instant) -> Option<Pass> {
        if !self.admits(now) {
            return None;
        }
        if let State::Open { rest, .. } = self.state {
            self.turn(State::HalfOpen { rest });
        }
        self.out += 1;
        Some(Pass { era: self.era })
    }

    /// Whether one more call may go at `now`.
    pub(crate) fn admits(&self, now: Instant) -> bool {
        match &self.state {
            State::Closed { in_a_row, .. } => in_a_row + self.out < IN_A_ROW,
            State::Open { until, .. } => now >= *until,
            State::HalfOpen { .. } => self.out == 0,
        }
    }

    /// A call has ended. One that was let out before the last change of state says nothing any more.
    pub(crate) fn ended(&mut self, pass: Pass, verdict: Verdict, now: Instant) {
        if pass.era != self.era {
            return;
        }
        self.out -= 1;
        match (&mut self.state, verdict) {
            (_, Verdict::Nothing) | (State::Open { .. }, Verdict::Works | Verdict::Fault) => {}
            (State::Closed { in_a_row, ended }, Verdict::Works | Verdict::Fault) => {
                *in_a_row = if verdict == Verdict::Fault {
                    *in_a_row + 1
                } else {
                    0
                };
                ended.push_back((now, verdict));
                ended.retain(|(at, _)| now.saturating_duration_since(*at) <= WINDOW);
                let faults = ended
                    .iter()
                    .filter(|(_, verdict)| *verdict == Verdict::Fault)
                    .count();
                let half_fail = ended.len() >= WINDOW_CALLS && 2 * faults >= ended.len();
                if *in_a_row >= IN_A_ROW || half_fail {
                    self.turn(State::Open {
                        until: now + FIRST_REST,
                        rest: FIRST_REST,
                    });
                }
            }
            (State::HalfOpen { .. }, Verdict::Works) => self.turn(State::default()),
            (State::HalfOpen { rest }, Verdict::Fault) => {
                let rest = (*rest * 2).min(LONGEST_REST);
                self.turn(State::Open {
                    until: now + rest,
                    rest,
                });
            }
        }
    }

    /// Those out will never end: whoever sent them is gone. Their passes say nothing any more.
    pub(crate) fn forget_those_out(&mut self) {
        self.era += 1;
        self.out = 0;
    }

    /// Whether calls go freely.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed { .. })
    }

    /// How long from `now` until a probe may go; zero where something may go, or a probe is out.
    pub(crate) fn rest(&self, now: Instant) -> Duration {
        match self.state {
            State::Open { until, .. } => until.saturating_duration_since(now),
            State::Closed { .. } | State::HalfOpen { .. } => Duration::ZERO,
        }
    }

    fn turn(&mut self, state: State) {
        self.state = state;
        self.era += 1;
        self.out = 0;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn second(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    fn call(breaker: &mut Breaker, verdict: Verdict, now: Instant) {
        let pass = breaker.admit(now).unwrap();
        breaker.ended(pass, verdict, now);
    }

    fn opened(start: Instant) -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            call(&mut breaker, Verdict::Fault, start);
        }
        breaker
    }

    #[test]
    fn five_faults_in_a_row_open_it_and_four_do_not() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            call(&mut breaker, Verdict::Fault, start);
        }
        assert!(breaker.is_closed());
        call(&mut breaker, Verdict::Fault, start);
        assert!(!breaker.is_closed());
        assert_eq!(breaker.admit(start), None);
    }

    #[test]
    fn an_answer_between_faults_begins_the_row_anew() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for verdict in [
            Verdict::Fault,
            Verdict::Fault,
            Verdict::Fault,
            Verdict::Fault,
            Verdict::Works,
        ]
        .repeat(3)
        {
            call(&mut breaker, verdict, start);
        }
        assert!(breaker.is_closed());
    }

    #[test]
    fn half_of_twenty_calls_within_thirty_seconds_open_it_and_half_of_nineteen_do_not() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for nth in 0..19 {
            let verdict = if nth % 2 == 0 {
                Verdict::Fault
            } else {
                Verdict::Works
            };
            call(&mut breaker, verdict, second(start, nth));
        }
        assert!(breaker.is_closed());
        call(&mut breaker, Verdict::Works, second(start, 19));
        assert!(!breaker.is_closed());
    }

    #[test]
    fn the_same_share_spread_over_more_than_thirty_seconds_does_not_open_it() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for nth in 0..100 {
            let verdict = if nth % 2 == 0 {
                Verdict::Fault
            } else {
                Verdict::Works
            };
            call(&mut breaker, verdict, second(start, 2 * nth));
        }
        assert!(breaker.is_closed());
    }

    #[test]
    fn after_its_rest_it_lets_exactly_one_probe_through() {
        let start = Instant::now();
        let mut breaker = opened(start);
        assert_eq!(breaker.admit(second(start, 29)), None);
        let probe = breaker.admit(second(start, 30)).unwrap();
        assert_eq!(breaker.admit(second(start, 30)), None);
        assert!(!breaker.is_closed());
        breaker.ended(probe, Verdict::Works, second(start, 31));
        assert!(breaker.is_closed());
        assert!(breaker.admits(second(start, 31)));
    }

    #[test]
    fn each_failed_probe_doubles_the_rest_up_to_ten_minutes_and_an_answer_resets_it() {
        let mut now = Instant::now();
        let mut breaker = opened(now);
        for rest in [30, 60, 120, 240, 480, 600, 600] {
            assert_eq!(breaker.rest(now), Duration::from_secs(rest));
            now = second(now, rest);
            call(&mut breaker, Verdict::Fault, now);
        }
        now = second(now, 600);
        call(&mut breaker, Verdict::Works, now);
        for _ in 0..5 {
            call(&mut breaker, Verdict::Fault, now);
        }
        assert_eq!(breaker.rest(now), FIRST_REST);
    }

    #[test]
    fn a_probe_that_was_given_up_makes_room_for_another() {
        let start = Instant::now();
        let mut breaker = opened(start);
        let now = second(start, 30);
        call(&mut breaker, Verdict::Nothing, now);
        assert!(breaker.admits(now));
        assert!(!breaker.is_closed());
    }

    #[test]
    fn calls_that_are_forgotten_hold_no_place_and_say_nothing() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        let lost: Vec<_> = std::iter::from_fn(|| breaker.admit(start)).collect();
        assert_eq!(lost.len(), 5);
        assert!(!breaker.admits(start));
        breaker.forget_those_out();
        for pass in lost {
            breaker.ended(pass, Verdict::Fault, start);
        }
        assert!(breaker.is_closed());
        assert!(breaker.admits(start));
    }

    #[test]
    fn a_straggler_from_before_the_opening_is_no_probe() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        let straggler = breaker.admit(start).unwrap();
        // Half of 20 calls: the only way to open with one still out.
        for nth in 0..20 {
            call(
                &mut breaker,
                if nth % 2 == 0 {
                    Verdict::Works
                } else {
                    Verdict::Fault
                },
                start,
            );
        }
        assert!(!breaker.is_closed());
        let now = second(start, 30);
        let probe = breaker.admit(now).unwrap();
        breaker.ended(straggler, Verdict::Works, now);
        assert!(!breaker.is_closed());
        assert!(!breaker.admits(now));
        breaker.ended(probe, Verdict::Works, now);
        assert!(breaker.is_closed());
    }

    proptest! {
        #[test]
        fn a_dead_line_costs_five_calls_however_many_want_to_go(turns in prop::collection::vec(any::<bool>(), 1..200)) {
            let start = Instant::now();
            let mut breaker = Breaker::default();
            let (mut let_out, mut out) = (0, Vec::new());
            for begin in turns {
                if begin {
                    if let Some(pass) = breaker.admit(start) {
                        let_out += 1;
                        out.push(pass);
                    }
                } else if let Some(pass) = out.pop() {
                    breaker.ended(pass, Verdict::Fault, start);
                }
                prop_assert!(let_out <= 5);
            }
        }

        /// Whatever happens, it is never stuck: with nothing out, a call may go at the latest after ten minutes.
        #[test]
        fn it_is_never_shut_for_ever(
            turns in prop::collection::vec((0_u64..90, 0..4_u8, any::<prop::sample::Index>()), 1..200),
        ) {
            let mut now = Instant::now();
            let mut breaker = Breaker::default();
            let mut out = Vec::new();
            for (seconds, act, which) in turns {
                now = second(now, seconds);
                let verdict = match act {
                    0 => { out.extend(breaker.admit(now)); continue }
                    1 => Verdict::Works,
                    2 => Verdict::Fault,
                    _ => Verdict::Nothing,
                };
                if !out.is_empty() {
                    let pass = out.swap_remove(which.index(out.len()));
                    breaker.ended(pass, verdict, now);
                }
            }
            for pass in out {
                breaker.ended(pass, Verdict::Nothing, now);
            }
            prop_assert!(breaker.rest(now) <= LONGEST_REST);
            prop_assert!(breaker.admits(now + breaker.rest(now)));
        }
    }
}
