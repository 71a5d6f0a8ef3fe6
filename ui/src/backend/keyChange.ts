import { useState } from "react";
import { useNotice } from "./queries";

type At = { step: number; done: number; total: number };

/** How far the key change is that an act of this page brings with it; nothing while none runs. */
export function useKeyChange(isRunning: boolean): At | undefined {
  const [at, setAt] = useState<At | undefined>(undefined);
  // What an earlier act left behind says nothing about the next.
  if (!isRunning && at !== undefined) setAt(undefined);
  useNotice((notice) => {
    if (notice.notice === "key_change" && isRunning) {
      setAt({ step: notice.step, done: notice.done, total: notice.total });
    }
  });
  return isRunning ? at : undefined;
}
