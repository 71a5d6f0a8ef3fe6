//! What people do at the window.

use std::time::Duration;

use crate::window::{Window, hook};

/// Somebody who works at the desk.
pub(crate) struct Colleague {
    pub(crate) name: &'static str,
    pub(crate) passphrase: &'static str,
}

pub(crate) const LIN: Colleague = Colleague {
    name: "林晓",
    passphrase: "blue kettles on sunday morning",
};
pub(crate) const ZHAO: Colleague = Colleague {
    name: "赵敏",
    passphrase: "green lanterns over the river",
};

/// A customer nobody is; the end of the phone is the sandbox's to read.
pub(crate) struct Customer {
    pub(crate) reference: &'static str,
    pub(crate) name: &'static str,
    pub(crate) document: &'static str,
    pub(crate) card: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) amount: &'static str,
}

pub(crate) const LARGE: Customer = Customer {
    reference: "A-1001",
    name: "王示例",
    document: "110101190003070002",
    card: "6225880000000019",
    phone: "13800000001",
    amount: "58000.00",
};

pub(crate) const SMALL: Customer = Customer {
    reference: "A-1002",
    name: "李示范",
    document: "310104191105120008",
    card: "6225880000000027",
    phone: "13800000002",
    amount: "1280.50",
};

/// The institution holds this one's connection and never answers.
pub(crate) const UNANSWERED: Customer = Customer {
    reference: "A-1003",
    name: "张样本",
    document: "44030519080924000X",
    card: "6225880000000035",
    phone: "13800009100",
    amount: "120.00",
};

/// A customer whose card number cannot be.
pub(crate) const MISTYPED: Customer = Customer {
    reference: "A-1004",
    name: "赵样例",
    document: "310104191105120008",
    card: "4111111111111112",
    phone: "13800000004",
    amount: "860.00",
};

/// A language of the screen, with the few words of it that tests look for.
#[derive(Clone, Copy)]
pub(crate) struct Language {
    pub(crate) tag: &'static str,
    pub(crate) html: &'static str,
    pub(crate) goes_to_review: &'static str,
    pub(crate) one_is_enough: &'static str,
    pub(crate) waits_to_be_sent: &'static str,
}

pub(crate) const CHINESE: Language = Language {
    tag: "zh",
    html: "zh-CN",
    goes_to_review: "将送复核",
    one_is_enough: "一人即可定案",
    waits_to_be_sent: "等待发送",
};

pub(crate) const ENGLISH: Language = Language {
    tag: "en",
    html: "en",
    goes_to_review: "Goes to review",
    one_is_enough: "One person is enough",
    waits_to_be_sent: "waiting to be sent",
};

impl Window {
    pub(crate) async fn speak(&self, language: Language) {
        self.click(&hook(&format!("segment-{}", language.tag)))
            .await;
        self.see(&format!("html[lang={}]", language.html)).await;
    }

    async fn person(&self, who: &Colleague) {
        self.fill(&hook("person-name"), who.name).await;
        self.fill(&hook("person-passphrase"), who.passphrase).await;
        self.fill(&hook("person-passphrase-again"), who.passphrase)
            .await;
        self.click(&hook("person-add")).await;
    }

    /// Founds a desk with two people and the sandbox, and opens it.
    pub(crate) async fn found(&mut self, institution: &str) {
        self.picture("founding").await;
        self.person(&LIN).await;
        self.see(&hook("joined")).await;
        self.read(&hook("missing"), "").await;
        self.person(&ZHAO).await;
        self.see(&format!("{}:nth-child(2)", hook("joined"))).await;
        for kind in ["tencent-faceid", "tencent-sms"] {
            let form = hook(&format!("institution-{kind}"));
            self.fill(&format!("{form} {}", hook("url")), institution)
                .await;
            self.fill(
                &format!("{form} {}", hook("credential")),
                sandbox::DEMO_CREDENTIAL,
            )
            .await;
            self.click(&format!("{form} {}", hook("set"))).await;
            self.see(&format!("{form} .tone-ok")).await;
        }
        self.picture("founded").await;
        self.click(&hook("open-desk")).await;
        self.see(&hook("lock")).await;
    }

    pub(crate) async fn sign_in(&self, who: &Colleague) {
        self.fill(&hook("name"), who.name).await;
        self.fill(&hook("passphrase"), who.passphrase).await;
        self.click(&hook("sign-in")).await;
        self.see(&hook("lock")).await;
    }

    pub(crate) async fn lock(&self) {
        self.click(&hook("lock")).await;
        self.see(&hook("sign-in")).await;
    }

    /// Goes to a page of the settings.
    pub(crate) async fn settings(&self, page: &str) {
        self.click(&hook("go-settings")).await;
        let entry = hook(&format!("settings-{page}"));
        self.click(&entry).await;
        self.see(&format!("{entry}[aria-current=page]")).await;
    }

    /// Shows everything light or dark from here on: on the way in, or among the settings.
    pub(crate) async fn theme(&self, theme: &str) {
        self.click(&hook(&format!("segment-{theme}"))).await;
        self.see(&format!("html[data-theme={theme}]")).await;
    }

    /// Approves the one change of this kind that waits.
    pub(crate) async fn approve(&self, what: &str) {
        self.settings("changes").await;
        self.click(&format!(
            "[data-what={what}] [data-testid=approve-change]:not([aria-disabled])"
        ))
        .await;
        self.see(&format!(
            "[data-testid=change][data-what={what}][data-state=approved]"
        ))
        .await;
    }

    /// Types a passphrase that is being chosen, twice.
    pub(crate) async fn passphrase_twice(&self, field: &str, passphrase: &str) {
        self.fill(&hook(field), passphrase).await;
        self.fill(&hook(&format!("{field}-again")), passphrase)
            .await;
    }

    /// Chooses a PIN for the person signed in.
    pub(crate) async fn set_pin(&self, digits: &str) {
        self.fill(&hook("set-pin"), digits).await;
        self.fill(&hook("set-pin-again"), digits).await;
        self.click(&hook("set-pin-now")).await;
    }

    /// Types a case in and submits it; answers when the house has it, in the queue or screened out.
    pub(crate) async fn enter(&mut self, customer: &Customer, status: &str) {
        self.click(&hook("go-intake")).await;
        self.fill_in(customer).await;
        let screened = format!("[data-testid=screening][data-status={status}]");
        self.see(&screened).await;
        self.picture("intake").await;
        self.click(&hook("submit")).await;
        self.see(&format!("[data-testid=submitted][data-status={status}]"))
            .await;
    }

    /// Types everything about a customer but what the form knows already.
    pub(crate) async fn fill_in(&self, customer: &Customer) {
        let fields = [
            ("name", customer.name),
            ("phone", customer.phone),
            ("document_number", customer.document),
            ("card_number", customer.card),
            ("amount", customer.amount),
            ("partner", "shop"),
            ("reference", customer.reference),
            ("consent_terms", "terms-3"),
        ];
        for (field, value) in fields {
            let field = hook(&format!("field-{field}"));
            let fixed = self.see(&field).await.attr("readonly").await.unwrap();
            if fixed.is_none() {
                self.fill(&field, value).await;
            }
        }
        self.click(&hook("field-accuracy_confirmed")).await;
    }

    /// Chooses an outcome by its key, and the first reason that has this code.
    pub(crate) async fn decide(&self, key: &str, reason: &str) {
        self.press(key).await;
        self.click(&hook("reason")).await;
        self.click(&hook(&format!("reason-{reason}"))).await;
        self.see(".reason").await;
    }

    /// Opens the first case of the list.
    pub(crate) async fn open_first(&self) {
        let first = self.see(&hook("case-row")).await;
        let reference = first.attr("data-reference").await.unwrap().unwrap();
        self.click(&hook("case-row")).await;
        self.see(&format!(
            "[data-testid=case][data-reference=\"{reference}\"]"
        ))
        .await;
    }

    /// Waits a moment for what comes by itself.
    pub(crate) async fn pause(&self, ms: u64) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}
