import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

const Drafts = createContext<Map<string, unknown> | undefined>(undefined);

/**
 * Keeps what is half written while the person looks at something else. In the page's memory only: it goes when the
 * desk is locked, as whatever is not submitted must.
 */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const kept = useRef(new Map<string, unknown>());
  return <Drafts.Provider value={kept.current}>{children}</Drafts.Provider>;
}

/** A value that is being written, under a name such as `note A-1001`; it is there again when somebody comes back. */
export function useDraft<T>(name: string, empty: () => T): [T, (change: T | ((was: T) => T)) => void, () => void] {
  const kept = useContext(Drafts);
  if (kept === undefined) throw new Error("drafts are kept under a DraftsProvider");
  const [value, setValue] = useState<T>(() => (kept.has(name) ? (kept.get(name) as T) : empty()));
  const latest = useRef(value);
  const set = useCallback(
    (change: T | ((was: T) => T)) => {
      latest.current = typeof change === "function" ? (change as (was: T) => T)(latest.current) : change;
      kept.set(name, latest.current);
      setValue(latest.current);
    },
    [kept, name],
  );
  const drop = useCallback(() => {
    kept.delete(name);
    latest.current = empty();
    setValue(latest.current);
  }, [kept, name, empty]);
  return [value, set, drop];
}
