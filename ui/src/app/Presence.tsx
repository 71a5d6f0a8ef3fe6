import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "../backend/ask";
import { useNow, useSecond } from "../lib/useNow";
import { useWords } from "../words/language";
import { words } from "./words";

/** What somebody does is told at most so often. */
const TOLD_MS = 30_000;
/** Untouched for so long, the house locks. */
const IDLE_MS = 10 * 60_000;
/** So long before it locks it is said. */
const SAID_MS = 60_000;
/** The slow clock is behind by so much at most. */
const SLOW_MS = 15_000;

const KEYS_AND_POINTER = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/**
 * Tells the house that somebody is there while they move or type, and never by itself: nobody there is nobody there.
 * Shortly before the desk would lock, it is said.
 */
export function Presence() {
  const [told, setTold] = useState(Date.now);
  const latest = useRef(told);
  const somebody = useCallback(() => {
    const now = Date.now();
    // A clock that was set back does not keep anybody from being heard.
    if (Math.abs(now - latest.current) < TOLD_MS) return;
    latest.current = now;
    setTold(now);
    // What the house answers changes nothing here: where it locked meanwhile, it says so itself.
    ask("touch", {}).catch(() => undefined);
  }, []);
  useEffect(() => {
    let place: string | undefined;
    const moved = (event: Event) => {
      if (event.type === "pointermove") {
        // The engine tells of a move too when the page moves beneath a pointer that rests.
        const { screenX, screenY } = event as PointerEvent;
        const here = `${screenX} ${screenY}`;
        const rests = place === undefined || here === place;
        place = here;
        if (rests) return;
      }
      somebody();
    };
    const how = { capture: true, passive: true };
    for (const kind of KEYS_AND_POINTER) window.addEventListener(kind, moved, how);
    return () => {
      for (const kind of KEYS_AND_POINTER) window.removeEventListener(kind, moved, how);
    };
  }, [somebody]);
  const locksAt = told + IDLE_MS;
  const isNear = locksAt - useNow() < SAID_MS + SLOW_MS;
  return isNear ? <LocksSoon at={locksAt} /> : null;
}

function LocksSoon({ at }: { at: number }) {
  const t = useWords(words);
  const left = Math.ceil((at - useSecond()) / 1_000);
  if (left > SAID_MS / 1_000 || left < 0) return null;
  return (
    <p className="locks-soon" data-testid="locks-soon">
      <span className="num" aria-hidden="true">
        {t.locksSoon(String(left))}
      </span>
      <span className="sr" role="alert">
        {t.locksSoon(String(SAID_MS / 1_000))}
      </span>
    </p>
  );
}
