use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::magic::{CARD_CHECK, Effect, SEND_SMS, magic_for};
use crate::parameters::Parameters;
use crate::{ApiFault, Credential, Received, SignedRequest, card_check, message, verify_tc3};

/// The institution behind the counter: it judges a request, bills it, and says what is to be answered.
pub(crate) struct Counter {
    credential: Credential,
    now_s: Box<dyn Fn() -> i64 + Send + Sync>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    received: Received,
    throttled_once: HashSet<(&'static str, String)>,
    requests: u64,
    serials: u64,
}

/// What comes back for a request.
pub(crate) struct Verdict {
    /// What the line does with the answer.
    pub(crate) effect: Effect,
    /// The answer in JSON; the ordinary one where the effect spoils it.
    pub(crate) body: Value,
}

impl Counter {
    pub(crate) fn new(credential: Credential, now_s: Box<dyn Fn() -> i64 + Send + Sync>) -> Self {
        Self {
            credential,
            now_s,
            book: Mutex::default(),
        }
    }

    pub(crate) fn received(&self) -> Received {
        self.book().received.clone()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges, bills and answers one request, in this order.
    pub(crate) fn serve(&self, request: &SignedRequest<'_>) -> Verdict {
        let request_id = self.book().next_request_id();
        let action = match self.admit(request) {
            Ok(action) => action,
            Err(fault) => return Verdict::refusing(&fault, &request_id),
        };
        let mut book = self.book();
        let verdict = match action {
            CARD_CHECK => book.check_card(request.body, &request_id),
            _message => book.send_message(request, &request_id),
        };
        verdict.unwrap_or_else(|fault| {
            book.received.note(action, false);
            Verdict::refusing(&fault, &request_id)
        })
    }

    /// Who asks, for what, and may they.
    fn admit(&self, request: &SignedRequest<'_>) -> Result<&'static str, ApiFault> {
        let scope = verify_tc3(request, |id| self.credential.secret_of(id), (self.now_s)())?;
        let (action, service) = known_action(request)?;
        if scope.service != service {
            return Err(ApiFault::new(
                "AuthFailure.SignatureFailure",
                "the signature is for another service",
            ));
        }
        Ok(action)
    }
}

/// The action a request names and the service that serves it.
pub(crate) fn known_action(
    request: &SignedRequest<'_>,
) -> Result<(&'static str, &'static str), ApiFault> {
    match (
        request.header("x-tc-action"),
        request.header("x-tc-version"),
    ) {
        (Some(CARD_CHECK), Some("2018-03-01")) => Ok((CARD_CHECK, "faceid")),
        (Some(SEND_SMS), Some("2021-01-11")) => Ok((SEND_SMS, "sms")),
        (None, _) | (_, None) => Err(ApiFault::new(
            "MissingParameter",
            "X-TC-Action and X-TC-Version are needed",
        )),
        (Some(_), Some(_)) => Err(ApiFault::new(
            "InvalidAction",
            "no such action in this version",
        )),
    }
}

impl Book {
    fn check_card(&mut self, body: &[u8], request_id: &str) -> Result<Verdict, ApiFault> {
        let parameters = Parameters::of_card_check(body)?;
        let ordinary = card_check::ordinary(&parameters)?;
        let effect = self
            .magic(CARD_CHECK, card_check::phone(&parameters))
            .unwrap_or(ordinary);
        self.received.note(CARD_CHECK, effect.is_billed(CARD_CHECK));
        if let Effect::Error(code) = effect {
            return Ok(Verdict::refusing(&as_asked(code), request_id));
        }
        let code = if let Effect::Code(code) = effect {
            code
        } else {
            "0"
        };
        Ok(Verdict {
            effect,
            body: card_check::answer(code, request_id),
        })
    }

    fn send_message(
        &mut self,
        request: &SignedRequest<'_>,
        request_id: &str,
    ) -> Result<Verdict, ApiFault> {
        let parameters = Parameters::of_message(request.body)?;
        if request.header("x-tc-region").is_none() {
            return Err(ApiFault::new(
                "MissingParameter",
                "the header X-TC-Region is missing",
            ));
        }
        message::check_call(&parameters)?;
        let numbers = message::numbers(&parameters);
        let spoiled = numbers.iter().find_map(|number| {
            self.magic(SEND_SMS, number)
                .filter(|effect| !matches!(effect, Effect::Code(_)))
        });
        if let Some(effect) = spoiled.filter(|effect| !effect.is_billed(SEND_SMS)) {
            self.received.note(SEND_SMS, false);
            if let Effect::Error(code) = effect {
                return Ok(Verdict::refusing(&as_asked(code), request_id));
            }
            return Ok(Verdict {
                effect,
                body: Value::Null,
            });
        }

        let mut billed = false;
        let mut states = Vec::new();
        for number in &numbers {
            let code = message::state_of(number, &parameters);
            let serial = self.next_serial();
            billed |= Effect::Code(code).is_billed(SEND_SMS);
            if message::is_delivered(code) {
                self.received
                    .messages
                    .push(message::delivered(number, &serial, &parameters));
            }
            states.push(message::status(number, code, &serial, &parameters));
        }
        self.received.note(SEND_SMS, billed);
        let body = json!({"Response": {"SendStatusSet": states, "RequestId": request_id}});
        Ok(Verdict {
            effect: spoiled.unwrap_or(Effect::Code("Ok")),
            body,
        })
    }

    /// The effect this phone asks for at present; a first-call-only one is used up by asking.
    fn magic(&mut self, action: &'static str, phone: &str) -> Option<Effect> {
        let magic = magic_for(action, phone)?;
        let still_due =
            !magic.first_call_only || self.throttled_once.insert((action, phone.to_owned()));
        still_due.then_some(magic.effect)
    }

    fn next_request_id(&mut self) -> String {
        self.requests += 1;
        format!("00000000-0000-4000-8000-{:012x}", self.requests)
    }

    fn next_serial(&mut self) -> String {
        self.serials += 1;
        format!("5000:{:028}", self.serials)
    }
}

impl Verdict {
    fn refusing(fault: &ApiFault, request_id: &str) -> Self {
        Self {
            effect: Effect::Error(fault.code),
            body: fault.body(request_id),
        }
    }
}

fn as_asked(code: &'static str) -> ApiFault {
    ApiFault::new(code, "as the magic value asks")
}
