import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { ErrorView } from "../backend/generated/ErrorView";
import { bilingual, useWords } from "../words/language";
import { Problem } from "./Problem";
import { Button } from "./primitives";

type Told = { id: number; text: string } | { id: number; error: ErrorView };

/** Something to do that waits, and the way there. */
type Offer = { text: string; word: string; act: () => void };

type Telling = {
  say: (text: string) => void;
  complain: (error: ErrorView) => void;
  hush: () => void;
  /** Stays until it is taken up, put aside or withdrawn, whatever else is said meanwhile. */
  offer: (offer: Offer | undefined) => void;
};

const Tell = createContext<Telling | undefined>(undefined);

const SHOWN_MS = 5_000;

const words = bilingual({ later: "稍后" }, { later: "Later" });

/** A place at the foot of the window where what just happened is said. An error stays until it is read. */
export function TellProvider({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<Told | undefined>(undefined);
  const [offered, setOffered] = useState<Offer | undefined>(undefined);
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
      offer: setOffered,
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
        {offered !== undefined && <Offered offer={offered} close={() => setOffered(undefined)} />}
      </div>
    </Tell.Provider>
  );
}

function Offered({ offer, close }: { offer: Offer; close: () => void }) {
  const t = useWords(words);
  const take = () => {
    close();
    offer.act();
  };
  return (
    <div className="offered" role="status" data-testid="offered">
      <p>{offer.text}</p>
      <div className="row">
        <Button size="small" onClick={take} data-testid="offered-take">
          {offer.word}
        </Button>
        <Button size="small" look="plain" onClick={close} data-testid="offered-later">
          {t.later}
        </Button>
      </div>
    </div>
  );
}

export function useTell(): Telling {
  const telling = useContext(Tell);
  if (telling === undefined) throw new Error("told under a TellProvider only");
  return telling;
}
