//! A case walked by hand from the form to the customer's message.

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;
use thirtyfour::Key;

use crate::acts::{LARGE, LIN, SMALL, ZHAO};
use crate::window::{Window, hook};

#[tokio::test]
async fn a_case_goes_from_the_form_to_the_customer_and_takes_two_people() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, "zh").await;
    window.found(&sandbox.url()).await;
    window.picture("empty-queue").await;

    window.enter(&LARGE).await;
    window.picture("submitted").await;
    window.press("n").await;
    window.read(&hook("clear-name"), LARGE.name).await;
    assert_eq!(window.driver().title().await.unwrap(), "A-1001 · Veridesk");
    window.press("r").await;
    window.see("[data-testid=check][data-outcome=match]").await;
    window.decide("1", "all_agree").await;
    window.read(&hook("policy"), "将送复核").await;
    window.fill(&hook("why"), "四要素一致").await;
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

    window.sign_in(&ZHAO).await;
    window.press("g").await;
    window.press("r").await;
    window.click(&hook("case-row")).await;
    window.click(&hook("choice-agree")).await;
    window.fill(&hook("why"), "依据齐全").await;
    window.picture("review").await;
    window.click(&hook("review")).await;
    window.see("[data-testid=feedback][data-state=held]").await;
    window.picture("held").await;
    // The message is held for a minute; then it goes by itself.
    window.pause(58_000).await;
    window.see("[data-testid=feedback][data-state=sent]").await;
    window.see("[data-testid=status][data-status=closed]").await;
    window.picture("closed").await;
    let received = sandbox.received();
    assert_eq!((received.calls.len(), received.messages.len()), (2, 1));
    window.click(&hook("go-settings")).await;
    window.click(&hook("verify")).await;
    window.see(&format!("{} .tone-ok", hook("verified"))).await;
    window.picture("settings").await;
    window.close().await;
}

#[tokio::test]
async fn the_same_in_english_with_the_institution_gone_in_the_middle_and_back() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let (url, address) = (sandbox.url(), sandbox.addr());
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, "en").await;
    window.english().await;
    window.found(&url).await;
    window.enter(&SMALL).await;
    window.click(&hook("open-submitted")).await;
    window.see(&hook("case")).await;

    sandbox.stop();
    window.press("r").await;
    window.see("[data-testid=check][data-state=queued]").await;
    window.read(&hook("line"), "waiting to be sent").await;
    window.picture("no-line").await;
    window.click(&hook("go-outbox")).await;
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
    window.read(&hook("policy"), "One person is enough").await;
    window.press(Key::Control + Key::Enter).await;
    window.see("[data-testid=told], .problem").await;
    window.click(&hook("go-queue")).await;
    window.click(&hook("view-decided")).await;
    window.click(&hook("case-row")).await;
    window.click(&hook("take-back")).await;
    window
        .see("[data-testid=status][data-status=in_progress]")
        .await;
    window.picture("taken-back").await;
    assert!(sandbox.received().messages.is_empty());
    window.lock().await;
    window.sign_in(&LIN).await;
    window.close().await;
}
