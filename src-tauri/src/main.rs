//! The window: it opens, hands what it is asked to the house, and shows what comes back.
//!
//! No business words and no branches live here. Everything the web page may ask goes through four commands
//! ([`commands`]); everything it is told unasked is the event `notice`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod renderer;

use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, Weak};
use std::time::Duration;

use clap::Parser;
use host::Station;
use tauri::{Emitter, Manager, RunEvent};

use crate::arguments::Arguments;

#[cfg(all(feature = "e2e", not(debug_assertions)))]
compile_error!(
    "`e2e` is for tests: a release asks the person in front of it and keeps nothing in the web view"
);

/// The window's name, in the configuration, the capability and here.
const WINDOW: &str = "desk";
/// How often it is looked whether anybody is still there.
const LOOK: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    host::log::begin("veridesk");
    renderer::choose();
    let desk = match Arguments::parse().desk_folder() {
        Ok(desk) => desk,
        Err(words) => {
            say(words);
            return ExitCode::from(2);
        }
    };
    let in_front = tauri_plugin_single_instance::Builder::new()
        .dbus_id(arguments::instance_id(&desk))
        .callback(|app, _, _| bring_to_front(app));
    let built = tauri::Builder::default()
        // First, so that a second start ends before it opens anything.
        .plugin(in_front.build())
        .invoke_handler(tauri::generate_handler![
            commands::ask,
            commands::import_chunk,
            commands::save_report,
            commands::choose_folder
        ])
        .setup(move |app| {
            let window = app.handle().clone();
            let station = Arc::new(Station::at(desk, move |notice| {
                // A window that is closing is told nothing more.
                let _ = window.emit_to(WINDOW, "notice", notice);
            }));
            watch(Arc::downgrade(&station));
            app.manage(station);
            // As configured. WebKitGTK does not let itself be driven while it keeps nothing, so the tests' build does keep,
            // in a folder in which they then search for what must not be there.
            for window in &app.config().app.windows {
                tauri::WebviewWindowBuilder::from_config(app, window)?
                    .incognito(window.incognito && !cfg!(feature = "e2e"))
                    // The reference of the open case, never a name: the page sees to it (`useWindowTitle`).
                    .on_document_title_changed(|window, title| {
                        let _ = window.set_title(&title);
                    })
                    .build()?;
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(fault) => {
            tracing::error!("the window cannot be opened");
            say(&format!("the window cannot be opened: {fault}"));
            return ExitCode::from(4);
        }
    };
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Arc<Station>>().lock();
        }
    });
    ExitCode::SUCCESS
}

/// To whoever started the program. Standard error may be closed; then there is nobody to tell.
fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Has the station locked when nobody is there any more; ends with it.
fn watch(station: Weak<Station>) {
    std::thread::spawn(move || {
        while let Some(station) = station.upgrade() {
            station.lock_if_left();
            drop(station);
            std::thread::sleep(LOOK);
        }
    });
}

fn bring_to_front(app: &tauri::AppHandle) {
    if let Some(window) = app.get_webview_window(WINDOW) {
        // What the window manager does not grant cannot be forced.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
}
