use serde_json::{Value, json};

/// A refusal in the institution's own form: HTTP 200 with `Response.Error`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ApiFault {
    /// The institution's code, such as `AuthFailure.SignatureFailure`.
    pub code: &'static str,
    /// Words for the caller; never a submitted value.
    pub message: String,
}

impl ApiFault {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The answer's body.
    pub(crate) fn body(&self, request_id: &str) -> Value {
        json!({"Response": {"Error": {"Code": self.code, "Message": self.message}, "RequestId": request_id}})
    }
}
