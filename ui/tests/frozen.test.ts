// @vitest-environment node
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { frozen, UI } from "./support/frozen";

/**
 * The window freezes `Object.prototype`, so that no script can change what every object has. A library that sets
 * `toString` or the like on an object of its own then breaks, in the window only: it is found here.
 */
const sources = import.meta.glob<string>(["../src/**/*.{ts,tsx}", "!../src/gallery/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** What the source imports from outside, and what the compiler imports for it. */
function imported(): string[] {
  const named = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/^(?:import|export)[^;]*? from "([^".][^"]*)"/gms)].map((it) => it[1] ?? ""),
  );
  return [...named, "react/jsx-runtime"];
}

/** The library in whose file something was thrown: the first that the stack names. */
const libraryOf = (stack: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(stack)?.[1] ?? "no library";

test("every library that the window brings can be imported where prototypes are frozen", async () => {
  const { dependencies } = JSON.parse(await readFile(join(UI, "package.json"), "utf8"));
  const entries = new Set([...Object.keys(dependencies), ...imported()]);
  expect([...entries]).toContain("@tauri-apps/api/core");
  // A font is styles and files: there is nothing in it to run.
  const { faults } = await frozen([...entries].filter((entry) => !entry.startsWith("@fontsource")));
  expect(Object.entries(faults).map(([entry, stack]) => `${entry}: ${libraryOf(stack)} breaks. ${stack}`)).toEqual([]);
});

test("a library that breaks is found, and named", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "veridesk-"));
  const library = join(temporary, "node_modules/@example/breaks");
  await mkdir(library, { recursive: true });
  await writeFile(join(library, "index.mjs"), "const own = {};\nown.toString = () => 'own';\n");
  const { faults } = await frozen([pathToFileURL(join(library, "index.mjs")).href]);
  await rm(temporary, { recursive: true });
  expect(Object.values(faults).map(libraryOf)).toEqual(["@example/breaks"]);
});
