import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CaseView } from "../src/backend/generated/CaseView";
import { Note } from "../src/features/case/Note";
import { Rail } from "../src/features/case/Rail";
import { fakeBackend, pending } from "./support/fakeBackend";
import { aCase, allowed, REASONS } from "./support/samples";
import { press, show, type } from "./support/show";

/** A note being added, while the house takes its time. */
async function adding() {
  const answer = pending<CaseView>();
  const house = fakeBackend({ add_note: () => answer.promise });
  const page = show(<Note view={aCase()} />);
  const field = page.getByTestId("note") as HTMLTextAreaElement;
  type(field, "客户说稍后回电。");
  field.focus();
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(house.asked).toEqual(["add_note"]));
  return { ...page, house, answer, field };
}

test("a note is written once, however often its key is pressed", async () => {
  const { house, answer, field } = await adding();
  press("Enter", { ctrlKey: true });
  answer.answer(aCase());
  await waitFor(() => expect(field.value).toBe(""));
  expect(house.bodies("add_note")).toEqual([{ case: "c1", text: "客户说稍后回电。" }]);
});

test("what was typed while a note was being written stays", async () => {
  const { answer, field, findByTestId } = await adding();
  type(field, "又：客户已回电。");
  answer.answer(aCase());
  await findByTestId("told");
  expect(field.value).toBe("又：客户已回电。");
});

test("a note whose card numbers were masked says so beside the note, until the next one is typed", async () => {
  const { answer, field, findByTestId, queryByTestId } = await adding();
  answer.answer(aCase({ masked_card_numbers: 2 }));
  expect((await findByTestId("note-masked")).textContent).toContain("2");
  type(field, "又：");
  await waitFor(() => expect(queryByTestId("note-masked")).toBeNull());
});

test("a verdict is given once, and a second can be given when the first has been answered", async () => {
  const answer = pending<CaseView>();
  const house = fakeBackend({
    reasons: () => REASONS,
    preview_message: () => ({ text: "", language: "zh-CN", causes: [], hold_seconds: 30 }),
    review: () => answer.promise,
  });
  const proposal = {
    maker: "赵示例",
    at: "2026-03-04T07:00:00Z",
    outcome: "verified",
    reasons: [],
    reserved: ["amount"],
    digest: "0".repeat(64),
    pending: 0,
  };
  const waiting = aCase({ proposal, actions: allowed("review") }, { status: "waiting_for_review" });
  const page = show(<Rail view={waiting} next={() => undefined} />);
  fireEvent.click(page.getByTestId("choice-agree"));
  press("Enter", { ctrlKey: true });
  press("Enter", { ctrlKey: true });
  answer.answer(waiting);
  await page.findByTestId("told");
  expect(house.bodies("review")).toHaveLength(1);
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(house.bodies("review")).toHaveLength(2));
});
