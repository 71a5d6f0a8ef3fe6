import type { Section } from "./sections";

const PATHS: Record<Section | "search" | "lock", string> = {
  queue: "M4 6h16M4 12h16M4 18h10",
  intake: "M12 5v14M5 12h14",
  review: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.2l2.8 2.8L16 9.6",
  outbox: "M21 3 3 10.5l7 2.7L13 21z M10 13.2 21 3",
  settings: "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.2 16.2 21 21",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
};

/** A line drawing beside a word. It says nothing by itself. */
export function Icon({ of }: { of: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[of]} />
    </svg>
  );
}
