//! What the web page may call.

use host::Station;
use serde_json::Value;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, WebviewWindow};
use wire::ErrorCode;
use wire::view::ErrorView;

/// The largest part of an import file that comes at once.
const LARGEST_CHUNK: usize = 256 * 1024;

/// Answers a request of the contract.
///
/// Texts that are confided move from the body into types that wipe themselves; they are not copied on the way. What
/// the web page and its engine keep of what was typed is theirs and cannot be wiped from here (docs/security.md).
#[tauri::command(async)]
pub(crate) fn ask(
    station: State<'_, Station>,
    name: String,
    body: Value,
) -> Result<Value, ErrorView> {
    station.ask(&name, body)
}

/// Takes the next bytes of an import file.
#[tauri::command(async)]
pub(crate) fn import_chunk(
    station: State<'_, Station>,
    request: Request<'_>,
) -> Result<(), ErrorView> {
    match request.body() {
        InvokeBody::Raw(bytes) if bytes.len() <= LARGEST_CHUNK => station.import_chunk(bytes),
        InvokeBody::Raw(_) => Err(ErrorCode::TooLong.into()),
        InvokeBody::Json(_) => Err(ErrorCode::MalformedRequest.into()),
    }
}

/// Asks where to, and saves the last import's error report there; says whether it did. The page never names a path.
#[tauri::command(async)]
pub(crate) fn save_report(
    window: WebviewWindow,
    station: State<'_, Station>,
    title: String,
) -> Result<bool, ErrorView> {
    let Some(path) = chosen(&window, &title) else {
        return Ok(false);
    };
    station.save_report(&path).map(|()| true)
}

#[cfg(not(feature = "e2e"))]
fn chosen(window: &WebviewWindow, title: &str) -> Option<std::path::PathBuf> {
    rfd::FileDialog::new()
        .set_parent(window)
        .set_title(title)
        .set_file_name("veridesk-import-errors.csv")
        .save_file()
}

/// What a person would choose, as the test that stands in for one has it.
#[cfg(feature = "e2e")]
fn chosen(_: &WebviewWindow, _: &str) -> Option<std::path::PathBuf> {
    std::env::var_os("VERIDESK_E2E_SAVE_TO").map(Into::into)
}
