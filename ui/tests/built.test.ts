// @vitest-environment node
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Rollup } from "vite";
import { beforeAll, expect, test } from "vitest";
import { frozen, UI } from "./support/frozen";
import { aStation } from "./support/samples";

let files: Rollup.RollupOutput["output"];
let chunks: Rollup.OutputChunk[];

/** The page as it goes into the window. */
beforeAll(async () => {
  const made = (await build({ root: UI, logLevel: "silent", build: { write: false } })) as Rollup.RollupOutput;
  files = made.output;
  chunks = made.output.filter((it) => it.type === "chunk");
}, 60_000);

test("the page that is built is the window, with nothing of the gallery and nothing of the tests", () => {
  const modules = chunks.flatMap((chunk) => chunk.moduleIds);
  expect(modules.some((it) => it.endsWith("src/app/App.tsx"))).toBe(true);
  expect(modules.filter((it) => /src\/gallery|\/tests\/|api\/mocks|happy-dom|testing-library/.test(it))).toEqual([]);
  expect(files.map((it) => it.fileName).filter((it) => it.includes("gallery"))).toEqual([]);
  const styles = files.flatMap((it) =>
    it.type === "asset" && it.fileName.endsWith(".css") ? [String(it.source)] : [],
  );
  expect(styles.join()).toContain(".button");
  expect(styles.join()).not.toContain("gallery");
});

test("the page that is built comes up where prototypes are frozen", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "veridesk-"));
  for (const chunk of chunks) await writeFile(join(temporary, `${chunk.name}.mjs`), chunk.code);
  const entry = chunks.find((chunk) => chunk.isEntry)?.name ?? "";
  const station = aStation({ phase: "locked", person: null, roles: [], actions: [] });
  const signIn = "用您的姓名和口令打开核验台。";
  const { faults, text } = await frozen([pathToFileURL(join(temporary, `${entry}.mjs`)).href], { station }, signIn);
  await rm(temporary, { recursive: true });
  expect(faults).toEqual({});
  expect(text).toContain(signIn);
}, 30_000);
