//! What is told of a panic: where, and on which thread. Its text may hold a value and is told to nobody.

use std::io::Write;
use std::panic::{self, PanicHookInfo};
use std::thread;

/// From now on a panic tells its place only, on standard error and in the log.
pub(super) fn tell_places_only() {
    panic::set_hook(Box::new(tell));
}

fn tell(info: &PanicHookInfo<'_>) {
    let place = info
        .location()
        .map_or_else(String::new, |it| place(it.file(), it.line()));
    let current = thread::current();
    let thread = current.name().unwrap_or("nameless");
    // Standard error may be closed; there is nobody else to tell.
    let _ = writeln!(std::io::stderr(), "panicked at {place}");
    tracing::error!(place, thread, "a thread panicked");
}

/// `crate/src/file.rs:12`: what lies before the crate is the business of the computer that built it.
fn place(file: &str, line: u32) -> String {
    let file = file.replace('\\', "/");
    let from = file.rfind("/src/").or_else(|| file.rfind("/tests/"));
    let krate = from.map_or(0, |at| file[..at].rfind('/').map_or(0, |slash| slash + 1));
    format!("{}:{line}", &file[krate..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_begins_with_its_crate() {
        for (file, told) in [
            (
                "src-tauri/crates/host/src/log/panics.rs",
                "host/src/log/panics.rs:7",
            ),
            (
                "/build/li/registry/index-1/serde-1.0.2/src/de.rs",
                "serde-1.0.2/src/de.rs:7",
            ),
            (
                "D:\\li\\veridesk\\src-tauri\\src\\main.rs",
                "src-tauri/src/main.rs:7",
            ),
            ("src/lib.rs", "src/lib.rs:7"),
        ] {
            assert_eq!(place(file, 7), told);
        }
    }
}
