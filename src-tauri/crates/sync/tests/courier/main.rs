//! The courier between an outbox that checks what it is asked to do, and a line that behaves as scripted.
//! Time is paused: a minute of waiting takes no time and comes out the same whenever it is run.
#![allow(clippy::unwrap_used)]

mod house;
mod line;
mod model;
mod rules;
mod simulation;
mod when_it_ends;
