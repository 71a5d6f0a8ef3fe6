use std::path::{Path, PathBuf};
use std::process::Command;

use sandbox::DEMO_CREDENTIAL;
use serde_json::Value;
use tempfile::TempDir;
use testkit::secret_service::Session;

use super::program::{Ended, Running, program};

/// Who works the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// Operator and administrator.
    Lin,
    /// Supervisor.
    Zhao,
}

impl Person {
    fn name(self) -> &'static str {
        match self {
            Self::Lin => "Lin",
            Self::Zhao => "Zhao",
        }
    }

    /// What opens the desk for them.
    pub(crate) fn passphrase(self) -> &'static str {
        match self {
            Self::Lin => "blue kettles on sunday morning",
            Self::Zhao => "green lanterns over the river",
        }
    }
}

/// An open desk in a folder and a login session of its own, worked through `veridesk-cli`.
pub(crate) struct TestDesk {
    session: Option<Session>,
    folder: TempDir,
}

impl TestDesk {
    /// Founds and opens a desk whose institution and message channel are at this address.
    pub(crate) fn open(institution: &str) -> Self {
        Self::found(Session::unlocked(), &[], institution)
    }

    /// The same without a keychain: a folder that is all there is to it.
    pub(crate) fn without_keychain(institution: &str) -> Self {
        Self::found(Session::without_bus(), &["--no-keychain"], institution)
    }

    fn found(session: Session, how: &[&str], institution: &str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("veridesk-")
            .tempdir()
            .expect("a temporary folder can be made");
        let desk = Self {
            session: Some(session),
            folder,
        };
        let [lin, zhao] = [Person::Lin, Person::Zhao].map(Person::passphrase);
        let create = [
            "desk",
            "create",
            "--person",
            "Lin",
            "--role",
            "operator,administrator",
        ];
        desk.founding(&[&create, how].concat(), lin);
        let add = [
            "person",
            "add",
            "Zhao",
            "--role",
            "supervisor",
            "--new-passphrase-fd",
            "0",
        ];
        desk.founding(&add, &format!("{lin}\n{zhao}"));
        for kind in ["tencent-faceid", "tencent-sms"] {
            let set = [
                "institution",
                "set",
                kind,
                "--url",
                institution,
                "--credential-fd",
                "0",
            ];
            desk.founding(&set, &format!("{lin}\n{DEMO_CREDENTIAL}"));
        }
        desk.founding(&["desk", "open"], lin);
        desk
    }

    fn founding(&self, arguments: &[&str], input: &str) {
        Running::start(&mut self.command(Person::Lin, arguments), input)
            .ended()
            .done();
    }

    fn session(&self) -> &Session {
        self.session
            .as_ref()
            .expect("it is only away while it logs in again")
    }

    /// Logs in anew with the keychain unlocked, as after a restart of the computer.
    pub(crate) fn log_in_again(&mut self) {
        self.session = self.session.take().map(Session::log_in_unlocked);
    }

    /// The desk's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    /// A place beside the desk, gone with it.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file beside the desk.
    pub(crate) fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.beside(name);
        std::fs::write(&path, content).expect("the folder is writable");
        path
    }

    /// What has a person do something; it reads the passphrase from standard input.
    pub(crate) fn command(&self, person: Person, arguments: &[&str]) -> Command {
        let mut command = self.session().command(program("veridesk-cli"));
        command
            .args([
                "--json",
                "--passphrase-fd",
                "0",
                "--as",
                person.name(),
                "--desk",
            ])
            .arg(self.folder());
        command.args(arguments);
        command
    }

    /// Has a person begin something.
    pub(crate) fn start(&self, person: Person, arguments: &[&str]) -> Running {
        Running::start(&mut self.command(person, arguments), person.passphrase())
    }

    /// Has a person do something, however it ends.
    pub(crate) fn attempt(&self, person: Person, arguments: &[&str]) -> Ended {
        self.start(person, arguments).ended()
    }

    /// Has a person do something, and answers with what was printed last.
    ///
    /// # Panics
    /// Where it was not done.
    pub(crate) fn done(&self, person: Person, arguments: &[&str]) -> Value {
        self.attempt(person, arguments).done()
    }

    /// Imports a file.
    pub(crate) fn import(&self, file: &Path) -> Ended {
        self.attempt(
            Person::Lin,
            &self.import_arguments(file).each_ref().map(String::as_str),
        )
    }

    /// The words that import a file.
    pub(crate) fn import_arguments(&self, file: &Path) -> [String; 4] {
        let errors = self.beside("errors.csv");
        [
            "import".into(),
            text(file),
            "--errors".into(),
            text(&errors),
        ]
    }

    /// The outbox.
    pub(crate) fn outbox(&self) -> Value {
        self.done(Person::Lin, &["outbox", "status"])
    }

    /// Sends what is due, and what falls due within this many seconds.
    pub(crate) fn drain(&self, wait_s: u32) -> Value {
        self.done(
            Person::Lin,
            &["outbox", "drain", "--wait", &wait_s.to_string()],
        )
    }
}

/// The number under a word of a list of counts.
pub(crate) fn count(counts: &Value, of: &str) -> u64 {
    let counts = counts.as_array().expect("counts are a list");
    counts
        .iter()
        .find(|it| it["of"] == of)
        .map_or(0, |it| it["count"].as_u64().expect("a count is a number"))
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> String {
    path.to_str().expect("temporary paths are text").to_owned()
}
