//! What the institution and the message channel answer, as the sandbox would: by how the phone ends.

use casework::CheckOutcome;
use ports::{CheckAnswer, MessageReceipt, UnknownCause};
use sync::{Arrival, Departure};

/// How a call ends.
pub(crate) enum End {
    Arrived(Arrival),
    Failed {
        cause: &'static str,
        code: &'static str,
    },
    Unknown(UnknownCause),
}

/// Endings the demo uses; their meaning is the sandbox's.
pub(crate) const MISMATCH: &str = "9001";
pub(crate) const CARD_LOST: &str = "9013";
pub(crate) const NOT_SUPPORTED: &str = "9017";
pub(crate) const BUSY: &str = "9018";
pub(crate) const NO_ANSWER: &str = "9100";
pub(crate) const FORBIDDEN: &str = "9116";
pub(crate) const NO_SUCH_NUMBER: &str = "9206";

/// How this call ends. `number` makes the other side's ids.
pub(crate) fn end_of(departure: &Departure, number: u32) -> End {
    match departure {
        Departure::CardCheck(check) => check_end(ending(check.phone.expose()), number),
        Departure::CustomerMessage(message) => message_end(ending(message.phone.expose()), number),
    }
}

fn ending(phone: &str) -> &str {
    phone
        .get(phone.len().saturating_sub(4)..)
        .unwrap_or_default()
}

fn check_end(ending: &str, number: u32) -> End {
    use CheckOutcome::{Error, Match, Mismatch, Unable};
    let (outcome, code, text, reason, billed) = match ending {
        MISMATCH => (
            Mismatch,
            "-1",
            "认证未通过",
            Some("elements_disagree"),
            true,
        ),
        CARD_LOST => (
            Mismatch,
            "-13",
            "已挂失卡",
            Some("card_reported_lost"),
            true,
        ),
        NOT_SUPPORTED => (
            Unable,
            "-17",
            "发卡行不支持此交易",
            Some("issuer_does_not_support"),
            true,
        ),
        BUSY => (
            Error,
            "-18",
            "验证中心服务繁忙",
            Some("provider_busy"),
            false,
        ),
        NO_ANSWER => return End::Unknown(UnknownCause::TimedOut),
        FORBIDDEN => {
            return End::Failed {
                cause: "http_refused",
                code: "403",
            };
        }
        _ => (Match, "0", "认证通过", None, true),
    };
    End::Arrived(Arrival::Answered(CheckAnswer {
        outcome,
        reason: reason.map(str::to_owned),
        provider_code: code.to_owned(),
        provider_text: text.to_owned(),
        request_id: format!("demo-{number:08x}"),
        billed: Some(billed),
    }))
}

fn message_end(ending: &str, number: u32) -> End {
    match ending {
        NO_SUCH_NUMBER => End::Failed {
            cause: "phone_format",
            code: "InvalidParameterValue.IncorrectPhoneNumber",
        },
        NO_ANSWER => End::Unknown(UnknownCause::TimedOut),
        _ => End::Arrived(Arrival::Accepted(MessageReceipt {
            serial: format!("demo:{number:08x}"),
            request_id: format!("demo-m-{number:08x}"),
        })),
    }
}
