//! Backups, the recovery secret, and restoring: for the terminal, and for the answers to a face.

use std::ops::ControlFlow;
use std::path::Path;

use desk::{
    BackupProgress, BackupReport, BackupState, DeskFault, HouseRefusal, Joining, RecoveryCeremony,
    Rehearsal, Restore, SignedIn,
};
use wire::ErrorCode;
use wire::view::{
    BackupStateView, BackupStatusView, BackupView, CeremonyView, ErrorView, HolderView, NoticeView,
    RehearsalView, ShareView,
};
use zeroize::Zeroizing;

use crate::errors::error;
use crate::found::{Person, joining};
use crate::rim::rim;
use crate::session::Session;
use crate::time::rfc3339;

/// How far it is: a word for the step, what is done, how much there is. A stop is asked for with `Break`.
pub type Told<'a> = &'a mut dyn FnMut(&'static str, u64, u64) -> ControlFlow<()>;

/// Who hands a share to its holder, and takes what they type back.
pub trait Holders {
    /// Gives the holder at this place, from 0, the text for their paper.
    ///
    /// # Errors
    /// It did not reach them.
    fn give(&mut self, holder: usize, text: &str) -> Result<(), ErrorView>;

    /// The groups of these numbers, as the holder typed them.
    ///
    /// # Errors
    /// Nothing came.
    fn typed_back(
        &mut self,
        holder: usize,
        asked: &[usize],
    ) -> Result<Vec<Zeroizing<String>>, ErrorView>;
}

/// What handing out a recovery secret led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoverySet {
    /// The desk is founding: it will stand in the charter.
    Set,
    /// The desk is open: it is proposed, under this id.
    Proposed(String),
}

/// Makes a recovery secret: for the charter of a founding desk, or as a proposal on an open one.
///
/// # Errors
/// What people read; nothing is set then.
pub fn recovery(
    dir: &Path,
    name: &str,
    passphrase: &str,
    holders: [String; 3],
    hands: &mut dyn Holders,
) -> Result<RecoverySet, ErrorView> {
    let told = |fault: DeskFault| error(&fault, None);
    match desk::sign_in(dir, rim(), name, passphrase).map_err(told)? {
        SignedIn::Founding(mut founding) => {
            let mut ceremony = founding.begin_recovery(holders).map_err(told)?;
            hand_out(&mut ceremony, hands)?;
            founding.set_recovery(&ceremony).map_err(told)?;
            Ok(RecoverySet::Set)
        }
        SignedIn::Open(mut desk) => {
            let mut ceremony = desk.begin_recovery(holders).map_err(told)?;
            hand_out(&mut ceremony, hands)?;
            let change = desk.propose_recovery(&ceremony).map_err(told)?;
            Ok(RecoverySet::Proposed(change.to_string()))
        }
    }
}

/// Holder by holder: their share, and part of it back.
fn hand_out(ceremony: &mut RecoveryCeremony, hands: &mut dyn Holders) -> Result<(), ErrorView> {
    let told = |fault: DeskFault| error(&fault, None);
    for holder in 0..3 {
        let text = ceremony.share_text(holder).map_err(told)?;
        hands.give(holder, &text)?;
        drop(text);
        let asked = ceremony.ask(holder).map_err(told)?;
        let typed = hands.typed_back(holder, &asked)?;
        let typed: Vec<&str> = typed.iter().map(|it| it.as_str()).collect();
        ceremony.confirm(holder, &typed).map_err(told)?;
    }
    Ok(())
}

/// The same for a desk that is restored, whose old secret is over.
///
/// # Errors
/// What people read.
pub fn new_secret(
    holders: [String; 3],
    hands: &mut dyn Holders,
) -> Result<RecoveryCeremony, ErrorView> {
    let begun = RecoveryCeremony::begin(holders, &mut rim());
    let mut ceremony = begun.map_err(|fault| error(&fault, None))?;
    hand_out(&mut ceremony, hands)?;
    Ok(ceremony)
}

/// Restores everything into a private folder, counts it and removes it.
///
/// # Errors
/// What people read.
pub fn rehearse(
    from: &Path,
    shares: [&str; 2],
    told: Told<'_>,
) -> Result<RehearsalView, ErrorView> {
    let Rehearsal {
        team,
        generations,
        records,
        cases,
        erased,
        made_ms,
        head_seq: _,
    } = desk::rehearse(from, rim(), shares, &mut watching(told))
        .map_err(|fault| error(&fault, None))?;
    Ok(RehearsalView {
        team: team.to_string(),
        generations,
        records,
        cases,
        erased,
        made: rfc3339(made_ms),
    })
}

/// A desk to be brought back.
#[derive(Debug)]
pub struct Back<'a> {
    /// The backup's folder.
    pub from: &'a Path,
    /// Where the desk will be.
    pub to: &'a Path,
    /// Two shares, as typed.
    pub shares: [&'a str; 2],
    /// Who is of the desk from here on; the first is signed in.
    pub people: &'a [Person<'a>],
    /// The recovery secret that takes the old one's place.
    pub recovery: Option<&'a RecoveryCeremony>,
    /// Although this computer's keychain knows the desk.
    pub even_here: bool,
}

/// Brings a desk back.
///
/// # Errors
/// What people read; there is no desk then, and the call may be repeated.
pub fn restore(how: &Back<'_>, told: Told<'_>) -> Result<Session, ErrorView> {
    let mut restored = || {
        let people = how.people.iter().map(joining);
        let people: Vec<Joining<'_>> = people.collect::<Result<_, DeskFault>>()?;
        let how = Restore {
            from: how.from,
            to: how.to,
            shares: how.shares,
            people: &people,
            recovery: how.recovery,
            even_here: how.even_here,
        };
        desk::restore(&how, rim(), &mut watching(told))
    };
    restored()
        .map_err(|fault| error(&fault, None))
        .and_then(Session::of)
}

pub(crate) fn watching<'a>(
    told: Told<'a>,
) -> impl FnMut(BackupProgress) -> ControlFlow<()> + use<'a> {
    move |at| told(at.step.as_str(), at.done, at.total)
}

impl Session {
    /// Makes a backup.
    ///
    /// # Errors
    /// What people read; the backup before still holds then.
    pub fn back_up(
        &mut self,
        to: &Path,
        full: bool,
        told: Told<'_>,
    ) -> Result<BackupView, ErrorView> {
        let made = self.desk.create_backup(to, full, &mut watching(told));
        made.map(|report| made_view(&report))
            .map_err(|fault| self.error(&fault))
    }

    /// Verifies a backup.
    ///
    /// # Errors
    /// What people read, and what speaks against the backup.
    pub fn verify_backup(&self, from: &Path, told: Told<'_>) -> Result<BackupStateView, ErrorView> {
        let BackupState {
            generations,
            records,
            erased,
            made_ms,
            on_record,
            head_seq: _,
        } = self
            .desk
            .verify_backup(from, &mut watching(told))
            .map_err(|fault| self.error(&fault))?;
        Ok(BackupStateView {
            generations,
            records,
            erased,
            made: rfc3339(made_ms),
            on_record,
        })
    }

    pub(crate) fn backup_state(&self) -> BackupStatusView {
        let last = self.desk.last_backup();
        let roster = self.desk.roster();
        BackupStatusView {
            recovery: self.desk.has_recovery(),
            holders: roster
                .recovery()
                .and_then(|_| roster.recovery_holders())
                .map(str::to_owned),
            last: last.as_ref().map(|it| rfc3339(it.at_ms)),
            generation: last.as_ref().map(|it| it.generation),
            opens_erased: last.as_ref().map_or(0, |it| it.opens_erased),
            folder: last.map(|it| it.folder),
            refusal: self.desk.may_back_up().map(|fault| self.error(&fault)),
            recovery_refusal: self
                .desk
                .may_begin_recovery()
                .map(|fault| self.error(&fault)),
            ceremony: self.ceremony.as_ref().map(ceremony_view),
        }
    }

    pub(crate) fn start_ceremony(
        &mut self,
        holders: [String; 3],
    ) -> Result<CeremonyView, ErrorView> {
        let begun = self.desk.begin_recovery(holders);
        let ceremony = begun.map_err(|fault| self.error(&fault))?;
        Ok(ceremony_view(self.ceremony.insert(ceremony)))
    }

    fn at_ceremony<T>(
        &mut self,
        holder: u8,
        act: impl FnOnce(&mut RecoveryCeremony, usize) -> Result<T, DeskFault>,
    ) -> Result<T, ErrorView> {
        let place = usize::from(holder)
            .checked_sub(1)
            .filter(|it| *it < 3)
            .ok_or_else(|| ErrorView::from(ErrorCode::MalformedRequest).with("field", "holder"))?;
        let ceremony = self.ceremony.as_mut();
        let ceremony = ceremony.ok_or(DeskFault::House(HouseRefusal::CeremonyUnfinished));
        let asked = |ceremony: &RecoveryCeremony| ceremony.ask(place).unwrap_or_default();
        let done = match ceremony {
            Ok(ceremony) => act(ceremony, place).map_err(|fault| (fault, asked(ceremony))),
            Err(fault) => Err((fault, [0; 2])),
        };
        // Others are asked for after a wrong answer.
        done.map_err(|(fault, asked)| {
            let wrong = fault == HouseRefusal::ShareNotTypedBack.into();
            let numbers = asked.iter().filter(|_| wrong);
            numbers.fold(self.error(&fault), |view, number| {
                view.with("group", number.to_string())
            })
        })
    }

    pub(crate) fn share(&mut self, holder: u8) -> Result<ShareView, ErrorView> {
        self.at_ceremony(holder, |ceremony, place| {
            Ok(ShareView {
                holder: ceremony.holders()[place].clone(),
                text: ceremony.share_text(place)?.to_string(),
                asked: ceremony.ask(place)?.map(|it| it as u32).to_vec(),
            })
        })
    }

    pub(crate) fn share_typed_back(
        &mut self,
        holder: u8,
        groups: &[&str],
    ) -> Result<CeremonyView, ErrorView> {
        self.at_ceremony(holder, |ceremony, place| {
            ceremony.confirm(place, groups)?;
            Ok(ceremony_view(ceremony))
        })
    }

    pub(crate) fn end_ceremony(&mut self) -> Result<casework::RecordId, ErrorView> {
        let unfinished = DeskFault::House(HouseRefusal::CeremonyUnfinished);
        let proposed = match &self.ceremony {
            Some(ceremony) => self.desk.propose_recovery(ceremony),
            None => Err(unfinished),
        };
        let id = proposed.map_err(|fault| self.error(&fault))?;
        self.ceremony = None;
        Ok(id)
    }
}

/// What whoever makes backups is told when they sign in: how old the last one is, and what it opens that is erased.
pub(crate) fn at_sign_in(session: &Session) -> Option<NoticeView> {
    session
        .desk
        .may_back_up()
        .is_none()
        .then(|| backup_age(session))
}

pub(crate) fn backup_age(session: &Session) -> NoticeView {
    let last = session.desk.last_backup();
    NoticeView::BackupAge {
        last: last.as_ref().map(|it| rfc3339(it.at_ms)),
        opens_erased: last.map_or(0, |it| it.opens_erased),
    }
}

pub(crate) fn backup_progress(at: BackupProgress) -> NoticeView {
    NoticeView::BackupProgress {
        step: at.step.as_str().to_owned(),
        done: at.done,
        total: at.total,
    }
}

pub(crate) fn made_view(report: &BackupReport) -> BackupView {
    BackupView {
        generation: report.generation,
        full: report.full,
        records: report.records,
        bytes: report.bytes,
        verified: report.verified,
        took_ms: report.took_ms,
    }
}

fn ceremony_view(ceremony: &RecoveryCeremony) -> CeremonyView {
    let holders = ceremony.holders().iter().enumerate();
    let holders = holders.map(|(place, name)| HolderView {
        name: name.clone(),
        shown: ceremony.is_shown(place),
        confirmed: ceremony.is_confirmed(place),
    });
    CeremonyView {
        holders: holders.collect(),
    }
}
