import { fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { CaseView } from "../src/backend/generated/CaseView";
import type { StationView } from "../src/backend/generated/StationView";
import { queryClient } from "../src/backend/queries";
import { FIRST, workingDesk } from "./support/desk";
import { fakeBackend, pending } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aCase, anError, aStation } from "./support/samples";
import { press } from "./support/show";

const locked = aStation({ phase: "locked", person: null, roles: [], actions: [] });

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

/** The window with a case open, and a house that takes its time to lock. */
async function openCase() {
  const answer = pending<StationView>();
  const house = fakeBackend({ ...workingDesk(), lock: () => answer.promise });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("case-row"));
  await page.findByTestId("case");
  return { ...page, house, answer };
}

/** What was read of the house and is still kept. */
const kept = () => queryClient.getQueryCache().getAll();

test("when lock is pressed the page is blank before the house has answered", async () => {
  const page = await openCase();
  expect(page.container.textContent).toContain("王**");
  expect(document.title).toContain("A-1001");
  fireEvent.click(page.getByTestId("lock"));
  expect(page.getByTestId("locking")).toBeTruthy();
  for (const customers of ["王**", "A-1001", "622588", "示例商城"]) {
    expect(document.documentElement.outerHTML).not.toContain(customers);
  }
  expect(document.title).toBe("Veridesk");
  await waitFor(() => expect(page.house.asked).toContain("lock"));
});

test("when lock is pressed nothing that was read is kept, and nothing is read again", async () => {
  const page = await openCase();
  expect(kept().length).toBeGreaterThan(0);
  fireEvent.click(page.getByTestId("lock"));
  expect(kept()).toEqual([]);
  await waitFor(() => expect(page.house.asked.at(-1)).toBe("lock"));
  page.answer.answer(locked);
  await page.findByTestId("sign-in");
  expect(page.house.asked.at(-1)).toBe("lock");
  expect(kept()).toEqual([]);
});

test("what was half written is gone when somebody signs in again", async () => {
  const page = await openCase();
  page.house.answers.sign_in = () => aStation();
  fireEvent.change(page.getByTestId("note"), { target: { value: "客户说稍后回电" } });
  fireEvent.click(page.getByTestId("lock"));
  page.answer.answer(locked);
  fireEvent.change(await page.findByTestId("name"), { target: { value: "林示例" } });
  fireEvent.change(page.getByTestId("passphrase"), { target: { value: "六只鹭鸶站在无名湖边" } });
  fireEvent.click(page.getByTestId("sign-in"));
  fireEvent.click(await page.findByTestId("case-row"));
  expect(((await page.findByTestId("note")) as HTMLTextAreaElement).value).toBe("");
});

/** Locks, while something that was begun before is still on its way. */
async function lockDuring(page: Awaited<ReturnType<typeof openCase>>) {
  fireEvent.click(page.getByTestId("lock"));
  page.answer.answer(locked);
  await page.findByTestId("sign-in");
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 30));

test("a case that comes when the desk is locked already is not kept", async () => {
  const page = await openCase();
  const claimed = pending<CaseView>();
  page.house.answers.claim = () => claimed.promise;
  fireEvent.click(page.getByTestId("claim"));
  await waitFor(() => expect(page.house.asked).toContain("claim"));
  await lockDuring(page);
  claimed.answer(aCase({}, FIRST));
  await aMoment();
  expect(kept()).toEqual([]);
});

test("a proposal that is answered when the desk is locked already says nothing and claims no further case", async () => {
  const page = await openCase();
  const proposed = pending<CaseView>();
  page.house.answers.propose = () => proposed.promise;
  page.house.answers.preview_message = () => ({ text: "", language: "zh-CN", causes: [], hold_seconds: 30 });
  press("1");
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(page.house.asked).toContain("propose"));
  await lockDuring(page);
  proposed.answer(aCase({}, { ...FIRST, status: "waiting_for_review" }));
  await aMoment();
  expect(page.house.asked).not.toContain("next");
  expect(page.queryByTestId("told")).toBeNull();
});

test("a refusal that comes when the desk is locked already is not shown", async () => {
  const page = await openCase();
  const claimed = pending<CaseView>();
  page.house.answers.claim = () => claimed.promise;
  fireEvent.click(page.getByTestId("claim"));
  await waitFor(() => expect(page.house.asked).toContain("claim"));
  await lockDuring(page);
  claimed.refuse(anError("claimed_by_other", { details: [{ name: "holder", value: "赵示例" }] }));
  await aMoment();
  expect(page.queryByTestId("problem")).toBeNull();
});

test("a lock that the house refuses says so, and the page is back", async () => {
  const page = await openCase();
  fireEvent.click(page.getByTestId("lock"));
  page.answer.refuse(anError("io", { kind: "fault" }));
  expect((await page.findByTestId("problem")).dataset.code).toBe("io");
  await page.findByTestId("case-row");
});
