//! How long a case is kept once it has ended, and what says so.
//!
//! A case is kept for so many months after its end, then to the end of that month, China Standard Time: the erasure run
//! of the month after takes it.

use std::collections::BTreeMap;

use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use minicbor::Encoder;
use sha2::{Digest, Sha256};

use crate::words::vocabulary;
use crate::{Case, CaseEvent, CaseOutcome, CaseStatus, Refusal};

vocabulary! {
    /// How a case ended: what its retention term depends on.
    Ending {
        /// Verified.
        Verified = "verified",
        /// Not verified, for good.
        NotVerifiedFinal = "not_verified_final",
        /// Not verified with this data.
        NotVerifiedMayRetry = "not_verified_may_retry",
        /// Nothing could be said.
        UnableToVerify = "unable_to_verify",
        /// Back at the customer before anybody worked on it.
        ScreenedOut = "screened_out",
    }
}

impl Ending {
    /// How a case that ended with this outcome ended.
    pub const fn of(outcome: CaseOutcome) -> Self {
        match outcome {
            CaseOutcome::Verified => Self::Verified,
            CaseOutcome::NotVerifiedFinal => Self::NotVerifiedFinal,
            CaseOutcome::NotVerifiedMayRetry => Self::NotVerifiedMayRetry,
            CaseOutcome::UnableToVerify => Self::UnableToVerify,
        }
    }
}

/// A number of months, 1 to 600: what is kept for ever, or not at all, is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months(u16);

impl Months {
    /// The longest term.
    pub const MOST: u16 = 600;

    /// This many, from 1 to [`MOST`](Self::MOST).
    pub const fn new(months: u16) -> Option<Self> {
        match months {
            1..=Self::MOST => Some(Self(months)),
            _ => None,
        }
    }

    /// How many.
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// China Standard Time, by which a month begins.
const CHINA: Offset = Offset::constant(8);
/// The most partners with terms of their own.
const MOST_PARTNERS: usize = 200;
/// The longest name of a partner, in characters: as in a submission.
const LONGEST_PARTNER: usize = 64;

/// Months for some endings.
pub type Exceptions = BTreeMap<Ending, Months>;

/// How long cases are kept, by how they ended and who sent them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionTerms {
    usual: [Months; Ending::ALL.len()],
    partners: BTreeMap<String, Exceptions>,
}

impl RetentionTerms {
    /// As shipped. Who was verified, or turned down for good, stays ten years: customer due diligence and transaction
    /// records are kept at least that long after the business relationship or the transaction ended (Anti-Money
    /// Laundering Law of the PRC as revised on 2024-11-08, in force since 2025-01-01, article 34). Of all else the
    /// shortest time that its purpose needs (Personal Information Protection Law, article 19): a second try and a
    /// complaint for two years, a form that nobody worked on for half a year. `docs/retention.md` has the reasons.
    pub const SHIPPED: Self = Self {
        usual: [Months(120), Months(120), Months(24), Months(24), Months(6)],
        partners: BTreeMap::new(),
    };

    /// Terms for every ending in the order of [`Ending::ALL`], and what is another for some partners.
    ///
    /// # Errors
    /// [`Refusal::RetentionUnfit`] for too many partners, and for one without a name or without an exception.
    pub fn new(
        usual: [Months; Ending::ALL.len()],
        partners: BTreeMap<String, Exceptions>,
    ) -> Result<Self, Refusal> {
        let named = |(name, own): (&String, &Exceptions)| {
            let characters = name.chars().count();
            !name.trim().is_empty() && characters <= LONGEST_PARTNER && !own.is_empty()
        };
        match partners.len() <= MOST_PARTNERS && partners.iter().all(named) {
            true => Ok(Self { usual, partners }),
            false => Err(Refusal::RetentionUnfit),
        }
    }

    /// What holds for everybody without an exception, in the order of [`Ending::ALL`].
    pub fn usual(&self) -> impl ExactSizeIterator<Item = (Ending, Months)> {
        Ending::ALL.iter().copied().zip(self.usual)
    }

    /// Partners with terms of their own, by name.
    pub fn partners(&self) -> &BTreeMap<String, Exceptions> {
        &self.partners
    }

    /// How long a case of this partner is kept that ended so.
    pub fn term(&self, ending: Ending, partner: &str) -> Months {
        let own = self.partners.get(partner).and_then(|it| it.get(&ending));
        own.copied().unwrap_or(self.usual[ending as usize])
    }

    /// SHA-256 over their canonical CBOR: `["VDP1/retention", [[ending, months], ...], [[partner, [[ending, months],
    /// ...]], ...]]`. It stands in each record that rests on them.
    pub fn hash(&self) -> [u8; 32] {
        let mut bytes = Vec::new();
        let written = self.write(&mut Encoder::new(&mut bytes));
        debug_assert!(written.is_ok(), "a vector takes every byte");
        Sha256::digest(&bytes).into()
    }

    fn write(&self, cbor: &mut Encoder<&mut Vec<u8>>) -> Written {
        cbor.array(3)?.str("VDP1/retention")?;
        let usual: Vec<_> = self.usual().collect();
        write_months(cbor, &usual)?;
        cbor.array(self.partners.len() as u64)?;
        for (name, own) in &self.partners {
            cbor.array(2)?.str(name)?;
            let own: Vec<_> = own.iter().map(|(it, months)| (*it, *months)).collect();
            write_months(cbor, &own)?;
        }
        Ok(())
    }
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn write_months(cbor: &mut Encoder<&mut Vec<u8>>, all: &[(Ending, Months)]) -> Written {
    cbor.array(all.len() as u64)?;
    all.iter().try_for_each(|(ending, months)| {
        cbor.array(2)?.str(ending.as_str())?.u16(months.get())?;
        Ok(())
    })
}

impl Default for RetentionTerms {
    fn default() -> Self {
        Self::SHIPPED
    }
}

/// What an ended case's log says of how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Until when, milliseconds since 1970: the first moment at which a run may take it.
    pub until_ms: i64,
    /// The hash of the terms that said so.
    pub terms: [u8; 32],
    /// Since when: the case's end.
    pub since_ms: i64,
}

/// An end of a calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueMonth {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
}

impl DueMonth {
    /// The month that ends at `until_ms`, or in which it lies.
    pub fn of(until_ms: i64) -> Option<Self> {
        let last = Timestamp::from_millisecond(until_ms.checked_sub(1)?).ok()?;
        let date = CHINA.to_datetime(last).date();
        Some(Self {
            year: u16::try_from(date.year()).ok().filter(|year| *year > 0)?,
            month: u8::try_from(date.month()).ok()?,
        })
    }
}

/// Until when something is kept that ended at `ended_ms`: to the end of the month in which its last day falls. Nothing
/// where that is past all calendars.
pub fn kept_until(ended_ms: i64, term: Months) -> Option<i64> {
    let ended = Timestamp::from_millisecond(ended_ms).ok()?;
    let last_day = CHINA
        .to_datetime(ended)
        .date()
        .checked_add(Span::new().months(i64::from(term.get())))
        .ok()?;
    let next_month = last_day
        .first_of_month()
        .checked_add(Span::new().months(1))
        .ok()?;
    let begins = CHINA.to_timestamp(next_month.at(0, 0, 0, 0)).ok()?;
    Some(begins.as_millisecond())
}

/// What follows by itself once a case has ended: until when it is kept, by the terms then in force. The desk writes it
/// beside the record that ended the case.
pub fn consequence(case: &Case, terms: &RetentionTerms, now_ms: i64) -> Option<CaseEvent> {
    if case.retention.is_some() {
        return None;
    }
    let ending = match case.status {
        CaseStatus::ScreenedOut => Ending::ScreenedOut,
        CaseStatus::Closed => Ending::of(case.decision.as_ref()?.outcome),
        CaseStatus::Received
        | CaseStatus::Open
        | CaseStatus::InProgress
        | CaseStatus::WaitingForCustomer
        | CaseStatus::WaitingForReview
        | CaseStatus::Decided
        | CaseStatus::Erased => return None,
    };
    let term = terms.term(ending, &case.submission.as_ref()?.partner);
    Some(CaseEvent::RetentionSet {
        until_ms: kept_until(now_ms, term)?,
        terms: terms.hash(),
    })
}
