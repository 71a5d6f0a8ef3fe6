//! The way out of quarantine where the files are what they should be after all: an administrator says so, a supervisor
//! agrees, and the keychain is told.
//!
//! Nothing can be written to the log meanwhile, so both sign a statement that lies beside it. The next sign-in finds the
//! keychain content, enters the statement into the log as a receipt, and calls what is in the outbox unknown: it may have
//! left before the files went back, and nothing that is billed leaves twice by machine.

use casework::two_person::{Matter, second_person};
use casework::{Actor, DeskEvent, PersonId, Refusal, RollbackAccepted, RosterEvent};
use minicbor::bytes::{ByteArray, ByteSlice};

use crate::anchor::{self, ANCHOR};
use crate::desk::Desk;
use crate::{DeskFault, HouseRefusal};

const MAGIC: &str = "VDQ1/acceptance";
const STATEMENT: &[u8] = b"VDQ1/statement";
const AGREEMENT: &[u8] = b"VDQ1/agreement";

/// What was said about files in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The administrator who proposes to take them as they are.
    pub maker: PersonId,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    statement: Vec<u8>,
    maker_signature: [u8; 64],
    agreed: Option<(PersonId, [u8; 64])>,
}

type Row<'b> = (
    &'b str,
    &'b ByteSlice,
    ByteArray<16>,
    ByteArray<64>,
    i64,
    Option<(ByteArray<16>, ByteArray<64>)>,
);

impl Acceptance {
    fn encode(&self) -> Vec<u8> {
        let agreed = self.agreed.map(|(person, signature)| {
            (
                ByteArray::from(*person.as_bytes()),
                ByteArray::from(signature),
            )
        });
        let row = (
            MAGIC,
            <&ByteSlice>::from(&self.statement[..]),
            ByteArray::from(*self.maker.as_bytes()),
            ByteArray::from(self.maker_signature),
            self.at_ms,
            agreed,
        );
        minicbor::to_vec(row).expect("a vector refuses no bytes")
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (magic, statement, maker, signature, at_ms, agreed) =
            minicbor::decode::<Row<'_>>(bytes).ok()?;
        let agreed = agreed
            .map(|(person, signature)| (PersonId::from_bytes(person.into()), signature.into()));
        (magic == MAGIC).then(|| Self {
            maker: PersonId::from_bytes(maker.into()),
            at_ms,
            statement: statement.to_vec(),
            maker_signature: signature.into(),
            agreed,
        })
    }
}

fn proposal(statement: &[u8]) -> Vec<u8> {
    [STATEMENT, statement].concat()
}

fn agreement(statement: &[u8], maker_signature: &[u8; 64]) -> Vec<u8> {
    [AGREEMENT, statement, maker_signature].concat()
}

/// Whether maker and checker signed a statement with these keys.
pub(crate) fn is_signed(
    accepted: &RollbackAccepted,
    key_of: impl Fn(PersonId) -> Option<[u8; 32]>,
) -> bool {
    let signed = |person, message: &[u8], signature: &[u8; 64]| {
        key_of(person).is_some_and(|key| seal::verify(&key, message, signature))
    };
    let statement = &accepted.statement;
    signed(
        accepted.maker,
        &proposal(statement),
        &accepted.maker_signature,
    ) && signed(
        accepted.checker,
        &agreement(statement, &accepted.maker_signature),
        &accepted.checker_signature,
    )
}

impl Desk {
    /// What was found and what the keychain remembers, in one text that both people sign.
    fn statement(&self) -> Result<Vec<u8>, DeskFault> {
        let quarantine = self.quarantine.ok_or(HouseRefusal::NotInQuarantine)?;
        let found = self.anchor_now(None)?.encode();
        let remembered = match &self.key_vault {
            Some(vault) => vault.read(ANCHOR)?.map(|it| it.to_vec()),
            None => None,
        };
        let row = (
            <&ByteSlice>::from(&self.team.0[..]),
            ByteArray::from(*self.id.as_bytes()),
            quarantine.as_str(),
            <&ByteSlice>::from(&found[..]),
            remembered.as_deref().map(<&ByteSlice>::from),
        );
        Ok(minicbor::to_vec(row).expect("a vector refuses no bytes"))
    }

    /// What was said about these very files, if anything; what was said about others counts for nothing.
    ///
    /// # Errors
    /// A file or keychain that cannot be read.
    pub fn acceptance(&self) -> Result<Option<Acceptance>, DeskFault> {
        if self.quarantine.is_none() {
            return Ok(None);
        }
        let kept = self.folder.read_acceptance()?;
        let Some(kept) = kept.as_deref().and_then(Acceptance::decode) else {
            return Ok(None);
        };
        let maker = self.roster.keys(kept.maker).map(|it| it.ed25519);
        let signed = maker.is_some_and(|key| {
            seal::verify(&key, &proposal(&kept.statement), &kept.maker_signature)
        });
        Ok((signed && kept.statement == self.statement()?).then_some(kept))
    }

    /// Proposes to take the files as they are.
    ///
    /// # Errors
    /// An administrator is needed; the desk is not in quarantine.
    pub fn propose_acceptance(&mut self) -> Result<(), DeskFault> {
        let statement = self.statement()?;
        let needed = Matter::Rollback.maker_roles();
        self.needs(needed)?;
        let acceptance = Acceptance {
            maker: self.person,
            at_ms: self.now_ms(),
            maker_signature: self.secrets.sign(&proposal(&statement)),
            statement,
            agreed: None,
        };
        Ok(self.folder.write_acceptance(&acceptance.encode())?)
    }

    /// Why the person signed in may not agree to take the files as they are, where they may not.
    ///
    /// # Errors
    /// A file or keychain that cannot be read.
    pub fn may_accept(&self) -> Result<Option<DeskFault>, DeskFault> {
        let Some(acceptance) = self.acceptance()? else {
            return Ok(Some(Refusal::NoSuchChange.into()));
        };
        let judged = second_person(Matter::Rollback, acceptance.maker, self.me(), self.roles());
        Ok(judged.err().map(DeskFault::from))
    }

    /// Agrees to take the files as they are: the keychain remembers these from now on. Sign in anew to work with them.
    ///
    /// # Errors
    /// Nothing was proposed; the two-person rule; a keychain that does not serve.
    pub fn accept(&mut self) -> Result<(), DeskFault> {
        let mut acceptance = self.acceptance()?.ok_or(Refusal::NoSuchChange)?;
        let checker = second_person(Matter::Rollback, acceptance.maker, self.me(), self.roles())?;
        let message = agreement(&acceptance.statement, &acceptance.maker_signature);
        acceptance.agreed = Some((checker, self.secrets.sign(&message)));
        // Before the keychain: whoever takes the files so is on record, or they are not taken.
        self.folder.write_acceptance(&acceptance.encode())?;
        if let Some(vault) = &self.key_vault {
            anchor::write(&**vault, &self.anchor_now(None)?)?;
        }
        Ok(())
    }

    /// Enters what two people agreed to into the log, at the first sign-in after it.
    pub(crate) fn enter_acceptance(&mut self) -> Result<(), DeskFault> {
        let Some(kept) = self.folder.read_acceptance()? else {
            return Ok(());
        };
        if let Some(Acceptance {
            maker,
            statement,
            maker_signature,
            agreed: Some((checker, checker_signature)),
            ..
        }) = Acceptance::decode(&kept)
        {
            let accepted = RollbackAccepted {
                statement,
                maker,
                maker_signature,
                checker,
                checker_signature,
            };
            let key_of = |person| self.roster.keys(person).map(|it| it.ed25519);
            if is_signed(&accepted, key_of) {
                self.lose_what_is_queued()?;
                let receipt = DeskEvent::Roster(RosterEvent::RollbackAccepted(accepted));
                self.write_desk_events_as(Actor::Desk, &[receipt], None)?;
            }
        }
        // What was only proposed, or about other files, has no meaning once the desk is out of quarantine.
        Ok(self.folder.remove_acceptance()?)
    }
}
