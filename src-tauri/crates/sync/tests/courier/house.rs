//! Courier, outbox and line, put together.

use std::sync::Arc;

use sync::{Courier, CourierLimits, RunReport, Stop};

use crate::line::Line;
use crate::model::{DiskFull, Model, PausedClock};

pub(crate) struct House {
    pub(crate) clock: Arc<PausedClock>,
    pub(crate) model: Model,
    pub(crate) line: Line,
    pub(crate) stop: Stop,
    courier: Courier,
    tries: u32,
    draws: fastrand::Rng,
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut CourierLimits)) -> Self {
        let mut limits = CourierLimits::default();
        change(&mut limits);
        let clock = PausedClock::start();
        let model = Model::new(&clock);
        let line = Line::new(&model);
        let draws = fastrand::Rng::with_seed(7);
        Self {
            clock,
            model,
            line,
            stop: Stop::new(),
            courier: Courier::new(limits),
            tries: limits.tries,
            draws,
        }
    }

    pub(crate) fn seed(&mut self, seed: u64) {
        self.draws = fastrand::Rng::with_seed(seed);
    }

    pub(crate) async fn try_run(&mut self) -> Result<RunReport, DiskFull> {
        self.model.expect_run(self.tries);
        let jitter = |below| self.draws.u64(..below);
        let mut outbox = self.model.clone();
        self.courier
            .run(&mut outbox, &self.line, &*self.clock, &self.stop, jitter)
            .await
    }

    pub(crate) async fn run(&mut self) -> RunReport {
        self.try_run().await.expect("the outbox is sound")
    }
}
