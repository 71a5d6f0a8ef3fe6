import { invoke } from "@tauri-apps/api/core";
import { ask, type Reply, refusal } from "./ask";

/** The largest part that crosses at once; the house refuses larger ones. */
const CHUNK = 256 * 1024;

/** Hands a file over, part by part, and has it imported. `handed` is told how many bytes have crossed. */
export async function importFile(file: File, handed: (bytes: number) => void): Promise<Reply<"import_end">> {
  await ask("import_begin", {});
  try {
    for (let at = 0; at < file.size; at += CHUNK) {
      const part = await file.slice(at, at + CHUNK).arrayBuffer();
      await invoke("import_chunk", new Uint8Array(part));
      handed(Math.min(at + CHUNK, file.size));
    }
    return await ask("import_end", {});
  } catch (fault) {
    throw refusal(fault);
  }
}

/** What can be saved as a file: the last import's errors, or what was last shown of its kind. */
export type Report = "import_errors" | "support_bundle" | "certificate" | "case_file";

/** Asks where to, and saves a report there. False where nobody chose a place. */
export async function saveReport(title: string, report: Report): Promise<boolean> {
  try {
    return await invoke<boolean>("save_report", { title, report });
  } catch (fault) {
    throw refusal(fault);
  }
}
