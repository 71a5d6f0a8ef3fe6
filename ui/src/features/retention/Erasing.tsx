import { useLayoutEffect, useRef, useState } from "react";
import { ask, refusal } from "../../backend/ask";
import { KeySteps } from "../../design/KeyChange";
import { Button } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import type { RunAt } from "./useErasureRun";
import { words } from "./words";

/** Later than any step there is. */
const ALL_STEPS = 7;

/** The veil while a run erases: how many cases are gone, then the steps of the key change, then the last backup. */
export function Erasing({ at }: { at: RunAt | undefined }) {
  const t = useWords(words);
  const tell = useTell();
  const sheet = useRef<HTMLDialogElement>(null);
  const [stopping, setStopping] = useState(false);
  // Closed before it is taken away, so that the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const phase = at?.phase ?? "erasing";
  const stop = () => {
    setStopping(true);
    ask("stop_work", {}).catch((fault: unknown) => {
      setStopping(false);
      tell.complain(refusal(fault).view);
    });
  };
  const keys = at?.phase === "keys" ? at : { step: phase === "backup" ? ALL_STEPS : 0, done: 0, total: 0 };
  return (
    <dialog
      ref={sheet}
      className="sheet key-change"
      aria-label={t.running}
      // It ends when the run ends, and not by a key.
      onCancel={(event) => event.preventDefault()}
      data-testid="erasing"
      data-phase={phase}
    >
      <div className="body stack">
        <h2>{t.running}</h2>
        <section className="run-part" aria-label={t.runErasing}>
          <h3>{t.runErasing}</h3>
          <Bar at={at?.phase === "erasing" ? at : undefined} isOver={phase !== "erasing"} label={t.runErasing} />
          {at?.phase === "erasing" && (
            <p className="soft num" role="status">
              {t.erasedOf(at.done.toLocaleString(), at.total.toLocaleString())}
            </p>
          )}
          {phase === "erasing" && (
            <div className="row">
              <Button size="small" disabled={stopping} onClick={stop} data-testid="erase-stop">
                {stopping ? t.stopping : t.stop}
              </Button>
              <span className="soft">{t.stopText}</span>
            </div>
          )}
        </section>
        <section className="run-part" aria-label={t.runKeys}>
          <h3>{t.runKeys}</h3>
          <KeySteps at={keys} />
        </section>
        {at?.phase === "backup" && (
          <section className="run-part" aria-label={t.runBackup}>
            <h3>{t.runBackup}</h3>
            <Bar at={at} isOver={false} label={t.runBackup} />
          </section>
        )}
        <p className="soft">{t.runningText}</p>
      </div>
    </dialog>
  );
}

/** A bar; full when its part is over, and going to and fro before anything is known. */
function Bar({
  at,
  isOver,
  label,
}: {
  at: { done: number; total: number } | undefined;
  isOver: boolean;
  label: string;
}) {
  const total = Math.max(at?.total ?? 1, 1);
  return <progress aria-label={label} max={total} value={isOver ? total : at?.done} />;
}
