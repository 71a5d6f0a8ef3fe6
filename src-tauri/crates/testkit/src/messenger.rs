use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ports::{CallFault, CustomerMessage, MessageReceipt, Messenger};

/// A channel that takes every message, except where a fault is scripted; it keeps what it took.
#[derive(Default)]
pub struct ScriptedMessenger {
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    by_phone: BTreeMap<String, CallFault>,
    next: VecDeque<CallFault>,
    calls: usize,
    taken: Vec<CustomerMessage>,
}

impl ScriptedMessenger {
    /// From now on messages to this phone end in this fault.
    pub fn fault_for(&self, phone: &str, fault: CallFault) {
        self.script().by_phone.insert(phone.to_owned(), fault);
    }

    /// The next message not yet spoken for ends in this fault, whatever its phone.
    pub fn fault_next(&self, fault: CallFault) {
        self.script().next.push_back(fault);
    }

    /// How many messages were handed over, taken or not.
    pub fn calls(&self) -> usize {
        self.script().calls
    }

    /// The messages taken, in order.
    pub fn taken(&self) -> Vec<CustomerMessage> {
        self.script().taken.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Messenger for ScriptedMessenger {
    async fn send(&self, message: &CustomerMessage) -> Result<MessageReceipt, CallFault> {
        let mut script = self.script();
        script.calls += 1;
        let next = script.next.pop_front();
        if let Some(fault) = next.or_else(|| script.by_phone.get(message.phone.expose()).cloned()) {
            return Err(fault);
        }
        script.taken.push(message.clone());
        let number = script.taken.len();
        Ok(MessageReceipt {
            serial: format!("serial-{number}"),
            request_id: format!("request-{number}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use ports::UnknownCause;
    use ports::conformance::{MessengerScenarios, messenger_conformance};

    use super::*;

    fn message(phone: &str) -> CustomerMessage {
        CustomerMessage {
            phone: phone.into(),
            template: "verification_code".into(),
            parameters: vec!["482913".into(), "minutes-5".into()],
            session: "session".into(),
        }
    }

    #[tokio::test]
    async fn the_twin_passes_the_conformance_suite() {
        let messenger = ScriptedMessenger::default();
        messenger.fault_for(
            "13800000001",
            CallFault::Busy {
                provider_code: "busy".into(),
                retry_after_ms: None,
            },
        );
        messenger.fault_for(
            "13800000002",
            CallFault::Refused {
                provider_code: "no".into(),
                reason: "opted_out".into(),
                provider_text: String::new(),
                request_id: None,
            },
        );
        messenger.fault_for(
            "13800000003",
            CallFault::Unknown(UnknownCause::ConnectionLost),
        );
        let scenarios = MessengerScenarios {
            taken: message("13800000000"),
            busy: message("13800000001"),
            refused: message("13800000002"),
            failing: message("13800000003"),
        };
        messenger_conformance(&messenger, &scenarios, || messenger.calls()).await;
        assert_eq!(messenger.taken().len(), 2);
    }
}
