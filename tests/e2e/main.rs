//! The real window, driven by its keys and buttons: WebKitWebDriver, a display of its own, a login session with a real
//! keychain, and the sandbox as the institution. Pictures of what was seen lie in the build folder.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it must, and says what it saw"
)]

mod acts;
mod backup;
mod colleagues;
mod demo;
mod display;
mod files;
mod hardening;
mod keys;
mod locking;
mod looks;
mod mending;
mod people;
mod quarantine;
mod retention;
mod reveals;
mod speed;
mod way;
mod window;
