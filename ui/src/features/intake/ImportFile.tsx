import { useCallback, useState } from "react";
import { ask, type Reply, refusal } from "../../backend/ask";
import type { ErrorView } from "../../backend/generated/ErrorView";
import type { NoticeView } from "../../backend/generated/NoticeView";
import { importFile, saveReport } from "../../backend/importFile";
import { useNotices, useQueryClient } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

const COLUMNS =
  "reference,name,document_type,document_number,method,card_number,phone,email,amount,currency,partner,language,consent_terms,consent_at,consent_channel,accuracy_confirmed";

type Progress = { handed: number; size: number; committed: number };

/** A file taken in: handed over in parts, then row by row a case or a line of the error report. */
export function ImportFile() {
  const t = useWords(words);
  const client = useQueryClient();
  const tell = useTell();
  const [progress, setProgress] = useState<Progress | undefined>(undefined);
  const [result, setResult] = useState<Reply<"import_end"> | undefined>(undefined);
  const [problem, setProblem] = useState<ErrorView | undefined>(undefined);
  const [isOver, setOver] = useState(false);
  const told = useCallback((notice: NoticeView) => {
    if (notice.notice === "import_progress") {
      setProgress((was) => (was === undefined ? was : { ...was, committed: notice.committed }));
    }
  }, []);
  useNotices(told);
  const take = async (file: File | undefined) => {
    if (file === undefined || progress !== undefined) return;
    setResult(undefined);
    setProblem(undefined);
    setProgress({ handed: 0, size: file.size, committed: 0 });
    try {
      setResult(await importFile(file, (handed) => setProgress((was) => was && { ...was, handed })));
    } catch (fault) {
      setProblem(refusal(fault).view);
    }
    setProgress(undefined);
    await client.invalidateQueries({ queryKey: ["queue"] });
  };
  const save = async () => {
    try {
      if (await saveReport(t.saveTitle, "import_errors")) tell.say(t.saved);
    } catch (fault) {
      tell.complain(refusal(fault).view);
    }
  };
  return (
    <div className="stack">
      {problem !== undefined && <Problem error={problem} close={() => setProblem(undefined)} />}
      {progress === undefined ? (
        <label
          className={isOver ? "drop over" : "drop"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take(event.dataTransfer.files[0]);
          }}
        >
          <input
            type="file"
            className="sr"
            accept=".csv,text/csv"
            data-testid="import-file"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          <b>{t.drop}</b>
          <span className="soft">{t.dropHint}</span>
        </label>
      ) : (
        <Panel title={t.file}>
          <div className="stack" role="status" data-testid="importing">
            <progress value={progress.handed} max={Math.max(progress.size, 1)} aria-label={t.file} />
            <span className="num">
              {progress.handed < progress.size
                ? t.handing(`${Math.round((100 * progress.handed) / Math.max(progress.size, 1))} %`)
                : t.importing(progress.committed.toLocaleString())}
            </span>
            <span className="soft">{t.working}</span>
            <Button className="start" onClick={() => void ask("import_stop", {})} data-testid="import-stop">
              {t.stop}
            </Button>
          </div>
        </Panel>
      )}
      {result !== undefined && (
        <Panel title={t.report} data-testid="imported">
          <div className="stack">
            <dl className="counts">
              <Count of={result.imported} word={t.imported} testid="count-imported" />
              <Count of={result.already_there} word={t.already} testid="count-already" />
              <Count of={result.refused} word={t.refused} testid="count-refused" />
            </dl>
            {result.stopped && <p>{t.stopped}</p>}
            {result.refused > 0 && (
              <Button className="start" look="main" onClick={() => void save()} data-testid="save-report">
                {t.save}
              </Button>
            )}
          </div>
        </Panel>
      )}
      <Panel title={t.columns}>
        <code className="columns">{COLUMNS.replaceAll(",", ", ")}</code>
      </Panel>
    </div>
  );
}

function Count({ of, word, testid }: { of: number; word: string; testid: string }) {
  return (
    <div>
      <dd className="num" data-testid={testid}>
        {of.toLocaleString()}
      </dd>
      <dt className="soft">{word}</dt>
    </div>
  );
}
