//! The case machine: a command against a case gives events or a refusal, and nothing else happens.

mod calls;
mod feedback;
mod hold;
mod intake;
mod outcome;
mod reveal;
mod work;

use identifiers::Sensitive;

use crate::{
    Case, CaseCommand, CaseEvent, CaseStatus, Claim, Context, PersonId, Policy, Refusal, Role,
};

/// What the command leads to. Events come in the order in which they are to be recorded, all or none.
///
/// # Errors
/// The [`Refusal`] that speaks against it, the first one found; nothing has changed.
pub fn decide(
    case: &Case,
    command: &CaseCommand,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    match command {
        CaseCommand::Submit {
            submission,
            findings,
        } => intake::submit(case, submission, findings, context),
        CaseCommand::Amend {
            submission,
            findings,
        } => intake::amend(case, submission, findings, context),
        CaseCommand::Claim => work::claim(case, context),
        CaseCommand::Release => work::release(case, context),
        CaseCommand::View { fields } => work::view(case, *fields, context),
        CaseCommand::AddNote { text } => work::add_note(case, text, context),
        CaseCommand::RequestCheck { check, kind } => calls::request(case, *check, *kind, context),
        CaseCommand::AskAgain { check } => calls::ask_again(case, *check, context),
        CaseCommand::BeginCall { check } => calls::begin(case, *check, context),
        CaseCommand::RequeueCall { check, cause } => calls::requeue(case, *check, cause, context),
        CaseCommand::RecordAnswer { check, answer } => calls::answer(case, *check, answer, context),
        CaseCommand::FailCall {
            check,
            cause,
            provider_code,
        } => calls::fail(case, *check, cause, provider_code, context),
        CaseCommand::LoseCall { check, cause } => calls::lose(case, *check, cause, context),
        CaseCommand::Propose {
            outcome,
            reasons,
            note,
        } => outcome::propose(case, *outcome, reasons, note, context),
        CaseCommand::Review {
            verdict,
            outcome,
            reasons,
            note,
        } => outcome::review(case, *verdict, *outcome, reasons, note, context),
        CaseCommand::TakeBack => outcome::take_back(case, context),
        CaseCommand::BeginFeedback => feedback::begin(case, context),
        CaseCommand::RequeueFeedback { cause } => feedback::requeue(case, cause, context),
        CaseCommand::RecordFeedbackSent { serial, request_id } => {
            feedback::sent(case, serial, request_id, context)
        }
        CaseCommand::FailFeedback {
            cause,
            provider_code,
        } => feedback::fail(case, cause, provider_code, context),
        CaseCommand::LoseFeedback { cause } => feedback::lose(case, cause, context),
        CaseCommand::AskFeedbackAgain => feedback::ask_again(case, context),
        CaseCommand::Reveal { fields, why, words } => {
            reveal::reveal(case, *fields, *why, words, context)
        }
        CaseCommand::PlaceHold { reason } => hold::place(case, reason, context),
        CaseCommand::LiftHold { reason } => hold::lift(case, reason, context),
    }
}

/// The roles that work cases.
const CASE_WORKERS: &[Role] = &[Role::Operator, Role::Supervisor];

/// The policy a case is pinned to; a case from a newer program is worked under the one in force.
fn pinned<'a>(case: &Case, context: &Context<'a>) -> &'a Policy {
    Policy::of(case.policy).unwrap_or(context.policy)
}

/// A person about to act on a case that is worked: who they are, and the claim their act makes.
struct Hands {
    person: PersonId,
    claim: Option<CaseEvent>,
}

impl Hands {
    fn then(self, events: impl IntoIterator<Item = CaseEvent>) -> Vec<CaseEvent> {
        self.claim.into_iter().chain(events).collect()
    }
}

/// Acting on a case claims it: allowed in work statuses, to people who work cases, unless another holds it.
fn take_in_hand(case: &Case, context: &Context<'_>) -> Result<Hands, Refusal> {
    let person = context.person_with(CASE_WORKERS)?;
    match case.status {
        CaseStatus::Open | CaseStatus::InProgress => {}
        CaseStatus::WaitingForReview => return Err(Refusal::ReviewPending),
        CaseStatus::Received if case.submission.is_none() => return Err(Refusal::NotReceived),
        status @ (CaseStatus::Received
        | CaseStatus::ScreenedOut
        | CaseStatus::WaitingForCustomer
        | CaseStatus::Decided
        | CaseStatus::Closed
        | CaseStatus::Erased) => return Err(Refusal::WrongStatus { status }),
    }
    let policy = pinned(case, context);
    match case.holder(policy, context.now_ms) {
        Some(Claim { by, .. }) if by == person => Ok(Hands {
            person,
            claim: None,
        }),
        Some(Claim { by, active_ms }) => Err(Refusal::ClaimedByOther {
            holder: by,
            until_ms: active_ms.saturating_add(policy.claim_lapse_ms),
        }),
        None => Ok(Hands {
            person,
            claim: Some(CaseEvent::Claimed),
        }),
    }
}

/// Blanks are no words.
fn is_blank(note: &Sensitive) -> bool {
    note.expose().trim().is_empty()
}
