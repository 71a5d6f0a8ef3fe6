use super::institution::shows_no;
use crate::{CallFault, CustomerMessage, MessageReceipt, Messenger, Repeat};

/// Messages that the channel behind the implementation is known to treat in a certain way.
///
/// Their parameters are long enough not to turn up in an answer by chance.
#[derive(Debug, Clone)]
pub struct MessengerScenarios {
    /// Taken.
    pub taken: CustomerMessage,
    /// Too busy: nothing done, nothing billed.
    pub busy: CustomerMessage,
    /// Turned away: nothing sent, nothing billed.
    pub refused: CustomerMessage,
    /// The channel fails after it got the message.
    pub failing: CustomerMessage,
}

/// What every [`Messenger`] does. `asked` counts the calls that reached the channel.
///
/// # Panics
/// Where the messenger does otherwise, with a sentence saying what.
pub async fn messenger_conformance(
    messenger: &dyn Messenger,
    scenarios: &MessengerScenarios,
    asked: impl Fn() -> usize,
) {
    let first = send_once(messenger, &scenarios.taken, &asked)
        .await
        .expect("a message taken is no fault");
    let second = send_once(messenger, &scenarios.taken, &asked)
        .await
        .expect("a message taken is no fault");
    assert!(
        !first.serial.is_empty(),
        "a message taken has a number by which delivery is asked"
    );
    assert_ne!(
        first.serial, second.serial,
        "the same message again is a new message"
    );

    let busy = send_once(messenger, &scenarios.busy, &asked)
        .await
        .expect_err("busy is no receipt");
    assert!(
        matches!(busy.repeat(), Repeat::ByMachine { .. }),
        "the machine may ask a busy channel again"
    );

    let refused = send_once(messenger, &scenarios.refused, &asked)
        .await
        .expect_err("a refusal is no receipt");
    assert_eq!(
        refused.repeat(),
        Repeat::AfterCorrection,
        "a refusal is not repeated as it is"
    );

    let failing = send_once(messenger, &scenarios.failing, &asked)
        .await
        .expect_err("a failure is no receipt");
    assert_eq!(
        failing.repeat(),
        Repeat::ByPerson,
        "a message that may have gone out is repeated by a person only"
    );
}

async fn send_once(
    messenger: &dyn Messenger,
    message: &CustomerMessage,
    asked: &impl Fn() -> usize,
) -> Result<MessageReceipt, CallFault> {
    let before = asked();
    let result = messenger.send(message).await;
    assert_eq!(asked(), before + 1, "one call sends once");
    shows_no(message.phone.expose(), &result);
    for value in &message.parameters {
        shows_no(value.expose(), &result);
    }
    result
}
