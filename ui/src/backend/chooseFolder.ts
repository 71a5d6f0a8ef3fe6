import { invoke } from "@tauri-apps/api/core";
import { refusal } from "./ask";

/** Asks for a folder by the system's own dialog, and answers with its path; null where nobody chose one. */
export async function chooseFolder(title: string): Promise<string | null> {
  try {
    return await invoke<string | null>("choose_folder", { title });
  } catch (fault) {
    throw refusal(fault);
  }
}
