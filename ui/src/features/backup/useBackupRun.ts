import { useEffect, useRef, useState } from "react";
import { type Act, useAct } from "../../backend/act";
import { useNotice, useQueryClient } from "../../backend/queries";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

export type BackupAt = { step: "write" | "verify"; done: number; total: number };

/** A backup from its beginning to its end. It goes on while the person looks at something else, and is found again. */
export function useBackupRun(read: number): {
  act: Act<"create_backup">;
  running: boolean;
  at: BackupAt | undefined;
  begin: (folder: string, full: boolean) => void;
} {
  const t = useWords(words);
  const tell = useTell();
  const client = useQueryClient();
  const act = useAct("create_backup");
  const [at, setAt] = useState<BackupAt | undefined>(undefined);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  useNotice((notice) => {
    if (notice.notice !== "backup_progress") return;
    setAt({ step: notice.step === "verify" ? "verify" : "write", done: notice.done, total: notice.total });
  });
  // Whatever became of it, the status was read after that: what is told later is told of another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the moment of reading alone
  useEffect(() => setAt(undefined), [read]);
  const isOver = at?.step === "verify" && at.done >= at.total;
  const begin = (folder: string, full: boolean) => {
    setAt(undefined);
    const ended = () => {
      void client.invalidateQueries({ queryKey: ["backup_status"] });
    };
    act.mutate(
      { folder, full },
      {
        // Who is still here reads it on the page.
        onSuccess: () => {
          if (!isHere.current) tell.say(t.made);
          ended();
        },
        onError: (refused) => {
          if (!isHere.current) tell.complain(refused.view);
          ended();
        },
      },
    );
  };
  return { act, running: act.isPending || (at !== undefined && !isOver), at, begin };
}
