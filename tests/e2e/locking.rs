//! Who does not get in, and what locking does to what is out.

use std::time::{Duration, Instant};

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{CHINESE, ENGLISH, LIN, Language, UNANSWERED};
use crate::window::{Window, hook};

#[tokio::test]
async fn who_does_not_get_in_is_told_what_to_do_and_what_is_out_becomes_unknown_in_chinese() {
    nobody_gets_in(CHINESE, ["lock-zh", "keychain-zh"]).await;
}

#[tokio::test]
async fn who_does_not_get_in_is_told_what_to_do_and_what_is_out_becomes_unknown_in_english() {
    nobody_gets_in(ENGLISH, ["lock-en", "keychain-en"]).await;
}

async fn nobody_gets_in(language: Language, names: [&'static str; 2]) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, names[0]).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.enter(&UNANSWERED, "open").await;
    window.click(&hook("open-submitted")).await;
    window.see(&hook("case")).await;
    window.press("r").await;
    window.see("[data-testid=check][data-state=sending]").await;

    let begun = Instant::now();
    window.click(&hook("lock")).await;
    window.see(&hook("locking")).await;
    assert!(!window.text("body").await.contains(UNANSWERED.reference));
    window.picture("locking").await;
    window.see(&hook("sign-in")).await;
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "{:?}",
        begun.elapsed()
    );

    window.fill(&hook("name"), LIN.name).await;
    window
        .fill(&hook("passphrase"), "not the passphrase of anybody")
        .await;
    window.click(&hook("sign-in")).await;
    window
        .see("[data-testid=problem][data-code=sign_in_failed]")
        .await;
    window.picture("wrong-passphrase").await;

    window.sign_in(&LIN).await;
    window.click(&hook("case-row")).await;
    window.see("[data-testid=check][data-state=unknown]").await;
    window.see(&hook("ask-again")).await;
    window.picture("unknown").await;
    window.close().await;

    let session = session.log_in_locked();
    let mut window = Window::open(&session, &desk, names[1]).await;
    window.see(&format!("html[lang={}]", language.html)).await;
    window.fill(&hook("name"), LIN.name).await;
    window.fill(&hook("passphrase"), LIN.passphrase).await;
    window.click(&hook("sign-in")).await;
    window.see("[data-testid=problem].fault").await;
    let problem = window.see(&hook("problem")).await;
    let code = problem.attr("data-code").await.unwrap().unwrap();
    assert!(
        ["keychain_locked", "keychain_timed_out"].contains(&code.as_str()),
        "{code}"
    );
    window.picture("keychain-locked").await;
    window.close().await;
}
