//! Policy: what a case needs before its outcome is final. Versioned; each case is pinned to one.

use minicbor::Encoder;
use sha2::{Digest, Sha256};

use crate::submission::{Amount, Currency};
use crate::words::vocabulary;
use crate::{Case, CaseOutcome, CheckOutcome, RiskBand};

/// Which policy. Version 1 is shipped; later ones are made by two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

/// The terms cases are worked under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Which policy this is.
    pub version: Version,
    /// A claim lapses after this much idle time.
    pub claim_lapse_ms: i64,
    /// How long a final outcome can be taken back before the customer hears of it.
    pub feedback_hold_ms: i64,
    /// How long after its arrival a case is due.
    pub due_after_ms: i64,
    /// Verifying this much or more takes two people; smallest units of `review_currency`.
    pub review_amount_minor: i64,
    /// The currency `review_amount_minor` is in. Verifying any other currency takes two people.
    pub review_currency: Currency,
    /// Outcomes that always take two people.
    pub review_outcomes: &'static [CaseOutcome],
    /// Verifying a case of this band or above takes two people.
    pub review_risk: RiskBand,
}

vocabulary! {
    /// Why policy wants a second person.
    ReviewCause {
        /// The amount is at or over the limit, or in a currency the limit does not speak of.
        Amount = "amount",
        /// This outcome always takes two.
        Outcome = "outcome",
        /// The case's risk band.
        Risk = "risk",
        /// To be verified although no check says so, or one says otherwise.
        OverriddenCheck = "overridden_check",
    }
}

/// How long after its end a case stays among those that are looked at daily: then it is in the archive, to be read. No
/// term of a policy, since nothing about a person follows from it.
pub const ARCHIVE_AFTER_MS: i64 = 30 * 24 * 60 * MINUTE_MS;

const MINUTE_MS: i64 = 60_000;

/// How long a face shows what was revealed; then it masks it again. Of every policy, so no term of one.
pub const REVEAL_MS: i64 = 30_000;

impl Policy {
    /// Policy 1 as shipped. Its hash is in every desk's charter; it never changes.
    pub const ONE: Self = Self {
        version: Version(1),
        claim_lapse_ms: 30 * MINUTE_MS,
        feedback_hold_ms: MINUTE_MS,
        due_after_ms: 24 * 60 * MINUTE_MS,
        review_amount_minor: 5_000_000,
        review_currency: Currency::CNY,
        review_outcomes: &[CaseOutcome::NotVerifiedFinal],
        review_risk: RiskBand::High,
    };

    /// The policy of this version, where this program knows it.
    pub fn of(version: Version) -> Option<&'static Self> {
        (version == Self::ONE.version).then_some(&Self::ONE)
    }

    /// SHA-256 over the canonical CBOR of every term, in the order of the fields.
    pub fn hash(&self) -> [u8; 32] {
        let mut bytes = Vec::new();
        let mut cbor = Encoder::new(&mut bytes);
        let written = cbor
            .array(9)
            .and_then(|e| e.str("VDP1/policy"))
            .and_then(|e| e.u32(self.version.0))
            .and_then(|e| e.i64(self.claim_lapse_ms))
            .and_then(|e| e.i64(self.feedback_hold_ms))
            .and_then(|e| e.i64(self.due_after_ms))
            .and_then(|e| e.i64(self.review_amount_minor))
            .and_then(|e| e.str(self.review_currency.as_str()))
            .and_then(|e| e.array(self.review_outcomes.len() as u64))
            .and_then(|e| {
                self.review_outcomes
                    .iter()
                    .try_fold(e, |e, outcome| e.str(outcome.as_str()))
            })
            .and_then(|e| e.str(self.review_risk.as_str()));
        debug_assert!(written.is_ok(), "a vector takes every byte");
        Sha256::digest(&bytes).into()
    }

    /// Why this outcome of this case takes two people; empty where one is enough.
    pub fn reserves(&self, case: &Case, outcome: CaseOutcome) -> Vec<ReviewCause> {
        let mut causes = Vec::new();
        if self.review_outcomes.contains(&outcome) {
            causes.push(ReviewCause::Outcome);
        }
        if outcome == CaseOutcome::Verified {
            let within = |amount: &Amount| {
                amount.currency == self.review_currency && amount.minor < self.review_amount_minor
            };
            // Every version's amount counts: amending it below the limit frees nobody from the second person.
            if case.amounts.is_empty() || !case.amounts.iter().all(within) {
                causes.push(ReviewCause::Amount);
            }
            if case.risk >= self.review_risk {
                causes.push(ReviewCause::Risk);
            }
            let answers: Vec<_> = case
                .current_checks()
                .filter_map(|check| check.outcome())
                .collect();
            if answers.is_empty() || answers.iter().any(|answer| *answer != CheckOutcome::Match) {
                causes.push(ReviewCause::OverriddenCheck);
            }
        }
        causes
    }
}
