import { act, fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { BackupStatusView } from "../src/backend/generated/BackupStatusView";
import { aBackupStatus } from "./support/backup";
import { workingDesk } from "./support/desk";
import { fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aStation } from "./support/samples";
import { type } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const locked = aStation({ phase: "locked", person: null, roles: [], actions: [] });
const OLD = new Date(Date.now() - 49 * 3_600_000).toISOString();

async function desk(view: Partial<BackupStatusView>) {
  const house = fakeBackend({ ...workingDesk(), backup_status: () => aBackupStatus(view), changes: () => [] });
  const page = render(<App />);
  await page.findByTestId("case-row");
  const told = (last: string | null, opens_erased = 0) =>
    act(() => house.notice({ notice: "backup_age", last, opens_erased }));
  return { ...page, house, told };
}

test.each<[string, Partial<BackupStatusView>]>([
  ["none", { last: null, generation: null, folder: null }],
  ["old", { last: OLD }],
  ["erased", { opens_erased: 2 }],
])("a backup that is not well is said on every page, with the way to where it is made (%s)", async (concern, view) => {
  const page = await desk(view);
  await page.told(view.last ?? null, view.opens_erased ?? 0);
  expect((await page.findByTestId("backup-concern")).dataset.concern).toBe(concern);
  fireEvent.click(page.getByTestId("to-backup"));
  expect((await page.findByTestId("settings-backup")).getAttribute("aria-current")).toBe("page");
  await page.findByTestId("making");
  // The page says it itself, once.
  expect(page.getAllByTestId("backup-concern")).toHaveLength(1);
  expect(page.queryByTestId("to-backup")).toBeNull();
});

test("a backup that is well is nothing to tell of, and nobody asks before the house has said anything", async () => {
  const page = await desk({});
  expect(page.house.asked).not.toContain("backup_status");
  await page.told(new Date().toISOString());
  await waitFor(() => expect(page.house.asked).toContain("backup_status"));
  expect(page.queryByTestId("backup-concern")).toBeNull();
});

test("what was read is gone until the house says it again", async () => {
  const page = await desk({ last: OLD });
  await page.told(OLD);
  fireEvent.click(await page.findByTestId("backup-read"));
  expect(page.queryByTestId("backup-concern")).toBeNull();
  await page.told(OLD, 2);
  await page.findByTestId("backup-concern");
});

test("once a backup is made nothing more is said of the one before", async () => {
  const page = await desk({ last: OLD });
  await page.told(OLD);
  fireEvent.click(await page.findByTestId("to-backup"));
  page.house.answers.create_backup = () => {
    page.house.answers.backup_status = () => aBackupStatus({ generation: 13 });
    return { generation: 13, full: false, records: 1, bytes: 1, verified: 1, took_ms: 1 };
  };
  fireEvent.click(await page.findByTestId("backup-begin"));
  await page.findByTestId("backup-made");
  fireEvent.click(page.getByTestId("go-queue"));
  await page.findByTestId("case-row");
  await waitFor(() => expect(page.queryByTestId("backup-concern")).toBeNull());
});

test("what is said while somebody signs in is there when the desk is, and is not for whoever signs in next", async () => {
  const house = fakeBackend({
    ...workingDesk(),
    station: () => locked,
    backup_status: () => aBackupStatus({ last: OLD }),
    sign_in: async () => {
      await house.notice({ notice: "backup_age", last: OLD, opens_erased: 0 });
      return aStation();
    },
    lock: () => locked,
  });
  const page = render(<App />);
  const signIn = async () => {
    type(await page.findByTestId("name"), "林示例");
    type(page.getByTestId("passphrase"), "六只鹭鸶站在无名湖边");
    fireEvent.click(page.getByTestId("sign-in"));
    await page.findByTestId("case-row");
  };
  await signIn();
  await page.findByTestId("backup-concern");
  fireEvent.click(page.getByTestId("lock"));
  house.answers.sign_in = () => aStation();
  await signIn();
  expect(page.queryByTestId("backup-concern")).toBeNull();
});
