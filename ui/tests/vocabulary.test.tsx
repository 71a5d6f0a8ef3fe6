import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { LanguageProvider } from "../src/words/language";
import { type Topic, useVocabulary, VOCABULARY } from "../src/words/vocabulary";

const generated = import.meta.glob<string>("../src/backend/generated/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The stable words a generated type names where it describes one of its fields. */
function namedBy(type: string, field: string): string[] {
  const source = generated[`../src/backend/generated/${type}.ts`] ?? "";
  const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${field}:`).exec(source)?.[1] ?? "";
  return [...comment.matchAll(/`([a-z0-9_-]+)`/g)].map((word) => word[1] ?? "");
}

/** Where the contract lists the words a field may hold, and the topic under which the window reads them. */
const LISTED: [string, string, Topic][] = [
  ["ChangeView", "state", "changeState"],
  ["ChangeView", "what", "change"],
  ["KeyRowView", "key", "key"],
  ["KeyRowView", "key", "keyUse"],
  ["KeyRowView", "lies", "keyPlace"],
  ["KeyChangeView", "cause", "keyCause"],
  ["EnrolBody", "roles", "role"],
  ["CallView", "kind", "callKind"],
  ["CheckView", "state", "callState"],
  ["DraftView", "status", "status"],
  ["FeedbackView", "state", "callState"],
  ["FoundDeskBody", "roles", "role"],
  ["FoundingView", "missing", "role"],
  ["InstitutionBody", "institution", "institution"],
  ["IssuerView", "kind", "cardKind"],
  ["ProposeBody", "outcome", "outcome"],
  ["RevealBody", "fields", "field"],
  ["RevealBody", "why", "revealReason"],
  ["RevealEntryView", "kind", "event"],
  ["ReviewBody", "verdict", "verdict"],
  ["SetInstitutionBody", "institution", "institution"],
  ["SubmittedView", "status", "status"],
];

test.each(LISTED)("every word that %s lists for its %s can be read", (type, field, topic) => {
  const named = namedBy(type, field);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((word) => !(word in VOCABULARY[topic]))).toEqual([]);
});

const pairs = Object.entries(VOCABULARY).flatMap(([topic, table]) =>
  Object.entries(table as Record<string, readonly [string, string]>).map(([word, [zh, en]]) => ({
    word: `${topic}.${word}`,
    zh,
    en,
  })),
);

test("every stable word is read as Chinese and as English", () => {
  const han = /\p{Script=Han}/u;
  expect(pairs.filter(({ zh, en }) => !han.test(zh) || en.trim() === "" || han.test(en))).toEqual([]);
});

test("two words of one topic are never read alike, so that nobody takes one for the other", () => {
  const alike = Object.entries(VOCABULARY).flatMap(([topic, table]) =>
    [0, 1].flatMap((at) => {
      const read = Object.values(table as Record<string, readonly string[]>).map((pair) => pair[at]);
      return read.filter((text, place) => read.indexOf(text) !== place).map((text) => `${topic}: ${text}`);
    }),
  );
  expect(alike).toEqual([]);
});

function vocabularyIn(language: "zh" | "en") {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <LanguageProvider language={language}>{children}</LanguageProvider>
  );
  return renderHook(() => useVocabulary(), { wrapper }).result.current;
}

test("a word is read in the language of the screen", () => {
  expect(vocabularyIn("zh")("status", "waiting_for_review")).toBe("待复核");
  expect(vocabularyIn("en")("status", "waiting_for_review")).toBe("Waiting for review");
});

test("a word that no table has is shown as it came", () => {
  for (const word of ["partner_app", "", "constructor", "__proto__", "toString"]) {
    expect(vocabularyIn("zh")("consentChannel", word)).toBe(word);
  }
});
