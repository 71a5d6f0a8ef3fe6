//! How sensitive each field of a submission is, and from that alone who is shown it. Faces, reports, exports and logs ask
//! here and have no list of their own.

use identifiers::{card, email, mobile, person_name, resident_id};

use crate::words::vocabulary;
use crate::{Case, Context, Field, FieldSet};

vocabulary! {
    /// The classes of JR/T 0171-2020, 4.2. The standard lets the use decide: one value may lie in another class
    /// elsewhere.
    DataClass {
        /// Known inside the house; by itself it tells of nobody. Shown to whoever may see the case.
        C1 = "c1",
        /// Tells who a person is or which account is theirs. Masked, and shown for a reason, on record.
        C2 = "c2",
        /// Authenticates a person: security code, expiry date, track data, passwords, biometrics. Never taken
        /// (`identifiers::card_data`), so no field has this class.
        C3 = "c3",
    }
}

impl Field {
    /// The field's class.
    pub const fn class(self) -> DataClass {
        match self {
            // The customer's, as on their document: names collected to know a customer (4.2 b).
            Self::Name => DataClass::C2,
            // The form's: the kind of document, of which there are as many as customers.
            Self::DocumentType => DataClass::C1,
            // The customer's document: the standard's first example of the class (4.2 b).
            Self::DocumentNumber => DataClass::C2,
            // The form's: the kind of method.
            Self::Method => DataClass::C1,
            // The customer's bank: a payment account number (4.2 b; a PAN by PCI DSS 3.4.1).
            Self::CardNumber => DataClass::C2,
            // The customer's: a mobile number (4.2 b).
            Self::Phone => DataClass::C2,
            // The customer's: reaches, and so tells, one person.
            Self::Email => DataClass::C2,
            // The partner's order. A trade tells of a person who is named beside it (4.2 b); here nobody is, and queue
            // and policy go by it.
            Self::Amount => DataClass::C1,
            // The partner's order.
            Self::Currency => DataClass::C1,
            // The partner itself, a firm.
            Self::Partner => DataClass::C1,
            // The partner's number of the case; screening refuses one that holds the customer's own numbers.
            Self::Reference => DataClass::C1,
            // The customer's choice between two.
            Self::Language => DataClass::C1,
            // The partner's: which text was agreed to.
            Self::ConsentTerms => DataClass::C1,
            // The partner's: when.
            Self::ConsentAt => DataClass::C1,
            // The partner's: how.
            Self::ConsentChannel => DataClass::C1,
            // The partner's form: a yes.
            Self::AccuracyConfirmed => DataClass::C1,
        }
    }
}

/// By what somebody comes to see a value of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// A list, a page, a report, an export, the terminal.
    AtLarge,
    /// The page of the open case they have in hand; on record as `viewed`.
    InHand,
    /// The answer to a reveal of these fields; on record as `revealed`.
    Reveal(FieldSet),
}

impl Sight {
    /// How whoever acts comes to see this case by opening it.
    pub fn by_opening(case: &Case, context: &Context<'_>) -> Self {
        let policy = crate::Policy::of(case.policy).unwrap_or(context.policy);
        let holder = case.holder(policy, context.now_ms).map(|claim| claim.by);
        match context.actor.person() {
            Some(person) if holder == Some(person) => Self::InHand,
            Some(_) | None => Self::AtLarge,
        }
    }
}

/// What the holder of an open case sees in clear without a further reason: every call needs the name.
const SHOWN_TO_HOLDER: FieldSet = FieldSet::of(&[Field::Name]);

/// Whether a field's value is masked to who sees it so: the one rule of masking.
pub const fn is_masked(field: Field, sight: Sight) -> bool {
    match (field.class(), sight) {
        (DataClass::C1, _) => false,
        (DataClass::C2, Sight::AtLarge) => true,
        (DataClass::C2, Sight::InHand) => !SHOWN_TO_HOLDER.contains(field),
        (DataClass::C2, Sight::Reveal(fields)) => !fields.contains(field),
        (DataClass::C3, _) => true,
    }
}

/// The form of a normalised value that a list shows: of what [`is_masked`] there, its mask.
pub fn masked(field: Field, normalised: &str) -> String {
    match field {
        Field::Name => person_name::mask(normalised),
        Field::DocumentNumber => resident_id::mask(normalised),
        Field::CardNumber => card::mask(normalised),
        Field::Phone => mobile::mask(normalised),
        Field::Email => email::mask(normalised),
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
        | Field::AccuracyConfirmed => normalised.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use identifiers::card_data;

    use super::*;

    const EVERY: [(Field, &str); 5] = [
        (Field::Name, "张三"),
        (Field::DocumentNumber, "11010519491231002X"),
        (Field::CardNumber, "6222021234567890128"),
        (Field::Phone, "13800138000"),
        (Field::Email, "zhang@example.com"),
    ];

    #[test]
    fn what_tells_of_a_person_or_an_account_is_c2_and_these_five_are_all() {
        let c2 = Field::ALL
            .iter()
            .copied()
            .filter(|it| it.class() == DataClass::C2);
        assert_eq!(Vec::from_iter(c2), EVERY.map(|(field, _)| field));
    }

    #[test]
    fn no_field_is_for_what_authenticates_a_person() {
        for field in Field::ALL {
            assert_ne!(field.class(), DataClass::C3, "{field}");
            assert_eq!(card_data::named(field.as_str()), None, "{field}");
        }
    }

    #[test]
    fn a_field_is_masked_by_its_class_alone_but_for_the_name_in_hand_and_what_is_revealed() {
        for field in Field::ALL.iter().copied() {
            let c2 = field.class() == DataClass::C2;
            assert_eq!(is_masked(field, Sight::AtLarge), c2, "{field}");
            let in_hand = c2 && field != Field::Name;
            assert_eq!(is_masked(field, Sight::InHand), in_hand, "{field}");
            let revealed = Sight::Reveal(FieldSet::of(&[Field::Phone]));
            let others = c2 && field != Field::Phone;
            assert_eq!(is_masked(field, revealed), others, "{field}");
        }
    }

    #[test]
    fn exactly_what_is_masked_at_large_has_a_mask_that_hides_it() {
        for field in Field::ALL.iter().copied() {
            let sample = EVERY.iter().find(|(it, _)| *it == field);
            let value = sample.map_or("a value", |(_, value)| *value);
            let hidden = masked(field, value) != value;
            assert_eq!(hidden, is_masked(field, Sight::AtLarge), "{field}");
        }
    }
}
