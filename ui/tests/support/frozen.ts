import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of the web page. */
export const UI = fileURLToPath(new URL("../../", import.meta.url));

const run = promisify(execFile);

export type Came = {
  /** What was thrown, by what was imported. */
  faults: Record<string, string>;
  /** What the page shows at the end. */
  text: string;
};

/**
 * Imports these in a process in which prototypes are frozen, as they are in the window. `answers` are what the house
 * replies to requests, `shows` is a text of the page that is waited for.
 */
export async function frozen(imports: string[], answers = {}, shows?: string): Promise<Came> {
  const what = JSON.stringify({ imports, answers, shows });
  const { stdout } = await run(process.execPath, [`${UI}tests/support/frozenProcess.mjs`, what], { cwd: UI });
  return JSON.parse(stdout) as Came;
}
