//! The window under test: started by WebKitWebDriver, asked and pressed through it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::secret_service::Session;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, TypingData};

use crate::display::Display;

/// Longer than anything on the screen may take to appear.
const PATIENCE: Duration = Duration::from_secs(25);
const GLANCE: Duration = Duration::from_millis(25);

/// The one violation there is: the style by which Tauri hides its isolation frame; our own style sheet hides it.
const KNOWN_FAULT: &str = "policy: style-src-elem inline user-script";

/// A window at a desk, in a login session.
pub(crate) struct Window {
    driver: Option<WebDriver>,
    server: Child,
    display: Display,
    pub(crate) size: (u32, u32),
    name: &'static str,
    pictures: u32,
}

/// The program: the one that is named, for a bench of another build, else the one built beside the test.
pub(crate) fn program(name: &str) -> PathBuf {
    if let Some(named) = std::env::var_os("VERIDESK_WINDOW").filter(|_| name == "veridesk") {
        return PathBuf::from(named);
    }
    let test = std::env::current_exe().unwrap();
    let path = test.parent().and_then(Path::parent).unwrap().join(name);
    assert!(
        path.is_file(),
        "`{name}` is not built: run `cargo xtask test` first"
    );
    path
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Window {
    /// Opens the window at this desk. `name` is what its pictures are called.
    pub(crate) async fn open(session: &Session, desk: &Path, name: &'static str) -> Self {
        let display = Display::open();
        let port = free_port();
        let mut command = session.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", &display.name)
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
            .env(
                "VERIDESK_E2E_SAVE_TO",
                session.home().join("saved-errors.csv"),
            )
            .env("VERIDESK_E2E_FOLDER", session.home().join("backup"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(session.home().join(format!("{name}.log"))).unwrap());
        let server = command
            .spawn()
            .expect("WebKitWebDriver is installed (package webkit2gtk-driver): cargo xtask setup");
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "the driver does not listen");
            tokio::time::sleep(GLANCE).await;
        }
        let mut capabilities = Capabilities::new();
        capabilities
            .set(
                "webkitgtk:browserOptions",
                json!({ "binary": program("veridesk"), "args": ["--desk", desk] }),
            )
            .unwrap();
        // Another test of this process may have been first. The driver is on this computer and speaks no TLS.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .unwrap();
        let mut window = Self {
            driver: Some(driver),
            server,
            display,
            size: (1280, 800),
            name,
            pictures: 0,
        };
        window.resize(1280, 800).await;
        window.see("h1").await;
        window
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        self.driver.as_ref().unwrap()
    }

    pub(crate) async fn resize(&mut self, width: u32, height: u32) {
        self.size = (width, height);
        self.driver()
            .set_window_rect(0, 0, width, height)
            .await
            .unwrap();
    }

    /// Waits for an element, and answers with it.
    pub(crate) async fn see(&self, css: &str) -> WebElement {
        self.see_within(PATIENCE, css).await
    }

    /// Waits for an element at most so long.
    pub(crate) async fn see_within(&self, patience: Duration, css: &str) -> WebElement {
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.driver().find(By::Css(css)).await {
                return element;
            }
            if begun.elapsed() > patience {
                self.display.picture(
                    self.size,
                    &pictures().join(format!("{}-missing.png", self.name)),
                );
                panic!(
                    "{}: {css} does not appear; on the screen: {}",
                    self.name,
                    self.text("body").await
                );
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// What an element says.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.run(
            "return document.querySelector(arguments[0])?.innerText ?? ''",
            vec![json!(css)],
        )
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
    }

    /// Waits until an element says this.
    pub(crate) async fn read(&self, css: &str, text: &str) {
        let begun = Instant::now();
        while !self.text(css).await.contains(text) {
            assert!(
                begun.elapsed() < PATIENCE,
                "{}: {css} does not say {text:?} but {:?}",
                self.name,
                self.text(css).await
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    pub(crate) async fn click(&self, css: &str) {
        let begun = Instant::now();
        loop {
            let clicked = self.see(css).await.click().await;
            match clicked {
                Ok(()) => return,
                // Drawn anew between finding and clicking.
                Err(fault) if begun.elapsed() > PATIENCE => panic!("{}: {css}: {fault}", self.name),
                Err(_) => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// Hands a file to a file input.
    pub(crate) async fn choose(&self, css: &str, file: &str) {
        self.see(css).await.send_keys(file).await.unwrap();
    }

    /// Waits until a field has this in it.
    pub(crate) async fn value(&self, css: &str, expected: &str) {
        let begun = Instant::now();
        loop {
            let script = "return document.querySelector(arguments[0])?.value ?? null";
            let value = self.run(script, vec![json!(css)]).await;
            if value == json!(expected) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{}: {css} does not hold {expected:?} but {value}",
                self.name
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The display the window is on.
    pub(crate) fn display(&self) -> &str {
        &self.display.name
    }

    /// Types into a field, from empty.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(Key::Backspace + "").await.unwrap();
        if !text.is_empty() {
            field.send_keys(text).await.unwrap();
        }
    }

    /// Presses keys on the page as a whole.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        // Whatever field had the focus: keys of the page are not for it.
        self.run("document.activeElement?.blur?.()", vec![]).await;
        self.see("body").await.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let done = self.driver().execute(script, arguments).await.unwrap();
        done.json().clone()
    }

    /// Keeps a picture of the window as it is.
    pub(crate) async fn picture(&mut self, of: &str) {
        // What fades or slides is over.
        tokio::time::sleep(Duration::from_millis(350)).await;
        self.glimpse(of);
    }

    /// Keeps a picture of what will not stay.
    pub(crate) fn glimpse(&mut self, of: &str) {
        self.pictures += 1;
        let file = format!("{}-{:02}-{of}.png", self.name, self.pictures);
        self.display.picture(self.size, &pictures().join(file));
    }

    /// What the page itself met so far: errors, warnings, violations of the policy.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let kept = self
            .run(
                "return document.documentElement.dataset.faults ?? '[]'",
                vec![],
            )
            .await;
        let faults: Vec<String> = serde_json::from_str(kept.as_str().unwrap()).unwrap();
        faults
            .into_iter()
            .filter(|it| !it.starts_with(KNOWN_FAULT))
            .collect()
    }

    /// The process of the driver, from which those of the window descend.
    pub(crate) fn process(&self) -> u32 {
        self.server.id()
    }

    /// Closes the window; nothing may have gone wrong in its page.
    pub(crate) async fn close(mut self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{}: {faults:#?}", self.name);
        if let Some(driver) = self.driver.take() {
            driver.quit().await.unwrap();
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The window ends with its driver; a test that failed need not wait for it to say good-bye.
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Where pictures lie: where the caller wants them, else beside the build.
pub(crate) fn pictures() -> PathBuf {
    let folder = std::env::var_os("VERIDESK_PICTURES").map_or_else(
        || {
            let test = std::env::current_exe().unwrap();
            test.ancestors().nth(3).unwrap().join("pictures")
        },
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The hook by which tests find things.
pub(crate) fn hook(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}
