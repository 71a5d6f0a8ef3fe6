import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { DraftsProvider, useDraft } from "../src/lib/drafts";

afterEach(cleanup);

const nothing = () => "";

function Note({ name }: { name: string }) {
  const [text, write, drop] = useDraft(name, nothing);
  return (
    <>
      <output>{text}</output>
      <button type="button" onClick={() => write(`${name}!`)}>
        write
      </button>
      <button type="button" onClick={() => write((was) => `${was}?`)}>
        add
      </button>
      <button type="button" onClick={drop}>
        drop
      </button>
    </>
  );
}

/** A place where one note can be looked at, another, or none. */
function place() {
  const around = (name: string | undefined) => (
    <DraftsProvider>{name === undefined ? null : <Note key={name} name={name} />}</DraftsProvider>
  );
  const page = render(around(undefined));
  const at = (name?: string) => page.rerender(around(name));
  const shown = () => page.getByRole("status").textContent;
  const act = (word: string) => fireEvent.click(page.getByText(word));
  return { ...page, at, shown, act };
}

test("what is half written is there again when somebody comes back", () => {
  const { at, shown, act } = place();
  at("note c1");
  act("write");
  at();
  at("note c1");
  expect(shown()).toBe("note c1!");
});

test("one draft is never shown as another", () => {
  const { at, shown, act } = place();
  at("note c1");
  act("write");
  at("note c2");
  expect(shown()).toBe("");
});

test("a change builds on the one before, even at the same moment", () => {
  const { at, shown, act } = place();
  at("note c1");
  for (const word of ["write", "add", "add"]) act(word);
  expect(shown()).toBe("note c1!??");
});

test("what was handed in is dropped, and does not come back", () => {
  const { at, shown, act } = place();
  at("note c1");
  act("write");
  act("drop");
  expect(shown()).toBe("");
  at();
  at("note c1");
  expect(shown()).toBe("");
});

test("drafts go with the place that keeps them, as they do when the desk is locked", () => {
  const before = place();
  before.at("note c1");
  before.act("write");
  before.unmount();
  const after = place();
  after.at("note c1");
  expect(after.shown()).toBe("");
});
