import { act, fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { BackupStatusView } from "../src/backend/generated/BackupStatusView";
import type { BackupView } from "../src/backend/generated/BackupView";
import { Backup } from "../src/features/backup/Backup";
import { ago, size, took } from "../src/features/backup/figures";
import { aBackupStatus } from "./support/backup";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { aChange, anError } from "./support/samples";
import { unnamed } from "./support/secrets";
import { show, type } from "./support/show";

const HOUR = 3_600_000;
const hoursAgo = (n: number) => new Date(Date.now() - n * HOUR - 300_000).toISOString();

const MADE: BackupView = { generation: 13, full: false, records: 204, bytes: 3_412_774, verified: 204, took_ms: 4_310 };

function backup(view: Partial<BackupStatusView> = {}, answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({ backup_status: () => aBackupStatus(view), changes: () => [], ...answers });
  return { ...show(<Backup openChanges={() => undefined} />, language), house };
}

const concerns = (page: ReturnType<typeof backup>) =>
  page.queryAllByTestId("backup-concern").map((it) => it.dataset.concern);

test("the page says when the last backup was made, where it lies, and who holds the shares", async () => {
  const page = backup();
  expect((await page.findByTestId("backup-generation")).textContent).toBe("第 12 代");
  expect(page.getByTestId("backup-last").parentElement?.textContent).toContain("1 小时前");
  expect(page.getByTestId("backup-last-folder").textContent).toBe("/media/safe/desk");
  expect(page.getByTestId("recovery-holders").textContent).toBe("林示例 · 赵示例 · 孙示例");
  expect(concerns(page)).toEqual([]);
  expect(unnamed()).toEqual([]);
});

test.each([
  ["no secret, so no backup", { recovery: false, holders: null, last: null }, ["no_secret"]],
  ["no backup", { last: null, generation: null, folder: null }, ["none"]],
  ["one older than a day", { last: hoursAgo(25) }, ["old"]],
  ["one that opens what was erased", { opens_erased: 3 }, ["erased"]],
  ["one that is both", { last: hoursAgo(25), opens_erased: 3 }, ["erased", "old"]],
  ["one of twenty-three hours ago", { last: hoursAgo(23) }, []],
])("what is not well is said above everything else: %s", async (_, view, said) => {
  const page = backup(view);
  await page.findByTestId("recovery");
  expect(concerns(page)).toEqual(said);
});

test.each([
  ["zh", "3 个已删除的案件", "请立即重新备份"],
  ["en", "3 erased cases", "Make it anew now"],
] as const)("a backup that opens erased cases says how many, and what to do (%s)", async (language, many, todo) => {
  const page = backup({ opens_erased: 3 }, {}, language);
  const said = (await page.findByTestId("backup-concern")).textContent;
  expect(said).toContain(many);
  expect(said).toContain(todo);
});

test("where there is no secret, making one comes before making a backup", async () => {
  const page = backup({ recovery: false, holders: null, last: null, refusal: anError("no_recovery_key") });
  const recovery = await page.findByTestId("recovery");
  const follows = recovery.compareDocumentPosition(page.getByTestId("making"));
  expect(follows & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

test.each(["zh", "en"] as const)("who may make no backup is told why, and offered none (%s)", async (language) => {
  const refusal = anError("role_missing");
  const page = backup({ refusal, recovery_refusal: refusal }, {}, language);
  expect((await page.findByTestId("backup-refused")).textContent).toContain(refusal[language].happened);
  expect(page.queryByTestId("backup-begin")).toBeNull();
  const make = page.getByTestId("recovery-begin");
  expect(make.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(make);
  expect(page.queryByTestId("recovery-naming")).toBeNull();
});

test("a backup goes to where the last one lies, unless another folder is named", async () => {
  const page = backup({}, { create_backup: () => MADE });
  const folder = (await page.findByTestId("backup-folder")) as HTMLInputElement;
  expect(folder.value).toBe("/media/safe/desk");
  fireEvent.click(page.getByTestId("backup-begin"));
  await page.findByTestId("backup-made");
  type(page.getByTestId("backup-folder"), "/media/other");
  fireEvent.click(page.getByTestId("backup-full"));
  fireEvent.click(page.getByTestId("backup-begin"));
  await waitFor(() => expect(page.house.bodies("create_backup")).toHaveLength(2));
  expect(page.house.bodies("create_backup")).toEqual([
    { folder: "/media/safe/desk", full: false },
    { folder: "/media/other", full: true },
  ]);
});

test("without a folder there is nothing to begin", async () => {
  const page = backup({ last: null, folder: null });
  expect((await page.findByTestId("backup-begin")).matches(":disabled")).toBe(true);
});

test("the folder that was chosen outside the page is the one it goes to; where none was, it stays", async () => {
  const page = backup();
  const value = () => (page.getByTestId("backup-folder") as HTMLInputElement).value;
  page.house.folder = null;
  fireEvent.click(await page.findByTestId("backup-choose"));
  await new Promise((resolve) => setTimeout(resolve));
  expect(value()).toBe("/media/safe/desk");
  page.house.folder = "/media/chosen";
  fireEvent.click(page.getByTestId("backup-choose"));
  await waitFor(() => expect(value()).toBe("/media/chosen"));
});

test("how far it is stands step by step with its numbers, and the result with what was verified", async () => {
  const answer = pending<BackupView>();
  const page = backup({}, { create_backup: () => answer.promise });
  fireEvent.click(await page.findByTestId("backup-begin"));
  expect(page.getByRole("progressbar").getAttribute("aria-label")).toBe("写入记录");
  await act(() => page.house.notice({ notice: "backup_progress", step: "write", done: 150, total: 204 }));
  expect(page.getByTestId("backup-running").textContent).toContain("150 / 204 条记录");
  await act(() => page.house.notice({ notice: "backup_progress", step: "verify", done: 20, total: 204 }));
  expect(page.getByTestId("backup-running").dataset.step).toBe("verify");
  expect(page.queryByTestId("backup-begin")).toBeNull();
  page.house.answers.backup_status = () => aBackupStatus({ generation: 13 });
  answer.answer(MADE);
  const made = (await page.findByTestId("backup-made")).textContent;
  for (const figure of ["第 13 代", "204 条记录", "3.4 MB", "4.3 秒"]) expect(made).toContain(figure);
  await waitFor(() => expect(page.getByTestId("backup-generation").dataset.generation).toBe("13"));
});

test("a backup can be stopped, and what the house says to that is read beside the button", async () => {
  const answer = pending<BackupView>();
  const page = backup({}, { create_backup: () => answer.promise, stop_work: () => null });
  fireEvent.click(await page.findByTestId("backup-begin"));
  fireEvent.click(page.getByTestId("backup-stop"));
  await waitFor(() => expect(page.house.asked).toContain("stop_work"));
  expect(page.getByTestId("backup-stop").matches(":disabled")).toBe(true);
  answer.refuse(anError("stopped"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("stopped");
  expect(page.getByTestId("backup-begin")).toBeTruthy();
});

test("a backup that goes on while somebody looks at something else is found again, and its end is said there", async () => {
  const answer = pending<BackupView>();
  const page = backup({}, { create_backup: () => answer.promise });
  fireEvent.click(await page.findByTestId("backup-begin"));
  page.instead(<p>elsewhere</p>);
  page.instead(<Backup openChanges={() => undefined} />);
  await waitFor(() => expect(page.house.bodies("backup_status")).toHaveLength(2));
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  await act(() => page.house.notice({ notice: "backup_progress", step: "verify", done: 3, total: 204 }));
  expect(page.getByTestId("backup-running").textContent).toContain("3 / 204");
  answer.answer(MADE);
  expect((await page.findByTestId("told")).textContent).toContain("备份已完成");
  await page.findByTestId("backup-begin");
});

test("a secret that was proposed waits for somebody else, with the way to where it is judged", async () => {
  const holders = ["林示例", "赵示例", "孙示例"];
  const page = backup({}, { changes: () => [aChange({ what: "set_recovery", holders })] });
  expect((await page.findByTestId("recovery-waiting")).textContent).toContain("林示例、赵示例、孙示例");
  expect(page.getByTestId("recovery-changes")).toBeTruthy();
});

test("ages, sizes and durations are read in the unit they have", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  expect([0, 1, 59, 60, 24 * 60 - 1, 24 * 60, 3 * 24 * 60].map((it) => ago(at(it), now, "en"))).toEqual([
    "just now",
    "1 minute ago",
    "59 minutes ago",
    "1 hour ago",
    "23 hours ago",
    "1 day ago",
    "3 days ago",
  ]);
  expect([999, 1_000, 999_949, 3_412_774, 5e9].map(size)).toEqual(["999 B", "1.0 KB", "999.9 KB", "3.4 MB", "5.0 GB"]);
  expect([4_310, 59_900, 61_000].map((it) => took(it, "zh"))).toEqual(["4.3 秒", "59.9 秒", "1 分 1 秒"]);
});
