use identifiers::card_data::NeverStored;
use identifiers::{Language, ProblemCode, Severity};

use crate::words::vocabulary;
use crate::{Field, RiskBand};

/// Something screening found about a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The field it is about.
    pub field: Field,
    /// What it is.
    pub code: FindingCode,
    /// Whether the case can go on.
    pub severity: Severity,
}

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingCode {
    /// The form it came on: what is missing or cannot be read. Such a submission is not stored.
    Form(FormCode),
    /// The value itself: its form, its check digit, its tables.
    Value(ProblemCode),
    /// The value beside other cases of this desk.
    Repeat(RepeatCode),
}

vocabulary! {
    /// What is wrong with a form.
    FormCode {
        /// Nothing there.
        Missing = "missing",
        /// Not a value of this field.
        Unreadable = "unreadable",
        /// Longer than the field takes.
        TooLong = "too_long",
        /// Lies in the future.
        InFuture = "in_future",
        /// The customer has not confirmed that the data is right.
        NotConfirmed = "not_confirmed",
        /// Holds the customer's own card, document or phone number, in a field that is shown to everybody.
        PersonalData = "personal_data",
        /// Looks like a card's security code, which is never taken (PCI DSS 3.3.1).
        SecurityCode = "security_code",
        /// Looks like a card's expiry date, which is never kept (JR/T 0171-2020).
        CardExpiry = "card_expiry",
        /// Looks like what a card's magnetic stripe holds (PCI DSS 3.3.1).
        TrackData = "track_data",
        /// Looks like a PIN or a card's password (PCI DSS 3.3.1).
        Pin = "pin",
    }
}

vocabulary! {
    /// How a value repeats another case's.
    RepeatCode {
        /// The same value with the same identity document.
        SameIdentity = "repeat_same_identity",
        /// The same card or phone under another identity document.
        OtherIdentity = "repeat_other_identity",
    }
}

impl FindingCode {
    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form(code) => code.as_str(),
            Self::Value(code) => code.as_str(),
            Self::Repeat(code) => code.as_str(),
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        RepeatCode::parse(text)
            .map(Self::Repeat)
            .or_else(|| FormCode::parse(text).map(Self::Form))
            .or_else(|| {
                ProblemCode::ALL
                    .iter()
                    .copied()
                    .find(|code| code.as_str() == text)
                    .map(Self::Value)
            })
    }

    /// What is so and how to mend it, for the customer as well as for the house.
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Form(code) => code.words(language),
            Self::Value(code) => code.words(language),
            Self::Repeat(code) => code.words(language),
        }
    }

    /// How much care a warning of this kind asks for.
    pub(crate) fn risk(self) -> RiskBand {
        match self {
            Self::Repeat(RepeatCode::OtherIdentity) => RiskBand::High,
            Self::Repeat(RepeatCode::SameIdentity) | Self::Form(_) | Self::Value(_) => {
                RiskBand::Elevated
            }
        }
    }
}

impl From<NeverStored> for FormCode {
    fn from(kind: NeverStored) -> Self {
        match kind {
            NeverStored::SecurityCode => Self::SecurityCode,
            NeverStored::CardExpiry => Self::CardExpiry,
            NeverStored::TrackData => Self::TrackData,
            NeverStored::Pin => Self::Pin,
        }
    }
}

impl FormCode {
    fn words(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Missing => (
                "此项未填写。请补充后重新提交。",
                "This field is empty. Fill it in and submit again.",
            ),
            Self::Unreadable => (
                "此项的内容无法识别。请按说明的格式填写后重新提交。",
                "This field cannot be read. Write it in the form described and submit again.",
            ),
            Self::TooLong => (
                "此项内容过长。请缩短后重新提交。",
                "This field is too long. Shorten it and submit again.",
            ),
            Self::InFuture => (
                "此项的时间晚于当前时间。请核对后重新提交。",
                "This time lies in the future. Check it and submit again.",
            ),
            Self::NotConfirmed => (
                "客户尚未确认资料无误。请客户确认后重新提交。",
                "The customer has not confirmed that the data is right. Ask them, then submit again.",
            ),
            Self::PersonalData => (
                "此项含有客户的卡号、证件号或手机号，而此项对所有人可见。请改用其他编号后重新提交。",
                "This field holds the customer's card, document or phone number, and everybody sees it. Use another value and submit again.",
            ),
            Self::SecurityCode => (
                "此处疑似填写了卡片安全码，本系统不接收安全码。请删除后重新提交。",
                "This looks like a card security code, which is never taken. Remove it and submit again.",
            ),
            Self::CardExpiry => (
                "此处疑似填写了卡片有效期，本系统不保存有效期。请删除后重新提交。",
                "This looks like a card's expiry date, which is never kept. Remove it and submit again.",
            ),
            Self::TrackData => (
                "此处疑似填写了卡片磁道数据，本系统不接收磁道数据。请删除后重新提交。",
                "This looks like a card's track data, which is never taken. Remove it and submit again.",
            ),
            Self::Pin => (
                "此处疑似填写了密码，本系统不接收卡片密码。请删除后重新提交。",
                "This looks like a PIN or a card's password, which is never taken. Remove it and submit again.",
            ),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

impl RepeatCode {
    fn words(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::SameIdentity => (
                "同一证件此前已有案件使用该信息。请留意是否重复提交。",
                "Another case with the same document has this value. See whether it was handed in twice.",
            ),
            Self::OtherIdentity => (
                "其他证件的案件曾使用该信息。请重点核实。",
                "A case under another document has this value. Look closely.",
            ),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}
