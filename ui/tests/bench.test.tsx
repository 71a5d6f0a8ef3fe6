import { render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { CaseView } from "../src/backend/generated/CaseView";
import { FIRST, workingDesk } from "./support/desk";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aCase, anError, aRow, aStation } from "./support/samples";
import { press } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

/** The whole window, at the list. */
async function bench(answers: Answers = {}) {
  const house = fakeBackend({ ...workingDesk(), ...answers });
  const page = render(<App />);
  await page.findByTestId("case-row");
  return { ...page, house };
}

const SECOND = aCase({}, { case: "c2", reference: "A-1002", holder: "林示例" });

test("j and Enter open a case beside the list, and the title of the window carries its reference, never a name", async () => {
  const page = await bench();
  press("j");
  press("Enter");
  expect((await page.findByTestId("case")).dataset.reference).toBe("A-1001");
  expect(page.getByTestId("case-row")).toBeTruthy();
  expect(document.title).toBe("A-1001 · Veridesk");
});

test("reading a case leaves no record: its name is asked for only by who holds it", async () => {
  const page = await bench();
  press("j");
  press("Enter");
  await page.findByTestId("case");
  expect(page.house.asked).not.toContain("open_case");
});

test("n claims the next case and opens it with its name in clear, asked for once", async () => {
  const page = await bench({
    next: () => SECOND,
    case: () => SECOND,
    open_case: () => ({ ...SECOND, name: "王示例" }),
  });
  press("n");
  expect((await page.findByTestId("case")).dataset.reference).toBe("A-1002");
  expect((await page.findByTestId("clear-name")).textContent).toBe("王示例");
  expect(page.house.bodies("next")).toEqual([{}]);
  expect(page.house.bodies("open_case")).toEqual([{ case: "c2" }]);
  expect(page.house.asked).not.toContain("case");
});

test("n pressed again while the house is looking asks for nothing more", async () => {
  const answer = pending<CaseView>();
  const page = await bench({ next: () => answer.promise, open_case: () => SECOND });
  press("n");
  await waitFor(() => expect(page.house.asked).toContain("next"));
  press("n");
  press("n");
  answer.answer(SECOND);
  await page.findByTestId("case");
  expect(page.house.bodies("next")).toHaveLength(1);
});

test("an empty queue says so, and what was open stays open", async () => {
  const page = await bench({
    next: () => {
      throw anError("queue_empty");
    },
  });
  press("j");
  press("Enter");
  await page.findByTestId("case");
  press("n");
  expect((await page.findByTestId("problem")).dataset.code).toBe("queue_empty");
  expect(page.getByTestId("case").dataset.reference).toBe("A-1001");
});

test("g and a letter go to a section", async () => {
  const page = await bench();
  press("g");
  press("o");
  await waitFor(() => expect(page.getByTestId("go-outbox").getAttribute("aria-current")).toBe("page"));
});

test("who works no cases has settings only, and the house is asked about no case", async () => {
  const house = fakeBackend({
    station: () => aStation({ roles: ["auditor"], actions: [] }),
    desk: () => ({
      team: "ab12",
      solo: false,
      demo: false,
      no_keychain: false,
      person: "林示例",
      roles: ["auditor"],
      people: [],
      institutions: [],
      actions: [],
      quarantine: null,
    }),
    changes: () => [],
  });
  const page = render(<App />);
  await page.findByTestId("go-settings");
  await page.findByText("ab12");
  expect(page.queryByTestId("go-queue")).toBeNull();
  expect(new Set(house.asked)).toEqual(new Set(["station", "desk", "changes"]));
});

test("what the house says has changed is read anew, and nothing else is", async () => {
  const page = await bench();
  press("j");
  press("Enter");
  await page.findByTestId("case");
  page.house.answers.case = () => aCase({}, { ...FIRST, status: "waiting_for_review" });
  page.house.answers.queue = () => ({
    cases: [aRow({ case: "c9", reference: "A-1009", status: "open" })],
    next: null,
    counts: [],
    mine: 0,
  });
  const reasons = page.house.bodies("reasons").length;
  await page.house.notice({ notice: "case_changed", case: "c1" });
  await waitFor(() => expect(page.getByTestId("case-row").dataset.reference).toBe("A-1009"));
  expect(page.getByTestId("case").querySelector("[data-testid=status]")?.getAttribute("data-status")).toBe(
    "waiting_for_review",
  );
  expect(page.house.bodies("reasons")).toHaveLength(reasons);
});
