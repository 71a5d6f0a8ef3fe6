//! From what the desk cannot or may not do to what people read.

mod backup;

use casework::Refusal;
use desk::{DeskFault, HouseRefusal, Roster};
use identifiers::card_data::NeverStored;
use ledger::LedgerFault;
use ports::KeyVaultFault;
use seal::PassphraseRefusal;
use wire::{ErrorCode, view::ErrorView};

use crate::time::rfc3339;
use crate::view::finding;

/// What a face is told of a fault. Names of colleagues come from the roster; nothing of a customer is in it.
pub(crate) fn error(fault: &DeskFault, roster: Option<&Roster>) -> ErrorView {
    match fault {
        DeskFault::Refused(refusal) => refused(refusal, roster),
        DeskFault::House(refusal) => house(refusal),
        DeskFault::Ledger(fault) => ledger(*fault),
        DeskFault::Keychain(fault) => keychain(fault),
        DeskFault::KeysDamaged => ErrorCode::KeysDamaged.into(),
        DeskFault::FolderOutdated => ErrorCode::FolderOutdated.into(),
        DeskFault::KeysNewer => ErrorCode::KeysNewer.into(),
        DeskFault::KeychainEntryMissing => ErrorCode::KeychainEntryMissing.into(),
        DeskFault::LogBroken { seq } => {
            ErrorView::from(ErrorCode::LogBroken).with("record", seq.to_string())
        }
        DeskFault::Backup(fault) => backup::fault(*fault),
    }
}

/// What a face is told of a refusal of the trade.
pub(crate) fn refused(refusal: &Refusal, roster: Option<&Roster>) -> ErrorView {
    let plain = |code: ErrorCode| ErrorView::from(code);
    match refusal {
        Refusal::AlreadyReceived => plain(ErrorCode::AlreadyReceived),
        Refusal::NotReceived => plain(ErrorCode::NotReceived),
        Refusal::WrongStatus { status } => {
            plain(ErrorCode::WrongStatus).with("status", status.as_str())
        }
        Refusal::RoleMissing { needed } => {
            plain(ErrorCode::RoleMissing).with("role", needed.as_str())
        }
        Refusal::NotAPersonsAct => plain(ErrorCode::NotAPersonsAct),
        Refusal::DesksOwnDuty => plain(ErrorCode::DesksOwnDuty),
        Refusal::ClaimedByOther { holder, until_ms } => plain(ErrorCode::ClaimedByOther)
            .with(
                "holder",
                roster.and_then(|it| it.name(*holder)).unwrap_or("?"),
            )
            .with("until", rfc3339(*until_ms)),
        Refusal::NotClaimed => plain(ErrorCode::NotClaimed),
        Refusal::SamePerson => plain(ErrorCode::SamePerson),
        Refusal::ReviewPending => plain(ErrorCode::ReviewPending),
        Refusal::NoProposal => plain(ErrorCode::NoProposal),
        Refusal::EvidenceChanged => plain(ErrorCode::EvidenceChanged),
        Refusal::ReasonMissing => plain(ErrorCode::ReasonMissing),
        Refusal::ReasonDoesNotFit { outcome } => {
            plain(ErrorCode::ReasonDoesNotFit).with("outcome", outcome.as_str())
        }
        Refusal::NoteMissing => plain(ErrorCode::NoteMissing),
        Refusal::OutcomeMissing => plain(ErrorCode::OutcomeMissing),
        Refusal::NoSuchCheck => plain(ErrorCode::NoSuchCheck),
        Refusal::CheckAlreadyAsked => plain(ErrorCode::CheckAlreadyAsked),
        Refusal::CallState => plain(ErrorCode::CallState),
        Refusal::NothingToAskAgain => plain(ErrorCode::NothingToAskAgain),
        Refusal::HoldOver => plain(ErrorCode::HoldOver),
        Refusal::StillHeld { until_ms } => {
            plain(ErrorCode::StillHeld).with("until", rfc3339(*until_ms))
        }
        Refusal::NotYourDecision => plain(ErrorCode::NotYourDecision),
        Refusal::DataGone => plain(ErrorCode::DataGone),
        Refusal::OtherCase => plain(ErrorCode::OtherCase),
        Refusal::NoSuchChange => plain(ErrorCode::NoSuchChange),
        Refusal::NoSuchPerson => plain(ErrorCode::NoSuchPerson),
        Refusal::NameTaken => plain(ErrorCode::NameTaken),
        Refusal::RolesUnfit => plain(ErrorCode::RolesUnfit),
        Refusal::NothingToChange => plain(ErrorCode::NothingToChange),
        Refusal::RosterWouldLack(lacking) => lacks(
            plain(ErrorCode::RosterWouldLack),
            &lacking.missing,
            lacking.second_person,
        ),
        Refusal::HoldersUnfit => plain(ErrorCode::HoldersUnfit),
        Refusal::NothingToReveal => plain(ErrorCode::NothingToReveal),
        Refusal::OnHold => plain(ErrorCode::OnHold),
        Refusal::NotOnHold => plain(ErrorCode::NotOnHold),
        Refusal::Archived => plain(ErrorCode::Archived),
        Refusal::RetentionUnfit => plain(ErrorCode::RetentionUnfit),
    }
}

/// What a roster lacks, as details.
fn lacks(view: ErrorView, missing: &[casework::Role], second_person: bool) -> ErrorView {
    let roles = missing
        .iter()
        .map(|role| ("missing_role", role.to_string()));
    let second = second_person.then(|| ("missing", "second_person_who_works_cases".into()));
    roles
        .chain(second)
        .fold(view, |view, (name, value)| view.with(name, value))
}

fn house(refusal: &HouseRefusal) -> ErrorView {
    let plain = |code: ErrorCode| ErrorView::from(code);
    match refusal {
        HouseRefusal::SignInFailed => plain(ErrorCode::SignInFailed),
        HouseRefusal::Passphrase(PassphraseRefusal::TooShort { needed }) => {
            plain(ErrorCode::PassphraseTooShort).with("characters", needed.to_string())
        }
        HouseRefusal::Passphrase(PassphraseRefusal::Common) => plain(ErrorCode::PassphraseCommon),
        HouseRefusal::NotApprovedYet => plain(ErrorCode::NotApprovedYet),
        HouseRefusal::SignInBlocked { until_ms } => {
            plain(ErrorCode::SignInBlocked).with("until", rfc3339(*until_ms))
        }
        HouseRefusal::Quarantined => plain(ErrorCode::Quarantined),
        HouseRefusal::NotInQuarantine => plain(ErrorCode::NotInQuarantine),
        HouseRefusal::KeyChangeUnfinished => plain(ErrorCode::KeyChangeUnfinished),
        HouseRefusal::Stopped => plain(ErrorCode::Stopped),
        HouseRefusal::PinUnfit => plain(ErrorCode::PinUnfit),
        HouseRefusal::PinNeedsKeychain => plain(ErrorCode::PinNeedsKeychain),
        HouseRefusal::PinWrong => plain(ErrorCode::PinWrong),
        HouseRefusal::PinOver => plain(ErrorCode::PinOver),
        HouseRefusal::NameTaken => plain(ErrorCode::NameTaken),
        HouseRefusal::NameUnfit => plain(ErrorCode::NameUnfit),
        HouseRefusal::RolesUnfit => plain(ErrorCode::RolesUnfit),
        HouseRefusal::DeskNotOpen => plain(ErrorCode::DeskNotOpen),
        HouseRefusal::DeskOpen => plain(ErrorCode::DeskOpen),
        HouseRefusal::RosterIncomplete {
            missing,
            second_person,
            not_alone,
        } => {
            let view = lacks(plain(ErrorCode::RosterIncomplete), missing, *second_person);
            match not_alone {
                Some(people) => view.with("people", people.to_string()),
                None => view,
            }
        }
        HouseRefusal::RoleMissing(role) => {
            plain(ErrorCode::RoleMissing).with("role", role.as_str())
        }
        HouseRefusal::LoopbackOnly => plain(ErrorCode::LoopbackOnly),
        HouseRefusal::TlsNeeded => plain(ErrorCode::TlsNeeded),
        HouseRefusal::UrlUnfit => plain(ErrorCode::UrlUnfit),
        HouseRefusal::CredentialUnfit => plain(ErrorCode::CredentialUnfit),
        HouseRefusal::NoSuchCase => plain(ErrorCode::NoSuchCase),
        HouseRefusal::ReferenceAmbiguous => plain(ErrorCode::ReferenceAmbiguous),
        HouseRefusal::ReferenceTaken => plain(ErrorCode::ReferenceTaken),
        HouseRefusal::FormIncomplete(findings) => {
            findings
                .iter()
                .fold(plain(ErrorCode::FormIncomplete), |view, found| {
                    let found = finding(found);
                    view.with(&found.field, found.code)
                })
        }
        HouseRefusal::QueueEmpty => plain(ErrorCode::QueueEmpty),
        HouseRefusal::NoSuchReason => plain(ErrorCode::NoSuchReason),
        HouseRefusal::NoSuchCall => plain(ErrorCode::NoSuchCall),
        HouseRefusal::ImportHeader { missing, unknown } => {
            let view = missing
                .iter()
                .fold(plain(ErrorCode::ImportHeader), |view, name| {
                    view.with("missing", name)
                });
            if *unknown > 0 {
                view.with("unknown_columns", unknown.to_string())
            } else {
                view
            }
        }
        HouseRefusal::ImportCardData(NeverStored::SecurityCode) => {
            plain(ErrorCode::ImportSecurityCode)
        }
        HouseRefusal::ImportCardData(
            kind @ (NeverStored::CardExpiry | NeverStored::TrackData | NeverStored::Pin),
        ) => plain(ErrorCode::ImportCardData).with("column", kind.as_str()),
        HouseRefusal::CardData(kind) => plain((*kind).into()),
        HouseRefusal::ImportUnreadable => plain(ErrorCode::ImportUnreadable),
        HouseRefusal::TooLong => plain(ErrorCode::TooLong),
        HouseRefusal::NotErased => plain(ErrorCode::NotErased),
        HouseRefusal::NoRecoveryKey => plain(ErrorCode::NoRecoveryKey),
        HouseRefusal::RecoveryAtFounding => plain(ErrorCode::RecoveryAtFounding),
        HouseRefusal::ShareShown => plain(ErrorCode::ShareShown),
        HouseRefusal::CeremonyUnfinished => plain(ErrorCode::CeremonyUnfinished),
        HouseRefusal::ShareNotTypedBack => plain(ErrorCode::ShareNotTypedBack),
        HouseRefusal::ShareUnreadable { which, groups } => backup::unreadable(*which, groups),
        HouseRefusal::SharesUnfit(fault) => backup::unfit(*fault),
        HouseRefusal::SharesOfAnother => {
            plain(ErrorCode::SharesUnfit).with("problem", "another_secret")
        }
        HouseRefusal::BackupOfAnotherDesk => {
            plain(ErrorCode::BackupTaken).with("problem", "another_desk")
        }
        HouseRefusal::BackupAhead => plain(ErrorCode::BackupTaken).with("problem", "ahead"),
        HouseRefusal::BackupRunning => plain(ErrorCode::BackupRunning),
        HouseRefusal::DeskStillHere => plain(ErrorCode::DeskStillHere),
    }
}

fn ledger(fault: LedgerFault) -> ErrorView {
    let plain = |code: ErrorCode| ErrorView::from(code);
    match fault {
        LedgerFault::DeskInUse => plain(ErrorCode::DeskInUse),
        LedgerFault::NoDeskHere => plain(ErrorCode::NoDeskHere),
        LedgerFault::DeskExistsAlready => plain(ErrorCode::DeskExistsAlready),
        LedgerFault::CannotOpen => plain(ErrorCode::CannotOpen),
        LedgerFault::NewerThanProgram { found, known } => plain(ErrorCode::NewerThanProgram)
            .with("found", found.to_string())
            .with("known", known.to_string()),
        LedgerFault::Conflict => plain(ErrorCode::Conflict),
        LedgerFault::ReferenceTaken { .. } => plain(ErrorCode::ReferenceTaken),
        // Neither reaches a face before the acts that can meet them have words of their own.
        LedgerFault::ReadOnly => {
            plain(ErrorCode::Io).with("system", std::io::ErrorKind::ReadOnlyFilesystem.to_string())
        }
        LedgerFault::Stopped => {
            plain(ErrorCode::Io).with("system", std::io::ErrorKind::Interrupted.to_string())
        }
        LedgerFault::DiskFull => plain(ErrorCode::DiskFull),
        LedgerFault::Damaged => plain(ErrorCode::Damaged),
        LedgerFault::Io(kind) => plain(ErrorCode::Io).with("system", kind.to_string()),
    }
}

fn keychain(fault: &KeyVaultFault) -> ErrorView {
    match fault {
        KeyVaultFault::Missing => ErrorCode::KeychainMissing.into(),
        KeyVaultFault::Locked => ErrorCode::KeychainLocked.into(),
        KeyVaultFault::TimedOut => ErrorCode::KeychainTimedOut.into(),
        KeyVaultFault::Corrupt => ErrorCode::KeychainCorrupt.into(),
        KeyVaultFault::Refused(cause) => {
            ErrorView::from(ErrorCode::KeychainRefused).with("system", cause)
        }
    }
}

#[cfg(test)]
mod tests;
