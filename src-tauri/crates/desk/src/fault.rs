use casework::{Refusal, Role};
use identifiers::card_data::NeverStored;
use ledger::LedgerFault;
use ports::KeyVaultFault;
use seal::{PassphraseRefusal, ShareFault};

/// Why an act was not done. Nothing was changed, and nothing of a person is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskFault {
    /// The trade does not allow it.
    Refused(Refusal),
    /// The house does not allow it.
    House(HouseRefusal),
    /// The ledger could not.
    Ledger(LedgerFault),
    /// The keychain could not.
    Keychain(KeyVaultFault),
    /// The key file is not what this program wrote.
    KeysDamaged,
    /// The keychain has not what the key file needs: another computer, another login, or a lost entry.
    KeychainEntryMissing,
    /// The folder is a copy from before a key change, which destroyed what opened it.
    FolderOutdated,
    /// A key file of a newer program.
    KeysNewer,
    /// The log does not hold: a record is not what was signed.
    LogBroken {
        /// The first broken record's place in the chain.
        seq: u64,
    },
    /// A backup is not what it should be.
    Backup(BackupFault),
}

/// What the house refuses outside any one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HouseRefusal {
    /// No such person, or another passphrase. Which of the two is not said.
    SignInFailed,
    /// Their enrolment waits for a second person.
    NotApprovedYet,
    /// Ten failures in a row: nobody may try this person's passphrase for a while.
    SignInBlocked {
        /// Until when, milliseconds since 1970.
        until_ms: i64,
    },
    /// The desk is in quarantine: it is looked at, and nothing is written.
    Quarantined,
    /// The desk is not in quarantine: there is nothing to accept.
    NotInQuarantine,
    /// A key change did not come to its end; the next sign-in finishes it.
    KeyChangeUnfinished,
    /// Somebody stopped it before it changed anything.
    Stopped,
    /// A PIN of fewer than six digits, or one that is tried first.
    PinUnfit,
    /// A PIN needs a keychain beside it.
    PinNeedsKeychain,
    /// Another PIN.
    PinWrong,
    /// The PIN opens nothing any more: ten failures, or twelve hours.
    PinOver,
    /// The passphrase does not do.
    Passphrase(PassphraseRefusal),
    /// Somebody on this desk has that name.
    NameTaken,
    /// A name of no or too many characters.
    NameUnfit,
    /// An auditor is nothing else; and a person is something.
    RolesUnfit,
    /// The desk is still being founded.
    DeskNotOpen,
    /// The desk is open; its people and settings change by two signatures.
    DeskOpen,
    /// The roster cannot run a desk yet.
    RosterIncomplete {
        /// Roles nobody holds.
        missing: Vec<Role>,
        /// Two people who can act on a case are needed, and there are fewer.
        second_person: bool,
        /// A desk for one person was asked for, and this many are on the roster.
        not_alone: Option<usize>,
    },
    /// The person's roles do not allow it.
    RoleMissing(Role),
    /// A desk that is founded, or for trying out, talks to this computer only.
    LoopbackOnly,
    /// Beyond this computer only `https://` is spoken.
    TlsNeeded,
    /// Not an address.
    UrlUnfit,
    /// Not `ID:SECRET`.
    CredentialUnfit,
    /// No case has this reference.
    NoSuchCase,
    /// More than one partner has this reference; say `PARTNER/REFERENCE`.
    ReferenceAmbiguous,
    /// The partner's reference is taken by another case.
    ReferenceTaken,
    /// The form cannot be stored: these findings say why.
    FormIncomplete(Vec<casework::Finding>),
    /// No case waits that this person may take.
    QueueEmpty,
    /// No such reason code.
    NoSuchReason,
    /// No such call in the outbox.
    NoSuchCall,
    /// The file's first line is not the canonical header.
    ImportHeader {
        /// Columns that are missing.
        missing: Vec<String>,
        /// How many columns are not known.
        unknown: usize,
    },
    /// A column of the file is for card data that is never stored.
    ImportCardData(NeverStored),
    /// What was written holds card data that is never stored.
    CardData(NeverStored),
    /// The file is not UTF-8 text with commas.
    ImportUnreadable,
    /// The text is too long.
    TooLong,
    /// The case is not erased: there is nothing to certify.
    NotErased,
    /// Without a recovery secret a backup would open for nobody.
    NoRecoveryKey,
    /// A desk for one person makes its recovery secret before it is opened.
    RecoveryAtFounding,
    /// A share is shown once.
    ShareShown,
    /// Not all three holders have been shown their share and typed it back; or no ceremony was begun.
    CeremonyUnfinished,
    /// What a holder typed back is not what stands on their share.
    ShareNotTypedBack,
    /// A share cannot be read.
    ShareUnreadable {
        /// Which of the two that were given, 1 or 2.
        which: u8,
        /// The groups that are wrong, counted from 1, where that can be told.
        groups: Vec<usize>,
    },
    /// The two shares do not give a secret.
    SharesUnfit(ShareFault),
    /// The two shares give a secret, and it is not the one that opens this backup.
    SharesOfAnother,
    /// The folder holds the backup of another desk.
    BackupOfAnotherDesk,
    /// The folder's backup holds records that this desk's log does not have.
    BackupAhead,
    /// A backup is being made, or its folder is in use.
    BackupRunning,
    /// The keychain of this computer knows this desk.
    DeskStillHere,
}

/// What is wrong with a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupFault {
    /// The folder holds no backup.
    NotHere,
    /// The key file is not what was written.
    KeysDamaged,
    /// A later program wrote it.
    Newer,
    /// A generation is missing.
    GenerationMissing {
        /// Its number.
        number: u64,
    },
    /// A generation is not what was written.
    GenerationDamaged {
        /// Its number.
        number: u64,
    },
    /// A record does not hold, or a part of it does not open with the backup's keys.
    Record {
        /// Its place in the chain.
        seq: u64,
    },
}

impl From<BackupFault> for DeskFault {
    fn from(fault: BackupFault) -> Self {
        Self::Backup(fault)
    }
}

impl From<Refusal> for DeskFault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<HouseRefusal> for DeskFault {
    fn from(refusal: HouseRefusal) -> Self {
        Self::House(refusal)
    }
}

impl From<LedgerFault> for DeskFault {
    fn from(fault: LedgerFault) -> Self {
        Self::Ledger(fault)
    }
}

impl From<KeyVaultFault> for DeskFault {
    fn from(fault: KeyVaultFault) -> Self {
        Self::Keychain(fault)
    }
}

impl From<PassphraseRefusal> for DeskFault {
    fn from(refusal: PassphraseRefusal) -> Self {
        HouseRefusal::Passphrase(refusal).into()
    }
}

impl From<seal::desk_keys::DeskKeysFault> for DeskFault {
    fn from(fault: seal::desk_keys::DeskKeysFault) -> Self {
        match fault {
            seal::desk_keys::DeskKeysFault::UnknownVersion(_) => Self::KeysNewer,
            seal::desk_keys::DeskKeysFault::NotAKeyFile
            | seal::desk_keys::DeskKeysFault::Damaged => Self::KeysDamaged,
        }
    }
}
