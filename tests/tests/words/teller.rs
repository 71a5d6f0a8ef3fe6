//! Runs commands that must not be done, and reads what is told about it.

use std::collections::BTreeSet;

use identifiers::Language;
use serde_json::Value;
use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::terminal::{Person, Said, Terminal, finish, start};

/// The founder of every desk here: operator and administrator.
pub(crate) const LIN: Person = Person {
    name: "Lin",
    passphrase: "blue kettles on sunday morning",
};
/// A supervisor.
pub(crate) const ZHAO: Person = Person {
    name: "Zhao",
    passphrase: "green lanterns over the river",
};
/// An operator beside the founder.
pub(crate) const WU: Person = Person {
    name: "Wu",
    passphrase: "seven grey herons by the mill",
};
/// An administrator who works no cases.
pub(crate) const ADA: Person = Person {
    name: "Ada",
    passphrase: "four copper bells at midnight",
};

/// A terminal whose errors are read, and the codes that were told.
pub(crate) struct Teller {
    pub(crate) terminal: Terminal,
    told: BTreeSet<&'static str>,
}

impl Teller {
    /// In no login session: there is no keychain.
    pub(crate) fn alone() -> Self {
        Self {
            terminal: Terminal::of("veridesk-cli"),
            told: BTreeSet::new(),
        }
    }

    /// In a login session.
    pub(crate) fn in_session(session: &Session) -> Self {
        let mut teller = Self::alone();
        teller.move_to(session);
        teller
    }

    /// The same place in another session, as after another login.
    pub(crate) fn move_to(&mut self, session: &Session) {
        // Only what the session gives to programs: the environment of the test stays out.
        let command = session.command("anything");
        let given = command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        // The home is the terminal's own, where it looks at what was written.
        let given = given
            .filter(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS" || *name == "XDG_RUNTIME_DIR");
        self.terminal.session = given
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
    }

    /// A desk with four people, opened.
    pub(crate) fn open_desk(&self, marks: &[&str]) {
        let create = [
            "desk",
            "create",
            "--person",
            LIN.name,
            "--role",
            "operator,administrator",
        ];
        self.done(&LIN, &[&create, marks].concat(), "");
        for (person, role) in [
            (ZHAO, "supervisor"),
            (WU, "operator"),
            (ADA, "administrator"),
        ] {
            let add = [
                "person",
                "add",
                person.name,
                "--role",
                role,
                "--new-passphrase-fd",
                "0",
            ];
            self.done(&LIN, &add, person.passphrase);
        }
        self.done(&LIN, &["desk", "open"], "");
    }

    /// A command that is done.
    pub(crate) fn done(&self, person: &Person, arguments: &[&str], body: &str) -> Said {
        let said = self.terminal.run(person, arguments, body);
        assert_eq!(said.exit, Some(0), "{arguments:?}: {}", said.text());
        said
    }

    /// A command that is not done, once as text and once as JSON.
    pub(crate) fn not_done(
        &mut self,
        code: ErrorCode,
        person: &Person,
        arguments: &[&str],
        body: &str,
    ) {
        let text = self.terminal.run(person, arguments, body);
        self.read_text(code, arguments, &text);
        let json = self
            .terminal
            .run(person, &[arguments, &["--json"]].concat(), body);
        self.read_json(code, arguments, &json);
    }

    /// The same of a command line given as it is, with nobody signed in.
    pub(crate) fn not_done_alone(&mut self, code: ErrorCode, arguments: &[&str], input: &str) {
        let run =
            |arguments: &[&str]| finish(start(self.terminal.command(arguments), input.as_bytes()));
        let (text, json) = (run(arguments), run(&[arguments, &["--json"]].concat()));
        self.read_text(code, arguments, &text);
        self.read_json(code, arguments, &json);
    }

    /// As text: the code, then a line in each language, then details.
    pub(crate) fn read_text(&mut self, code: ErrorCode, arguments: &[&str], said: &Said) {
        let told = String::from_utf8(said.err.clone()).expect("it is text");
        assert_eq!(
            said.exit,
            Some(i32::from(code.kind().exit_code())),
            "{arguments:?}: {told}"
        );
        let mut lines = told.lines();
        assert_eq!(lines.next(), Some(code.as_str()), "{arguments:?}: {told}");
        for language in [Language::Zh, Language::En] {
            let words = code.words(language);
            let line = lines.next().unwrap_or_default();
            for sentence in [words.happened, words.kept, words.next] {
                assert!(
                    line.contains(sentence),
                    "{arguments:?}: {sentence} is not in {line}"
                );
            }
        }
        assert!(
            lines.all(|detail| detail.contains(": ")),
            "{arguments:?}: {told}"
        );
        self.told.insert(code.as_str());
    }

    /// As JSON: one line on standard error, `{"error":{"code","zh","en","details"}}`.
    fn read_json(&mut self, code: ErrorCode, arguments: &[&str], said: &Said) {
        let told = String::from_utf8(said.err.clone()).expect("it is text");
        assert_eq!(
            said.exit,
            Some(i32::from(code.kind().exit_code())),
            "{arguments:?}: {told}"
        );
        assert_eq!(told.lines().count(), 1, "{arguments:?}: {told}");
        let value: Value =
            serde_json::from_str(&told).unwrap_or_else(|fault| panic!("{fault}: {told}"));
        let error = &value["error"];
        assert_eq!(error["code"], code.as_str(), "{arguments:?}: {told}");
        for (name, language) in [("zh", Language::Zh), ("en", Language::En)] {
            let words = code.words(language);
            for (field, sentence) in [
                ("happened", words.happened),
                ("kept", words.kept),
                ("next", words.next),
            ] {
                assert_eq!(error[name][field], sentence, "{arguments:?}: {told}");
            }
        }
        let details = error["details"]
            .as_array()
            .unwrap_or_else(|| panic!("no details: {told}"));
        assert!(
            details
                .iter()
                .all(|it| it["name"].is_string() && it["value"].is_string()),
            "{told}"
        );
    }

    /// As JSON of a command that was run elsewhere; it counts as told.
    pub(crate) fn tells(&mut self, code: ErrorCode, arguments: &[&str], said: &Said) {
        self.read_json(code, arguments, said);
        self.told.insert(code.as_str());
    }

    /// What another place told counts here too.
    pub(crate) fn took_from(&mut self, other: Self) {
        self.told.extend(other.told);
    }

    /// Whether these codes were told, and no others.
    pub(crate) fn has_told(&self, codes: &[ErrorCode]) {
        let expected: BTreeSet<&str> = codes.iter().map(|it| it.as_str()).collect();
        assert_eq!(self.told, expected);
    }
}
