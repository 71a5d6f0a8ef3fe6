import type { ErasureView } from "../../backend/generated/ErasureView";
import { Problem } from "../../design/Problem";
import { Fact, Mark, Panel } from "../../design/primitives";
import { useWords } from "../../words/language";
import { words } from "./words";

/** What a run did, and whether the last backup still opens what is gone. */
export function Result({ found }: { found: ErasureView }) {
  const t = useWords(words);
  const { erased, kept, backup, backup_refusal: refusal } = found;
  return (
    <Panel title={t.result} data-testid="erasure-result" data-erased={erased} data-kept={kept}>
      <div className="stack" role="status">
        <dl className="facts run-result">
          <Fact label={t.erased}>
            <Mark tone="ok" glyph="✓" word={t.cases(erased.toLocaleString())} />
          </Fact>
          <Fact label={t.kept} beside={kept === 0 ? undefined : t.keptText}>
            <span className="num">{t.cases(kept.toLocaleString())}</span>
          </Fact>
          <Fact label={t.backup}>
            {refusal !== null ? (
              <Mark tone="bad" glyph="!" word={t.backupOld} />
            ) : backup === null ? (
              t.backupNone
            ) : (
              <span className="num" data-testid="backup-made">
                {t.backupMade(backup.generation.toLocaleString(), backup.records.toLocaleString())}
              </span>
            )}
          </Fact>
        </dl>
        {refusal !== null && (
          <div className="stack" data-testid="backup-not-made">
            <Problem error={refusal} />
            <p>
              <b>{t.backupNext}</b>
            </p>
          </div>
        )}
      </div>
    </Panel>
  );
}
