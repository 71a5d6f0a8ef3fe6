//! The trade itself: what a case is, what may be done with it, and by whom.
//!
//! Pure: [`decide`] takes a case, a command and a context and answers with events or a [`Refusal`];
//! [`evolve`] takes a case and a recorded event and answers with the case after it. There is no clock,
//! disk, network or randomness here, and no serialisation: `record` turns events into bytes.
//!
//! Invariants:
//! - a final outcome that the case's pinned policy reserves for two has a maker and a checker who are
//!   different people; [`two_person`] is the only place that judges this;
//! - a proposal rests on the digest of the evidence it was made on, and is void when that changes;
//! - a call is begun on record before its first byte, and ends answered, failed or unknown;
//! - `evolve` is total.

mod advice;
mod case;
mod check;
mod command;
mod data_class;
mod decide;
mod desk_change;
pub mod erasure;
mod event;
pub mod evidence;
mod evolve;
mod finding;
mod ids;
pub mod policy;
mod reason;
mod refusal;
pub mod retention;
mod roster;
mod submission;
pub mod two_person;
mod vocabulary;
mod words;

pub use advice::customer_message;
pub use case::{Case, Claim, Decision, Feedback, LegalHold, Proposal};
pub use check::{Answer, Check};
pub use command::{CaseCommand, Context};
pub use data_class::{DataClass, Sight, is_masked, masked};
pub use decide::decide;
pub use desk_change::{
    BACKUP_ROLES, BackupMade, Change, ChangeState, DeskCommand, DeskEvent, DeskSettings, Enrolment,
    InstitutionKind, InstitutionSettings, ProposedChange, decide_change, evolve_settings,
    holders_fit, holders_named, may_stand,
};
pub use erasure::{Erasure, ErasureCause};
pub use event::{CaseEvent, ProposedDecision, Recorded, Verdict, VoidCause};
pub use evolve::evolve;
pub use finding::{Finding, FindingCode, FormCode, RepeatCode};
pub use identifiers::{Language, Sensitive, Severity};
pub use ids::{Actor, CaseId, CheckId, DeskId, NotAnId, PersonId, RecordId, StreamId};
pub use policy::Policy;
pub use reason::{Disclosure, REASONS, Reason, Text};
pub use refusal::Refusal;
pub use retention::{DueMonth, Ending, Exceptions, Months, Retention, RetentionTerms};
pub use roster::{
    ErasedCase, Grant, KeyChange, KeyChangeCause, Lacking, Person, PublicKeys, RECOVERY, Recovered,
    Rejoined, RollbackAccepted, Roster, RosterEvent, Term, roles_can_be_held,
};
pub use submission::{Amount, Consent, Currency, Masked, Subject, Submission};
pub use vocabulary::{
    CallState, CaseOutcome, CaseStatus, CheckKind, CheckOutcome, DocumentType, Field, FieldSet,
    MethodKind, RevealReason, RiskBand, Role,
};
