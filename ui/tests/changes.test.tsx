import { act, fireEvent, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ChangeView } from "../src/backend/generated/ChangeView";
import { Change } from "../src/features/settings/Change";
import { fakeBackend, pending } from "./support/fakeBackend";
import { aChange, anError } from "./support/samples";
import { show, type } from "./support/show";

const LEAVING = aChange({ what: "dismiss", person: "钱示例", institution: null, url: null });

test.each<[Partial<ChangeView>, string, string]>([
  [{ what: "enrol", person: "钱示例", roles: ["operator"] }, "钱示例 加入，角色：操作员", "钱示例 joins as: Operator"],
  [{ what: "set_roles", person: "钱示例", roles: ["auditor"] }, "角色改为：审计员", "becomes: Auditor"],
  [{ what: "dismiss", person: "钱示例" }, "更换全部密钥", "all keys change"],
  [{ what: "renew", person: "钱示例" }, "遗失口令", "lost their passphrase"],
  [{ what: "set_recovery", holders: ["甲示例", "乙示例"] }, "由 甲示例、乙示例 保管", "甲示例, 乙示例 hold"],
  [{ what: "set_institution" }, "https://faceid.example.com", "https://faceid.example.com"],
])("every kind of change is told in words: %j", (change, zh, en) => {
  fakeBackend({});
  for (const [language, said] of [
    ["zh", zh],
    ["en", en],
  ] as const) {
    const page = show(<Change change={aChange(change)} />, language);
    expect(page.getByTestId("change").textContent).toContain(said);
    page.unmount();
  }
});

test("approving what changes keys shows step by step how far it is, and nothing can be pressed meanwhile", async () => {
  const answer = pending<ChangeView>();
  const house = fakeBackend({ approve_change: () => answer.promise });
  const page = show(<Change change={LEAVING} />);
  fireEvent.click(page.getByTestId("approve-change"));
  expect(page.queryByTestId("key-change")).toBeNull();
  await act(() => house.notice({ notice: "key_change", step: 1, done: 0, total: 0 }));
  const veil = await page.findByTestId("key-change");
  expect(veil.getAttribute("aria-label")).toBe("正在更换密钥");
  expect(veil.querySelector("progress")).toBeNull();
  await act(() => house.notice({ notice: "key_change", step: 3, done: 40, total: 200 }));
  expect(veil.dataset.step).toBe("3");
  expect(veil.querySelector("[aria-current=step]")?.textContent).toContain("已重写 40 / 200 行");
  expect(veil.querySelector("progress")?.getAttribute("aria-label")).toBe("用新密钥重写全部内容");
  expect(veil.querySelectorAll(".done")).toHaveLength(2);
  answer.answer({ ...LEAVING, state: "approved" });
  await waitFor(() => expect(page.queryByTestId("key-change")).toBeNull());
  expect((await page.findByTestId("told")).textContent).toBe("更改已生效。");
});

test("a key change of which nobody here is the cause shows no veil", async () => {
  const house = fakeBackend({});
  const page = show(<Change change={LEAVING} />);
  await act(() => house.notice({ notice: "key_change", step: 2, done: 0, total: 0 }));
  expect(page.queryByTestId("key-change")).toBeNull();
});

test("who may not approve is told why beside the button, and turning down needs a reason", async () => {
  const refusal = anError("same_person");
  const house = fakeBackend({ reject_change: () => ({ ...LEAVING, state: "rejected" }) });
  const page = show(<Change change={{ ...LEAVING, refusal }} />);
  expect(page.getByTestId("approve-change").getAttribute("aria-disabled")).toBe("true");
  expect(page.getByTestId("change").textContent).toContain(refusal.zh.happened);
  fireEvent.click(page.getByTestId("approve-change"));
  expect(house.asked).toEqual([]);
  page.instead(<Change change={LEAVING} />);
  fireEvent.click(page.getByTestId("reject-change"));
  expect(page.getByTestId("reject-now").matches(":disabled")).toBe(true);
  type(page.getByTestId("reject-reason"), "还在职");
  fireEvent.click(page.getByTestId("reject-now"));
  await waitFor(() => expect(house.bodies("reject_change")).toEqual([{ change: "x1", reason: "还在职" }]));
});
