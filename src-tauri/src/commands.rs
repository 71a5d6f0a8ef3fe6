//! What the web page may call.

use std::path::PathBuf;
use std::sync::Arc;

use host::{Report, Station};
use serde_json::Value;
use tauri::ipc::{InvokeBody, InvokeError, Request};
use tauri::{State, WebviewWindow};
use wire::ErrorCode;
use wire::view::ErrorView;

/// The largest part of an import file that comes at once.
const LARGEST_CHUNK: usize = 256 * 1024;

/// Answers a request of the contract.
///
/// Texts that are confided move from the body into types that wipe themselves. What was copied before they came here
/// cannot be wiped: the web page's and its engine's, and the message as Tauri read it, which lends and does not give.
#[tauri::command]
pub(crate) async fn ask(
    station: State<'_, Arc<Station>>,
    name: String,
    body: Value,
) -> Result<Value, InvokeError> {
    waiting(&station, move |station| station.ask(&name, body)).await
}

/// Takes the next bytes of an import file.
#[tauri::command(async)]
pub(crate) fn import_chunk(
    station: State<'_, Arc<Station>>,
    request: Request<'_>,
) -> Result<(), ErrorView> {
    station.import_chunk(chunk(request.body())?)
}

/// Asks where to, and saves a report there: the last import's errors, or what was last shown of its kind. Says whether
/// it did. The page never names a path.
#[tauri::command]
pub(crate) async fn save_report(
    window: WebviewWindow,
    station: State<'_, Arc<Station>>,
    title: String,
    report: String,
) -> Result<bool, InvokeError> {
    let report = Report::parse(&report)
        .ok_or_else(|| InvokeError::from(ErrorView::from(ErrorCode::MalformedRequest)))?;
    let Some(path) = chosen(&window, &title, &station.file_name(report)).await else {
        return Ok(false);
    };
    waiting(&station, move |station| station.save_report(report, &path)).await?;
    Ok(true)
}

/// Asks for a folder, and says which one was chosen; nothing where none was. Nothing is read or written by this.
#[tauri::command]
pub(crate) async fn choose_folder(
    window: WebviewWindow,
    title: String,
) -> Result<Option<String>, ErrorView> {
    let folder = chosen_folder(&window, &title).await;
    folder.map(named).transpose()
}

/// A folder's name as the contract has it: text.
fn named(folder: PathBuf) -> Result<String, ErrorView> {
    let name = folder.into_os_string().into_string();
    name.map_err(|_| ErrorCode::Io.into())
}

/// Has the station do what may wait for a disk, a call or another request, on a thread that is there to wait: Tauri's
/// own are as few as the processors, and the window stands still without one.
async fn waiting<T: Send + 'static>(
    station: &Arc<Station>,
    act: impl FnOnce(&Station) -> Result<T, ErrorView> + Send + 'static,
) -> Result<T, InvokeError> {
    let station = Arc::clone(station);
    match tauri::async_runtime::spawn_blocking(move || act(&station)).await {
        Ok(answer) => answer.map_err(InvokeError::from),
        // It panicked. The page is told that nothing comes, rather than left waiting.
        Err(_) => Err(InvokeError::from("no answer")),
    }
}

fn chunk(body: &InvokeBody) -> Result<&[u8], ErrorView> {
    match body {
        InvokeBody::Raw(bytes) if bytes.len() <= LARGEST_CHUNK => Ok(bytes),
        InvokeBody::Raw(_) => Err(ErrorCode::TooLong.into()),
        InvokeBody::Json(_) => Err(ErrorCode::MalformedRequest.into()),
    }
}

#[cfg(not(feature = "e2e"))]
async fn chosen(window: &WebviewWindow, title: &str, name: &str) -> Option<PathBuf> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .set_file_name(name)
        .save_file();
    dialog.await.map(|file| file.path().to_owned())
}

#[cfg(not(feature = "e2e"))]
async fn chosen_folder(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .set_title(title)
        .pick_folder();
    dialog.await.map(|folder| folder.path().to_owned())
}

/// What a person would choose, as the test that stands in for one has it.
#[cfg(feature = "e2e")]
#[allow(
    clippy::unused_async,
    reason = "it stands in for a dialog, which is waited for"
)]
async fn chosen(_: &WebviewWindow, _: &str, _: &str) -> Option<PathBuf> {
    std::env::var_os("VERIDESK_E2E_SAVE_TO").map(Into::into)
}

/// The same of a folder.
#[cfg(feature = "e2e")]
#[allow(
    clippy::unused_async,
    reason = "it stands in for a dialog, which is waited for"
)]
async fn chosen_folder(_: &WebviewWindow, _: &str) -> Option<PathBuf> {
    std::env::var_os("VERIDESK_E2E_FOLDER").map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &InvokeBody) -> Option<ErrorCode> {
        chunk(body).err().map(|view| view.code)
    }

    #[test]
    fn a_part_of_a_file_is_taken_up_to_256_kib_and_not_a_byte_more() {
        let most = InvokeBody::Raw(vec![b'x'; LARGEST_CHUNK]);
        assert_eq!(chunk(&most).map(<[u8]>::len).ok(), Some(256 * 1024));
        let more = InvokeBody::Raw(vec![b'x'; LARGEST_CHUNK + 1]);
        assert_eq!(refusal(&more), Some(ErrorCode::TooLong));
    }

    #[test]
    fn a_folder_that_was_chosen_is_told_as_text() {
        let name = named(PathBuf::from("/media/保险柜/desk")).ok();
        assert_eq!(name.as_deref(), Some("/media/保险柜/desk"));
    }

    #[test]
    fn a_part_of_a_file_is_bytes_and_never_json() {
        let numbers = InvokeBody::Json(serde_json::json!([1, 2, 3]));
        assert_eq!(refusal(&numbers), Some(ErrorCode::MalformedRequest));
    }
}
