//! Asking an institution.

use casework::{Case, CaseCommand, CaseId, CheckId, CheckKind};

use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

impl Desk {
    /// Puts the checks this kind of case needs into the outbox. They leave when a line is there.
    ///
    /// # Errors
    /// The check is out or answered already; somebody else has the case.
    pub fn run_checks(&mut self, id: CaseId) -> Result<Case, DeskFault> {
        let check = CheckId::from_bytes(self.rim.fresh_id());
        self.act(
            id,
            &CaseCommand::RequestCheck {
                check,
                kind: CheckKind::BankCardFourFactor,
            },
        )
    }

    /// Asks a failed or unknown call once more, knowing that it may be billed again.
    ///
    /// # Errors
    /// No such call; one that is out or answered; the role that works cases is needed.
    pub fn ask_again(&mut self, subject: [u8; 16]) -> Result<Case, DeskFault> {
        self.needs_case_worker()?;
        let row = self
            .ledger
            .outbox_row(&subject)?
            .ok_or(HouseRefusal::NoSuchCall)?;
        let command = match row.kind {
            ledger::OutboxKind::Check => CaseCommand::AskAgain {
                check: CheckId::from_bytes(subject),
            },
            ledger::OutboxKind::Feedback => CaseCommand::AskFeedbackAgain,
        };
        self.act(row.stream, &command)
    }
}
