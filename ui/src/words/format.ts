import type { Language } from "../backend/generated/Language";

const LOCALE: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions) {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE[language], options);
  formats.set(key, known);
  return known;
}

/** A moment with its date, in the zone of this computer. */
export function moment(at: string, language: Language): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "—";
  return dateFormat(language, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(date);
}

/** A moment in as few characters as tell it apart: the time today, the date otherwise. */
export function shortMoment(at: string, language: Language, now: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "—";
  const time = dateFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
  if (date.toDateString() === new Date(now).toDateString()) return time;
  const otherYear = date.getFullYear() !== new Date(now).getFullYear();
  const day = dateFormat(language, { month: "short", day: "numeric", ...(otherYear ? { year: "numeric" } : {}) });
  return `${day.format(date)} ${time}`;
}

/** The office whose calendar the terms go by: a month ends there. */
const TERMS_ZONE = "Asia/Shanghai";

/** The last day of a time that is over at `until`. */
export function lastDay(until: string, language: Language): string {
  const over = new Date(until).getTime();
  if (Number.isNaN(over)) return "—";
  const day = { year: "numeric", month: "short", day: "numeric", timeZone: TERMS_ZONE } as const;
  return dateFormat(language, day).format(new Date(over - 1));
}

/** A month such as `2027-03`, as it is read. */
export function monthName(month: string, language: Language): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return month;
  return dateFormat(language, { year: "numeric", month: "long", timeZone: "UTC" }).format(date);
}

/** Sentences one after the other: with a blank between them where the language has blanks. */
export const sentences = (language: Language, ...said: string[]) => said.join(language === "zh" ? "" : " ");

const SYMBOL: Record<string, string> = { CNY: "¥", EUR: "€", USD: "$", GBP: "£", HKD: "HK$", JPY: "JP¥" };

/** An amount as it is read: sign of the currency, thousands apart. The digits are those of the record, never rounded. */
export function money(amount: string, currency: string): string {
  const [whole = "0", part] = amount.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const symbol = SYMBOL[currency];
  const digits = part === undefined ? grouped : `${grouped}.${part}`;
  return symbol === undefined ? `${currency} ${digits}` : `${symbol} ${digits}`;
}

export type TimeLeft = { text: string; state: "over" | "soon" | "later" };

const MINUTE = 60_000;
const SOON = 120 * MINUTE;

/** How long until something is due, or since when it is over: in as few characters as a narrow column has. */
export function timeLeft(dueAt: string, now: number, language: Language): TimeLeft {
  const left = new Date(dueAt).getTime() - now;
  if (Number.isNaN(left)) return { text: "—", state: "later" };
  const minutes = Math.floor(Math.abs(left) / MINUTE);
  if (left < 0) {
    const span = spanOf(Math.max(1, minutes), language, false);
    return { text: language === "zh" ? `超 ${span}` : `${span} over`, state: "over" };
  }
  return { text: spanOf(minutes, language, true), state: left < SOON ? "soon" : "later" };
}

function spanOf(minutes: number, language: Language, exact: boolean): string {
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const unit = language === "zh" ? { day: "天", hour: "时", minute: "分" } : { day: "d", hour: "h", minute: "min" };
  if (days > 0) return exact ? `${days} ${unit.day} ${hours % 24} ${unit.hour}` : `${days} ${unit.day}`;
  if (hours === 0) return `${minutes} ${unit.minute}`;
  return exact ? `${hours} ${unit.hour} ${String(minutes % 60).padStart(2, "0")}` : `${hours} ${unit.hour}`;
}
