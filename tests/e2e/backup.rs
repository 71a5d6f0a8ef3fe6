//! A recovery secret is handed out to three holders, two people put it in force, and a backup is made at the window.

use std::time::Duration;

use sandbox::{Sandbox, SandboxOptions};
use serde_json::json;
use testkit::secret_service::Session;

use crate::acts::{CHINESE, ENGLISH, LIN, Language, ZHAO};
use crate::hardening::search;
use crate::window::{Window, hook};

/// Longer than a small desk takes to be written and opened again.
const BACKUP: Duration = Duration::from_secs(60);

const HOLDERS: [&str; 3] = ["林晓", "赵敏", "孙立"];

#[tokio::test]
async fn three_holders_two_people_and_a_folder_make_a_backup_in_chinese() {
    backed_up(CHINESE, "backup-zh").await;
}

#[tokio::test]
async fn three_holders_two_people_and_a_folder_make_a_backup_in_english() {
    backed_up(ENGLISH, "backup-en").await;
}

async fn backed_up(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let folder = session.home().join("backup");
    let mut window = Window::open(&session, &desk, name).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;

    // Without a recovery secret there is no backup, and the page says what comes first.
    window.settings("backup").await;
    window.see(&concern("no_secret")).await;
    window.see(&hook("backup-refused")).await;
    window.picture("no-secret").await;
    let shares = window.hand_out().await;
    window.see(&hook("recovery-waiting")).await;
    window.picture("waiting").await;
    window.lock().await;

    window.sign_in(&ZHAO).await;
    window.approve("set_recovery").await;
    window.lock().await;

    // Who makes backups is told at sign-in that there is none.
    window.sign_in(&ZHAO).await;
    window.see(&concern("none")).await;
    window.picture("told").await;
    window.click(&hook("to-backup")).await;
    window.see("[data-testid=recovery][data-set=true]").await;
    for holder in HOLDERS {
        window.read(&hook("recovery-holders"), holder).await;
    }
    // A supervisor makes backups and begins no secret.
    window
        .see("[data-testid=recovery-begin][aria-disabled=true]")
        .await;
    window.click(&hook("backup-choose")).await;
    window
        .value(&hook("backup-folder"), folder.to_str().unwrap())
        .await;
    window.picture("ready").await;
    window.click(&hook("backup-begin")).await;
    window
        .see_within(
            BACKUP,
            "[data-testid=backup-made][data-generation=\"1\"][data-full=true]",
        )
        .await;
    window
        .see("[data-testid=backup-generation][data-generation=\"1\"]")
        .await;
    window.picture("made").await;
    assert!(folder.join("keys.vdk").is_file());
    assert!(folder.join("generation-000001.vdb").is_file());

    // The folder is known from here on, and the next one holds what came since.
    window.click(&hook("backup-begin")).await;
    window
        .see_within(
            BACKUP,
            "[data-testid=backup-made][data-generation=\"2\"][data-full=false]",
        )
        .await;
    window.lock().await;

    // It is on record: whoever signs in next finds it, and nothing is left to warn of.
    window.sign_in(&LIN).await;
    window.settings("backup").await;
    window
        .see("[data-testid=backup-generation][data-generation=\"2\"]")
        .await;
    window
        .read(&hook("backup-last-folder"), folder.to_str().unwrap())
        .await;
    window
        .value(&hook("backup-folder"), folder.to_str().unwrap())
        .await;
    let warnings = "return document.querySelectorAll('[data-testid=backup-concern]').length";
    assert_eq!(window.run(warnings, vec![]).await, json!(0));
    window.picture("on-record").await;
    window.lock().await;
    window.close().await;

    // Nothing that the program or the web engine wrote holds a piece of a share.
    let mut found = Vec::new();
    let pieces: Vec<&str> = shares.iter().map(String::as_str).collect();
    search(session.home(), &pieces, &mut found);
    assert!(found.is_empty(), "{found:?}");
}

fn concern(of: &str) -> String {
    format!("[data-testid=backup-concern][data-concern={of}]")
}

impl Window {
    /// Hands a recovery secret out to three holders and proposes it. Answers with pieces of the shares, two groups long
    /// as they stand on a line: what must be found nowhere.
    async fn hand_out(&mut self) -> Vec<String> {
        self.click(&hook("recovery-begin")).await;
        for (place, holder) in (1..).zip([HOLDERS[0], HOLDERS[0], HOLDERS[2]]) {
            self.fill(&hook(&format!("holder-{place}")), holder).await;
        }
        self.click(&hook("recovery-start")).await;
        self.see("[data-testid=problem][data-code=holders_unfit]")
            .await;
        self.fill(&hook("holder-2"), HOLDERS[1]).await;
        self.picture("holders").await;
        self.click(&hook("recovery-start")).await;

        let mut pieces = Vec::new();
        for place in 0..HOLDERS.len() {
            let groups = self.share(place == 0).await;
            if place == 0 {
                self.mistyped().await;
            }
            self.typed_back(&groups).await;
            if place < 2 {
                self.click(&hook("ceremony-next")).await;
            }
            pieces.extend(groups.chunks(5).map(|line| line[..2].join(" ")));
        }
        self.see(&hook("ceremony-propose")).await;
        self.picture("complete").await;
        self.click(&hook("ceremony-propose")).await;
        pieces
    }

    /// The groups of the share whose holder is called. They are on the page until they are hidden, and not after that.
    async fn share(&mut self, keep_pictures: bool) -> Vec<String> {
        self.see("[data-testid=ceremony][data-stage=called]").await;
        if keep_pictures {
            self.picture("called").await;
        }
        self.click(&hook("share-show")).await;
        self.see(&hook("share")).await;
        if keep_pictures {
            self.picture("share").await;
        }
        let shown = "return [...document.querySelectorAll('[data-testid=share] code')].map((it) => it.textContent)";
        let groups: Vec<String> = serde_json::from_value(self.run(shown, vec![]).await).unwrap();
        assert_eq!(groups.len(), 20);
        assert!(groups.iter().all(|group| group.len() == 5));
        self.click(&hook("share-hide")).await;
        self.see(&hook("share-check")).await;
        let left = "const page = document.documentElement.outerHTML; return arguments[0].filter((it) => page.includes(it))";
        assert_eq!(self.run(left, vec![json!(groups)]).await, json!([]));
        groups
    }

    /// The numbers of the groups that are asked for.
    async fn asked(&self) -> Vec<usize> {
        let asked = "return [...document.querySelectorAll('[data-testid^=group-]')].map((it) => Number(it.dataset.group))";
        serde_json::from_value(self.run(asked, vec![]).await).unwrap()
    }

    /// A wrong answer is refused in words, and the fields are empty for the groups that are asked for next.
    async fn mistyped(&mut self) {
        for place in 1..=2 {
            self.fill(&hook(&format!("group-{place}")), "00000").await;
        }
        self.click(&hook("share-check")).await;
        self.see("[data-testid=problem][data-code=share_not_typed_back]")
            .await;
        self.value(&hook("group-1"), "").await;
        self.picture("mistyped").await;
    }

    async fn typed_back(&self, groups: &[String]) {
        let asked = self.asked().await;
        assert_eq!(asked.len(), 2);
        for (place, number) in (1..).zip(asked) {
            self.fill(&hook(&format!("group-{place}")), &groups[number - 1])
                .await;
        }
        self.click(&hook("share-check")).await;
    }
}
