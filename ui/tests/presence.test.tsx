import { act, fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import { Presence } from "../src/app/Presence";
import { queryClient } from "../src/backend/queries";
import { workingDesk } from "./support/desk";
import { fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aStation } from "./support/samples";
import { show } from "./support/show";

const locked = aStation({ phase: "locked", person: null, roles: [], actions: [], pin: "林示例" });

beforeEach(() => giveSizes(580));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function presence() {
  vi.useFakeTimers({ now: new Date("2026-03-04T07:00:00Z") });
  const house = fakeBackend({ touch: () => null });
  const page = show(<Presence />);
  const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1_000));
  return { ...page, house, pass };
}

test("somebody who types or moves is told of, at most twice a minute", async () => {
  const { house, pass } = presence();
  fireEvent.keyDown(window, { key: "j" });
  await pass(29);
  fireEvent.keyDown(window, { key: "j" });
  expect(house.asked).toEqual([]);
  await pass(2);
  fireEvent.keyDown(window, { key: "j" });
  fireEvent.pointerDown(window);
  await pass(0);
  expect(house.asked).toEqual(["touch"]);
  await pass(31);
  fireEvent.pointerMove(window, { screenX: 1, screenY: 1 });
  fireEvent.pointerMove(window, { screenX: 2, screenY: 1 });
  await pass(0);
  expect(house.asked).toEqual(["touch", "touch"]);
});

test("neither time, nor a notice, nor a page that moves beneath a resting pointer is somebody", async () => {
  const { house, pass } = presence();
  for (let minute = 0; minute < 12; minute += 1) {
    await pass(60);
    fireEvent.pointerMove(window, { screenX: 5, screenY: 5 });
    await act(() => house.notice({ notice: "outbox_changed" }));
  }
  expect(house.asked).toEqual([]);
});

test("a minute before the desk would lock it is said, and a move takes it back", async () => {
  const { house, pass, getByTestId, queryByTestId } = presence();
  await pass(9 * 60 - 1);
  expect(queryByTestId("locks-soon")).toBeNull();
  await pass(16);
  expect(getByTestId("locks-soon").textContent).toContain("45 秒后自动锁定");
  await pass(15);
  expect(getByTestId("locks-soon").textContent).toContain("30 秒后自动锁定");
  fireEvent.keyDown(window, { key: "Shift" });
  await pass(0);
  expect(queryByTestId("locks-soon")).toBeNull();
  expect(house.asked).toEqual(["touch"]);
});

test("when the house locked itself the page is blank at once, keeps nothing, and says why", async () => {
  const house = fakeBackend(workingDesk());
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("case-row"));
  await page.findByTestId("case");
  house.answers.station = () => locked;
  await act(() => house.notice({ notice: "locked", cause: "idle" }));
  expect(document.documentElement.outerHTML).not.toContain("A-1001");
  expect(document.title).toBe("Veridesk");
  expect((await page.findByTestId("locked-because")).textContent).toContain("10 分钟没有操作");
  expect(page.getByTestId("pin")).toBeTruthy();
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
  expect(house.asked).not.toContain("lock");
});

test("why the desk locked is not said any more once somebody was in again", async () => {
  const house = fakeBackend({ ...workingDesk(), lock: () => locked, unlock: () => aStation({ pin: "林示例" }) });
  const page = render(<App />);
  await page.findByTestId("case-row");
  house.answers.station = () => locked;
  await act(() => house.notice({ notice: "locked", cause: "twelve_hours" }));
  await page.findByTestId("locked-because");
  fireEvent.change(page.getByTestId("pin"), { target: { value: "730194" } });
  fireEvent.click(page.getByTestId("unlock"));
  fireEvent.click(await page.findByTestId("lock"));
  await page.findByTestId("pin");
  await waitFor(() => expect(page.queryByTestId("locked-because")).toBeNull());
});

test("behind the veil the page is blank and says that work goes on, until the house locks", async () => {
  const house = fakeBackend(workingDesk());
  const page = render(<App />);
  fireEvent.click(await page.findByTestId("case-row"));
  await page.findByTestId("case");
  house.answers.station = () => ({ ...locked, pin: null, veiled: true });
  await act(() => house.notice({ notice: "veiled" }));
  expect(document.documentElement.outerHTML).not.toContain("A-1001");
  expect((await page.findByTestId("locked-because")).textContent).toContain("导入或备份还在继续");
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
  house.answers.station = () => ({ ...locked, pin: null });
  await act(() => house.notice({ notice: "locked", cause: "idle" }));
  await waitFor(() => expect(page.getByTestId("locked-because").textContent).toContain("10 分钟没有操作"));
});
