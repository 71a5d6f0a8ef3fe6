import { useState } from "react";
import { useNotice } from "../../backend/queries";
import type { KeyChangeAt } from "../../design/KeyChange";

/** How far a run is: it erases, then keys are changed, then the last backup is made anew. */
export type RunAt =
  | { phase: "erasing"; done: number; total: number }
  | ({ phase: "keys" } & KeyChangeAt)
  | { phase: "backup"; done: number; total: number };

/** How far the run is that this page began; nothing before its first word. */
export function useErasureRun(isRunning: boolean): RunAt | undefined {
  const [at, setAt] = useState<RunAt | undefined>(undefined);
  // What an earlier run left behind says nothing about the next.
  if (!isRunning && at !== undefined) setAt(undefined);
  useNotice((notice) => {
    if (!isRunning) return;
    if (notice.notice === "erasure_progress") {
      const { key_change_step: step, done, total } = notice;
      setAt(step === null ? { phase: "erasing", done, total } : { phase: "keys", step, done, total });
    }
    if (notice.notice === "backup_progress") setAt({ phase: "backup", done: notice.done, total: notice.total });
  });
  return isRunning ? at : undefined;
}
