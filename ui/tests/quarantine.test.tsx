import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import { Quarantine } from "../src/app/Quarantine";
import type { AcceptanceView } from "../src/backend/generated/AcceptanceView";
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

const NOTHING_SAID: AcceptanceView = {
  maker: null,
  at: null,
  accepted: false,
  refusal: anError("no_such_change"),
};

const PROPOSED: AcceptanceView = { ...NOTHING_SAID, maker: "赵示例", at: "2026-03-04T07:00:00Z", refusal: null };

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
    acceptance: () => NOTHING_SAID,
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

test("an administrator proposes to accept the files; who works cases only is not asked to", async () => {
  const house = fakeBackend({
    ...workingDesk(),
    station: () => aStation({ quarantine: BEHIND, roles: ["operator", "administrator"] }),
    acceptance: () => NOTHING_SAID,
    propose_acceptance: () => ({ ...PROPOSED, refusal: anError("same_person") }),
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("propose-acceptance"));
  expect((await page.findByTestId("acceptance")).textContent).toContain("赵示例");
  // Who proposed is told why they may not agree, and the house is not asked.
  const accept = page.getByTestId("accept");
  expect(accept.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(accept);
  expect(house.asked).not.toContain("accept");
  page.unmount();

  house.answers.station = () => aStation({ quarantine: BEHIND });
  const theirs = render(<App />);
  await theirs.findByTestId("case-row");
  expect(theirs.queryByTestId("propose-acceptance")).toBeNull();
});

test("whoever agrees to accept the files is signed out, and told to sign in again", async () => {
  const house = fakeBackend({
    ...workingDesk(),
    station: () => aStation({ quarantine: BEHIND, roles: ["supervisor"] }),
    acceptance: () => PROPOSED,
    accept: () => ({ ...NOTHING_SAID, accepted: true, refusal: null }),
    lock: () => aStation({ phase: "locked", person: null, roles: [] }),
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("accept"));
  await page.findByTestId("sign-in");
  expect(page.getByTestId("told").textContent).toContain("请重新登录");
  expect(house.asked.indexOf("lock")).toBeGreaterThan(house.asked.indexOf("accept"));
});

test("files that cannot be accepted stay in quarantine, and the refusal is said there", async () => {
  fakeBackend({
    ...workingDesk(),
    station: () => aStation({ quarantine: BEHIND, roles: ["supervisor"] }),
    acceptance: () => PROPOSED,
    accept: () => {
      throw anError("keychain_locked");
    },
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("accept"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("keychain_locked");
  expect(page.getByTestId("quarantine")).toBeTruthy();
});

test("a desk that is worked with has no banner", async () => {
  fakeBackend(workingDesk());
  const page = render(<App />);
  await page.findByTestId("case-row");
  expect(page.queryByTestId("quarantine")).toBeNull();
});
