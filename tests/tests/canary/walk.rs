//! The walk: canaries through every act of the house, right ones and wrong ones, all output searched as it comes.

mod acts;
mod keeping;
mod mistakes;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use sandbox::{DEMO_CREDENTIAL, RunningSandbox, Sandbox, SandboxOptions};
use serde_json::{Value, json};

use crate::canaries::Datum;
use crate::search::{Found, Search, Searched};
use crate::terminal::{Person, Said, Terminal, finish, start};

/// Operator and administrator; founds the desk and works the cases.
const LIN: Person = Person {
    name: "Lin",
    passphrase: "blue kettles on sunday morning",
};
/// Supervisor.
const ZHAO: Person = Person {
    name: "Zhao",
    passphrase: "green lanterns over the river",
};
/// Operator beside Lin.
const WU: Person = Person {
    name: "Wu",
    passphrase: "seven grey herons by the mill",
};

/// How long to wait for something that takes a moment.
const LONG_ENOUGH: Duration = Duration::from_secs(30);

/// What the output of a command may show of a canary.
#[derive(Debug, Clone, Copy)]
enum Shows {
    Nothing,
    /// The name of the canary with this case, to who holds it.
    NameOf(&'static str),
    /// These of the canary with this case, to who asked for them with a reason.
    Revealed(&'static str, &'static [Datum]),
    /// `identify` answers with what it was asked about; it stores nothing.
    WhatWasAsked,
}

/// Canaries on their way through the house.
pub(crate) struct Walk<'a> {
    terminal: Terminal,
    search: &'a Search,
    sandbox: RunningSandbox,
    told: BTreeSet<Found>,
    requests: BTreeSet<String>,
    calls: u32,
}

/// What came of a walk.
pub(crate) struct Walked {
    /// What the program printed and should not have.
    pub(crate) told: BTreeSet<Found>,
    /// The desk's folder at the moment the program was killed.
    pub(crate) killed: Searched,
    /// The desk's folder in the end.
    pub(crate) desk: Searched,
    /// The other folders the program could write to: home, temporary, reports, working folder, backup.
    pub(crate) beside: Searched,
    /// The requests of the contract that were sent by name.
    pub(crate) requests: BTreeSet<String>,
    /// How often the program was run.
    pub(crate) calls: u32,
}

/// What must stay secret beside the canaries.
pub(crate) fn secrets() -> Vec<&'static str> {
    let (_, secret) = DEMO_CREDENTIAL
        .split_once(':')
        .expect("a credential is ID:SECRET");
    vec![LIN.passphrase, ZHAO.passphrase, WU.passphrase, secret]
}

/// Goes the whole way with this program.
pub(crate) fn walk(program: &str, search: &Search) -> Walked {
    let mut walk = Walk {
        terminal: Terminal::of(program),
        search,
        sandbox: Sandbox::start(SandboxOptions::default()).expect("loopback has a free port"),
        told: BTreeSet::new(),
        requests: BTreeSet::new(),
        calls: 0,
    };
    walk.found_the_desk();
    walk.take_in();
    let killed = walk.kill_while_sending();
    walk.work();
    walk.decide();
    walk.make_mistakes();
    walk.take_people_on();
    walk.back_up();
    walk.look_back();
    walk.keep_and_erase();
    let Walk {
        terminal,
        told,
        requests,
        calls,
        ..
    } = walk;
    let mut beside = Searched::default();
    for folder in ["home", "tmp", "out", "here", "backup"] {
        let Searched { found, files } = search.folder(&terminal.at(folder));
        beside.found.extend(found);
        beside.files.extend(files);
    }
    Walked {
        told,
        killed,
        desk: search.folder(&terminal.at("desk")),
        beside,
        requests,
        calls,
    }
}

impl Walk<'_> {
    /// Runs a command as a person, and looks at everything that went in beside standard input and came out.
    fn run(
        &mut self,
        person: &Person,
        arguments: &[&str],
        body: &str,
        shows: Shows,
        exit: i32,
    ) -> Said {
        for argument in self.terminal.signed_in(person, arguments) {
            let found = self
                .search
                .bytes(argument.as_encoded_bytes(), Path::new("the arguments"));
            assert!(found.is_empty(), "the test itself leaks: {found:?}");
        }
        let said = self.terminal.run(person, arguments, body);
        assert_eq!(said.exit, Some(exit), "{arguments:?}: {}", said.text());
        self.look_at(&said, &arguments.join(" "), shows);
        said
    }

    fn look_at(&mut self, said: &Said, command: &str, shows: Shows) {
        self.calls += 1;
        let mut found = self.search.bytes(&said.out, Path::new(command));
        match shows {
            Shows::Nothing => {}
            Shows::NameOf(case) => {
                found.retain(|it| (it.reference, it.datum) != (Some(case), Some(Datum::Name)))
            }
            Shows::Revealed(case, data) => {
                let asked = |it: &Found| it.datum.is_some_and(|datum| data.contains(&datum));
                for datum in data {
                    let shown =
                        |it: &&Found| (it.reference, it.datum) == (Some(case), Some(*datum));
                    assert!(
                        found.iter().any(|it| shown(&it)),
                        "{command}: {datum:?} is shown"
                    );
                }
                found.retain(|it| !(it.reference == Some(case) && asked(it)));
            }
            Shows::WhatWasAsked => found.clear(),
        }
        found.extend(self.search.bytes(&said.err, Path::new(command)));
        self.told.extend(found);
    }

    /// A command that is done and may show nothing.
    fn done(&mut self, person: &Person, arguments: &[&str], body: &str) -> Said {
        self.run(person, arguments, body, Shows::Nothing, 0)
    }

    /// A request of the contract, by its name.
    fn call(&mut self, person: &Person, request: &str, body: &Value, exit: i32) -> Said {
        self.call_showing(person, request, body, Shows::Nothing, exit)
    }

    fn call_showing(
        &mut self,
        person: &Person,
        request: &str,
        body: &Value,
        shows: Shows,
        exit: i32,
    ) -> Said {
        self.requests.insert(request.to_owned());
        self.run(
            person,
            &["--json", "call", request, "-"],
            &body.to_string(),
            shows,
            exit,
        )
    }

    /// A call of the outbox, by its case and kind.
    fn call_of(&mut self, reference: &str, kind: &str) -> Value {
        let status = self.call(&LIN, "outbox_status", &json!({}), 0).json();
        let calls = status["calls"].as_array().expect("calls are a list");
        let found = calls
            .iter()
            .find(|it| it["reference"] == reference && it["kind"] == kind);
        found
            .unwrap_or_else(|| panic!("no {kind} of {reference} in {status}"))
            .clone()
    }

    /// Kills the program, with no chance to tidy up, while the institution thinks about its question.
    fn kill_while_sending(&mut self) -> Searched {
        self.done(&LIN, &["check", "run", "C-4"], "");
        let arguments = self.terminal.signed_in(&LIN, &["outbox", "drain"]);
        let mut child = start(
            self.terminal.command(&arguments),
            format!("{}\n", LIN.passphrase).as_bytes(),
        );
        let since = Instant::now();
        while self.sandbox.received().billed == 0 {
            assert!(
                since.elapsed() < LONG_ENOUGH,
                "the question did not reach the sandbox"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().expect("the program still runs");
        let said = finish(child);
        assert_eq!(said.exit, None, "it was killed: {}", said.text());
        self.look_at(&said, "outbox drain, killed", Shows::Nothing);
        self.search.folder(&self.terminal.at("desk"))
    }
}
