use crate::{CaseOutcome, CaseStatus, Lacking, PersonId, Role};

/// Why the trade does not allow an act. A noun, a finding, never a fault: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The case exists already.
    AlreadyReceived,
    /// There is no such case yet.
    NotReceived,
    /// The case's status does not allow it.
    WrongStatus {
        /// Where the case stands.
        status: CaseStatus,
    },
    /// The act takes a role the person does not hold.
    RoleMissing {
        /// Which.
        needed: Role,
    },
    /// Only a person may do this; the desk's own key may not.
    NotAPersonsAct,
    /// Only the desk itself may do this.
    DesksOwnDuty,
    /// Somebody else has the case in hand.
    ClaimedByOther {
        /// Who.
        holder: PersonId,
        /// When their claim lapses if they stay idle.
        until_ms: i64,
    },
    /// The person has not the case in hand.
    NotClaimed,
    /// Two different people are needed, and this is the same one.
    SamePerson,
    /// A proposal waits for a second person.
    ReviewPending,
    /// There is no proposal to judge.
    NoProposal,
    /// The evidence is not what the proposal rests on.
    EvidenceChanged,
    /// A turned-down customer must be given a reason.
    ReasonMissing,
    /// This reason does not go with this outcome.
    ReasonDoesNotFit {
        /// The outcome.
        outcome: CaseOutcome,
    },
    /// There are no words where some are needed: in a note, and to go against the checks or to overturn.
    NoteMissing,
    /// Overturning needs to say which outcome is right, and it must differ.
    OutcomeMissing,
    /// There is no such check on this case.
    NoSuchCheck,
    /// The same check is already on its way or answered for this version.
    CheckAlreadyAsked,
    /// The call is not in a state that allows it.
    CallState,
    /// Only failed or unknown calls can be asked again.
    NothingToAskAgain,
    /// The customer has been told, or is being told; it can no longer be taken back.
    HoldOver,
    /// The message is still held.
    StillHeld {
        /// Until when.
        until_ms: i64,
    },
    /// Only who decided may take the decision back.
    NotYourDecision,
    /// The submission has no value in clear to work with: its part is erased.
    DataGone,
    /// The amended submission is not of this case (another partner or reference).
    OtherCase,
    /// There is no such change that waits for a second person.
    NoSuchChange,
    /// There is no such person on the roster, or no longer.
    NoSuchPerson,
    /// Somebody of the roster has that name.
    NameTaken,
    /// An auditor is nothing else; and a person is something.
    RolesUnfit,
    /// The change would leave things as they are.
    NothingToChange,
    /// The roster could not run the desk any more.
    RosterWouldLack(Lacking),
    /// The three shares need three holders, each in other hands; only a solo desk's person holds them all.
    HoldersUnfit,
    /// Nothing of what was asked for is masked to this person, or the submission has no such value.
    NothingToReveal,
    /// A legal hold keeps the case.
    OnHold,
    /// No legal hold keeps it.
    NotOnHold,
    /// It is in the archive, to be read only.
    Archived,
    /// Terms of 1 to 600 months, for partners that have names.
    RetentionUnfit,
}
