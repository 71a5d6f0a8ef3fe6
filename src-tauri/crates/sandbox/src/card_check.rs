use serde_json::{Value, json};

use crate::magic::Effect;
use crate::parameters::Parameters;
use crate::{ApiFault, codes};

/// The phone in the form that magic values are looked up by.
pub(crate) fn phone(parameters: &Parameters) -> &str {
    parameters.text("Phone")
}

/// What this check answers when no magic value says otherwise.
pub(crate) fn ordinary(parameters: &Parameters) -> Result<Effect, ApiFault> {
    if parameters.integer("CertType").is_some_and(|kind| kind != 0) {
        return Err(ApiFault::new(
            "InvalidParameterValue",
            "CertType may be 0 only",
        ));
    }
    if parameters.has("Encryption") {
        return Err(ApiFault::new(
            "FailedOperation.DecryptSystemError",
            "the sandbox holds no key to decrypt with",
        ));
    }
    let document = parameters.text("IdCard");
    let (body, check) = document.split_at_checked(17).unwrap_or_default();
    let card = parameters.text("BankCard");
    let code = if parameters.text("Name").trim().is_empty() {
        "-2"
    } else if !(is_digits(body) && (is_digits(check) || check == "X") && document.len() == 18) {
        "-3"
    } else if !(is_digits(card) && (12..=19).contains(&card.len())) {
        "-4"
    } else if !(is_digits(phone(parameters))
        && phone(parameters).len() == 11
        && phone(parameters).starts_with('1'))
    {
        "-5"
    } else {
        "0"
    };
    Ok(Effect::Code(code))
}

/// The answer's body for a result code.
pub(crate) fn answer(code: &str, request_id: &str) -> Value {
    json!({"Response": {"Result": code, "Description": description(code), "RequestId": request_id}})
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The official words for the codes met most, else our own words for the code.
fn description(code: &str) -> &str {
    match code {
        "0" => "认证通过",
        "-1" => "认证未通过",
        "-6" => "持卡人信息有误",
        "-18" => "验证中心服务繁忙",
        other => codes::published(crate::magic::CARD_CHECK, other)
            .map_or("未知", |known| known.meaning.as_str()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn ordinary_of(change: &str, value: &str) -> Result<Effect, ApiFault> {
        let mut body = json!({
            "Name": "测试甲", "BankCard": "6200000000000005", "Phone": "13800138000", "IdCard": "11010119900307457X",
        });
        body[change] = value
            .parse::<i64>()
            .ok()
            .filter(|_| change == "CertType")
            .map_or(value.into(), Value::from);
        ordinary(&Parameters::of_card_check(body.to_string().as_bytes()).unwrap())
    }

    #[test]
    fn a_value_of_a_wrong_form_gets_the_institution_s_own_refusal() {
        for (parameter, value, code) in [
            ("Name", "测试乙", "0"),
            ("Name", " ", "-2"),
            ("IdCard", "110101199003074577", "0"),
            ("IdCard", "11010119900307457", "-3"),
            ("IdCard", "1101011990030745XX", "-3"),
            ("IdCard", "身份证号码有十八位身份证号码有十八位", "-3"),
            ("BankCard", "62000000000", "-4"),
            ("BankCard", "6200 0000 0000 0005", "-4"),
            ("Phone", "1380013800", "-5"),
            ("Phone", "23800138000", "-5"),
        ] {
            assert_eq!(
                ordinary_of(parameter, value),
                Ok(Effect::Code(code)),
                "{parameter} {value}"
            );
        }
    }

    #[test]
    fn only_the_resident_card_is_served() {
        assert_eq!(ordinary_of("CertType", "0"), Ok(Effect::Code("0")));
        assert_eq!(
            ordinary_of("CertType", "1").unwrap_err().code,
            "InvalidParameterValue"
        );
    }
}
