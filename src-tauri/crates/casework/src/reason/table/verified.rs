//! Why the customer is verified.

use super::{Entry, text, told};
use crate::CaseOutcome::Verified;

pub(super) const REASONS: &[Entry] = &[
    told(
        "all_agree",
        &[Verified],
        text(
            "您的信息已核验一致，无需其他操作。",
            "Your details have been confirmed. There is nothing more to do.",
        ),
        text("各要素核验一致", "All elements agree"),
    ),
    told(
        "close_match_accepted",
        &[Verified],
        text(
            "您的信息已核验通过，写法与登记信息略有出入，不影响本次办理。下次请按证件填写。",
            "Your details have been confirmed. They are written a little differently in the records, which does not matter this time. Next time, please write them as on your document.",
        ),
        text("近似一致，人工认可", "Close match, accepted by a person"),
    ),
    told(
        "verified_by_other_means",
        &[Verified],
        text(
            "您的信息已通过其他方式核实，无需其他操作。",
            "Your details have been confirmed in another way. There is nothing more to do.",
        ),
        text(
            "以其他方式核实（须附说明）",
            "Verified by other means (say how in the note)",
        ),
    ),
];
