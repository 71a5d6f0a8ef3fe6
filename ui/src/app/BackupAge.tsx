import { useCallback, useEffect, useMemo, useState } from "react";
import { useNotice, useQueryClient, useReply } from "../backend/queries";
import { Button } from "../design/primitives";
import { ConcernNote } from "../features/backup/ConcernNote";
import { concernsOf } from "../features/backup/concern";
import { words as backupWords } from "../features/backup/words";
import { useNow } from "../lib/useNow";
import { useWords } from "../words/language";

/** Whether the house has said how the backups stand, and that it was read. */
export type BackupAge = { isTold: boolean; read: () => void };

/** Hears how old the last backup is. The house says so while somebody signs in, before there is a frame to show it in. */
export function useBackupAge(isIn: boolean): BackupAge {
  const client = useQueryClient();
  const [isTold, setTold] = useState(false);
  useNotice((notice) => {
    if (notice.notice !== "backup_age") return;
    setTold(true);
    void client.invalidateQueries({ queryKey: ["backup_status"] });
  });
  // It was said to whoever leaves.
  useEffect(() => (isIn ? () => setTold(false) : undefined), [isIn]);
  const read = useCallback(() => setTold(false), []);
  return useMemo(() => ({ isTold, read }), [isTold, read]);
}

/**
 * Stands under the top bar when the house has said how the backups stand and that is not well: until it is well, or
 * somebody has read it. What is shown is the status as it is now, not as it was when it was said.
 */
export function BackupStrip({ read, open }: { read: () => void; open: () => void }) {
  const t = useWords(backupWords);
  const now = useNow();
  const { data } = useReply("backup_status", {});
  const [gravest] = data === undefined ? [] : concernsOf(data, now);
  if (data === undefined || gravest === undefined) return null;
  return (
    <ConcernNote concern={gravest} status={data}>
      <Button size="small" onClick={open} data-testid="to-backup">
        {t.toPage}
      </Button>
      <Button size="small" look="plain" onClick={read} data-testid="backup-read">
        {t.later}
      </Button>
    </ConcernNote>
  );
}
