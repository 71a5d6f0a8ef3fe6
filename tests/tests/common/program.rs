use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How often a program under test is looked at.
const GLANCE: Duration = Duration::from_millis(1);
/// Longer than anything these tests start may take.
const PATIENCE: Duration = Duration::from_secs(150);

/// The program of this name, built beside the test that is running.
///
/// # Panics
/// Where it is not there, with what to do.
pub(crate) fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let built = test
        .parent()
        .and_then(|deps| deps.parent())
        .expect("tests lie in `deps`, beside which programs lie");
    let path = built.join(name);
    assert!(
        path.is_file(),
        "`{name}` is not built: run `cargo xtask test`, or `cargo build -p cli -p sandbox` first"
    );
    path
}

/// A program at work. What it prints goes into nameless files, so that nothing it printed is lost with it.
pub(crate) struct Running {
    child: Child,
    begun: Instant,
    out: File,
    err: File,
}

/// How a program ended, and what it printed until then.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) took: Duration,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Running {
    /// Starts the command and hands it this text on standard input.
    pub(crate) fn start(command: &mut Command, input: &str) -> Self {
        let [out, err] =
            [(); 2].map(|()| tempfile::tempfile().expect("a temporary file can be made"));
        let writer = |file: &File| Stdio::from(file.try_clone().expect("the file is open"));
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(writer(&out))
            .stderr(writer(&err))
            .spawn()
            .expect("the program can be started");
        let mut stdin = child.stdin.take().expect("the input is piped");
        // A program that ended before it read its input says so by its exit code.
        let _ = stdin.write_all(input.as_bytes());
        Self {
            child,
            begun,
            out,
            err,
        }
    }

    /// Waits for the end.
    pub(crate) fn ended(mut self) -> Ended {
        let status = self.wait_until(self.begun + PATIENCE);
        let status = status.unwrap_or_else(|| {
            let _ = self.child.kill();
            panic!(
                "the program did not end within {PATIENCE:?}: {}",
                contents(&mut self.err)
            )
        });
        self.end(status)
    }

    /// Kills the program (SIGKILL) when it has run this long, unless it ends before.
    pub(crate) fn killed_after(mut self, moment: Duration) -> Ended {
        let status = self.wait_until(self.begun + moment).unwrap_or_else(|| {
            self.child.kill().expect("one's own child can be killed");
            self.child
                .wait()
                .expect("one's own child can be waited for")
        });
        self.end(status)
    }

    /// Kills the program (SIGKILL) as soon as it has said something, or when it has run this long.
    pub(crate) fn killed_when_it_speaks(self, moment: Duration) -> Ended {
        let has_spoken = || self.out.metadata().is_ok_and(|it| it.len() > 0);
        while !has_spoken() && self.begun.elapsed() < moment {
            std::thread::sleep(GLANCE);
        }
        self.killed_after(Duration::ZERO)
    }

    /// Asks the program to end, as Ctrl-C would (SIGINT).
    pub(crate) fn interrupt(&self) {
        let id = self.child.id().to_string();
        let asked = Command::new("sh")
            .args(["-c", "kill -INT \"$1\"", "sh", &id])
            .status();
        assert!(
            asked.expect("there is a shell").success(),
            "the program was gone before it was asked to end"
        );
    }

    fn wait_until(&mut self, deadline: Instant) -> Option<ExitStatus> {
        loop {
            if let Some(status) = self
                .child
                .try_wait()
                .expect("one's own child can be waited for")
            {
                return Some(status);
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            std::thread::sleep(left.min(GLANCE));
        }
    }

    fn end(mut self, status: ExitStatus) -> Ended {
        Ended {
            status,
            took: self.begun.elapsed(),
            out: contents(&mut self.out),
            err: contents(&mut self.err),
        }
    }
}

impl Ended {
    /// Whether it was killed, rather than ended by itself.
    pub(crate) fn was_killed(&self) -> bool {
        self.status.signal() == Some(9)
    }

    /// What it printed, one JSON value a line; a line cut off by a kill was never printed.
    pub(crate) fn values(&self) -> Vec<Value> {
        let whole_lines = self
            .out
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        whole_lines
            .map(|line| serde_json::from_str(line).expect("every line is JSON"))
            .collect()
    }

    /// The last thing it printed, of a program that did what it was asked.
    ///
    /// # Panics
    /// Where it did not, with what it said.
    pub(crate) fn done(self) -> Value {
        assert!(self.status.success(), "{}: {}", self.status, self.err);
        self.values().pop().expect("it prints what it did")
    }

    /// Its exit code and the code of its error; nothing where it was done.
    pub(crate) fn refusal(&self) -> Option<(i32, String)> {
        if self.status.success() {
            return None;
        }
        let exit = self
            .status
            .code()
            .unwrap_or_else(|| panic!("it ended by a signal: {}", self.status));
        let error = self
            .err
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .next_back();
        let code = error.as_ref().and_then(|it| it["error"]["code"].as_str());
        Some((
            exit,
            code.unwrap_or_else(|| panic!("exit {exit} without an error: {}", self.err))
                .to_owned(),
        ))
    }
}

fn contents(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).expect("the file is open");
    file.read_to_end(&mut bytes).expect("the file is open");
    String::from_utf8_lossy(&bytes).into_owned()
}
