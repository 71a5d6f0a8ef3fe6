// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const SHEETS = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".css"));

/** The classes that a style sheet draws by themselves, wherever they stand. */
function drawn(sheet: string): string[] {
  const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{/g);
  const selectors = [...rules].flatMap((it) => (it[1] ?? "").split(",")).map((it) => it.trim());
  return selectors.flatMap((it) => /^\.([a-z][\w-]*)$/.exec(it)?.[1] ?? []);
}

test("a class is drawn by one style sheet: all of them are on every page", () => {
  const byClass = new Map<string, Set<string>>();
  for (const file of SHEETS) {
    for (const name of drawn(readFileSync(join(SOURCE, file), "utf8"))) {
      byClass.set(name, (byClass.get(name) ?? new Set()).add(file));
    }
  }
  expect(byClass.size).toBeGreaterThan(100);
  expect([...byClass].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files])).toEqual([]);
});
