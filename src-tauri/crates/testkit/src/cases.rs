//! Submissions, people and answers as cases meet them. All data is synthetic.

pub mod arbitrary;

use casework::{
    Actor, Amount, Answer, CheckKind, CheckOutcome, Consent, Currency, DocumentType, Field,
    Finding, FindingCode, Language, Masked, MethodKind, PersonId, RepeatCode, Role, Sensitive,
    Severity, Subject, Submission,
};

/// Noon of 2026-09-01 in China, milliseconds since 1970: when the stories of the tests begin.
pub const NOW: i64 = 1_788_235_200_000;

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;

/// Somebody who acts, with the roles they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Player {
    /// Who.
    pub actor: Actor,
    /// What they may be.
    pub roles: &'static [Role],
}

const fn player(id: u8, roles: &'static [Role]) -> Player {
    Player {
        actor: Actor::Person(PersonId::from_bytes([id; 16])),
        roles,
    }
}

/// Works cases.
pub const OPERATOR: Player = player(1, &[Role::Operator]);
/// Works cases too.
pub const COLLEAGUE: Player = player(2, &[Role::Operator]);
/// Reviews.
pub const SUPERVISOR: Player = player(3, &[Role::Supervisor]);
/// Holds every role that one person may hold.
pub const FOUNDER: Player = player(4, &[Role::Operator, Role::Supervisor, Role::Administrator]);
/// Sees no case.
pub const ADMINISTRATOR: Player = player(5, &[Role::Administrator]);
/// Reads the log.
pub const AUDITOR: Player = player(6, &[Role::Auditor]);
/// The desk on its own duty.
pub const DESK: Player = Player {
    actor: Actor::Desk,
    roles: &[],
};

impl Player {
    /// The person; fails the test where it is the desk.
    pub fn person(self) -> PersonId {
        self.actor.person().expect("a person")
    }
}

/// A sound submission over 1,280.50 yuan.
pub fn submission() -> Submission {
    Submission {
        partner: "shop".to_owned(),
        reference: "R-1".to_owned(),
        subject: Some(Subject {
            name: Sensitive::from("张三"),
            document_type: DocumentType::ResidentId,
            document_number: Sensitive::from("11010519491231002X"),
            phone: Sensitive::from("13800138000"),
            email: Some(Sensitive::from("zhang@example.com")),
        }),
        method: MethodKind::BankCard,
        card_number: Some(Sensitive::from("6222021234567890128")),
        amount: amount("1280.50", "CNY"),
        language: Language::Zh,
        consent: Consent {
            terms: "2026-01".to_owned(),
            at_ms: NOW - MINUTE,
            channel: "counter".to_owned(),
        },
        masked: Masked {
            name: "张*".to_owned(),
            document_number: "110*************2X".to_owned(),
            card_number: "622202*********0128".to_owned(),
            phone: "138****8000".to_owned(),
        },
    }
}

/// The same submission over another amount.
pub fn submission_over(decimal: &str, currency: &str) -> Submission {
    Submission {
        amount: amount(decimal, currency),
        ..submission()
    }
}

/// An amount; fails the test where it cannot be read.
pub fn amount(decimal: &str, currency: &str) -> Amount {
    Amount::parse(decimal, Currency::parse(currency).expect("a currency")).expect("an amount")
}

/// An answer about all four factors.
pub fn answer(outcome: CheckOutcome) -> Answer {
    Answer {
        outcome,
        fields: CheckKind::BankCardFourFactor.fields(),
        reason: None,
        provider_code: "0".to_owned(),
        provider_text: "认证通过".to_owned(),
        request_id: "request-1".to_owned(),
        billed: Some(true),
    }
}

/// A card seen under another identity: a warning that makes the case a high risk.
pub const FOREIGN_CARD: Finding = Finding {
    field: Field::CardNumber,
    code: FindingCode::Repeat(RepeatCode::OtherIdentity),
    severity: Severity::Warn,
};

/// A card seen under the same identity: a warning that is worth a look.
pub const KNOWN_CARD: Finding = Finding {
    code: FindingCode::Repeat(RepeatCode::SameIdentity),
    ..FOREIGN_CARD
};

/// A warning made grave enough to send the case back to the customer.
pub const REFUSED_CARD: Finding = Finding {
    severity: Severity::Refuse,
    ..KNOWN_CARD
};
