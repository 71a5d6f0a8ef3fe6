import { invoke } from "@tauri-apps/api/core";
import type { DeskRequests } from "./generated/DeskRequests";
import type { EntranceRequests } from "./generated/EntranceRequests";
import type { ErrorView } from "./generated/ErrorView";

/** Every request of the contract, by its name. */
export type Requests = EntranceRequests & DeskRequests;
export type RequestName = keyof Requests;
export type Body<N extends RequestName> = Requests[N]["body"];
export type Reply<N extends RequestName> = Requests[N]["reply"];

/** What the house answered instead of a reply. */
export class Refused extends Error {
  readonly view: ErrorView;

  constructor(view: ErrorView) {
    super(view.code);
    this.view = view;
  }
}

const isErrorView = (value: unknown): value is ErrorView =>
  typeof value === "object" && value !== null && "code" in value && "zh" in value && "en" in value;

/** What the window itself could not do: nothing of the house was reached. */
const OUT_OF_REACH: ErrorView = {
  code: "io",
  kind: "fault",
  zh: {
    happened: "窗口与后台之间的连接出了问题。",
    kept: "已保存的内容没有受到影响。",
    next: "请再试一次；仍不成功的，请关闭窗口后重新打开。",
  },
  en: {
    happened: "The window could not reach the desk behind it.",
    kept: "What was saved is unchanged.",
    next: "Try once more; if that does not help, close the window and open it again.",
  },
  details: [],
};

export function refusal(fault: unknown): Refused {
  if (fault instanceof Refused) return fault;
  return new Refused(isErrorView(fault) ? fault : OUT_OF_REACH);
}

let forgotten = 0;

/** From now on nothing that was asked before is answered any more: it may be about a customer, and the desk is locked. */
export function forgetAsked() {
  forgotten += 1;
}

/** Puts a request to the house. */
export async function ask<N extends RequestName>(name: N, body: Body<N>): Promise<Reply<N>> {
  const asked = forgotten;
  try {
    const reply = await invoke<Reply<N>>("ask", { name, body });
    if (asked === forgotten) return reply;
  } catch (fault) {
    if (asked === forgotten) throw refusal(fault);
  }
  return new Promise(() => undefined);
}

const FIRST_ANSWER_MS = 1_500;

/** The first request of all: the engine sometimes loses it while the page is being set up, so it is asked again. */
export async function askFirst(tries = 4): Promise<Reply<"station">> {
  const answer = ask("station", {});
  const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), FIRST_ANSWER_MS));
  const first = await Promise.race([answer, late]);
  if (first !== "late") return first;
  return tries > 1 ? askFirst(tries - 1) : answer;
}
