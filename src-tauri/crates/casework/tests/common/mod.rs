//! A case and what is done with it, step by step.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test binary takes what it needs"
)]

use casework::{
    Answer, Case, CaseCommand, CaseEvent, CaseId, CaseOutcome, CheckId, CheckKind, CheckOutcome,
    Context, Finding, Policy, Reason, RecordId, Recorded, Refusal, Sensitive, Submission, Verdict,
    decide, evolve,
};
use testkit::cases::{
    DESK, NOW, OPERATOR, Player, SUPERVISOR, answer, submission, submission_over,
};

pub const CHECK: CheckId = CheckId::from_bytes([0xC1; 16]);

/// One case, its clock, and the number of its next record.
pub struct Story {
    pub case: Case,
    pub now_ms: i64,
    records: u64,
}

impl Story {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        Self {
            case: Case::new(CaseId::from_bytes([7; 16])),
            now_ms: NOW,
            records: 0,
        }
    }

    /// A small, sound case lies in the queue.
    pub fn open() -> Self {
        Self::received(submission(), &[])
    }

    pub fn received(submission: Submission, findings: &[Finding]) -> Self {
        let mut story = Self::new();
        story.must(OPERATOR, submit(submission, findings));
        story
    }

    /// The operator has the case in hand and its check is queued.
    pub fn asked() -> Self {
        let mut story = Self::open();
        story.must(OPERATOR, request(CHECK));
        story
    }

    /// Its check is on its way.
    pub fn calling() -> Self {
        let mut story = Self::asked();
        story.must(DESK, CaseCommand::BeginCall { check: CHECK });
        story
    }

    /// Its check is answered.
    pub fn answered(outcome: CheckOutcome) -> Self {
        let mut story = Self::calling();
        story.must(DESK, answered(outcome));
        story
    }

    /// The operator proposed to verify a large amount, which waits for a second person.
    pub fn waiting() -> Self {
        let mut story = Self::received(submission_over("60000", "CNY"), &[]);
        story.must(OPERATOR, request(CHECK));
        story.must(DESK, CaseCommand::BeginCall { check: CHECK });
        story.must(DESK, answered(CheckOutcome::Match));
        story.must(OPERATOR, propose(CaseOutcome::Verified, &[], ""));
        story
    }

    /// The operator verified a small amount; the message is held.
    pub fn decided() -> Self {
        let mut story = Self::answered(CheckOutcome::Match);
        story.must(OPERATOR, propose(CaseOutcome::Verified, &[], ""));
        story
    }

    /// The message is on its way.
    pub fn telling() -> Self {
        let mut story = Self::decided();
        story.now_ms += Policy::ONE.feedback_hold_ms;
        story.must(DESK, CaseCommand::BeginFeedback);
        story
    }

    /// The customer was told.
    pub fn closed() -> Self {
        let mut story = Self::telling();
        story.must(DESK, sent());
        story
    }

    pub fn decide(&self, by: Player, command: &CaseCommand) -> Result<Vec<CaseEvent>, Refusal> {
        let context = Context {
            actor: by.actor,
            roles: by.roles,
            now_ms: self.now_ms,
            policy: &Policy::ONE,
        };
        decide(&self.case, command, &context)
    }

    /// Acts, records what it leads to, and tells it.
    pub fn act(&mut self, by: Player, command: CaseCommand) -> Result<Vec<CaseEvent>, Refusal> {
        let events = self.decide(by, &command)?;
        for event in &events {
            self.record(by, event.clone());
        }
        Ok(events)
    }

    #[track_caller]
    pub fn must(&mut self, by: Player, command: CaseCommand) -> Vec<CaseEvent> {
        self.act(by, command).expect("the story allows it")
    }

    #[track_caller]
    pub fn refusal(&self, by: Player, command: CaseCommand) -> Refusal {
        self.decide(by, &command)
            .expect_err("the story does not allow it")
    }

    /// Puts an event on record without asking whether it may be.
    pub fn record(&mut self, by: Player, event: CaseEvent) {
        let recorded = self.recorded(by, event);
        self.case = evolve(self.case.clone(), &recorded);
    }

    pub fn recorded(&mut self, by: Player, event: CaseEvent) -> Recorded {
        self.records += 1;
        let number = self.records.to_be_bytes();
        // Ids are random: their order is not that of the records.
        let mut record = [0; 16];
        record[0] = (self.records as u8).wrapping_mul(91);
        record[8..].copy_from_slice(&number);
        let mut hash = [0xAA; 32];
        hash[24..].copy_from_slice(&number);
        Recorded {
            record: RecordId::from_bytes(record),
            hash,
            actor: by.actor,
            at_ms: self.now_ms,
            event,
        }
    }
}

pub fn submit(submission: Submission, findings: &[Finding]) -> CaseCommand {
    CaseCommand::Submit {
        submission: Box::new(submission),
        findings: findings.to_vec(),
    }
}

pub fn amend(submission: Submission, findings: &[Finding]) -> CaseCommand {
    CaseCommand::Amend {
        submission: Box::new(submission),
        findings: findings.to_vec(),
    }
}

pub fn request(check: CheckId) -> CaseCommand {
    CaseCommand::RequestCheck {
        check,
        kind: CheckKind::BankCardFourFactor,
    }
}

pub fn answered(outcome: CheckOutcome) -> CaseCommand {
    record_answer(CHECK, answer(outcome))
}

pub fn record_answer(check: CheckId, answer: Answer) -> CaseCommand {
    CaseCommand::RecordAnswer { check, answer }
}

pub fn note(text: &str) -> CaseCommand {
    CaseCommand::AddNote {
        text: Sensitive::from(text),
    }
}

pub fn reason(code: &str) -> Reason {
    Reason::parse(code).expect("a reason of the list")
}

pub fn propose(outcome: CaseOutcome, reasons: &[&str], note: &str) -> CaseCommand {
    let reasons = reasons.iter().map(|code| reason(code)).collect();
    CaseCommand::Propose {
        outcome,
        reasons,
        note: Sensitive::from(note),
    }
}

pub fn review(
    verdict: Verdict,
    outcome: Option<CaseOutcome>,
    reasons: &[&str],
    note: &str,
) -> CaseCommand {
    let reasons = reasons.iter().map(|code| reason(code)).collect();
    CaseCommand::Review {
        verdict,
        outcome,
        reasons,
        note: Sensitive::from(note),
    }
}

pub fn agree() -> CaseCommand {
    review(Verdict::Agree, None, &[], "")
}

pub fn sent() -> CaseCommand {
    CaseCommand::RecordFeedbackSent {
        serial: "serial-1".to_owned(),
        request_id: "request-2".to_owned(),
    }
}

/// The supervisor agrees to what waits.
pub fn reviewed(mut story: Story) -> Story {
    story.must(SUPERVISOR, agree());
    story
}
