//! What this process does not let out: its memory, as a core dump, to a debugger, or to swap.
//!
//! An institution's answer, a name on the screen and the keys of the desk are in memory while somebody works. None of
//! this is a wall against whoever controls the account; it keeps them out of files and out of reach of other programs
//! by accident.

use std::mem;

/// What held of [`harden`]. What did not is a line in the log, and no reason not to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hardened {
    /// The system writes no core dump of this process, nor of those it starts.
    pub core_dumps_off: bool,
    /// Linux: other processes of the same user cannot attach to it or read its memory.
    pub not_dumpable: bool,
}

/// Switches core dumps off and keeps other processes of the same user out. For the very beginning of a program, and
/// again after it has replaced itself by `exec`, which undoes the second. Answers with what the system then says.
///
/// Room for keys is taken at the same time, in pages that are not swapped out where the system allows it.
pub fn harden() -> Hardened {
    switch_off();
    seal::lock_key_memory(lock_pages);
    hardened()
}

/// What the system says of this process now.
pub fn hardened() -> Hardened {
    Hardened {
        core_dumps_off: core_dumps_off(),
        not_dumpable: not_dumpable(),
    }
}

/// Keeps the pages that hold these bytes from being swapped out, until the process ends. Answers whether the system
/// took it: there is a limit to how much may be kept so (`RLIMIT_MEMLOCK`). Nothing is read or written there.
pub fn lock_pages(start: *const u8, len: usize) -> bool {
    match region::lock(start, len) {
        Ok(guard) => {
            // Locks are counted by page, not by owner: unlocking these bytes would unlock a neighbour's.
            mem::forget(guard);
            true
        }
        Err(_) => false,
    }
}

#[cfg(unix)]
fn switch_off() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // What was not taken is seen when the system is asked.
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

#[cfg(not(unix))]
fn switch_off() {}

#[cfg(unix)]
fn core_dumps_off() -> bool {
    use rustix::process::{Resource, getrlimit};

    getrlimit(Resource::Core).current == Some(0)
}

#[cfg(not(unix))]
fn core_dumps_off() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn not_dumpable() -> bool {
    use rustix::process::{DumpableBehavior, dumpable_behavior};

    dumpable_behavior() == Ok(DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn not_dumpable() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn after_hardening_the_system_says_that_it_held() {
        let all = Hardened {
            core_dumps_off: true,
            not_dumpable: true,
        };
        assert_eq!(harden(), all);
        assert_eq!(hardened(), all);
    }

    #[test]
    fn a_page_is_locked_into_memory_and_nothing_is_not() {
        let key = vec![7_u8; 4096];
        let locked = || -> u64 {
            let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmLck:"));
            let kib = line.and_then(|it| it.split_whitespace().next()?.parse().ok());
            kib.unwrap_or_default()
        };
        let before = locked();
        // A system that locks nothing for anybody says so, and that is all that is asked of it.
        if lock_pages(key.as_ptr(), key.len()) {
            assert!(locked() > before);
        }
        assert!(!lock_pages(key.as_ptr(), 0));
    }
}
