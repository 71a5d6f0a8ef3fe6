//! Whether anybody is at the station: it locks itself when nobody is.

use std::time::{Duration, Instant};

/// Nobody touched anything for so long (PCI DSS 8.2.8 asks for 15 minutes at most).
const IDLE: Duration = Duration::from_secs(10 * 60);
/// The passphrase was typed so long ago (NIST SP 800-63B-4 section 2.3.3).
const LONGEST_MS: i64 = desk::LONGEST_MS;

/// Why a station locks itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Nobody is there.
    Idle,
    /// Twelve hours are over.
    TwelveHours,
}

impl Cause {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::TwelveHours => "twelve_hours",
        }
    }
}

/// Since when somebody is there, and when they last did something. Two clocks, since each can stand still: the one of the
/// process while the computer sleeps, the one on the wall when it is set back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presence {
    since_ms: i64,
    last_ms: i64,
    last: Instant,
}

impl Presence {
    /// Somebody signed in; `since_ms` is when they last typed their passphrase.
    pub(super) fn begun(since_ms: i64, now_ms: i64, now: Instant) -> Self {
        Self {
            since_ms,
            last_ms: now_ms,
            last: now,
        }
    }

    pub(super) fn since_ms(self) -> i64 {
        self.since_ms
    }

    pub(super) fn touch(&mut self, now_ms: i64, now: Instant) {
        self.last_ms = now_ms;
        self.last = now;
    }

    /// Why the station is to lock itself now, where it is.
    pub(super) fn over(self, now_ms: i64, now: Instant) -> Option<Cause> {
        let idle_ms = i64::try_from(IDLE.as_millis()).unwrap_or(i64::MAX);
        let idle = now.saturating_duration_since(self.last) >= IDLE
            || now_ms.saturating_sub(self.last_ms) >= idle_ms;
        if now_ms.saturating_sub(self.since_ms) >= LONGEST_MS {
            return Some(Cause::TwelveHours);
        }
        idle.then_some(Cause::Idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn after(minutes: i64, wall: i64) -> Option<Cause> {
        let now = Instant::now();
        let presence = Presence::begun(0, 0, now);
        let later = now + Duration::from_millis((minutes * MINUTE) as u64);
        presence.over(wall * MINUTE, later)
    }

    #[test]
    fn ten_minutes_without_a_touch_are_enough_and_less_is_not() {
        assert_eq!(after(9, 9), None);
        assert_eq!(after(10, 10), Some(Cause::Idle));
    }

    #[test]
    fn a_computer_that_slept_and_a_clock_that_was_set_back_are_both_noticed() {
        assert_eq!(
            after(0, 11),
            Some(Cause::Idle),
            "asleep: only the wall went on"
        );
        assert_eq!(
            after(11, -500),
            Some(Cause::Idle),
            "set back: only the process went on"
        );
    }

    #[test]
    fn a_touch_begins_the_ten_minutes_anew_and_the_twelve_hours_go_on() {
        let now = Instant::now();
        let mut presence = Presence::begun(0, 0, now);
        let hours = |hours: i64| hours * 60 * MINUTE;
        presence.touch(hours(11), now);
        assert_eq!(presence.over(hours(11) + 9 * MINUTE, now), None);
        presence.touch(hours(12), now);
        assert_eq!(presence.over(hours(12), now), Some(Cause::TwelveHours));
    }
}
