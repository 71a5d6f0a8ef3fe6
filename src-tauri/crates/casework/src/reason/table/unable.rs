//! Why nothing could be said: sources, limits, and customers who could not be reached or no longer consent.

use super::{Entry, text, told};
use crate::CaseOutcome::{NotVerifiedMayRetry, UnableToVerify, Verified};

pub(super) const REASONS: &[Entry] = &[
    told(
        "no_record",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "核验机构没有查到相应记录，这不说明您的信息有误。请核对后再次提交，或携带有效身份证件到网点办理。",
            "The institution has no record, which does not mean that your details are wrong. Please check them and submit again, or visit a branch with a valid identity document.",
        ),
        text("机构无记录", "Institution has no record"),
    ),
    told(
        "source_down",
        &[UnableToVerify],
        text(
            "核验机构的系统暂停服务。您无需更正信息，请明天再提交。",
            "The institution's system is out of service. There is nothing you need to correct. Please submit again tomorrow.",
        ),
        text("数据源停止服务", "Source down"),
    ),
    told(
        "source_unstable",
        &[UnableToVerify],
        text(
            "核验机构的系统目前不稳定，未能给出可靠结果。请明天再提交。",
            "The institution's system is unstable and gave no reliable result. Please submit again tomorrow.",
        ),
        text("数据源不稳定", "Source unstable"),
    ),
    told(
        "provider_busy",
        &[UnableToVerify],
        text(
            "核验机构目前业务繁忙，未能受理。请稍后或明天再提交。",
            "The institution is busy and could not take the request. Please submit again later or tomorrow.",
        ),
        text("核验中心繁忙", "Institution busy"),
    ),
    told(
        "no_answer_from_institution",
        &[UnableToVerify],
        text(
            "核验机构尚未答复。请明天再提交，或携带有效身份证件到网点办理。",
            "The institution has not answered. Please submit again tomorrow, or visit a branch with a valid identity document.",
        ),
        text("机构未答复", "No answer from the institution"),
    ),
    told(
        "method_unavailable",
        &[UnableToVerify],
        text(
            "此项核验方式目前不可用。请携带有效身份证件到网点办理，或联系客服了解其他方式。",
            "This way of checking is not available now. Please visit a branch with a valid identity document, or ask customer care for another way.",
        ),
        text("核验方式不可用", "Method unavailable"),
    ),
    told(
        "insufficient_data",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "现有信息不足以完成核验。请按提示补充信息或材料后重新提交。",
            "What we have is not enough for the check. Please add the details or documents asked for and submit again.",
        ),
        text("信息不足", "Not enough data"),
    ),
    told(
        "daily_limit_for_this_subject",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "核验机构今日可受理的次数已用完。请明天再提交。",
            "The institution takes no more checks of these details today. Please submit again tomorrow.",
        ),
        text("机构当日次数用完", "Institution's daily limit used up"),
    ),
    // Our own attempt ledger's stop, before the institution's (`daily_limit_for_this_subject`).
    told(
        "attempts_exceeded",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "为避免您的银行卡被锁定，今天不再继续核验。请明天再提交，或携带有效身份证件到网点办理。",
            "To keep your card from being locked, we make no more checks today. Please submit again tomorrow, or visit a branch with a valid identity document.",
        ),
        text("尝试次数已达上限", "Attempts used up"),
    ),
    told(
        "decided_on_what_is_known",
        &[UnableToVerify, Verified],
        text(
            "有机构尚未答复，本次结果依据现有信息作出。您暂无需操作，如有疑问请联系客服。",
            "An institution has not answered yet; this result rests on what is known. There is nothing to do now. If you have questions, please contact customer care.",
        ),
        text(
            "机构答复前依现有信息决定",
            "Decided on what is known before an answer",
        ),
    ),
    told(
        "customer_unreachable",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "我们未能与您取得联系。请致电客服，并确认您的联系方式后重新提交。",
            "We could not reach you. Please call customer care, confirm how to reach you and submit again.",
        ),
        text("联系不上客户", "Customer could not be reached"),
    ),
    told(
        "customer_did_not_respond",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "我们尚未收到您补充的信息，本次办理已结束。备齐后可重新提交。",
            "We have not received the details we asked for, so this request is closed. You can submit again once you have them.",
        ),
        text("客户逾期未补充", "Customer sent nothing in time"),
    ),
    told(
        "consent_withdrawn",
        &[UnableToVerify],
        text(
            "您已撤回授权，我们已停止核验。如需继续办理，请重新授权后提交。",
            "You withdrew your consent, so we stopped the check. To go on, please give your consent again and submit again.",
        ),
        text("客户撤回授权", "Consent withdrawn"),
    ),
];
