use crate::words::vocabulary;

vocabulary! {
    /// Where a case stands. Fixed; what is special about a case is a side fact, not a status.
    CaseStatus {
        /// Arrived, not screened yet.
        Received = "received",
        /// Plainly wrong; back at the customer with the field and the remedy.
        ScreenedOut = "screened_out",
        /// In the queue.
        Open = "open",
        /// Claimed by somebody.
        InProgress = "in_progress",
        /// The customer was asked for something.
        WaitingForCustomer = "waiting_for_customer",
        /// Proposed; a second person is needed.
        WaitingForReview = "waiting_for_review",
        /// The outcome is final; the customer has not been told yet.
        Decided = "decided",
        /// The customer has been told.
        Closed = "closed",
        /// The case key is destroyed.
        Erased = "erased",
    }
}

vocabulary! {
    /// What was found about the customer and the payment method; apart from status.
    CaseOutcome {
        /// The person is who they say and the method is theirs.
        Verified = "verified",
        /// Not so, for good.
        NotVerifiedFinal = "not_verified_final",
        /// Not so with this data; the customer may try again.
        NotVerifiedMayRetry = "not_verified_may_retry",
        /// Nothing could be said.
        UnableToVerify = "unable_to_verify",
    }
}

impl CaseOutcome {
    /// Whether the customer is turned down, which needs at least one reason.
    pub fn is_negative(self) -> bool {
        match self {
            Self::NotVerifiedFinal | Self::NotVerifiedMayRetry => true,
            Self::Verified | Self::UnableToVerify => false,
        }
    }
}

vocabulary! {
    /// What an institution's answer says, over all the fields of the question together.
    CheckOutcome {
        /// Every element asked about is confirmed.
        Match = "match",
        /// Nearly: a person decides.
        CloseMatch = "close_match",
        /// Denied; which element differs is known only where the institution says so.
        Mismatch = "mismatch",
        /// Nothing could be said: no record, not supported.
        Unable = "unable",
        /// No check took place.
        Error = "error",
    }
}

vocabulary! {
    /// What a check asks.
    CheckKind {
        /// Card, name, document and phone belong together (four factors).
        BankCardFourFactor = "bank_card_4",
    }
}

vocabulary! {
    /// Where a call to the outside stands.
    CallState {
        /// Waits for its turn or for the line.
        Queued = "queued",
        /// Committed as leaving; whether it left is not known yet.
        Sending = "sending",
        /// An answer is recorded.
        Answered = "answered",
        /// Provably without effect; the same question will not do.
        Failed = "failed",
        /// Perhaps arrived, perhaps billed; a person decides whether to ask again.
        Unknown = "unknown",
        /// Taken back before it left.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// What a submission tells about, field by field.
    Field {
        /// The customer's name.
        Name = "name",
        /// Kind of identity document.
        DocumentType = "document_type",
        /// Number of the identity document.
        DocumentNumber = "document_number",
        /// Kind of payment method.
        Method = "method",
        /// Card number (PAN).
        CardNumber = "card_number",
        /// Mobile number.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// Amount of the payment.
        Amount = "amount",
        /// Currency of the payment, ISO 4217.
        Currency = "currency",
        /// Who sent the case.
        Partner = "partner",
        /// The partner's number of the case.
        Reference = "reference",
        /// The customer's language.
        Language = "language",
        /// Version of the terms consented to.
        ConsentTerms = "consent_terms",
        /// When consent was given.
        ConsentAt = "consent_at",
        /// How consent was given.
        ConsentChannel = "consent_channel",
        /// The customer's own word that the data is right.
        AccuracyConfirmed = "accuracy_confirmed",
    }
}

vocabulary! {
    /// Why somebody is shown what is masked.
    RevealReason {
        /// To dial the customer.
        Call = "call",
        /// To compare with a document at hand.
        Compare = "compare",
        /// An institution asked.
        Institution = "institution",
        /// The customer asked.
        Customer = "customer",
        /// To review or control what colleagues did.
        Supervision = "supervision",
        /// Anything else, in words.
        Other = "other",
    }
}

impl RevealReason {
    /// Whether the word alone does not say why.
    pub fn needs_words(self) -> bool {
        match self {
            Self::Other => true,
            Self::Call | Self::Compare | Self::Institution | Self::Customer | Self::Supervision => {
                false
            }
        }
    }
}

/// A set of fields. An answer speaks about its set as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldSet(u32);

impl FieldSet {
    /// The set of these fields.
    pub const fn of(fields: &[Field]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < fields.len() {
            bits |= 1 << fields[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    /// Whether the field is in the set.
    pub const fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    /// Whether no field is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields of the set, in the order of the vocabulary.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .iter()
            .copied()
            .filter(move |field| self.contains(*field))
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        fields.into_iter().fold(Self::default(), |set, field| {
            Self(set.0 | (1 << field as u32))
        })
    }
}

impl CheckKind {
    /// The fields the question is about.
    pub const fn fields(self) -> FieldSet {
        match self {
            Self::BankCardFourFactor => FieldSet::of(&[
                Field::Name,
                Field::DocumentNumber,
                Field::CardNumber,
                Field::Phone,
            ]),
        }
    }
}

vocabulary! {
    /// Screening's first guess how much care a case needs.
    RiskBand {
        /// Nothing stands out.
        Low = "low",
        /// Something is worth a look.
        Elevated = "elevated",
        /// Something speaks against it.
        High = "high",
    }
}

vocabulary! {
    /// Kinds of identity document.
    DocumentType {
        /// Resident identity card of mainland China, 18 characters (GB 11643).
        ResidentId = "resident_id",
    }
}

vocabulary! {
    /// Kinds of payment method.
    MethodKind {
        /// A bank card by its number.
        BankCard = "bank_card",
    }
}

vocabulary! {
    /// What a person may be on a desk.
    Role {
        /// Works cases.
        Operator = "operator",
        /// Also reviews; proposes policy.
        Supervisor = "supervisor",
        /// People, institutions, backup; sees no case.
        Administrator = "administrator",
        /// Reads the log and verifies it; reveals nothing.
        Auditor = "auditor",
    }
}
