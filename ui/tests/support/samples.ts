import type { ActionView } from "../../src/backend/generated/ActionView";
import type { CaseRowView } from "../../src/backend/generated/CaseRowView";
import type { CaseView } from "../../src/backend/generated/CaseView";
import type { ChangeView } from "../../src/backend/generated/ChangeView";
import type { ErrorCode } from "../../src/backend/generated/ErrorCode";
import type { ErrorView } from "../../src/backend/generated/ErrorView";
import type { ReasonView } from "../../src/backend/generated/ReasonView";
import type { StationView } from "../../src/backend/generated/StationView";

/** Answers of the house, whole and typed, about people and cases nobody ever heard of. */

export function anError(code: ErrorCode, more: Partial<ErrorView> = {}): ErrorView {
  return {
    code,
    kind: "refusal",
    zh: { happened: `发生：${code}。`, kept: "什么都没有改变。", next: "请按此办理。" },
    en: { happened: `Happened: ${code}.`, kept: "Nothing was changed.", next: "Do this next." },
    details: [],
    ...more,
  };
}

export function aRow(more: Partial<CaseRowView> = {}): CaseRowView {
  return {
    case: "c1",
    partner: "示例商城",
    reference: "A-1001",
    status: "in_progress",
    outcome: null,
    method: "bank_card",
    name: "王**",
    document_number: "110101********0002",
    card_number: "622588******0019",
    phone: "138****0001",
    amount: "58000.00",
    currency: "CNY",
    language: "zh-CN",
    received_at: "2026-03-04T07:00:00Z",
    due_at: "2026-03-05T07:00:00Z",
    holder: null,
    held_until: null,
    checks: "",
    attention: null,
    rank_reason: "due",
    proposed_by_me: false,
    kept_until: null,
    on_hold: false,
    archived: false,
    ...more,
  };
}

export const allowed = (...actions: string[]): ActionView[] =>
  actions.map((action) => ({ action, allowed: true, refusal: null }));

export const notAllowed = (action: string, refusal: ErrorView): ActionView => ({ action, allowed: false, refusal });

export function aCase(more: Partial<CaseView> = {}, row: Partial<CaseRowView> = {}): CaseView {
  return {
    row: aRow(row),
    name: null,
    version: 1,
    risk: "low",
    facts: {
      document_type: "resident_id",
      email: null,
      consent_terms: "terms-3",
      consent_at: "2026-03-04T06:00:00Z",
      consent_channel: "counter",
      card: { bank: "示例银行", kind: "debit" },
      operator: null,
    },
    findings: [],
    checks: [],
    proposal: null,
    decision: null,
    actions: allowed("claim", "run_checks", "add_note", "propose"),
    reserved: [],
    timeline: [],
    masked_card_numbers: null,
    ...more,
  };
}

export const REASONS: ReasonView[] = [
  {
    code: "name_differs",
    outcomes: ["not_verified_may_retry", "not_verified_final"],
    disclose: "yes",
    customer: { zh: "姓名不一致", en: "The name differs" },
    house: { zh: "姓名与银行记录不一致", en: "The name differs from the bank's record" },
  },
  {
    code: "suspected_fraud",
    outcomes: ["not_verified_final"],
    disclose: "generic",
    customer: { zh: "未能核验", en: "Could not be verified" },
    house: { zh: "疑似冒用", en: "Suspected misuse" },
  },
  {
    code: "institution_silent",
    outcomes: ["unable_to_verify"],
    disclose: "yes",
    customer: { zh: "机构没有答复", en: "The institution did not answer" },
    house: { zh: "机构没有答复", en: "The institution did not answer" },
  },
];

export function aStation(more: Partial<StationView> = {}): StationView {
  return {
    phase: "signed_in",
    demo: false,
    no_keychain: false,
    solo: false,
    person: "林示例",
    roles: ["operator"],
    veiled: false,
    pin: null,
    quarantine: null,
    actions: allowed("work_cases"),
    founding: null,
    demo_people: [],
    preferences: { language: "zh", theme: "light", list_width: 420 },
    version: "0.1.0",
    ...more,
  };
}

export function aChange(more: Partial<ChangeView> = {}): ChangeView {
  return {
    change: "x1",
    what: "set_institution",
    state: "proposed",
    maker: "赵示例",
    at: "2026-03-04T07:00:00Z",
    institution: "tencent-faceid",
    url: "https://faceid.example.com",
    person: null,
    roles: [],
    holders: [],
    retention: null,
    case: null,
    why: null,
    refusal: null,
    ...more,
  };
}
