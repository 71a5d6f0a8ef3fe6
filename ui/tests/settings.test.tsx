import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import type { DeskView } from "../src/backend/generated/DeskView";
import { workingDesk } from "./support/desk";
import { fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aChange } from "./support/samples";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const DESK: DeskView = {
  team: "ab12",
  solo: false,
  demo: false,
  no_keychain: false,
  person: "林示例",
  roles: ["operator"],
  people: [],
  institutions: [],
  actions: [],
  quarantine: null,
};

async function settings() {
  fakeBackend({
    ...workingDesk(),
    desk: () => DESK,
    changes: () => [aChange({ change: "x1" }), aChange({ change: "x2", state: "approved" })],
  });
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("go-settings"));
  await page.findByTestId("settings-desk");
  return page;
}

test("the settings are pages, and the one that was open is there again while the person is signed in", async () => {
  const page = await settings();
  await page.findByText("ab12");
  expect(page.getByTestId("settings-desk").getAttribute("aria-current")).toBe("page");
  fireEvent.click(page.getByTestId("settings-appearance"));
  expect(page.queryByText("ab12")).toBeNull();
  fireEvent.click(page.getByTestId("go-queue"));
  await page.findByTestId("case-row");
  fireEvent.click(page.getByTestId("go-settings"));
  expect((await page.findByTestId("settings-appearance")).getAttribute("aria-current")).toBe("page");
});

test("how many changes wait for a second person is said beside their page, in words for those who hear", async () => {
  const page = await settings();
  const entry = await page.findByTitle("1 项变更等待批准");
  expect(entry.textContent).toContain("1 项变更等待批准");
});
