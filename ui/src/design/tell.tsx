import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { ErrorView } from "../backend/generated/ErrorView";
import { Problem } from "./Problem";

type Told = { id: number; text: string } | { id: number; error: ErrorView };

type Telling = { say: (text: string) => void; complain: (error: ErrorView) => void; hush: () => void };

const Tell = createContext<Telling | undefined>(undefined);

const SHOWN_MS = 5_000;

/** A place at the foot of the window where what just happened is said. An error stays until it is read. */
export function TellProvider({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<Told | undefined>(undefined);
  const close = useCallback(() => setTold(undefined), []);
  const telling = useMemo<Telling>(() => {
    let last = 0;
    const next = () => {
      last += 1;
      return last;
    };
    return {
      say: (text) => setTold({ id: next(), text }),
      complain: (error) => setTold({ id: next(), error }),
      hush: () => setTold(undefined),
    };
  }, []);
  useEffect(() => {
    if (told === undefined || "error" in told) return undefined;
    const timer = setTimeout(close, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [told, close]);
  return (
    <Tell.Provider value={telling}>
      {children}
      <div className="telling" aria-live="polite">
        {told !== undefined && "text" in told && (
          <output className="told" data-testid="told">
            {told.text}
          </output>
        )}
        {told !== undefined && "error" in told && <Problem error={told.error} close={close} />}
      </div>
    </Tell.Provider>
  );
}

export function useTell(): Telling {
  const telling = useContext(Tell);
  if (telling === undefined) throw new Error("told under a TellProvider only");
  return telling;
}
