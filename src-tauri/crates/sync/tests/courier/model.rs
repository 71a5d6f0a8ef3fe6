//! An outbox in memory that panics where the courier breaks its contract.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use identifiers::Sensitive;
use ports::{CardHolderCheck, Clock, CustomerMessage, UnknownCause};
use sync::{Arrival, Departure, DueCall, Outbox, Route, Stop, Subject};
use tokio::time::Instant;

/// The time of day, following tokio's paused time.
pub(crate) struct PausedClock(Instant);

impl PausedClock {
    pub(crate) const START_MS: i64 = 1_800_000_000_000;

    pub(crate) fn start() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }

    /// Milliseconds since the start.
    pub(crate) fn passed_ms(&self) -> i64 {
        self.now_ms() - Self::START_MS
    }
}

impl Clock for PausedClock {
    fn now_ms(&self) -> i64 {
        Self::START_MS + i64::try_from(self.0.elapsed().as_millis()).unwrap()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Queued,
    Sending,
    Answered,
    Failed,
    Unknown,
    Withdrawn,
}

/// Why a call is not begun, though it was due a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hindrance {
    /// It was taken back: it is withdrawn.
    TakenBack,
    /// The desk does not let it go, and leaves it in the queue.
    HeldBack,
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) subject: Subject,
    pub(crate) route: Route,
    pub(crate) state: State,
    pub(crate) attempt: u32,
    pub(crate) requeues: u32,
    /// Of these, in the run that is on.
    requeues_in_run: u32,
    pub(crate) not_before_ms: i64,
    /// What `begin` does instead of beginning it.
    pub(crate) hindrance: Option<Hindrance>,
    pub(crate) cause: String,
}

/// Everything the outbox was asked to change is an act; acts are numbered from 0.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    /// Acts that fail.
    pub(crate) acts: BTreeSet<usize>,
    /// Every act from this one on fails.
    pub(crate) from: Option<usize>,
    /// During this act somebody asks the run to stop.
    pub(crate) stop: Option<(usize, Stop)>,
}

/// The disk is full.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DiskFull;

/// A handle; its clones show the same outbox.
#[derive(Clone)]
pub(crate) struct Model {
    clock: Arc<PausedClock>,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    rows: Vec<Row>,
    trouble: Trouble,
    acts: usize,
    tries: u32,
    /// Subjects in the order in which they were begun.
    begun: Vec<Subject>,
}

pub(crate) fn subject(number: usize) -> Subject {
    (number as u128).to_be_bytes()
}

impl Model {
    pub(crate) fn new(clock: &Arc<PausedClock>) -> Self {
        Self {
            clock: Arc::clone(clock),
            inside: Arc::default(),
        }
    }

    /// Queues a call, to be begun after `wait_ms` from now.
    pub(crate) fn queue(&self, route: Route, wait_ms: i64) -> Subject {
        let mut inside = self.inside();
        let subject = subject(inside.rows.len());
        inside.rows.push(Row {
            subject,
            route,
            state: State::Queued,
            attempt: 0,
            requeues: 0,
            requeues_in_run: 0,
            not_before_ms: self.clock.now_ms() + wait_ms,
            hindrance: None,
            cause: String::new(),
        });
        subject
    }

    pub(crate) fn hinder(&self, subject: Subject, hindrance: Hindrance) {
        self.change(subject, |row| row.hindrance = Some(hindrance));
    }

    /// A run begins that tries each call so often.
    pub(crate) fn expect_run(&self, tries: u32) {
        let mut inside = self.inside();
        inside.tries = tries;
        for row in &mut inside.rows {
            row.requeues_in_run = 0;
        }
    }

    pub(crate) fn make_trouble(&self, trouble: Trouble) {
        self.inside().trouble = trouble;
    }

    pub(crate) fn row(&self, subject: Subject) -> Row {
        self.rows()
            .into_iter()
            .find(|row| row.subject == subject)
            .unwrap()
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        self.inside().rows.clone()
    }

    pub(crate) fn begun(&self) -> Vec<Subject> {
        self.inside().begun.clone()
    }

    pub(crate) fn count(&self, state: State) -> usize {
        self.inside()
            .rows
            .iter()
            .filter(|row| row.state == state)
            .count()
    }

    /// What the desk does at its start: what was out when it died may or may not have arrived.
    pub(crate) fn start_anew(&self) {
        let mut inside = self.inside();
        inside.trouble = Trouble::default();
        for row in &mut inside.rows {
            if row.state == State::Sending {
                row.state = State::Unknown;
            }
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, subject: Subject, change: impl FnOnce(&mut Row) -> T) -> T {
        let mut inside = self.inside();
        change(
            inside
                .rows
                .iter_mut()
                .find(|row| row.subject == subject)
                .unwrap(),
        )
    }

    fn act(&self) -> Result<(), DiskFull> {
        let mut inside = self.inside();
        let act = inside.acts;
        inside.acts += 1;
        if let Some((at, stop)) = &inside.trouble.stop
            && *at == act
        {
            stop.ask();
        }
        let fails = inside.trouble.acts.contains(&act)
            || inside.trouble.from.is_some_and(|from| act >= from);
        if fails { Err(DiskFull) } else { Ok(()) }
    }

    fn end(&self, subject: Subject, state: State, cause: &str) -> Result<(), DiskFull> {
        self.act()?;
        self.change(subject, |row| {
            assert_eq!(row.state, State::Sending, "only a call that is out can end");
            row.state = state;
            row.cause = cause.to_owned();
        });
        Ok(())
    }

    fn queued(&self, routes: &[Route]) -> Vec<Row> {
        let mut rows = self.rows();
        rows.retain(|row| row.state == State::Queued && routes.contains(&row.route));
        rows.sort_by_key(|row| row.not_before_ms);
        rows
    }
}

impl Outbox for Model {
    type Fault = DiskFull;

    fn due(&mut self, routes: &[Route], limit: usize) -> Result<Vec<DueCall>, DiskFull> {
        assert!(
            limit > 0 && !routes.is_empty(),
            "a question that can only be answered by nothing"
        );
        let now_ms = self.clock.now_ms();
        let due = self
            .queued(routes)
            .into_iter()
            .filter(|row| row.not_before_ms <= now_ms)
            .take(limit);
        Ok(due
            .map(|row| DueCall {
                subject: row.subject,
                route: row.route,
                attempt: row.attempt,
            })
            .collect())
    }

    fn next_due_ms(&mut self, routes: &[Route]) -> Result<Option<i64>, DiskFull> {
        let now_ms = self.clock.now_ms();
        Ok(self
            .queued(routes)
            .into_iter()
            .map(|row| row.not_before_ms)
            .find(|at_ms| *at_ms > now_ms))
    }

    fn begin(&mut self, subject: Subject) -> Result<Option<Departure>, DiskFull> {
        self.act()?;
        let now_ms = self.clock.now_ms();
        let row = self.row(subject);
        assert_eq!(row.state, State::Queued, "only a queued call is begun");
        assert!(
            row.not_before_ms <= now_ms,
            "no call is begun before its time"
        );
        let tries = self.inside().tries;
        let first = self
            .queued(&[row.route])
            .into_iter()
            .find(|row| row.hindrance != Some(Hindrance::HeldBack) && row.requeues_in_run < tries);
        if row.hindrance != Some(Hindrance::HeldBack) {
            assert_eq!(
                first.map(|row| row.subject),
                Some(subject),
                "nobody is overtaken"
            );
        }
        match row.hindrance {
            Some(Hindrance::TakenBack) => {
                self.change(subject, |row| row.state = State::Withdrawn);
                return Ok(None);
            }
            Some(Hindrance::HeldBack) => return Ok(None),
            None => {}
        }
        self.change(subject, |row| {
            row.state = State::Sending;
            row.attempt += 1;
        });
        self.inside().begun.push(subject);
        // The subject travels in a field that the line can read it from.
        let name = u128::from_be_bytes(subject).to_string();
        Ok(Some(match row.route {
            Route::CardCheck => Departure::CardCheck(CardHolderCheck {
                name: Sensitive::from(name),
                document_number: Sensitive::from(""),
                card_number: Sensitive::from(""),
                phone: Sensitive::from(""),
            }),
            Route::CustomerMessage => Departure::CustomerMessage(CustomerMessage {
                phone: Sensitive::from(""),
                template: String::new(),
                parameters: Vec::new(),
                session: name,
            }),
        }))
    }

    fn arrived(&mut self, subject: Subject, arrival: Arrival) -> Result<(), DiskFull> {
        let answered = match arrival {
            Arrival::Answered(answer) => answer.request_id,
            Arrival::Accepted(receipt) => receipt.serial,
        };
        assert_eq!(
            answered,
            u128::from_be_bytes(subject).to_string(),
            "an answer belongs to its own question"
        );
        self.end(subject, State::Answered, "")
    }

    fn requeue(
        &mut self,
        subject: Subject,
        cause: &str,
        not_before_ms: i64,
    ) -> Result<(), DiskFull> {
        self.end(subject, State::Queued, cause)?;
        self.change(subject, |row| {
            row.requeues += 1;
            row.requeues_in_run += 1;
            row.not_before_ms = not_before_ms;
        });
        Ok(())
    }

    fn failed(
        &mut self,
        subject: Subject,
        cause: &str,
        provider_code: &str,
    ) -> Result<(), DiskFull> {
        self.end(subject, State::Failed, &format!("{cause} {provider_code}"))
    }

    fn unknown(&mut self, subject: Subject, cause: UnknownCause) -> Result<(), DiskFull> {
        self.end(subject, State::Unknown, cause.as_str())
    }
}
