use serde::Serialize;
use serde_json::{Value, json};

use crate::magic::{Effect, SEND_SMS, magic_for};
use crate::parameters::Parameters;
use crate::{ApiFault, codes};

/// The one application the sandbox knows.
pub const APP_ID: &str = "1400006666";
/// The one approved signature text.
pub const SIGN_NAME: &str = "核验台演示";

/// The approved texts: number and words with the places `{1}`, `{2}`.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("1110", "验证码{1}，{2}分钟内有效。如非本人操作请忽略。"),
    ("2101", "核验结果通知：{1}"),
    ("2102", "Your verification: {1}"),
];

/// At most this many numbers in one call.
const NUMBERS_MAX: usize = 200;
/// A session context is shorter than this, in bytes.
const SESSION_BYTES_END: usize = 512;

/// What a customer would have read on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveredMessage {
    /// The number in E.164, such as `+8613800138000`.
    pub phone: String,
    /// The number of the approved text.
    pub template: String,
    /// What was put into its places.
    pub params: Vec<String>,
    /// The sender's own context.
    pub session: String,
    /// The channel's number of the message.
    pub serial: String,
    /// The whole text with its signature.
    pub text: String,
}

/// The templates' numbers, for people.
pub(crate) fn template_ids() -> String {
    TEMPLATES
        .iter()
        .map(|(id, _)| format!("`{id}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Refuses what is wrong with the call as a whole.
pub(crate) fn check_call(parameters: &Parameters) -> Result<(), ApiFault> {
    let numbers = parameters.texts("PhoneNumberSet").len();
    if numbers == 0 || numbers > NUMBERS_MAX {
        return Err(ApiFault::new(
            "InvalidParameterValue",
            "PhoneNumberSet holds 1 to 200 numbers",
        ));
    }
    if parameters.text("SessionContext").len() >= SESSION_BYTES_END {
        return Err(ApiFault::new(
            "InvalidParameterValue",
            "SessionContext is shorter than 512 bytes",
        ));
    }
    Ok(())
}

/// The numbers in E.164 where they are mainland numbers, else as they came.
pub(crate) fn numbers(parameters: &Parameters) -> Vec<String> {
    parameters
        .texts("PhoneNumberSet")
        .into_iter()
        .map(|given| {
            mainland(given).map_or_else(|| given.to_owned(), |digits| format!("+86{digits}"))
        })
        .collect()
}

/// The state of one number after the call: a magic one, or what the rules of the channel say.
pub(crate) fn state_of(number: &str, parameters: &Parameters) -> &'static str {
    if let Some(Effect::Code(code)) = magic_for(SEND_SMS, number).map(|magic| magic.effect) {
        return code;
    }
    let given = parameters.texts("TemplateParamSet");
    let template = TEMPLATES
        .iter()
        .find(|(id, _)| *id == parameters.text("TemplateId"));
    match template {
        _ if parameters.text("SmsSdkAppId") != APP_ID => {
            "UnauthorizedOperation.SmsSdkAppIdVerifyFail"
        }
        _ if parameters.text("SignName") != SIGN_NAME => {
            "FailedOperation.SignatureIncorrectOrUnapproved"
        }
        None => "FailedOperation.TemplateUnapprovedOrNotExist",
        _ if mainland(number).is_none() => "InvalidParameterValue.IncorrectPhoneNumber",
        Some((_, words)) if words.matches('{').count() != given.len() => {
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        }
        Some(("1110", _))
            if given[0].len() > 6 || !given[0].bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            "InvalidParameterValue.TemplateParameterFormatError"
        }
        Some(_) => "Ok",
    }
}

/// Whether a number with this state still got the message: billed ones, and the time-out the channel warns of.
pub(crate) fn is_delivered(code: &str) -> bool {
    codes::is_billed(SEND_SMS, code) || code == "InternalError.Timeout"
}

/// One entry of `SendStatusSet`.
pub(crate) fn status(number: &str, code: &str, serial: &str, parameters: &Parameters) -> Value {
    let sent = code == "Ok";
    let words = codes::published(SEND_SMS, code).map_or("unknown", |known| known.meaning.as_str());
    json!({
        "SerialNo": if sent { serial } else { "" },
        "PhoneNumber": number,
        "Fee": u8::from(sent),
        "SessionContext": parameters.text("SessionContext"),
        "Code": code,
        "Message": if sent { "send success" } else { words },
        "IsoCode": if sent { "CN" } else { "" },
    })
}

/// The message as the customer reads it.
pub(crate) fn delivered(number: &str, serial: &str, parameters: &Parameters) -> DeliveredMessage {
    let template = parameters.text("TemplateId");
    let params: Vec<String> = parameters
        .texts("TemplateParamSet")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let words = TEMPLATES
        .iter()
        .find(|(id, _)| *id == template)
        .map_or("", |(_, words)| words);
    let text = params
        .iter()
        .enumerate()
        .fold(words.to_owned(), |text, (at, value)| {
            text.replace(&format!("{{{}}}", at + 1), value)
        });
    DeliveredMessage {
        phone: number.to_owned(),
        template: template.to_owned(),
        params,
        session: parameters.text("SessionContext").to_owned(),
        serial: serial.to_owned(),
        text: format!("【{}】{text}", parameters.text("SignName")),
    }
}

/// The eleven digits of a mainland number in one of the four ways the channel takes it.
fn mainland(given: &str) -> Option<&str> {
    let digits = ["+86", "0086", "86"]
        .into_iter()
        .find_map(|prefix| given.strip_prefix(prefix))
        .unwrap_or(given);
    (digits.len() == 11
        && digits.starts_with('1')
        && digits.bytes().all(|byte| byte.is_ascii_digit()))
    .then_some(digits)
}
