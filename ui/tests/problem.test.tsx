import { fireEvent } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ErrorView } from "../src/backend/generated/ErrorView";
import { Problem } from "../src/design/Problem";
import { anError } from "./support/samples";
import { show } from "./support/show";

const held = anError("claimed_by_other");

test.each(["zh", "en"] as const)("an error says what happened, what was kept and what to do next (%s)", (language) => {
  const page = show(<Problem error={held} />, language);
  const said = page.getByRole("alert").textContent ?? "";
  const { happened, kept, next } = held[language];
  for (const sentence of [happened, kept, next]) expect(said).toContain(sentence);
  expect(said.indexOf(happened)).toBeLessThan(said.indexOf(kept));
  expect(said.indexOf(kept)).toBeLessThan(said.indexOf(next));
});

test("an error is said in one language only", () => {
  const page = show(<Problem error={held} />, "zh");
  expect(page.getByRole("alert").textContent).not.toContain(held.en.happened);
});

test("a fault looks graver than a refusal, and a wrong call looks like a refusal", () => {
  const looks = (kind: ErrorView["kind"]) => {
    const page = show(<Problem error={{ ...held, kind }} />);
    const alert = page.getByRole("alert");
    const glyph = alert.querySelector(".glyph");
    const look = { isFault: alert.classList.contains("fault"), tone: glyph?.className.replace("glyph ", "") };
    page.unmount();
    return look;
  };
  expect(looks("refusal")).toEqual({ isFault: false, tone: "tone-near" });
  expect(looks("bad_use")).toEqual({ isFault: false, tone: "tone-near" });
  expect(looks("fault")).toEqual({ isFault: true, tone: "tone-bad" });
});

/** What is said beside the first sentence, for these details. */
function saidOf(language: "zh" | "en", ...details: ErrorView["details"]): string {
  const page = show(<Problem error={{ ...held, details }} />, language);
  const said = page.getByRole("alert").querySelector("strong")?.textContent ?? "";
  page.unmount();
  return said.replace(held[language].happened, "").trim();
}

test("a detail that helps on is said, with the words of the house for a role", () => {
  expect(saidOf("zh", { name: "holder", value: "赵示例" })).toMatch(/^办理人\W+赵示例$/u);
  expect(saidOf("en", { name: "role", value: "supervisor" })).toBe("needs the role: Supervisor");
  expect(saidOf("zh", { name: "missing_role", value: "second_person" })).toContain("第二位可办理案件的人员");
  expect(saidOf("en", { name: "characters", value: "15" })).toBe("at least this many characters: 15");
});

test("until when somebody has the case is said as a time of day, not as the record has it", () => {
  const until = new Date(2026, 2, 4, 15, 30).toISOString();
  expect(saidOf("en", { name: "until", value: until })).toBe("until 4 Mar 2026, 15:30");
});

test("several details are told apart", () => {
  const details = [
    { name: "holder", value: "赵示例" },
    { name: "people", value: "2" },
  ];
  expect(saidOf("zh", ...details)).toContain("赵示例；");
  expect(saidOf("en", ...details)).toBe("held by: 赵示例; people: 2");
});

test("a detail that only a programmer reads is left out", () => {
  expect(saidOf("zh", { name: "path", value: "desk.db" }, { name: "sqlite", value: "13" })).toBe("");
});

test("an error that can be closed has a button for it, any other has none", () => {
  const close = vi.fn();
  const page = show(<Problem error={held} close={close} />);
  fireEvent.click(page.getByRole("button", { name: "知道了" }));
  expect(close).toHaveBeenCalledTimes(1);
  page.instead(<Problem error={held} />);
  expect(page.queryByRole("button")).toBeNull();
});
