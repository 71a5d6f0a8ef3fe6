//! This very test binary, run again as another process that a test can question or kill.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "LEDGER_TEST_FOLDER";
const PREFIX: &str = "child says ";

/// Another process that runs the ignored test `name` on this folder.
pub(crate) fn command(name: &str, folder: &Path) -> Command {
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

/// In the child: the folder to work on.
pub(crate) fn folder() -> PathBuf {
    std::env::var_os(FOLDER)
        .as_deref()
        .map(OsStr::to_owned)
        .map(PathBuf::from)
        .expect("run by another test only")
}

/// In the child: tells the parent, at once and whole.
pub(crate) fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{PREFIX}{words}\n").as_bytes())
        .unwrap();
    out.flush().unwrap();
}

/// What the child says until it ends. A line that it could not end does not count.
pub(crate) fn words(child: &mut Child) -> impl Iterator<Item = String> + use<> {
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
