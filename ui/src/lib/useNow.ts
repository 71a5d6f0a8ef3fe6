import { useSyncExternalStore } from "react";

/** One timer for everybody who shows a time that passes. */
function clock(everyMs: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      timer ??= setInterval(tick, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
    },
    now() {
      if (timer === undefined) now = Date.now();
      return Math.floor(now / everyMs) * everyMs;
    },
  };
}

const minutes = clock(15_000);
const seconds = clock(1_000);

/** The time of day, anew every quarter of a minute. */
export const useNow = () => useSyncExternalStore(minutes.subscribe, minutes.now);
/** The time of day, anew every second: for the few things that count seconds. */
export const useSecond = () => useSyncExternalStore(seconds.subscribe, seconds.now);
