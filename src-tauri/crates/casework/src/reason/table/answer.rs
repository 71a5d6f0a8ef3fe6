//! What an institution said about the person or the card. Lost, retained and restricted cards are with `risk`.

use super::{Entry, text, told};
use crate::CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify};

pub(super) const REASONS: &[Entry] = &[
    told(
        "elements_disagree",
        &[NotVerifiedMayRetry, NotVerifiedFinal],
        text(
            "您提交的各项信息与机构登记未能全部对应，无法得知是哪一项。请逐项核对；核对无误的，请向发卡银行核实登记信息。",
            "The details you gave do not all agree with the records; which one is not known. Please check each of them. If all are right, please ask your bank to check its records.",
        ),
        text(
            "各要素不一致，无法得知是哪一项",
            "The elements do not agree; which one is not known",
        ),
    ),
    // The customer is not told which: whoever tries out stolen data would learn the rest element by element.
    told(
        "one_element_differs",
        &[NotVerifiedMayRetry, NotVerifiedFinal],
        text(
            "您提交的信息中有内容与机构登记不一致。请逐项核对；核对无误的，请向登记机构核实。",
            "Something in the details you gave differs from the records. Please check each of them. If all are right, please ask the institution to check its records.",
        ),
        text(
            "机构指明有一项不一致",
            "The institution named an element that differs",
        ),
    ),
    told(
        "holder_data_wrong",
        &[NotVerifiedFinal, NotVerifiedMayRetry],
        text(
            "您提交的信息与发卡银行登记的持卡人信息不一致。请携带有效身份证件和银行卡到发卡银行核对。",
            "The details you gave differ from what the issuing bank holds about the card holder. Please visit that bank with a valid identity document and the card.",
        ),
        text("持卡人信息有误", "Card holder data wrong"),
    ),
    told(
        "not_enabled_for_online_payment",
        &[NotVerifiedMayRetry],
        text(
            "该银行卡尚未开通线上支付。请联系发卡银行开通后重新提交，或换用本人其他银行卡。",
            "This card is not enabled for online payment. Please ask your bank to enable it and submit again, or use another card of your own.",
        ),
        text("未开通无卡支付", "Not enabled for card-not-present payment"),
    ),
    told(
        "card_number_invalid",
        &[NotVerifiedMayRetry],
        text(
            "未查到该卡号的有效记录。请对照卡面核对卡号后重新提交，或换用本人其他银行卡。",
            "No valid record was found for this card number. Please compare it with your card and submit again, or use another card of your own.",
        ),
        text("卡号无效", "Card number not valid"),
    ),
    told(
        "no_issuer",
        &[NotVerifiedMayRetry],
        text(
            "未查到该卡号对应的发卡银行。请对照卡面核对卡号后重新提交，或换用本人其他银行卡。",
            "No bank was found for this card number. Please compare it with your card and submit again, or use another card of your own.",
        ),
        text("卡号无对应发卡行", "No issuer behind the number"),
    ),
    told(
        "card_dormant",
        &[NotVerifiedMayRetry],
        text(
            "该银行卡尚未激活，或因长期未用已转为睡眠卡。请联系发卡银行激活后重新提交，或换用本人其他银行卡。",
            "This card is not activated or has not been used for long. Please ask your bank to activate it and submit again, or use another card of your own.",
        ),
        text("未激活或睡眠卡", "Card not activated or dormant"),
    ),
    told(
        "card_expired",
        &[NotVerifiedMayRetry],
        text(
            "该银行卡已过有效期。请向发卡银行换领新卡后重新提交，或换用本人其他银行卡。",
            "This card has expired. Please ask your bank for a new card and submit again, or use another card of your own.",
        ),
        text("卡已过期", "Card expired"),
    ),
    told(
        "card_state_abnormal",
        &[NotVerifiedMayRetry],
        text(
            "未能确认该银行卡可以使用。请核对卡号；卡号无误的，请向发卡银行咨询后重新提交，或换用本人其他银行卡。",
            "We could not confirm that this card can be used. Please check its number. If it is right, please ask your bank and submit again, or use another card of your own.",
        ),
        text(
            "卡状态异常或卡号有误",
            "Card state abnormal or number wrong",
        ),
    ),
    told(
        "pin_tries_exceeded",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "该银行卡密码输入次数已达上限，发卡银行暂不受理核验。请明天再提交，或联系发卡银行解锁。",
            "The limit of PIN entries on this card is reached, so the bank does not answer today. Please submit again tomorrow, or ask your bank to unlock the card.",
        ),
        text("密码输错次数超限", "PIN tries exceeded"),
    ),
    told(
        "issuer_does_not_support",
        &[UnableToVerify],
        text(
            "发卡银行不支持此项核验。请换用其他银行的本人银行卡，或携带有效身份证件和银行卡到网点办理。",
            "The issuing bank does not support this check. Please use a card of another bank in your own name, or visit a branch with a valid identity document and the card.",
        ),
        text("发卡行不支持此项核验", "Issuer does not support the check"),
    ),
];
