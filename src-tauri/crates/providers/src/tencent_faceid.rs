use std::sync::Arc;

use async_trait::async_trait;
use casework::CheckOutcome;
use ports::{CallFault, CardHolderCheck, CheckAnswer, Clock, Institution};
use serde::{Deserialize, Serialize};

use crate::Credential;
use crate::codes::{self, Said};
use crate::http::{EndpointRefused, HttpPolicy};
use crate::tencent::{Account, Action, without};

const CHECK: Action = Action {
    service: "faceid",
    name: "BankCard4EVerification",
    version: "2018-03-01",
};

/// Tencent Cloud FaceID, action `BankCard4EVerification` (API 2018-03-01): whether card, name, document and
/// phone belong together. Most answers are billed; there is no idempotency key.
pub struct TencentFaceId {
    account: Account,
}

/// Names and forms of the official API metadata.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Parameters<'a> {
    name: &'a str,
    bank_card: &'a str,
    phone: &'a str,
    id_card: &'a str,
    /// 0: resident identity card, the only kind served.
    cert_type: u8,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    result: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    request_id: String,
}

impl TencentFaceId {
    /// An account at this address (`https`, or `http` on loopback); see [`crate::default_url`].
    ///
    /// # Errors
    /// [`EndpointRefused`].
    pub fn new(
        url: &str,
        credential: Credential,
        clock: Arc<dyn Clock>,
        policy: &HttpPolicy,
    ) -> Result<Self, EndpointRefused> {
        Ok(Self {
            account: Account::new(url, credential, clock, policy)?,
        })
    }
}

#[async_trait]
impl Institution for TencentFaceId {
    async fn check_card_holder(
        &self,
        question: &CardHolderCheck,
    ) -> Result<CheckAnswer, CallFault> {
        let parameters = Parameters {
            name: question.name.expose(),
            bank_card: question.card_number.expose(),
            phone: question.phone.expose(),
            id_card: question.document_number.expose(),
            cert_type: 0,
        };
        let submitted = [
            parameters.name,
            parameters.bank_card,
            parameters.phone,
            parameters.id_card,
        ];
        let answer: Answer = self
            .account
            .call(&CHECK, None, &parameters, &submitted)
            .await?;
        read(answer, &submitted)
    }
}

fn read(answer: Answer, submitted: &[&str]) -> Result<CheckAnswer, CallFault> {
    let row = codes::row(CHECK.name, &answer.result);
    let said = Said {
        code: without(&answer.result, submitted),
        text: without(&answer.description, submitted),
        request_id: without(&answer.request_id, submitted),
    };
    let (outcome, reason, billed) = match row {
        // An answer came, but nobody has published what it means or costs.
        None => (CheckOutcome::Error, Some("unknown_code".to_owned()), None),
        Some(row) => match row.outcome() {
            Some(outcome) => (outcome, row.reason.clone(), Some(row.billable)),
            None => return Err(codes::fault(Some(row), said)),
        },
    };
    Ok(CheckAnswer {
        outcome,
        reason,
        provider_code: said.code,
        provider_text: said.text,
        request_id: said.request_id,
        billed,
    })
}
