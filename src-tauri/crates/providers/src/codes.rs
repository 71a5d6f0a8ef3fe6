use std::sync::LazyLock;

use casework::CheckOutcome;
use ports::{CallFault, UnknownCause};
use serde::Deserialize;

/// The provider's published codes (`data/result-codes.json` names their origin).
static PUBLISHED: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Published {
        operations: Vec<Operation>,
    }
    let published: Published = serde_json::from_str(include_str!("../data/result-codes.json"))
        .expect("the committed table is valid");
    published.operations
});

#[derive(Deserialize)]
struct Operation {
    operation: String,
    codes: Vec<Row>,
}

/// One published code.
#[derive(Deserialize)]
pub(crate) struct Row {
    code: String,
    outcome: Outcome,
    pub(crate) reason: Option<String>,
    pub(crate) billable: bool,
    retry: NextTry,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Match,
    Mismatch,
    Unable,
    Error,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum NextTry {
    Never,
    AfterCorrection,
    AfterCustomerAction,
    NextDay,
    Later,
    Backoff,
    Operator,
    FixClock,
    RefreshToken,
    CheckThenRetry,
}

/// The operation whose codes every action can answer with, as `Response.Error`.
pub(crate) const ANY: &str = "any";
/// The reason of a code that is in no table. Never a match, never repeated by machine.
const UNKNOWN_CODE: &str = "unknown_code";

/// The row of this code among those of the operation.
pub(crate) fn row(operation: &str, code: &str) -> Option<&'static Row> {
    PUBLISHED
        .iter()
        .filter(|known| known.operation == operation)
        .flat_map(|known| &known.codes)
        .find(|row| row.code == code)
}

impl Row {
    /// What the code says about the subject; `None` where no check took place and nothing is billed.
    pub(crate) fn outcome(&self) -> Option<CheckOutcome> {
        match self.outcome {
            Outcome::Match => Some(CheckOutcome::Match),
            Outcome::Mismatch => Some(CheckOutcome::Mismatch),
            Outcome::Unable => Some(CheckOutcome::Unable),
            Outcome::Error => self.billable.then_some(CheckOutcome::Error),
        }
    }
}

/// What the provider said besides the code, already free of submitted values.
pub(crate) struct Said {
    pub(crate) code: String,
    pub(crate) text: String,
    pub(crate) request_id: String,
}

/// The fault that a code stands for which is no answer about the subject. `row` is `None` for an unlisted code.
pub(crate) fn fault(row: Option<&Row>, said: Said) -> CallFault {
    let retry = row.filter(|row| !row.billable).map(|row| row.retry);
    match retry {
        Some(NextTry::Backoff) => CallFault::Busy {
            provider_code: said.code,
            retry_after_ms: None,
        },
        // "The message may have gone out": the provider itself does not know.
        Some(NextTry::CheckThenRetry) => CallFault::Unknown(UnknownCause::ServerError),
        _ => CallFault::Refused {
            provider_code: said.code,
            reason: row
                .and_then(|row| row.reason.clone())
                .unwrap_or_else(|| UNKNOWN_CODE.to_owned()),
            provider_text: said.text,
            request_id: (!said.request_id.is_empty()).then_some(said.request_id),
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rows(operation: &str) -> &'static [Row] {
        &PUBLISHED
            .iter()
            .find(|known| known.operation == operation)
            .unwrap()
            .codes
    }

    fn said(code: &str) -> Said {
        Said {
            code: code.into(),
            text: String::new(),
            request_id: String::new(),
        }
    }

    #[test]
    fn the_tables_have_the_published_number_of_codes() {
        assert_eq!(rows("BankCard4EVerification").len(), 22);
        assert_eq!(rows("SendSms").len(), 19);
        assert_eq!(rows(ANY).len(), 27);
    }

    #[test]
    fn no_code_but_zero_is_a_match_of_a_check() {
        for row in rows("BankCard4EVerification") {
            assert_eq!(
                row.outcome() == Some(CheckOutcome::Match),
                row.code == "0",
                "{}",
                row.code
            );
        }
    }

    #[test]
    fn the_machine_may_repeat_only_what_is_free_and_said_to_be_busy() {
        let mut busy = Vec::new();
        for row in PUBLISHED.iter().flat_map(|operation| &operation.codes) {
            if let CallFault::Busy { provider_code, .. } = fault(Some(row), said(&row.code)) {
                assert!(!row.billable, "{}", row.code);
                busy.push(provider_code);
            }
        }
        let expected = [
            "-18",
            "RequestLimitExceeded",
            "RequestLimitExceeded.UinLimitExceeded",
            "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
            "RequestLimitExceeded.IPLimitExceeded",
            "InternalError",
            "InternalError.UnKnown",
            "FailedOperation.UnKnown",
        ];
        assert_eq!(busy, expected);
    }

    #[test]
    fn a_channel_that_does_not_know_whether_it_sent_is_not_asked_again_by_machine() {
        for code in ["InternalError.Timeout", "InternalError.SendAndRecvFail"] {
            let fault = fault(row("SendSms", code), said(code));
            assert_eq!(fault, CallFault::Unknown(UnknownCause::ServerError));
        }
    }

    #[test]
    fn an_unlisted_code_is_a_refusal_that_shows_it() {
        let CallFault::Refused {
            provider_code,
            reason,
            ..
        } = fault(None, said("Brand.New"))
        else {
            panic!("an unlisted code is a refusal");
        };
        assert_eq!(
            (provider_code.as_str(), reason.as_str()),
            ("Brand.New", "unknown_code")
        );
    }
}
