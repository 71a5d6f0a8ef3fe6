use crate::codes::{self, published};

/// The check of card, name, document and phone.
pub const CARD_CHECK: &str = "BankCard4EVerification";
/// A text message to customers.
pub const SEND_SMS: &str = "SendSms";

/// One documented phone ending and what it brings about.
#[derive(Debug, Clone, Copy)]
pub struct MagicValue {
    /// The last four digits of the phone.
    pub ending: &'static str,
    /// Which action looks at it.
    pub action: Scope,
    /// What comes back.
    pub effect: Effect,
    /// Whether only the first call for this phone gets it, and later ones the ordinary answer.
    pub first_call_only: bool,
}

/// The actions a magic value speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `BankCard4EVerification` alone.
    CardCheck,
    /// `SendSms` alone.
    Message,
    /// Both.
    Both,
}

/// What the sandbox does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Answers with this code of the action: `Result`, or the `Code` of a number.
    Code(&'static str),
    /// Answers with `Response.Error` and this code.
    Error(&'static str),
    /// Answers with this HTTP status and no body; 429 carries `Retry-After: 1`.
    Status(u16),
    /// Holds the connection without a byte for [`HOLD_S`], then closes it.
    Silence,
    /// Closes the connection without a byte.
    Close,
    /// Answers 200 with something that is not JSON.
    Garbage,
    /// Answers 200 with the first half of the ordinary answer.
    CutJson,
    /// Answers 200 with an ordinary answer padded to 300 KiB.
    Oversize,
    /// Answers 200 with an answer that has no result.
    NoResult,
    /// Gives the ordinary answer after [`SLOW_MS`].
    Slow,
}

/// How long a call is held that is never answered, in seconds.
pub const HOLD_S: u64 = 60;
/// How long a slow answer takes, in milliseconds.
pub const SLOW_MS: u64 = 1_500;

const fn card(ending: &'static str, code: &'static str) -> MagicValue {
    MagicValue {
        ending,
        action: Scope::CardCheck,
        effect: Effect::Code(code),
        first_call_only: false,
    }
}

const fn message(ending: &'static str, code: &'static str) -> MagicValue {
    MagicValue {
        ending,
        action: Scope::Message,
        effect: Effect::Code(code),
        first_call_only: false,
    }
}

const fn either(ending: &'static str, effect: Effect) -> MagicValue {
    MagicValue {
        ending,
        action: Scope::Both,
        effect,
        first_call_only: false,
    }
}

const fn either_once(ending: &'static str, effect: Effect) -> MagicValue {
    MagicValue {
        ending,
        action: Scope::Both,
        effect,
        first_call_only: true,
    }
}

/// Every magic value. 90xx: results of a check; 91xx: the line and the door; 92xx: states of a message.
pub static MAGIC: &[MagicValue] = &[
    card("9000", "0"),
    card("9001", "-1"),
    card("9002", "-2"),
    card("9003", "-3"),
    card("9004", "-4"),
    card("9005", "-5"),
    card("9006", "-6"),
    card("9007", "-7"),
    card("9008", "-8"),
    card("9009", "-9"),
    card("9010", "-10"),
    card("9011", "-11"),
    card("9012", "-12"),
    card("9013", "-13"),
    card("9014", "-14"),
    card("9015", "-15"),
    card("9016", "-16"),
    card("9017", "-17"),
    card("9018", "-18"),
    card("9019", "-19"),
    card("9020", "-20"),
    card("9021", "-21"),
    card("9099", "-99"),
    either("9100", Effect::Silence),
    either("9101", Effect::Status(429)),
    either("9102", Effect::Error("RequestLimitExceeded")),
    either("9103", Effect::Status(500)),
    either("9104", Effect::Status(503)),
    either("9105", Effect::Garbage),
    either("9106", Effect::CutJson),
    either("9107", Effect::Close),
    either("9108", Effect::Error("InternalError")),
    either("9109", Effect::Slow),
    either_once("9110", Effect::Status(429)),
    either_once("9111", Effect::Error("RequestLimitExceeded")),
    either("9112", Effect::Status(302)),
    either("9113", Effect::Oversize),
    either("9114", Effect::Error("UnauthorizedOperation.Arrears")),
    either("9115", Effect::NoResult),
    either("9116", Effect::Status(403)),
    message("9200", "Ok"),
    message("9201", "FailedOperation.PhoneNumberInBlacklist"),
    message(
        "9202",
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
    ),
    message("9203", "FailedOperation.SignatureIncorrectOrUnapproved"),
    message("9204", "FailedOperation.TemplateUnapprovedOrNotExist"),
    message("9205", "FailedOperation.InsufficientBalanceInSmsPackage"),
    message("9206", "InvalidParameterValue.IncorrectPhoneNumber"),
    message("9207", "InvalidParameterValue.TemplateParameterFormatError"),
    message("9208", "InvalidParameterValue.TemplateParameterLengthLimit"),
    message("9209", "LimitExceeded.PhoneNumberThirtySecondLimit"),
    message("9210", "LimitExceeded.PhoneNumberOneHourLimit"),
    message("9211", "LimitExceeded.PhoneNumberDailyLimit"),
    message("9212", "LimitExceeded.PhoneNumberSameContentDailyLimit"),
    message("9213", "LimitExceeded.DeliveryFrequencyLimit"),
    message("9214", "LimitExceeded.AppDailyLimit"),
    message("9215", "InternalError.Timeout"),
    message("9216", "InternalError.SendAndRecvFail"),
    message("9217", "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
    message("9218", "UnauthorizedOperation.ServiceSuspendDueToArrears"),
    message("9299", "FailedOperation.NotInTheTable"),
];

/// The magic value that this phone asks for in this action, if any.
pub fn magic_for(action: &str, phone: &str) -> Option<&'static MagicValue> {
    MAGIC
        .iter()
        .find(|magic| magic.action.covers(action) && phone.ends_with(magic.ending))
}

impl Scope {
    /// Whether this action looks at the value.
    pub fn covers(self, action: &str) -> bool {
        match self {
            Self::CardCheck => action == CARD_CHECK,
            Self::Message => action == SEND_SMS,
            Self::Both => action == CARD_CHECK || action == SEND_SMS,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::CardCheck => CARD_CHECK,
            Self::Message => SEND_SMS,
            Self::Both => "both",
        }
    }
}

impl Effect {
    /// Whether a call that ends so is billed: what the provider publishes, and everything that leaves it unsaid.
    pub fn is_billed(self, action: &str) -> bool {
        match self {
            Self::Code(code) => codes::is_billed(action, code),
            Self::Error(code) => codes::is_billed("any", code),
            Self::Status(status) => !(400..500).contains(&status),
            Self::Silence
            | Self::Close
            | Self::Garbage
            | Self::CutJson
            | Self::Oversize
            | Self::NoResult
            | Self::Slow => true,
        }
    }

    fn words(self, action: &str) -> String {
        let code_words = |operation, code: &str| match published(operation, code) {
            Some(known) => format!("{} ({})", known.meaning, known.outcome),
            None => "a code that is not published (error)".to_owned(),
        };
        match self {
            Self::Code(code) => format!("`{code}`: {}", code_words(action, code)),
            Self::Error(code) => format!("`Response.Error` `{code}`: {}", code_words("any", code)),
            Self::Status(429) => "HTTP 429 with `Retry-After: 1`".to_owned(),
            Self::Status(302) => "HTTP 302 to another host".to_owned(),
            Self::Status(status) => format!("HTTP {status} without a body"),
            Self::Silence => format!("no answer; the connection is held for {HOLD_S} s"),
            Self::Close => "the connection is closed without an answer".to_owned(),
            Self::Garbage => "HTTP 200 with a body that is not JSON".to_owned(),
            Self::CutJson => "HTTP 200 with the first half of the JSON".to_owned(),
            Self::Oversize => "HTTP 200 with a body of 300 KiB".to_owned(),
            Self::NoResult => "HTTP 200 with JSON that has no result".to_owned(),
            Self::Slow => format!("the ordinary answer, after {SLOW_MS} ms"),
        }
    }
}

/// The magic values as the Markdown page `docs/sandbox.md`.
pub fn magic_page() -> String {
    let mut page = format!(
        "<!-- Written by `veridesk-sandbox --magic`; a test compares. Change the table in the code, not here. -->\n\
         # The sandbox\n\n\
         `veridesk-sandbox` is a pretend institution on loopback. It speaks the wire formats of the Tencent Cloud\n\
         actions `{CARD_CHECK}` and `{SEND_SMS}`, verifies signatures, bills before it answers and never\n\
         de-duplicates. What it did is at `GET /_sandbox/received`.\n\n\
         The last four digits of the phone decide what comes back; every other phone gets the ordinary answer: the\n\
         four elements agree (`0`), the message is accepted (`Ok`). The other values stay valid under the real rules.\n\
         A value of a wrong form gets the institution's own refusal (`-2` name, `-3` document, `-4` card, `-5` phone).\n\n\
         Started without `--credential-fd`, it knows one key: `{}`. Messages: application `{}`, signature\n\
         `{}`, templates {}.\n\n\
         | phone ends in | action | what comes back | billed |\n\
         | --- | --- | --- | --- |\n",
        crate::credential::DEMO_CREDENTIAL,
        crate::message::APP_ID,
        crate::message::SIGN_NAME,
        crate::message::template_ids(),
    );
    for magic in MAGIC {
        let action = if magic.action == Scope::Message {
            SEND_SMS
        } else {
            CARD_CHECK
        };
        let once = if magic.first_call_only {
            " on the first call for a phone, then the ordinary answer"
        } else {
            ""
        };
        let billed = match (magic.effect.is_billed(action), magic.first_call_only) {
            (true, _) => "yes",
            (false, false) => "no",
            (false, true) => "first call no",
        };
        page.push_str(&format!(
            "| {} | {} | {}{once} | {billed} |\n",
            magic.ending,
            magic.action.words(),
            magic.effect.words(action),
        ));
    }
    page
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_published_code_of_both_actions_has_one_magic_value() {
        for action in [CARD_CHECK, SEND_SMS] {
            let codes = codes::codes_of(action);
            assert!(codes.len() > 15, "the table of {action} is there");
            for code in codes {
                let reached = MAGIC
                    .iter()
                    .filter(|magic| magic.action.covers(action))
                    .filter(|magic| matches!(magic.effect, Effect::Code(own) if own == code.code))
                    .count();
                assert_eq!(reached, 1, "{action} {}", code.code);
                assert_eq!(codes::is_billed(action, &code.code), code.billable);
            }
        }
    }

    #[test]
    fn no_ending_is_used_twice() {
        for (at, magic) in MAGIC.iter().enumerate() {
            assert!(
                MAGIC[at + 1..]
                    .iter()
                    .all(|other| other.ending != magic.ending),
                "{}",
                magic.ending
            );
        }
    }

    #[test]
    fn throttling_is_free_and_what_leaves_the_end_unsaid_is_billed() {
        for free in ["9101", "9102", "9110", "9111", "9018"] {
            assert!(
                !magic_for(CARD_CHECK, free)
                    .unwrap()
                    .effect
                    .is_billed(CARD_CHECK),
                "{free}"
            );
        }
        for billed in [
            "9100", "9103", "9104", "9105", "9106", "9107", "9113", "9001", "9099",
        ] {
            assert!(
                magic_for(CARD_CHECK, billed)
                    .unwrap()
                    .effect
                    .is_billed(CARD_CHECK),
                "{billed}"
            );
        }
    }

    #[test]
    fn the_page_in_the_documentation_is_this_table() {
        let page = include_str!("../../../../docs/sandbox.md");
        assert_eq!(
            page,
            magic_page(),
            "write it anew: veridesk-sandbox --magic > docs/sandbox.md"
        );
    }
}
