//! Two people and two windows: a change that takes a second person, and a second start at the same desk.

use std::process::Stdio;
use std::time::{Duration, Instant};

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{ENGLISH, ZHAO};
use crate::window::{Window, hook, program};

/// Longer than a second start takes to find the first.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_change_takes_a_second_person_and_a_second_start_finds_the_first() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, "colleagues").await;
    window.speak(ENGLISH).await;
    window.found(&sandbox.url()).await;
    window.settings("changes").await;
    // An address in clear over the network is refused in words, and what was typed stays.
    window
        .fill(&hook("change-url"), "http://faceid.example.com")
        .await;
    window
        .fill(&hook("change-credential"), sandbox::DEMO_CREDENTIAL)
        .await;
    window.click(&hook("propose-change")).await;
    window
        .see("[data-testid=problem][data-code=tls_needed]")
        .await;
    window
        .value(&hook("change-url"), "http://faceid.example.com")
        .await;
    window
        .fill(&hook("change-url"), "https://faceid.example.com")
        .await;
    window.click(&hook("propose-change")).await;
    // Who proposed is told why they may not approve.
    window
        .see("[data-testid=approve-change][aria-disabled=true]")
        .await;
    window.picture("proposed").await;
    window.lock().await;
    window.sign_in(&ZHAO).await;
    window.settings("changes").await;
    window
        .click("[data-testid=approve-change]:not([aria-disabled])")
        .await;
    window
        .see("[data-testid=change][data-state=approved]")
        .await;
    window.picture("approved").await;

    let begun = Instant::now();
    let mut second = session.command(program("veridesk"));
    let mut second = second
        .arg("--desk")
        .arg(&desk)
        .env("DISPLAY", window.display())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let ended = loop {
        match second.try_wait().unwrap() {
            Some(status) => break status,
            None => assert!(begun.elapsed() < PATIENCE, "the second start goes on"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(ended.success(), "{ended}");
    window.see(&hook("lock")).await;
    window.close().await;
}
