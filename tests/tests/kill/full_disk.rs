use std::process::Command;

use serde_json::Value;

use crate::common::desk::{Person, TestDesk, count, text};
use crate::common::program::{Running, program};
use crate::common::synthetic::{Case, import_file};

/// Rows of the file: more commits than there is room for.
const ROWS: u32 = 3_000;

/// Imports a file while the desk has little room, and once more when it has enough. `$1` how the room is kept small,
/// `$2` the desk, `$3` the program, `$4` a folder with the file, the passphrase and an empty folder for a small disk.
const SCRIPT: &str = r#"
set -eu
import() {
    code=0
    "$program" --json --desk "$desk" --as Lin --passphrase-fd 3 import cases.csv --errors errors.csv \
        3<passphrase >"$1.out" 2>"$1.err" || code=$?
    echo "$code" >"$1.code"
}
desk=$2 program=$3
cd "$4"
case $1 in
small_disk)
    mount -t tmpfs -o size=32m,mode=700 none small
    cp -a "$2" small/desk
    desk=small/desk
    # Fills the disk, then gives a little back.
    dd if=/dev/zero of=small/ballast bs=64k 2>/dev/null || true
    truncate -s -5M small/ballast
    import tight
    rm small/ballast
    import roomy
    cp -a small/desk/. "$2"
    ;;
small_files)
    # With the signal ignored, a write over the limit is refused. The unit of `ulimit -f` is 512 bytes.
    (trap '' XFSZ; ulimit -f 10240; import tight)
    import roomy
    ;;
esac
"#;

/// How a desk is given too little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shortage {
    /// A disk in memory that is nearly full.
    SmallDisk,
    /// A limit on the length of files.
    SmallFiles,
}

impl Shortage {
    fn word(self) -> &'static str {
        match self {
            Self::SmallDisk => "small_disk",
            Self::SmallFiles => "small_files",
        }
    }

    /// What people are told. A limit on files is the system's refusal to write; there may be room enough.
    fn code(self) -> &'static str {
        match self {
            Self::SmallDisk => "disk_full",
            Self::SmallFiles => "io",
        }
    }
}

/// A shell with a file system view of its own, where this system lets us have one.
fn own_view() -> Option<Command> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    ways.into_iter().find_map(|way| {
        let tried = Command::new("unshare")
            .args(way)
            .args(["mount", "-t", "tmpfs", "none", "/mnt"])
            .output();
        let mut command = Command::new("unshare");
        command.args(way).arg("sh");
        tried.is_ok_and(|it| it.status.success()).then_some(command)
    })
}

/// Mutation: without its line for `SQLITE_FULL` the store's fault is told as damage, and people stop working for nothing.
#[test]
fn without_room_an_import_stops_keeps_what_it_committed_and_goes_on_when_there_is_room() {
    import_without_room(Shortage::SmallFiles, Command::new("sh"));
    match own_view() {
        Some(shell) => import_without_room(Shortage::SmallDisk, shell),
        None => eprintln!(
            "this system lets nobody mount a small disk; tested with a limit on files alone"
        ),
    }
}

fn import_without_room(shortage: Shortage, mut shell: Command) {
    let desk = TestDesk::without_keychain("http://127.0.0.1:9");
    let mut rng = fastrand::Rng::with_seed(5);
    let cases: Vec<Case> = (0..ROWS).map(|number| Case::of(number, &mut rng)).collect();
    desk.write("cases.csv", &import_file(&cases));
    desk.write("passphrase", Person::Lin.passphrase());
    std::fs::create_dir(desk.beside("small")).unwrap();
    let [desk_folder, program, beside] =
        [desk.folder(), program("veridesk-cli"), desk.beside("")].map(|it| text(&it));
    let arguments = [
        "-c",
        SCRIPT,
        "sh",
        shortage.word(),
        &desk_folder,
        &program,
        &beside,
    ];
    let script = Running::start(shell.args(arguments), "").ended();
    assert!(script.status.success(), "{shortage:?}: {}", script.err);

    let read = |name: &str| std::fs::read_to_string(desk.beside(name)).unwrap();
    let printed = |name: &str| -> Vec<Value> {
        read(name)
            .lines()
            .map(|line| serde_json::from_str(line).expect("every line is JSON"))
            .collect()
    };
    assert_eq!(
        read("tight.code").trim(),
        "4",
        "{shortage:?}: {}",
        read("tight.err")
    );
    let error = printed("tight.err").pop().unwrap();
    assert_eq!(error["error"]["code"], shortage.code(), "{error}");
    let committed: u64 = printed("tight.out")
        .iter()
        .map(|line| line["committed"].as_u64().unwrap())
        .sum();
    assert!(
        committed > 0 && committed < u64::from(ROWS),
        "{shortage:?}: {committed} rows were committed before"
    );

    eprintln!(
        "{shortage:?}: {committed} of {ROWS} rows were committed before the room was used up"
    );
    assert_eq!(
        read("roomy.code").trim(),
        "0",
        "{shortage:?}: {}",
        read("roomy.err")
    );
    let sum = printed("roomy.out").pop().unwrap();
    assert_eq!(
        sum["already_there"], committed,
        "{shortage:?}: exactly what was acknowledged is there"
    );
    assert_eq!(sum["imported"], u64::from(ROWS) - committed);
    assert_eq!(desk.done(Person::Lin, &["audit", "verify"])["holds"], true);
    let queue = desk.done(Person::Lin, &["queue", "--limit", "1"]);
    assert_eq!(count(&queue["counts"], "open"), u64::from(ROWS));
}
