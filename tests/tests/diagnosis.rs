//! What is at hand when something went wrong: the log, the support bundle, and a process that leaves nothing behind.
//!
//! On Linux, which shows of a process what was switched off.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

#[allow(
    dead_code,
    reason = "shared with other tests, of which each uses a part"
)]
#[path = "canary/terminal.rs"]
mod terminal;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::terminal::{Person, Terminal, finish, start};

const LIN: Person = Person {
    name: "Lin",
    passphrase: "blue kettles on sunday morning",
};
/// Somebody who is nobody: whoever runs the tests may read every process, so the program is run as another.
const NOBODY: u32 = 65_534;
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that waits for its input, run as a user whose processes the system tells apart from the superuser's.
fn waiting(mut command: Command) -> Child {
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    command.spawn().unwrap()
}

/// Whose the process's files are: the superuser's where it may not be read by others of its own user.
fn owner(of: &Child) -> u32 {
    fs::metadata(format!("/proc/{}/environ", of.id()))
        .unwrap()
        .uid()
}

fn core_limit(of: &Child) -> String {
    let limits = fs::read_to_string(format!("/proc/{}/limits", of.id())).unwrap();
    let line = limits
        .lines()
        .find_map(|it| it.strip_prefix("Max core file size"));
    line.unwrap()
        .split_whitespace()
        .take(2)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_program_at_work_writes_no_core_dump_and_is_closed_to_other_programs_of_its_user() {
    let terminal = Terminal::of("veridesk-cli");
    let place = terminal.at("");
    // Another user reaches the program and its folders here.
    let program = terminal.at("given").join("program");
    fs::copy(terminal.command(&[""; 0]).get_program(), &program).unwrap();
    for folder in [&place, &terminal.at("given")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(&program);
    command.env_clear().current_dir("/").args([
        "--desk",
        "none",
        "--as",
        "Lin",
        "--passphrase-fd",
        "0",
        "queue",
    ]);
    let mut hardened = waiting(command);
    let mut open = waiting(Command::new("cat"));
    let begun = Instant::now();
    while core_limit(&hardened) != "0 0" && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(50));
    let seen = (core_limit(&hardened), owner(&hardened));
    let control = owner(&open);
    for child in [&mut hardened, &mut open] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(seen, ("0 0".to_owned(), 0));
    assert_ne!(control, 0, "a process that is not closed is its user's");
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<(u32, String)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let about = entry.metadata().unwrap();
        if about.is_dir() {
            files(&entry.path(), found);
        } else {
            let text = fs::read_to_string(entry.path()).unwrap();
            found.push((about.permissions().mode() & 0o777, text));
        }
    }
}

fn create(terminal: &Terminal) {
    let create = [
        "desk",
        "create",
        "--person",
        LIN.name,
        "--role",
        "operator,supervisor,administrator",
        "--no-keychain",
        "--demo",
    ];
    assert_eq!(terminal.run(&LIN, &create, "").exit, Some(0));
    let open = terminal.run(&LIN, &["desk", "open", "--solo"], "");
    assert_eq!(open.exit, Some(0), "{}", open.text());
}

#[test]
fn the_log_lies_in_the_users_state_folder_and_tells_codes_only() {
    let terminal = Terminal::of("veridesk-cli");
    create(&terminal);
    let wrong = Person {
        name: "Lin Meihua",
        passphrase: "seven grey herons by the mill",
    };
    assert_eq!(terminal.run(&wrong, &["queue"], "").exit, Some(3));
    let note = "林美华 6222021234567890128";
    assert_eq!(
        terminal.run(&LIN, &["case", "note", "A-1", "-"], note).exit,
        Some(3)
    );
    let mut found = Vec::new();
    files(&terminal.at("home/state/veridesk/log"), &mut found);
    let [(mode, text)] = &found[..] else {
        panic!("one file a day: {found:?}")
    };
    assert_eq!(*mode, 0o600);
    for secret in [
        LIN.passphrase,
        wrong.passphrase,
        "Lin",
        "Mei",
        "林",
        "6222",
        "A-1",
        "/desk",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let codes: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|line| Some(line["code"].as_str()?.to_owned()))
        .collect();
    assert_eq!(codes, ["sign_in_failed", "no_such_case"]);
}

#[test]
fn a_support_bundle_needs_nobody_and_tells_of_no_person_no_place_and_no_computer() {
    let terminal = Terminal::of("veridesk-cli");
    create(&terminal);
    terminal.run(&LIN, &["case", "claim", "A-1"], "");
    fs::write(terminal.at("desk/Lin Meihua.txt"), "6222021234567890128").unwrap();
    let out = terminal.at("out/support.json");
    let desk = terminal.at("desk");
    let [out_text, desk_text] = [&out, &desk].map(|it| it.to_str().unwrap());
    let write = || {
        let arguments = ["--desk", desk_text, "support-bundle", "--out", out_text];
        let mut command = terminal.command(&arguments);
        command.env("USER", "linmeihua").env("LOGNAME", "linmeihua");
        command
            .env("HOSTNAME", "lin-desktop")
            .env("LANG", "zh_CN.UTF-8");
        let said = finish(start(command, b""));
        assert_eq!(said.exit, Some(0), "{}", said.text());
        let text = fs::read_to_string(&out).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        (text, value)
    };
    let (text, value) = write();
    assert_eq!(
        fs::metadata(&out).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(value["desk"]["state"], "open", "{text}");
    assert_eq!(value["desk"]["other_files"], 1);
    assert_eq!(value["desk"]["keychain"], "not_used");
    assert_eq!(value["told"]["no_such_case"], 1, "{text}");
    assert_eq!(value["program"]["core_dumps_off"], true);
    assert_eq!(value["program"]["not_dumpable"], true);
    assert_eq!(value["system"]["language"], "zh_CN");

    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let host = format!("\"{}", host.trim());
    let keys = fs::read(terminal.at("desk/desk.keys")).unwrap();
    assert!(!keys.is_empty());
    for telling in [
        "Lin",
        "linmeihua",
        "lin-desktop",
        "6222021234567890128",
        LIN.passphrase,
        "A-1",
        "/tmp",
        "/home",
        "/desk",
        out_text,
        desk_text,
        &host,
    ] {
        assert!(!text.contains(telling), "{telling}: {text}");
    }
    let absolute = text
        .match_indices('/')
        .any(|(at, _)| !text[..at].ends_with(|it: char| it.is_ascii_alphanumeric()));
    assert!(!absolute, "{text}");

    // A desk that does not open is when it is needed.
    fs::write(terminal.at("desk/desk.keys"), "torn").unwrap();
    let (_, broken) = write();
    assert_eq!(broken["desk"]["state"], "keys_damaged");
    let names = |value: &Value| -> Vec<String> {
        let fields = value.as_object().unwrap().iter();
        fields.map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&broken), names(&value));
    assert_eq!(names(&broken["desk"]), names(&value["desk"]));
}
