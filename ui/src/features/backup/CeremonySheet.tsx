import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";

/** What a page of the ceremony says by its head; `holds` keeps Escape from ending it. */
export type CeremonyPage = { stage: string; title: string; step?: string | undefined; holds?: boolean };

/** What stands around each step. Nothing behind it can be pressed; whoever listens hears first what it is about. */
export function CeremonySheet({
  page: { stage, title, step, holds },
  close,
  children,
}: {
  page: CeremonyPage;
  close: () => void;
  children: ReactNode;
}) {
  const heading = useId();
  const sheet = useRef<HTMLDialogElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  // Closed before it is taken away, so that the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  // On the head and on no button: a key pressed once too often does nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stage begins anew
  useEffect(() => {
    if (sheet.current?.querySelector("input") == null) head.current?.focus();
  }, [stage]);
  return (
    <dialog
      ref={sheet}
      className="sheet backup-sheet"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!holds) close();
      }}
      data-testid="ceremony"
      data-stage={stage}
    >
      <header className="sheet-head">
        <h2 ref={head} id={heading} tabIndex={-1}>
          {title}
        </h2>
        {step !== undefined && <span className="soft num push">{step}</span>}
      </header>
      <div className="body stack">{children}</div>
    </dialog>
  );
}
