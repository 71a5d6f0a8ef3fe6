//! What the Tencent Cloud actions have in common: the signed call and the `Response` envelope.

use std::sync::Arc;

use ports::{CallFault, Clock, UnknownCause};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Credential;
use crate::codes::{self, Said};
use crate::http::{Endpoint, EndpointRefused, HttpPolicy};
use crate::tc3::{self, Payload, Request};

/// Signed as it is sent, byte for byte.
const CONTENT_TYPE: &str = "application/json; charset=utf-8";
/// Words of the provider kept at most, in characters.
const TEXT_CHARS_MAX: usize = 300;
/// More than the longest request body of ours, in bytes.
const BODY_BYTES: usize = 4 * 1024;

/// One action of the API.
pub(crate) struct Action {
    pub(crate) service: &'static str,
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

/// One account at the provider.
pub(crate) struct Account {
    endpoint: Endpoint,
    credential: Credential,
    clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<T> {
    response: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Failure {
    error: Option<FailureWords>,
    #[serde(default)]
    request_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FailureWords {
    code: String,
    #[serde(default)]
    message: String,
}

impl Account {
    pub(crate) fn new(
        url: &str,
        credential: Credential,
        clock: Arc<dyn Clock>,
        policy: &HttpPolicy,
    ) -> Result<Self, EndpointRefused> {
        Ok(Self {
            endpoint: Endpoint::new(url, policy)?,
            credential,
            clock,
        })
    }

    /// Calls the action once. `submitted` are the values that must not come back in anybody's words.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        action: &Action,
        region: Option<&str>,
        parameters: &impl Serialize,
        submitted: &[&str],
    ) -> Result<T, CallFault> {
        let not_sent = |cause: &str| CallFault::NotSent {
            cause: cause.to_owned(),
        };
        let mut body = Zeroizing::new(Vec::with_capacity(BODY_BYTES));
        serde_json::to_writer(&mut *body, parameters)
            .map_err(|_| not_sent("the request could not be written"))?;

        let now_ms = self.clock.now_ms();
        let unix_s = now_ms.div_euclid(1000);
        let request = Request {
            service: action.service,
            method: "POST",
            path: "/",
            query: "",
            signed_headers: &[
                ("content-type", CONTENT_TYPE),
                ("host", self.endpoint.host()),
            ],
            payload: Payload::Bytes(&body),
        };
        let authorization = tc3::authorization(&request, &self.credential, unix_s)
            .ok_or_else(|| not_sent("the clock shows no possible time"))?;
        let timestamp = unix_s.to_string();
        let mut headers = vec![
            ("Authorization", authorization.as_str()),
            ("X-TC-Action", action.name),
            ("X-TC-Version", action.version),
            ("X-TC-Timestamp", &timestamp),
            ("X-TC-Language", "zh-CN"),
        ];
        headers.extend(region.map(|region| ("X-TC-Region", region)));
        let answer = self
            .endpoint
            .post(CONTENT_TYPE, &headers, body, now_ms)
            .await?;
        open(&answer, action.name, submitted)
    }
}

/// Takes the answer out of its envelope; a failure inside is a fault although the status was 200.
fn open<T: DeserializeOwned>(
    answer: &[u8],
    operation: &str,
    submitted: &[&str],
) -> Result<T, CallFault> {
    let unreadable = |_| CallFault::Unknown(UnknownCause::UnreadableAnswer);
    let Envelope {
        response: Failure { error, request_id },
    } = serde_json::from_slice(answer).map_err(unreadable)?;
    if let Some(error) = error {
        let row =
            codes::row(operation, &error.code).or_else(|| codes::row(codes::ANY, &error.code));
        let said = Said {
            code: without(&error.code, submitted),
            text: without(&error.message, submitted),
            request_id: without(&request_id, submitted),
        };
        return Err(codes::fault(row, said));
    }
    serde_json::from_slice(answer)
        .map(|Envelope { response }| response)
        .map_err(unreadable)
}

/// The provider's words, shortened, with submitted values struck out: words are kept and shown, values are sealed.
/// A value of under four bytes names nobody, and striking it out would eat the words.
pub(crate) fn without(words: &str, submitted: &[&str]) -> String {
    let struck = submitted
        .iter()
        .filter(|value| value.len() >= 4)
        .fold(words.to_owned(), |words, value| words.replace(value, "***"));
    struck.chars().take(TEXT_CHARS_MAX).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        result: String,
    }

    fn opened(answer: &str) -> Result<Answer, CallFault> {
        open(
            answer.as_bytes(),
            "BankCard4EVerification",
            &["13800138000"],
        )
    }

    #[test]
    fn words_that_repeat_a_submitted_value_lose_it() {
        let answer = concat!(
            r#"{"Response":{"Error":{"Code":"InvalidParameterValue","Message":"Phone 13800138000 is wrong"},"#,
            r#""RequestId":"r-1"}}"#
        );
        let fault = opened(answer).unwrap_err();
        let expected = CallFault::Refused {
            provider_code: "InvalidParameterValue".into(),
            reason: "parameter".into(),
            provider_text: "Phone *** is wrong".into(),
            request_id: Some("r-1".into()),
        };
        assert_eq!(fault, expected);
    }

    #[test]
    fn an_answer_without_its_envelope_cannot_be_read() {
        let unreadable = CallFault::Unknown(UnknownCause::UnreadableAnswer);
        for answer in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"Response":{}}"#,
            r#"{"Response":{"Result":0}}"#,
            r#"{"Response":{"Result":"0""#,
        ] {
            assert_eq!(opened(answer), Err(unreadable.clone()), "{answer}");
        }
        assert_eq!(
            opened(r#"{"Response":{"Result":"0","New":1}}"#)
                .unwrap()
                .result,
            "0"
        );
    }

    #[test]
    fn long_words_are_shortened_between_characters() {
        assert_eq!(
            without(&"核".repeat(1_000), &[""]).chars().count(),
            TEXT_CHARS_MAX
        );
    }
}
