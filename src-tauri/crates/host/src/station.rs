//! A station: one place of work with its desk folder, whoever sits at it.
//!
//! The window asks it everything by name. It knows whether there is a desk, whether somebody founds it or works at it,
//! and while somebody does, an errand thread sends what is in the outbox.

mod backing_up;
mod demo;
mod entrance;
mod errands;
mod importing;
mod preferences;
mod presence;
mod showing;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use desk::{Changed, Founding, PinLock};
use ports::Clock;
use serde_json::Value;
use wire::request::NotARequest;
use wire::view::{ErrorView, NoticeView, PreferencesView};
use wire::{EntranceRequest, ErrorCode, Request, dispatch_entrance};

use self::backing_up::BackupDesk;
pub use self::demo::show_on_sign_in;
use self::errands::Errands;
use self::importing::ImportDesk;
use self::preferences::Preferences;
use self::presence::{Cause, Presence};
use self::showing::ShowDesk;
use crate::log;
use crate::rim::SystemClock;
use crate::session::{Notices, Session};
use crate::{backup, keeping};

/// A place of work. Its requests may come from several threads at once.
pub struct Station {
    dir: PathBuf,
    notices: Notices,
    seat: Mutex<Seat>,
    preferences: Mutex<Preferences>,
    import: ImportDesk,
    shown: ShowDesk,
    /// Who is there, while somebody is.
    presence: Mutex<Option<Presence>>,
    /// What a PIN opens again; it outlives a lock, and ends with the process.
    pin: Mutex<Option<PinLock>>,
    backup: BackupDesk,
    /// Asks long work to end.
    stop_work: Arc<AtomicBool>,
    /// Nobody is there while long work goes on: nothing is shown or done until it is over, and then it is locked.
    veiled: AtomicBool,
}

/// What can be saved as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Report {
    /// The rows of the last import that were not taken.
    ImportErrors,
    /// What is sent to whoever helps.
    SupportBundle,
    /// What proves that a case was erased.
    Certificate,
    /// A case that proves itself, masked.
    CaseFile,
}

impl Report {
    /// Reads the stable word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "import_errors" => Some(Self::ImportErrors),
            "support_bundle" => Some(Self::SupportBundle),
            "certificate" => Some(Self::Certificate),
            "case_file" => Some(Self::CaseFile),
            _ => None,
        }
    }

    /// The name a file of it is given where nothing more is known.
    const fn file_name(self) -> &'static str {
        match self {
            Self::ImportErrors => "veridesk-import-errors.csv",
            Self::SupportBundle => "veridesk-support.json",
            Self::Certificate => "veridesk-erasure.json",
            Self::CaseFile => "veridesk-case.json",
        }
    }
}

/// What was chosen at the station of this desk.
pub(crate) fn preferences_beside(desk: &Path) -> PreferencesView {
    Preferences::beside(desk).chosen
}

/// Who sits at a station.
enum Seat {
    Nobody,
    Founder(Box<Founding>),
    Worker(Worker),
}

/// Somebody who works, and the errands that are run for them.
struct Worker {
    session: Arc<Mutex<Session>>,
    errands: Errands,
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Station").finish_non_exhaustive()
    }
}

/// A thread that panicked while it held a lock has not left half a change behind: acts are transactions.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Station {
    /// The station of the desk in this folder, or of the desk that will be founded there.
    pub fn at(desk: PathBuf, notices: impl Fn(NoticeView) + Send + Sync + 'static) -> Self {
        Self {
            preferences: Mutex::new(Preferences::beside(&desk)),
            dir: desk,
            notices: Arc::new(notices),
            seat: Mutex::new(Seat::Nobody),
            import: ImportDesk::default(),
            shown: ShowDesk::default(),
            presence: Mutex::new(None),
            pin: Mutex::new(None),
            backup: BackupDesk::default(),
            stop_work: Arc::default(),
            veiled: AtomicBool::new(false),
        }
    }

    /// Answers a request of the contract by its name and JSON body.
    ///
    /// # Errors
    /// What people read.
    pub fn ask(&self, name: &str, body: Value) -> Result<Value, ErrorView> {
        let answer = self.answer(name, body);
        if let Err(error) = &answer {
            log::told(name, error);
        }
        answer
    }

    fn answer(&self, name: &str, body: Value) -> Result<Value, ErrorView> {
        if EntranceRequest::NAMES.contains(&name) {
            let request = EntranceRequest::parse(name, body).map_err(not_a_request)?;
            if matches!(
                request,
                EntranceRequest::SetPin(_) | EntranceRequest::ImportBegin(_)
            ) {
                self.is_shown()?;
            }
            // Whoever comes back ends what goes on, so that the desk can be opened by them.
            let comes_back = matches!(
                request,
                EntranceRequest::SignIn(_) | EntranceRequest::Unlock(_)
            );
            if comes_back && self.is_veiled() {
                self.lock();
            }
            return dispatch_entrance(&mut &*self, request);
        }
        let request = Request::parse(name, body).map_err(not_a_request)?;
        self.is_shown()?;
        let mut seat = locked(&self.seat);
        let Seat::Worker(worker) = &mut *seat else {
            return Err(ErrorCode::SessionNeeded.into());
        };
        if let Request::OutboxDrain(_) = request {
            locked(&worker.session).may_ask(&request)?;
            // The errand thread sends; asking it to is what draining means here.
            let report = worker.errands.hurry();
            let drained = locked(&worker.session).drained(&report)?;
            return Ok(serde_json::to_value(drained).expect("views are plain data"));
        }
        let session = worker.session.clone();
        let hurry = worker.errands.bell();
        drop(seat);
        if let Request::CreateBackup(body) = &request {
            locked(&session).may_ask(&request)?;
            let made = self.backup.run(body, &session)?;
            return Ok(serde_json::to_value(made).expect("views are plain data"));
        }
        let (reply, changed) = {
            let mut session = locked(&session);
            let reply = session.answer(request);
            if let Ok(reply) = &reply {
                self.shown.keep_reply(name, reply);
            }
            (reply, session.desk.take_changed())
        };
        if changed.outbox {
            hurry.ring();
        }
        tell(&self.notices, changed);
        reply
    }

    /// Takes the next bytes of an import file that was begun.
    ///
    /// # Errors
    /// No file was begun, or it is larger than the house takes.
    pub fn import_chunk(&self, bytes: &[u8]) -> Result<(), ErrorView> {
        self.import.take(bytes)
    }

    /// The name a file of a report is given, unless somebody chooses another; nothing personal.
    pub fn file_name(&self, which: Report) -> String {
        let shown = self.shown.file_name(which);
        shown.unwrap_or_else(|| which.file_name().to_owned())
    }

    /// Writes a report into a file: the errors of the last import, with masked values only, or what was last shown of
    /// its kind.
    ///
    /// # Errors
    /// There is no report; the file cannot be written, and is then not left half-written under its name.
    pub fn save_report(&self, which: Report, to: &Path) -> Result<(), ErrorView> {
        self.is_shown()?;
        match which {
            Report::ImportErrors => self.import.save_report(to),
            Report::SupportBundle | Report::Certificate | Report::CaseFile => {
                self.shown.save(which, to)
            }
        }
    }

    /// Signs whoever sits here out: calls that are out are waited for, at most ten seconds, and what did not answer is
    /// called unknown; then keys are wiped and the file is closed. Where nobody sits it does nothing.
    pub fn lock(&self) {
        let mut seat = locked(&self.seat);
        *locked(&self.presence) = None;
        self.import.stop();
        self.import.forget();
        self.stop_work.store(true, Ordering::SeqCst);
        self.veiled.store(false, Ordering::SeqCst);
        let Seat::Worker(Worker { session, errands }) = std::mem::replace(&mut *seat, Seat::Nobody)
        else {
            return;
        };
        errands.end();
        // An import or a request on another thread ends at its next commit; the keys go with the last of them.
        while Arc::strong_count(&session) > 1 {
            std::thread::sleep(Duration::from_millis(2));
        }
        // Last, since a request that was still answered kept what it showed.
        self.shown.forget();
    }

    fn is_veiled(&self) -> bool {
        self.veiled.load(Ordering::SeqCst)
    }

    fn is_shown(&self) -> Result<(), ErrorView> {
        match self.is_veiled() {
            true => Err(ErrorCode::SessionNeeded.into()),
            false => Ok(()),
        }
    }

    /// Locks the station where nobody is there any more, or twelve hours are over; to be called every few seconds. What
    /// is being imported or backed up goes on behind a veil, and the station is locked after it.
    pub fn lock_if_left(&self) {
        let over =
            locked(&self.presence).and_then(|it| it.over(SystemClock.now_ms(), Instant::now()));
        // Behind the veil nobody is taken for somebody.
        let Some(cause) = over.or(self.is_veiled().then_some(Cause::Idle)) else {
            return;
        };
        if self.import.is_running() || self.backup.is_running() {
            if !self.veiled.swap(true, Ordering::SeqCst) {
                (self.notices)(NoticeView::Veiled);
            }
            return;
        }
        self.lock();
        (self.notices)(NoticeView::Locked {
            cause: cause.as_str().to_owned(),
        });
    }

    fn arrived(&self, since_ms: i64) {
        let presence = Presence::begun(since_ms, SystemClock.now_ms(), Instant::now());
        *locked(&self.presence) = Some(presence);
    }

    fn seat(&self, mut session: Session) -> Seat {
        session.notices = self.notices.clone();
        session.stop_work = self.stop_work.clone();
        let told = [
            keeping::due_at_sign_in(&session),
            backup::at_sign_in(&session),
        ];
        told.into_iter().flatten().for_each(|it| (self.notices)(it));
        let session = Arc::new(Mutex::new(session));
        let errands = Errands::run_for(session.clone(), self.notices.clone());
        Seat::Worker(Worker { session, errands })
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        self.lock();
    }
}

fn not_a_request(fault: NotARequest) -> ErrorView {
    match fault {
        NotARequest::Unknown => ErrorCode::UnknownRequest.into(),
        NotARequest::Malformed => ErrorCode::MalformedRequest.into(),
        NotARequest::CardData(kind) => ErrorCode::from(kind).into(),
    }
}

fn tell(notices: &Notices, changed: Changed) {
    for case in changed.cases {
        notices(NoticeView::CaseChanged {
            case: case.to_string(),
        });
    }
    if changed.outbox {
        notices(NoticeView::OutboxChanged);
    }
}

#[cfg(test)]
mod tests;
