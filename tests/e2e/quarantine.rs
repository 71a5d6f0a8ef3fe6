//! An older folder is put back: the desk is only looked at, until two people accept the files as they are.

use std::fs;
use std::path::Path;

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{CHINESE, ENGLISH, LARGE, LIN, Language, SMALL, ZHAO};
use crate::window::{Window, hook};

#[tokio::test]
async fn an_older_folder_is_only_looked_at_until_two_people_accept_it_in_chinese() {
    older_folder(CHINESE, ["quarantine-before-zh", "quarantine-zh"]).await;
}

#[tokio::test]
async fn an_older_folder_is_only_looked_at_until_two_people_accept_it_in_english() {
    older_folder(ENGLISH, ["quarantine-before-en", "quarantine-en"]).await;
}

/// Puts the files of one desk in the place of another's.
fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

async fn older_folder(language: Language, names: [&'static str; 2]) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let older = session.home().join("older");
    let mut window = Window::open(&session, &desk, names[0]).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.enter(&SMALL, "open").await;
    window.lock().await;
    copy(&desk, &older);
    window.sign_in(&LIN).await;
    window.enter(&LARGE, "open").await;
    // The keychain is told of the newest record at the lock.
    window.lock().await;
    window.close().await;

    copy(&older, &desk);
    let mut window = Window::open(&session, &desk, names[1]).await;
    window.resize(1280, 720).await;
    window.sign_in(&ZHAO).await;
    window
        .see("[data-testid=quarantine][data-reason=behind]")
        .await;
    // What is there can be looked at; nothing can be done, nor agreed to before somebody proposed it.
    window.see("[data-testid=next][aria-disabled=true]").await;
    window.open_first().await;
    for act in ["claim", "run-checks"] {
        window
            .see(&format!("{}[aria-disabled=true]", hook(act)))
            .await;
    }
    window.picture("looked-at").await;
    assert_eq!(window.text(".way-out").await, "");
    window.lock().await;

    window.sign_in(&LIN).await;
    window.picture("banner").await;
    window.click(&hook("propose-acceptance")).await;
    // Who proposed is told why they may not agree.
    window.see("[data-testid=accept][aria-disabled=true]").await;
    window.picture("proposed").await;
    window.settings("people").await;
    window.see(&hook("person")).await;
    window.see("body:not(:has([data-testid=enrol-open]))").await;
    window.picture("people").await;
    window.settings("appearance").await;
    window.theme("dark").await;
    window.picture("dark").await;
    window.lock().await;

    window.sign_in(&ZHAO).await;
    window
        .see("[data-testid=accept]:not([aria-disabled])")
        .await;
    window.picture("to-agree").await;
    window.click(&hook("accept")).await;
    window.see(&hook("sign-in")).await;
    window.see(&hook("told")).await;
    window.picture("accepted").await;
    window.sign_in(&ZHAO).await;
    window.see(&hook("case-row")).await;
    window.see("body:not(:has([data-testid=quarantine]))").await;
    window.settings("audit").await;
    window.click(&hook("verify")).await;
    window.see("[data-testid=verified][data-holds=true]").await;
    window.picture("verified").await;
    window.lock().await;

    // What was lost is handed in once more.
    window.sign_in(&LIN).await;
    window.enter(&LARGE, "open").await;
    window.close().await;
}
