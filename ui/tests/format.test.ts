import { expect, test } from "vitest";
import { moment, money, sentences, shortMoment, timeLeft } from "../src/words/format";

test.each([
  ["1280.50", "CNY", "¥ 1,280.50"],
  ["58000.00", "EUR", "€ 58,000.00"],
  ["0.00", "USD", "$ 0.00"],
  ["0", "GBP", "£ 0"],
  ["999", "HKD", "HK$ 999"],
  ["1000", "HKD", "HK$ 1,000"],
  ["1234567", "JPY", "JP¥ 1,234,567"],
  ["300.000", "KWD", "KWD 300.000"],
  ["-123456.70", "CNY", "¥ -123,456.70"],
])("%s %s is read as %s", (amount, currency, read) => {
  expect(money(amount, currency)).toBe(read);
});

test("the yen is told from the yuan, though both have the same sign", () => {
  expect(money("100", "JPY")).not.toBe(money("100", "CNY"));
});

test("an amount keeps every digit, however long it is", () => {
  const read = money("9007199254740993123456.123456789", "CNY");
  expect(read).toBe("¥ 9,007,199,254,740,993,123,456.123456789");
});

const NOW = Date.UTC(2026, 2, 4, 7, 0, 0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const left = (ms: number, language: "zh" | "en") => timeLeft(new Date(NOW + ms).toISOString(), NOW, language);

test.each([
  [0, "0 分", "0 min"],
  [59 * SECOND, "0 分", "0 min"],
  [MINUTE, "1 分", "1 min"],
  [HOUR - 1, "59 分", "59 min"],
  [HOUR, "1 时 00", "1 h 00"],
  [2 * HOUR - MINUTE, "1 时 59", "1 h 59"],
  [DAY - 1, "23 时 59", "23 h 59"],
  [DAY, "1 天 0 时", "1 d 0 h"],
  [3 * DAY + 5 * HOUR, "3 天 5 时", "3 d 5 h"],
])("%d ms before it is due, that much time is left", (ms, zh, en) => {
  expect(left(ms, "zh").text).toBe(zh);
  expect(left(ms, "en").text).toBe(en);
});

test("what is over says so, and since when: in whole hours, then in whole days", () => {
  expect(left(-1, "zh")).toEqual({ text: "超 1 分", state: "over" });
  expect(left(-HOUR + 1, "zh").text).toBe("超 59 分");
  expect(left(-90 * MINUTE, "zh").text).toBe("超 1 时");
  expect(left(-90 * MINUTE, "en")).toEqual({ text: "1 h over", state: "over" });
  expect(left(-DAY + 1, "en").text).toBe("23 h over");
  expect(left(-3 * DAY - 5 * HOUR, "zh").text).toBe("超 3 天");
});

test("what is due within two hours is due soon, from the second on at which it is not over", () => {
  expect(left(-1, "zh").state).toBe("over");
  expect(left(0, "zh").state).toBe("soon");
  expect(left(2 * HOUR - 1, "zh").state).toBe("soon");
  expect(left(2 * HOUR, "zh").state).toBe("later");
});

/** A moment of this computer's zone, whichever it is, as the house sends it. */
const local = (...at: [number, number, number, number, number]) => new Date(...at).toISOString();

test("a moment has its date and a time of 24 hours", () => {
  expect(moment(local(2026, 2, 4, 15, 30), "zh")).toBe("2026年3月4日 15:30");
  expect(moment(local(2026, 2, 4, 15, 30), "en")).toBe("4 Mar 2026, 15:30");
});

test("midnight is 00:00 and never 24:00", () => {
  for (const language of ["zh", "en"] as const) {
    expect(moment(local(2026, 2, 4, 0, 0), language)).toContain("00:00");
    expect(shortMoment(local(2026, 2, 4, 0, 0), language, new Date(2026, 2, 4, 9, 0).getTime())).toBe("00:00");
  }
});

test("a moment of today is its time alone, from the first minute of the day to the last", () => {
  const now = new Date(2026, 2, 4, 12, 0).getTime();
  for (const language of ["zh", "en"] as const) {
    expect(shortMoment(local(2026, 2, 4, 0, 0), language, now)).toBe("00:00");
    expect(shortMoment(local(2026, 2, 4, 23, 59), language, now)).toBe("23:59");
  }
});

test("a moment of another day has its day", () => {
  const now = new Date(2026, 2, 4, 0, 0).getTime();
  expect(shortMoment(local(2026, 2, 3, 23, 59), "zh", now)).toBe("3月3日 23:59");
  expect(shortMoment(local(2026, 2, 5, 0, 0), "en", now)).toBe("5 Mar 00:00");
});

test("what is no moment is a dash", () => {
  for (const at of ["", "soon"]) {
    expect(moment(at, "zh")).toBe("—");
    expect(shortMoment(at, "en", NOW)).toBe("—");
  }
});

test("sentences have a blank between them in English, and none in Chinese", () => {
  expect(sentences("en", "It is held.", "Wait.")).toBe("It is held. Wait.");
  expect(sentences("zh", "案件有人办理。", "请等待。")).toBe("案件有人办理。请等待。");
});
