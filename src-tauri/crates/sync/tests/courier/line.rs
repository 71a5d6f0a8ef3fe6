//! The other side: scripted, one step for each call about a subject.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use casework::CheckOutcome;
use ports::{
    CallFault, CardHolderCheck, CheckAnswer, CustomerMessage, Institution, MessageReceipt,
    Messenger, UnknownCause,
};
use sync::{Carriers, Route, Subject};
use tokio::time::sleep;

use crate::model::{Model, State};

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Answer,
    NotSent,
    Busy { retry_after_ms: Option<u64> },
    Refuse,
    TimeOut,
    Panic,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) takes_ms: u64,
    pub(crate) end: End,
}

/// A handle; its clones are the same line.
#[derive(Clone)]
pub(crate) struct Line {
    model: Model,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    /// What happens to the next calls about a subject; after that, and where there is none, `usual`.
    scripts: BTreeMap<Subject, VecDeque<Step>>,
    usual: BTreeMap<&'static str, Step>,
    not_set_up: Vec<Route>,
    calls: BTreeMap<Subject, Calls>,
    out: usize,
    most_out: usize,
    left_uncommitted: Vec<Subject>,
}

/// What came over the line about one subject.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Calls {
    /// Calls the carrier was given.
    pub(crate) made: u32,
    /// Of these, such as the other side may have acted on.
    pub(crate) reached: u32,
    /// Of these, such as were answered in full.
    pub(crate) answered: u32,
}

impl Line {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            model: model.clone(),
            inside: Arc::default(),
        }
    }

    /// What happens on a route unless something else is scripted. At first: an answer after 50 ms.
    pub(crate) fn usually(&self, route: Route, takes_ms: u64, end: End) {
        self.inside()
            .usual
            .insert(route.as_str(), Step { takes_ms, end });
    }

    pub(crate) fn script(&self, subject: Subject, steps: impl IntoIterator<Item = Step>) {
        self.inside()
            .scripts
            .insert(subject, steps.into_iter().collect());
    }

    pub(crate) fn take_down(&self, route: Route) {
        self.inside().not_set_up.push(route);
    }

    pub(crate) fn calls(&self, subject: Subject) -> Calls {
        self.inside()
            .calls
            .get(&subject)
            .copied()
            .unwrap_or_default()
    }

    /// All calls made over the line.
    pub(crate) fn made(&self) -> u32 {
        self.inside().calls.values().map(|calls| calls.made).sum()
    }

    pub(crate) fn out(&self) -> usize {
        self.inside().out
    }

    pub(crate) fn most_out(&self) -> usize {
        self.inside().most_out
    }

    /// Calls that left without `sending` in the outbox. There are to be none.
    pub(crate) fn left_uncommitted(&self) -> Vec<Subject> {
        self.inside().left_uncommitted.clone()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call(&self, route: Route, name: &str) -> Result<(), CallFault> {
        let subject = name.parse::<u128>().unwrap().to_be_bytes();
        let committed = self.model.row(subject).state == State::Sending;
        let (step, _on_the_line) = {
            let mut inside = self.inside();
            if !committed {
                inside.left_uncommitted.push(subject);
            }
            inside.out += 1;
            inside.most_out = inside.most_out.max(inside.out);
            let usual = inside.usual.get(route.as_str()).copied();
            let scripted = inside
                .scripts
                .get_mut(&subject)
                .and_then(VecDeque::pop_front);
            let step = scripted.or(usual).unwrap_or(Step {
                takes_ms: 50,
                end: End::Answer,
            });
            let calls = inside.calls.entry(subject).or_default();
            calls.made += 1;
            match step.end {
                End::NotSent | End::Busy { .. } => {}
                End::Answer | End::Refuse | End::TimeOut | End::Panic => calls.reached += 1,
            }
            (step, OnTheLine(self))
        };
        sleep(Duration::from_millis(step.takes_ms)).await;
        match step.end {
            End::Answer => {
                self.inside().calls.entry(subject).or_default().answered += 1;
                Ok(())
            }
            End::NotSent => Err(CallFault::NotSent {
                cause: "no line".to_owned(),
            }),
            End::Busy { retry_after_ms } => Err(CallFault::Busy {
                provider_code: "429".to_owned(),
                retry_after_ms,
            }),
            End::Refuse => Err(CallFault::Refused {
                provider_code: "AuthFailure".to_owned(),
                reason: "credentials".to_owned(),
                provider_text: "not you".to_owned(),
                request_id: None,
            }),
            End::TimeOut => Err(CallFault::Unknown(UnknownCause::TimedOut)),
            End::Panic => panic!("a scripted panic of the carrier"),
        }
    }
}

/// Takes the call off the line, also where its task is broken off.
struct OnTheLine<'a>(&'a Line);

impl Drop for OnTheLine<'_> {
    fn drop(&mut self) {
        self.0.inside().out -= 1;
    }
}

#[async_trait]
impl Institution for Line {
    async fn check_card_holder(
        &self,
        question: &CardHolderCheck,
    ) -> Result<CheckAnswer, CallFault> {
        self.call(Route::CardCheck, question.name.expose()).await?;
        Ok(CheckAnswer {
            outcome: CheckOutcome::Match,
            reason: None,
            provider_code: "0".to_owned(),
            provider_text: String::new(),
            request_id: question.name.expose().to_owned(),
            billed: Some(true),
        })
    }
}

#[async_trait]
impl Messenger for Line {
    async fn send(&self, message: &CustomerMessage) -> Result<MessageReceipt, CallFault> {
        self.call(Route::CustomerMessage, &message.session).await?;
        Ok(MessageReceipt {
            serial: message.session.clone(),
            request_id: String::new(),
        })
    }
}

impl Carriers for Line {
    fn institution(&self) -> Option<Arc<dyn Institution>> {
        (!self.inside().not_set_up.contains(&Route::CardCheck)).then(|| Arc::new(self.clone()) as _)
    }

    fn messenger(&self) -> Option<Arc<dyn Messenger>> {
        (!self.inside().not_set_up.contains(&Route::CustomerMessage))
            .then(|| Arc::new(self.clone()) as _)
    }
}
