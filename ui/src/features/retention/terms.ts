import type { MonthsBody } from "../../backend/generated/MonthsBody";
import type { MonthsView } from "../../backend/generated/MonthsView";
import type { PartnerTermsBody } from "../../backend/generated/PartnerTermsBody";
import type { RetentionBody } from "../../backend/generated/RetentionBody";
import type { RetentionView } from "../../backend/generated/RetentionView";

/** How a case may end, in the order in which the terms are listed. */
export const ENDINGS = [
  "verified",
  "not_verified_final",
  "not_verified_may_retry",
  "unable_to_verify",
  "screened_out",
] as const;

export type Ending = (typeof ENDINGS)[number];

/** What stands in the fields: months as they are typed; nothing where a partner has no term of its own. */
export type Typed = Record<Ending, string>;

/** The terms of one partner as they are typed. One that is in force already cannot be called otherwise. */
export type PartnerTyped = { id: string; partner: string; inForce: boolean; months: Typed };

export type TermsTyped = { usual: Typed; partners: PartnerTyped[] };

const typed = (months: readonly MonthsView[]): Typed => {
  const of = (ending: Ending) => months.find((it) => it.ending === ending)?.months.toString() ?? "";
  return {
    verified: of("verified"),
    not_verified_final: of("not_verified_final"),
    not_verified_may_retry: of("not_verified_may_retry"),
    unable_to_verify: of("unable_to_verify"),
    screened_out: of("screened_out"),
  };
};

/** The terms in force, to be changed. */
export const typedOf = (view: RetentionView): TermsTyped => ({
  usual: typed(view.usual),
  partners: view.partners.map((it) => ({
    id: `in force ${it.partner}`,
    partner: it.partner,
    inForce: true,
    months: typed(it.months),
  })),
});

export const NO_TERMS: Typed = typed([]);

const ADDED = "added ";

/** A line for one more partner, told from those that are there. */
export function onePartnerMore(there: readonly PartnerTyped[]): PartnerTyped {
  const taken = there.filter((it) => !it.inForce).map((it) => Number(it.id.slice(ADDED.length)));
  return { id: `${ADDED}${Math.max(0, ...taken) + 1}`, partner: "", inForce: false, months: NO_TERMS };
}

/** The term of an ending as it holds for a partner without one of its own. */
export const monthsOf = (months: readonly MonthsView[], ending: Ending): number | undefined =>
  months.find((it) => it.ending === ending)?.months;

/** Whether a text is a term: 1 to 600 months, as the house takes it. */
export const isTerm = (text: string) => /^[1-9]\d{0,2}$/.test(text.trim()) && Number(text) <= 600;

const isBlank = (months: Typed) => ENDINGS.every((ending) => months[ending].trim() === "");

/** What keeps the terms from being proposed: a number, a name that is missing or stands twice, a line without a term. */
export type Amiss = "term" | "name" | "twice" | "empty";

export function amiss({ usual, partners }: TermsTyped): Amiss | undefined {
  const given = [...ENDINGS.map((ending) => usual[ending])];
  for (const { months } of partners) given.push(...ENDINGS.map((it) => months[it]).filter((it) => it.trim() !== ""));
  if (!given.every(isTerm)) return "term";
  const names = partners.map((it) => it.partner.trim());
  if (names.includes("")) return "name";
  if (new Set(names).size < names.length) return "twice";
  return partners.some((it) => !it.inForce && isBlank(it.months)) ? "empty" : undefined;
}

const bodies = (months: Typed): MonthsBody[] =>
  ENDINGS.filter((ending) => months[ending].trim() !== "").map((ending) => ({
    ending,
    months: Number(months[ending]),
  }));

const differs = (one: Typed, other: Typed) => ENDINGS.some((ending) => one[ending].trim() !== other[ending]);

/** What is to be another than it is in force; what stays is left out. A partner without any term goes with the others. */
export function changedIn(view: RetentionView, now: TermsTyped): RetentionBody {
  const before = typedOf(view);
  const usual = bodies(now.usual).filter((it) => monthsOf(view.usual, it.ending as Ending) !== it.months);
  const partners: PartnerTermsBody[] = [];
  for (const { partner, months } of now.partners) {
    const was = before.partners.find((it) => it.partner === partner.trim())?.months ?? NO_TERMS;
    if (differs(months, was)) partners.push({ partner: partner.trim(), months: bodies(months) });
  }
  return { usual, partners };
}

export const isNothing = ({ usual, partners }: RetentionBody) => usual.length === 0 && partners.length === 0;
