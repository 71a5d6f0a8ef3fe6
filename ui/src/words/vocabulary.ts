import { useLanguage } from "./language";

/** The stable words of the contract, as people read them: Chinese, English. */
export const VOCABULARY = {
  status: {
    received: ["已受理", "Received"],
    screened_out: ["初筛退回", "Screened out"],
    open: ["待处理", "Open"],
    in_progress: ["处理中", "In progress"],
    waiting_for_customer: ["等待客户", "Waiting for customer"],
    waiting_for_review: ["待复核", "Waiting for review"],
    decided: ["已定", "Decided"],
    closed: ["已办结", "Closed"],
    erased: ["已清除", "Erased"],
  },
  outcome: {
    verified: ["通过", "Verified"],
    not_verified_may_retry: ["不通过，可重试", "Not verified, may retry"],
    not_verified_final: ["不通过，最终", "Not verified, final"],
    unable_to_verify: ["无法核验", "Unable to verify"],
  },
  checkOutcome: {
    match: ["一致", "Match"],
    close_match: ["接近", "Close match"],
    mismatch: ["不一致", "Mismatch"],
    unable: ["无法判断", "Unable to say"],
    error: ["未能核验", "No check took place"],
  },
  checkKind: { bank_card_4: ["银行卡四要素", "Bank card, 4 elements"] },
  callState: {
    queued: ["待发送", "Queued"],
    sending: ["发送中", "Sending"],
    answered: ["已答复", "Answered"],
    failed: ["未受理", "Refused"],
    unknown: ["结果不明", "Unknown"],
    withdrawn: ["已撤回", "Withdrawn"],
    held: ["暂缓发送", "Held"],
    sent: ["已发送", "Sent"],
  },
  callKind: { check: ["机构核验", "Check"], feedback: ["客户短信", "Customer message"] },
  field: {
    name: ["姓名", "Name"],
    document_type: ["证件类型", "Document type"],
    document_number: ["证件号码", "Document number"],
    method: ["支付方式", "Payment method"],
    card_number: ["银行卡号", "Card number"],
    phone: ["手机号", "Mobile"],
    email: ["电子邮箱", "E-mail"],
    amount: ["金额", "Amount"],
    currency: ["币种", "Currency"],
    partner: ["合作方", "Partner"],
    reference: ["业务编号", "Reference"],
    language: ["客户语言", "Customer's language"],
    consent_terms: ["同意书版本", "Consent terms"],
    consent_at: ["同意时间", "Consent given"],
    consent_channel: ["同意方式", "Consent channel"],
    accuracy_confirmed: ["客户已确认资料无误", "Customer confirmed the data"],
  },
  risk: { low: ["低", "Low"], elevated: ["中", "Elevated"], high: ["高", "High"] },
  document: { resident_id: ["居民身份证", "Resident identity card"] },
  method: { bank_card: ["银行卡", "Bank card"] },
  cardKind: {
    debit: ["借记卡", "Debit"],
    credit: ["信用卡", "Credit"],
    semi_credit: ["准贷记卡", "Semi-credit"],
    prepaid: ["预付卡", "Prepaid"],
  },
  role: {
    operator: ["操作员", "Operator"],
    supervisor: ["主管", "Supervisor"],
    administrator: ["管理员", "Administrator"],
    auditor: ["审计员", "Auditor"],
    second_person: ["第二位可办理案件的人员", "A second person who works cases"],
  },
  reviewCause: {
    amount: ["金额达到复核线，或为外币", "Amount at or over the limit, or another currency"],
    outcome: ["此结论须经复核", "This outcome always takes two"],
    risk: ["风险为高", "High risk"],
    overridden_check: ["核验结果不支持通过", "No check, or a check says otherwise"],
  },
  rank: {
    returned: ["复核退回，优先处理", "Returned by review"],
    high_risk: ["风险高", "High risk"],
    elevated_risk: ["风险中", "Elevated risk"],
    due: ["按到期先后", "By due time"],
  },
  attention: {
    late_evidence: ["结论后收到不同答复", "A late answer disagrees"],
    unknown_call: ["有呼叫结果不明", "A call's result is unknown"],
    failed_call: ["有呼叫未被受理", "A call was refused"],
    returned: ["复核退回", "Returned by review"],
  },
  verdict: { agree: ["同意", "Agree"], overturn: ["改判", "Overturn"], return: ["退回", "Return"] },
  voidCause: {
    amended: ["资料已更正", "The data was amended"],
    answer_disagrees: ["新答复与结论不符", "An answer disagrees"],
  },
  cause: {
    not_sent: ["线路不通，尚未发出", "No line; it has not left"],
    busy: ["对方繁忙", "The other side is busy"],
    timed_out: ["等候答复超时", "No answer in time"],
    connection_lost: ["连接中断", "The connection broke"],
    server_error: ["对方系统出错", "The other side failed"],
    unreadable_answer: ["答复无法读取", "The answer cannot be read"],
    desk_stopped: ["核验台中途关闭或锁定", "The desk was closed or locked"],
  },
  event: {
    received: ["受理", "Received"],
    amended: ["更正资料", "Amended"],
    claimed: ["领取案件", "Claimed"],
    released: ["退还案件", "Given back"],
    viewed: ["查看姓名", "Viewed the name"],
    check_requested: ["发起核验", "Requested a check"],
    call_begun: ["核验已发出", "Check sent"],
    call_requeued: ["核验改为稍后发送", "Check put back in the queue"],
    check_answered: ["机构已答复", "Institution answered"],
    call_failed: ["机构未受理", "Institution refused the call"],
    call_unknown: ["核验结果不明", "Check result unknown"],
    check_asked_again: ["要求重新核验", "Asked once more"],
    note_added: ["备注", "Note"],
    proposed: ["提出结论", "Proposed"],
    proposal_voided: ["结论作废", "Proposal voided"],
    reviewed: ["复核", "Reviewed"],
    decided: ["结论生效", "Decided"],
    taken_back: ["撤回结论", "Took the decision back"],
    feedback_begun: ["短信已发出", "Message sent off"],
    feedback_requeued: ["短信改为稍后发送", "Message put back in the queue"],
    feedback_sent: ["短信通道已接收", "Message taken by the channel"],
    feedback_failed: ["短信未被受理", "Channel refused the message"],
    feedback_unknown: ["短信是否发出不明", "Message result unknown"],
    feedback_asked_again: ["要求重发短信", "Asked to send once more"],
    late_evidence: ["结论后的答复与结论不符", "A late answer disagrees with the decision"],
  },
  changeState: {
    proposed: ["等待另一人批准", "Waits for a second person"],
    approved: ["已批准", "Approved"],
    rejected: ["已否决", "Turned down"],
  },
  institution: {
    "tencent-faceid": ["腾讯云 人脸核身（银行卡四要素）", "Tencent Cloud FaceID (bank card, 4 elements)"],
    "tencent-sms": ["腾讯云 短信", "Tencent Cloud SMS"],
  },
  route: { card_check: ["机构核验", "Checks"], customer_message: ["客户短信", "Customer messages"] },
  consentChannel: {
    counter: ["柜面", "At the counter"],
    phone: ["电话", "By phone"],
    app: ["应用内", "In the app"],
    web: ["网页", "On the web"],
    paper: ["纸面签署", "On paper"],
  },
  customerLanguage: { "zh-CN": ["中文", "Chinese"], en: ["英文", "English"] },
} as const satisfies Record<string, Record<string, readonly [string, string]>>;

export type Topic = keyof typeof VOCABULARY;

/** How a stable word is read. What the table does not know (a partner's own word for a channel) is shown as it came. */
export function useVocabulary(): (topic: Topic, word: string) => string {
  const at = useLanguage() === "zh" ? 0 : 1;
  return (topic, word) => {
    const table: Record<string, readonly [string, string]> = VOCABULARY[topic];
    return table[word]?.[at] ?? word;
  };
}
