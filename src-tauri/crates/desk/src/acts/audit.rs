//! Verifying the log: every record, from the first.

use std::ops::ControlFlow;

use casework::Role;
use record::{ChainCheck, Erasures, TeamId};

use crate::DeskFault;
use crate::desk::Desk;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Records that hold, from the first on.
    pub records: u64,
    /// The hash of the last of them, to be compared with a printed one.
    pub head: Option<[u8; 32]>,
    /// The first record that does not hold, where there is one.
    pub broken: Option<BrokenRecord>,
}

/// The first record that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRecord {
    /// Its place in the chain.
    pub seq: u64,
    /// What is wrong, in words without values.
    pub reason: String,
}

impl Desk {
    /// Verifies the log from its first record: order, links, signatures, bodies; then the file itself, page by page.
    ///
    /// # Errors
    /// A store that cannot be read, or whose pages are damaged.
    pub fn verify_log(&self) -> Result<AuditReport, DeskFault> {
        self.needs(&[
            Role::Auditor,
            Role::Supervisor,
            Role::Administrator,
            Role::Operator,
        ])?;
        let mut check = ChainCheck::new(TeamId(self.team.0), self.id, self.receipts());
        let mut broken = None;
        self.ledger.walk(0, |stored| {
            match check.admit(stored, |actor, seq| self.roster.verifying_key(*actor, seq)) {
                Ok(_) => ControlFlow::Continue(()),
                Err(found) => {
                    broken = Some(BrokenRecord {
                        seq: found.seq,
                        reason: found.to_string(),
                    });
                    ControlFlow::Break(())
                }
            }
        })?;
        let (records, head) = check.head();
        if broken.is_none() {
            self.ledger.integrity_check()?;
        }
        Ok(AuditReport {
            records,
            head,
            broken,
        })
    }

    /// What the receipts of erasures say, which stand later in the chain than what they excuse. They were read and judged
    /// with the roster at sign-in, under the lock that has kept the file since.
    fn receipts(&self) -> Erasures {
        let erasures = self.roster.erasures();
        erasures.map(|(case, at)| (case, at.seq)).collect()
    }
}
