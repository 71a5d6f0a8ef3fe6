use std::collections::{HashMap, HashSet};
use std::time::Duration;

use ports::{CallFault, Clock, UnknownCause};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::backoff;
use crate::breaker::{Breaker, Pass, Verdict};
use crate::carriers::{Carriers, Ways};
use crate::limits::{CourierLimits, RunReport};
use crate::outbox::{Arrival, Departure, DueCall, Outbox, Route, Subject};
use crate::settlement::Settlement;
use crate::stop::Stop;

/// How long a run that has room goes without looking into the outbox: a call may be queued at any time.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Carries the calls of one outbox. Keep it from run to run: it remembers which routes did not work, so a
/// new run does not find that out at the price of five more calls.
#[derive(Debug, Default)]
pub struct Courier {
    limits: CourierLimits,
    breakers: Breakers,
}

#[derive(Debug, Default)]
struct Breakers {
    card_check: Breaker,
    customer_message: Breaker,
}

impl Breakers {
    fn of(&mut self, route: Route) -> &mut Breaker {
        match route {
            Route::CardCheck => &mut self.card_check,
            Route::CustomerMessage => &mut self.customer_message,
        }
    }
}

impl Courier {
    /// A courier that knows nothing yet of its routes.
    pub fn new(limits: CourierLimits) -> Self {
        Self {
            limits,
            breakers: Breakers::default(),
        }
    }

    /// How long the next run waits for calls that come due, in milliseconds.
    pub fn set_patience_ms(&mut self, patience_ms: u64) {
        self.limits.patience_ms = patience_ms;
    }

    /// Sends what is due, and what comes due while it is at it or within its patience; then ends and says what
    /// is left. Within a route, calls are begun in the order of the outbox.
    ///
    /// `jitter(n)` draws uniformly from `0..n`. Needs a tokio runtime with time enabled.
    ///
    /// When `stop` is asked, nothing more is begun; what is out is waited for, at most
    /// [`CourierLimits::stop_wait_ms`]. When this returns, however it does, nothing is out any more. If the
    /// future is dropped instead, the network calls are broken off and their rows stay `sending`.
    ///
    /// # Errors
    /// The first fault of the outbox. Nothing is begun after it, and what is out is settled as after a stop. An
    /// end that could not be committed is tried once more at the last; should that fail too, the row stays
    /// `sending` and is `unknown` at the desk's next start. It is logged, never passed over.
    pub async fn run<O: Outbox>(
        &mut self,
        outbox: &mut O,
        carriers: &dyn Carriers,
        clock: &dyn Clock,
        stop: &Stop,
        jitter: impl FnMut(u64) -> u64,
    ) -> Result<RunReport, O::Fault> {
        // A run that was dropped took its calls with it.
        self.breakers.card_check.forget_those_out();
        self.breakers.customer_message.forget_those_out();
        let mut run = Run {
            limits: &self.limits,
            breakers: &mut self.breakers,
            outbox,
            carriers,
            clock,
            stop,
            jitter,
            tasks: JoinSet::new(),
            out: Vec::new(),
            requeued: HashMap::new(),
            laid_aside: HashSet::new(),
            uncommitted: Vec::new(),
            report: RunReport::default(),
        };
        let sent = run.send_all().await;
        let wound_up = run.wind_up().await;
        sent.and(wound_up)?;
        run.look_at_what_waits()?;
        Ok(run.report)
    }
}

type Ended = Result<(Id, Result<Arrival, CallFault>), JoinError>;

/// A call that has been begun and is not settled.
struct Out {
    task: Id,
    call: DueCall,
    pass: Pass,
}

struct Run<'a, O, J> {
    limits: &'a CourierLimits,
    breakers: &'a mut Breakers,
    outbox: &'a mut O,
    carriers: &'a dyn Carriers,
    clock: &'a dyn Clock,
    stop: &'a Stop,
    jitter: J,
    tasks: JoinSet<Result<Arrival, CallFault>>,
    /// In the order in which they were begun.
    out: Vec<Out>,
    /// How often each call went back to the queue in this run.
    requeued: HashMap<Subject, u32>,
    /// Not to be begun (again) in this run.
    laid_aside: HashSet<Subject>,
    /// Ends that the outbox did not take.
    uncommitted: Vec<(Subject, Settlement)>,
    report: RunReport,
}

impl<O: Outbox, J: FnMut(u64) -> u64> Run<'_, O, J> {
    /// Begins calls and settles them until there is nothing more to begin.
    async fn send_all(&mut self) -> Result<(), O::Fault> {
        loop {
            if self.stop.is_asked() {
                self.report.stopped = true;
                return Ok(());
            }
            self.begin_what_is_due()?;
            let next = self.next_due_in()?;
            let patience = Duration::from_millis(self.limits.patience_ms);
            if self.out.is_empty() && next.is_none_or(|wait| wait > patience) {
                return Ok(());
            }
            tokio::select! {
                biased;
                () = self.stop.asked() => {}
                Some(ended) = self.tasks.join_next_with_id() => self.settle(ended)?,
                () = sleep(next.map_or(LOOK_AGAIN, |wait| wait.min(LOOK_AGAIN))), if self.room() > 0 => {}
            }
        }
    }

    /// Begins calls in the order of the outbox, as many as may be out.
    fn begin_what_is_due(&mut self) -> Result<(), O::Fault> {
        let ways = Ways::of(self.carriers);
        loop {
            let routes = self.open_routes(&ways);
            let room = self.room();
            if room == 0 || routes.is_empty() {
                return Ok(());
            }
            let due = self.outbox.due(&routes, room + self.laid_aside.len())?;
            let mut looked_at_any = false;
            for call in due {
                if self.stop.is_asked() || self.room() == 0 {
                    return Ok(());
                }
                if self.laid_aside.contains(&call.subject) {
                    continue;
                }
                let Some(pass) = self
                    .breakers
                    .of(call.route)
                    .admit(Instant::now().into_std())
                else {
                    continue;
                };
                looked_at_any = true;
                self.begin(call, pass, &ways)?;
            }
            // Once more while it changes something: a route that may have no more out gives way to the other.
            if !looked_at_any {
                return Ok(());
            }
        }
    }

    fn begin(&mut self, call: DueCall, pass: Pass, ways: &Ways) -> Result<(), O::Fault> {
        let departure: Option<Departure> = match self.outbox.begin(call.subject) {
            Ok(departure) => departure,
            Err(fault) => {
                self.close_pass(call.route, pass, Verdict::Nothing);
                return Err(fault);
            }
        };
        let Some(departure) = departure else {
            self.close_pass(call.route, pass, Verdict::Nothing);
            self.laid_aside.insert(call.subject);
            return Ok(());
        };
        tracing::debug!(subject = %hex(call.subject), route = call.route.as_str(), "call begun");
        let task = self.tasks.spawn(ways.clone().carry(departure)).id();
        self.out.push(Out { task, call, pass });
        Ok(())
    }

    /// Commits the end of a call. One that was given up before is not among those out, and stays given up.
    fn settle(&mut self, ended: Ended) -> Result<(), O::Fault> {
        let (task, outcome) = match ended {
            Ok((task, outcome)) => (task, outcome),
            // The carrier panicked, perhaps after the request had left.
            Err(broken) => (
                broken.id(),
                Err(CallFault::Unknown(UnknownCause::DeskStopped)),
            ),
        };
        let Some(place) = self.out.iter().position(|out| out.task == task) else {
            return Ok(());
        };
        let Out { call, pass, .. } = self.out.remove(place);
        let settlement = Settlement::of(outcome, |asked_ms| {
            let wait_ms = backoff::wait_ms(call.attempt, asked_ms, &mut self.jitter);
            self.clock.now_ms().saturating_add_unsigned(wait_ms)
        });
        self.close_pass(call.route, pass, settlement.verdict());
        if matches!(settlement, Settlement::Requeued { .. }) {
            let times = self.requeued.entry(call.subject).or_default();
            *times += 1;
            if *times >= self.limits.tries {
                self.laid_aside.insert(call.subject);
            }
        }
        self.commit(call.subject, settlement)
    }

    fn commit(&mut self, subject: Subject, settlement: Settlement) -> Result<(), O::Fault> {
        if let Err(fault) = settlement.commit(self.outbox, subject) {
            self.uncommitted.push((subject, settlement));
            return Err(fault);
        }
        let (state, cause) = settlement.words();
        tracing::info!(subject = %hex(subject), state, cause, "call settled");
        let count = match settlement {
            Settlement::Arrived(Arrival::Answered(_)) => &mut self.report.answered,
            Settlement::Arrived(Arrival::Accepted(_)) => &mut self.report.accepted,
            Settlement::Requeued { .. } => &mut self.report.requeued,
            Settlement::Failed { .. } => &mut self.report.failed,
            Settlement::Unknown(_) => &mut self.report.unknown,
        };
        *count += 1;
        Ok(())
    }

    /// Settles what is out without beginning anything. After a run that came to its own end nothing is out, and
    /// this does nothing.
    async fn wind_up(&mut self) -> Result<(), O::Fault> {
        let mut first = Ok(());
        let deadline = Instant::now() + Duration::from_millis(self.limits.stop_wait_ms);
        while let Ok(Some(ended)) = timeout_at(deadline, self.tasks.join_next_with_id()).await {
            first = first.and(self.settle(ended));
        }
        // The rest is broken off only once it is committed as unknown. Until its turn comes, an answer
        // that makes it at the last moment still counts.
        loop {
            while let Some(ended) = self.tasks.try_join_next_with_id() {
                first = first.and(self.settle(ended));
            }
            let Some(Out { call, pass, .. }) = self.out.pop() else {
                break;
            };
            self.close_pass(call.route, pass, Verdict::Nothing);
            first = first
                .and(self.commit(call.subject, Settlement::Unknown(UnknownCause::DeskStopped)));
        }
        for (subject, settlement) in std::mem::take(&mut self.uncommitted) {
            if let Err(fault) = self.commit(subject, settlement) {
                tracing::error!(subject = %hex(subject), "the end of a call could not be kept; its row stays `sending`");
                first = first.and(Err(fault));
            }
        }
        // Waits until the tasks are gone, and with them the personal data they carried.
        self.tasks.shutdown().await;
        first
    }

    /// Notes what stays queued and when to come back for it.
    fn look_at_what_waits(&mut self) -> Result<(), O::Fault> {
        let ways = Ways::of(self.carriers);
        let now_ms = self.clock.now_ms();
        let patience_ms = self.limits.patience_ms;
        for route in Route::ALL {
            let next = if self.outbox.due(&[route], 1)?.is_empty() {
                self.outbox.next_due_ms(&[route])?
            } else if self.report.stopped {
                Some(now_ms)
            } else {
                // Laid aside by this run, so not to be had again at once.
                Some(now_ms.saturating_add_unsigned(patience_ms))
            };
            let Some(next_ms) = next else { continue };
            if !ways.is_set_up(route) {
                self.report.not_set_up.push(route);
                continue;
            }
            let breaker = self.breakers.of(route);
            if !breaker.is_closed() {
                self.report.breaker_open.push(route);
            }
            let rest_ms = u64::try_from(breaker.rest(Instant::now().into_std()).as_millis())
                .unwrap_or(u64::MAX);
            let next_ms = next_ms.max(now_ms.saturating_add_unsigned(rest_ms));
            self.report.next_due_ms = Some(
                self.report
                    .next_due_ms
                    .map_or(next_ms, |least| least.min(next_ms)),
            );
        }
        Ok(())
    }

    fn open_routes(&mut self, ways: &Ways) -> Vec<Route> {
        let now = Instant::now().into_std();
        let mut routes = Route::ALL.to_vec();
        routes.retain(|route| ways.is_set_up(*route) && self.breakers.of(*route).admits(now));
        routes
    }

    fn room(&self) -> usize {
        self.limits.parallel.max(1).saturating_sub(self.out.len())
    }

    /// How long until another call comes due that could be begun then.
    fn next_due_in(&mut self) -> Result<Option<Duration>, O::Fault> {
        let routes = self.open_routes(&Ways::of(self.carriers));
        if self.room() == 0 || routes.is_empty() {
            return Ok(None);
        }
        let next_ms = self.outbox.next_due_ms(&routes)?;
        let now_ms = self.clock.now_ms();
        // At least a millisecond: a clock that stands still must not make this loop spin.
        Ok(next_ms
            .map(|at_ms| Duration::from_millis(at_ms.saturating_sub(now_ms).max(1).unsigned_abs())))
    }

    fn close_pass(&mut self, route: Route, pass: Pass, verdict: Verdict) {
        self.breakers
            .of(route)
            .ended(pass, verdict, Instant::now().into_std());
    }
}

fn hex(subject: Subject) -> String {
    format!("{:032x}", u128::from_be_bytes(subject))
}
