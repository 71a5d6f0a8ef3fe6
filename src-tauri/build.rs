//! Declares the window's commands, so that each needs a permission of its own.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "ask",
        "import_chunk",
        "save_report",
        "choose_folder",
    ]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    if let Err(fault) = tauri_build::try_build(attributes) {
        panic!("the window's configuration does not hold: {fault:#}");
    }
}
