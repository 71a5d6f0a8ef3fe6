import { act, fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { BackupView } from "../src/backend/generated/BackupView";
import type { CertificateView } from "../src/backend/generated/CertificateView";
import type { ErasureDueView } from "../src/backend/generated/ErasureDueView";
import type { ErasureView } from "../src/backend/generated/ErasureView";
import type { RetentionView } from "../src/backend/generated/RetentionView";
import { Retention } from "../src/features/retention/Retention";
import { ENDINGS } from "../src/features/retention/terms";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { aChange, anError } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { press, show, type } from "./support/show";

const TERMS: RetentionView = {
  usual: ENDINGS.map((ending, place) => ({ ending, months: [120, 120, 24, 24, 6][place] ?? 0 })),
  partners: [{ partner: "示例商城", months: [{ ending: "verified", months: 60 }] }],
  hash: "9f2c".repeat(16),
};

const DUE: ErasureDueView = {
  cases: 1_204,
  months: [
    { month: "2026-08", cases: 1_000 },
    { month: "2026-09", cases: 204 },
  ],
  since: "2026-08-31T16:00:00Z",
  late_days: 85,
};

const NOTHING_DUE: ErasureDueView = { cases: 0, months: [], since: null, late_days: 0 };

const BACKUP: BackupView = { generation: 14, full: false, records: 12_040, bytes: 9, verified: 12_040, took_ms: 9 };

const DONE: ErasureView = { erased: 1_203, kept: 1, backup: BACKUP, backup_refusal: null };

function page(roles: string[], answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({
    retention: () => TERMS,
    erasure_due: () => DUE,
    changes: () => [aChange({ what: "erase_case", case: "ab12", why: "客户撤回同意" }), aChange({ change: "x2" })],
    ...answers,
  });
  const opened: string[] = [];
  const what = <Retention roles={roles} refused={undefined} openChanges={() => opened.push("changes")} />;
  return { ...show(what, language), house, opened };
}

test("every ending that the contract names has its column", () => {
  const contract = import.meta.glob<string>("../src/backend/generated/MonthsView.ts", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const comment = Object.values(contract).join().split("ending:")[0] ?? "";
  const named = [...comment.matchAll(/`([a-z_]+)`/g)].map((word) => word[1] ?? "");
  expect(named.sort()).toEqual([...ENDINGS].sort());
});

test("the terms stand by ending, for all partners and for those with terms of their own", async () => {
  const { findAllByTestId } = page(["operator"]);
  const [all, own] = await findAllByTestId("terms-of");
  const cells = (row: HTMLElement | undefined) => [...(row?.querySelectorAll("td") ?? [])].map((it) => it.textContent);
  expect(cells(all)).toEqual(["120 个月", "120 个月", "24 个月", "24 个月", "6 个月"]);
  expect(cells(own)).toEqual(["60 个月", "120 个月", "24 个月", "24 个月", "6 个月"]);
  const own_ones = [...(own?.querySelectorAll("[data-own=true]") ?? [])].map((it) => it.getAttribute("data-ending"));
  expect(own_ones).toEqual(["verified"]);
});

test("who neither supervises nor administrates only looks", async () => {
  const { findByTestId, queryByTestId } = page(["operator"]);
  await findByTestId("terms-hash");
  await waitFor(() => expect(queryByTestId("due")?.dataset.cases).toBe("1204"));
  for (const act of ["terms-edit", "erase", "early", "certificates"]) expect(queryByTestId(act)).toBeNull();
});

test("what is due is told by month, since when and how late, and what waits stands beside it", async () => {
  const { findAllByTestId, getByTestId, findByTestId, opened } = page(["auditor"], {}, "en");
  expect((await findAllByTestId("due-month")).map((it) => it.textContent)).toEqual([
    "End of August 20261,000",
    "End of September 2026204",
  ]);
  expect(getByTestId("due").textContent).toContain("31 Aug 2026");
  expect(getByTestId("due").textContent).toContain("85 days");
  expect((await findByTestId("waiting")).dataset.what).toBe("erase_case");
  fireEvent.click(getByTestId("open-changes"));
  expect(opened).toEqual(["changes"]);
});

async function editing(answers: Answers = {}) {
  const seen = page(["supervisor"], { propose_retention: () => aChange({ what: "set_retention" }), ...answers });
  fireEvent.click(await seen.findByTestId("terms-edit"));
  return seen;
}

test("only what a supervisor changed is proposed: a term, a partner's terms as a whole, one more partner", async () => {
  const { getByTestId, findByTestId, house } = await editing();
  expect(document.activeElement).toBe(getByTestId("months-verified"));
  expect(getByTestId("terms-propose").matches(":disabled")).toBe(true);
  type(getByTestId("months-screened_out"), "3");
  type(getByTestId("partner-0-screened_out"), "12");
  fireEvent.click(getByTestId("partner-add"));
  expect(getByTestId("terms-propose").matches(":disabled")).toBe(true);
  type(getByTestId("partner-1"), " 另一商城 ");
  type(getByTestId("partner-1-verified"), "240");
  expect(unnamed()).toEqual([]);
  fireEvent.submit(getByTestId("terms-form"));
  expect((await findByTestId("told")).textContent).toContain("已提出");
  expect(house.bodies("propose_retention")).toEqual([
    {
      usual: [{ ending: "screened_out", months: 3 }],
      partners: [
        {
          partner: "示例商城",
          months: [
            { ending: "verified", months: 60 },
            { ending: "screened_out", months: 12 },
          ],
        },
        { partner: "另一商城", months: [{ ending: "verified", months: 240 }] },
      ],
    },
  ]);
});

test("a partner whose terms are dropped is as all others again", async () => {
  const { getByTestId, findByTestId, house } = await editing();
  fireEvent.click(getByTestId("partner-0-out"));
  fireEvent.submit(getByTestId("terms-form"));
  await findByTestId("told");
  expect(house.bodies("propose_retention")).toEqual([{ usual: [], partners: [{ partner: "示例商城", months: [] }] }]);
});

test.each([
  ["0", "1 至 600"],
  ["601", "1 至 600"],
  ["6.5", "1 至 600"],
  ["", "1 至 600"],
  ["6", "没有改动"],
])("a term of %j is not proposed, and it is said why", async (months, why) => {
  const { getByTestId, house } = await editing();
  type(getByTestId("months-screened_out"), months);
  expect(getByTestId("terms-form").textContent).toContain(why);
  fireEvent.submit(getByTestId("terms-form"));
  expect(house.asked).not.toContain("propose_retention");
});

test("a name that stands twice, one that is missing and a partner without any term are each said", async () => {
  const { getByTestId } = await editing();
  fireEvent.click(getByTestId("partner-add"));
  expect(getByTestId("terms-form").textContent).toContain("请填写合作方名称");
  type(getByTestId("partner-1"), "示例商城");
  expect(getByTestId("terms-form").textContent).toContain("只能列出一次");
  type(getByTestId("partner-1"), "另一商城");
  expect(getByTestId("terms-form").textContent).toContain("至少要有一项");
});

async function sure(answers: Answers = {}) {
  const seen = page(["administrator"], answers);
  fireEvent.click(await seen.findByTestId("erase"));
  return seen;
}

test("before a run it is said what goes, that it is for ever and that keys change, and the clock is confirmed", async () => {
  const { getByTestId, queryByTestId, house } = await sure();
  const said = getByTestId("erase-sure").textContent ?? "";
  for (const words of ["1,204 件", "密钥", "不能撤销", "更换全部密钥", "依法保留", "时钟"])
    expect(said).toContain(words);
  expect(document.activeElement).toBe(getByTestId("erase-tick"));
  expect(getByTestId("erase-now").matches(":disabled")).toBe(true);
  press("Escape");
  expect(queryByTestId("erase-sure")).toBeNull();
  expect(document.activeElement).toBe(getByTestId("erase"));
  expect(house.asked).not.toContain("erase_due");
});

async function running(answers: Answers = {}) {
  const answer = pending<ErasureView>();
  const seen = await sure({ erase_due: () => answer.promise, ...answers });
  fireEvent.click(seen.getByTestId("erase-tick"));
  fireEvent.submit(seen.getByTestId("erase-now").closest("form") as HTMLFormElement);
  await seen.findByTestId("erasing");
  return { ...seen, answer };
}

test("a run tells how many are erased, then the steps of the key change, then the backup", async () => {
  const { getByTestId, queryByTestId, house } = await running();
  const veil = getByTestId("erasing");
  await act(() => house.notice({ notice: "erasure_progress", key_change_step: null, done: 400, total: 1_204 }));
  expect(veil.textContent).toContain("已删除 400 / 1,204 件");
  expect(veil.querySelectorAll(".done")).toHaveLength(0);
  await act(() => house.notice({ notice: "erasure_progress", key_change_step: 3, done: 40, total: 200 }));
  expect(veil.dataset.phase).toBe("keys");
  expect(veil.querySelectorAll(".done")).toHaveLength(2);
  expect(veil.querySelector("[aria-current=step]")?.textContent).toContain("40 / 200");
  expect(queryByTestId("erase-stop")).toBeNull();
  await act(() => house.notice({ notice: "backup_progress", step: "write", done: 5, total: 10 }));
  expect(veil.dataset.phase).toBe("backup");
  expect(veil.querySelectorAll(".done")).toHaveLength(6);
});

test("a run is stopped once, between two receipts, and the keys change all the same", async () => {
  const { getByTestId, findByTestId, answer, house } = await running({ stop_work: () => null });
  fireEvent.click(getByTestId("erase-stop"));
  fireEvent.click(getByTestId("erase-stop"));
  expect(house.asked.filter((it) => it === "stop_work")).toHaveLength(1);
  answer.answer({ ...DONE, erased: 400 });
  expect((await findByTestId("erasure-result")).dataset.erased).toBe("400");
});

test("what a run did is told, and what is due is read anew", async () => {
  const { findByTestId, getByTestId, queryByTestId, answer, house } = await running();
  house.answers.erasure_due = () => NOTHING_DUE;
  answer.answer(DONE);
  const result = await findByTestId("erasure-result");
  expect([result.dataset.erased, result.dataset.kept]).toEqual(["1203", "1"]);
  expect(getByTestId("backup-made").textContent).toContain("第 14 代");
  await waitFor(() => expect(getByTestId("due").dataset.cases).toBe("0"));
  expect(queryByTestId("erasing")).toBeNull();
});

test("a backup that was not made anew is a problem: the old one still opens what is erased", async () => {
  const { findByTestId, answer } = await running();
  answer.answer({ ...DONE, backup: null, backup_refusal: anError("no_backup_here") });
  const problem = await findByTestId("backup-not-made");
  expect(problem.textContent).toContain("请现在重新制作备份");
  expect((await findByTestId("erasure-result")).textContent).toContain("旧备份仍能打开已删除的内容");
});

test("a run that failed says so, and what is due is read anew since some may be erased", async () => {
  const { findByTestId, answer, house } = await running();
  const before = house.asked.filter((it) => it === "erasure_due").length;
  answer.refuse(anError("disk_full"));
  expect((await findByTestId("problem")).dataset.code).toBe("disk_full");
  await waitFor(() => expect(house.asked.filter((it) => it === "erasure_due").length).toBeGreaterThan(before));
});

test("early erasure is proposed only after it was said that it is for ever, and leaves nothing typed behind", async () => {
  const { findByTestId, getByTestId, queryByTestId, house } = page(["administrator"], {
    propose_erasure: () => aChange({ what: "erase_case" }),
  });
  type(await findByTestId("early-case"), " A-1007 ");
  type(getByTestId("early-why"), "客户撤回同意");
  fireEvent.submit(getByTestId("early-case").closest("form") as HTMLFormElement);
  expect(getByTestId("early-sure").textContent).toContain("永久删除 A-1007");
  expect(document.activeElement).toBe(getByTestId("early-propose"));
  press("Escape");
  expect(queryByTestId("early-sure")).toBeNull();
  expect(house.asked).not.toContain("propose_erasure");
  fireEvent.submit(getByTestId("early-case").closest("form") as HTMLFormElement);
  fireEvent.click(getByTestId("early-propose"));
  await findByTestId("told");
  expect(house.bodies("propose_erasure")).toEqual([{ case: "A-1007", why: "客户撤回同意" }]);
  expect(left()).not.toContain("A-1007");
});

const CERTIFICATE: CertificateView = {
  case: "ab".repeat(16),
  team: "cd".repeat(16),
  desk: "ef".repeat(16),
  erased_at: "2026-11-25T05:00:00Z",
  by: "林示例",
  person: "01".repeat(16),
  cause: "early",
  terms: "23".repeat(32),
  proposal: "45".repeat(32),
  record: 4_031,
  record_hash: "67".repeat(32),
  head: 4_040,
  head_hash: "89".repeat(32),
  header: "00",
  signature: "00",
  open: "00",
  key: "00",
  text: { zh: "删除证明", en: "Certificate of erasure" },
};

test.each(["zh", "en"] as const)("a certificate is found by the case's id and can be read in full (%s)", async (of) => {
  const { findByTestId, getByTestId, house } = page(["auditor"], { erasure_certificate: () => CERTIFICATE }, of);
  type(await findByTestId("certificate-case"), ` ${CERTIFICATE.case} `);
  fireEvent.click(getByTestId("certificate-show"));
  expect((await findByTestId("certificate")).dataset.cause).toBe("early");
  expect(house.bodies("erasure_certificate")).toEqual([{ case: CERTIFICATE.case }]);
  expect((getByTestId("certificate-text") as HTMLTextAreaElement).value).toBe(CERTIFICATE.text[of]);
  expect(unnamed()).toEqual([]);
});

test("a case that is not erased has no certificate, and it is said why", async () => {
  const { findByTestId, getByTestId } = page(["auditor"], {
    erasure_certificate: () => {
      throw anError("not_erased");
    },
  });
  type(await findByTestId("certificate-case"), "A-1001");
  fireEvent.click(getByTestId("certificate-show"));
  expect((await findByTestId("problem")).dataset.code).toBe("not_erased");
});
