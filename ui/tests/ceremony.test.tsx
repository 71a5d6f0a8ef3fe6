import { fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { BackupStatusView } from "../src/backend/generated/BackupStatusView";
import type { DeskView } from "../src/backend/generated/DeskView";
import type { StationView } from "../src/backend/generated/StationView";
import { Backup } from "../src/features/backup/Backup";
import { aBackupStatus, aCeremony, aShare, GROUPS, HOLDERS } from "./support/backup";
import { workingDesk } from "./support/desk";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aChange, anError } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { show, type } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const DESK: DeskView = {
  team: "ab12",
  solo: false,
  demo: false,
  no_keychain: false,
  person: "林示例",
  roles: ["administrator"],
  people: [],
  institutions: [],
  actions: [],
  quarantine: null,
};

const NONE: Partial<BackupStatusView> = { recovery: false, holders: null, last: null, generation: null, folder: null };

/** A house at which three holders are handed their shares, each typing groups 7 and 15 back. */
function handing(more: Answers = {}): Answers {
  let stand = "";
  return {
    backup_status: () => aBackupStatus({ ...NONE, ceremony: stand === "" ? null : aCeremony(stand) }),
    changes: () => [],
    begin_recovery: () => {
      stand = "---";
      return aCeremony(stand);
    },
    show_share: ({ holder }) => {
      stand = `${stand.slice(0, holder - 1)}s${stand.slice(holder)}`;
      return aShare(holder, [7, 15]);
    },
    confirm_share: ({ holder }) => {
      stand = `${stand.slice(0, holder - 1)}c${stand.slice(holder)}`;
      return aCeremony(stand);
    },
    propose_recovery: () => {
      stand = "";
      return aChange({ what: "set_recovery", holders: [...HOLDERS] });
    },
    ...more,
  };
}

type Page = Pick<ReturnType<typeof show>, "findByTestId" | "getByTestId" | "queryByTestId">;

async function named(page: Page) {
  fireEvent.click(await page.findByTestId("recovery-begin"));
  for (const [place, name] of HOLDERS.entries()) type(page.getByTestId(`holder-${place + 1}`), name);
  fireEvent.click(page.getByTestId("recovery-start"));
  await page.findByTestId("share-show");
}

async function shown(page: Page) {
  fireEvent.click(await page.findByTestId("share-show"));
  return page.findByTestId("share");
}

function ceremony(more: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend(handing(more));
  return { ...show(<Backup openChanges={() => undefined} />, language), house };
}

const isAnywhere = () => GROUPS.filter((group) => left().includes(group));

test("three holders one after the other see their share, type two groups back, and the secret is proposed", async () => {
  const page = ceremony();
  await named(page);
  for (const [place, name] of HOLDERS.entries()) {
    expect(page.getByTestId("ceremony").textContent).toContain(`请 ${name} 单独来到屏幕前`);
    const share = await shown(page);
    expect([...share.querySelectorAll("code")].map((it) => it.textContent)).toEqual(GROUPS);
    fireEvent.click(page.getByTestId("share-hide"));
    expect(page.getByTestId("group-1").dataset.group).toBe("7");
    type(page.getByTestId("group-1"), "ZQ07X");
    type(page.getByTestId("group-2"), "zq15x");
    fireEvent.click(page.getByTestId("share-check"));
    if (place < 2) fireEvent.click(await page.findByTestId("ceremony-next"));
  }
  fireEvent.click(await page.findByTestId("ceremony-propose"));
  await waitFor(() => expect(page.queryByTestId("ceremony")).toBeNull());
  expect(page.house.bodies("begin_recovery")).toEqual([{ holders: [...HOLDERS] }]);
  expect(page.house.bodies("confirm_share")).toEqual(
    [1, 2, 3].map((holder) => ({ holder, groups: ["ZQ07X", "zq15x"] })),
  );
  expect(page.getByTestId("told").textContent).toContain("等待另一人批准");
  // What waits is read anew.
  expect(page.house.bodies("changes").length).toBeGreaterThan(1);
});

test("nothing is shown before the holder asks for it, and the key that asked does not hide it again", async () => {
  const page = ceremony();
  await named(page);
  expect(page.house.asked).not.toContain("show_share");
  await shown(page);
  expect(document.activeElement?.tagName).toBe("H2");
  expect(unnamed()).toEqual([]);
});

test("a share that was hidden is nowhere: not on the page, not in a field, not among what was read or kept", async () => {
  const page = ceremony();
  await named(page);
  await shown(page);
  expect(isAnywhere()).toHaveLength(20);
  fireEvent.click(page.getByTestId("share-hide"));
  expect(isAnywhere()).toEqual([]);
  expect(document.title).not.toContain("示例");
});

test("what is typed back is gone before the house has answered", async () => {
  const answer = pending<ReturnType<typeof aCeremony>>();
  const page = ceremony({ confirm_share: () => answer.promise });
  await named(page);
  await shown(page);
  fireEvent.click(page.getByTestId("share-hide"));
  for (const field of ["group-1", "group-2"]) type(page.getByTestId(field), "ZQ07X");
  fireEvent.click(page.getByTestId("share-check"));
  expect(isAnywhere()).toEqual([]);
  answer.answer(aCeremony("c--"));
  expect((await page.findByTestId("ceremony-next")).textContent).toContain("赵示例");
});

test("after a wrong answer other groups are asked for, from empty fields", async () => {
  const details = ["9", "4"].map((value) => ({ name: "group", value }));
  const page = ceremony({
    confirm_share: () => {
      throw anError("share_not_typed_back", { details });
    },
  });
  await named(page);
  await shown(page);
  fireEvent.click(page.getByTestId("share-hide"));
  for (const field of ["group-1", "group-2"]) type(page.getByTestId(field), "WRONG");
  fireEvent.click(page.getByTestId("share-check"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("share_not_typed_back");
  const fields = ["group-1", "group-2"].map((it) => page.getByTestId(it) as HTMLInputElement);
  expect(fields.map((it) => [it.dataset.group, it.value])).toEqual([
    ["9", ""],
    ["4", ""],
  ]);
  expect(document.activeElement).toBe(fields[0]);
});

test("another window in front hides the share at once, and what is on paper can still be typed back", async () => {
  const page = ceremony();
  await named(page);
  await shown(page);
  fireEvent.blur(window);
  expect(isAnywhere()).toEqual([]);
  expect(page.getByTestId("share-check")).toBeTruthy();
});

test("Escape ends nothing while a share is open or is being typed back", async () => {
  const page = ceremony();
  await named(page);
  await shown(page);
  const pressEscape = () => fireEvent(page.getByTestId("ceremony"), new Event("cancel", { cancelable: true }));
  pressEscape();
  expect(page.getByTestId("share")).toBeTruthy();
  fireEvent.click(page.getByTestId("share-hide"));
  pressEscape();
  expect(page.getByTestId("share-check")).toBeTruthy();
});

test("who leaves the page leaves no share behind, and finds it void when they come back", async () => {
  const page = ceremony();
  await named(page);
  await shown(page);
  await waitFor(() => expect(page.house.bodies("backup_status")).toHaveLength(3));
  page.instead(<p>elsewhere</p>);
  expect(isAnywhere()).toEqual([]);
  page.instead(<Backup openChanges={() => undefined} />);
  const halfway = await page.findByTestId("recovery-halfway");
  expect([...halfway.querySelectorAll("li")].map((it) => it.dataset.handed)).toEqual(["lost", "waits", "waits"]);
  expect(halfway.textContent).toContain("林示例 的份额已经显示过");
  expect(page.queryByTestId("recovery-go-on")).toBeNull();
  fireEvent.click(page.getByTestId("recovery-anew"));
  expect(page.getByTestId("recovery-naming")).toBeTruthy();
});

test.each([
  ["c--", "继续：赵示例", "share-show"],
  ["ccc", "继续：提出", "ceremony-propose"],
])("a ceremony in which no share is lost goes on where it was left (%s)", async (stand, word, next) => {
  const page = ceremony({ backup_status: () => aBackupStatus({ ...NONE, ceremony: aCeremony(stand) }) });
  const goOn = await page.findByTestId("recovery-go-on");
  expect(goOn.textContent).toBe(word);
  fireEvent.click(goOn);
  expect(page.getByTestId(next)).toBeTruthy();
});

test("three holders who are not three are refused in the form, and the names stay for mending", async () => {
  const page = ceremony({
    begin_recovery: () => {
      throw anError("holders_unfit");
    },
  });
  fireEvent.click(await page.findByTestId("recovery-begin"));
  expect(page.getByTestId("recovery-start").matches(":disabled")).toBe(true);
  for (const place of [1, 2, 3]) type(page.getByTestId(`holder-${place}`), "林示例");
  fireEvent.click(page.getByTestId("recovery-start"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("holders_unfit");
  expect((page.getByTestId("holder-2") as HTMLInputElement).value).toBe("林示例");
});

test("the lock takes the share off the screen before the house has answered, and out of everything", async () => {
  const answer = pending<StationView>();
  const house = fakeBackend({
    ...workingDesk(),
    ...handing(),
    desk: () => DESK,
    lock: () => answer.promise,
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("go-settings"));
  fireEvent.click(await page.findByTestId("settings-backup"));
  await named(page);
  await shown(page);
  expect(isAnywhere()).toHaveLength(20);
  fireEvent.click(page.getByTestId("lock"));
  expect(isAnywhere()).toEqual([]);
  await waitFor(() => expect(house.asked).toContain("lock"));
});
