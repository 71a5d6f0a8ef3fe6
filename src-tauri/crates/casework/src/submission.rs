use identifiers::{Language, Sensitive};

use crate::{DocumentType, Field, MethodKind};

/// What a customer or partner handed in: the same shape from every door.
///
/// `subject` and `card_number` are kept sealed apart from the rest and are `None` where their part was
/// not opened, or is erased. The masked values are always there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Who sent the case; with `reference` unique on a desk.
    pub partner: String,
    /// The partner's number of the case.
    pub reference: String,
    /// The customer, where the part is open.
    pub subject: Option<Subject>,
    /// Kind of payment method.
    pub method: MethodKind,
    /// Card number as digits, where the part is open.
    pub card_number: Option<Sensitive>,
    /// What the payment is for.
    pub amount: Amount,
    /// The language the customer is answered in.
    pub language: Language,
    /// The customer's consent; without it nothing is stored.
    pub consent: Consent,
    /// What may be shown without a reason.
    pub masked: Masked,
}

impl Submission {
    /// The value of a field of class C2 in clear, where there is one and its part was opened.
    pub fn confided(&self, field: Field) -> Option<&Sensitive> {
        let subject = self.subject.as_ref();
        match field {
            Field::Name => subject.map(|it| &it.name),
            Field::DocumentNumber => subject.map(|it| &it.document_number),
            Field::CardNumber => self.card_number.as_ref(),
            Field::Phone => subject.map(|it| &it.phone),
            Field::Email => subject.and_then(|it| it.email.as_ref()),
            Field::DocumentType
            | Field::Method
            | Field::Amount
            | Field::Currency
            | Field::Partner
            | Field::Reference
            | Field::Language
            | Field::ConsentTerms
            | Field::ConsentAt
            | Field::ConsentChannel
            | Field::AccuracyConfirmed => None,
        }
    }
}

/// The customer's own data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Name as given.
    pub name: Sensitive,
    /// Kind of identity document.
    pub document_type: DocumentType,
    /// Its number, normalised.
    pub document_number: Sensitive,
    /// Mobile number, normalised.
    pub phone: Sensitive,
    /// E-mail address.
    pub email: Option<Sensitive>,
}

/// The values a screen may show (`records-and-keys`, "Masks").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masked {
    /// Surname and `*`.
    pub name: String,
    /// First three and last two.
    pub document_number: String,
    /// BIN and last four.
    pub card_number: String,
    /// First three and last four.
    pub phone: String,
}

/// An amount of money in the currency's smallest unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Smallest units (fen, cents); never negative.
    pub minor: i64,
    /// Three capital letters, ISO 4217.
    pub currency: Currency,
}

/// A currency code, ISO 4217: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The renminbi.
    pub const CNY: Self = Self(*b"CNY");

    /// Reads three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(letters))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Digits after the decimal point (ISO 4217); the usual two where the code is not known to differ.
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"UGX" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl Amount {
    /// Reads a plain decimal such as `1280.50`: digits, at most one point, no more places than the
    /// currency has, at most 15 digits in all.
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let places = currency.decimals() as usize;
        let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits_only(whole) || !digits_only(part) || part.len() > places {
            return None;
        }
        if text.ends_with('.') || whole.len() + places > 15 {
            return None;
        }
        let minor = format!("{whole}{part:0<places$}").parse().ok()?;
        Some(Self { minor, currency })
    }

    /// The amount as a plain decimal, without the currency.
    pub fn decimal(self) -> String {
        let places = self.currency.decimals();
        let unit = 10_i64.pow(places);
        if places == 0 {
            return self.minor.to_string();
        }
        format!(
            "{}.{:0width$}",
            self.minor / unit,
            self.minor % unit,
            width = places as usize
        )
    }
}

/// The customer's agreement to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Which terms, with their version.
    pub terms: String,
    /// When it was given, milliseconds since 1970.
    pub at_ms: i64,
    /// How, as the partner calls it (`counter`, `app`): a short word.
    pub channel: String,
}
