import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { StationView } from "../src/backend/generated/StationView";
import { LockScreen } from "../src/features/session/LockScreen";
import { Pin } from "../src/features/settings/Pin";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { anError, aStation } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { show, type } from "./support/show";

const PIN = "730194";
const locked = aStation({ phase: "locked", person: null, roles: [], actions: [], pin: "林示例" });

function lockScreen(answers: Answers, more: { because?: string; language?: "zh" | "en"; station?: StationView } = {}) {
  const house = fakeBackend(answers);
  const became = vi.fn();
  const page = show(
    <LockScreen station={more.station ?? locked} became={became} prefer={() => undefined} because={more.because} />,
    more.language,
  );
  return { ...page, house, became };
}

test("whose PIN opens the desk enters it, and it is gone from the page before the house has answered", async () => {
  const answer = pending<StationView>();
  const page = lockScreen({ unlock: () => answer.promise });
  expect(page.container.textContent).toContain("以 林示例 的身份解锁");
  const field = page.getByTestId("pin") as HTMLInputElement;
  expect(document.activeElement).toBe(field);
  expect([field.type, field.inputMode]).toEqual(["password", "numeric"]);
  expect(unnamed()).toEqual([]);
  type(field, PIN);
  fireEvent.click(page.getByTestId("unlock"));
  expect(left()).not.toContain(PIN);
  await waitFor(() => expect(page.house.bodies("unlock")).toEqual([{ digits: PIN }]));
  answer.answer(aStation());
  await waitFor(() => expect(page.became).toHaveBeenCalledTimes(1));
  expect(left()).not.toContain(PIN);
});

test("only digits get into the field, and fewer than six are not sent", () => {
  const page = lockScreen({});
  type(page.getByTestId("pin"), "73a0 1-9");
  expect((page.getByTestId("pin") as HTMLInputElement).value).toBe("73019");
  expect(page.getByTestId("unlock").matches(":disabled")).toBe(true);
  fireEvent.submit(page.getByTestId("pin"));
  expect(page.house.asked).toEqual([]);
});

test("a wrong PIN says so, and can be entered again", async () => {
  const page = lockScreen({
    unlock: () => {
      throw anError("pin_wrong");
    },
  });
  type(page.getByTestId("pin"), PIN);
  fireEvent.click(page.getByTestId("unlock"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("pin_wrong");
  expect(page.getByTestId("pin")).toBeTruthy();
  expect(left()).not.toContain(PIN);
});

test("a PIN that is over leads to the passphrase of the same person, with the reason above it", async () => {
  const page = lockScreen({
    unlock: () => {
      throw anError("pin_over");
    },
  });
  type(page.getByTestId("pin"), PIN);
  fireEvent.click(page.getByTestId("unlock"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("pin_over");
  expect((page.getByTestId("name") as HTMLInputElement).value).toBe("林示例");
  expect(document.activeElement).toBe(page.getByTestId("passphrase"));
  expect(page.queryByTestId("by-pin")).toBeNull();
});

test("the passphrase, or somebody else, is one step away, and the PIN one step back", () => {
  const page = lockScreen({});
  fireEvent.click(page.getByTestId("by-passphrase"));
  expect((page.getByTestId("name") as HTMLInputElement).value).toBe("林示例");
  fireEvent.click(page.getByTestId("by-pin"));
  fireEvent.click(page.getByTestId("somebody-else"));
  expect((page.getByTestId("name") as HTMLInputElement).value).toBe("");
});

test("without a PIN there is the passphrase alone", () => {
  const page = lockScreen({}, { station: { ...locked, pin: null } });
  expect(page.queryByTestId("pin")).toBeNull();
  expect(page.queryByTestId("by-pin")).toBeNull();
  expect(page.getByTestId("passphrase")).toBeTruthy();
});

test.each([
  ["idle", "zh", "10 分钟没有操作"],
  ["idle", "en", "for 10 minutes"],
  ["twelve_hours", "zh", "12 小时"],
  ["twelve_hours", "en", "12 hours ago"],
] as const)("a desk that locked itself says why (%s, %s)", (because, language, said) => {
  for (const station of [locked, { ...locked, pin: null }]) {
    const page = lockScreen({}, { because, language, station });
    expect(page.getByTestId("locked-because").textContent).toContain(said);
    page.unmount();
  }
});

test.each(["zh", "en"] as const)(
  "somebody who is not let in has ended what went on behind the veil, and that is not said any more (%s)",
  async (language) => {
    const station = { ...locked, pin: null, veiled: true };
    const said = language === "zh" ? "现在登录会让它停下" : "Signing in now ends it";
    const answers: Answers = {
      sign_in: () => {
        throw anError("sign_in_failed");
      },
      station: () => ({ ...station, veiled: false }),
    };
    const page = lockScreen(answers, { station, language });
    expect(page.getByTestId("locked-because").textContent).toContain(said);
    type(page.getByTestId("name"), "林示例");
    type(page.getByTestId("passphrase"), "another one");
    fireEvent.click(page.getByTestId("sign-in"));
    await waitFor(() => expect(page.became.mock.calls[0]?.[0]).toMatchObject({ veiled: false }));
    expect((await page.findByTestId("problem")).dataset.code).toBe("sign_in_failed");
  },
);

test("a PIN is set by typing it twice, and is nowhere afterwards", async () => {
  const house = fakeBackend({ set_pin: () => aStation({ pin: "林示例" }) });
  const became = vi.fn();
  const page = show(<Pin station={aStation()} became={became} />);
  type(page.getByTestId("set-pin"), PIN);
  type(page.getByTestId("set-pin-again"), "730195");
  expect(page.getByText("两次输入的 PIN 不一样。")).toBeTruthy();
  expect(page.getByTestId("set-pin-now").matches(":disabled")).toBe(true);
  type(page.getByTestId("set-pin-again"), PIN);
  expect(unnamed()).toEqual([]);
  fireEvent.click(page.getByTestId("set-pin-now"));
  expect(left()).not.toContain(PIN);
  await waitFor(() => expect(became.mock.calls[0]?.[0]).toMatchObject({ pin: "林示例" }));
  expect(house.bodies("set_pin")).toEqual([{ digits: PIN }]);
  expect((await page.findByTestId("told")).textContent).toContain("PIN 已设置");
  expect(left()).not.toContain(PIN);
});

test("a desk without keychain says why it has no PIN", () => {
  fakeBackend({});
  const page = show(<Pin station={aStation({ no_keychain: true })} became={() => undefined} />);
  expect(page.getByTestId("no-pin").textContent).toContain("密钥环");
  expect(page.queryByTestId("set-pin")).toBeNull();
});
