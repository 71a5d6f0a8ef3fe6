import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import { refusal } from "../../backend/ask";
import { chooseFolder } from "../../backend/chooseFolder";
import type { BackupStatusView } from "../../backend/generated/BackupStatusView";
import type { BackupView } from "../../backend/generated/BackupView";
import { Problem } from "../../design/Problem";
import { Button, Fact, Field, Mark, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useLanguage, useWords } from "../../words/language";
import { size, took } from "./figures";
import { type BackupAt, useBackupRun } from "./useBackupRun";
import { words } from "./words";

/** The making of a backup: where to, how much of it, how far it is, and what came of it. */
export function Making({ status, read }: { status: BackupStatusView; read: number }) {
  const t = useWords(words);
  const language = useLanguage();
  const run = useBackupRun(read);
  const refused = status.refusal?.[language];
  return (
    <Panel title={t.make} data-testid="making">
      <div className="stack">
        {run.act.error !== null && <Problem error={run.act.error.view} close={run.act.reset} />}
        {run.running ? (
          <Running at={run.at} />
        ) : (
          <>
            {run.act.data !== undefined && <Made made={run.act.data} />}
            {refused === undefined ? (
              <Form status={status} begin={run.begin} isFirst={run.act.data === undefined} />
            ) : (
              <p className="soft" data-testid="backup-refused">
                {t.refused(refused.happened, refused.next)}
              </p>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}

function Form({
  status,
  begin,
  isFirst,
}: {
  status: BackupStatusView;
  begin: (folder: string, full: boolean) => void;
  isFirst: boolean;
}) {
  const t = useWords(words);
  const tell = useTell();
  const [named, setNamed] = useState<string | undefined>(undefined);
  const [full, setFull] = useState(false);
  // Until somebody names another: where the last one lies.
  const folder = named ?? status.folder ?? "";
  const choose = async () => {
    try {
      const chosen = await chooseFolder(t.chooseTitle);
      if (chosen !== null) setNamed(chosen);
    } catch (fault) {
      tell.complain(refusal(fault).view);
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (folder.trim() !== "") begin(folder.trim(), full);
  };
  return (
    <form className="stack" onSubmit={send}>
      <div className="form-grid">
        <Field label={t.to} said={{ tone: "plain", text: t.toHint }}>
          {(wiring) => (
            <div className="backup-folder">
              <input
                {...wiring}
                className="input"
                value={folder}
                autoComplete="off"
                spellCheck={false}
                data-testid="backup-folder"
                onChange={(event) => setNamed(event.target.value)}
              />
              <Button onClick={() => void choose()} data-testid="backup-choose">
                {t.choose}
              </Button>
            </div>
          )}
        </Field>
        <div className="field">
          <span className="label">{t.scope}</span>
          <label className="tick backup-full">
            <input
              type="checkbox"
              checked={full}
              data-testid="backup-full"
              onChange={(event) => setFull(event.target.checked)}
            />
            {t.full}
          </label>
          <div className="said">{t.fullHint}</div>
        </div>
      </div>
      <Button
        className="start"
        look={isFirst ? "main" : undefined}
        type="submit"
        disabled={folder.trim() === ""}
        data-testid="backup-begin"
      >
        {t.begin}
      </Button>
    </form>
  );
}

const STEPS = ["write", "verify"] as const;

/** How far it is, and the way to end it. */
function Running({ at }: { at: BackupAt | undefined }) {
  const t = useWords(words);
  const stop = useAct("stop_work");
  const [stopping, setStopping] = useState(false);
  const step = at?.step ?? "write";
  const here = STEPS.indexOf(step);
  const end = () => {
    setStopping(true);
    stop.mutate({}, { onError: () => setStopping(false) });
  };
  return (
    <div className="stack backup-running" data-testid="backup-running" data-step={step}>
      <p className="soft">{t.running}</p>
      <p className="sr" role="status">
        {t.step(String(here + 1))} {t.steps[step]}
      </p>
      <ol className="key-steps">
        {STEPS.map((it, place) => (
          <li key={it} className={place < here ? "done" : undefined} aria-current={place === here ? "step" : undefined}>
            <span className="num" aria-hidden="true">
              {place < here ? "✓" : place + 1}
            </span>
            <div>
              {t.steps[it]}
              {place === here && (
                <>
                  <progress aria-label={t.steps[it]} max={Math.max(at?.total ?? 1, 1)} value={at?.done} />
                  {at !== undefined && (
                    <span className="soft num">{t.progress(at.done.toLocaleString(), at.total.toLocaleString())}</span>
                  )}
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
      {stop.error !== null && <Problem error={stop.error.view} close={stop.reset} />}
      <Button className="start" disabled={stopping} onClick={end} data-testid="backup-stop">
        {stopping ? t.stopping : t.stop}
      </Button>
    </div>
  );
}

/** What a backup brought. */
function Made({ made }: { made: BackupView }) {
  const t = useWords(words);
  const language = useLanguage();
  return (
    <section
      className="backup-made"
      aria-label={t.result}
      data-testid="backup-made"
      data-generation={made.generation}
      data-full={made.full}
    >
      <p role="status">
        <Mark tone="ok" glyph="✓" word={t.made} />
      </p>
      <dl className="facts backup-figures">
        <Fact label={t.generation}>
          <span className="num">{t.generationIs(made.generation.toLocaleString())}</span>
        </Fact>
        <Fact label={t.wrote} beside={made.full ? t.wroteAll : t.wroteSince}>
          <span className="num">{t.records(made.records.toLocaleString())}</span>
        </Fact>
        <Fact label={t.verified}>
          <span className="num">{t.records(made.verified.toLocaleString())}</span>
        </Fact>
        <Fact label={t.bytes}>
          <span className="num">{size(made.bytes)}</span>
        </Fact>
        <Fact label={t.took}>
          <span className="num">{took(made.took_ms, language)}</span>
        </Fact>
      </dl>
    </section>
  );
}
