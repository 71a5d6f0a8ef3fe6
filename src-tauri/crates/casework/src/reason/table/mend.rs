//! What the customer can mend in the submission: at least one reason for every field.

use super::{Entry, text, told};
use crate::CaseOutcome::{NotVerifiedMayRetry, UnableToVerify};

pub(super) const REASONS: &[Entry] = &[
    told(
        "name_format",
        &[NotVerifiedMayRetry],
        text(
            "姓名的填写格式无法识别。请按身份证件上的姓名逐字填写后重新提交。",
            "The name could not be read. Please write it exactly as on your identity document and submit again.",
        ),
        text("姓名格式不符", "Name not well formed"),
    ),
    told(
        "id_kind_not_supported",
        &[UnableToVerify, NotVerifiedMayRetry],
        text(
            "此项核验暂不支持您提交的证件类型。请改用第二代居民身份证提交，或携带有效身份证件到网点办理。",
            "This check does not support your kind of document. Please use a second-generation resident identity card, or visit a branch with a valid identity document.",
        ),
        text("证件类型不支持", "Kind of document not supported"),
    ),
    told(
        "id_number_format",
        &[NotVerifiedMayRetry],
        text(
            "证件号码的格式无法识别。请对照身份证件核对全部号码（含末位字母）后重新提交。",
            "The document number could not be read. Please compare every character with your identity document, the last one included, and submit again.",
        ),
        text("证件号码格式不符", "Document number not well formed"),
    ),
    told(
        "method_not_supported",
        &[NotVerifiedMayRetry, UnableToVerify],
        text(
            "暂不支持核验您选择的支付方式。请换用本人名下的银行卡提交。",
            "We cannot check this payment method yet. Please submit a bank card in your own name instead.",
        ),
        text("支付方式不支持", "Payment method not supported"),
    ),
    told(
        "card_number_format",
        &[NotVerifiedMayRetry],
        text(
            "银行卡号的格式无法识别。请对照卡面逐位核对后重新提交。",
            "The card number could not be read. Please compare every digit with your card and submit again.",
        ),
        text("卡号格式不符", "Card number not well formed"),
    ),
    told(
        "phone_format",
        &[NotVerifiedMayRetry],
        text(
            "手机号码的格式无法识别。请填写您在银行预留的11位手机号码后重新提交。",
            "The mobile number could not be read. Please give the 11-digit number you registered with your bank and submit again.",
        ),
        text("手机号码格式不符", "Mobile number not well formed"),
    ),
    told(
        "email_format",
        &[NotVerifiedMayRetry],
        text(
            "电子邮箱地址的格式无法识别。请核对后重新提交，也可不填写此项。",
            "The e-mail address could not be read. Please correct it or leave it empty, and submit again.",
        ),
        text("电子邮箱格式不符", "E-mail address not well formed"),
    ),
    told(
        "amount_invalid",
        &[NotVerifiedMayRetry],
        text(
            "金额无法识别。请用数字填写实际支付金额后重新提交。",
            "The amount could not be read. Please give the amount of the payment in digits and submit again.",
        ),
        text("金额不符", "Amount not valid"),
    ),
    told(
        "currency_not_supported",
        &[NotVerifiedMayRetry, UnableToVerify],
        text(
            "暂不支持您提交的币种。请换用人民币，或携带有效身份证件到网点办理。",
            "We do not support this currency yet. Please use renminbi (CNY), or visit a branch with a valid identity document.",
        ),
        text("币种不支持", "Currency not supported"),
    ),
    told(
        "partner_unclear",
        &[NotVerifiedMayRetry],
        text(
            "您的申请未注明由哪家商户或机构提交。请联系为您提交的商户或机构补齐后重新提交。",
            "Your request does not say which shop or institution sent it. Please ask them to add this and to submit it again.",
        ),
        text("提交方不明", "Sender of the case unclear"),
    ),
    told(
        "reference_missing",
        &[NotVerifiedMayRetry],
        text(
            "您的申请缺少业务编号。请联系为您提交的商户或机构补齐后重新提交。",
            "Your request carries no reference. Please ask the shop or institution that sent it to add one and to submit it again.",
        ),
        text("缺业务编号", "Reference missing"),
    ),
    told(
        "language_not_supported",
        &[NotVerifiedMayRetry],
        text(
            "我们目前以中文或英文答复。请选择其中一种后重新提交。",
            "We answer in Chinese or English. Please choose one of them and submit again.",
        ),
        text("语言不支持", "Language not supported"),
    ),
    told(
        "consent_incomplete",
        &[NotVerifiedMayRetry],
        text(
            "尚未取得您完整的核验授权。请阅读并同意授权条款后重新提交。",
            "Your consent to the check is not complete. Please read the terms, agree to them and submit again.",
        ),
        text("授权不完整", "Consent incomplete"),
    ),
    told(
        "consent_does_not_cover_check",
        &[NotVerifiedMayRetry, UnableToVerify],
        text(
            "您的授权未包含此项核验，我们没有进行查询。如需办理，请补充授权后重新提交。",
            "Your consent does not cover this check, so we did not make it. To go on, please extend your consent and submit again.",
        ),
        text("授权范围不含此项核验", "Check lies outside the consent"),
    ),
    told(
        "accuracy_not_confirmed",
        &[NotVerifiedMayRetry],
        text(
            "尚未收到您对所填信息的确认。请核对全部信息并勾选确认后重新提交。",
            "You have not confirmed yet that your details are right. Please check them all, confirm them and submit again.",
        ),
        text("客户未确认信息属实", "Customer has not confirmed the data"),
    ),
];
