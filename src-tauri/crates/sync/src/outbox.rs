use ports::{CardHolderCheck, CheckAnswer, CustomerMessage, MessageReceipt, UnknownCause};

/// A way to the outside. Each has a breaker of its own: one being down says nothing about the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Questions to an institution.
    CardCheck,
    /// Messages to customers.
    CustomerMessage,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 2] = [Self::CardCheck, Self::CustomerMessage];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CardCheck => "card_check",
            Self::CustomerMessage => "customer_message",
        }
    }
}

/// What a call is about: the id of a check, or of the record of a decision that is told to the customer.
pub type Subject = [u8; 16];

/// A queued call whose moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueCall {
    /// What it is about.
    pub subject: Subject,
    /// The way it takes.
    pub route: Route,
    /// How often it has been begun so far; 0 where it never was.
    pub attempt: u32,
}

/// What leaves the house. Built when it is sent and dropped with the answer; the outbox keeps ids only.
#[derive(Debug, Clone)]
pub enum Departure {
    /// A question to an institution.
    CardCheck(CardHolderCheck),
    /// A message to a customer.
    CustomerMessage(CustomerMessage),
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// An institution answered.
    Answered(CheckAnswer),
    /// A channel took a message.
    Accepted(MessageReceipt),
}

/// The desk's side of the courier. Each method that changes something is one transaction, committed when it
/// returns `Ok`. They block for a few milliseconds; where that matters to others on the runtime, give the
/// courier a thread of its own.
///
/// A call is `queued` -> `sending` ([`begin`](Self::begin)) -> one of the four ends below. The courier calls
/// each of the four only on a call it has begun, once; again only where the first try was a fault.
///
/// After any fault the courier begins nothing more and the run ends with the first fault. Where `begin` is the
/// one that failed, the call has not left, whatever state its row is in.
pub trait Outbox {
    /// Why the outbox cannot go on: disk full, file damaged, key gone.
    type Fault;

    /// The calls of these routes that are queued and whose `not_before` has come, first to be sent first, at
    /// most `limit`. Only the routes named: calls that wait for a closed route must not stand before those
    /// that can go.
    ///
    /// # Errors
    /// The outbox cannot be read.
    fn due(&mut self, routes: &[Route], limit: usize) -> Result<Vec<DueCall>, Self::Fault>;

    /// The earliest `not_before` that lies in the future, among the queued calls of these routes.
    /// Milliseconds since 1970.
    ///
    /// # Errors
    /// The outbox cannot be read.
    fn next_due_ms(&mut self, routes: &[Route]) -> Result<Option<i64>, Self::Fault>;

    /// Commits that the call is being sent, then gives what leaves. `None`: it is no longer to be sent (taken
    /// back meanwhile), and the courier does not ask for it again in this run.
    ///
    /// # Errors
    /// It could not be committed.
    fn begin(&mut self, subject: Subject) -> Result<Option<Departure>, Self::Fault>;

    /// Commits an answer.
    ///
    /// # Errors
    /// It could not be committed. The courier tries once more before the run ends.
    fn arrived(&mut self, subject: Subject, arrival: Arrival) -> Result<(), Self::Fault>;

    /// Commits that the call did not take place and may be sent again, not before `not_before_ms`
    /// (milliseconds since 1970). `cause` is a stable word: `not_sent` or `busy`.
    ///
    /// # Errors
    /// As [`arrived`](Self::arrived).
    fn requeue(
        &mut self,
        subject: Subject,
        cause: &str,
        not_before_ms: i64,
    ) -> Result<(), Self::Fault>;

    /// Commits that the other side did nothing and will not either, until something is mended. `cause` is a
    /// stable word of ours, `provider_code` the other side's.
    ///
    /// # Errors
    /// As [`arrived`](Self::arrived).
    fn failed(
        &mut self,
        subject: Subject,
        cause: &str,
        provider_code: &str,
    ) -> Result<(), Self::Fault>;

    /// Commits that nobody can say whether the call took place.
    ///
    /// # Errors
    /// As [`arrived`](Self::arrived).
    fn unknown(&mut self, subject: Subject, cause: UnknownCause) -> Result<(), Self::Fault>;
}
