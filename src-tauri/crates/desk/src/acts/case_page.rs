//! Opening a case: what the person may see, what happened, what they may do next.

use casework::{
    Actor, CallState, Case, CaseCommand, CaseEvent, CaseId, CaseOutcome, CaseStatus, Check,
    CheckId, CheckKind, CheckOutcome, Field, FieldSet, Policy, Refusal, RevealReason, Verdict,
    customer_message, decide, policy::ReviewCause,
};
use identifiers::Sensitive;
use ledger::CaseRow;
use record::Part;

use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

/// A case as one person sees it.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// Head of the page: masked values.
    pub row: CaseRow,
    /// The case. Its personal parts were opened to judge it and do not leave the house.
    pub case: Case,
    /// The customer's name in clear, where this person holds the case.
    pub name: Option<Sensitive>,
    /// What may be done, and why not.
    pub actions: Vec<PossibleAction>,
    /// For each outcome: why policy would want a second person.
    pub reserved: Vec<(CaseOutcome, Vec<ReviewCause>)>,
    /// What the customer reads, once the outcome is final.
    pub message: Option<String>,
    /// What happened, in order.
    pub timeline: Vec<TimelineEntry>,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// The name of the person, or nothing where the desk acted.
    pub actor: Option<String>,
    /// The kind of event.
    pub kind: String,
    /// The outcome, verdict, cause or state it is about, as a stable word.
    pub word: Option<String>,
    /// What was written, for a note.
    pub note: Option<Sensitive>,
    /// The fields that were shown in clear, where some were.
    pub fields: FieldSet,
}

/// Something a person could do with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleAction {
    /// What.
    pub action: ActionName,
    /// Why not, where it may not be done.
    pub refusal: Option<DeskFault>,
}

/// The acts a case page offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionName {
    /// Take in hand.
    Claim,
    /// Give back.
    Release,
    /// Replace the submission by a mended one.
    Amend,
    /// Ask the institution.
    RunChecks,
    /// Ask a failed or unknown call once more.
    AskAgain,
    /// Write a note.
    AddNote,
    /// Propose an outcome.
    Propose,
    /// Judge a proposal.
    Review,
    /// Take the decision back.
    TakeBack,
    /// Send the message once more.
    AskFeedbackAgain,
    /// Be shown what is masked.
    Reveal,
    /// Keep it whatever its date says.
    PlaceHold,
    /// Let its date count again.
    LiftHold,
}

impl ActionName {
    /// Every act, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Claim,
        Self::Release,
        Self::Amend,
        Self::RunChecks,
        Self::AskAgain,
        Self::AddNote,
        Self::Propose,
        Self::Review,
        Self::TakeBack,
        Self::AskFeedbackAgain,
        Self::Reveal,
        Self::PlaceHold,
        Self::LiftHold,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Amend => "amend",
            Self::RunChecks => "run_checks",
            Self::AskAgain => "ask_again",
            Self::AddNote => "add_note",
            Self::Propose => "propose",
            Self::Review => "review",
            Self::TakeBack => "take_back",
            Self::AskFeedbackAgain => "ask_feedback_again",
            Self::Reveal => "reveal",
            Self::PlaceHold => "place_hold",
            Self::LiftHold => "lift_hold",
        }
    }

    /// A command that stands for the act, filled so that only what the person may do can speak against it.
    fn command(self, case: &Case) -> CaseCommand {
        let note = Sensitive::from("-");
        match self {
            Self::Claim => CaseCommand::Claim,
            Self::Release => CaseCommand::Release,
            Self::Amend => match &case.submission {
                Some(present) => CaseCommand::Amend {
                    submission: Box::new(present.clone()),
                    findings: Vec::new(),
                },
                // Nothing to mend: refused like taking in hand what was never received.
                None => CaseCommand::Claim,
            },
            Self::RunChecks => CaseCommand::RequestCheck {
                check: CheckId::from_bytes([0; 16]),
                kind: CheckKind::BankCardFourFactor,
            },
            Self::AskAgain => {
                let checks = || case.current_checks();
                let ended = |it: &&Check| {
                    matches!(it.state, CallState::Failed | CallState::Unknown)
                        || it.outcome() == Some(CheckOutcome::Error)
                };
                let check = checks().find(ended).or_else(|| checks().next());
                CaseCommand::AskAgain {
                    check: check.map_or(CheckId::from_bytes([0; 16]), |it| it.id),
                }
            }
            Self::AddNote => CaseCommand::AddNote { text: note },
            Self::Propose => CaseCommand::Propose {
                outcome: CaseOutcome::UnableToVerify,
                reasons: Vec::new(),
                note,
            },
            Self::Review => CaseCommand::Review {
                verdict: Verdict::Agree,
                outcome: None,
                reasons: Vec::new(),
                note,
            },
            Self::TakeBack => CaseCommand::TakeBack,
            Self::AskFeedbackAgain => CaseCommand::AskFeedbackAgain,
            // Masked to everybody, and there wherever anything is.
            Self::Reveal => CaseCommand::Reveal {
                fields: FieldSet::of(&[Field::DocumentNumber]),
                why: RevealReason::Call,
                words: note,
            },
            Self::PlaceHold => CaseCommand::PlaceHold { reason: note },
            Self::LiftHold => CaseCommand::LiftHold { reason: note },
        }
    }
}

/// What the timeline shows: the notes people wrote, and of the rest only the kind.
const TO_SHOW: &[Part] = &[Part::Overview, Part::Notes];

impl Desk {
    /// What is left of an erased case: that it was there, and when who did what.
    fn skeleton_page(&self, id: CaseId) -> Result<CasePage, DeskFault> {
        let row = self.ledger.case_row(id)?.ok_or(HouseRefusal::NoSuchCase)?;
        let case = Case {
            status: CaseStatus::Erased,
            received_ms: row.received_ms,
            ..Case::new(id)
        };
        let gone = |action| PossibleAction {
            action,
            refusal: Some(Refusal::DataGone.into()),
        };
        let records = self.ledger.stream(id)?;
        let entry = |stored: &ledger::StreamRecord| {
            let header = stored.record.header();
            TimelineEntry {
                at_ms: header.hlc.ms,
                actor: self.name_of(header.actor),
                kind: header.kind.as_str().to_owned(),
                word: None,
                note: None,
                fields: FieldSet::of(&[]),
            }
        };
        Ok(CasePage {
            row,
            case,
            name: None,
            actions: ActionName::ALL.map(gone).into(),
            reserved: Vec::new(),
            message: None,
            timeline: records.iter().map(entry).collect(),
        })
    }

    fn name_of(&self, actor: Actor) -> Option<String> {
        let person = actor.person()?;
        Some(self.roster().name(person).unwrap_or("?").to_owned())
    }

    /// Opens a case. The person who holds it is shown the customer's name, which is a signed read.
    ///
    /// # Errors
    /// The role that works cases is needed.
    pub fn open_case(&mut self, id: CaseId) -> Result<CasePage, DeskFault> {
        let name_only = FieldSet::of(&[Field::Name]);
        let name = match self.act(id, &CaseCommand::View { fields: name_only }) {
            Ok(case) => case.submission.and_then(|it| it.subject).map(|it| it.name),
            Err(DeskFault::Refused(Refusal::NotClaimed | Refusal::DataGone)) => None,
            Err(fault) => return Err(fault),
        };
        Ok(CasePage {
            name,
            ..self.case_page(id)?
        })
    }

    /// A case as it stands, with nothing in clear: what an act answers with.
    ///
    /// # Errors
    /// The role that works cases is needed.
    pub fn case_page(&self, id: CaseId) -> Result<CasePage, DeskFault> {
        self.needs_case_worker()?;
        if self.roster().erased(id).is_some() {
            return self.skeleton_page(id);
        }
        let case = self.load(id)?.case;
        let context = self.context(self.me());
        let actions = ActionName::ALL.into_iter().map(|action| PossibleAction {
            action,
            refusal: self
                .not_in_quarantine()
                .and_then(|()| Ok(decide(&case, &action.command(&case), &context).map(drop)?))
                .err(),
        });
        let actions = actions.collect();
        let policy = Policy::of(case.policy).unwrap_or(&Policy::ONE);
        let reserved = CaseOutcome::ALL
            .iter()
            .map(|outcome| (*outcome, policy.reserves(&case, *outcome)))
            .collect();
        Ok(CasePage {
            row: self.ledger.case_row(id)?.ok_or(HouseRefusal::NoSuchCase)?,
            message: message(&case),
            timeline: self.timeline(id)?,
            case,
            name: None,
            actions,
            reserved,
        })
    }

    fn timeline(&self, id: CaseId) -> Result<Vec<TimelineEntry>, DeskFault> {
        let (stream, records) = self.stream(id)?;
        let entry = |stored: &ledger::StreamRecord| {
            let recorded = self.recorded(&stream, stored, TO_SHOW)?;
            Ok(TimelineEntry {
                at_ms: recorded.at_ms,
                actor: self.name_of(recorded.actor),
                kind: stored.record.header().kind.as_str().to_owned(),
                word: word(&recorded.event),
                fields: shown(&recorded.event),
                note: note(recorded.event),
            })
        };
        records.iter().map(entry).collect()
    }
}

/// What an event is about, where its kind alone does not say it.
fn word(event: &CaseEvent) -> Option<String> {
    let word = match event {
        CaseEvent::Received { risk, .. } | CaseEvent::Amended { risk, .. } => risk.as_str(),
        CaseEvent::CheckRequested { kind, .. } => kind.as_str(),
        CaseEvent::CheckAnswered { answer, .. } => answer.outcome.as_str(),
        CaseEvent::CallRequeued { cause, .. }
        | CaseEvent::CallFailed { cause, .. }
        | CaseEvent::CallUnknown { cause, .. }
        | CaseEvent::FeedbackRequeued { cause, .. }
        | CaseEvent::FeedbackFailed { cause, .. }
        | CaseEvent::FeedbackUnknown { cause, .. } => cause,
        CaseEvent::Proposed(decision) => decision.outcome.as_str(),
        CaseEvent::ProposalVoided { cause } => cause.as_str(),
        CaseEvent::Reviewed { verdict, .. } => verdict.as_str(),
        CaseEvent::Decided { outcome, .. } => outcome.as_str(),
        CaseEvent::Revealed { why, .. } => why.as_str(),
        CaseEvent::Claimed
        | CaseEvent::Released
        | CaseEvent::Viewed { .. }
        | CaseEvent::CallBegun { .. }
        | CaseEvent::CheckAskedAgain { .. }
        | CaseEvent::NoteAdded { .. }
        | CaseEvent::TakenBack
        | CaseEvent::FeedbackBegun { .. }
        | CaseEvent::FeedbackSent { .. }
        | CaseEvent::FeedbackAskedAgain
        | CaseEvent::LateEvidence { .. }
        | CaseEvent::RetentionSet { .. }
        | CaseEvent::HoldPlaced { .. }
        | CaseEvent::HoldLifted { .. } => return None,
    };
    Some(word.to_owned())
}

/// The fields an event showed somebody in clear.
fn shown(event: &CaseEvent) -> FieldSet {
    if let CaseEvent::Viewed { fields } | CaseEvent::Revealed { fields, .. } = event {
        return *fields;
    }
    FieldSet::default()
}

fn note(event: CaseEvent) -> Option<Sensitive> {
    match event {
        CaseEvent::NoteAdded { text: it }
        | CaseEvent::HoldPlaced { reason: it }
        | CaseEvent::HoldLifted { reason: it } => Some(it),
        CaseEvent::Proposed(decision) => Some(decision.note).filter(|it| !it.is_empty()),
        CaseEvent::Reviewed { note, .. } => Some(note).filter(|it| !it.is_empty()),
        CaseEvent::Revealed { words, .. } => Some(words).filter(|it| !it.is_empty()),
        CaseEvent::Received { .. }
        | CaseEvent::Amended { .. }
        | CaseEvent::Claimed
        | CaseEvent::Released
        | CaseEvent::Viewed { .. }
        | CaseEvent::CheckRequested { .. }
        | CaseEvent::CallBegun { .. }
        | CaseEvent::CallRequeued { .. }
        | CaseEvent::CheckAnswered { .. }
        | CaseEvent::CallFailed { .. }
        | CaseEvent::CallUnknown { .. }
        | CaseEvent::CheckAskedAgain { .. }
        | CaseEvent::ProposalVoided { .. }
        | CaseEvent::Decided { .. }
        | CaseEvent::TakenBack
        | CaseEvent::FeedbackBegun { .. }
        | CaseEvent::FeedbackRequeued { .. }
        | CaseEvent::FeedbackSent { .. }
        | CaseEvent::FeedbackFailed { .. }
        | CaseEvent::FeedbackUnknown { .. }
        | CaseEvent::FeedbackAskedAgain
        | CaseEvent::LateEvidence { .. }
        | CaseEvent::RetentionSet { .. } => None,
    }
}

/// What the customer reads: in their language, by outcome and reasons.
pub(super) fn message(case: &Case) -> Option<String> {
    let (submission, decision) = (case.submission.as_ref()?, case.decision.as_ref()?);
    Some(customer_message(
        decision.outcome,
        &decision.reasons,
        submission.language,
        &submission.reference,
    ))
}
