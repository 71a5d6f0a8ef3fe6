import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from "react";

/** What a key does, and what the sheet of keys says about it. */
export type Binding = { label: string; act: () => void; held: Held };

/** What a key does that is held down: it acts once, or again and again. */
export type Held = "once" | "again";

type Registry = {
  add: (keys: string, binding: Binding) => () => void;
  subscribe: (listener: () => void) => () => void;
  list: () => readonly (readonly [string, string])[];
};

/** How long the second key of a pair such as `g q` may take. */
const PAIR_MS = 900;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button", "file"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** How a press is written: `ctrl+enter`, `j`, `?`. */
export function written(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("arrow", "");
  const command = event.ctrlKey || event.metaKey;
  return `${command ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${key}`;
}

function registry(): Registry & { press: (event: KeyboardEvent) => void } {
  const bindings = new Map<string, Binding[]>();
  const listeners = new Set<() => void>();
  let shown: readonly (readonly [string, string])[] = [];
  let first: { key: string; at: number } | undefined;
  const changed = () => {
    shown = [...bindings].flatMap(([keys, stack]) => {
      const top = stack.at(-1);
      return top === undefined ? [] : [[keys, top.label] as const];
    });
    for (const listener of listeners) listener();
  };
  return {
    add(keys, binding) {
      const stack = bindings.get(keys) ?? [];
      bindings.set(keys, [...stack, binding]);
      changed();
      return () => {
        bindings.set(
          keys,
          (bindings.get(keys) ?? []).filter((it) => it !== binding),
        );
        changed();
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => shown,
    press(event) {
      // A key that an input method is composing with is not ours.
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      const key = written(event);
      if (isTyping(event.target) && !event.ctrlKey && !event.metaKey) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const now = performance.now();
      const pair = first !== undefined && now - first.at < PAIR_MS ? `${first.key} ${key}` : undefined;
      first = { key, at: now };
      for (const keys of [pair, key]) {
        const binding = keys === undefined ? undefined : bindings.get(keys)?.at(-1);
        if (binding !== undefined) {
          event.preventDefault();
          first = undefined;
          if (!event.repeat || binding.held === "again") binding.act();
          return;
        }
      }
    },
  };
}

const Keys = createContext<Registry | undefined>(undefined);

/** Hears every key of the window. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const keys = useMemo(registry, []);
  useEffect(() => {
    window.addEventListener("keydown", keys.press);
    return () => window.removeEventListener("keydown", keys.press);
  }, [keys]);
  return <Keys.Provider value={keys}>{children}</Keys.Provider>;
}

/** Binds a key for as long as this is on the screen; the newest binding of a key counts. */
export function useKey(keys: string, label: string, act: () => void, enabled = true, held: Held = "once") {
  const registry = useContext(Keys);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!enabled) return undefined;
    return registry?.add(keys, { label, act: () => latest.current(), held });
  }, [registry, keys, label, enabled, held]);
}

/** Every key that does something now, with what it does. */
export function useKeyList(): readonly (readonly [string, string])[] {
  const registry = useContext(Keys);
  if (registry === undefined) throw new Error("keys are listed under a KeyProvider");
  return useSyncExternalStore(registry.subscribe, registry.list);
}
