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

/// What hangs over an edge: the page itself and everything in it that scrolls, but for the tabs, which may.
const OVER_THE_EDGE: &str = "
    const wide = [...document.querySelectorAll('html, body, .scroll:not(.tabs)')]
        .filter((it) => it.scrollWidth > it.clientWidth + 1)
        .map((it) => `${it.tagName}.${it.className}: ${it.scrollWidth} in ${it.clientWidth}`);
    const cut = [...document.querySelectorAll('.button, .tag, .field > label, th, h1, h2')]
        .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 && it.closest('.tabs') === null)
        .map((it) => `${it.className || it.tagName} is cut off: ${it.textContent}`);
    return [...wide, ...cut];";

/// Looks at the page as it is: keeps a picture, and notes what axe finds and what hangs over an edge.
struct Looks {
    window: Window,
    found: Vec<(String, bool, String)>,
}

impl Looks {
    async fn at(&mut self, page: &str) {
        self.window.pause(250).await;
        self.window.picture(page).await;
        self.found.extend(violations(&self.window, page).await);
        let over = self.window.run(OVER_THE_EDGE, vec![]).await;
        assert_eq!(over, serde_json::json!([]), "{page}");
    }

    async fn in_looks(&mut self, language: &str, theme: &str) {
        let window = &self.window;
        window.settings("appearance").await;
        window.click(&hook(&format!("segment-{language}"))).await;
        window.click(&hook(&format!("segment-{theme}"))).await;
        window.see(&format!("html[data-theme={theme}]")).await;
    }

    /// Every page of the settings but the one that is open when one comes there: where looks are chosen.
    async fn settings(&mut self, look: &str) {
        for page in [
            "desk",
            "people",
            "keys",
            "backup",
            "changes",
            "retention",
            "audit",
            "reveals",
            "appearance",
            "support",
        ] {
            self.window.settings(page).await;
            self.at(&format!("settings-{page}-{look}")).await;
        }
    }

    /// No violation of level A; those of level AA, and of axe's own advice, are listed.
    async fn end(self) {
        let level_a: Vec<_> = self.found.iter().filter(|(_, is_a, _)| *is_a).collect();
        for (of, _, place) in self.found.iter().filter(|(_, is_a, _)| !is_a) {
            println!("beyond level A: {of}: {place}");
        }
        assert!(level_a.is_empty(), "{level_a:#?}");
        println!("beyond level A: {} in all", self.found.len());
        self.window.close().await;
    }
}

#[tokio::test]
async fn the_first_hour_is_for_everybody_in_both_languages() {
    let session = Session::without_keychain();
    let desk = session.home().join("desk");
    let mut looks = Looks {
        window: Window::open(&session, &desk, "first-hour").await,
        found: Vec::new(),
    };
    looks.window.resize(1280, 720).await;
    looks.at("founding-zh").await;
    looks.window.click(&hook("segment-en")).await;
    looks.window.click(&hook("segment-dark")).await;
    looks.at("founding-en-dark").await;
    looks.end().await;
}

#[tokio::test]
async fn every_page_is_for_everybody_in_both_languages_and_both_themes() {
    let session = Session::without_keychain();
    let desk = session.home().join("desk");
    made(&desk, "http://127.0.0.1:9");
    let mut looks = Looks {
        window: Window::open(&session, &desk, "looks").await,
        found: Vec::new(),
    };
    looks.at("sign-in").await;
    looks.window.click(&hook("segment-dark")).await;
    looks.at("sign-in-dark").await;
    looks
        .window
        .click("[data-testid=demo-person][data-name=赵敏]")
        .await;
    looks.window.see(&hook("case-row")).await;
    for (language, theme, width, height) in [
        ("zh", "dark", 1280, 720),
        ("en", "light", 1280, 720),
        ("zh", "light", 1200, 680),
        ("en", "dark", 2560, 1440),
    ] {
        looks.window.resize(width, height).await;
        looks.in_looks(language, theme).await;
        for page in ["settings", "intake", "outbox", "review", "queue"] {
            looks.window.click(&hook(&format!("go-{page}"))).await;
            if page == "review" || page == "queue" {
                looks.window.open_first().await;
            }
            looks.at(&format!("{page}-{language}-{theme}")).await;
        }
        looks.settings(&format!("{language}-{theme}")).await;
    }
    looks.window.press("?").await;
    looks.at("keys").await;
    looks.window.press(Key::Escape).await;
    looks.window.resize(1280, 800).await;
    for (language, theme) in [("en", "light"), ("zh", "dark")] {
        looks.in_looks(language, theme).await;
        looks.window.click(&hook("go-queue")).await;
        for view in ["decided", "closed", "screened"] {
            looks.window.click(&hook(&format!("view-{view}"))).await;
            looks
                .window
                .see(&format!(
                    "{}[aria-selected=true]",
                    hook(&format!("view-{view}"))
                ))
                .await;
            looks.window.pause(250).await;
            looks.window.open_first().await;
            looks.at(&format!("{view}-{language}-{theme}")).await;
        }
        looks.window.click(&hook("mend")).await;
        looks.at(&format!("amendment-{language}-{theme}")).await;
        looks.window.click(&hook("go-intake")).await;
        looks.window.click(&hook("segment-file")).await;
        looks.at(&format!("file-{language}-{theme}")).await;
        // A form that was sent too early: each field says what it lacks.
        looks.window.click(&hook("segment-form")).await;
        looks.window.click(&hook("submit")).await;
        looks.window.see(".said.bad").await;
        looks.at(&format!("incomplete-{language}-{theme}")).await;
    }
    looks.end().await;
}
