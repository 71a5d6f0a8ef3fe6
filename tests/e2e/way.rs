//! A case walked by hand from the form to the customer's message.

use std::time::Duration;

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;
use thirtyfour::Key;

use crate::acts::{CHINESE, ENGLISH, LARGE, LIN, Language, SMALL, ZHAO};
use crate::window::{Window, hook};

/// Longer than a message is held.
const HOLD: Duration = Duration::from_secs(80);

#[tokio::test]
async fn a_case_goes_from_the_form_to_the_customer_and_takes_two_people_in_chinese() {
    takes_two_people(CHINESE, "zh").await;
}

#[tokio::test]
async fn a_case_goes_from_the_form_to_the_customer_and_takes_two_people_in_english() {
    takes_two_people(ENGLISH, "en").await;
}

async fn takes_two_people(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.picture("empty-queue").await;

    window.enter(&LARGE, "open").await;
    window.picture("submitted").await;
    window.press("n").await;
    window.read(&hook("clear-name"), LARGE.name).await;
    assert_eq!(window.driver().title().await.unwrap(), "A-1001 · Veridesk");
    window.picture("claimed").await;
    window.press("r").await;
    window.see("[data-testid=check][data-outcome=match]").await;
    window.decide("1", "all_agree").await;
    window.read(&hook("policy"), language.goes_to_review).await;
    window
        .fill(&hook("why"), "四要素一致 / all four agree")
        .await;
    window.picture("case").await;
    window.press(Key::Control + Key::Enter).await;
    window.see(".empty").await;
    window.press("g").await;
    window.press("r").await;
    window.click(&hook("case-row")).await;
    // Who proposed may not judge: the button says so, and the house would refuse.
    window.see("[data-testid=review][aria-disabled=true]").await;
    window.picture("own-proposal").await;
    window.lock().await;
    window.picture("locked").await;

    window.sign_in(&ZHAO).await;
    window.press("g").await;
    window.press("r").await;
    window.click(&hook("case-row")).await;
    window.see("[data-testid=preview]:not(.soft)").await;
    window.press("1").await;
    window.fill(&hook("why"), "依据齐全 / complete").await;
    window.picture("review").await;
    window.press(Key::Control + Key::Enter).await;
    window.see("[data-testid=feedback][data-state=held]").await;
    window.picture("held").await;
    // The message is held for a minute; then it goes by itself.
    window
        .see_within(HOLD, "[data-testid=feedback][data-state=sent]")
        .await;
    window.see("[data-testid=status][data-status=closed]").await;
    window.picture("closed").await;
    let received = sandbox.received();
    assert_eq!((received.calls.len(), received.messages.len()), (2, 1));
    window.settings("audit").await;
    window.click(&hook("verify")).await;
    window.see(&format!("{} .tone-ok", hook("verified"))).await;
    window.picture("settings").await;
    window.close().await;
}

#[tokio::test]
async fn the_same_with_the_institution_gone_in_the_middle_and_back_in_chinese() {
    institution_gone_and_back(CHINESE, "gone-zh").await;
}

#[tokio::test]
async fn the_same_with_the_institution_gone_in_the_middle_and_back_in_english() {
    institution_gone_and_back(ENGLISH, "gone-en").await;
}

async fn institution_gone_and_back(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let (url, address) = (sandbox.url(), sandbox.addr());
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&url).await;
    window.enter(&SMALL, "open").await;
    window.click(&hook("open-submitted")).await;
    window.see(&hook("case")).await;

    sandbox.stop();
    window.press("r").await;
    window.see("[data-testid=check][data-state=queued]").await;
    window.read(&hook("line"), language.waits_to_be_sent).await;
    window.picture("no-line").await;
    window.click(&hook("line")).await;
    window.see("[data-testid=call][data-state=queued]").await;
    window.picture("outbox").await;
    let sandbox = Sandbox::start(SandboxOptions {
        listen: address,
        ..SandboxOptions::default()
    })
    .unwrap();
    window.click(&hook("send-now")).await;
    window.see("[data-testid=call][data-state=answered]").await;
    assert_eq!(sandbox.received().billed, 1);

    window.click("[data-testid=call] .link").await;
    window.see("[data-testid=check][data-outcome=match]").await;
    window.decide("1", "all_agree").await;
    window.read(&hook("policy"), language.one_is_enough).await;
    window.press(Key::Control + Key::Enter).await;
    // There is no next case: the queue says that it is empty.
    window
        .see("[data-testid=problem][data-code=queue_empty]")
        .await;
    // And the page shows what was decided, though it was opened from the outbox.
    window.see("[data-testid=feedback][data-state=held]").await;
    window.picture("no-next").await;
    window.click(&hook("go-queue")).await;
    window.click(&hook("view-decided")).await;
    window.click(&hook("case-row")).await;
    window.click(&hook("take-back")).await;
    window.see("[data-testid=status][data-status=open]").await;
    window.picture("taken-back").await;
    assert!(sandbox.received().messages.is_empty());
    window.lock().await;
    window.sign_in(&LIN).await;
    window.close().await;
}
