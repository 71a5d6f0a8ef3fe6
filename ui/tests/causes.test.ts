// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VOCABULARY } from "../src/words/vocabulary";

type Code = { reason?: string; outcome: string; retry: string };

/** Tried again by the machine, or left to a person as unknown: these never become the cause of a refused call. */
const NOT_REFUSED = ["backoff", "check_then_retry"];

test("every reason for which an institution refuses a call can be read", () => {
  const table = new URL("../../src-tauri/crates/providers/data/result-codes.json", import.meta.url);
  const { operations } = JSON.parse(readFileSync(table, "utf8")) as { operations: { codes: Code[] }[] };
  const reasons = operations
    .flatMap((operation) => operation.codes)
    .filter((code) => code.outcome === "error" && !NOT_REFUSED.includes(code.retry))
    .map((code) => code.reason ?? "");
  expect(reasons.length).toBeGreaterThan(10);
  expect([...new Set(reasons)].filter((reason) => !(reason in VOCABULARY.cause))).toEqual([]);
});
