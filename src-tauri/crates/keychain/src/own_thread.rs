use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ports::KeyVaultFault;
use zeroize::Zeroizing;

use crate::entry::{Act, Answer};
use crate::fault::fault;
use crate::keyring::{Keyring, Open};

/// One call: an act on the entry of that service and name.
pub(crate) struct Request {
    pub(crate) service: String,
    pub(crate) entry: String,
    pub(crate) act: Act,
}

/// The thread on which every call runs, one after the other, each with a limit of time.
///
/// A thread whose call outlives the limit is abandoned: never joined, told to do nothing more, and
/// replaced by a new one under the rules that [`OsKeychain`](crate::OsKeychain) names.
pub(crate) struct OwnThread {
    open: Arc<Open>,
    limit: Duration,
    rest: Duration,
    threads: Mutex<Threads>,
}

#[derive(Default)]
struct Threads {
    serving: Option<Serving>,
    /// Abandoned, and still inside the call that hung.
    hung: Vec<Hung>,
    rest_until: Option<Instant>,
}

struct Serving {
    jobs: Sender<Job>,
    handle: JoinHandle<()>,
    standing: Arc<Mutex<Standing>>,
}

struct Hung {
    handle: JoinHandle<()>,
    standing: Arc<Mutex<Standing>>,
    fault: KeyVaultFault,
}

struct Job {
    request: Request,
    answer: SyncSender<Answer>,
}

/// Where a thread stands, seen from both sides.
#[derive(Default)]
struct Standing {
    /// Nobody waits for it any more: it begins nothing new.
    abandoned: bool,
    step: Step,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Step {
    #[default]
    Idle,
    Reaching,
    Unlocking,
    Reading,
    Changing,
}

impl OwnThread {
    pub(crate) fn new(open: Arc<Open>, limit: Duration, rest: Duration) -> Self {
        Self {
            open,
            limit,
            rest,
            threads: Mutex::default(),
        }
    }

    /// Runs the request and answers within the limit.
    pub(crate) fn call(&self, request: Request) -> Answer {
        let (answer, answered) = mpsc::sync_channel(1);
        let standing = self.hand_over(Job { request, answer })?;
        match answered.recv_timeout(self.limit) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(self.abandon(&standing)),
            // The thread ended without an answer: it was abandoned over the call before this one ...
            Err(RecvTimeoutError::Disconnected) if lock(&standing).abandoned => {
                Err(KeyVaultFault::TimedOut)
            }
            // ... or the library panicked.
            Err(RecvTimeoutError::Disconnected) => Err(KeyVaultFault::Refused(
                "the keychain's library broke off".into(),
            )),
        }
    }

    /// Gives the job to the serving thread, or to a new one; a fault where it must not be attempted.
    fn hand_over(&self, job: Job) -> Result<Arc<Mutex<Standing>>, KeyVaultFault> {
        let mut threads = lock(&self.threads);
        threads.hung.retain(|hung| !hung.handle.is_finished());
        if threads
            .serving
            .as_ref()
            .is_some_and(|serving| serving.handle.is_finished())
        {
            threads.serving = None;
        }
        if let Some(fault) = threads.bar_to(&job.request.act) {
            return Err(fault);
        }
        let serving = match threads.serving.take() {
            Some(serving) => serving,
            None => Serving::start(Arc::clone(&self.open))?,
        };
        let standing = Arc::clone(&serving.standing);
        // A thread that has just ended drops the job, which its caller sees as a library that broke off.
        let _ = serving.jobs.send(job);
        threads.serving = Some(serving);
        Ok(standing)
    }

    /// Leaves the thread behind; says what its time-out means.
    fn abandon(&self, standing: &Arc<Mutex<Standing>>) -> KeyVaultFault {
        let mut threads = lock(&self.threads);
        let fault = {
            let mut standing = lock(standing);
            standing.abandoned = true;
            match standing.step {
                Step::Unlocking => KeyVaultFault::Locked,
                Step::Idle | Step::Reaching | Step::Reading | Step::Changing => {
                    KeyVaultFault::TimedOut
                }
            }
        };
        // Another caller may have left it behind already.
        if let Some(left) = threads
            .serving
            .take_if(|serving| Arc::ptr_eq(&serving.standing, standing))
        {
            threads.hung.push(Hung {
                handle: left.handle,
                standing: left.standing,
                fault: fault.clone(),
            });
            let hanging = u32::try_from(threads.hung.len()).unwrap_or(u32::MAX);
            threads.rest_until = Instant::now().checked_add(self.rest.saturating_mul(hanging));
        }
        fault
    }
}

impl Threads {
    /// The fault with which an act is answered at once, where a call still hangs.
    fn bar_to(&self, act: &Act) -> Option<KeyVaultFault> {
        let last = self.hung.last()?;
        let resting =
            self.serving.is_none() && self.rest_until.is_none_or(|end| Instant::now() < end);
        let may_be_undone = act.changes()
            && self
                .hung
                .iter()
                .any(|hung| lock(&hung.standing).step == Step::Changing);
        (resting || may_be_undone).then(|| last.fault.clone())
    }
}

impl Serving {
    fn start(open: Arc<Open>) -> Result<Self, KeyVaultFault> {
        let (jobs, todo) = mpsc::channel();
        let standing = Arc::default();
        let seen = Arc::clone(&standing);
        let handle = thread::Builder::new()
            .name("keychain".into())
            .spawn(move || serve(&todo, &*open, &seen))
            .map_err(|error| KeyVaultFault::Refused(error.to_string()))?;
        Ok(Self {
            jobs,
            handle,
            standing,
        })
    }
}

/// The thread's life: until the vault is dropped, or it is abandoned.
fn serve(todo: &Receiver<Job>, open: &Open, standing: &Mutex<Standing>) {
    let mut reached = None;
    while let Ok(Job { request, answer }) = todo.recv() {
        let outcome = attempt(&mut reached, open, &request, standing);
        if enter(standing, Step::Idle).is_err() {
            return;
        }
        let outcome = match outcome {
            Ok(value) => Ok(value),
            Err(Stop::Fault(fault)) => {
                // A restarted keychain does not know our session any more: reach it anew next time.
                reached = None;
                Err(fault)
            }
            Err(Stop::Abandoned) => return,
        };
        // Whoever asked may have gone.
        let _ = answer.send(outcome);
    }
}

/// Why an attempt ended without its value.
enum Stop {
    Abandoned,
    Fault(KeyVaultFault),
}

impl From<KeyVaultFault> for Stop {
    fn from(fault: KeyVaultFault) -> Self {
        Self::Fault(fault)
    }
}

fn attempt(
    reached: &mut Option<Keyring>,
    open: &Open,
    request: &Request,
    standing: &Mutex<Standing>,
) -> Result<Option<Zeroizing<Vec<u8>>>, Stop> {
    enter(standing, Step::Reaching)?;
    let keyring = match reached {
        Some(keyring) => keyring,
        None => reached.insert(open()?),
    };
    enter(standing, Step::Unlocking)?;
    (keyring.unlock)()?;
    enter(
        standing,
        if request.act.changes() {
            Step::Changing
        } else {
            Step::Reading
        },
    )?;
    let entry = keyring
        .store
        .build(&request.service, &request.entry, None)
        .map_err(fault)?;
    Ok(request.act.perform(&entry)?)
}

/// Goes on to the step, unless nobody waits for it any more.
fn enter(standing: &Mutex<Standing>, step: Step) -> Result<(), Stop> {
    let mut standing = lock(standing);
    if standing.abandoned {
        standing.step = Step::Idle;
        return Err(Stop::Abandoned);
    }
    standing.step = step;
    Ok(())
}

/// What a panic left behind is whole: no invariant here spans two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
