//! Somebody is shown what is masked; a supervisor reads who was, and takes the case out as a file.

use sandbox::{Sandbox, SandboxOptions};
use serde_json::json;
use testkit::secret_service::Session;

use crate::acts::{CHINESE, ENGLISH, LIN, Language, SMALL, ZHAO};
use crate::window::{Window, hook};

/// Chooses an option as a person does, of a select that the engine draws outside the page.
const CHOOSE: &str = "
    const it = document.querySelector(arguments[0]);
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(it, arguments[1]);
    it.dispatchEvent(new Event('change', { bubbles: true }));
    return null;";

#[tokio::test]
async fn who_was_shown_what_is_read_by_a_supervisor_in_chinese() {
    reveals(CHINESE, "reveals-zh").await;
}

#[tokio::test]
async fn who_was_shown_what_is_read_by_a_supervisor_in_english() {
    reveals(ENGLISH, "reveals-en").await;
}

async fn reveals(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.resize(1280, 720).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.enter(&SMALL, "open").await;

    window.click(&hook("go-queue")).await;
    window.open_first().await;
    window.click(&hook("claim")).await;
    window.see(&hook("clear-name")).await;
    window.click(&hook("reveal-document_number")).await;
    let why = hook("reveal-why");
    window.see(&why).await;
    window.run(CHOOSE, vec![json!(why), json!("other")]).await;
    window
        .fill(&hook("reveal-words"), "核对原件 compared with the card")
        .await;
    window.click(&hook("reveal-show")).await;
    window
        .read(&hook("clear-document_number"), SMALL.document)
        .await;
    window.picture("shown").await;
    // An operator's settings have no such page.
    window.settings("audit").await;
    let none = window
        .run(
            "return document.querySelector(arguments[0]) === null",
            vec![json!(hook("settings-reveals"))],
        )
        .await;
    assert_eq!(none, json!(true));
    window.lock().await;

    window.sign_in(&ZHAO).await;
    window.settings("reveals").await;
    let of = |kind: &str| {
        format!(
            "[data-testid=reveal][data-kind={kind}][data-person={}]",
            LIN.name
        )
    };
    window.read(&of("viewed"), SMALL.reference).await;
    let revealed = of("revealed");
    window.read(&revealed, SMALL.reference).await;
    window.read(&revealed, "核对原件").await;
    let page = window.text("main").await;
    for clear in [SMALL.document, SMALL.name, SMALL.card] {
        assert!(!page.contains(clear), "{clear} is in the log: {page}");
    }
    window.picture("log").await;
    window
        .run(CHOOSE, vec![json!(hook("reveals-person")), json!(LIN.name)])
        .await;
    window.see(&revealed).await;

    window.settings("audit").await;
    window.fill(&hook("case-file-case"), SMALL.reference).await;
    window.click(&hook("case-file-save")).await;
    window.see(&hook("told")).await;
    window.picture("case-file").await;
    let saved = std::fs::read_to_string(session.home().join("saved-errors.csv")).unwrap();
    assert!(!saved.contains(SMALL.document));
    assert!(host::verify_case_file(&saved).unwrap().holds, "{saved}");
    window.close().await;
}
