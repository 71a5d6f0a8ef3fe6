//! Institutions and message channels over HTTP.
//!
//! [`TencentFaceId`] is a `ports::Institution`, [`TencentSms`] a `ports::Messenger`. Both go through one HTTP
//! policy ([`http`]) and sign with [`tc3`]. What an answer means is in the provider's published table
//! (`data/result-codes.json`); a code that is not in it is never a match and never repeated by machine.
//!
//! A value that was submitted never comes back in an error: the words of a far side are searched for it.

mod codes;
mod credential;
pub mod http;
mod settings;
pub mod tc3;
mod tencent;
mod tencent_faceid;
mod tencent_sms;

pub use credential::{Credential, NotACredential};
pub use http::{EndpointRefused, HttpPolicy};
pub use settings::{SmsSettings, default_url};
pub use tencent_faceid::TencentFaceId;
pub use tencent_sms::TencentSms;
