import { act, cleanup, fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { CaseView } from "../src/backend/generated/CaseView";
import type { RevealView } from "../src/backend/generated/RevealView";
import type { StationView } from "../src/backend/generated/StationView";
import { queryClient } from "../src/backend/queries";
import { CasePage } from "../src/features/case/CasePage";
import { Facts } from "../src/features/case/Facts";
import { Timeline } from "../src/features/case/Timeline";
import { FIRST, workingDesk } from "./support/desk";
import { type FakeBackend, fakeBackend, pending } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aCase, allowed, anError, aStation, notAllowed, REASONS } from "./support/samples";
import { press, show, type } from "./support/show";

const PHONE = "13800000001";
const nothing = () => undefined;

/** A phone number in clear, until so many milliseconds from now. */
const phone = (ms = 30_000): RevealView => ({
  values: [{ field: "phone", value: PHONE }],
  until: new Date(Date.now() + ms).toISOString(),
});

const held = (more: Partial<CaseView> = {}) =>
  aCase({ actions: allowed("reveal"), ...more }, { holder: "林示例", status: "in_progress" });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  giveSizes(580);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Page = ReturnType<typeof render>;

/** Asks for the phone number and says why. */
async function ask(page: Page, why = "call") {
  fireEvent.click(await page.findByTestId("reveal-phone"));
  fireEvent.change(page.getByTestId("reveal-why"), { target: { value: why } });
}

async function reveal(page: Page) {
  await ask(page);
  fireEvent.click(page.getByTestId("reveal-show"));
  await page.findByTestId("clear-phone");
}

let house: FakeBackend;

function facts(view = held(), answer: () => RevealView | Promise<RevealView> = () => phone()) {
  house = fakeBackend({ reveal: answer });
  return show(<Facts view={view} name="王示例" amend={nothing} />);
}

const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

test("a masked value is shown in clear once the reason is given, and the house is told field and reason", async () => {
  const page = facts();
  expect(page.container.textContent).not.toContain(PHONE);
  await reveal(page);
  expect(page.getByTestId("clear-phone").textContent).toBe(PHONE);
  expect(house.bodies("reveal")).toEqual([{ case: "c1", fields: ["phone"], why: "call", words: "" }]);
  expect(page.queryByTestId("reveal-form")).toBeNull();
  expect(document.activeElement).toBe(page.getByTestId("reveal-phone"));
});

test("what is shown counts down and is masked after thirty seconds", async () => {
  const page = facts();
  await reveal(page);
  const left = () => Number(/\d+/.exec(page.getByTestId("left-phone").textContent ?? "")?.[0]);
  expect(left()).toBeGreaterThan(28);
  await pass(10_000);
  expect(left()).toBeLessThanOrEqual(20);
  expect(page.container.textContent).toContain(PHONE);
  await pass(20_000);
  expect(page.container.textContent).not.toContain(PHONE);
  expect(page.container.textContent).toContain("138****0001");
});

test("however late the house says the end is, it is thirty seconds", async () => {
  const page = facts(held(), () => phone(3_600_000));
  await reveal(page);
  await pass(30_000);
  expect(page.container.textContent).not.toContain(PHONE);
});

test("who has seen enough hides it before its time", async () => {
  const page = facts();
  await reveal(page);
  fireEvent.click(page.getByTestId("reveal-phone"));
  expect(page.container.textContent).not.toContain(PHONE);
});

test("another reason needs words, and without a reason nothing is asked", async () => {
  const page = facts();
  fireEvent.click(page.getByTestId("reveal-phone"));
  const button = () => page.getByTestId("reveal-show") as HTMLButtonElement;
  expect(button().disabled).toBe(true);
  expect(page.queryByTestId("reveal-words")).toBeNull();
  fireEvent.change(page.getByTestId("reveal-why"), { target: { value: "other" } });
  expect(button().disabled).toBe(true);
  fireEvent.submit(page.getByTestId("reveal-form"));
  expect(house.asked).toEqual([]);
  type(page.getByTestId("reveal-words"), "银行要求逐位核对");
  fireEvent.click(button());
  await page.findByTestId("clear-phone");
  expect(house.bodies("reveal")[0]?.words).toBe("银行要求逐位核对");
});

test("the key f goes to the first masked value, and on one it asks why; escape leaves it as it was", () => {
  const page = facts();
  press("f");
  expect(document.activeElement).toBe(page.getByTestId("reveal-document_number"));
  page.getByTestId("reveal-phone").focus();
  press("f");
  expect(document.activeElement).toBe(page.getByTestId("reveal-why"));
  press("Escape");
  expect(page.queryByTestId("reveal-form")).toBeNull();
  expect(document.activeElement).toBe(page.getByTestId("reveal-phone"));
  expect(house.asked).toEqual([]);
});

test("where the house reveals nothing there is nothing to press", () => {
  const page = facts(held({ actions: [notAllowed("reveal", anError("not_claimed"))] }));
  expect(page.queryByTestId("reveal-phone")).toBeNull();
  press("f");
  expect(document.activeElement).toBe(document.body);
});

test("a reveal that is refused says so and shows nothing", async () => {
  const page = facts(held(), () => Promise.reject(anError("data_gone")));
  await ask(page);
  fireEvent.click(page.getByTestId("reveal-show"));
  await waitFor(() => expect(house.asked).toEqual(["reveal"]));
  await pass(50);
  expect(page.queryByTestId("clear-phone")).toBeNull();
  expect(page.container.textContent).toContain("138****0001");
});

test("who may no longer see it sees the mask at once, and finds it masked on coming back", async () => {
  const page = facts();
  await reveal(page);
  const view = held({ actions: [notAllowed("reveal", anError("not_claimed"))] });
  page.instead(<Facts view={view} name={null} amend={nothing} />);
  expect(page.container.textContent).not.toContain(PHONE);
  page.instead(<Facts view={held()} name="王示例" amend={nothing} />);
  expect(page.container.textContent).not.toContain(PHONE);
});

test("the holder is shown the name without asking, and a reviewer asks for it", () => {
  const page = facts();
  expect(page.queryByTestId("reveal-name")).toBeNull();
  const waiting = aCase({ actions: allowed("reveal") }, { status: "waiting_for_review" });
  page.instead(<Facts view={waiting} name={null} amend={nothing} />);
  expect(page.getByTestId("reveal-name")).toBeTruthy();
});

/** The page of a case, with a second case to go to. */
async function casePage() {
  house = fakeBackend({
    case: ({ case: id }) => ({ ...held(), row: { ...held().row, case: id, reference: id } }),
    open_case: () => ({ ...held(), name: "王示例" }),
    reasons: () => REASONS,
    reveal: () => phone(),
  });
  const of = (id: string) => <CasePage id={id} me="林示例" roles={["operator"]} next={nothing} amend={nothing} />;
  const page = show(of("c1"));
  await reveal(page);
  return { ...page, go: (id: string) => page.instead(of(id)) };
}

test("what is shown in clear is neither among what was read nor in the title", async () => {
  const page = await casePage();
  expect(page.container.textContent).toContain(PHONE);
  const kept = queryClient.getQueryCache().getAll();
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept.map((it) => [it.queryKey, it.state]))).not.toContain(PHONE);
  expect(queryClient.getMutationCache().getAll()).toEqual([]);
  expect(document.title).not.toContain(PHONE);
});

test("what is shown in clear is masked when somebody goes to another case, and stays so on coming back", async () => {
  const page = await casePage();
  page.go("c2");
  await page.findByText("c2");
  expect(page.container.textContent).not.toContain(PHONE);
  page.go("c1");
  await page.findByText("c1");
  expect(page.container.textContent).not.toContain(PHONE);
  expect(house.bodies("reveal")).toHaveLength(1);
});

test("when the desk is locked what is shown in clear is gone before the house has answered, and a late one never comes", async () => {
  const lock = pending<StationView>();
  const late = pending<RevealView>();
  let answers: (() => RevealView | Promise<RevealView>)[] = [() => phone(), () => late.promise];
  house = fakeBackend({
    ...workingDesk(),
    case: () => aCase({ actions: allowed("reveal") }, { ...FIRST, status: "waiting_for_review" }),
    lock: () => lock.promise,
    reveal: () => {
      const [first, ...rest] = answers;
      answers = rest;
      return first?.() ?? late.promise;
    },
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("case-row"));
  await reveal(page);
  fireEvent.click(page.getByTestId("reveal-document_number"));
  fireEvent.change(page.getByTestId("reveal-why"), { target: { value: "compare" } });
  fireEvent.click(page.getByTestId("reveal-show"));
  await waitFor(() => expect(house.bodies("reveal")).toHaveLength(2));
  fireEvent.click(page.getByTestId("lock"));
  expect(document.documentElement.outerHTML).not.toContain(PHONE);
  const locked = aStation({ phase: "locked", person: null, roles: [], actions: [] });
  lock.answer(locked);
  late.answer({ values: [{ field: "document_number", value: "110101190003070002" }], until: phone().until });
  await page.findByTestId("sign-in");
  await pass(100);
  expect(document.documentElement.outerHTML).not.toContain("110101190003070002");
});

test("the timeline tells who was shown which fields, why, and in their words", () => {
  fakeBackend({});
  const entry = {
    at: "2026-03-04T07:00:00Z",
    actor: "林示例",
    kind: "revealed",
    word: "call",
    note: "客户中午回电",
    fields: ["card_number", "phone"],
  };
  const page = show(<Timeline view={aCase({ timeline: [entry] })} />);
  expect(page.getByText("客户中午回电")).toBeTruthy();
  expect(page.container.textContent).toContain("查看遮盖内容 银行卡号、手机号 致电客户");
});
