//! The outbox courier: takes calls out of the outbox in order, sends them, and hands the answers back.
//!
//! # What it promises
//! - A call leaves **at most once** by machine. [`Outbox::begin`] has committed `sending` before the
//!   first byte leaves, and only what [`CallFault::repeat`](ports::CallFault::repeat) gives to the machine
//!   (it provably did not leave, or the other side says it neither did nor billed) goes back to the queue.
//! - What nobody can know is `unknown`, never `failed`: a person decides whether to ask again.
//! - With the line down nothing is lost and nothing spins: after a few faults in a row the route's
//!   breaker opens, its calls stay queued, and the run ends with word of when to come back.
//! - One loop owns the outbox, so there are no locks. Network calls run beside it, at most
//!   [`CourierLimits::parallel`] at a time, and everything they bring is committed in the loop.
//!
//! # What a run leaves behind
//! | the run ends by | calls that were out are |
//! | --- | --- |
//! | nothing left to do | none were out |
//! | [`Stop`] | waited for, then committed; those without an answer `unknown` (`desk_stopped`) |
//! | a fault of the outbox | the same, as far as the outbox still takes it; each commit is tried twice |
//! | the process dying, or the future being dropped | still `sending` |
//!
//! A row found `sending` at the next start, whatever left it so, is for the desk to make `unknown`: the courier
//! never sends it.

mod backoff;
mod breaker;
mod carriers;
mod courier;
mod limits;
mod outbox;
mod settlement;
mod stop;

pub use carriers::Carriers;
pub use courier::Courier;
pub use limits::{CourierLimits, RunReport};
pub use outbox::{Arrival, Departure, DueCall, Outbox, Route, Subject};
pub use stop::Stop;
