import { afterEach, expect, test, vi } from "vitest";
import { ask, askFirst, Refused, refusal } from "../src/backend/ask";
import type { StationView } from "../src/backend/generated/StationView";
import { endFakeBackend, fakeBackend, pending } from "./support/fakeBackend";
import { anError, aStation } from "./support/samples";

afterEach(() => {
  vi.useRealTimers();
  endFakeBackend();
});

const refused = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (fault: unknown) => fault as Refused,
  );

test("a request is put under its name with its body, and answered", async () => {
  const house = fakeBackend({ find: () => [] });
  expect(await ask("find", { text: "A-10" })).toEqual([]);
  expect(house.bodies("find")).toEqual([{ text: "A-10" }]);
});

test("what the house refuses comes with the house's own words", async () => {
  const error = anError("queue_empty");
  fakeBackend({
    next: () => {
      throw error;
    },
  });
  const fault = await refused(ask("next", {}));
  expect(fault).toBeInstanceOf(Refused);
  expect(fault?.view).toEqual(error);
});

test.each([
  ["a text", "ask not allowed"],
  ["an error of the engine", new Error("channel closed")],
  ["nothing", undefined],
  ["something like an error of the house", { code: "io" }],
])("%s instead of a reply is said as the window's own fault, in both languages", (_, fault) => {
  const { view } = refusal(fault);
  expect([view.code, view.kind, view.details]).toEqual(["io", "fault", []]);
  for (const words of [view.zh, view.en]) {
    for (const sentence of [words.happened, words.kept, words.next]) expect(sentence).not.toBe("");
  }
});

test("a refusal is not wrapped twice", () => {
  const once = refusal(anError("conflict"));
  expect(refusal(once)).toBe(once);
});

test("a first request that is lost is put again, and no more often than four times", async () => {
  vi.useFakeTimers();
  let answers = 0;
  const lost = pending<StationView>();
  const house = fakeBackend({
    station: () => {
      answers += 1;
      return answers < 3 ? pending<StationView>().promise : aStation();
    },
  });
  const station = askFirst();
  await vi.advanceTimersByTimeAsync(3_100);
  expect(await station).toEqual(aStation());
  expect(house.bodies("station")).toHaveLength(3);

  house.answers.station = () => lost.promise;
  const last = askFirst();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(house.bodies("station")).toHaveLength(3 + 4);
  lost.answer(aStation({ version: "late" }));
  expect((await last).version).toBe("late");
});
