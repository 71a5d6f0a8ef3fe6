//! One arm a command: arguments become a request of the contract.

mod backup;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use host::{Session, found, identify};
use serde_json::{Value, json};
use wire::ErrorCode;
use wire::request::{Confided, IdentifierKind as Kind, IdentifyBody, NotARequest, Request};
use wire::view::ErrorView;
use zeroize::Zeroizing;

use crate::arguments::{
    Arguments, AuditCommand, CaseCommand, ChangeCommand, CheckCommand, Command, DeskCommand,
    EraseCommand, IdentifierKind, IdentifyArguments, ImportArguments, InstitutionCommand,
    KeysCommand, OutboxCommand, PersonCommand,
};
use crate::{inward, keeping, output};

/// Who signs in, where, and how the answer is printed.
struct Caller {
    desk: Option<PathBuf>,
    name: Option<String>,
    passphrase_fd: Option<u32>,
    json: bool,
}

/// Runs one command; answers with the exit code of a command that was done.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, ErrorView> {
    let Arguments {
        desk,
        caller,
        passphrase_fd,
        json,
        command,
    } = arguments;
    let caller = Caller {
        desk,
        name: caller,
        passphrase_fd,
        json,
    };
    match command {
        Command::Identify(arguments) => explain(&arguments)?,
        Command::Desk(DeskCommand::Create {
            person,
            roles,
            no_keychain,
            demo,
        }) => {
            let passphrase = caller.passphrase()?;
            let founder = found::Person {
                name: &person,
                roles: &roles,
                passphrase: &passphrase,
            };
            let id = found::create(caller.desk()?, &founder, demo, no_keychain)?;
            caller.print(&json!({ "person": id }))?;
        }
        Command::Desk(DeskCommand::Open { solo }) => {
            let passphrase = caller.passphrase()?;
            let mut session = found::open(caller.desk()?, caller.name()?, &passphrase, solo)?;
            caller.print(&request(&mut session, "desk", json!({}))?)?;
        }
        Command::Person(PersonCommand::Add {
            name,
            roles,
            new_passphrase_fd,
        }) => {
            let (passphrase, new) = (caller.passphrase()?, inward::secret(new_passphrase_fd)?);
            let person = found::Person {
                name: &name,
                roles: &roles,
                passphrase: &new,
            };
            let added = found::add_person(caller.desk()?, caller.name()?, &passphrase, &person)?;
            match added {
                found::PersonAdded::Joined(id) => caller.print(&json!({ "person": id }))?,
                found::PersonAdded::Proposed(id) => {
                    caller.print(&json!({ "change": id, "state": "proposed" }))?
                }
            }
        }
        Command::Person(PersonCommand::Renew {
            name,
            new_passphrase_fd,
        }) => {
            let (passphrase, new) = (caller.passphrase()?, inward::secret(new_passphrase_fd)?);
            let body = json!({ "name": name, "passphrase": *new });
            let mut session = caller.sign_in_with(&passphrase)?;
            caller.print(&request(&mut session, "propose_renewal", body)?)?;
        }
        Command::Person(PersonCommand::Passphrase { new_passphrase_fd }) => {
            let (old, new) = (caller.passphrase()?, inward::secret(new_passphrase_fd)?);
            let body = json!({ "old": *old, "new": *new });
            let mut session = caller.sign_in_with(&old)?;
            caller.print(&request(&mut session, "change_passphrase", body)?)?;
        }
        Command::Institution(InstitutionCommand::Set {
            institution,
            url,
            credential_fd,
        }) => {
            let passphrase = caller.passphrase()?;
            let credential = inward::secret(credential_fd)
                .map_err(|_| ErrorView::from(ErrorCode::CredentialUnfit))?;
            let set = found::set_institution(
                caller.desk()?,
                caller.name()?,
                &passphrase,
                institution.as_str(),
                url.as_deref(),
                &credential,
            )?;
            match set {
                found::InstitutionSet::Set => {
                    caller.print(&json!({ "set": institution.as_str() }))?
                }
                found::InstitutionSet::Proposed(id) => {
                    caller.print(&json!({ "change": id, "state": "proposed" }))?
                }
            }
        }
        Command::SupportBundle(arguments) => {
            let text = host::support::bundle(caller.desk.as_deref()).text();
            let written = output::file(&arguments.out, text.as_bytes());
            printed(written)?;
            caller.print(&json!({ "bytes": text.len() }))?;
        }
        Command::Import(arguments) => import(&caller, &arguments)?,
        Command::Audit(AuditCommand::Export(it)) => {
            let body = json!({ "case": it.case });
            let reply = request(&mut caller.sign_in()?, "export_case", body)?;
            match (caller.json, reply["text"].as_str()) {
                // The file itself, to be sent into one.
                (false, Some(text)) => printed(output::text(text))?,
                _ => caller.print(&reply)?,
            }
        }
        Command::VerifyCase(it) => {
            let text = std::fs::read_to_string(&it.file).map_err(|fault| {
                ErrorView::from(ErrorCode::FileUnreadable).with("system", fault.kind().to_string())
            })?;
            let checked = host::verify_case_file(&text)?;
            caller.print(&json!(checked))?;
            if !checked.holds {
                return Ok(ExitCode::from(3));
            }
        }
        Command::Recovery(command) => backup::recovery_command(&caller, command)?,
        Command::Backup(command) => backup::backup_command(&caller, command)?,
        Command::Audit(AuditCommand::Verify) => {
            let reply = request(&mut caller.sign_in()?, "verify_log", json!({}))?;
            caller.print(&reply)?;
            if reply["holds"] != true {
                return Err(ErrorView::from(ErrorCode::LogBroken)
                    .with("record", reply["broken_at"].to_string()));
            }
        }
        Command::Erase(EraseCommand::Check) => {
            // Nobody signs in. A passphrase that is handed over all the same comes before the certificate.
            if caller.passphrase_fd.is_some() {
                caller.passphrase()?;
            }
            caller.print(&host::check_certificate(&inward::body()?)?)?;
        }
        Command::Erase(it @ EraseCommand::Certificate { .. }) if !caller.json => {
            let (name, body) = keeping::erase(&it)?;
            let certificate = request(&mut caller.sign_in()?, name, body)?;
            printed(output::pages(&certificate["text"]))?;
        }
        one_request @ (Command::Desk(_)
        | Command::Change(_)
        | Command::Keys(_)
        | Command::Person(_)
        | Command::Submit
        | Command::Queue(_)
        | Command::Next
        | Command::Case(_)
        | Command::Check(_)
        | Command::Outbox(_)
        | Command::Propose(_)
        | Command::Review(_)
        | Command::Feedback(_)
        | Command::TakeBack(_)
        | Command::Erase(_)
        | Command::Retention(_)
        | Command::Archive(_)
        | Command::Reasons
        | Command::Audit(AuditCommand::Reveals { .. })
        | Command::Call(_)) => {
            // The passphrase before the body: both may come on standard input, in this order.
            let passphrase = caller.passphrase()?;
            let (name, body) = as_request(one_request)?;
            caller.print(&request(
                &mut caller.sign_in_with(&passphrase)?,
                name.as_str(),
                body,
            )?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The commands that are one request of the contract each.
fn as_request(command: Command) -> Result<(String, Value), ErrorView> {
    let (name, body) = match command {
        Command::Desk(DeskCommand::ProposeAcceptance) => ("propose_acceptance", json!({})),
        Command::Desk(DeskCommand::Accept) => ("accept", json!({})),
        Command::Desk(_) => ("desk", json!({})),
        Command::Reasons => ("reasons", json!({})),
        Command::Submit => ("submit", parsed()?),
        Command::Queue(it) => (
            "queue",
            json!({ "statuses": it.statuses, "after": it.after, "limit": it.limit }),
        ),
        Command::Next => ("next", json!({})),
        Command::Case(CaseCommand::Show(it)) => ("open_case", json!({ "case": it.case })),
        Command::Case(CaseCommand::Claim(it)) => ("claim", json!({ "case": it.case })),
        Command::Case(CaseCommand::Release(it)) => ("release", json!({ "case": it.case })),
        Command::Case(CaseCommand::Note { case, text }) => (
            "add_note",
            json!({ "case": case, "text": *inward::text_or_body(&text)? }),
        ),
        Command::Case(CaseCommand::Amend) => ("amend", parsed()?),
        Command::Case(CaseCommand::Hold(it)) => keeping::hold("hold", &it)?,
        Command::Case(CaseCommand::LiftHold(it)) => keeping::hold("lift_hold", &it)?,
        Command::Erase(it) => keeping::erase(&it)?,
        Command::Retention(it) => keeping::retention(&it),
        Command::Archive(it) => ("archive", json!({ "after": it.after, "limit": it.limit })),
        Command::Check(CheckCommand::Run(it)) => ("run_checks", json!({ "case": it.case })),
        Command::Outbox(OutboxCommand::Status) => ("outbox_status", json!({})),
        Command::Outbox(OutboxCommand::Drain { wait }) => {
            ("outbox_drain", json!({ "wait_seconds": wait }))
        }
        Command::Outbox(OutboxCommand::AskAgain { call }) => ("ask_again", json!({ "call": call })),
        Command::Propose(it) => {
            let note = inward::text_or_body(&it.note)?;
            let body = json!({ "case": it.case, "outcome": it.outcome, "reasons": it.reasons, "note": *note });
            ("propose", body)
        }
        Command::Review(it) => {
            let note = inward::text_or_body(&it.note)?;
            let body = json!({
                "case": it.case,
                "verdict": it.verdict,
                "outcome": it.outcome,
                "reasons": it.reasons,
                "note": *note,
            });
            ("review", body)
        }
        Command::Feedback(it) => (
            "feedback",
            json!({ "case": it.case, "ask_again": it.ask_again }),
        ),
        Command::TakeBack(it) => ("take_back", json!({ "case": it.case })),
        Command::Person(PersonCommand::List) => ("people", json!({})),
        Command::Person(PersonCommand::Roles { name, roles }) => {
            ("propose_roles", json!({ "name": name, "roles": roles }))
        }
        Command::Person(PersonCommand::Revoke { name }) => {
            ("propose_dismissal", json!({ "name": name }))
        }
        Command::Keys(KeysCommand::Show) => ("keys", json!({})),
        Command::Keys(KeysCommand::Rotate) => ("rotate_keys", json!({})),
        Command::Change(ChangeCommand::List) => ("changes", json!({})),
        Command::Change(ChangeCommand::Approve { id }) => {
            ("approve_change", json!({ "change": id }))
        }
        Command::Change(ChangeCommand::Reject { id, reason }) => {
            ("reject_change", json!({ "change": id, "reason": reason }))
        }
        Command::Call(it) => return Ok((it.request, parsed()?)),
        Command::Case(CaseCommand::Reveal {
            case,
            fields,
            why,
            words,
        }) => {
            let words = inward::text_or_body(&words)?;
            (
                "reveal",
                json!({ "case": case, "fields": fields, "why": why, "words": *words }),
            )
        }
        Command::Audit(AuditCommand::Reveals { limit, before }) => {
            ("reveals", json!({ "limit": limit, "before": before }))
        }
        Command::Audit(_)
        | Command::Identify(_)
        | Command::Import(_)
        | Command::Institution(_)
        | Command::Person(_)
        | Command::Recovery(_)
        | Command::Backup(_)
        | Command::SupportBundle(_)
        | Command::VerifyCase(_) => unreachable!("these are answered before"),
    };
    Ok((name.to_owned(), body))
}

/// Standard input as JSON; nothing at all is an empty body.
fn parsed() -> Result<Value, ErrorView> {
    let text = inward::body()?;
    if text.trim().is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_str(&text).map_err(|_| ErrorCode::MalformedRequest.into())
}

fn request(session: &mut Session, name: &str, body: Value) -> Result<Value, ErrorView> {
    let request = Request::parse(name, body).map_err(|fault| match fault {
        NotARequest::Unknown => ErrorView::from(ErrorCode::UnknownRequest),
        NotARequest::Malformed => ErrorView::from(ErrorCode::MalformedRequest),
        NotARequest::CardData(kind) => ErrorView::from(ErrorCode::from(kind)),
    })?;
    session.answer(request)
}

impl Caller {
    fn desk(&self) -> Result<&Path, ErrorView> {
        self.desk
            .as_deref()
            .ok_or_else(|| ErrorView::from(ErrorCode::SessionNeeded).with("missing", "--desk"))
    }

    fn name(&self) -> Result<&str, ErrorView> {
        self.name
            .as_deref()
            .ok_or_else(|| ErrorView::from(ErrorCode::SessionNeeded).with("missing", "--as"))
    }

    fn passphrase(&self) -> Result<Zeroizing<String>, ErrorView> {
        let missing =
            || ErrorView::from(ErrorCode::SessionNeeded).with("missing", "--passphrase-fd");
        inward::secret(self.passphrase_fd.ok_or_else(missing)?)
    }

    fn sign_in(&self) -> Result<Session, ErrorView> {
        self.sign_in_with(&self.passphrase()?)
    }

    fn sign_in_with(&self, passphrase: &str) -> Result<Session, ErrorView> {
        Session::sign_in(self.desk()?, self.name()?, passphrase)
    }

    fn print(&self, value: &Value) -> Result<(), ErrorView> {
        printed(output::value(value, self.json))
    }
}

/// What was done stays done though nobody could be told; the exit code says that they were not.
fn printed(result: io::Result<()>) -> Result<(), ErrorView> {
    result.map_err(|fault| ErrorView::from(ErrorCode::Io).with("system", fault.kind().to_string()))
}

fn import(caller: &Caller, arguments: &ImportArguments) -> Result<(), ErrorView> {
    let unreadable = |fault: io::Error| {
        ErrorView::from(ErrorCode::FileUnreadable).with("system", fault.kind().to_string())
    };
    let file = BufReader::new(File::open(&arguments.file).map_err(unreadable)?);
    let mut session = caller.sign_in()?;
    let errors = BufWriter::new(File::create(&arguments.errors).map_err(unreadable)?);
    let mut told = Ok(());
    let counts = session.import(file, errors, &mut |committed| {
        let line = json!({ "committed": committed });
        told = std::mem::replace(&mut told, Ok(())).and_then(|()| output::value(&line, true));
    })?;
    printed(told)?;
    caller.print(&json!({
        "imported": counts.imported,
        "already_there": counts.already_there,
        "refused": counts.refused,
    }))
}

fn explain(arguments: &IdentifyArguments) -> Result<(), ErrorView> {
    let kind = match arguments.kind {
        IdentifierKind::ResidentId => Kind::ResidentId,
        IdentifierKind::Card => Kind::Card,
        IdentifierKind::Mobile => Kind::Mobile,
    };
    let line = |value: &str, out: &mut dyn Write| {
        let view = identify(&IdentifyBody {
            kind,
            value: Confided::new(value.to_owned()),
        });
        writeln!(out, "{}", json!(view))
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.value.as_str() {
        "-" => inward::lines(|value| line(value, &mut out))?,
        value => printed(line(value, &mut out))?,
    }
    printed(out.flush())
}
