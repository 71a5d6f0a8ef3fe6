//! What is sent while somebody is signed in.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use desk::{Desk, DeskFault};
use ports::Clock;
use sync::{
    Arrival, Courier, CourierLimits, Departure, DueCall, Outbox, Route, RunReport, Stop, Subject,
};
use tokio::sync::Notify;
use wire::view::NoticeView;

use super::{Notices, locked, tell};
use crate::carriers::DeskCarriers;
use crate::rim::SystemClock;
use crate::session::Session;

/// How long the thread sleeps when nothing is due and nobody rings.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// How long it leaves the outbox alone after the desk could not go on: a full disk does not clear itself faster.
const AFTER_A_FAULT: Duration = Duration::from_secs(30);

/// A thread that runs the courier again and again, until it is ended.
pub(super) struct Errands {
    stop: Stop,
    bell: Bell,
    last: Arc<Mutex<RunReport>>,
    thread: JoinHandle<()>,
}

/// Wakes the errand thread.
#[derive(Clone, Default)]
pub(super) struct Bell {
    rung: Arc<Notify>,
    at_once: Arc<AtomicBool>,
}

impl Bell {
    pub(super) fn ring(&self) {
        self.rung.notify_one();
    }
}

impl Errands {
    /// Runs errands for whoever is signed in.
    pub(super) fn run_for(session: Arc<Mutex<Session>>, notices: Notices) -> Self {
        let (stop, bell) = (Stop::new(), Bell::default());
        let last = Arc::new(Mutex::new(RunReport::default()));
        let thread = std::thread::spawn({
            let (stop, bell, last) = (stop.clone(), bell.clone(), last.clone());
            move || errands(&session, &notices, &stop, &bell, &last)
        });
        Self {
            stop,
            bell,
            last,
            thread,
        }
    }

    pub(super) fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Has everything tried now that only waits for the line, and says what the last run brought.
    pub(super) fn hurry(&self) -> RunReport {
        self.bell.at_once.store(true, Ordering::SeqCst);
        self.bell.ring();
        locked(&self.last).clone()
    }

    /// Ends the thread: nothing more is begun, what is out is waited for.
    pub(super) fn end(self) {
        self.stop.ask();
        if self.thread.join().is_err() {
            tracing::error!(
                "the errand thread panicked; what was out is unknown at the next start"
            );
        }
    }
}

fn errands(
    session: &Arc<Mutex<Session>>,
    notices: &Notices,
    stop: &Stop,
    bell: &Bell,
    last: &Mutex<RunReport>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(fault) => {
            let error = wire::view::ErrorView::from(wire::ErrorCode::Io)
                .with("system", fault.kind().to_string());
            notices(NoticeView::CourierStopped { error });
            return;
        }
    };
    runtime.block_on(async {
        // What is due when a run begins is sent; the thread itself waits for what falls due later.
        let limits = CourierLimits {
            patience_ms: 0,
            ..CourierLimits::default()
        };
        let mut courier = Courier::new(limits);
        let mut outbox = SharedOutbox {
            session,
            notices,
            tried_at_once: None,
        };
        while !stop.is_asked() {
            outbox.tried_at_once = None;
            if bell.at_once.swap(false, Ordering::SeqCst) {
                // A person says that the line is there: what was learnt of it before counts no more.
                courier = Courier::new(limits);
                outbox.tried_at_once = Some(HashSet::new());
            }
            // Not by records but by the clock: the keychain follows the log while nobody commits, too.
            locked(session).desk.keep_anchor();
            let wait = match one_run(&mut courier, &mut outbox, stop).await {
                Ok(report) => {
                    let wait = report.next_due_ms.map_or(LOOK_AGAIN, until);
                    let changed = {
                        let mut last = locked(last);
                        let changed = *last != report;
                        *last = report;
                        changed
                    };
                    if changed {
                        notices(NoticeView::OutboxChanged);
                    }
                    wait.min(LOOK_AGAIN)
                }
                Err(fault) => {
                    let error = locked(session).error(&fault);
                    notices(NoticeView::CourierStopped { error });
                    AFTER_A_FAULT
                }
            };
            tokio::select! {
                () = stop.asked() => {}
                () = bell.rung.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    });
}

fn until(due_ms: i64) -> Duration {
    let ms = due_ms.saturating_sub(SystemClock.now_ms()).max(1);
    Duration::from_millis(ms.unsigned_abs())
}

async fn one_run(
    courier: &mut Courier,
    outbox: &mut SharedOutbox<'_>,
    stop: &Stop,
) -> Result<RunReport, DeskFault> {
    let carriers = DeskCarriers::of(&locked(outbox.session).desk)?;
    let lot = |n: u64| fastrand::u64(0..n.max(1));
    courier
        .run(outbox, &carriers, &SystemClock, stop, lot)
        .await
}

/// The desk's outbox, taken for each step and given back between them: people work on while calls are out.
struct SharedOutbox<'a> {
    session: &'a Arc<Mutex<Session>>,
    notices: &'a Notices,
    /// In a run in which nothing waits its time: the calls that were tried already.
    tried_at_once: Option<HashSet<Subject>>,
}

impl SharedOutbox<'_> {
    fn step<T>(
        &self,
        step: impl FnOnce(&mut Desk) -> Result<T, DeskFault>,
    ) -> Result<T, DeskFault> {
        let (done, changed) = {
            let mut session = locked(self.session);
            let done = step(&mut session.desk);
            (done, session.desk.take_changed())
        };
        tell(self.notices, changed);
        done
    }
}

impl Outbox for SharedOutbox<'_> {
    type Fault = DeskFault;

    fn due(&mut self, routes: &[Route], limit: usize) -> Result<Vec<DueCall>, DeskFault> {
        let mut due = self.step(|desk| desk.due(routes, limit))?;
        if let Some(tried) = &mut self.tried_at_once {
            let waiting = locked(self.session)
                .desk
                .waiting_for_line(routes, usize::MAX)?;
            let room = limit.saturating_sub(due.len());
            let new = waiting.into_iter().filter(|call| {
                !tried.contains(&call.subject) && due.iter().all(|it| it.subject != call.subject)
            });
            let new: Vec<_> = new.take(room).collect();
            tried.extend(new.iter().map(|call| call.subject));
            due.extend(new);
        }
        Ok(due)
    }

    fn next_due_ms(&mut self, routes: &[Route]) -> Result<Option<i64>, DeskFault> {
        self.step(|desk| desk.next_due_ms(routes))
    }

    fn begin(&mut self, subject: Subject) -> Result<Option<Departure>, DeskFault> {
        self.step(|desk| desk.begin(subject))
    }

    fn arrived(&mut self, subject: Subject, arrival: Arrival) -> Result<(), DeskFault> {
        self.step(|desk| desk.arrived(subject, arrival))
    }

    fn requeue(
        &mut self,
        subject: Subject,
        cause: &str,
        not_before_ms: i64,
    ) -> Result<(), DeskFault> {
        self.step(|desk| desk.requeue(subject, cause, not_before_ms))
    }

    fn failed(
        &mut self,
        subject: Subject,
        cause: &str,
        provider_code: &str,
    ) -> Result<(), DeskFault> {
        self.step(|desk| desk.failed(subject, cause, provider_code))
    }

    fn unknown(&mut self, subject: Subject, cause: ports::UnknownCause) -> Result<(), DeskFault> {
        self.step(|desk| desk.unknown(subject, cause))
    }
}
