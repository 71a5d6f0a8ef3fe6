//! What the customer must not be told.
//!
//! `house_policy` is ordinary and is kept all the same: were the generic words used for suspicion alone,
//! they would themselves tip off.

use super::{Entry, kept, text};
use crate::CaseOutcome::{NotVerifiedFinal, UnableToVerify};

pub(super) const REASONS: &[Entry] = &[
    kept(
        "house_policy",
        &[UnableToVerify, NotVerifiedFinal],
        text(
            "内部规定不予办理（须附说明）",
            "A rule of the house (say which in the note)",
        ),
    ),
    kept(
        "card_reported_lost",
        &[NotVerifiedFinal],
        text("卡已挂失", "Card reported lost"),
    ),
    kept(
        "card_reported_stolen",
        &[NotVerifiedFinal],
        text("卡已报失窃", "Card reported stolen"),
    ),
    kept(
        "card_confiscated",
        &[NotVerifiedFinal],
        text("卡已没收", "Card confiscated"),
    ),
    kept(
        "card_fraud_flag",
        &[NotVerifiedFinal],
        text("涉欺诈卡或吞没卡", "Fraudulent or retained card"),
    ),
    kept(
        "card_restricted",
        &[NotVerifiedFinal],
        text("受限制的卡", "Card restricted"),
    ),
    kept(
        "identity_doubt",
        &[NotVerifiedFinal, UnableToVerify],
        text("身份存疑", "Doubt about the identity"),
    ),
    kept(
        "possible_identity_theft",
        &[NotVerifiedFinal, UnableToVerify],
        text("疑似冒用身份", "Possible identity theft"),
    ),
    kept(
        "suspected_fraud",
        &[NotVerifiedFinal, UnableToVerify],
        text("疑似欺诈", "Suspected fraud"),
    ),
    kept(
        "watch_list_hit",
        &[NotVerifiedFinal, UnableToVerify],
        text("命中关注名单", "Watch list hit"),
    ),
    kept(
        "document_suspicious",
        &[NotVerifiedFinal, UnableToVerify],
        text("材料可疑", "Document suspicious"),
    ),
    kept(
        "document_does_not_match_profile",
        &[NotVerifiedFinal, UnableToVerify],
        text("材料与客户情况不符", "Document does not match the profile"),
    ),
    kept(
        "document_forged",
        &[NotVerifiedFinal],
        text("材料系伪造", "Document forged"),
    ),
];
