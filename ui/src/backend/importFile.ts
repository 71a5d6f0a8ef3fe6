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

/**
 * Asks where to, and saves a report there: the last import's errors, or the support bundle as it was last shown. False
 * where nobody chose a place.
 */
export async function saveReport(title: string, which: "import_errors" | "support_bundle"): Promise<boolean> {
  try {
    return await invoke<boolean>("save_report", { title, supportBundle: which === "support_bundle" });
  } catch (fault) {
    throw refusal(fault);
  }
}
