//! How long a call waits before the machine tries it again.

/// The longest first wait, milliseconds.
const BASE_MS: u64 = 200;
/// The longest wait of our own choosing: five minutes.
const CAP_MS: u64 = 5 * 60_000;
/// The longest wait we grant the other side: one hour.
const ASKED_CAP_MS: u64 = 60 * 60_000;

/// Milliseconds to wait after a fault: what the other side asked for, and a random part on top.
///
/// The random part is "full jitter" (AWS Architecture Blog, "Exponential Backoff And Jitter"): uniform below a
/// ceiling that doubles with every attempt, so that calls that failed together do not come back together.
/// It comes on top of what was asked for the same reason. `begun_before` counts the attempts before the one
/// that just failed; `jitter(n)` draws uniformly from `0..n`.
pub(crate) fn wait_ms(
    begun_before: u32,
    asked_ms: u64,
    jitter: &mut impl FnMut(u64) -> u64,
) -> u64 {
    let ceiling = BASE_MS
        .saturating_mul(2_u64.saturating_pow(begun_before))
        .min(CAP_MS);
    asked_ms.min(ASKED_CAP_MS) + jitter(ceiling)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ceiling(begun_before: u32) -> u64 {
        let mut asked = 0;
        wait_ms(begun_before, 0, &mut |ceiling| {
            asked = ceiling;
            0
        });
        asked
    }

    #[test]
    fn the_ceiling_doubles_from_200_ms_to_five_minutes() {
        let ceilings: Vec<_> = [0, 1, 2, 3, 10, 11, 12, 63, 64, u32::MAX]
            .map(ceiling)
            .into();
        assert_eq!(
            ceilings,
            [
                200, 400, 800, 1_600, 204_800, 300_000, 300_000, 300_000, 300_000, 300_000
            ]
        );
    }

    #[test]
    fn the_random_part_may_be_nothing_at_all() {
        assert_eq!(wait_ms(7, 0, &mut |_| 0), 0);
    }

    #[test]
    fn no_other_side_gets_more_than_an_hour() {
        assert_eq!(wait_ms(0, u64::MAX, &mut |_| 0), 3_600_000);
    }

    #[test]
    fn the_random_part_comes_on_top_of_what_was_asked() {
        assert_eq!(wait_ms(0, 3_000, &mut |_| 150), 3_150);
    }

    proptest! {
        #[test]
        fn a_wait_is_never_shorter_than_asked_nor_longer_than_asked_and_the_cap(
            begun_before: u32,
            asked_ms in 0..=ASKED_CAP_MS,
            seed: u64,
        ) {
            let mut draws = fastrand::Rng::with_seed(seed);
            let wait = wait_ms(begun_before, asked_ms, &mut |below| draws.u64(..below));
            prop_assert!((asked_ms..asked_ms + CAP_MS).contains(&wait));
        }
    }
}
