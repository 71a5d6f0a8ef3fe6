//! The closed list of what a log may hold. A new sentence or field is a line here.

use std::io::ErrorKind as IoKind;

use sync::Route;
use wire::{EntranceRequest, ErrorCode, Request};

/// The crates whose lines are kept. A library's are not: nobody here answers for what is in them.
pub const TARGETS: &[&str] = &[
    "cli",
    "desk",
    "host",
    "keychain",
    "ledger",
    "providers",
    "sync",
    "veridesk",
];

/// Every sentence.
pub const SENTENCES: &[&str] = &[
    "a request met a fault",
    "a request was refused",
    "a thread panicked",
    "call begun",
    "call settled",
    "drawing stays as it is",
    "preferences were not kept",
    "the demo desk does not show a person",
    "the end of a call could not be kept; its row stays `sending`",
    "the errand thread panicked; what was out is unknown at the next start",
    "the process is hardened only in part",
    "the program starts",
    "the window cannot be opened",
];

/// Every field, by name, and what it may hold.
pub const FIELDS: &[(&str, Holds)] = &[
    ("attempt", Holds::Number),
    ("cause", Holds::Word(is_cause)),
    ("code", Holds::Word(is_code)),
    ("core_dumps_off", Holds::YesOrNo),
    ("count", Holds::Number),
    ("epoch", Holds::Number),
    ("kind", Holds::Word(is_kind)),
    ("ms", Holds::Number),
    ("not_dumpable", Holds::YesOrNo),
    ("place", Holds::Word(is_place)),
    ("program", Holds::Word(is_program)),
    ("request", Holds::Word(is_request)),
    ("route", Holds::Word(is_route)),
    ("seq", Holds::Number),
    ("state", Holds::Word(is_state)),
    ("subject", Holds::Word(is_id)),
    ("thread", Holds::Word(is_thread)),
    ("version", Holds::Word(is_version)),
];

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// A count: nine digits at most, which is fewer than any card, document or phone number has.
    Number,
    /// A truth value.
    YesOrNo,
    /// A text that this takes.
    Word(fn(&str) -> bool),
}

/// What a field of this name may hold; nothing where there is no such field.
pub fn field(name: &str) -> Option<Holds> {
    let found = FIELDS.iter().find(|(field, _)| *field == name);
    found.map(|(_, holds)| *holds)
}

/// Whether lines of this target are kept.
pub fn is_ours(target: &str) -> bool {
    let krate = target.split("::").next().unwrap_or_default();
    TARGETS.contains(&krate)
}

/// The largest number a field may hold.
pub const NUMBER_MAX: u64 = 999_999_999;

/// The standard library's words for a fault of the system.
const KINDS: &[IoKind] = &[
    IoKind::NotFound,
    IoKind::PermissionDenied,
    IoKind::ConnectionRefused,
    IoKind::ConnectionReset,
    IoKind::BrokenPipe,
    IoKind::AlreadyExists,
    IoKind::NotADirectory,
    IoKind::IsADirectory,
    IoKind::DirectoryNotEmpty,
    IoKind::ReadOnlyFilesystem,
    IoKind::StaleNetworkFileHandle,
    IoKind::InvalidInput,
    IoKind::InvalidData,
    IoKind::TimedOut,
    IoKind::WouldBlock,
    IoKind::WriteZero,
    IoKind::StorageFull,
    IoKind::QuotaExceeded,
    IoKind::FileTooLarge,
    IoKind::ResourceBusy,
    IoKind::ExecutableFileBusy,
    IoKind::TooManyLinks,
    IoKind::ArgumentListTooLong,
    IoKind::Interrupted,
    IoKind::Unsupported,
    IoKind::UnexpectedEof,
    IoKind::OutOfMemory,
    IoKind::Other,
];

/// Why a call came to no answer: our words, and those of the published table of result codes that say so.
const CAUSES: &[&str] = &[
    "",
    "not_sent",
    "busy",
    "http_refused",
    "parameter",
    "template_not_configured",
    "unknown_code",
    "timed_out",
    "connection_lost",
    "server_error",
    "unreadable_answer",
    "desk_stopped",
    "arrears",
    "card_number_format",
    "clock",
    "contract",
    "credentials",
    "daily_limit_for_this_subject",
    "encryption",
    "id_number_format",
    "name_format",
    "no_credit",
    "no_permission",
    "not_activated",
    "phone_format",
    "provider_busy",
    "provider_error",
    "provider_timeout",
    "quota",
    "rate_limit",
    "rate_limit_subject",
    "signature",
    "signature_text",
    "template",
];

fn is_kind(text: &str) -> bool {
    KINDS.iter().any(|kind| kind.to_string() == text)
}

fn is_cause(text: &str) -> bool {
    CAUSES.contains(&text)
}

fn is_state(text: &str) -> bool {
    ["answered", "accepted", "queued", "failed", "unknown"].contains(&text)
}

fn is_route(text: &str) -> bool {
    Route::ALL.iter().any(|route| route.as_str() == text)
}

/// The name of an error code.
pub fn is_code(text: &str) -> bool {
    ErrorCode::ALL.iter().any(|code| code.as_str() == text)
}

fn is_request(text: &str) -> bool {
    Request::NAMES.contains(&text) || EntranceRequest::NAMES.contains(&text) || text == "command"
}

/// An id of the desk: 16 bytes, chosen by no person.
pub fn is_id(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}

fn is_program(text: &str) -> bool {
    ["veridesk", "veridesk-cli"].contains(&text)
}

fn is_thread(text: &str) -> bool {
    ["main", "tokio-rt-worker", "nameless"].contains(&text)
}

fn is_version(text: &str) -> bool {
    text == env!("CARGO_PKG_VERSION")
}

/// A place in source code as [`panics`](super::panics) writes it: `crate/src/file.rs:12`, without what lies before the
/// crate on the computer that built it.
fn is_place(text: &str) -> bool {
    let Some((file, line)) = text.rsplit_once(':') else {
        return false;
    };
    let plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b'/');
    file.ends_with(".rs")
        && !file.starts_with('/')
        && (file.contains("src/") || file.contains("tests/"))
        && file.bytes().all(plain)
        && (1..=5).contains(&line.len())
        && line.bytes().all(|it| it.is_ascii_digit())
}
