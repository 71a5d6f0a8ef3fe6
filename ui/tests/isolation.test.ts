// @vitest-environment node
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";

interface Message {
  cmd: string;
  callback: number;
  error: number;
  payload: unknown;
}

// As in its frame: a classic script, and messages made of the frame's own kinds of object.
const frame = createContext({ TextEncoder });
runInContext("globalThis.window = globalThis", frame);
runInContext(readFileSync(new URL("../isolation/isolation.js", import.meta.url), "utf8"), frame);
const through = runInContext(
  "(cmd, payload) => window.__TAURI_ISOLATION_HOOK__({ cmd, callback: 1, error: 2, payload })",
  frame,
) as (cmd: string, payload: unknown) => Message;
const inFrame = (source: string): unknown => runInContext(`(${source})`, frame);

const passes = (cmd: string, payload: unknown) => {
  const message = through(cmd, payload);
  return message.cmd === cmd && message.payload === payload;
};

test("every message of the window passes as it is", () => {
  expect(passes("ask", { name: "open_case", body: { case: "A-1001" } })).toBe(true);
  expect(passes("import_chunk", inFrame("new Uint8Array(256 * 1024)"))).toBe(true);
  expect(passes("import_chunk", inFrame("new ArrayBuffer(8)"))).toBe(true);
  expect(passes("choose_folder", { title: "选择备份文件夹" })).toBe(true);
  for (const report of ["import_errors", "support_bundle", "certificate", "case_file"]) {
    expect(passes("save_report", { title: "保存", report })).toBe(true);
  }
  expect(passes("plugin:event|listen", { event: "notice", target: { kind: "Any" }, handler: 7 })).toBe(true);
  expect(passes("plugin:event|unlisten", { event: "notice", eventId: 7 })).toBe(true);
});

test("a command that is not the window's is turned into one that Rust does not know, and the caller is answered", () => {
  for (const cmd of [
    "plugin:fs|read_file",
    "plugin:window|set_title",
    "plugin:event|emit",
    "constructor",
    "toString",
  ]) {
    const message = through(cmd, { path: "secret" });
    expect(message).toEqual({ cmd: "refused", callback: 1, error: 2, payload: {} });
  }
});

test("a request's name is a short word of small letters", () => {
  for (const name of ["", "Open", "open-case", "open case", "x".repeat(41), "ask\n", 7, null, ["ask"]]) {
    expect(passes("ask", { name, body: {} })).toBe(false);
  }
  expect(passes("ask", { name: "x".repeat(40), body: {} })).toBe(true);
});

test("a request's body is an object of at most 64 KiB, counted in bytes", () => {
  const withText = (text: string) => ({ name: "add_note", body: { text } });
  const frameOfText = JSON.stringify({ text: "" }).length;
  const most = 64 * 1024 - frameOfText;
  expect(passes("ask", withText("x".repeat(most)))).toBe(true);
  expect(passes("ask", withText("x".repeat(most + 1)))).toBe(false);
  expect(passes("ask", withText("核".repeat(most / 2)))).toBe(false);
  for (const body of [undefined, null, "text", 7, ["a"]]) expect(passes("ask", { name: "desk", body })).toBe(false);
  expect(passes("ask", { name: "desk", body: {}, more: 1 })).toBe(false);
});

test("a part of a file is bytes, at most 256 KiB", () => {
  expect(passes("import_chunk", inFrame("new Uint8Array(256 * 1024 + 1)"))).toBe(false);
  for (const payload of [{ byteLength: 1 }, "bytes", [1, 2], null]) expect(passes("import_chunk", payload)).toBe(false);
});

test("a dialog's title is a short text, and nothing names a path", () => {
  const title = "a";
  for (const payload of [
    { title: "x".repeat(201), report: "certificate" },
    { title: 7, report: "certificate" },
    { title, report: "certificate", path: "b" },
    { title, report: "../elsewhere" },
    { title, report: ["certificate"] },
    { title },
    null,
  ]) {
    expect(passes("save_report", payload)).toBe(false);
  }
  for (const payload of [{ title: "x".repeat(201) }, { title: 7 }, { title, folder: "/etc" }, {}, null]) {
    expect(passes("choose_folder", payload)).toBe(false);
  }
});

test("no other event is listened to", () => {
  expect(passes("plugin:event|listen", { event: "tauri://focus", handler: 7 })).toBe(false);
  expect(passes("plugin:event|unlisten", { event: "other", eventId: 7 })).toBe(false);
});
