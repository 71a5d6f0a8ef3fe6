import type { Language } from "../../backend/generated/Language";
import { bilingual } from "../../words/language";

const { zh, en } = bilingual(
  {
    now: "刚刚",
    minutes: (n: number) => `${n} 分钟前`,
    hours: (n: number) => `${n} 小时前`,
    days: (n: number) => `${n} 天前`,
    seconds: (n: string) => `${n} 秒`,
    long: (minutes: number, seconds: number) => `${minutes} 分 ${seconds} 秒`,
  },
  {
    now: "just now",
    minutes: (n: number) => (n === 1 ? "1 minute ago" : `${n} minutes ago`),
    hours: (n: number) => (n === 1 ? "1 hour ago" : `${n} hours ago`),
    days: (n: number) => (n === 1 ? "1 day ago" : `${n} days ago`),
    seconds: (n: string) => `${n} s`,
    long: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  },
);

const wordsOf = (language: Language) => (language === "zh" ? zh : en);

const MINUTE_MS = 60_000;

/** How long ago something was, in whole minutes, hours or days. */
export function ago(at: string, now: number, language: Language): string {
  const t = wordsOf(language);
  const minutes = Math.floor((now - Date.parse(at)) / MINUTE_MS);
  if (Number.isNaN(minutes)) return "—";
  if (minutes < 1) return t.now;
  if (minutes < 60) return t.minutes(minutes);
  return minutes < 24 * 60 ? t.hours(Math.floor(minutes / 60)) : t.days(Math.floor(minutes / (24 * 60)));
}

/** How long something took. */
export function took(ms: number, language: Language): string {
  const t = wordsOf(language);
  const seconds = Math.floor(ms / 1_000);
  return ms < MINUTE_MS ? t.seconds((ms / 1_000).toFixed(1)) : t.long(Math.floor(seconds / 60), seconds % 60);
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** So many bytes, in the unit in which they are read. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
