//! What is wrong with a paper and can be mended by another one. Doubts about a paper are with `risk`.

use super::{Entry, text, told};
use crate::CaseOutcome::{NotVerifiedFinal, NotVerifiedMayRetry, UnableToVerify};

pub(super) const REASONS: &[Entry] = &[
    told(
        "document_wrong_kind",
        &[NotVerifiedMayRetry],
        text(
            "您提交的不是本次办理所需的材料。请按要求的材料种类重新提交。",
            "This is not the document that is needed here. Please submit the one you were asked for.",
        ),
        text("材料种类不符", "Wrong kind of document"),
    ),
    told(
        "document_name_differs",
        &[NotVerifiedMayRetry, NotVerifiedFinal],
        text(
            "材料上的姓名与您提交的姓名不一致。请按身份证件核对姓名；曾更名的，请提供更名证明。",
            "The name on the document differs from the name you gave. Please compare it with your identity document. If your name has changed, please bring proof of the change.",
        ),
        text("材料姓名不符", "Name on the document differs"),
    ),
    told(
        "document_number_differs",
        &[NotVerifiedMayRetry, NotVerifiedFinal],
        text(
            "材料上的证件号码与您提交的号码不一致。请对照身份证件核对；曾换号的，请提供户籍机关证明。",
            "The number on the document differs from the one you gave. Please compare it with your identity document. If your number has changed, please bring the official proof.",
        ),
        text("材料证件号码不符", "Number on the document differs"),
    ),
    told(
        "document_poor_quality",
        &[NotVerifiedMayRetry],
        text(
            "材料图像质量不足，无法辨认。请在光线充足处避开反光，重新拍摄后提交。",
            "The picture of the document cannot be read well enough. Please take it again in good light without glare and submit it.",
        ),
        text("图像质量差", "Poor picture quality"),
    ),
    told(
        "document_blurred",
        &[NotVerifiedMayRetry],
        text(
            "材料图像模糊，无法辨认。请将材料放平，对焦清晰后重新拍摄提交。",
            "The picture of the document is blurred. Please lay the document flat, take a sharp picture and submit it.",
        ),
        text("图像模糊", "Blurred"),
    ),
    told(
        "document_partial",
        &[NotVerifiedMayRetry],
        text(
            "材料图像不完整。请拍下材料的四角和全部内容后重新提交。",
            "The picture does not show the whole document. Please take it again with all four corners and submit it.",
        ),
        text("图像不完整", "Only partly visible"),
    ),
    told(
        "document_page_missing",
        &[NotVerifiedMayRetry],
        text(
            "材料缺页。请补齐全部页面（含正反面）后重新提交。",
            "A page of the document is missing. Please submit all pages, both sides included.",
        ),
        text("材料缺页", "Page missing"),
    ),
    told(
        "document_expired",
        &[NotVerifiedMayRetry],
        text(
            "您提交的材料已过有效期。请提供有效期内的材料；身份证件过期的，请到公安机关换领后重新提交。",
            "The document has expired. Please submit a valid one. If your identity card has expired, please renew it with the police first.",
        ),
        text("材料已过期", "Document expired"),
    ),
    told(
        "document_other",
        &[NotVerifiedMayRetry, UnableToVerify],
        text(
            "您提交的材料暂不能用于本次核验。请联系客服了解所需材料后重新提交。",
            "The document cannot be used for this check. Please ask customer care what is needed and submit again.",
        ),
        text(
            "材料其他问题（须附说明）",
            "Other trouble with the document (say which in the note)",
        ),
    ),
];
