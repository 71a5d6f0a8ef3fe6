use casework::{
    Amount, Consent, Currency, DocumentType, Field, Finding, FindingCode, FormCode, Masked,
    MethodKind, Severity, Subject, Submission,
};
use identifiers::card_data::{self, NeverStored};
use identifiers::{Language, Problem, Sensitive, card, mobile, person_name, resident_id};
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// What a door hands in: texts as they came, one for each field of the canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The partner's number of the case.
    pub reference: String,
    /// Name.
    pub name: Sensitive,
    /// Kind of document.
    pub document_type: String,
    /// Its number.
    pub document_number: Sensitive,
    /// Kind of payment method.
    pub method: String,
    /// Card number.
    pub card_number: Sensitive,
    /// Mobile number.
    pub phone: Sensitive,
    /// E-mail address, or nothing.
    pub email: Sensitive,
    /// Amount, plain decimal.
    pub amount: String,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Who sends the case.
    pub partner: String,
    /// The customer's language.
    pub language: String,
    /// Version of the terms consented to.
    pub consent_terms: String,
    /// When, RFC 3339; without an offset it is China Standard Time.
    pub consent_at: String,
    /// How.
    pub consent_channel: String,
    /// Whether the customer confirmed that the data is right.
    pub accuracy_confirmed: String,
}

/// A submission that can be stored, with what screening found in its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screened {
    /// Normalised.
    pub submission: Submission,
    /// What is wrong or worth knowing, field by field; repeats are not in here.
    pub findings: Vec<Finding>,
}

/// Reads and judges a submission.
///
/// # Errors
/// What keeps it from being stored at all, field by field: something missing or unreadable, no consent, the data
/// not confirmed. Values that can be read but are plainly wrong are no error but findings.
pub fn screen(handed: &Handed, now_ms: i64) -> Result<Screened, Vec<Finding>> {
    let mut form = Form::default();
    let reference = form.short(Field::Reference, &handed.reference);
    let partner = form.short(Field::Partner, &handed.partner);
    let document_type = form.read(Field::DocumentType, &handed.document_type, document_type);
    let method = form.read(Field::Method, &handed.method, method);
    let currency = form.read(Field::Currency, &handed.currency, |it| {
        Currency::parse(&it.to_ascii_uppercase())
    });
    let amount = match currency {
        Some(it) => form.read(Field::Amount, &handed.amount, |text| {
            Amount::parse(text, it)
        }),
        // How many places an amount has is not known without its currency; that it is missing is.
        None => form
            .read(Field::Amount, &handed.amount, |_| Some(()))
            .and(None),
    };
    let language = form.read(Field::Language, &handed.language, language);
    let consent = form.consent(handed, now_ms);
    form.confirmed(&handed.accuracy_confirmed);
    let email = form.email(&handed.email);
    form.never_stored(handed);
    for (field, value) in [
        (Field::Name, &handed.name),
        (Field::DocumentNumber, &handed.document_number),
        (Field::CardNumber, &handed.card_number),
        (Field::Phone, &handed.phone),
    ] {
        form.value(field, value);
    }
    let (
        Some(reference),
        Some(partner),
        Some(document_type),
        Some(method),
        Some(amount),
        Some(language),
        Some(consent),
    ) = (
        reference,
        partner,
        document_type,
        method,
        amount,
        language,
        consent,
    )
    else {
        return Err(form.problems);
    };
    if !form.problems.is_empty() {
        return Err(form.problems);
    }

    let name = person_name::explain(handed.name.expose());
    let document = resident_id::explain(handed.document_number.expose(), today(now_ms));
    let card = card::explain(handed.card_number.expose());
    let phone = mobile::explain(handed.phone.expose());
    let own = [&document.normalised, &card.normalised, &phone.normalised];
    let plain = [
        (Field::Reference, &reference),
        (Field::Partner, &partner),
        (Field::ConsentTerms, &consent.terms),
        (Field::ConsentChannel, &consent.channel),
    ];
    for (field, text) in plain {
        if holds_any(text, own) {
            form.refuse(field, FormCode::PersonalData);
        }
    }
    if !form.problems.is_empty() {
        return Err(form.problems);
    }
    let findings = [
        (Field::Name, &name.problems),
        (Field::DocumentNumber, &document.problems),
        (Field::CardNumber, &card.problems),
        (Field::Phone, &phone.problems),
    ]
    .into_iter()
    .flat_map(|(field, problems)| problems.iter().map(move |problem| finding(field, *problem)))
    .collect();
    let masked = Masked {
        name: shown(Field::Name, &name.normalised),
        document_number: shown(Field::DocumentNumber, &document.normalised),
        card_number: shown(Field::CardNumber, &card.normalised),
        phone: shown(Field::Phone, &phone.normalised),
    };
    let subject = Subject {
        name: name.normalised,
        document_type,
        document_number: document.normalised,
        phone: phone.normalised,
        email,
    };
    let submission = Submission {
        partner,
        reference,
        subject: Some(subject),
        method,
        card_number: Some(card.normalised),
        amount,
        language,
        consent,
        masked,
    };
    Ok(Screened {
        submission,
        findings,
    })
}

/// Masks what was handed in, for a report about values that could not be taken.
pub fn masked(handed: &Handed) -> Masked {
    let normalised = |value: &Sensitive| identifiers::normalise(value.expose());
    let name = person_name::explain(handed.name.expose()).normalised;
    let phone = mobile::explain(handed.phone.expose()).normalised;
    Masked {
        name: shown(Field::Name, &name),
        document_number: shown(Field::DocumentNumber, &normalised(&handed.document_number)),
        card_number: shown(Field::CardNumber, &normalised(&handed.card_number)),
        phone: shown(Field::Phone, &phone),
    }
}

fn shown(field: Field, normalised: &Sensitive) -> String {
    casework::masked(field, normalised.expose())
}

/// Longest text a short field takes, in characters.
const SHORT: usize = 64;
/// Longest value of a personal field that is looked at, in characters.
const VALUE: usize = 256;
/// How far a partner's clock may run ahead of ours.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);
/// China Standard Time, by which a day begins and a time without offset is read.
const CHINA: Offset = Offset::constant(8);

#[derive(Default)]
struct Form {
    problems: Vec<Finding>,
}

impl Form {
    fn refuse(&mut self, field: Field, code: FormCode) {
        self.problems.push(Finding {
            field,
            code: FindingCode::Form(code),
            severity: Severity::Refuse,
        });
    }

    fn read<T>(
        &mut self,
        field: Field,
        text: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            self.refuse(field, FormCode::Missing);
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.refuse(field, FormCode::Unreadable);
        }
        value
    }

    fn short(&mut self, field: Field, text: &str) -> Option<String> {
        if text.chars().count() > SHORT {
            self.refuse(field, FormCode::TooLong);
            return None;
        }
        self.read(field, text, |text| {
            (!text.chars().any(char::is_control)).then(|| text.to_owned())
        })
    }

    fn value(&mut self, field: Field, value: &Sensitive) {
        if value.expose().trim().is_empty() {
            self.refuse(field, FormCode::Missing);
        } else if value.expose().chars().nth(VALUE).is_some() {
            self.refuse(field, FormCode::TooLong);
        }
    }

    fn email(&mut self, value: &Sensitive) -> Option<Sensitive> {
        let text = value.expose().trim();
        if text.is_empty() {
            return None;
        }
        let shaped = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !text.chars().any(|it| it.is_whitespace() || it.is_control())
        });
        if !shaped {
            self.refuse(Field::Email, FormCode::Unreadable);
        } else if text.len() > 254 {
            // RFC 5321, 4.5.3.1.3: a path of 256 octets with its two brackets.
            self.refuse(Field::Email, FormCode::TooLong);
        }
        Some(Sensitive::from(text))
    }

    /// Card data that may not be kept is looked for in whatever is kept as it was written, sealed or not.
    fn never_stored(&mut self, handed: &Handed) {
        let beside_the_number =
            holds_security_code(&handed.card_number).then_some(NeverStored::SecurityCode);
        let in_card_number = card_data::found_in(handed.card_number.expose());
        if let Some(kind) = beside_the_number.or(in_card_number) {
            self.refuse(Field::CardNumber, kind.into());
        }
        for (field, text) in [
            (Field::Reference, handed.reference.as_str()),
            (Field::Name, handed.name.expose()),
            (Field::DocumentNumber, handed.document_number.expose()),
            (Field::Phone, handed.phone.expose()),
            (Field::Email, handed.email.expose()),
            (Field::Partner, &handed.partner),
            (Field::ConsentTerms, &handed.consent_terms),
            (Field::ConsentChannel, &handed.consent_channel),
        ] {
            // Longer than any field takes: it is refused for that, and not looked through.
            if text.len() <= VALUE * 4
                && let Some(kind) = card_data::found_in(text)
            {
                self.refuse(field, kind.into());
            }
        }
    }

    fn consent(&mut self, handed: &Handed, now_ms: i64) -> Option<Consent> {
        let terms = self.short(Field::ConsentTerms, &handed.consent_terms);
        let channel = self.short(Field::ConsentChannel, &handed.consent_channel);
        let at = self.read(Field::ConsentAt, &handed.consent_at, time)?;
        if at.as_millisecond() > now_ms.saturating_add(CLOCK_SKEW.as_millis() as i64) {
            self.refuse(Field::ConsentAt, FormCode::InFuture);
        }
        Some(Consent {
            terms: terms?,
            at_ms: at.as_millisecond(),
            channel: channel?,
        })
    }

    fn confirmed(&mut self, text: &str) {
        match text.trim().to_ascii_lowercase().as_str() {
            "" => self.refuse(Field::AccuracyConfirmed, FormCode::Missing),
            "true" | "yes" | "y" | "1" | "是" => {}
            "false" | "no" | "n" | "0" | "否" => {
                self.refuse(Field::AccuracyConfirmed, FormCode::NotConfirmed)
            }
            _ => self.refuse(Field::AccuracyConfirmed, FormCode::Unreadable),
        }
    }
}

/// Whether a whole card number is followed by a mark or a word and three or four more digits, as in `6222…/123` or
/// `6222… CVV 123`. What looks so is not stored, not even sealed (PCI DSS 3.3.1).
fn holds_security_code(card_number: &Sensitive) -> bool {
    let text = identifiers::normalise(card_number.expose());
    let text = text
        .expose()
        .trim_end_matches(|it: char| !it.is_alphanumeric());
    let digits = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(u8::is_ascii_digit).count();
    let (number, code) = (digits(&mut text.bytes()), digits(&mut text.bytes().rev()));
    if !(12..=19).contains(&number) || !(3..=4).contains(&code) {
        return false;
    }
    // A letter alone is a slip of the pen among digits.
    let between = &text[number..text.len() - code];
    between.chars().any(|it| !it.is_alphanumeric())
        || card_data::named(between) == Some(NeverStored::SecurityCode)
}

/// Shorter texts stand in a reference by chance.
const TELLING: usize = 7;

/// Whether a field that everybody sees holds one of the customer's own numbers, however it is spaced.
fn holds_any(text: &str, own: [&Sensitive; 3]) -> bool {
    let text = identifiers::normalise(text);
    own.iter()
        .any(|number| number.expose().len() >= TELLING && text.expose().contains(number.expose()))
}

fn finding(field: Field, problem: Problem) -> Finding {
    Finding {
        field,
        code: FindingCode::Value(problem.code),
        severity: problem.severity,
    }
}

/// The day on which a case is judged: China Standard Time, wherever the desk stands.
pub fn today(now_ms: i64) -> Date {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    CHINA.to_datetime(now).date()
}

fn time(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let local = text
        .parse::<DateTime>()
        .ok()
        .or_else(|| Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))?;
    CHINA.to_timestamp(local).ok()
}

/// A word as partners spell it: case, blanks, `-` and `_` do not matter.
fn word(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|it| !matches!(it, '-' | '_' | ' '))
        .collect()
}

fn document_type(text: &str) -> Option<DocumentType> {
    match word(text).as_str() {
        "residentid" | "idcard" | "cnresidentid" | "residentidcard" | "身份证" | "居民身份证" => {
            Some(DocumentType::ResidentId)
        }
        _ => None,
    }
}

fn method(text: &str) -> Option<MethodKind> {
    match word(text).as_str() {
        "bankcard" | "card" | "银行卡" => Some(MethodKind::BankCard),
        _ => None,
    }
}

fn language(text: &str) -> Option<Language> {
    match word(text).as_str() {
        "zh" | "zhcn" | "zhhans" | "zhhanscn" | "中文" => Some(Language::Zh),
        "en" | "enus" | "engb" | "英文" => Some(Language::En),
        _ => None,
    }
}
