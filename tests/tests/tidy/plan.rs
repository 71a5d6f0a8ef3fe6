//! The plan of the house: which room is on which floor, what it may import, and who may name which library.
//!
//! `docs/ARCHITECTURE.md` shows the same plan with a line about each room; `floors` compares the two.

/// The floors from top to bottom. Imports only go down; a smaller floor is higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Floor {
    /// What people touch.
    Faces,
    /// Where requests are routed.
    Hall,
    /// The application service.
    Desk,
    /// Each a way to one part of the outside.
    Wings,
    /// What the house needs from outside, as traits.
    Frame,
    /// The trade itself, pure.
    Ground,
    /// Tools and pretences: nobody stands on them.
    Aside,
}

impl Floor {
    /// The floor's name as the plan in prose writes it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Faces => "FACES",
            Self::Hall => "HALL",
            Self::Desk => "DESK",
            Self::Wings => "WINGS",
            Self::Frame => "FRAME",
            Self::Ground => "GROUND",
            Self::Aside => "ASIDE",
        }
    }
}

/// What a room may import of the house.
pub(crate) enum Imports {
    /// Every floor below its own, and these rooms of its own floor.
    BelowAnd(&'static [&'static str]),
    /// These rooms and no others.
    Only(&'static [&'static str]),
    /// Everything: the tests of the whole house.
    All,
}

/// A crate of the workspace.
pub(crate) struct Room {
    pub(crate) name: &'static str,
    pub(crate) floor: Floor,
    pub(crate) imports: Imports,
}

const fn room(name: &'static str, floor: Floor, imports: Imports) -> Room {
    Room {
        name,
        floor,
        imports,
    }
}

use Floor::{Aside, Desk, Faces, Frame, Ground, Hall, Wings};
use Imports::{All, BelowAnd, Only};

/// The rooms, from the roof down.
pub(crate) const ROOMS: &[Room] = &[
    room("veridesk", Faces, Only(&["host", "wire"])),
    room("cli", Faces, Only(&["host", "wire"])),
    room("host", Hall, BelowAnd(&["wire"])),
    room("wire", Hall, BelowAnd(&[])),
    room("desk", Desk, BelowAnd(&["sync"])),
    room("sync", Desk, BelowAnd(&[])),
    // Wings never import each other, nor the desk.
    room("ledger", Wings, BelowAnd(&[])),
    room("keychain", Wings, BelowAnd(&[])),
    room("providers", Wings, BelowAnd(&[])),
    room("ports", Frame, BelowAnd(&[])),
    room("screening", Ground, BelowAnd(&["casework", "identifiers"])),
    room("record", Ground, BelowAnd(&["casework"])),
    room("casework", Ground, BelowAnd(&["identifiers"])),
    room("identifiers", Ground, BelowAnd(&[])),
    room("seal", Ground, BelowAnd(&[])),
    // The pretend institution shares no code with what it judges, or both could be wrong together.
    room("sandbox", Aside, Only(&[])),
    room(
        "testkit",
        Aside,
        Only(&[
            "ports",
            "screening",
            "record",
            "casework",
            "identifiers",
            "seal",
        ]),
    ),
    // It makes a desk by the desk's own acts; the ledger is for its tests to look into.
    room(
        "demo",
        Aside,
        Only(&[
            "host",
            "desk",
            "sync",
            "ledger",
            "ports",
            "screening",
            "casework",
            "identifiers",
            "seal",
        ]),
    ),
    room("xtask", Aside, Only(&[])),
    room("house-tests", Aside, All),
];

/// Rooms that only tests may import.
pub(crate) const FOR_TESTS_ONLY: &[&str] = &["sandbox", "demo", "testkit"];

/// The room of this name.
pub(crate) fn find(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

/// The rooms of the pure floor.
pub(crate) fn ground() -> impl Iterator<Item = &'static str> {
    ROOMS
        .iter()
        .filter(|room| room.floor == Ground)
        .map(|room| room.name)
}

/// Libraries that only some rooms may name, and why.
pub(crate) struct Border {
    /// Package names; a `*` at the end stands for any ending.
    pub(crate) libraries: &'static [&'static str],
    pub(crate) owners: &'static [&'static str],
    pub(crate) reason: &'static str,
}

/// Who may name which library, whether to build with or to test with.
pub(crate) const BORDERS: &[Border] = &[
    Border {
        libraries: &["rusqlite", "libsqlite3-sys"],
        // The import bench measures against plain rusqlite.
        owners: &["ledger", "house-tests"],
        reason: "the ledger alone knows that records lie in SQLite",
    },
    Border {
        libraries: &[
            "reqwest",
            "rustls",
            "rustls-*",
            "tokio-rustls",
            "hyper",
            "hyper-*",
            "ureq",
            "native-tls",
        ],
        // The window tests' driver client wants its cipher library named.
        owners: &["providers", "house-tests"],
        reason: "one HTTP policy for all calls to the outside",
    },
    Border {
        libraries: &["axum", "axum-*"],
        owners: &["sandbox"],
        reason: "the desk listens on no port",
    },
    Border {
        libraries: &[
            "keyring",
            "keyring-*",
            "dbus-secret-service*",
            "dbus",
            "zbus*",
            "apple-native-keyring-store",
            "windows-native-keyring-store",
        ],
        owners: &["keychain"],
        reason: "the keychain's traps are dealt with in one place",
    },
    Border {
        libraries: &["tauri", "tauri-*", "rfd"],
        owners: &["veridesk"],
        reason: "only the window's shell knows Tauri and opens dialogs",
    },
    Border {
        libraries: &[
            "aes-gcm",
            "chacha20poly1305",
            "argon2",
            "hkdf",
            "hpke",
            "x25519-dalek",
        ],
        owners: &["seal"],
        reason: "callers ask `seal` for a purpose, never for a cipher",
    },
    Border {
        libraries: &["ed25519-dalek"],
        owners: &["seal", "record"],
        reason: "`seal` signs and `record` verifies; nobody else handles signatures",
    },
    Border {
        libraries: &["hmac"],
        owners: &["seal", "providers", "sandbox"],
        reason: "index keys, and the institutions' request signatures on both sides",
    },
];

/// Libraries the ground floor may not build with: each is a way to a clock, a lot, a file or a network.
pub(crate) const NOT_ON_THE_GROUND: &[&str] = &[
    "tokio",
    "tokio-*",
    "async-std",
    "getrandom",
    "rand",
    "fastrand",
    "tempfile",
    "socket2",
    "mio",
    "chrono",
    "time",
    "tracing",
    "tracing-*",
    "log",
];

/// Whether a package name fits a name of the tables above.
pub(crate) fn fits(name: &str, pattern: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(name == pattern, |beginning| name.starts_with(beginning))
}

/// Lines a source file may have.
pub(crate) const LINES_MAX: usize = 600;
/// Lines from which a source file is listed as one to look at.
pub(crate) const LINES_LONG: usize = 400;
