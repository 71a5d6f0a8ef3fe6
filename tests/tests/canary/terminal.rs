//! The program under test in a place of its own: nothing of the machine's home, temporary folder or environment.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Somebody who works at the desk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) passphrase: &'static str,
}

/// A program and the folders it may write to, removed with this value.
pub(crate) struct Terminal {
    program: PathBuf,
    place: TempDir,
    /// What a login session adds to the environment; without one there is no keychain.
    pub(crate) session: Vec<(OsString, OsString)>,
}

/// What a program answered.
#[derive(Debug)]
pub(crate) struct Said {
    /// The exit code; `None` where it was killed.
    pub(crate) exit: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
}

impl Terminal {
    /// A program of the house, which must have been built.
    pub(crate) fn of(program: &str) -> Self {
        let test = std::env::current_exe().expect("a test knows where it lies");
        let built = test
            .ancestors()
            .nth(2)
            .expect("tests lie in target/PROFILE/deps");
        let program = built
            .join(program)
            .with_extension(std::env::consts::EXE_EXTENSION);
        assert!(
            program.is_file(),
            "{} is not there: run `cargo xtask test`, or `cargo build -p cli -p sandbox` and \
             `cargo build -p cli --features unsealed --bin veridesk-cli-unsealed` first",
            program.display()
        );
        let place = tempfile::Builder::new()
            .prefix("veridesk-")
            .tempdir()
            .expect("a temporary folder can be made");
        let terminal = Self {
            program,
            place,
            session: Vec::new(),
        };
        for folder in ["home", "tmp", "out", "given", "here"] {
            std::fs::create_dir(terminal.at(folder)).expect("the folder is ours");
        }
        terminal
    }

    /// A path in the terminal's place. Programs write to `desk`, `home`, `tmp`, `out` and `here`, and read `given`.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.place.path().join(path)
    }

    /// The program with these arguments and nothing inherited.
    pub(crate) fn command<A: Into<OsString> + Clone>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(&self.program);
        self.clothe(command.env_clear());
        command.args(arguments.iter().cloned().map(Into::into));
        command
    }

    /// Gives a program the folders of this place.
    fn clothe(&self, command: &mut Command) {
        command
            .env("HOME", self.at("home"))
            .env("TMPDIR", self.at("tmp"))
            .env("XDG_DATA_HOME", self.at("home/data"))
            .env("XDG_CONFIG_HOME", self.at("home/config"))
            .env("XDG_CACHE_HOME", self.at("home/cache"))
            .env("XDG_STATE_HOME", self.at("home/state"))
            .env("RUST_BACKTRACE", "1")
            .envs(self.session.iter().map(|(name, value)| (name, value)))
            .current_dir(self.at("here"));
    }

    /// The arguments with which a person signs in; the passphrase is the first line of standard input.
    pub(crate) fn signed_in(&self, person: &Person, arguments: &[&str]) -> Vec<OsString> {
        let mut all: Vec<OsString> = vec!["--desk".into(), self.at("desk").into_os_string()];
        all.extend(["--as", person.name, "--passphrase-fd", "0"].map(OsString::from));
        all.extend(arguments.iter().map(OsString::from));
        all
    }

    /// Runs a command as this person; `body` follows the passphrase on standard input.
    pub(crate) fn run(&self, person: &Person, arguments: &[&str], body: &str) -> Said {
        let arguments = self.signed_in(person, arguments);
        finish(start(
            self.command(&arguments),
            format!("{}\n{body}", person.passphrase).as_bytes(),
        ))
    }
}

/// Makes a recovery secret; descriptors 3 to 5 take the shares, and standard input has what is typed back.
pub(crate) const RECOVERY: &[&str] = &[
    "--json",
    "recovery",
    "create",
    "--holder",
    "Lin",
    "--holder",
    "Zhao",
    "--holder",
    "the safe",
    "--share-fd",
    "3",
    "--share-fd",
    "4",
    "--share-fd",
    "5",
    "--confirm-fd",
    "0",
];

impl Terminal {
    /// Runs a command with further descriptors, as a shell gives them.
    fn with_descriptors(&self, descriptors: &str, arguments: &[OsString]) -> Command {
        let mut command = Command::new("/bin/sh");
        self.clothe(command.env_clear());
        command
            .arg("-c")
            .arg(format!("exec \"$0\" \"$@\" {descriptors}"))
            .arg(&self.program)
            .args(arguments);
        command
    }

    /// Hands out a recovery secret: each share goes into a file of `given` and is typed back from there, or wrongly.
    pub(crate) fn hand_out(&self, person: &Person, spoil: bool) -> Said {
        let share = |nth: usize| self.at(&format!("given/share-{nth}"));
        let descriptors: String = (1..=3)
            .map(|nth| format!("{}>'{}' ", nth + 2, share(nth).display()))
            .collect();
        let mut command = self.with_descriptors(&descriptors, &self.signed_in(person, RECOVERY));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let mut stdin = child.stdin.take().expect("it is piped");
        writeln!(stdin, "{}", person.passphrase).expect("it reads");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let (mut out, mut nth) = (Vec::new(), 0);
        loop {
            let begin = out.len();
            if lines.read_until(b'\n', &mut out).expect("it is text") == 0 {
                break;
            }
            let said: Value = serde_json::from_slice(&out[begin..]).expect("JSON");
            let Some(asked) = said["type_back"].as_array() else {
                continue;
            };
            nth += 1;
            let paper = std::fs::read_to_string(share(nth)).expect("it was written before");
            let groups: Vec<&str> = paper.split_whitespace().collect();
            let typed: Vec<&str> = asked
                .iter()
                .map(|it| groups[it.as_u64().expect("a number") as usize - 1])
                .collect();
            let typed = if spoil {
                "00000 00000".to_owned()
            } else {
                typed.join(" ")
            };
            // A program that was content has ended already.
            let _ = writeln!(stdin, "{typed}");
        }
        drop(stdin);
        let rest = finish(child);
        Said { out, ..rest }
    }

    /// Runs a command that reads two of the shares that were handed out, from descriptors 3 and 4.
    pub(crate) fn with_shares(
        &self,
        person: &Person,
        shares: [u8; 2],
        arguments: &[&str],
        body: &str,
    ) -> Said {
        let [one, other] = shares.map(|nth| self.at(&format!("given/share-{nth}")));
        let descriptors = format!("3<'{}' 4<'{}'", one.display(), other.display());
        let desk = self.at("desk").into_os_string();
        let mut all: Vec<OsString> = vec!["--json".into(), "--desk".into(), desk];
        all.extend(arguments.iter().map(OsString::from));
        let input = format!("{}\n{body}", person.passphrase);
        finish(start(
            self.with_descriptors(&descriptors, &all),
            input.as_bytes(),
        ))
    }
}

/// Starts a program, hands it its standard input, and closes that.
pub(crate) fn start(mut command: Command, input: &[u8]) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be started");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that ends without reading has closed it already.
    let _ = stdin.write_all(input);
    child
}

/// Waits for the end of a program.
pub(crate) fn finish(child: Child) -> Said {
    let output = child.wait_with_output().expect("the program ends");
    Said {
        exit: output.status.code(),
        out: output.stdout,
        err: output.stderr,
    }
}

impl Said {
    pub(crate) fn text(&self) -> String {
        format!(
            "{}{}",
            String::from_utf8_lossy(&self.out),
            String::from_utf8_lossy(&self.err)
        )
    }

    /// Its standard output as JSON.
    ///
    /// # Panics
    /// Where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }
}
