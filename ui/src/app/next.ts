import { useCallback } from "react";
import { useAct } from "../backend/act";
import { keepCase, useQueryClient } from "../backend/queries";
import { useTell } from "../design/tell";

/** Claims the case at the front of the queue and opens it. */
export function useNext(open: (caseId: string) => void): () => void {
  const client = useQueryClient();
  const { complain, hush } = useTell();
  const { mutate, isPending } = useAct("next");
  return useCallback(() => {
    if (isPending) return;
    hush();
    mutate(
      {},
      {
        onSuccess: (view) => {
          keepCase(client, view);
          open(view.row.case);
        },
        onError: (refused) => complain(refused.view),
      },
    );
  }, [client, complain, hush, isPending, mutate, open]);
}
