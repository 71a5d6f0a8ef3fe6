import { act, fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../src/app/App";
import { workingDesk } from "./support/desk";
import { type Answers, fakeBackend } from "./support/fakeBackend";
import { giveSizes } from "./support/layout";
import { aStation } from "./support/samples";
import { type } from "./support/show";

beforeEach(() => giveSizes(580));
afterEach(() => vi.restoreAllMocks());

const LOCKED = aStation({ phase: "locked", person: null, roles: [], actions: [] });
const RUNS = aStation({ roles: ["operator", "administrator"] });
const DUE = { notice: "erasure_due", cases: 1_204, late_days: 85 } as const;

/** The window as it stands before somebody signs in. */
async function before(answers: Answers = {}) {
  const house = fakeBackend({
    ...workingDesk(),
    station: () => LOCKED,
    changes: () => [],
    erasure_due: () => ({ cases: 0, months: [], since: null, late_days: 0 }),
    retention: () => ({ usual: [], partners: [], hash: "9f2c" }),
    lock: () => LOCKED,
    ...answers,
  });
  const page = render(<App />);
  await page.findByTestId("sign-in");
  const signIn = () => {
    type(page.getByTestId("name"), "林示例");
    type(page.getByTestId("passphrase"), "七只白鹭停在旧石桥上");
    fireEvent.click(page.getByTestId("sign-in"));
  };
  return { ...page, house, signIn };
}

test("that cases are due is said while somebody signs in, stays, and leads to their page", async () => {
  const { house, signIn, findByTestId, queryByTestId } = await before({ sign_in: () => RUNS });
  // The house says it before it has answered, as it does.
  await act(() => house.notice(DUE));
  expect(queryByTestId("offered")).toBeNull();
  signIn();
  const offered = await findByTestId("offered");
  expect(offered.textContent).toContain("1,204 件案件保存期满");
  expect(offered.textContent).toContain("85 天");
  fireEvent.click(await findByTestId("go-outbox"));
  expect(queryByTestId("offered")).not.toBeNull();
  fireEvent.click(await findByTestId("offered-take"));
  expect((await findByTestId("settings-retention")).getAttribute("aria-current")).toBe("page");
  expect(queryByTestId("offered")).toBeNull();
});

test("what is due can be put aside, and is nobody's to see after the lock", async () => {
  const { house, signIn, findByTestId, queryByTestId } = await before({ sign_in: () => RUNS });
  signIn();
  await findByTestId("go-settings");
  await act(() => house.notice({ ...DUE, cases: 1, late_days: 0 }));
  expect((await findByTestId("offered")).textContent).toContain("1 件案件今天保存期满");
  fireEvent.click(await findByTestId("offered-later"));
  expect(queryByTestId("offered")).toBeNull();
  await act(() => house.notice(DUE));
  await findByTestId("offered");
  fireEvent.click(await findByTestId("lock"));
  await findByTestId("sign-in");
  await waitFor(() => expect(queryByTestId("offered")).toBeNull());
});
