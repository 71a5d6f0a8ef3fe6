//! The walk through the demo desk that `cargo xtask run` makes where there is no display.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;
use thirtyfour::Key;

use crate::window::{Window, hook, pictures};

/// `cargo xtask run` names the desk it made, beside which its sandbox runs; without that the test makes its own.
#[tokio::test]
async fn a_case_is_walked_through_the_demo_desk() {
    let session = Session::without_keychain();
    if let Some(desk) = std::env::var_os("VERIDESK_DEMO_DESK") {
        return walk(&session, &PathBuf::from(desk)).await;
    }
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    made(&desk, &sandbox.url());
    walk(&session, &desk).await;
    assert!(!sandbox.received().calls.is_empty());
}

/// Makes a demo desk as it would be today.
pub(crate) fn made(desk: &Path, institution: &str) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now_ms = i64::try_from(now.as_millis()).unwrap();
    demo::make(desk, institution, now_ms).unwrap();
}

async fn walk(session: &Session, desk: &Path) {
    let mut window = Window::open(session, desk, "demo").await;
    window.see(&hook("demo-person")).await;
    window.picture("sign-in").await;
    window
        .click("[data-testid=demo-person][data-name=林晓]")
        .await;
    window.see(&hook("case-row")).await;
    window.picture("queue").await;
    println!(
        "A desk with {} was opened.",
        window.text(&hook("view-next")).await.replace('\n', " ")
    );
    window.press("n").await;
    window.see(&hook("clear-name")).await;
    let reference = window
        .see(&hook("case"))
        .await
        .attr("data-reference")
        .await
        .unwrap()
        .unwrap();
    println!("Case {reference} was claimed.");
    window.picture("case").await;
    if window
        .driver()
        .find(thirtyfour::By::Css("[data-testid=check]"))
        .await
        .is_err()
    {
        window.press("r").await;
    }
    window.see("[data-testid=check][data-state=answered]").await;
    println!("The institution answered.");
    let agrees = window
        .run(
            "return document.querySelector('[data-testid=check]').dataset.outcome === 'match'",
            vec![],
        )
        .await;
    if agrees == true {
        window.decide("1", "all_agree").await;
    } else {
        window.decide("4", "decided_on_what_is_known").await;
    }
    window.see(&hook("policy")).await;
    window.picture("proposal").await;
    window.press(Key::Control + Key::Enter).await;
    window
        .see(&format!(
            "[data-testid=case]:not([data-reference=\"{reference}\"])"
        ))
        .await;
    println!("It was decided, and the next case opened by itself.");
    window.picture("next").await;
    for (section, of) in [
        ("go-review", "review"),
        ("go-outbox", "outbox"),
        ("go-intake", "intake"),
    ] {
        window.click(&hook(section)).await;
        window.picture(of).await;
    }
    window.lock().await;
    window.close().await;
    println!("Pictures: {}", pictures().display());
}
