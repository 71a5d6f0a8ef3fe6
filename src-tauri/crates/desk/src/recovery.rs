//! The ceremony of the recovery secret: three holders, each shown their own share once, each types part of it back.
//!
//! The secret itself is gone once it is split; shares live in memory for as long as the ceremony does. Only the public
//! keys come into force: in the charter, or in a record of two people.

use casework::{Change, DeskCommand, PublicKeys, RecordId, Refusal};
use seal::{FoundingDraft, RecoverySecret, RecoverySecrets, RecoveryShare};
use zeroize::Zeroizing;

use crate::desk::Desk;
use crate::founding::Founding;
use crate::key_file::desk_place;
use crate::{DeskFault, HouseRefusal, Rim};

/// How many groups a holder types back.
const ASKED: usize = 2;
/// So many different questions can be asked of a share before they come again.
const LOTS: usize = 32;

/// A recovery secret that is being handed out.
pub struct RecoveryCeremony {
    holders: [String; 3],
    keys: PublicKeys,
    parts: [Handed; 3],
}

struct Handed {
    share: RecoveryShare,
    lots: [u8; LOTS],
    wrong: usize,
    shown: bool,
    confirmed: bool,
}

impl std::fmt::Debug for RecoveryCeremony {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCeremony")
    }
}

impl RecoveryCeremony {
    /// A new secret for these holders, as they are called. That they are three different people is judged where the
    /// secret comes into force; only a desk for one person may have one holder for all three.
    ///
    /// # Errors
    /// [`Refusal::HoldersUnfit`] where one has no name.
    pub fn begin(holders: [String; 3], rim: &mut Rim) -> Result<Self, DeskFault> {
        let holders = holders.map(|it| it.trim().to_owned());
        casework::holders_fit(&holders, true)?;
        let secret = RecoverySecret::generate(&mut *rim.nonces);
        let keys = public(&secret.keys());
        let parts = secret.split(&mut *rim.nonces).map(|share| Handed {
            share,
            lots: rim.fresh(),
            wrong: 0,
            shown: false,
            confirmed: false,
        });
        Ok(Self {
            holders,
            keys,
            parts,
        })
    }

    /// Who holds which share.
    pub fn holders(&self) -> &[String; 3] {
        &self.holders
    }

    /// The public keys that will come into force.
    pub fn keys(&self) -> PublicKeys {
        self.keys
    }

    /// The share of the holder at this place, 0 to 2, for their paper: shown once.
    ///
    /// # Errors
    /// [`HouseRefusal::ShareShown`] the second time; no such holder.
    pub fn share_text(&mut self, holder: usize) -> Result<Zeroizing<String>, DeskFault> {
        let part = self.part_mut(holder)?;
        if std::mem::replace(&mut part.shown, true) {
            return Err(HouseRefusal::ShareShown.into());
        }
        Ok(part.share.to_text())
    }

    /// Whether the holder has been shown their share.
    pub fn is_shown(&self, holder: usize) -> bool {
        self.parts.get(holder).is_some_and(|it| it.shown)
    }

    /// Whether the holder has typed their share back.
    pub fn is_confirmed(&self, holder: usize) -> bool {
        self.parts.get(holder).is_some_and(|it| it.confirmed)
    }

    /// Whether all three have.
    pub fn is_complete(&self) -> bool {
        self.parts.iter().all(|it| it.confirmed)
    }

    /// Which groups of their share the holder is to type back, counted from 1. Others after each wrong answer.
    ///
    /// # Errors
    /// No such holder; one who was not shown their share yet.
    pub fn ask(&self, holder: usize) -> Result<[usize; ASKED], DeskFault> {
        let part = self.parts.get(holder).ok_or(Refusal::HoldersUnfit)?;
        match part.shown {
            true => Ok(part.asked()),
            false => Err(HouseRefusal::CeremonyUnfinished.into()),
        }
    }

    /// Takes what the holder typed back, in the order in which it was asked.
    ///
    /// # Errors
    /// [`HouseRefusal::ShareNotTypedBack`] where it is not their share.
    pub fn confirm(&mut self, holder: usize, typed: &[&str]) -> Result<(), DeskFault> {
        let asked = self.ask(holder)?;
        let part = self.part_mut(holder)?;
        let right = typed.len() == asked.len()
            && asked
                .iter()
                .zip(typed)
                .all(|(number, typed)| part.share.is_group(*number, typed));
        if !right {
            part.wrong = part.wrong.saturating_add(1);
            return Err(HouseRefusal::ShareNotTypedBack.into());
        }
        part.confirmed = true;
        Ok(())
    }

    pub(crate) fn completed(&self) -> Result<(), DeskFault> {
        match self.is_complete() {
            true => Ok(()),
            false => Err(HouseRefusal::CeremonyUnfinished.into()),
        }
    }

    fn part_mut(&mut self, holder: usize) -> Result<&mut Handed, DeskFault> {
        Ok(self.parts.get_mut(holder).ok_or(Refusal::HoldersUnfit)?)
    }
}

impl Handed {
    /// Two different groups that no other share has.
    fn asked(&self) -> [usize; ASKED] {
        let own: Vec<usize> = RecoveryShare::OWN_GROUPS.collect();
        let lot = |nth: usize| usize::from(self.lots[(self.wrong * ASKED + nth) % LOTS]);
        let first = lot(0) % own.len();
        // Any of the others, counted on from the first.
        let second = (first + 1 + lot(1) % (own.len() - 1)) % own.len();
        [own[first], own[second]]
    }
}

/// The public halves of a recovery secret.
pub(crate) fn public(secrets: &RecoverySecrets) -> PublicKeys {
    let seal::PublicKeys { ed25519, x25519 } = secrets.public();
    PublicKeys { ed25519, x25519 }
}

impl Desk {
    /// Begins a ceremony whose secret [`propose_recovery`](Self::propose_recovery) puts before a second person.
    ///
    /// # Errors
    /// An administrator is needed, and three different holders. [`HouseRefusal::RecoveryAtFounding`] on a desk for one
    /// person: nobody there could approve it, so its secret is made before it is opened.
    pub fn begin_recovery(&mut self, holders: [String; 3]) -> Result<RecoveryCeremony, DeskFault> {
        let ceremony = RecoveryCeremony::begin(holders, &mut self.rim)?;
        // What would be refused at the end is refused before anybody wrote a share down.
        self.recovery_would_stand(change(&ceremony))?;
        Ok(ceremony)
    }

    /// Why the person signed in may begin no recovery secret, where they may not.
    pub fn may_begin_recovery(&self) -> Option<DeskFault> {
        let sample = Change::SetRecovery {
            keys: PublicKeys {
                ed25519: [0; 32],
                x25519: [0; 32],
            },
            holders: ["1", "2", "3"].map(str::to_owned),
        };
        self.recovery_would_stand(sample).err()
    }

    fn recovery_would_stand(&self, change: Change) -> Result<(), DeskFault> {
        self.not_in_quarantine()?;
        if self.marks.solo {
            return Err(HouseRefusal::RecoveryAtFounding.into());
        }
        self.decide_change(&DeskCommand::ProposeChange(change))
            .map(drop)
    }

    /// Proposes the secret of a ceremony in which all three holders typed their shares back; in force once a second
    /// person has approved it.
    ///
    /// # Errors
    /// [`HouseRefusal::CeremonyUnfinished`]; as for [`begin_recovery`](Self::begin_recovery).
    pub fn propose_recovery(&mut self, ceremony: &RecoveryCeremony) -> Result<RecordId, DeskFault> {
        ceremony.completed()?;
        self.propose_change(change(ceremony))
    }

    /// Whether there is a recovery secret, without which there are no backups.
    pub fn has_recovery(&self) -> bool {
        self.roster.recovery().is_some()
    }
}

fn change(ceremony: &RecoveryCeremony) -> Change {
    Change::SetRecovery {
        keys: ceremony.keys,
        holders: ceremony.holders.clone(),
    }
}

impl Founding {
    /// Begins a ceremony whose secret [`set_recovery`](Self::set_recovery) puts into the charter.
    ///
    /// # Errors
    /// A holder without a name.
    pub fn begin_recovery(&mut self, holders: [String; 3]) -> Result<RecoveryCeremony, DeskFault> {
        RecoveryCeremony::begin(holders, self.rim())
    }

    /// Keeps the secret of a completed ceremony for the charter, in place of one that was set before. On a desk for one
    /// person this is the only way: once it is open, nobody could approve it.
    ///
    /// # Errors
    /// [`HouseRefusal::CeremonyUnfinished`].
    pub fn set_recovery(&mut self, ceremony: &RecoveryCeremony) -> Result<(), DeskFault> {
        ceremony.completed()?;
        let draft = RecoveryDraft {
            keys: ceremony.keys,
            holders: ceremony.holders.clone(),
        };
        self.keep_draft(&FoundingDraft::new(draft.encode()))
    }
}

/// A recovery secret's public half as a founding desk keeps it.
pub(crate) struct RecoveryDraft {
    pub(crate) keys: PublicKeys,
    pub(crate) holders: [String; 3],
}

const MAGIC: &str = "VDF1/recovery";

impl RecoveryDraft {
    fn encode(&self) -> Vec<u8> {
        let slice = <&minicbor::bytes::ByteSlice>::from;
        let [one, two, three] = &self.holders;
        let row = (
            MAGIC,
            slice(&self.keys.ed25519[..]),
            slice(&self.keys.x25519[..]),
            one,
            two,
            three,
        );
        minicbor::to_vec(row).expect("a vector refuses no bytes")
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        use minicbor::bytes::ByteArray;
        type Row = (String, ByteArray<32>, ByteArray<32>, String, String, String);
        let (magic, ed25519, x25519, one, two, three) = minicbor::decode::<Row>(bytes).ok()?;
        (magic == MAGIC).then(|| Self {
            keys: PublicKeys {
                ed25519: ed25519.into(),
                x25519: x25519.into(),
            },
            holders: [one, two, three],
        })
    }
}

impl Founding {
    fn keep_draft(&mut self, draft: &FoundingDraft) -> Result<(), DeskFault> {
        let (place, vault_key, rim) = self.draft_place()?;
        let wrapped = seal::wrap(vault_key, &place, draft, &mut *rim.nonces);
        self.change_slot(|slot| slot.drafts.push(wrapped))
    }

    fn draft_place(&mut self) -> Result<(seal::WrapContext, &seal::VaultKey, &mut Rim), DeskFault> {
        let place = desk_place(
            self.locked.slot()?.team,
            self.locked.file.desk,
            self.unlocked.epoch,
        );
        Ok((place, &self.unlocked.vault_key, &mut self.rim))
    }

    fn rim(&mut self) -> &mut Rim {
        &mut self.rim
    }
}
