//! The script in `docs/terminal.md` works as it is written there.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test: what cannot be read is a failure"
)]

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The message alone is held for a minute.
const LIMIT: Duration = Duration::from_secs(180);

/// The page's one block of shell.
fn script(page: &str) -> &str {
    let mut blocks = page.split("\n```sh\n").skip(1);
    let block = blocks
        .next()
        .expect("docs/terminal.md has a block of ```sh");
    assert!(
        blocks.next().is_none(),
        "docs/terminal.md has more than one block of ```sh: which is the script?"
    );
    block
        .split("\n```")
        .next()
        .expect("a split has a first piece")
}

/// The folder in which cargo puts programs: the test itself lies in `deps` below it.
fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap().to_owned();
    for program in ["veridesk-cli", "veridesk-sandbox"] {
        assert!(
            folder.join(program).is_file(),
            "{program} is not built: run `cargo xtask test`, or `cargo build -p cli -p sandbox` first"
        );
    }
    folder
}

/// A script with everything it starts, as a process group of its own.
struct Run(Child);

impl Run {
    fn start(script: &str, folder: &Path, stdout: &Path, stderr: &Path) -> Self {
        let found = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(programs()).chain(std::env::split_paths(&found));
        let bash = Command::new("bash")
            .args(["-euo", "pipefail", "-c", script])
            .current_dir(folder)
            .env("PATH", std::env::join_paths(path).unwrap())
            .stdin(Stdio::null())
            .stdout(File::create(stdout).unwrap())
            .stderr(File::create(stderr).unwrap())
            .process_group(0)
            .spawn();
        Self(bash.expect("bash is installed"))
    }

    fn end(&mut self) -> Option<ExitStatus> {
        let deadline = Instant::now() + LIMIT;
        while Instant::now() < deadline {
            if let Some(status) = self.0.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    }
}

impl Drop for Run {
    /// A script that was given up leaves no sandbox behind.
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.wait();
    }
}

#[test]
fn the_script_of_the_terminal_takes_a_case_from_a_file_to_the_customers_message() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/terminal.md");
    let page = fs::read_to_string(page).unwrap();
    let temp = tempfile::tempdir().unwrap();
    // The script begins in an empty folder; what it says is kept beside it.
    let folder = temp.path().join("empty");
    fs::create_dir(&folder).unwrap();
    let (stdout, stderr) = (temp.path().join("stdout"), temp.path().join("stderr"));

    let ended = Run::start(script(&page), &folder, &stdout, &stderr).end();

    let (said, errors) = (
        fs::read_to_string(stdout).unwrap(),
        fs::read_to_string(stderr).unwrap(),
    );
    assert!(
        ended.is_some_and(|status| status.success()),
        "the script ended with {ended:?} (nothing: not within {LIMIT:?})\n{said}\n{errors}"
    );
    let line = |beginning: &str| {
        said.lines()
            .find(|line| line.starts_with(beginning))
            .unwrap_or_else(|| panic!("no line begins with `{beginning}`\n{said}\n{errors}"))
    };

    // Three rows became cases; the wrong one is in the report, masked, with its field and its fault.
    line(r#"{"committed":3}"#);
    let report: Vec<&str> = line("5,A-1004,").split(',').collect();
    assert_eq!(
        report[2..8],
        [
            "刘*",
            "530****09",
            "622588****0043",
            "138****0004",
            "document_number",
            "wrong_check_character"
        ]
    );

    // One check and one message were billed, and the customer got exactly one message.
    let received: Value = serde_json::from_str(line(r#"{"calls""#)).unwrap();
    let messages = received["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1, "{received}");
    assert_eq!(received["billed"], 2, "{received}");
    let phone = messages[0]["phone"].as_str().unwrap();
    assert!(phone.starts_with("+86138000000"), "{received}");

    line("holds: true");
    let explained: Value = serde_json::from_str(line(r#"{"valid""#)).unwrap();
    assert_eq!(
        (&explained["valid"], &explained["facts"]["birth_date"]),
        (&Value::Bool(true), &Value::from("1900-03-07"))
    );
}

#[test]
fn only_the_block_of_shell_is_the_script() {
    let page = "# A\n\n    cargo build\n\n```text\nno\n```\n\n```sh\none\ntwo\n```\n\nwords\n";
    assert_eq!(script(page), "one\ntwo");
}
