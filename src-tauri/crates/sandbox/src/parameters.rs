use serde_json::{Map, Value};

use crate::ApiFault;

/// What a parameter must look like.
enum Form {
    Text,
    Integer,
    Texts,
    Object(&'static [Parameter]),
}

struct Parameter {
    name: &'static str,
    form: Form,
    required: bool,
}

const fn required(name: &'static str, form: Form) -> Parameter {
    Parameter {
        name,
        form,
        required: true,
    }
}

const fn optional(name: &'static str, form: Form) -> Parameter {
    Parameter {
        name,
        form,
        required: false,
    }
}

static ENCRYPTION: &[Parameter] = &[
    required("EncryptList", Form::Texts),
    required("CiphertextBlob", Form::Text),
    required("Iv", Form::Text),
    optional("Algorithm", Form::Text),
    optional("TagList", Form::Texts),
];

/// Names, forms and obligation after the official API metadata: faceid 2018-03-01.
static CARD_CHECK: &[Parameter] = &[
    required("Name", Form::Text),
    required("BankCard", Form::Text),
    required("Phone", Form::Text),
    required("IdCard", Form::Text),
    optional("CertType", Form::Integer),
    optional("Encryption", Form::Object(ENCRYPTION)),
];

/// The same for sms 2021-01-11.
static MESSAGE: &[Parameter] = &[
    required("PhoneNumberSet", Form::Texts),
    required("SmsSdkAppId", Form::Text),
    required("TemplateId", Form::Text),
    optional("SignName", Form::Text),
    optional("TemplateParamSet", Form::Texts),
    optional("ExtendCode", Form::Text),
    optional("SessionContext", Form::Text),
    optional("SenderId", Form::Text),
];

/// The parameters of a request, known to have the right names and forms.
pub(crate) struct Parameters(Map<String, Value>);

impl Parameters {
    pub(crate) fn of_card_check(body: &[u8]) -> Result<Self, ApiFault> {
        Self::read(body, CARD_CHECK)
    }

    pub(crate) fn of_message(body: &[u8]) -> Result<Self, ApiFault> {
        Self::read(body, MESSAGE)
    }

    fn read(body: &[u8], expected: &[Parameter]) -> Result<Self, ApiFault> {
        let Ok(Value::Object(given)) = serde_json::from_slice(body) else {
            return Err(ApiFault::new(
                "InvalidParameter",
                "the body is not a JSON object",
            ));
        };
        check(&given, expected, "")?;
        Ok(Self(given))
    }

    /// A text parameter; empty where it was left out.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of texts; empty where it was left out.
    pub(crate) fn texts(&self, name: &str) -> Vec<&str> {
        self.0
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// An integer, where it was given.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.0.get(name).and_then(Value::as_i64)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

fn check(given: &Map<String, Value>, expected: &[Parameter], within: &str) -> Result<(), ApiFault> {
    if given
        .keys()
        .any(|name| expected.iter().all(|parameter| parameter.name != name))
    {
        // The unknown name itself may carry a datum, so it is not repeated.
        return Err(ApiFault::new(
            "UnknownParameter",
            format!("a parameter{within} is not known to this action"),
        ));
    }
    for Parameter {
        name,
        form,
        required,
    } in expected
    {
        let Some(value) = given.get(*name) else {
            if *required {
                return Err(ApiFault::new(
                    "MissingParameter",
                    format!("the parameter {name}{within} is missing"),
                ));
            }
            continue;
        };
        let fits = match form {
            Form::Text => value.is_string(),
            Form::Integer => value.is_i64(),
            Form::Texts => value
                .as_array()
                .is_some_and(|items| items.iter().all(Value::is_string)),
            Form::Object(members) => match value.as_object() {
                Some(object) => {
                    check(object, members, &format!(" in {name}"))?;
                    true
                }
                None => false,
            },
        };
        if !fits {
            return Err(ApiFault::new(
                "InvalidParameterValue",
                format!("the parameter {name}{within} has a wrong form"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{"Name":"测试甲","BankCard":"6200000000000005","Phone":"13800138000","IdCard":"11010119900307457X"}"#;

    fn code_of(body: &str) -> Option<&'static str> {
        Parameters::of_card_check(body.as_bytes())
            .err()
            .map(|fault| fault.code)
    }

    fn with(extra: &str) -> String {
        WHOLE.replace('}', &format!(",{extra}}}"))
    }

    #[test]
    fn what_the_official_metadata_allows_is_taken() {
        assert_eq!(code_of(WHOLE), None);
        assert_eq!(code_of(&with(r#""CertType":0"#)), None);
        let encryption = r#""Encryption":{"EncryptList":["Name"],"CiphertextBlob":"b","Iv":"i"}"#;
        assert_eq!(code_of(&with(encryption)), None);
        let message = r#"{"PhoneNumberSet":["+8613800138000"],"SmsSdkAppId":"1","TemplateId":"2"}"#;
        assert!(Parameters::of_message(message.as_bytes()).is_ok());
    }

    #[test]
    fn missing_unknown_and_mistyped_parameters_are_told_apart() {
        for (body, code) in [
            ("", "InvalidParameter"),
            ("[]", "InvalidParameter"),
            ("{}", "MissingParameter"),
            (&WHOLE.replace("Phone", "Mobile"), "UnknownParameter"),
            (&with(r#""Language":"zh""#), "UnknownParameter"),
            (&with(r#""CertType":"0""#), "InvalidParameterValue"),
            (
                &WHOLE.replace(r#""13800138000""#, "13800138000"),
                "InvalidParameterValue",
            ),
            (
                &WHOLE.replace(r#""13800138000""#, "null"),
                "InvalidParameterValue",
            ),
            (&with(r#""Encryption":{}"#), "MissingParameter"),
            (&with(r#""Encryption":"none""#), "InvalidParameterValue"),
        ] {
            assert_eq!(code_of(body), Some(code), "{body}");
        }
    }

    #[test]
    fn a_refusal_repeats_no_name_or_value_of_the_caller_s() {
        let fault = Parameters::of_card_check(with(r#""13900139000":"x""#).as_bytes()).err();
        assert!(fault.is_some_and(|fault| !fault.to_string().contains("13900139000")));
    }
}
