import { act, fireEvent } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AuditView } from "../src/backend/generated/AuditView";
import { Audit } from "../src/features/audit/Audit";
import { fakeBackend, pending } from "./support/fakeBackend";
import { left } from "./support/secrets";
import { show, type } from "./support/show";

const HOLDS: AuditView = {
  holds: true,
  records: 1_204,
  head: "0123456789abcdef".repeat(4),
  broken_at: null,
  broken: null,
};

test("how far verifying is stands as a bar with its numbers, and the result with the digest in groups of four", async () => {
  const answer = pending<AuditView>();
  const house = fakeBackend({ verify_log: () => answer.promise });
  const page = show(<Audit roles={["operator"]} />);
  expect(house.asked).toEqual([]);
  fireEvent.click(page.getByTestId("verify"));
  const bar = page.getByRole("progressbar");
  expect(bar.getAttribute("aria-label")).not.toBe("");
  expect(page.getByTestId("verify").matches(":disabled")).toBe(true);
  await act(() => house.notice({ notice: "verify_progress", done: 500, total: 1_204 }));
  expect(page.getByTestId("verifying").textContent).toContain("已核对 500 / 1,204 条");
  expect([bar.getAttribute("value"), bar.getAttribute("max")]).toEqual(["500", "1204"]);
  answer.answer(HOLDS);
  expect((await page.findByTestId("verified")).textContent).toContain("全部 1,204 条记录完好");
  const groups = [...page.getByTestId("head").querySelectorAll("span")].map((it) => it.textContent);
  expect(groups).toHaveLength(16);
  expect(groups.slice(0, 4)).toEqual(["0123", "4567", "89ab", "cdef"]);
  expect(page.queryByTestId("verifying")).toBeNull();
});

test.each(["zh", "en"] as const)(
  "a broken record is an alert that says which and what to do (%s)",
  async (language) => {
    const broken: AuditView = { holds: false, records: 41, head: null, broken_at: 42, broken: "a word of the house" };
    fakeBackend({ verify_log: () => broken });
    const page = show(<Audit roles={["operator"]} />, language);
    fireEvent.click(page.getByTestId("verify"));
    const said = await page.findByRole("alert");
    expect(said.dataset.holds).toBe("false");
    expect(said.textContent).toContain("42");
    expect(said.querySelectorAll("li")).toHaveLength(3);
    expect(page.container.textContent).not.toContain("a word of the house");
  },
);

test("a case is exported by its reference or id, for who reads the log; nothing of it stays in the page", async () => {
  const file = { file_name: "veridesk-case-ab.json", text: "a whole case" };
  const house = fakeBackend({ export_case: () => file });
  const saved: unknown[] = [];
  house.saves = (payload) => {
    saved.push(payload);
    return true;
  };
  const page = show(<Audit roles={["auditor"]} />);
  expect(page.getByTestId("case-file").textContent).toContain("veridesk-cli verify-case");
  type(page.getByTestId("case-file-case"), " A-1001 ");
  fireEvent.click(page.getByTestId("case-file-save"));
  expect((await page.findByTestId("told")).textContent).toBe("案件文件已保存。");
  expect(house.bodies("export_case")).toEqual([{ case: "A-1001" }]);
  expect(saved).toEqual([{ title: "导出并保存", report: "case_file" }]);
  expect(left()).not.toContain(file.text);
});

test("an operator is offered no export", () => {
  fakeBackend({});
  expect(show(<Audit roles={["operator"]} />).queryByTestId("case-file")).toBeNull();
});
