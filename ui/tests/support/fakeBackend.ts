import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import type { Body, Reply, RequestName } from "../../src/backend/ask";
import type { NoticeView } from "../../src/backend/generated/NoticeView";

/** What the house answers, request by request. Throwing an `ErrorView` is how it refuses. */
export type Answers = { [N in RequestName]?: (body: Body<N>) => Reply<N> | Promise<Reply<N>> };

export type FakeBackend = {
  /** What is answered from now on; a test may change its mind midway. */
  answers: Answers;
  /** The names of everything asked so far, in order. */
  asked: RequestName[];
  /** The bodies with which one request was put, in order. */
  bodies: <N extends RequestName>(name: N) => Body<N>[];
  /** The folder somebody chooses outside the page, once they are asked for one. */
  folder: string | null | undefined;
  /** What becomes of a report that is to be saved; without it nobody meant one to be. */
  saves: ((payload: unknown) => boolean) | undefined;
  /** The house says that something changed. */
  notice: (notice: NoticeView) => Promise<void>;
};

const unanswered = new Set<string>();

/**
 * The house as the window sees it. It stands in for Rust beneath the Tauri library, so that everything in `backend/`
 * runs as it does in the window. A request that has no answer here fails the test: nobody meant it to be put.
 */
export function fakeBackend(answers: Answers): FakeBackend {
  const put: { name: RequestName; body: unknown }[] = [];
  const house: FakeBackend = {
    answers,
    folder: undefined,
    saves: undefined,
    get asked() {
      return put.map((it) => it.name);
    },
    bodies: <N extends RequestName>(name: N) => put.filter((it) => it.name === name).map((it) => it.body as Body<N>),
    notice: (notice) => emit("notice", notice),
  };
  mockIPC(
    (command, payload) => {
      if (command === "choose_folder" && house.folder !== undefined) return house.folder;
      if (command === "save_report" && house.saves !== undefined) return house.saves(payload);
      if (command !== "ask") {
        unanswered.add(command);
        throw new Error(command);
      }
      const { name, body } = payload as unknown as { name: RequestName; body: never };
      put.push({ name, body });
      const answer = house.answers[name] as ((body: never) => unknown) | undefined;
      if (answer !== undefined) return answer(body);
      unanswered.add(name);
      throw new Error(name);
    },
    { shouldMockEvents: true },
  );
  return house;
}

/** Ends the fake, and tells what it was asked without having an answer. */
export function endFakeBackend(): string[] {
  clearMocks();
  const told = [...unanswered];
  unanswered.clear();
  return told;
}

/** An answer that comes when the test wants it to. */
export function pending<T>() {
  let answer: (value: T) => void = () => undefined;
  let refuse: (fault: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  return { promise, answer, refuse };
}
