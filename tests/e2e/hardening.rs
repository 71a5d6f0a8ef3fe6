//! What got into the page does nothing, and what must not be kept is kept nowhere.

use std::path::Path;

use sandbox::{Sandbox, SandboxOptions};
use serde_json::json;
use testkit::secret_service::Session;

use crate::acts::{LARGE, LIN};
use crate::window::{Window, hook};

/// Puts markup into the page as a careless program would, and says what it did.
const INJECT: &str = "const done = arguments[arguments.length - 1];
    window.hit = [];
    const box = document.createElement('div');
    box.innerHTML = `<img src=x onerror=\"window.hit.push('img')\"><svg onload=\"window.hit.push('svg')\"></svg>
        <iframe src=\"https://example.com/\"></iframe><a href=\"javascript:window.hit.push('link')\">x</a>`;
    document.body.append(box);
    box.querySelector('a').click();
    const script = document.createElement('script');
    script.textContent = \"window.hit.push('script')\";
    document.body.append(script);
    let evaluated = 'refused';
    try { evaluated = String(new Function('return 1')()); } catch (e) {}
    fetch('https://example.com/').then(() => window.hit.push('fetch'), () => {});
    setTimeout(() => { box.remove(); script.remove(); done({ hit: window.hit, evaluated, frames: window.frames.length }); }, 800);";

#[tokio::test]
async fn what_is_injected_does_nothing_and_a_customer_is_kept_nowhere() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let told = session.home().join("notifications.txt");
    let mut listening = session.command("dbus-monitor");
    let mut listening = listening
        .args(["--session", "interface=org.freedesktop.Notifications"])
        .stdout(std::fs::File::create(&told).unwrap())
        .spawn()
        .expect("dbus-monitor is installed (package dbus): cargo xtask setup");
    let mut window = Window::open(&session, &desk, "hard").await;
    window.found(&sandbox.url()).await;
    window.enter(&LARGE, "open").await;
    window.press("n").await;
    window.read(&hook("clear-name"), LARGE.name).await;
    window.fill(&hook("search"), LARGE.card).await;
    window.see(".found button").await;
    window.fill(&hook("search"), "").await;

    let kept = window
        .run("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.title, location.href])", vec![])
        .await;
    let title = window.driver().title().await.unwrap();
    for secret in secrets() {
        assert!(
            !kept.as_str().unwrap().contains(secret) && !title.contains(secret),
            "{kept}"
        );
    }

    let done = window
        .driver()
        .execute_async(INJECT, vec![])
        .await
        .unwrap()
        .json()
        .clone();
    assert_eq!(done["hit"], json!([]), "{done}");
    assert_eq!(done["evaluated"], json!("refused"), "{done}");
    // The window's own commands go through the isolation frame; anything else does not.
    let refused = window
        .driver()
        .execute_async(
            "const done = arguments[arguments.length - 1];
             const invoke = window.__TAURI_INTERNALS__?.invoke;
             if (!invoke) return done('no way in');
             const late = setTimeout(() => done('no answer'), 3000);
             invoke('plugin:window|set_title', { label: 'desk', value: 'owned' })
               .then(() => done('done'), () => done('refused')).finally(() => clearTimeout(late));",
            vec![],
        )
        .await
        .unwrap();
    assert_ne!(refused.json(), &json!("done"));
    // Each try was a violation the page counted; so the counting works too.
    let faults = window.faults().await;
    for refused in ["script-src", "connect-src", "frame-src"] {
        assert!(
            faults.iter().any(|it| it.contains(refused)),
            "{refused}: {faults:?}"
        );
    }
    window
        .run("document.documentElement.dataset.faults = '[]'", vec![])
        .await;
    window.lock().await;
    window.close().await;

    // Nobody was notified of anything.
    listening.kill().unwrap();
    listening.wait().unwrap();
    let told = std::fs::read_to_string(told).unwrap();
    assert!(!told.contains("Notify"), "{told}");

    // Nothing of the customer lies in clear in anything the program or the web engine wrote.
    let mut found = Vec::new();
    search(session.home(), &secrets(), &mut found);
    assert!(found.is_empty(), "{found:?}");
}

fn secrets() -> [&'static str; 5] {
    [
        LARGE.name,
        LARGE.card,
        LARGE.document,
        LARGE.phone,
        LIN.passphrase,
    ]
}

/// Looks into every file below a folder for what must not be there, in either way in which text is kept.
pub(crate) fn search(folder: &Path, secrets: &[&str], found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            search(&path, secrets, found);
        } else if kind.is_file() {
            let bytes = std::fs::read(&path).unwrap_or_default();
            for secret in secrets {
                let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
                for form in [secret.as_bytes(), &wide] {
                    if bytes.windows(form.len()).any(|it| it == form) {
                        found.push(format!("{} holds a secret", path.display()));
                    }
                }
            }
        }
    }
}
