import { fireEvent, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Body } from "../src/backend/ask";
import { CaseList } from "../src/features/queue/CaseList";
import { fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { anError, aRow } from "./support/samples";
import { press, show } from "./support/show";

const HEIGHT = 580;
const ROW = 58;

beforeEach(() => giveSizes(HEIGHT));
afterEach(() => vi.restoreAllMocks());

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, place) => {
    const number = String(from + place).padStart(5, "0");
    return aRow({ case: `c${number}`, reference: `A-${number}`, status: "open" });
  });

const COUNTS = [
  { of: "open", count: 7 },
  { of: "in_progress", count: 3 },
  { of: "waiting_for_review", count: 2 },
];

const page = (cases: ReturnType<typeof rows>, next: string | null = null) => ({ cases, next, counts: COUNTS, mine: 1 });

/** A list of so many cases, on the page as soon as this is over. */
async function listOf(count: number) {
  const house = fakeBackend({ queue: () => page(rows(count)) });
  const open = vi.fn();
  const seen = show(<CaseList section="queue" openCase={null} open={open} />);
  await seen.findAllByTestId("case-row");
  const cursor = () => seen.queryByRole("option", { selected: true })?.dataset.reference;
  return { ...seen, house, open, cursor };
}

test("of 10,000 cases only those in sight are drawn", async () => {
  const { getAllByTestId, getByRole } = await listOf(10_000);
  expect(getAllByTestId("case-row").length).toBeLessThanOrEqual(HEIGHT / ROW + 2 * 6 + 1);
  const whole = getByRole("listbox").firstElementChild as HTMLElement;
  expect(whole.style.height).toBe(`${10_000 * ROW}px`);
});

test("j goes down, k goes up, and neither leaves the list", async () => {
  const { cursor } = await listOf(3);
  expect(cursor()).toBeUndefined();
  const seen = ["j", "j", "j", "j", "k", "k", "k"].map((key) => {
    press(key);
    return cursor();
  });
  expect(seen).toEqual(["A-00000", "A-00001", "A-00002", "A-00002", "A-00001", "A-00000", "A-00000"]);
});

test("the arrows of a list that has the focus go up and down too, and do not scroll it besides", async () => {
  const { cursor, getByRole } = await listOf(3);
  getByRole("listbox").focus();
  expect(press("ArrowDown")).toBe(false);
  expect(press("ArrowDown")).toBe(false);
  expect(press("ArrowUp")).toBe(false);
  expect(cursor()).toBe("A-00000");
});

test("Enter opens the case under the cursor, and nothing where there is no cursor", async () => {
  const { open } = await listOf(3);
  press("Enter");
  expect(open).not.toHaveBeenCalled();
  press("j");
  press("j");
  press("Enter");
  expect(open.mock.calls).toEqual([["c00001"]]);
});

test("a click opens a case and puts the cursor there", async () => {
  const { open, cursor, getAllByTestId } = await listOf(3);
  fireEvent.click(getAllByTestId("case-row")[2] as HTMLElement);
  expect(open.mock.calls).toEqual([["c00002"]]);
  expect(cursor()).toBe("A-00002");
});

test("the cursor stays in sight however far it goes", async () => {
  const { cursor, getByRole } = await listOf(10_000);
  for (let step = 0; step < 60; step += 1) press("j");
  await waitFor(() => expect(cursor()).toBe("A-00059"));
  const active = getByRole("listbox").getAttribute("aria-activedescendant") ?? "";
  expect(document.getElementById(active)).not.toBeNull();
  expect(getByRole("listbox").scrollTop).toBeGreaterThanOrEqual(60 * ROW - HEIGHT);
});

test("the next page is asked for, once, when the end of the first is near", async () => {
  const asked: Body<"queue">[] = [];
  fakeBackend({
    queue: (body) => {
      asked.push(body);
      return body.after === null ? page(rows(100), "p2") : page(rows(5, 100));
    },
  });
  const seen = show(<CaseList section="queue" openCase={null} open={() => undefined} />);
  await seen.findAllByTestId("case-row");
  expect(asked.map((body) => body.after)).toEqual([null]);
  seen.getByRole("listbox").scrollTo({ top: 100 * ROW - HEIGHT });
  await waitFor(() => expect(asked.map((body) => body.after)).toEqual([null, "p2"]));
  await waitFor(() => expect(seen.container.querySelector("[data-reference=A-00104]")).not.toBeNull());
  expect(asked).toHaveLength(2);
});

test("a view asks for its statuses, and tells how many cases each view has", async () => {
  const { house, getByTestId, findByText } = await listOf(3);
  expect(getByTestId("view-next").textContent).toContain("10");
  expect(getByTestId("view-review").textContent).toContain("2");
  expect(getByTestId("view-mine").textContent).toContain("1");
  house.answers.queue = () => page([]);
  fireEvent.click(getByTestId("view-mine"));
  await findByText("您手上没有案件");
  expect(house.bodies("queue").map(({ statuses, mine }) => ({ statuses, mine }))).toEqual([
    { statuses: ["open", "in_progress"], mine: false },
    { statuses: [], mine: true },
  ]);
});

test("a row says who sent the case, masked, how much it is about, and why it stands where it stands", async () => {
  const row = aRow({ reference: "A-7", name: "王**", rank_reason: "high_risk", checks: "mx", status: "open" });
  fakeBackend({ queue: () => page([row]) });
  const seen = show(<CaseList section="queue" openCase={null} open={() => undefined} />);
  const said = (await seen.findByTestId("case-row")).textContent ?? "";
  for (const word of ["王**", "示例商城", "¥ 58,000.00", "A-7", "风险高"]) expect(said).toContain(word);
  expect(seen.getAllByRole("img").map((it) => it.getAttribute("aria-label"))).toEqual(["一致", "不一致"]);
});

test("what asks for attention is said instead of the rank, and who proposed sees that somebody else reviews", async () => {
  const late = aRow({ case: "c1", attention: "unknown_call", rank_reason: "high_risk" });
  const mine = aRow({ case: "c2", status: "waiting_for_review", outcome: "verified", proposed_by_me: true });
  fakeBackend({ queue: () => page([late, mine]) });
  const seen = show(<CaseList section="queue" openCase={null} open={() => undefined} />);
  const [first, second] = await seen.findAllByTestId("case-row");
  expect(first?.textContent).toContain("呼叫结果不明");
  expect(first?.textContent).not.toContain("风险高");
  expect(second?.textContent).toContain("您提出的结论，须由他人复核");
  expect(second?.textContent).toContain("通过");
});

test("a list that cannot be read says why", async () => {
  fakeBackend({
    queue: () => {
      throw anError("session_needed");
    },
  });
  const seen = show(<CaseList section="queue" openCase={null} open={() => undefined} />);
  expect((await seen.findByRole("alert")).textContent).toContain("发生：session_needed。");
});
