//! The demo desk in both languages and both themes, at the smallest size; and whether everybody can use it (axe-core).

use std::path::Path;

use serde_json::Value;
use testkit::secret_service::Session;
use thirtyfour::Key;

use crate::demo::made;
use crate::window::{Window, hook};

/// Violations axe finds on the page as it is: id, impact, tags and the first place.
async fn violations(window: &Window, page: &str) -> Vec<(String, bool, String)> {
    let source =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(source)
        .expect("axe-core is installed: cargo xtask test installs it");
    window
        .run(&format!("{source}; window.axe = axe;"), vec![])
        .await;
    let script = "const done = arguments[arguments.length - 1];\
                  axe.run(document, { resultTypes: ['violations'] }).then((it) => done(it.violations), (e) => done(String(e)));";
    let found = window.driver().execute_async(script, vec![]).await.unwrap();
    let Value::Array(found) = found.json().clone() else {
        panic!("{page}: axe did not run: {}", found.json());
    };
    let one = |it: &Value| {
        let is_a = it["tags"]
            .as_array()
            .unwrap()
            .iter()
            .any(|tag| tag == "wcag2a" || tag == "wcag21a");
        let place = it["nodes"][0]["html"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .take(160)
            .collect::<String>();
        (
            format!("{page}: {}", it["id"].as_str().unwrap_or_default()),
            is_a,
            place,
        )
    };
    found.iter().map(one).collect()
}

#[tokio::test]
async fn every_page_is_for_everybody_in_both_languages_and_both_themes() {
    let session = Session::without_keychain();
    let desk = session.home().join("desk");
    made(&desk, "http://127.0.0.1:9");
    let mut window = Window::open(&session, &desk, "looks").await;
    let mut found = violations(&window, "sign-in").await;
    window.picture("sign-in").await;
    window.click("[data-testid=segment-dark]").await;
    window.picture("sign-in-dark").await;
    window
        .click("[data-testid=demo-person][data-name=赵敏]")
        .await;
    window.see(&hook("case-row")).await;
    for (language, theme, width, height) in [
        ("zh", "dark", 1280, 720),
        ("en", "light", 1280, 720),
        ("en", "dark", 1600, 1000),
    ] {
        window.resize(width, height).await;
        window.click(&hook(&format!("segment-{language}"))).await;
        window.click(&hook("go-settings")).await;
        window
            .click(&format!("{} ", hook(&format!("segment-{theme}"))))
            .await;
        window.see(&format!("html[data-theme={theme}]")).await;
        for page in ["settings", "intake", "outbox", "review", "queue"] {
            window.click(&hook(&format!("go-{page}"))).await;
            if page == "review" || page == "queue" {
                window.click(&hook("case-row")).await;
                window.see(&hook("timeline")).await;
            }
            window.pause(250).await;
            window.picture(&format!("{page}-{language}-{theme}")).await;
            found.extend(violations(&window, &format!("{page} {language} {theme}")).await);
        }
    }
    window.press("?").await;
    window.picture("keys").await;
    found.extend(violations(&window, "keys").await);
    window.press(Key::Escape).await;
    let level_a: Vec<_> = found.iter().filter(|(_, is_a, _)| *is_a).collect();
    for (of, _, place) in found.iter().filter(|(_, is_a, _)| !is_a) {
        println!("beyond level A: {of}: {place}");
    }
    assert!(level_a.is_empty(), "{level_a:#?}");
    window.close().await;
}
