use std::sync::Arc;

use ports::{CallFault, Institution, Messenger};

use crate::outbox::{Arrival, Departure, Route};

/// Who carries calls at the moment. Asked anew before calls are taken out of the outbox, so that a change of
/// settings is seen within a run.
///
/// A carrier must keep to its own time-outs: the courier sets none, because only the carrier can tell
/// what a time-out means.
pub trait Carriers: Send + Sync {
    /// Answers card checks; `None` where none is set up, and those calls stay queued.
    fn institution(&self) -> Option<Arc<dyn Institution>>;

    /// Carries messages; `None` where none is set up, and those calls stay queued.
    fn messenger(&self) -> Option<Arc<dyn Messenger>>;
}

/// The carriers as they stood at one moment.
#[derive(Clone)]
pub(crate) struct Ways {
    institution: Option<Arc<dyn Institution>>,
    messenger: Option<Arc<dyn Messenger>>,
}

impl Ways {
    pub(crate) fn of(carriers: &dyn Carriers) -> Self {
        Self {
            institution: carriers.institution(),
            messenger: carriers.messenger(),
        }
    }

    pub(crate) fn is_set_up(&self, route: Route) -> bool {
        match route {
            Route::CardCheck => self.institution.is_some(),
            Route::CustomerMessage => self.messenger.is_some(),
        }
    }

    /// Makes the call, once.
    pub(crate) async fn carry(self, departure: Departure) -> Result<Arrival, CallFault> {
        let nobody = || CallFault::NotSent {
            cause: "no carrier is set up".to_owned(),
        };
        match departure {
            Departure::CardCheck(question) => {
                let institution = self.institution.ok_or_else(nobody)?;
                institution
                    .check_card_holder(&question)
                    .await
                    .map(Arrival::Answered)
            }
            Departure::CustomerMessage(message) => {
                let messenger = self.messenger.ok_or_else(nobody)?;
                messenger.send(&message).await.map(Arrival::Accepted)
            }
        }
    }
}
