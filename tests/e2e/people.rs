//! Somebody is taken on, works here and leaves: proposed by one person, approved by another.

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{CHINESE, Colleague, ENGLISH, LIN, Language, ZHAO};
use crate::window::{Window, hook};

const SUN: Colleague = Colleague {
    name: "孙立",
    passphrase: "paper boats under the stone bridge",
};

#[tokio::test]
async fn somebody_is_taken_on_by_two_people_works_and_leaves_with_all_keys_changed_in_chinese() {
    comes_and_goes(CHINESE, "people-zh").await;
}

#[tokio::test]
async fn somebody_is_taken_on_by_two_people_works_and_leaves_with_all_keys_changed_in_english() {
    comes_and_goes(ENGLISH, "people-en").await;
}

async fn comes_and_goes(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.resize(1280, 720).await;

    // An administrator proposes; the passphrase is the new person's own.
    window.settings("people").await;
    window.see("[data-testid=person][data-name=赵敏]").await;
    window.picture("roster").await;
    window.click(&hook("enrol-open")).await;
    window.fill(&hook("enrol-name"), SUN.name).await;
    window
        .passphrase_twice("enrol-passphrase", "too short")
        .await;
    window.click(&hook("enrol-propose")).await;
    window
        .see("[data-testid=problem][data-code=passphrase_too_short]")
        .await;
    window.picture("too-short").await;
    window
        .passphrase_twice("enrol-passphrase", SUN.passphrase)
        .await;
    window.click(&hook("enrol-propose")).await;
    window.see("[data-testid=waiting][data-what=enrol]").await;
    window.picture("proposed").await;
    // Who proposed may not approve, and is told why.
    window.click(&hook("open-changes")).await;
    window
        .see("[data-what=enrol] [data-testid=approve-change][aria-disabled=true]")
        .await;
    window.picture("own-proposal").await;
    window.lock().await;

    window.theme("dark").await;
    window.fill(&hook("name"), SUN.name).await;
    window.fill(&hook("passphrase"), SUN.passphrase).await;
    window.click(&hook("sign-in")).await;
    window
        .see("[data-testid=problem][data-code=not_approved_yet]")
        .await;
    window.picture("not-yet").await;

    window.sign_in(&ZHAO).await;
    window.approve("enrol").await;
    window.picture("approved").await;
    window.lock().await;

    // They work cases, and look at the roster without proposing anything.
    window.sign_in(&SUN).await;
    window.see(&hook("go-queue")).await;
    window.settings("people").await;
    window.see(&hook("people-refused")).await;
    window.picture("read-only").await;
    window.lock().await;

    window.sign_in(&LIN).await;
    window.settings("people").await;
    window
        .click("[data-testid=person][data-name=孙立] [data-testid=propose-dismissal]")
        .await;
    window.see(&hook("person-act")).await;
    window.picture("leaving").await;
    window.click(&hook("person-propose")).await;
    window.see("[data-testid=waiting][data-what=dismiss]").await;
    window.lock().await;

    window.sign_in(&ZHAO).await;
    window.approve("dismiss").await;
    window.settings("keys").await;
    window.see("[data-testid=epoch][data-epoch=\"2\"]").await;
    window
        .see("[data-testid=key-change-done][data-cause=leaving]")
        .await;
    window.picture("left").await;
    // The roster goes on telling who was here, last and with nothing left to propose.
    window.settings("people").await;
    window
        .see("[data-testid=person]:last-child[data-name=孙立].gone")
        .await;
    window.picture("roster-after").await;
    window.lock().await;

    window.fill(&hook("name"), SUN.name).await;
    window.fill(&hook("passphrase"), SUN.passphrase).await;
    window.click(&hook("sign-in")).await;
    window.see(&hook("problem")).await;
    window.close().await;
}
