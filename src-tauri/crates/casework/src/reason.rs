//! Why an outcome: the closed list of reason codes, with what the customer and what the house read.

mod table;
#[cfg(test)]
mod tests;

use identifiers::Language;

use crate::CaseOutcome;
pub use table::REASONS;

/// A reason of the list. Holding one proves that the code exists.
#[derive(Clone, Copy)]
pub struct Reason(&'static Entry);

/// One row of the list.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Stable word, kept in records.
    pub code: &'static str,
    /// The outcomes it may stand under.
    pub outcomes: &'static [CaseOutcome],
    /// Whether the customer may be told.
    pub disclose: Disclosure,
    /// What the customer reads: what is so, and what to do next.
    pub customer: Text,
    /// What the house reads.
    pub house: Text,
}

/// One text in both languages.
#[derive(Clone, Copy)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Whether the customer may hear the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// In the words of the list.
    Yes,
    /// Only in words that say nothing (fraud, watch list, lost card, identity doubt): never tip off.
    Generic,
}

impl Text {
    /// The text in this language.
    pub fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

impl Reason {
    /// Finds a reason by its code.
    pub fn parse(code: &str) -> Option<Self> {
        REASONS.iter().find(|entry| entry.code == code).map(Self)
    }

    /// The stable word.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// Whether it may stand under this outcome.
    pub fn allows(self, outcome: CaseOutcome) -> bool {
        self.0.outcomes.contains(&outcome)
    }

    /// The outcomes it may stand under; the first is the usual one.
    pub fn outcomes(self) -> &'static [CaseOutcome] {
        self.0.outcomes
    }

    /// Whether the customer may hear it.
    pub fn disclosure(self) -> Disclosure {
        self.0.disclose
    }

    /// What the customer reads; for a reason that must not be told, words that say nothing.
    pub fn customer_text(self, language: Language) -> &'static str {
        match self.0.disclose {
            Disclosure::Yes => self.0.customer.in_language(language),
            Disclosure::Generic => GENERIC.in_language(language),
        }
    }

    /// What the house reads.
    pub fn house_text(self, language: Language) -> &'static str {
        self.0.house.in_language(language)
    }
}

/// What a customer reads where the reason must not be told.
const GENERIC: Text = Text {
    zh: "本次核验未能完成。如有疑问，请携带有效身份证件到网点办理或联系客服。",
    en: "We could not complete this verification. If you have questions, please visit a branch with a valid identity document or contact customer care.",
};

impl PartialEq for Reason {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Reason {}

impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code)
    }
}
