use std::sync::Arc;

use async_trait::async_trait;
use ports::{CallFault, Clock, CustomerMessage, MessageReceipt, Messenger, UnknownCause};
use serde::{Deserialize, Serialize};

use crate::codes::{self, Said};
use crate::http::{EndpointRefused, HttpPolicy};
use crate::tencent::{Account, Action, without};
use crate::{Credential, SmsSettings};

const SEND: Action = Action {
    service: "sms",
    name: "SendSms",
    version: "2021-01-11",
};
/// The state of a number whose message was taken.
const TAKEN: &str = "Ok";

/// Tencent Cloud SMS, action `SendSms` (API 2021-01-11): one message to one mainland number.
///
/// A message taken is billed; there is no idempotency key.
pub struct TencentSms {
    account: Account,
    settings: SmsSettings,
}

/// Names and forms of the official API metadata.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameters<'a> {
    phone_number_set: [&'a str; 1],
    sms_sdk_app_id: &'a str,
    sign_name: &'a str,
    template_id: &'a str,
    template_param_set: &'a [&'a str],
    session_context: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    send_status_set: Vec<Status>,
    #[serde(default)]
    request_id: String,
}

/// The state of one number.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    serial_no: String,
}

impl TencentSms {
    /// An account at this address (`https`, or `http` on loopback); see [`crate::default_url`].
    ///
    /// # Errors
    /// [`EndpointRefused`].
    pub fn new(
        url: &str,
        credential: Credential,
        settings: SmsSettings,
        clock: Arc<dyn Clock>,
        policy: &HttpPolicy,
    ) -> Result<Self, EndpointRefused> {
        Ok(Self {
            account: Account::new(url, credential, clock, policy)?,
            settings,
        })
    }
}

#[async_trait]
impl Messenger for TencentSms {
    async fn send(&self, message: &CustomerMessage) -> Result<MessageReceipt, CallFault> {
        let template_id = self
            .settings
            .templates
            .get(&message.template)
            .ok_or_else(|| CallFault::Refused {
                provider_code: String::new(),
                reason: "template_not_configured".to_owned(),
                provider_text: String::new(),
                request_id: None,
            })?;
        let digits = message.phone.expose();
        let number = zeroize::Zeroizing::new(format!("+86{digits}"));
        let values: Vec<&str> = message
            .parameters
            .iter()
            .map(|value| value.expose())
            .collect();
        let parameters = Parameters {
            phone_number_set: [&number],
            sms_sdk_app_id: &self.settings.app_id,
            sign_name: &self.settings.sign_name,
            template_id,
            template_param_set: &values,
            session_context: &message.session,
        };
        let submitted: Vec<&str> = values.iter().copied().chain([digits]).collect();
        let region = Some(self.settings.region.as_str());
        read(
            self.account
                .call(&SEND, region, &parameters, &submitted)
                .await?,
            &submitted,
        )
    }
}

fn read(answer: Answer, submitted: &[&str]) -> Result<MessageReceipt, CallFault> {
    // One number was asked about; any other count is not an answer to our question.
    let Ok([status]) = <[Status; 1]>::try_from(answer.send_status_set) else {
        return Err(CallFault::Unknown(UnknownCause::UnreadableAnswer));
    };
    let said = Said {
        code: without(&status.code, submitted),
        text: without(&status.message, submitted),
        request_id: without(&answer.request_id, submitted),
    };
    if status.code == TAKEN {
        return Ok(MessageReceipt {
            serial: status.serial_no,
            request_id: said.request_id,
        });
    }
    Err(codes::fault(codes::row(SEND.name, &status.code), said))
}
