import { expect, test, vi } from "vitest";

type Table = Record<string, unknown>;

const tables: { zh: Table; en: Table }[] = vi.hoisted(() => []);

// Every table of words is made by `bilingual`: whoever listens there knows all of them, those inside a component too.
vi.mock("../src/words/language", async (original) => {
  const real = await original<typeof import("../src/words/language")>();
  return {
    ...real,
    bilingual: (zh: never, en: never) => {
      tables.push({ zh, en });
      return real.bilingual(zh, en);
    },
  };
});

import.meta.glob(["../src/**/*.{ts,tsx}", "!../src/main.tsx", "!../src/gallery/**", "!../src/backend/generated/**"], {
  eager: true,
});

/** What stands where a value is said, so that it can be found again in the sentence. */
const VALUES = ["⟦0⟧", "⟦1⟧", "⟦2⟧", "⟦3⟧"];

/** Each word of a table by its place, such as `line.queued`; one that takes values is said with stand-ins. */
function said(table: Table, place = ""): [string, string][] {
  return Object.entries(table).flatMap(([name, word]): [string, string][] => {
    const at = place === "" ? name : `${place}.${name}`;
    if (typeof word === "string") return [[at, word]];
    if (typeof word === "function") return [[at, String(word(...VALUES.slice(0, word.length)))]];
    return said(word as Table, at);
  });
}

const all = tables.flatMap(({ zh, en }) => {
  const english = new Map(said(en));
  return said(zh).map(([place, chinese]) => ({ place, chinese, english: english.get(place) ?? "" }));
});

const HAN = /\p{Script=Han}/u;
/** Words at all: a mark that stands between words, such as a semicolon, is of no language. */
const isSaid = (text: string) => /\p{Letter}/u.test(text);
const breaking = (rule: (word: (typeof all)[number]) => boolean) => all.filter((word) => !rule(word));

test("the words of every part of the window are looked at", () => {
  const places = all.map((word) => word.place);
  expect(tables.length).toBeGreaterThan(10);
  for (const place of ["masked", "missing_role", "line.queued", "empty.next", "steps.people", "status.screened_out"]) {
    expect(places).toContain(place);
  }
});

test("no word is empty in either language", () => {
  expect(breaking(({ chinese, english }) => chinese.trim() !== "" && english.trim() !== "")).toEqual([]);
});

test("Chinese words are Chinese, and no Chinese is left in English", () => {
  expect(breaking(({ chinese, english }) => (HAN.test(chinese) || !isSaid(chinese)) && !HAN.test(english))).toEqual([]);
});

test("a sentence tells the same values in both languages", () => {
  const values = (sentence: string) => VALUES.filter((value) => sentence.includes(value));
  expect(breaking(({ chinese, english }) => values(chinese).join() === values(english).join())).toEqual([]);
});

test("no sentence shows what a program would write where a value is missing", () => {
  expect(breaking((word) => !/undefined|NaN|null|\[object/.test(word.chinese + word.english))).toEqual([]);
});
