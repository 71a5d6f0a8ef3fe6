//! The window is as closed as it was decided: what its configuration must say, and what may not come in.

use std::fs;

use serde_json::{Value, json};

use crate::{Breach, must_be_empty, tree};

/// A place in the configuration, and what stands there.
fn closed() -> [(&'static str, Value); 12] {
    [
        ("/app/withGlobalTauri", json!(false)),
        (
            "/app/security/csp",
            json!({
                "default-src": "'none'",
                "script-src": "'self'",
                "style-src": "'self'",
                "img-src": "'self' data:",
                "font-src": "'self'",
                "connect-src": "ipc: http://ipc.localhost",
                "object-src": "'none'",
                "base-uri": "'none'",
                "form-action": "'none'",
            }),
        ),
        ("/app/security/freezePrototype", json!(true)),
        (
            "/app/security/dangerousDisableAssetCspModification",
            json!(false),
        ),
        (
            "/app/security/assetProtocol",
            json!({ "enable": false, "scope": [] }),
        ),
        ("/app/security/pattern/use", json!("isolation")),
        // Named, or every file of the folder would count.
        ("/app/security/capabilities", json!(["desk"])),
        ("/app/windows/0/contentProtected", json!(true)),
        ("/app/windows/0/incognito", json!(true)),
        ("/app/windows/0/dragDropEnabled", json!(false)),
        ("/app/windows/0/devtools", json!(false)),
        ("/build/removeUnusedCommands", json!(true)),
    ]
}

/// All that the page may call.
const PERMISSIONS: [&str; 6] = [
    "allow-ask",
    "allow-import-chunk",
    "allow-save-report",
    "allow-choose-folder",
    "core:event:allow-listen",
    "core:event:allow-unlisten",
];

/// Each of these would give the page a way of its own to files, programs, addresses or secrets.
const NO_PLUGINS: [&str; 9] = [
    "tauri-plugin-fs",
    "tauri-plugin-shell",
    "tauri-plugin-http",
    "tauri-plugin-opener",
    "tauri-plugin-dialog",
    "tauri-plugin-store",
    "tauri-plugin-stronghold",
    "tauri-plugin-websocket",
    "tauri-plugin-clipboard-manager",
];

fn breaches(config: &Value, capability: &Value, lock_file: &str) -> Vec<Breach> {
    let mut found = Vec::new();
    for (place, expected) in closed() {
        let stands = config.pointer(place).unwrap_or(&Value::Null);
        if *stands != expected {
            found.push(format!(
                "tauri.conf.json {place} is {stands}, not {expected}"
            ));
        }
    }
    if config.pointer("/app/windows/1").is_some() {
        found.push("tauri.conf.json has a second window".to_owned());
    }
    if capability["permissions"] != json!(PERMISSIONS) || capability["windows"] != json!(["desk"]) {
        found.push(format!(
            "capabilities/desk.json grants {} to {}",
            capability["permissions"], capability["windows"]
        ));
    }
    if capability.get("remote").is_some() {
        found.push("capabilities/desk.json grants something to pages from outside".to_owned());
    }
    for plugin in NO_PLUGINS {
        if lock_file.contains(&format!("name = \"{plugin}\"")) {
            found.push(format!("Cargo.lock: {plugin}"));
        }
    }
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(tree::root().join(path)).unwrap()
}

fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

#[test]
fn the_window_is_as_closed_as_it_was_decided() {
    let found = breaches(
        &read_json("src-tauri/tauri.conf.json"),
        &read_json("src-tauri/capabilities/desk.json"),
        &read("Cargo.lock"),
    );
    must_be_empty(
        "The window has its strict policy, isolation, named capabilities and no plugin of its own to the outside.",
        &found,
    );
    // By this every build leaves out what no capability grants, not only one by Tauri's own tool.
    assert!(read(".cargo/config.toml").contains("REMOVE_UNUSED_COMMANDS"));
}

#[test]
fn a_window_that_was_opened_a_little_is_found() {
    let mut config = read_json("src-tauri/tauri.conf.json");
    config["app"]["security"]["csp"]["script-src"] = json!("'self' 'unsafe-inline'");
    config["app"]["windows"][0]["devtools"] = json!(true);
    let mut capability = read_json("src-tauri/capabilities/desk.json");
    capability["permissions"]
        .as_array_mut()
        .unwrap()
        .push(json!("core:default"));
    let found = breaches(&config, &capability, "name = \"tauri-plugin-fs\"\n");
    assert_eq!(found.len(), 4, "{found:#?}");
}
