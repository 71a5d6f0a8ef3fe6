//! The contract between the house and its faces: requests, views, error codes and their words.
//!
//! Plain data. The one list of requests is in [`request`]; a handler that forgets one does not compile. TypeScript
//! types are generated from here into `ui/src/backend/generated` and checked for staleness.

#[macro_use]
mod list;

pub mod entrance;
mod error;
pub mod people;
pub mod request;
pub mod reveal;
pub mod roles;
pub mod view;

pub use entrance::{Entrance, EntranceRequest, dispatch_entrance};
pub use error::{ErrorCode, ErrorKind, Words};
pub use request::{Handler, Request, dispatch};
