import type { SubmitBody } from "../../backend/generated/SubmitBody";

/** What is being entered. It lives in the page only and goes when the page goes. */
export type Draft = SubmitBody;

const two = (n: number) => String(n).padStart(2, "0");

/** A moment as a field for local times takes it. */
export function localMoment(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A local time with its zone, as the contract wants it (RFC 3339). */
export function withZone(local: string): string {
  const at = new Date(local);
  if (Number.isNaN(at.getTime())) return local;
  const minutes = -at.getTimezoneOffset();
  const zone = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${local}:00${zone}`;
}

/** A reference for a case that comes without one: the day, the time, and chance. */
export function freshReference(now: Date): string {
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const chance = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  return `D${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}-${two(chance % 100)}`;
}

export function emptyDraft(partner: string, terms: string): Draft {
  return {
    reference: "",
    name: "",
    document_type: "resident_id",
    document_number: "",
    method: "bank_card",
    card_number: "",
    phone: "",
    email: "",
    amount: "",
    currency: "CNY",
    partner,
    language: "zh-CN",
    consent_terms: terms,
    consent_at: localMoment(new Date()),
    consent_channel: "counter",
    accuracy_confirmed: false,
  };
}

/** The draft as it is submitted. */
export const asSubmitted = (draft: Draft): Draft => ({ ...draft, consent_at: withZone(draft.consent_at) });
