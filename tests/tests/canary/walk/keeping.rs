//! How long cases are kept, a hold, and one case erased before its time.

use serde_json::json;

use super::acts::careless_note;
use super::{LIN, Walk, ZHAO};
use crate::canaries::AGREEING;

impl Walk<'_> {
    pub(super) fn keep_and_erase(&mut self) {
        self.call(&LIN, "retention", &json!({}), 0);
        let terms = json!({ "usual": [{ "ending": "screened_out", "months": 3 }] });
        let change = self.call(&ZHAO, "propose_retention", &terms, 0).json();
        let change = json!({ "change": change["change"] });
        self.call(&LIN, "approve_change", &change, 0);

        let reason = careless_note(&AGREEING);
        let hold = json!({ "case": "C-1", "reason": reason });
        self.call(&ZHAO, "hold", &hold, 0);
        self.call(&ZHAO, "lift_hold", &hold, 3);
        self.call(&LIN, "archive", &json!({}), 0);

        let id = |walk: &mut Self, case: &str| {
            let page = walk.call(&LIN, "case", &json!({ "case": case }), 0).json();
            page["row"]["case"].clone()
        };
        let (held, gone) = (id(self, "C-1"), id(self, "C-3"));
        for (case, exit) in [(&held, 3), (&gone, 0)] {
            let wanted = json!({ "case": case, "why": reason });
            let change = self.call(&LIN, "propose_erasure", &wanted, 0).json();
            let change = json!({ "change": change["change"] });
            self.call(&ZHAO, "approve_change", &change, exit);
        }
        self.call(&LIN, "case", &json!({ "case": gone }), 0);
        self.call(&LIN, "claim", &json!({ "case": gone }), 3);
        let certificate = self.call(&LIN, "erasure_certificate", &json!({ "case": gone }), 0);
        let certificate = certificate.json().to_string();
        self.done(&LIN, &["erase", "check"], &certificate);
        self.done(&LIN, &["erase", "due"], "");
        self.call(&LIN, "erasure_due", &json!({}), 0);
        self.call(&LIN, "erase_due", &json!({}), 0);
        let held = self.done(&ZHAO, &["audit", "verify"], "").text();
        assert!(held.contains("holds: true"), "{held}");
    }
}
