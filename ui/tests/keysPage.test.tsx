import { act, fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { KeyRowView } from "../src/backend/generated/KeyRowView";
import type { KeysView } from "../src/backend/generated/KeysView";
import { Keys } from "../src/features/keys/Keys";
import { treeOf } from "../src/features/keys/tree";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { anError } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { show, type } from "./support/show";

const SECRET = "七只白鹭停在旧石桥上面不飞走";
const OLD = "六只鹭鸶站在无名湖边";

const key = (key: string, under: string | null, more: Partial<KeyRowView> = {}): KeyRowView => ({
  key,
  of: null,
  lies: "key_file",
  under,
  count: 1,
  since: null,
  ...more,
});

const MONTHS = ["2026-03", "2026-04", "2026-05", "2026-06"].map((of) =>
  key("bucket_month", "erasure_secret", { of, lies: "store", count: 10 }),
);

const KEYS: KeysView = {
  epoch: 3,
  inventory: [
    key("desk_secret", null, { lies: "keychain" }),
    key("erasure_secret", null, { lies: "keychain", since: "2026-03-04T07:00:00Z" }),
    key("person_keys", "passphrase", { count: 2 }),
    key("vault_key", "person_keys", { count: 2 }),
    key("file_key", "erasure_secret"),
    key("index_keys", "vault_key"),
    key("bucket_open", "erasure_secret", { of: "open", lies: "store", count: 1_204 }),
    ...MONTHS,
  ],
  changes: [
    { epoch: 3, at: "2026-03-04T07:00:00Z", cause: "leaving" },
    { epoch: 2, at: "2026-02-04T07:00:00Z", cause: "rotation" },
  ],
  due: null,
  anchor: { record: 4_031, at: "2026-03-04T07:00:00Z", failed: false },
  refusal: null,
};

function keys(view: Partial<KeysView> = {}, answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({ keys: () => ({ ...KEYS, ...view }), ...answers });
  return { ...show(<Keys roles={["administrator"]} noKeychain={false} />, language), house };
}

test("the inventory hangs together: each key below the one it lies under, none left out, none twice", () => {
  const tree = treeOf(KEYS.inventory);
  expect(tree.filter((it) => it.row.key !== "bucket_month").map((it) => `${it.depth} ${it.row.key}`)).toEqual([
    "0 desk_secret",
    "0 erasure_secret",
    "1 file_key",
    "1 bucket_open",
    "0 person_keys",
    "1 vault_key",
    "2 index_keys",
  ]);
  expect(tree).toHaveLength(KEYS.inventory.length);
  // What lies under a key that the list does not have, or under itself, is not lost.
  expect(treeOf([key("file_key", "erasure_secret"), key("vault_key", "vault_key")])).toHaveLength(2);
});

test("the page says which epoch is in force, since when, and how far the keychain's memory is", async () => {
  const page = keys();
  expect((await page.findByTestId("epoch")).textContent).toBe("第 3 期");
  expect(page.getByTestId("anchor").textContent).toContain("记到第 4,031 条记录");
  expect(page.getAllByTestId("key-change-done").map((it) => it.lastElementChild?.textContent)).toEqual([
    "人员离开",
    "主动更换",
  ]);
  expect(unnamed()).toEqual([]);
});

test("many months are one line until they are asked for", async () => {
  const page = keys();
  expect((await page.findByTestId("key-months")).textContent).toContain("内含 40 把");
  expect(page.container.textContent).not.toContain("2026-05");
  fireEvent.click(page.getByTestId("months"));
  expect(page.getByText(/2026-05/)).toBeTruthy();
});

test.each([
  ["zh", "上次没有写成", "旧文件被放回不会被发现"],
  ["en", "The last writing failed", "an older file put back from that record on is not noticed"],
] as const)(
  "a memory that could not be written is a warning that says what it means (%s)",
  async (lang, said, means) => {
    const page = keys({ anchor: { record: 7, at: null, failed: true } }, {}, lang);
    await page.findByText(said);
    expect(page.container.textContent).toContain(means);
  },
);

test("a desk without keychain says that it remembers nothing, and why keys are due is said in words", async () => {
  const page = keys({ anchor: null, due: "leaving", changes: [], epoch: 1 });
  await page.findByText("没有：未用密钥环");
  expect(page.container.textContent).toContain("必须更换：人员离开");
  expect(page.container.textContent).toContain("还没有更换过");
});

test("keys are changed after it is said what happens, with the veil while they are", async () => {
  const answer = pending<KeysView>();
  const page = keys({}, { rotate_keys: () => answer.promise });
  fireEvent.click(await page.findByTestId("rotate"));
  expect(page.getByTestId("rotation").textContent).toContain("销毁旧密钥");
  expect(page.house.asked).not.toContain("rotate_keys");
  fireEvent.click(page.getByTestId("rotate-now"));
  await act(() => page.house.notice({ notice: "key_change", step: 3, done: 1, total: 4 }));
  await page.findByTestId("key-change");
  page.house.answers.keys = () => ({ ...KEYS, epoch: 4 });
  answer.answer({ ...KEYS, epoch: 4 });
  await waitFor(() => expect(page.getByTestId("epoch").dataset.epoch).toBe("4"));
  expect(page.getByTestId("told").textContent).toBe("密钥已更换，现为第 4 期。");
  expect(page.queryByTestId("rotation")).toBeNull();
});

test("who may not change the keys is told why", async () => {
  const refusal = anError("role_missing");
  const page = keys({ refusal });
  const button = await page.findByTestId("rotate");
  expect(button.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(button);
  expect(page.queryByTestId("rotation")).toBeNull();
  expect(page.container.textContent).toContain(refusal.zh.happened);
});

test("both passphrases are gone from the page before the house has answered, and are nowhere after", async () => {
  const answer = pending<KeysView>();
  const page = keys({}, { change_passphrase: () => answer.promise });
  type(await page.findByTestId("passphrase-old"), OLD);
  for (const field of ["passphrase-new", "passphrase-new-again"]) type(page.getByTestId(field), SECRET);
  fireEvent.click(page.getByTestId("change-passphrase"));
  for (const secret of [OLD, SECRET]) expect(left()).not.toContain(secret);
  await waitFor(() => expect(page.house.bodies("change_passphrase")).toEqual([{ old: OLD, new: SECRET }]));
  answer.answer(KEYS);
  expect((await page.findByTestId("told")).textContent).toContain("口令已更改");
  for (const secret of [OLD, SECRET]) expect(left()).not.toContain(secret);
});
