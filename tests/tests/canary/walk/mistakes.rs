//! The wrong ways: canaries in places where they do not belong, so that every error has the chance to repeat them.

use serde_json::{Value, json};

use super::acts::{HEADER, form, row};
use super::{LIN, Said, Shows, WU, Walk};
use crate::canaries::{AGREEING, DISAGREEING, Datum, SLOW};

impl Walk<'_> {
    /// Imports a file, which lies where the program only reads.
    pub(super) fn import(&mut self, name: &str, bytes: &[u8], exit: i32) -> Said {
        let file = self.terminal.at("given").join(name);
        std::fs::write(&file, bytes).expect("the folder is ours");
        let report = self.terminal.at("out").join(format!("{name}.errors.csv"));
        let paths = [&file, &report].map(|it| {
            it.to_str()
                .expect("temporary folders have plain names")
                .to_owned()
        });
        self.run(
            &LIN,
            &["import", &paths[0], "--errors", &paths[1]],
            "",
            Shows::Nothing,
            exit,
        )
    }

    pub(super) fn make_mistakes(&mut self) {
        self.import_what_is_no_import_file();
        self.submit_what_is_no_submission();
        self.name_cases_by_canaries();
        self.write_what_is_no_request();
        let secret = format!("AKIDother:{}", AGREEING.card);
        let institution = json!({ "institution": "tencent-faceid", "url": "https://example.com", "credential": secret });
        let proposed = self
            .call(&LIN, "propose_institution", &institution, 0)
            .json();
        self.call(
            &LIN,
            "approve_change",
            &json!({ "change": proposed["change"] }),
            3,
        );
        self.call(
            &super::ZHAO,
            "reject_change",
            &json!({ "change": proposed["change"], "reason": "no" }),
            0,
        );
    }

    /// People, keys and passphrases, with canaries for names and passphrases.
    pub(super) fn take_people_on(&mut self) {
        let named = json!({ "name": "Mei", "roles": ["operator"], "passphrase": SLOW.document });
        let proposed = self.call(&LIN, "propose_enrolment", &named, 0).json();
        let change = json!({ "change": proposed["change"], "reason": AGREEING.document });
        self.call(&super::ZHAO, "reject_change", &change, 0);
        let roles = json!({ "name": WU.name, "roles": [AGREEING.name] });
        self.call(&LIN, "propose_roles", &roles, 3);
        self.call(&LIN, "propose_dismissal", &json!({ "name": SLOW.name }), 3);
        let renewal = json!({ "name": WU.name, "passphrase": SLOW.card });
        self.call(&LIN, "propose_renewal", &renewal, 0);
        let passphrase = json!({ "old": SLOW.document, "new": SLOW.phone });
        self.call(&LIN, "change_passphrase", &passphrase, 3);
        self.call(&WU, "rotate_keys", &json!({}), 3);
        self.call(&LIN, "rotate_keys", &json!({}), 0);
        let exported = self.call(&super::ZHAO, "export_case", &json!({ "case": "C-1" }), 0);
        let file = self.terminal.at("out").join("case.json");
        let text = exported.json()["text"].as_str().expect("a file").to_owned();
        std::fs::write(&file, text).expect("the folder is ours");
        self.call(&LIN, "acceptance", &json!({}), 0);
        self.call(&LIN, "propose_acceptance", &json!({}), 3);
        self.call(&super::ZHAO, "accept", &json!({}), 3);
        self.call(&LIN, "people", &json!({}), 0);
        self.call(&LIN, "keys", &json!({}), 0);
    }

    fn import_what_is_no_import_file(&mut self) {
        // Without its first line a file's first customer stands where the names of the columns should.
        self.import(
            "headless.csv",
            format!("{}\n{}\n", row(&AGREEING), row(&SLOW)).as_bytes(),
            3,
        );
        let code = format!("{HEADER},cvv\n{},123\n", row(&SLOW));
        self.import("code.csv", code.as_bytes(), 3);
    }

    fn submit_what_is_no_submission(&mut self) {
        // Every field has some other field's value.
        let mut shifted = form(&AGREEING, "C-6");
        for (field, datum) in [
            ("document_type", Datum::Document),
            ("method", Datum::Card),
            ("amount", Datum::Phone),
            ("currency", Datum::Name),
            ("language", Datum::Name),
            ("consent_at", Datum::Document),
            ("email", Datum::Name),
        ] {
            shifted[field] = AGREEING.value(datum).into();
        }
        self.call(&LIN, "submit", &shifted, 3);
        // What is plainly wrong is screened out, and amending it shows nothing either.
        let mut wrong = form(&SLOW, "C-7");
        wrong["card_number"] = DISAGREEING.phone.into();
        wrong["phone"] = SLOW.card.into();
        self.done(&LIN, &["submit"], &wrong.to_string());
        wrong["name"] = SLOW.document.into();
        self.call(&LIN, "amend", &wrong, 0);
        wrong["amount"] = SLOW.name.into();
        self.done_wrong(&["case", "amend"], &wrong);
        // The same people once more, as a case of its own and as one that is there already.
        self.call(&LIN, "submit", &form(&DISAGREEING, "C-8"), 0);
        self.call(&LIN, "submit", &form(&DISAGREEING, "C-1"), 3);
    }

    fn done_wrong(&mut self, arguments: &[&str], body: &Value) {
        self.run(&LIN, arguments, &body.to_string(), Shows::Nothing, 3);
    }

    fn name_cases_by_canaries(&mut self) {
        for datum in [Datum::Name, Datum::Card] {
            self.call(
                &WU,
                "open_case",
                &json!({ "case": AGREEING.value(datum) }),
                3,
            );
        }
        self.call(
            &WU,
            "claim",
            &json!({ "case": format!("{}/{}", AGREEING.name, AGREEING.card) }),
            3,
        );
        self.call(&WU, "ask_again", &json!({ "call": AGREEING.card }), 2);
        self.call(
            &WU,
            "queue",
            &json!({ "statuses": [AGREEING.name], "after": AGREEING.card }),
            2,
        );
        self.call(
            &WU,
            "propose",
            &json!({ "case": "C-4", "outcome": AGREEING.document }),
            2,
        );
        let reveal =
            |fields: &str, why: &str| json!({ "case": "C-4", "fields": [fields], "why": why });
        for body in [
            reveal(AGREEING.card, "call"),
            reveal("phone", AGREEING.phone),
        ] {
            self.call(&WU, "reveal", &body, 2);
        }
        self.call(
            &super::ZHAO,
            "reveals",
            &json!({ "before": AGREEING.card }),
            0,
        );
        self.call(
            &super::ZHAO,
            "reveals",
            &json!({ "before": AGREEING.name }),
            2,
        );
        let reasons = json!({ "case": "C-4", "outcome": "verified", "reasons": [AGREEING.phone] });
        self.call(&WU, "propose", &reasons, 3);
    }

    fn write_what_is_no_request(&mut self) {
        let torn = form(&AGREEING, "C-9").to_string();
        let torn = &torn[..torn.len() - 1];
        for text in [
            torn,
            &format!("{{\"{}\": 1}}", AGREEING.name),
            &format!("{}x", AGREEING.card),
        ] {
            self.run(&LIN, &["submit"], text, Shows::Nothing, 2);
        }
        let mut unknown = form(&AGREEING, "C-9");
        unknown[AGREEING.name] = AGREEING.card.into();
        unknown["accuracy_confirmed"] = AGREEING.phone.into();
        self.call(&LIN, "submit", &unknown, 2);
        // Who types a card number for a passphrase is told no more than others.
        let person = super::Person {
            passphrase: AGREEING.card,
            ..LIN
        };
        self.run(&person, &["queue"], "", Shows::Nothing, 3);
    }
}
