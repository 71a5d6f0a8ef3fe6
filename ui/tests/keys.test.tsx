import { fireEvent, render } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { KeySheet } from "../src/app/KeySheet";
import { useKey, useKeyList } from "../src/lib/keys";
import { press, show } from "./support/show";

afterEach(() => vi.restoreAllMocks());

type BoundProps = { keys: string; act?: () => void; label?: string; enabled?: boolean; held?: "once" | "again" };

function Bound({ keys, act = () => undefined, label = keys, enabled = true, held = "once" }: BoundProps) {
  useKey(keys, label, act, enabled, held);
  return null;
}

function List() {
  return (
    <ul>
      {useKeyList().map(([keys, label]) => (
        <li key={keys}>
          {keys}: {label}
        </li>
      ))}
    </ul>
  );
}

/** Binds a key and says how often it acted. */
function bind(keys: string, inside: React.ReactNode = null) {
  const act = vi.fn();
  show(
    <>
      <Bound keys={keys} act={act} />
      {inside}
    </>,
  );
  return act;
}

test("two keys one after the other are one binding, and neither acts alone", () => {
  const act = bind("g q");
  press("g");
  expect(act).not.toHaveBeenCalled();
  press("q");
  expect(act).toHaveBeenCalledTimes(1);
  press("q");
  expect(act).toHaveBeenCalledTimes(1);
});

test("a key between the two of a pair breaks it", () => {
  const act = bind("g q");
  for (const key of ["g", "x", "q"]) press(key);
  expect(act).not.toHaveBeenCalled();
});

test("the second key of a pair has 900 ms", () => {
  const act = bind("g q");
  const clock = vi.spyOn(performance, "now");
  clock.mockReturnValue(1_000);
  press("g");
  clock.mockReturnValue(1_900);
  press("q");
  expect(act).not.toHaveBeenCalled();
  clock.mockReturnValue(3_000);
  press("g");
  clock.mockReturnValue(3_899);
  press("q");
  expect(act).toHaveBeenCalledTimes(1);
});

test("a pair goes before the single key that it ends with", () => {
  const review = vi.fn();
  const check = vi.fn();
  show(
    <>
      <Bound keys="r" act={check} />
      <Bound keys="g r" act={review} />
    </>,
  );
  press("g");
  press("r");
  expect([review.mock.calls.length, check.mock.calls.length]).toEqual([1, 0]);
  press("r");
  expect([review.mock.calls.length, check.mock.calls.length]).toEqual([1, 1]);
});

test("the newest binding of a key counts, and the one before is back when it goes", () => {
  const list = vi.fn();
  const page = vi.fn();
  const both = show(
    <>
      <Bound keys="enter" act={list} />
      <Bound keys="enter" act={page} />
    </>,
  );
  press("Enter");
  expect([list.mock.calls.length, page.mock.calls.length]).toEqual([0, 1]);
  both.instead(<Bound keys="enter" act={list} />);
  press("Enter");
  expect([list.mock.calls.length, page.mock.calls.length]).toEqual([1, 1]);
});

test("a key does what its component last said", () => {
  const before = vi.fn();
  const after = vi.fn();
  const page = show(<Bound keys="n" act={before} />);
  page.instead(<Bound keys="n" act={after} />);
  press("n");
  expect([before.mock.calls.length, after.mock.calls.length]).toEqual([0, 1]);
});

test("a key that is not enabled does nothing", () => {
  const act = vi.fn();
  const page = show(<Bound keys="c" act={act} enabled={false} />);
  press("c");
  expect(act).not.toHaveBeenCalled();
  page.instead(<Bound keys="c" act={act} />);
  press("c");
  expect(act).toHaveBeenCalledTimes(1);
});

test.each([
  ["a text field", <input key="it" data-testid="field" />],
  ["a passphrase", <input key="it" type="password" data-testid="field" />],
  ["a moment", <input key="it" type="datetime-local" data-testid="field" />],
  ["a longer text", <textarea key="it" data-testid="field" />],
  ["a list to choose from", <select key="it" data-testid="field" />],
])("no key acts while somebody is in %s, except with Ctrl", (_, field) => {
  const act = vi.fn();
  const page = show(
    <>
      <Bound keys="j" act={act} />
      <Bound keys="ctrl+j" act={act} />
      {field}
    </>,
  );
  page.getByTestId("field").focus();
  press("j");
  expect(act).not.toHaveBeenCalled();
  press("j", { ctrlKey: true });
  press("j", { metaKey: true });
  expect(act).toHaveBeenCalledTimes(2);
});

test.each(["radio", "checkbox"])("a %s is not typed into, so keys act on it", (kind) => {
  const act = bind("2", <input type={kind} data-testid="field" />);
  document.querySelector<HTMLElement>("[data-testid=field]")?.focus();
  press("2");
  expect(act).toHaveBeenCalledTimes(1);
});

test("a key that is held down acts once, unless it is meant to go on, and is not handed to the engine", () => {
  const claim = vi.fn();
  const down = vi.fn();
  show(
    <>
      <Bound keys="n" act={claim} />
      <Bound keys="j" act={down} held="again" />
    </>,
  );
  for (const key of ["n", "j"]) {
    press(key);
    expect(press(key, { repeat: true })).toBe(false);
    press(key, { repeat: true });
  }
  expect([claim.mock.calls.length, down.mock.calls.length]).toEqual([1, 3]);
});

test("no key acts while an input method composes", () => {
  const act = bind("ctrl+enter");
  press("Enter", { ctrlKey: true, isComposing: true });
  press("Enter", { ctrlKey: true, keyCode: 229 });
  expect(act).not.toHaveBeenCalled();
  press("Enter", { ctrlKey: true });
  expect(act).toHaveBeenCalledTimes(1);
});

test("no key acts under an open dialog", () => {
  const act = bind("n", <dialog open />);
  press("n");
  expect(act).not.toHaveBeenCalled();
  document.querySelector("dialog")?.removeAttribute("open");
  press("n");
  expect(act).toHaveBeenCalledTimes(1);
});

test("what somebody nearer has dealt with is left alone", () => {
  const act = bind("enter", <button type="button" onKeyDown={(event) => event.preventDefault()} />);
  document.querySelector("button")?.focus();
  press("Enter");
  expect(act).not.toHaveBeenCalled();
});

test("a key that acts is not handed to the engine, any other is", () => {
  bind("/");
  expect(press("/")).toBe(false);
  expect(press("x")).toBe(true);
});

test("the list of keys is what is bound now, each by its newest meaning", () => {
  const page = show(
    <>
      <List />
      <Bound keys="n" label="next" />
      <Bound keys="c" label="claim" enabled={false} />
    </>,
  );
  const said = () => page.getAllByRole("listitem").map((it) => it.textContent);
  expect(said()).toEqual(["n: next"]);
  page.instead(
    <>
      <List />
      <Bound keys="n" label="next" />
      <Bound keys="c" label="claim" />
      <Bound keys="n" label="newer" />
    </>,
  );
  expect(said()).toEqual(["n: newer", "c: claim"]);
  page.instead(
    <>
      <List />
      <Bound keys="n" label="next" />
    </>,
  );
  expect(said()).toEqual(["n: next"]);
});

test("the sheet of keys opens with ? and says what can be pressed here", () => {
  const page = show(
    <>
      <KeySheet title="快捷键" />
      <Bound keys="g q" label="案件" />
      <Bound keys="ctrl+enter" label="提出结论" />
    </>,
  );
  const sheet = page.getByTestId("keys") as HTMLDialogElement;
  expect(sheet.open).toBe(false);
  press("?");
  expect(sheet.open).toBe(true);
  expect(sheet.textContent).toContain("案件gq");
  expect(sheet.textContent).toContain("提出结论Ctrl Enter");
  fireEvent.click(page.getByText("关闭"));
  expect(sheet.open).toBe(false);
});

test("without anybody to hear keys, a component is drawn all the same", () => {
  render(<Bound keys="n" />);
  press("n");
});
