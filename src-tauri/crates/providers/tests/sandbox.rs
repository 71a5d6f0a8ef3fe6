//! The adapters against the sandbox, over a real connection: every magic value.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use casework::CheckOutcome;
use ports::conformance::{
    InstitutionScenarios, MessengerScenarios, institution_conformance, messenger_conformance,
};
use ports::{
    CallFault, CardHolderCheck, CheckAnswer, Clock, CustomerMessage, Institution, Messenger,
    Repeat, UnknownCause,
};
use providers::{Credential, HttpPolicy, SmsSettings, TencentFaceId, TencentSms};
use sandbox::{
    CARD_CHECK, DEMO_CREDENTIAL, Effect, MAGIC, RunningSandbox, SEND_SMS, Sandbox, SandboxOptions,
};
use serde_json::Value;

/// Long enough for the slow answer, short enough to wait for none.
const POLICY: HttpPolicy = HttpPolicy {
    connect_timeout_ms: 1_000,
    total_timeout_ms: 2_000,
    answer_bytes_max: 256 * 1024,
};

struct SystemClock {
    ahead_ms: i64,
}

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        i64::try_from(since.as_millis()).unwrap() + self.ahead_ms
    }
}

fn started() -> RunningSandbox {
    Sandbox::start(SandboxOptions::default()).unwrap()
}

fn face_id(sandbox: &RunningSandbox, credential: &str, ahead_ms: i64) -> TencentFaceId {
    let credential = Credential::parse(credential).unwrap();
    TencentFaceId::new(
        &sandbox.url(),
        credential,
        Arc::new(SystemClock { ahead_ms }),
        &POLICY,
    )
    .unwrap()
}

fn sms(sandbox: &RunningSandbox, settings: SmsSettings) -> TencentSms {
    let credential = Credential::parse(DEMO_CREDENTIAL).unwrap();
    TencentSms::new(
        &sandbox.url(),
        credential,
        settings,
        Arc::new(SystemClock { ahead_ms: 0 }),
        &POLICY,
    )
    .unwrap()
}

fn question(ending: &str) -> CardHolderCheck {
    CardHolderCheck {
        name: "测试甲".into(),
        document_number: "11010119900307457X".into(),
        card_number: "6200000000000005".into(),
        phone: format!("1380013{ending}").as_str().into(),
    }
}

fn message(ending: &str) -> CustomerMessage {
    CustomerMessage {
        phone: format!("1380013{ending}").as_str().into(),
        template: "verification_code".into(),
        parameters: vec!["482913".into(), "5".into()],
        session: "outbox-17".into(),
    }
}

/// The published row of a code.
fn published(operation: &str, code: &str) -> Option<Value> {
    let table: Value = serde_json::from_str(include_str!("../data/result-codes.json")).unwrap();
    let operations = table["operations"].as_array().unwrap();
    let own = operations
        .iter()
        .find(|known| known["operation"] == operation)
        .unwrap();
    own["codes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["code"] == code)
        .cloned()
}

/// What a fault must be by the published row of its code.
fn is_fault_of(fault: &CallFault, row: Option<&Value>, code: &str) -> bool {
    let retry = row.map_or("never", |row| row["retry"].as_str().unwrap());
    let expected_reason = row.map_or("unknown_code", |row| row["reason"].as_str().unwrap());
    match (fault, retry) {
        (CallFault::Busy { provider_code, .. }, "backoff") => provider_code == code,
        (CallFault::Unknown(UnknownCause::ServerError), "check_then_retry") => true,
        (
            CallFault::Refused {
                provider_code,
                reason,
                ..
            },
            retry,
        ) => {
            !["backoff", "check_then_retry"].contains(&retry)
                && provider_code == code
                && reason == expected_reason
        }
        (CallFault::Busy { .. } | CallFault::NotSent { .. } | CallFault::Unknown(_), _) => false,
    }
}

/// What the line's effects must look like from our side, whatever was asked.
fn fault_of_the_line(effect: Effect) -> Option<CallFault> {
    match effect {
        Effect::Silence => Some(CallFault::Unknown(UnknownCause::TimedOut)),
        Effect::Close => Some(CallFault::Unknown(UnknownCause::ConnectionLost)),
        Effect::Garbage
        | Effect::CutJson
        | Effect::Oversize
        | Effect::NoResult
        | Effect::Status(302) => Some(CallFault::Unknown(UnknownCause::UnreadableAnswer)),
        Effect::Status(429) => Some(CallFault::Busy {
            provider_code: "http_429".into(),
            retry_after_ms: Some(1_000),
        }),
        Effect::Status(403) => Some(CallFault::Refused {
            provider_code: "http_403".into(),
            reason: "http_refused".into(),
            provider_text: "Forbidden".into(),
            request_id: None,
        }),
        Effect::Status(_) => Some(CallFault::Unknown(UnknownCause::ServerError)),
        Effect::Code(_) | Effect::Error(_) | Effect::Slow => None,
    }
}

/// A fault that the machine may repeat was not billed: else a repeat would cost again.
fn a_repeat_is_free<T>(
    result: &Result<T, CallFault>,
    sandbox: &RunningSandbox,
    before: usize,
    ending: &str,
) {
    let by_machine = |fault: &CallFault| matches!(fault.repeat(), Repeat::ByMachine { .. });
    if result.as_ref().err().is_some_and(by_machine) {
        assert_eq!(sandbox.received().billed, before, "{ending}");
    }
}

fn expected_answer(code: &str) -> Option<(CheckOutcome, Option<bool>)> {
    let Some(row) = published(CARD_CHECK, code) else {
        return Some((CheckOutcome::Error, None));
    };
    let outcome = match row["outcome"].as_str().unwrap() {
        "match" => CheckOutcome::Match,
        "mismatch" => CheckOutcome::Mismatch,
        "unable" => CheckOutcome::Unable,
        _ => return None,
    };
    Some((outcome, row["billable"].as_bool()))
}

#[tokio::test]
async fn every_magic_value_of_a_check_comes_back_as_the_table_says() {
    let sandbox = started();
    let institution = face_id(&sandbox, DEMO_CREDENTIAL, 0);
    for magic in MAGIC.iter().filter(|magic| magic.action.covers(CARD_CHECK)) {
        let ending = magic.ending;
        let before = sandbox.received();
        let result = institution.check_card_holder(&question(ending)).await;
        let after = sandbox.received();
        assert_eq!(
            after.calls.len(),
            before.calls.len() + 1,
            "{ending}: asked once"
        );
        assert_eq!(
            after.billed - before.billed,
            usize::from(magic.effect.is_billed(CARD_CHECK)),
            "{ending}"
        );
        a_repeat_is_free(&result, &sandbox, before.billed, ending);

        if let Some(fault) = fault_of_the_line(magic.effect) {
            assert_eq!(result, Err(fault), "{ending}");
        } else if let Effect::Error(code) = magic.effect {
            assert!(
                is_fault_of(&result.unwrap_err(), published("any", code).as_ref(), code),
                "{ending}"
            );
        } else {
            let code = if let Effect::Code(code) = magic.effect {
                code
            } else {
                "0"
            };
            match expected_answer(code) {
                Some((outcome, billed)) => {
                    let CheckAnswer {
                        outcome: given,
                        billed: said,
                        provider_code,
                        request_id,
                        ..
                    } = result.unwrap();
                    assert_eq!(
                        (given, said, provider_code.as_str()),
                        (outcome, billed, code),
                        "{ending}"
                    );
                    assert!(!request_id.is_empty());
                }
                None => {
                    let row = published(CARD_CHECK, code);
                    assert!(
                        is_fault_of(&result.unwrap_err(), row.as_ref(), code),
                        "{ending}"
                    );
                }
            }
        }
        if magic.first_call_only {
            let again = institution
                .check_card_holder(&question(ending))
                .await
                .unwrap();
            assert_eq!(again.outcome, CheckOutcome::Match, "{ending}");
        }
    }
}

#[tokio::test]
async fn every_magic_value_of_a_message_comes_back_as_the_table_says() {
    let sandbox = started();
    let messenger = sms(&sandbox, SmsSettings::default());
    for magic in MAGIC.iter().filter(|magic| magic.action.covers(SEND_SMS)) {
        let ending = magic.ending;
        let before = sandbox.received();
        let result = messenger.send(&message(ending)).await;
        let after = sandbox.received();
        assert_eq!(
            after.calls.len(),
            before.calls.len() + 1,
            "{ending}: asked once"
        );
        assert_eq!(
            after.billed - before.billed,
            usize::from(magic.effect.is_billed(SEND_SMS)),
            "{ending}"
        );
        a_repeat_is_free(&result, &sandbox, before.billed, ending);

        if let Some(fault) = fault_of_the_line(magic.effect) {
            assert_eq!(result, Err(fault), "{ending}");
        } else if let Effect::Error(code) = magic.effect {
            assert!(
                is_fault_of(&result.unwrap_err(), published("any", code).as_ref(), code),
                "{ending}"
            );
        } else {
            let code = if let Effect::Code(code) = magic.effect {
                code
            } else {
                "Ok"
            };
            if code == "Ok" {
                assert_eq!(
                    result.unwrap().serial,
                    after.messages.last().unwrap().serial,
                    "{ending}"
                );
            } else {
                let row = published(SEND_SMS, code);
                assert!(
                    is_fault_of(&result.unwrap_err(), row.as_ref(), code),
                    "{ending}"
                );
            }
        }
        if magic.first_call_only {
            assert!(messenger.send(&message(ending)).await.is_ok(), "{ending}");
        }
    }
}

#[tokio::test]
async fn tencent_faceid_passes_the_conformance_suite() {
    let sandbox = started();
    let scenarios = InstitutionScenarios {
        agreeing: question("8000"),
        disagreeing: question("9013"),
        unable: question("9017"),
        busy: question("9102"),
        refused: question("9114"),
        failing: question("9107"),
    };
    let institution = face_id(&sandbox, DEMO_CREDENTIAL, 0);
    institution_conformance(&institution, &scenarios, || sandbox.received().calls.len()).await;
}

#[tokio::test]
async fn tencent_sms_passes_the_conformance_suite() {
    let sandbox = started();
    let mut scenarios = MessengerScenarios {
        taken: message("8000"),
        busy: message("9101"),
        refused: message("9201"),
        failing: message("9103"),
    };
    for message in [
        &mut scenarios.taken,
        &mut scenarios.busy,
        &mut scenarios.refused,
        &mut scenarios.failing,
    ] {
        message.template = "case_outcome".into();
        message.parameters = vec!["资料已核验".into()];
    }
    let messenger = sms(&sandbox, SmsSettings::default());
    messenger_conformance(&messenger, &scenarios, || sandbox.received().calls.len()).await;
}

#[tokio::test]
async fn a_customer_reads_the_approved_text_with_the_values_in_their_places() {
    let sandbox = started();
    sms(&sandbox, SmsSettings::default())
        .send(&message("8000"))
        .await
        .unwrap();
    let messages = sandbox.received().messages;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].phone, "+8613800138000");
    assert_eq!(messages[0].session, "outbox-17");
    assert_eq!(
        messages[0].text,
        "【核验台演示】验证码482913，5分钟内有效。如非本人操作请忽略。"
    );
}

#[tokio::test]
async fn wrong_keys_and_wrong_clocks_are_refusals_that_cost_nothing() {
    let sandbox = started();
    for (credential, ahead_ms, code, expected) in [
        (
            "AKIDsandbox:another",
            0,
            "AuthFailure.SignatureFailure",
            "signature",
        ),
        (
            "AKIDother:sandbox-demo-secret",
            0,
            "AuthFailure.SecretIdNotFound",
            "credentials",
        ),
        (
            DEMO_CREDENTIAL,
            400_000,
            "AuthFailure.SignatureExpire",
            "clock",
        ),
        (
            DEMO_CREDENTIAL,
            -400_000,
            "AuthFailure.SignatureExpire",
            "clock",
        ),
    ] {
        let fault = face_id(&sandbox, credential, ahead_ms)
            .check_card_holder(&question("8000"))
            .await
            .unwrap_err();
        let CallFault::Refused {
            provider_code,
            reason,
            request_id,
            ..
        } = fault
        else {
            panic!("{code}")
        };
        assert_eq!((provider_code.as_str(), reason.as_str()), (code, expected));
        assert!(request_id.is_some());
    }
    assert_eq!(sandbox.received().billed, 0);
}

#[tokio::test]
async fn a_text_nobody_approved_is_refused_and_one_nobody_configured_never_leaves() {
    let sandbox = started();
    let mut settings = SmsSettings::default();
    settings
        .templates
        .insert("unapproved".into(), "9999".into());
    let messenger = sms(&sandbox, settings);
    for (template, expected, calls) in [
        ("unconfigured", "template_not_configured", 0),
        ("unapproved", "template", 1),
    ] {
        let message = CustomerMessage {
            template: template.into(),
            ..message("8000")
        };
        let CallFault::Refused { reason, .. } = messenger.send(&message).await.unwrap_err() else {
            panic!()
        };
        assert_eq!(reason, expected);
        assert_eq!(sandbox.received().calls.len(), calls);
    }
}

#[tokio::test]
async fn a_sandbox_that_is_gone_was_sent_nothing() {
    let sandbox = started();
    let institution = face_id(&sandbox, DEMO_CREDENTIAL, 0);
    sandbox.stop();
    let fault = institution
        .check_card_holder(&question("8000"))
        .await
        .unwrap_err();
    assert!(matches!(fault, CallFault::NotSent { .. }), "{fault:?}");
}
