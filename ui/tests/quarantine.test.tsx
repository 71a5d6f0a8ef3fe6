import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import { Quarantine } from "../src/app/Quarantine";
import type { QuarantineView } from "../src/backend/generated/QuarantineView";
import { workingDesk } from "./support/desk";
import { fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { anError, aStation } from "./support/samples";
import { press, show } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const BEHIND: QuarantineView = { reason: "behind", anchored: 4_031, found: 3_990 };

const REASONS: [QuarantineView, string, string][] = [
  [
    BEHIND,
    "密钥环记得第 4,031 条记录，而文件只到第 3,990 条",
    "remembers record 4,031, but the file ends at record 3,990",
  ],
  [{ reason: "behind", anchored: 7, found: null }, "文件中没有记录", "the file has no record at all"],
  [{ reason: "beside", anchored: 12, found: 12 }, "第 12 条记录不是密钥环记得的那一条", "Record 12 is not the one"],
  [
    { reason: "key_file", anchored: null, found: null },
    "密钥文件不是密钥环记得的那一份",
    "The key file is not the one",
  ],
  [
    { reason: "epoch", anchored: 3, found: 2 },
    "第 3 期密钥，而打开文件的是第 2 期",
    "epoch 3, but the file opens with epoch 2",
  ],
  [{ reason: "no_anchor", anchored: null, found: null }, "没有关于这些文件的记忆", "remembers nothing of these files"],
];

test.each(REASONS)("what was found is said in words, with its numbers: %j", (view, zh, en) => {
  fakeBackend({});
  for (const [language, said] of [
    ["zh", zh],
    ["en", en],
  ] as const) {
    const page = show(<Quarantine view={view} />, language);
    expect(page.getByRole("alert").textContent).toContain(said);
    page.unmount();
  }
});

test("every reason that the contract names is among them", () => {
  const contract = import.meta.glob<string>("../src/backend/generated/QuarantineView.ts", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const comment = Object.values(contract).join().split("reason:")[0] ?? "";
  const named = [...comment.matchAll(/`([a-z_]+)`/g)].map((word) => word[1]);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((word) => !REASONS.some(([view]) => view.reason === word))).toEqual([]);
});

test("a desk in quarantine can be looked at everywhere under its banner, and says why nothing can be done", async () => {
  const house = fakeBackend({
    ...workingDesk(),
    station: () => aStation({ quarantine: BEHIND }),
    claim: () => {
      throw anError("quarantined");
    },
    next: () => {
      throw anError("quarantined");
    },
  });
  const page = render(<App />);
  await page.findByTestId("case-row");
  const next = page.getByTestId("next");
  expect(next.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(next);
  expect(house.asked).not.toContain("next");
  press("n");
  expect((await page.findByTestId("problem")).dataset.code).toBe("quarantined");
  fireEvent.click(page.getByTestId("case-row"));
  await page.findByTestId("case");
  fireEvent.click(page.getByTestId("claim"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("quarantined");
  expect(page.getByTestId("case")).toBeTruthy();
  for (const section of ["outbox", "intake", "review"]) {
    fireEvent.click(page.getByTestId(`go-${section}`));
    expect(page.getByTestId("quarantine").dataset.reason).toBe("behind");
  }
});

test("a desk that is worked with has no banner", async () => {
  fakeBackend(workingDesk());
  const page = render(<App />);
  await page.findByTestId("case-row");
  expect(page.queryByTestId("quarantine")).toBeNull();
});
