import { useCallback, useEffect, useState } from "react";
import { useAct } from "../../backend/act";
import type { CaseView } from "../../backend/generated/CaseView";
import { useTell } from "../../design/tell";
import { useAllowed } from "./useCaseActs";

/** However far the clocks of window and house are apart, nothing is shown longer. */
const LONGEST_MS = 30_000;

type Shown = { value: string; until: number };

/** What of a case is shown in clear just now, and how it comes to be. */
export type Reveal = {
  /** Whether the house reveals anything of this case to this person. */
  allowed: boolean;
  /** The field whose reason is being given. */
  asking: string | null;
  busy: boolean;
  ask: (field: string) => void;
  cancel: () => void;
  /** Has the reveal recorded, and shows the value for a while. */
  submit: (why: string, words: string, done: (field: string) => void) => void;
  shown: (field: string) => { value: string; seconds: number } | undefined;
  hide: (field: string) => void;
};

/**
 * Clear values, for as long as they may be seen. They are in the memory of the component that calls this, and nowhere
 * else: not among what was read, not among drafts, not in a title. They go when their time is over, when the page goes
 * (another case, the lock), and when the person may no longer see them.
 */
export function useReveal(view: CaseView): Reveal {
  const { allowed } = useAllowed(view)("reveal");
  const { complain, hush } = useTell();
  const { mutate, reset, isPending: busy } = useAct("reveal");
  const [asking, setAsking] = useState<string | null>(null);
  const [clear, setClear] = useState<ReadonlyMap<string, Shown>>(new Map());
  useEffect(() => {
    if (allowed) return;
    setClear(new Map());
    setAsking(null);
  }, [allowed]);
  useEffect(() => {
    if (clear.size === 0) return undefined;
    const next = Math.min(...[...clear.values()].map((it) => it.until));
    const over = () => setClear((was) => new Map([...was].filter(([, it]) => it.until > Date.now())));
    const timer = setTimeout(over, Math.max(0, next - Date.now()));
    return () => clearTimeout(timer);
  }, [clear]);
  const hide = useCallback(
    (field: string) => setClear((was) => new Map([...was].filter(([other]) => other !== field))),
    [],
  );
  const submit = (why: string, words: string, done: (field: string) => void) => {
    if (asking === null || busy) return;
    hush();
    mutate(
      { case: view.row.case, fields: [asking], why, words },
      {
        onSuccess: ({ values, until }) => {
          // What the act itself keeps of its answer goes at once.
          reset();
          const end = Math.min(Date.parse(until) || 0, Date.now() + LONGEST_MS);
          setClear(
            (was) => new Map([...was, ...values.map((it) => [it.field, { value: it.value, until: end }] as const)]),
          );
          // Whoever asks about another field meanwhile goes on with that.
          setAsking((now) => (now === asking ? null : now));
          done(asking);
        },
        onError: (refused) => complain(refused.view),
      },
    );
  };
  const shown = (field: string) => {
    const found = clear.get(field);
    // A machine that slept through the end masks at the first look.
    const left = found === undefined ? 0 : found.until - Date.now();
    return found === undefined || left <= 0 || !allowed
      ? undefined
      : { value: found.value, seconds: Math.ceil(left / 1_000) };
  };
  return { allowed, asking, busy, ask: setAsking, cancel: () => setAsking(null), submit, shown, hide };
}
