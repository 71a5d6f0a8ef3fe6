import type { ReactNode } from "react";

/** Samples of one state, with the state's name before them. An `across` row lets a sample have the whole width. */
export function Row({ of, across, children }: { of: string; across?: boolean; children: ReactNode }) {
  return (
    <div className="sample">
      <code>{of}</code>
      <div className={across ? "sample-across" : "sample-shown"}>{children}</div>
    </div>
  );
}
