use std::error::Error;

use jiff::fmt::rfc2822;
use ports::{CallFault, UnknownCause};
use reqwest::StatusCode;

/// The longest wait a far side can impose, in milliseconds: one hour.
const RETRY_AFTER_MS_MAX: u64 = 60 * 60 * 1000;

/// What a failed call means: `NotSent` only where no byte of the request can have left.
pub(super) fn of_call(error: &reqwest::Error) -> CallFault {
    // A connector's time-out is both; that it was still connecting is what counts.
    if error.is_connect() || error.is_builder() {
        CallFault::NotSent {
            cause: innermost(error),
        }
    } else if error.is_timeout() {
        CallFault::Unknown(UnknownCause::TimedOut)
    } else if chain(error).any(|cause| cause.downcast_ref().is_some_and(hyper::Error::is_parse)) {
        CallFault::Unknown(UnknownCause::UnreadableAnswer)
    } else {
        CallFault::Unknown(UnknownCause::ConnectionLost)
    }
}

/// What an answer means that is neither a success nor 429. No body is read: it could repeat what was sent.
pub(super) fn of_status(status: StatusCode) -> CallFault {
    if status.is_server_error() {
        CallFault::Unknown(UnknownCause::ServerError)
    } else if status.is_client_error() {
        CallFault::Refused {
            provider_code: format!("http_{}", status.as_u16()),
            reason: "http_refused".to_owned(),
            provider_text: status.canonical_reason().unwrap_or_default().to_owned(),
            request_id: None,
        }
    } else {
        CallFault::Unknown(UnknownCause::UnreadableAnswer)
    }
}

/// Reads `Retry-After` (RFC 9110, 10.2.3): seconds, or an HTTP date; a date gone by means now.
pub(super) fn retry_after_ms(asked: &str, now_ms: i64) -> Option<u64> {
    let asked = asked.trim();
    let wait_ms = if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a very long wait, not none.
        asked
            .parse::<u64>()
            .map_or(u64::MAX, |seconds| seconds.saturating_mul(1000))
    } else {
        let until = rfc2822::parse(asked).ok()?.timestamp().as_millisecond();
        u64::try_from(until.saturating_sub(now_ms)).unwrap_or(0)
    };
    Some(wait_ms.min(RETRY_AFTER_MS_MAX))
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        (*error).source()
    })
}

/// The words of the first cause: the outer ones repeat the address.
fn innermost(error: &reqwest::Error) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 1994-11-06T08:49:37Z, the date of RFC 9110's own examples.
    const NOW_MS: i64 = 784_111_777_000;

    #[test]
    fn seconds_and_dates_are_read_and_capped_at_an_hour() {
        for (asked, expected) in [
            ("0", Some(0)),
            ("1", Some(1_000)),
            (" 120 ", Some(120_000)),
            ("999999", Some(3_600_000)),
            ("99999999999999999999999", Some(3_600_000)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10_000)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0)),
            ("Mon, 06 Nov 2034 08:49:37 GMT", Some(3_600_000)),
            ("", None),
            ("-5", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after_ms(asked, NOW_MS), expected, "{asked:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_us_wait_over_an_hour(asked in ".*", now_ms: i64) {
            prop_assert!(retry_after_ms(&asked, now_ms).is_none_or(|wait| wait <= RETRY_AFTER_MS_MAX));
        }
    }
}
