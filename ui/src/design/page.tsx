import type { ReactNode } from "react";

/** The head of a page: what it is called, a sentence about it, and on the right what can be done with all of it. */
export function PageHead({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {children !== undefined && <p className="soft">{children}</p>}
      </div>
      {action !== undefined && <div className="push row">{action}</div>}
    </header>
  );
}

/** Something to know about everything on a page, said quietly above it. */
export function PageNote({ children, testid }: { children: ReactNode; testid?: string }) {
  return (
    <p className="page-note" data-testid={testid}>
      {children}
    </p>
  );
}
