/// Hybrid logical time: wall time that never goes back (Kulkarni et al., "Logical Physical Clocks",
/// 2014). For showing and for ordering one desk's own records; between desks the hub's order decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    /// Milliseconds since 1970-01-01T00:00Z, at least 0 and at most [`Hlc::LATEST_MS`].
    pub ms: i64,
    /// Tells records of one millisecond apart.
    pub counter: u16,
}

impl Hlc {
    /// The latest millisecond a header can carry, in the year 10889 (48 bits). It keeps a clock gone mad
    /// from leaving no later time to write.
    pub const LATEST_MS: i64 = (1 << 48) - 1;

    /// The time of the next record: now, or just after the last record where the clock stands still or
    /// went back. Strictly after `previous` until [`Hlc::LATEST_MS`].
    pub fn next(previous: Option<Self>, now_ms: i64) -> Self {
        let now = Self {
            ms: now_ms.clamp(0, Self::LATEST_MS),
            counter: 0,
        };
        match previous {
            Some(previous) if now <= previous => previous.successor(),
            Some(_) | None => now,
        }
    }

    fn successor(self) -> Self {
        match self.counter.checked_add(1) {
            Some(counter) => Self { counter, ..self },
            None => Self {
                ms: (self.ms + 1).min(Self::LATEST_MS),
                counter: 0,
            },
        }
    }

    pub(crate) fn in_range(self) -> bool {
        (0..=Self::LATEST_MS).contains(&self.ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_790_000_000_000;

    #[test]
    fn time_goes_on_when_the_clock_stands_still_or_goes_back() {
        let first = Hlc::next(None, NOON);
        assert_eq!(
            first,
            Hlc {
                ms: NOON,
                counter: 0
            }
        );
        assert_eq!(
            Hlc::next(Some(first), NOON),
            Hlc {
                ms: NOON,
                counter: 1
            }
        );
        assert_eq!(
            Hlc::next(Some(first), NOON - 60_000),
            Hlc {
                ms: NOON,
                counter: 1
            }
        );
        assert_eq!(
            Hlc::next(Some(first), NOON + 1),
            Hlc {
                ms: NOON + 1,
                counter: 0
            }
        );
    }

    #[test]
    fn a_full_counter_runs_over_into_the_next_millisecond() {
        let full = Hlc {
            ms: NOON,
            counter: u16::MAX,
        };
        assert_eq!(
            Hlc::next(Some(full), NOON),
            Hlc {
                ms: NOON + 1,
                counter: 0
            }
        );
    }

    #[test]
    fn a_clock_gone_mad_stays_within_what_a_header_can_carry() {
        assert!(Hlc::next(None, i64::MAX).in_range());
        assert!(Hlc::next(None, i64::MIN).in_range());
        let last = Hlc {
            ms: Hlc::LATEST_MS,
            counter: u16::MAX,
        };
        assert!(Hlc::next(Some(last), NOON).in_range());
    }

    proptest::proptest! {
        #[test]
        fn every_time_is_after_the_one_before(steps in proptest::collection::vec(-5i64..5, 1..50)) {
            let (mut now, mut last) = (NOON, Hlc::next(None, NOON));
            for step in steps {
                now += step;
                let next = Hlc::next(Some(last), now);
                proptest::prop_assert!(next > last);
                last = next;
            }
        }
    }
}
