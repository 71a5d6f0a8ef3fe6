/// A part of a record, sealed apart from the others, so that each is opened only where it is needed
/// and can be missing alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Signed and not sealed: ids, roles, public keys, hashes and dates of charter, grants,
    /// revocations and receipts.
    Open,
    /// What a list shows.
    Overview,
    /// Name, document, phone.
    Pii,
    /// The card number. Opened for a reveal or a provider call, and for nothing else.
    Pan,
    /// What people wrote.
    Notes,
    /// A file handed in.
    Attachment,
}

impl Part {
    /// Every part, in the order in which a header names them.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Overview,
        Self::Pii,
        Self::Pan,
        Self::Notes,
        Self::Attachment,
    ];

    /// The stable spelling, in headers and in the context of an envelope.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overview => "overview",
            Self::Pii => "pii",
            Self::Pan => "pan",
            Self::Notes => "notes",
            Self::Attachment => "attachment",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == text)
    }
}
