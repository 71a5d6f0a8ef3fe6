use crate::evidence::Evidence;
use crate::{
    Actor, Amount, CallState, CaseId, CaseOutcome, CaseStatus, Check, CheckId, Finding, PersonId,
    ProposedDecision, Reason, RecordId, Retention, RiskBand, Submission, evidence, policy,
};

/// A case as its log tells it. Made only by [`crate::evolve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// How many records it has.
    pub revision: u64,
    /// Where it stands.
    pub status: CaseStatus,
    /// The submission's latest version.
    pub submission: Option<Submission>,
    /// Which version that is, from 1.
    pub version: u32,
    /// The amounts of all its versions: policy looks at each, since whoever amends a case may also decide it.
    pub amounts: Vec<Amount>,
    /// What screening found in it.
    pub findings: Vec<Finding>,
    /// How much care it seems to need.
    pub risk: RiskBand,
    /// The policy it is worked under.
    pub policy: policy::Version,
    /// When it arrived.
    pub received_ms: i64,
    /// Who has it in hand.
    pub claim: Option<Claim>,
    /// Its checks, in the order they were requested.
    pub checks: Vec<Check>,
    /// How many notes it has.
    pub notes: u32,
    /// What the outcome rests on.
    pub evidence: Evidence,
    /// The proposal that waits for a second person.
    pub proposal: Option<Proposal>,
    /// The final outcome.
    pub decision: Option<Decision>,
    /// A supervisor returned it to its maker, or what its proposal rested on changed.
    pub returned: bool,
    /// An answer came after the final outcome and disagrees with it.
    pub late_evidence: Option<CheckId>,
    /// How long it is kept, once it has ended.
    pub retention: Option<Retention>,
    /// The legal hold that keeps it whatever its date says.
    pub hold: Option<LegalHold>,
}

/// A legal hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegalHold {
    /// Who placed it.
    pub by: PersonId,
    /// When.
    pub at_ms: i64,
}

/// A person's hold on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub by: PersonId,
    /// Their last act on the case.
    pub active_ms: i64,
}

/// A proposal on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who made it.
    pub maker: PersonId,
    /// When.
    pub at_ms: i64,
    /// The hash of its record.
    pub hash: [u8; 32],
    /// What is proposed.
    pub decision: ProposedDecision,
    /// Checks that were pending then and have agreed since.
    pub agreed: Vec<CheckId>,
}

/// A final outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The record that made it final; the customer's message is known by it.
    pub record: RecordId,
    /// What.
    pub outcome: CaseOutcome,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Who proposed it.
    pub maker: Option<PersonId>,
    /// Who stood beside them, where policy asked.
    pub checker: Option<PersonId>,
    /// When it became final.
    pub at_ms: i64,
    /// Until when it can be taken back.
    pub hold_until_ms: i64,
    /// The message to the customer.
    pub feedback: Feedback,
}

/// The message to the customer. Held is queued before `hold_until_ms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Where it stands.
    pub state: CallState,
    /// How often it was begun.
    pub attempt: u32,
    /// Why it is not out, where it is not.
    pub cause: Option<String>,
    /// The channel's number of the message, once it took it.
    pub serial: Option<String>,
}

impl Case {
    /// A case of which nothing is known yet.
    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            revision: 0,
            status: CaseStatus::Received,
            submission: None,
            version: 0,
            amounts: Vec::new(),
            findings: Vec::new(),
            risk: RiskBand::Low,
            policy: policy::Version(0),
            received_ms: 0,
            claim: None,
            checks: Vec::new(),
            notes: 0,
            evidence: Evidence::new(),
            proposal: None,
            decision: None,
            returned: false,
            late_evidence: None,
            retention: None,
            hold: None,
        }
    }

    /// Whether nobody works on it any more: the customer has been told, or has it back.
    pub fn has_ended(&self) -> bool {
        match self.status {
            CaseStatus::Closed | CaseStatus::ScreenedOut => true,
            CaseStatus::Received
            | CaseStatus::Open
            | CaseStatus::InProgress
            | CaseStatus::WaitingForCustomer
            | CaseStatus::WaitingForReview
            | CaseStatus::Decided
            | CaseStatus::Erased => false,
        }
    }

    /// When it leaves the desk's lists: nobody works on it from then on.
    pub fn archived_from(&self) -> Option<i64> {
        let since = self.retention.filter(|_| self.has_ended())?.since_ms;
        Some(since.saturating_add(policy::ARCHIVE_AFTER_MS))
    }

    /// Whether it has left them.
    pub fn is_archived(&self, now_ms: i64) -> bool {
        self.archived_from().is_some_and(|from| from <= now_ms)
    }

    /// The check of this id.
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// Checks that ask about the submission as it is now.
    pub fn current_checks(&self) -> impl Iterator<Item = &Check> {
        self.checks
            .iter()
            .filter(|check| check.version == self.version)
    }

    /// Who holds the case at this moment: a claim lapses after the policy's idle time.
    pub fn holder(&self, policy: &crate::Policy, now_ms: i64) -> Option<Claim> {
        self.claim
            .filter(|claim| now_ms < claim.active_ms.saturating_add(policy.claim_lapse_ms))
    }

    /// The digest of the evidence a proposal rests on, as it is now.
    pub fn evidence_digest(&self, apart: &[CheckId]) -> [u8; 32] {
        evidence::digest(&self.evidence, apart)
    }
}

impl Claim {
    pub(crate) fn renewed(claim: Option<Self>, actor: Actor, at_ms: i64) -> Option<Self> {
        match (claim, actor) {
            (Some(claim), Actor::Person(person)) if claim.by == person => Some(Self {
                by: person,
                active_ms: at_ms,
            }),
            (claim, _) => claim,
        }
    }
}
