//! The keys of a desk are changed at the window, and so is a passphrase; a PIN opens what a passphrase opened.

use std::time::Duration;

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{CHINESE, Colleague, ENGLISH, LIN, Language};
use crate::window::{Window, hook};

/// Longer than all keys of a small desk take to change.
const CHANGE: Duration = Duration::from_secs(60);

const LIN_LATER: Colleague = Colleague {
    name: LIN.name,
    passphrase: "seven herons left the old pond",
};

/// Not a date, a run or a repetition.
const PIN: &str = "840271";

/// Notes each step of a key change that comes on the screen, however short it stands there.
const WATCH: &str = "
    window.keySteps = [];
    new MutationObserver(() => {
        const step = document.querySelector('[data-testid=key-change]')?.dataset.step;
        if (step !== undefined && window.keySteps.at(-1) !== step) window.keySteps.push(step);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    return null;";

#[tokio::test]
async fn keys_and_a_passphrase_are_changed_at_the_window_in_chinese() {
    keys_change(CHINESE, "keys-zh").await;
}

#[tokio::test]
async fn keys_and_a_passphrase_are_changed_at_the_window_in_english() {
    keys_change(ENGLISH, "keys-en").await;
}

async fn keys_change(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.resize(1280, 720).await;

    window.settings("keys").await;
    window.see("[data-testid=epoch][data-epoch=\"1\"]").await;
    window
        .see("[data-testid=key][data-key=vault_key][data-depth=\"1\"]")
        .await;
    window.see(&hook("anchor")).await;
    window.picture("first").await;
    window.click(&hook("rotate")).await;
    window.see(&hook("rotation")).await;
    window.picture("asked").await;
    window.run(WATCH, vec![]).await;
    window.click(&hook("rotate-now")).await;
    window.see(&hook("key-change")).await;
    window.glimpse("changing");
    window
        .see_within(CHANGE, "[data-testid=epoch][data-epoch=\"2\"]")
        .await;
    window
        .see("[data-testid=key-change-done][data-cause=rotation]")
        .await;
    let steps = window.run("return window.keySteps", vec![]).await;
    assert!(
        steps.as_array().is_some_and(|it| !it.is_empty()),
        "the veil showed no step: {steps}"
    );
    window.picture("rotated").await;

    window.settings("appearance").await;
    window.theme("dark").await;
    window.settings("keys").await;
    window.fill(&hook("passphrase-old"), LIN.passphrase).await;
    window
        .passphrase_twice("passphrase-new", LIN_LATER.passphrase)
        .await;
    window.click(&hook("change-passphrase")).await;
    window.see(&hook("key-change")).await;
    window.glimpse("changing-dark");
    window
        .see_within(CHANGE, "[data-testid=epoch][data-epoch=\"3\"]")
        .await;
    window.value(&hook("passphrase-old"), "").await;
    window
        .see("[data-testid=key-change-done][data-cause=passphrase]")
        .await;
    window.picture("passphrase").await;
    window.lock().await;

    window.fill(&hook("name"), LIN.name).await;
    window.fill(&hook("passphrase"), LIN.passphrase).await;
    window.click(&hook("sign-in")).await;
    window
        .see("[data-testid=problem][data-code=sign_in_failed]")
        .await;
    window.sign_in(&LIN_LATER).await;

    // The log with all of it holds.
    window.settings("audit").await;
    window.click(&hook("verify")).await;
    window
        .see("[data-testid=verified][data-holds=true] [data-testid=head]")
        .await;
    window.picture("verified").await;
    window.close().await;
}

#[tokio::test]
async fn a_pin_opens_the_desk_again_in_chinese() {
    pin_opens(CHINESE, "pin-zh").await;
}

#[tokio::test]
async fn a_pin_opens_the_desk_again_in_english() {
    pin_opens(ENGLISH, "pin-en").await;
}

async fn pin_opens(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.resize(1280, 720).await;

    window.settings("appearance").await;
    window.set_pin("123456").await;
    window
        .see("[data-testid=problem][data-code=pin_unfit]")
        .await;
    window.picture("unfit").await;
    window.set_pin(PIN).await;
    window.see(&hook("told")).await;
    window.value(&hook("set-pin"), "").await;
    window.picture("set").await;

    window.click(&hook("lock")).await;
    window.see(&hook("unlock")).await;
    window.picture("lock-screen").await;
    window.theme("dark").await;
    window.picture("lock-screen-dark").await;
    window.fill(&hook("pin"), "840272").await;
    window.click(&hook("unlock")).await;
    window
        .see("[data-testid=problem][data-code=pin_wrong]")
        .await;
    window.picture("wrong").await;
    window.fill(&hook("pin"), PIN).await;
    window.click(&hook("unlock")).await;
    window.see(&hook("go-queue")).await;

    // The passphrase is one step away, under the same name.
    window.click(&hook("lock")).await;
    window.click(&hook("by-passphrase")).await;
    window.value(&hook("name"), LIN.name).await;
    window.picture("by-passphrase").await;
    window.sign_in(&LIN).await;
    window.close().await;
}
