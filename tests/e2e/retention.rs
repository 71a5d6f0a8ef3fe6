//! How long cases are kept: terms by two people, a legal hold, and one case erased before its time, with what proves it.

use sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;
use testkit::secret_service::Session;

use crate::acts::{CHINESE, Colleague, ENGLISH, LIN, Language, SMALL, ZHAO};
use crate::window::{Window, hook};

/// The second supervisor: who placed a hold does not lift it.
const SUN: Colleague = Colleague {
    name: "孙立",
    passphrase: "paper boats under the stone bridge",
};

#[tokio::test]
async fn terms_a_hold_and_an_early_erasure_take_two_people_each_in_chinese() {
    kept_and_erased(CHINESE, "retention-zh").await;
}

#[tokio::test]
async fn terms_a_hold_and_an_early_erasure_take_two_people_each_in_english() {
    kept_and_erased(ENGLISH, "retention-en").await;
}

async fn kept_and_erased(language: Language, name: &'static str) {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, name).await;
    window.resize(1280, 720).await;
    window.speak(language).await;
    window.found(&sandbox.url()).await;
    window.enter(&SMALL, "open").await;
    window.take_on_a_supervisor(&SUN).await;
    window.lock().await;

    // A supervisor proposes another term and holds the case.
    window.sign_in(&ZHAO).await;
    window.approve("enrol").await;
    window.settings("retention").await;
    window.see("[data-testid=due][data-cases=\"0\"]").await;
    window.see(&hook("terms-hash")).await;
    window.picture("terms").await;
    window.click(&hook("terms-edit")).await;
    window.fill(&hook("months-screened_out"), "601").await;
    window.see("[data-testid=terms-propose]:disabled").await;
    window.fill(&hook("months-screened_out"), "3").await;
    window.picture("other-terms").await;
    window.click(&hook("terms-propose")).await;
    window
        .see("[data-testid=waiting][data-what=set_retention]")
        .await;
    window.picture("proposed").await;
    window.click(&hook("go-queue")).await;
    window.open_first().await;
    window.hold("hold-place", "法院调取 order 2026-118").await;
    window
        .see("[data-testid=keeping][data-hold=true] [data-testid=hold-lift][aria-disabled=true]")
        .await;
    window.picture("held").await;
    window.lock().await;

    // An administrator approves the terms, and proposes to erase the case.
    window.sign_in(&LIN).await;
    window.approve("set_retention").await;
    window.settings("retention").await;
    window
        .read(
            "[data-testid=terms-of][data-partner=\"\"] [data-ending=screened_out]",
            "3",
        )
        .await;
    window.fill(&hook("early-case"), SMALL.reference).await;
    window
        .fill(&hook("early-why"), "客户撤回同意 consent withdrawn")
        .await;
    window.click(&hook("early-ask")).await;
    window.see(&hook("early-sure")).await;
    window.picture("early").await;
    window.click(&hook("early-propose")).await;
    window
        .see("[data-testid=waiting][data-what=erase_case]")
        .await;
    window.lock().await;

    // While it is held nobody erases it; another supervisor lifts the hold, then it goes.
    window.sign_in(&SUN).await;
    window.settings("changes").await;
    window
        .click("[data-what=erase_case] [data-testid=approve-change]:not([aria-disabled])")
        .await;
    window.see("[data-testid=problem][data-code=on_hold]").await;
    window.picture("on-hold").await;
    window.click(&hook("go-queue")).await;
    window.open_first().await;
    window.hold("hold-lift", "已审结 closed").await;
    window.see("[data-testid=keeping][data-hold=false]").await;
    window.approve("erase_case").await;
    window.picture("erased").await;

    // What is left of it is its id and what happened when, and a certificate that can be taken along.
    window.click(&hook("go-queue")).await;
    window.click(&hook("view-closed")).await;
    window.click(&hook("segment-archive")).await;
    window.see(".list .empty").await;
    window.click(&hook("segment-erased")).await;
    window.open_first().await;
    window.see(&hook("erased")).await;
    let page = window.text(&hook("case")).await;
    for gone in [SMALL.reference, SMALL.name, "1,280.50"] {
        assert!(!page.contains(gone), "{gone} is left: {page}");
    }
    window.click(&hook("certificate-show")).await;
    window
        .see("[data-testid=certificate][data-cause=early]")
        .await;
    window.picture("skeleton").await;
    window.click(&hook("certificate-save")).await;
    window.see(&hook("told")).await;
    let saved = std::fs::read_to_string(session.home().join("saved-errors.csv")).unwrap();
    let saved: Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(saved["cause"], "early");
    host::check_certificate(&saved.to_string()).unwrap();

    // It is found by its id among the settings too, and the log with all of it holds.
    let id = saved["case"].as_str().unwrap();
    window.settings("retention").await;
    window.fill(&hook("certificate-case"), id).await;
    window.click(&hook("certificate-show")).await;
    window
        .see(&format!("[data-testid=certificate][data-case=\"{id}\"]"))
        .await;
    window.picture("certificate").await;
    window.settings("audit").await;
    window.click(&hook("verify")).await;
    window
        .see("[data-testid=verified][data-holds=true] [data-testid=head]")
        .await;
    window.close().await;
}

impl Window {
    /// Proposes to take somebody on who works cases and supervises.
    async fn take_on_a_supervisor(&self, who: &Colleague) {
        self.settings("people").await;
        self.click(&hook("enrol-open")).await;
        self.fill(&hook("enrol-name"), who.name).await;
        self.click(&hook("role-supervisor")).await;
        self.passphrase_twice("enrol-passphrase", who.passphrase)
            .await;
        self.click(&hook("enrol-propose")).await;
        self.see("[data-testid=waiting][data-what=enrol]").await;
    }

    /// Places or lifts a hold on the case that is open.
    async fn hold(&self, act: &str, reason: &str) {
        self.click(&format!("{}:not([aria-disabled])", hook(act)))
            .await;
        self.fill(&hook("hold-reason"), reason).await;
        self.click(&hook("hold-now")).await;
        self.see(&hook("told")).await;
    }
}
