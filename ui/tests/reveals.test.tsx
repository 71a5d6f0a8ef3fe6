import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { RevealEntryView } from "../src/backend/generated/RevealEntryView";
import { RevealLog } from "../src/features/reveals/RevealLog";
import { type Answers, fakeBackend } from "./support/fakeBackend";
import { anError } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { show } from "./support/show";

const WORDS = "客户到柜面更正卡号";

const entry = (more: Partial<RevealEntryView> = {}): RevealEntryView => ({
  at: "2026-03-04T07:00:00Z",
  person: "林示例",
  case: "ab".repeat(16),
  reference: "A-1001",
  kind: "revealed",
  fields: ["phone"],
  why: "call",
  words: null,
  ...more,
});

const FIRST_PAGE = {
  entries: [
    entry({ fields: ["card_number", "phone"], why: "other", words: WORDS }),
    entry({ person: "陈示例", kind: "viewed", fields: ["name"], why: null }),
    entry({ fields: [], why: null, reference: "ab".repeat(16) }),
  ],
  next: "41",
};

const SECOND_PAGE = { entries: [entry({ at: "2026-03-03T07:00:00Z", person: "赵示例" })], next: null };

function log(answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({
    reveals: ({ before }) => (before === null ? FIRST_PAGE : SECOND_PAGE),
    ...answers,
  });
  return { ...show(<RevealLog />, language), house };
}

test("who was shown which fields of which case, when and why, stands in a line, in words", async () => {
  const { findAllByTestId } = log();
  const said = (await findAllByTestId("reveal")).map((it) => it.textContent ?? "");
  for (const words of ["林示例", "A-1001", "银行卡号、手机号", "其他", WORDS]) expect(said[0]).toContain(words);
  for (const words of ["陈示例", "姓名", "领取案件时显示"]) expect(said[1]).toContain(words);
});

test("of an erased case there is its id, who looked and that what was shown is gone", async () => {
  const { findAllByTestId } = log({}, "en");
  const erased = (await findAllByTestId("reveal"))[2];
  expect(erased?.textContent).toContain("The case is erased");
  expect(erased?.textContent?.split("ab".repeat(16))).toHaveLength(2);
});

test("earlier ones are read page by page, and the end is said", async () => {
  const { findByTestId, getAllByTestId, queryByTestId, house, container } = log();
  fireEvent.click(await findByTestId("reveals-earlier"));
  await waitFor(() => expect(getAllByTestId("reveal")).toHaveLength(4));
  expect(house.bodies("reveals").map((it) => it.before)).toEqual([null, "41"]);
  expect(queryByTestId("reveals-earlier")).toBeNull();
  expect(container.textContent).toContain("已到最早的一条");
});

test("one person's can be looked at, and it is said of how many that were read", async () => {
  const { findByTestId, getAllByTestId, getByTestId } = log();
  const person = await findByTestId("reveals-person");
  fireEvent.change(person, { target: { value: "陈示例" } });
  expect(getAllByTestId("reveal").map((it) => it.dataset.person)).toEqual(["陈示例"]);
  expect(getByTestId("reveals-count").textContent).toBe("已读取 3 条，显示 1 条");
  expect(unnamed()).toEqual([]);
});

test("a desk where nobody was shown anything says so", async () => {
  const { findByText, queryByTestId } = log({ reveals: () => ({ entries: [], next: null }) });
  await findByText("还没有人看过明文。");
  expect(queryByTestId("reveals-person")).toBeNull();
});

test("who may not read the log is told so", async () => {
  const { findByTestId } = log({
    reveals: () => {
      throw anError("role_missing");
    },
  });
  expect((await findByTestId("problem")).dataset.code).toBe("role_missing");
});

test("what was said in words is forgotten when the page is left", async () => {
  const { findAllByTestId, instead } = log();
  await findAllByTestId("reveal");
  expect(left()).toContain(WORDS);
  instead(null);
  await waitFor(() => expect(left()).not.toContain(WORDS));
});
