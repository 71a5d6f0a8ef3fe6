//! A pretend institution that speaks the real wire formats, for demo and tests.
//!
//! [`Sandbox::start`] runs it inside a process, `veridesk-sandbox` as a program of its own. It serves Tencent
//! Cloud's `BankCard4EVerification` and `SendSms` under one address, told apart by header, and
//! - judges the TC3 signature as the institution would, with code of its own ([`verify_tc3`]);
//! - answers deterministically: the phone's ending picks the answer ([`MAGIC`], `docs/sandbox.md`);
//! - bills before it answers, by the provider's published rule, and never de-duplicates;
//! - tells at `GET /_sandbox/received` what it was asked, what it charged, and what customers would have read.
//!
//! It shares no code with the adapters: only the published table of result codes, which is data.
//! State lives in memory and ends with the process.

mod card_check;
mod codes;
mod counter;
mod credential;
mod fault;
mod line;
mod magic;
mod message;
mod parameters;
mod received;
mod server;
mod signature;

pub use credential::{Credential, DEMO_CREDENTIAL};
pub use fault::ApiFault;
pub use magic::{
    CARD_CHECK, Effect, HOLD_S, MAGIC, MagicValue, SEND_SMS, SLOW_MS, Scope, magic_for, magic_page,
};
pub use message::{APP_ID, DeliveredMessage, SIGN_NAME, TEMPLATES};
pub use received::{Received, ReceivedCall};
pub use server::{RunningSandbox, Sandbox, SandboxOptions};
pub use signature::{Scope as SignatureScope, SignedRequest, verify_tc3};

#[cfg(test)]
mod vectors;
