import { fireEvent, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CaseRowView } from "../src/backend/generated/CaseRowView";
import type { CaseView } from "../src/backend/generated/CaseView";
import { CasePage } from "../src/features/case/CasePage";
import { CaseList } from "../src/features/queue/CaseList";
import { type Answers, fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aCase, allowed, anError, aRow, notAllowed, REASONS } from "./support/samples";
import { press, show, type } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const UNTIL = "2036-11-30T16:00:00Z";

const nothing = () => undefined;

async function open(view: CaseView, answers: Answers = {}, roles = ["supervisor"], language: "zh" | "en" = "zh") {
  const house = fakeBackend({ case: () => view, reasons: () => REASONS, ...answers });
  const page = show(<CasePage id="c1" me="赵示例" roles={roles} next={nothing} amend={nothing} />, language);
  await page.findByTestId("case");
  return { ...page, house };
}

const decided = (row: Partial<CaseRowView>) => aCase({ actions: allowed("place_hold") }, { status: "closed", ...row });

test.each([
  ["zh", "保存至 2036年11月30日"],
  ["en", "Kept until 30 Nov 2036"],
] as const)(
  "an ended case says to the end of which day it is kept, by the calendar of the terms (%s)",
  async (of, said) => {
    const { getByTestId } = await open(decided({ kept_until: UNTIL }), {}, ["supervisor"], of);
    expect(getByTestId("kept-until").textContent).toBe(said);
  },
);

test("a hold is placed with a reason, and the case says that it is on hold", async () => {
  const held = decided({ kept_until: UNTIL, on_hold: true });
  const { getByTestId, findByTestId, queryByTestId, house } = await open(decided({ kept_until: UNTIL }), {
    hold: () => ({ ...held, masked_card_numbers: 1 }),
  });
  fireEvent.click(getByTestId("hold-place"));
  expect(document.activeElement).toBe(getByTestId("hold-reason"));
  expect(getByTestId("hold-form").textContent).toContain("另一位主管");
  expect(getByTestId("hold-now").matches(":disabled")).toBe(true);
  type(getByTestId("hold-reason"), "法院调取，卡号 6225880000000019");
  fireEvent.submit(getByTestId("hold-form"));
  const told = (await findByTestId("told")).textContent;
  expect(told).toContain("已设置依法保留");
  expect(told).toContain("1 个卡号已遮盖");
  expect(house.bodies("hold")).toEqual([{ case: "c1", reason: "法院调取，卡号 6225880000000019" }]);
  expect(getByTestId("keeping").dataset.hold).toBe("true");
  expect(queryByTestId("hold-form")).toBeNull();
  expect(getByTestId("case").querySelector(".case-head")?.textContent).toContain("依法保留中");
});

test("who placed a hold is told why they may not lift it", async () => {
  const refusal = anError("same_person");
  const mine = aCase({ actions: [notAllowed("lift_hold", refusal)] }, { on_hold: true });
  const { getByTestId, queryByTestId } = await open(mine);
  expect(getByTestId("hold-lift").textContent).toContain(refusal.zh.happened);
  fireEvent.click(getByTestId("hold-lift"));
  expect(queryByTestId("hold-form")).toBeNull();
});

test("another supervisor lifts a hold, with a reason", async () => {
  const theirs = aCase({ actions: allowed("lift_hold") }, { on_hold: true });
  const other = await open(theirs, { lift_hold: () => aCase() });
  fireEvent.click(other.getByTestId("hold-lift"));
  type(other.getByTestId("hold-reason"), "案件已审结");
  fireEvent.submit(other.getByTestId("hold-form"));
  await other.findByTestId("told");
  expect(other.house.bodies("lift_hold")).toEqual([{ case: "c1", reason: "案件已审结" }]);
});

test("Escape leaves the form of a hold, and the focus is where it was", async () => {
  const { getByTestId, queryByTestId } = await open(decided({}));
  fireEvent.click(getByTestId("hold-place"));
  press("Escape");
  expect(queryByTestId("hold-form")).toBeNull();
  expect(document.activeElement).toBe(getByTestId("hold-place"));
});

test("who does not supervise is offered no hold, and sees that there is one", async () => {
  const refusal = anError("role_missing");
  const held = aCase({ actions: [notAllowed("lift_hold", refusal)] }, { on_hold: true });
  const { queryByTestId, getByTestId } = await open(held, {}, ["operator"]);
  expect(queryByTestId("hold-lift")).toBeNull();
  expect(getByTestId("keeping").textContent).toContain("依法保留中");
});

test("an archived case says that it can only be read", async () => {
  const { getByTestId } = await open(decided({ archived: true, kept_until: UNTIL }));
  expect(getByTestId("read-only").textContent).toContain("只能查阅。保存至 2036年11月30日。");
  expect(getByTestId("archived").textContent).toBe("已归档");
});

const ERASED = aCase(
  { timeline: [{ at: "2026-03-04T07:00:00Z", actor: "林示例", kind: "received", word: null, note: null, fields: [] }] },
  { status: "erased", case: "c1", reference: "c1", name: "", partner: "", amount: "0.00" },
);

test("of an erased case there is what happened when, without contents, and its certificate", async () => {
  const { getByTestId, findByTestId, queryByTestId, house, container } = await open(ERASED, {
    erasure_certificate: () => {
      throw anError("log_broken");
    },
  });
  for (const gone of ["facts", "checks", "note", "keeping", "propose"]) expect(queryByTestId(gone)).toBeNull();
  expect(getByTestId("timeline").textContent).toContain("林示例");
  expect(container.textContent).not.toContain("¥");
  fireEvent.click(getByTestId("certificate-show"));
  expect((await findByTestId("problem")).dataset.code).toBe("log_broken");
  expect(house.bodies("erasure_certificate")).toEqual([{ case: "c1" }]);
});

test("an operator is told who shows the certificate of an erased case", async () => {
  const { queryByTestId, getByTestId } = await open(ERASED, {}, ["operator"]);
  expect(queryByTestId("certificate-show")).toBeNull();
  expect(getByTestId("case").textContent).toContain("主管");
});

function list(answers: Answers = {}) {
  const counts = [{ of: "closed", count: 2 }];
  const house = fakeBackend({
    queue: ({ statuses }) => {
      const cases = statuses.includes("erased") ? [aRow({ ...ERASED.row, case: "c9", reference: "c9" })] : [aRow()];
      return { cases, next: null, counts, mine: 0 };
    },
    archive: ({ after }) =>
      after === null
        ? {
            cases: [aRow({ case: "c7", reference: "A-7", archived: true, on_hold: true, status: "closed" })],
            next: "p2",
          }
        : { cases: [aRow({ case: "c8", reference: "A-8", archived: true, status: "closed" })], next: null },
    ...answers,
  });
  return { ...show(<CaseList section="queue" openCase={null} open={nothing} />), house };
}

test("the archive stands beside what was closed lately, and is read page by page", async () => {
  const { findByTestId, getByTestId, findAllByTestId, queryByTestId, house } = list();
  await findByTestId("case-row");
  expect(queryByTestId("segment-archive")).toBeNull();
  fireEvent.click(getByTestId("view-closed"));
  fireEvent.click(await findByTestId("segment-archive"));
  await waitFor(async () =>
    expect((await findAllByTestId("case-row")).map((it) => it.dataset.reference)).toEqual(["A-7", "A-8"]),
  );
  expect(house.bodies("archive").map((it) => it.after)).toEqual([null, "p2"]);
  expect(getByTestId("view-closed").getAttribute("aria-selected")).toBe("true");
  expect((await findAllByTestId("case-row"))[0]?.textContent).toContain("依法保留");
});

test("erased cases are listed by their ids, without an amount or a name", async () => {
  const { findByTestId, getByTestId, getByText } = list();
  await findByTestId("case-row");
  fireEvent.click(getByTestId("view-closed"));
  fireEvent.click(await findByTestId("segment-erased"));
  await waitFor(() => getByText("已删除的案件"));
  const said = getByTestId("case-row").textContent ?? "";
  expect(said).toContain("c9");
  expect(said).not.toContain("¥");
});

test("an empty archive says when cases go there", async () => {
  const { findByTestId, getByTestId, findByText } = list({ archive: () => ({ cases: [], next: null }) });
  await findByTestId("case-row");
  fireEvent.click(getByTestId("view-closed"));
  fireEvent.click(await findByTestId("segment-archive"));
  await findByText("归档是空的");
});
