//! This very test binary, run again as another process that a test can question or kill.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test fails where it must"
)]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "VERIDESK_TEST_FOLDER";
const PREFIX: &str = "child says ";

/// Another process that runs the ignored test `name` on this folder.
pub fn command(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        name,
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Runs the ignored test `name` in a folder that is a small file system of memory, 4 MiB, mounted where only the child
/// sees it, and expects it to say that it is done. Not every system lets a test do that; the pages of a store are limited
/// in a test beside the code instead.
#[cfg(target_os = "linux")]
pub fn on_a_small_disk(name: &str) {
    let alone = ["--user", "--map-root-user", "--mount"];
    let dir = tempfile::tempdir().unwrap();
    let inner = command(name, dir.path());
    let script = "mount -t tmpfs -o size=4m tmpfs \"$VERIDESK_TEST_FOLDER\" && exec \"$@\"";
    let mut outer = Command::new("unshare");
    outer
        .args(alone)
        .args(["sh", "-c", script, "sh"])
        .arg(inner.get_program())
        .args(inner.get_args())
        .env(FOLDER, dir.path());
    let allowed = Command::new("unshare").args(alone).arg("true").output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        return;
    }
    let output = outer.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("child says done"),
        "{said}"
    );
}

/// In the child: the folder to work on.
pub fn folder() -> PathBuf {
    std::env::var_os(FOLDER)
        .as_deref()
        .map(OsStr::to_owned)
        .map(PathBuf::from)
        .expect("run by another test only")
}

/// In the child: tells the parent, at once and whole.
pub fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{PREFIX}{words}\n").as_bytes())
        .unwrap();
    out.flush().unwrap();
}

/// What the child says until it ends. A line that it could not end does not count.
pub fn words(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    std::iter::from_fn(move || {
        loop {
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            let whole = line.strip_suffix('\n')?;
            if let Some(words) = whole.strip_prefix(PREFIX) {
                return Some(words.to_owned());
            }
        }
    })
}
