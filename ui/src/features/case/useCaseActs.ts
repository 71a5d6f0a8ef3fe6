import { useCallback, useRef } from "react";
import { ask, type Body, type RequestName, refusal } from "../../backend/ask";
import type { ActionView } from "../../backend/generated/ActionView";
import type { CaseView } from "../../backend/generated/CaseView";
import { keepCase, useQueryClient } from "../../backend/queries";
import { useTell } from "../../design/tell";
import { sentences } from "../../words/format";
import { useLanguage } from "../../words/language";

/** The requests that answer with the case as it is then. */
type CaseRequest = {
  [N in RequestName]: import("../../backend/ask").Reply<N> extends CaseView ? N : never;
}[RequestName];

/**
 * Does something with a case, shows the case as it is then, and says what was refused. While the house is about it,
 * the same is not begun again: a note would be written twice, a second verdict would find no proposal.
 */
export function useCaseAct() {
  const client = useQueryClient();
  const { complain, hush } = useTell();
  const begun = useRef(new Set<CaseRequest>());
  return useCallback(
    async <N extends CaseRequest>(name: N, body: Body<N>): Promise<CaseView | undefined> => {
      if (begun.current.has(name)) return undefined;
      begun.current.add(name);
      hush();
      try {
        const view = (await ask(name, body)) as CaseView;
        keepCase(client, view);
        return view;
      } catch (fault) {
        complain(refusal(fault).view);
        return undefined;
      } finally {
        begun.current.delete(name);
      }
    },
    [client, complain, hush],
  );
}

/** Whether the house allows an act on this case now, and why not, in its own words. */
export function useAllowed(view: CaseView): (action: string) => { allowed: boolean; refused: string | undefined } {
  const language = useLanguage();
  return (action) => {
    const found: ActionView | undefined = view.actions.find((it) => it.action === action);
    const refusal = found?.refusal?.[language];
    // What leads out of quarantine stands in the banner.
    const next = refusal && found?.refusal?.code !== "quarantined" ? [refusal.next] : [];
    return {
      allowed: found?.allowed ?? false,
      refused: refusal ? sentences(language, refusal.happened, ...next) : undefined,
    };
  };
}
