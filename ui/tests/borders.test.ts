// @vitest-environment node
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ui = fileURLToPath(new URL("..", import.meta.url));
const biome = join(ui, "node_modules/@biomejs/biome/bin/biome");

const FORBIDDEN: [string, string][] = [
  ["src/features/case/a.ts", "@tauri-apps/api/core"],
  ["src/app/a.ts", "@tauri-apps/api/event"],
  ["src/design/a.ts", "@tauri-apps/api/core"],
  ["src/features/case/b.ts", "../queue/words"],
  ["src/features/case/c.ts", "../../app/words"],
  ["src/features/settings/a.ts", "../people/words"],
  ["src/features/people/a.ts", "../keys/words"],
  ["src/features/people/b.ts", "../backup/words"],
  ["src/features/retention/a.ts", "../people/words"],
  ["src/features/people/b.ts", "../retention/words"],
  ["src/features/case/f.ts", "../reveals/words"],
  ["src/design/b.ts", "../features/case/words"],
  ["src/lib/a.ts", "../app/words"],
];
const ALLOWED: [string, string][] = [
  ["src/backend/a.ts", "@tauri-apps/api/core"],
  ["src/features/case/d.ts", "../../backend/ask"],
  ["src/features/case/e.ts", "./words"],
  ["src/app/b.ts", "../features/intake/Intake"],
];

let folder = "";
let said = "";

// A page of one line a file, judged by the rules as they are set up.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "veridesk-borders-"));
  copyFileSync(join(ui, "biome.json"), join(folder, "biome.json"));
  for (const [place, imported] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(join(folder, dirname(place)), { recursive: true });
    writeFileSync(join(folder, place), `import { x } from "${imported}";\nexport const y = x;\n`);
  }
  const lint = ["lint", "--reporter=github", "--max-diagnostics=none", "."];
  const ran = spawnSync(process.execPath, [biome, ...lint], { cwd: folder, encoding: "utf8" });
  said = (ran.stdout + ran.stderr)
    .split("\n")
    .filter((line) => line.includes("noRestrictedImports"))
    .join("\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FORBIDDEN)("%s may not import %s", (place) => {
  expect(said).toContain(`/${place},`);
});

test.each(ALLOWED)("%s may import %s", (place) => {
  expect(said).not.toContain(`/${place},`);
});
