import { useState } from "react";
import { useAct } from "../../backend/act";
import type { AuditView } from "../../backend/generated/AuditView";
import { useNotice } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Button, Fact, Mark, Panel } from "../../design/primitives";
import { useWords } from "../../words/language";
import "./audit.css";
import { CaseFile } from "./CaseFile";
import { words } from "./words";

/** Whether the log holds: asked for by somebody, told record by record. */
export function Audit({ roles }: { roles: readonly string[] }) {
  const t = useWords(words);
  const verify = useAct("verify_log");
  const [at, setAt] = useState<{ done: number; total: number } | undefined>(undefined);
  useNotice((notice) => {
    if (notice.notice === "verify_progress") setAt({ done: notice.done, total: notice.total });
  });
  const begin = () => {
    setAt(undefined);
    verify.mutate({});
  };
  return (
    <>
      <PageHead title={t.title}>{t.text}</PageHead>
      {verify.error !== null && <Problem error={verify.error.view} />}
      {verify.data !== undefined && !verify.data.holds && <Broken found={verify.data} />}
      <Panel title={t.log}>
        <div className="stack">
          {verify.isPending && <Progress at={at} />}
          {verify.data?.holds && <Holds found={verify.data} />}
          <Button
            className="start"
            look={verify.data === undefined ? "main" : undefined}
            disabled={verify.isPending}
            onClick={begin}
            data-testid="verify"
          >
            {verify.isPending ? t.verifying : verify.data === undefined ? t.verify : t.again}
          </Button>
        </div>
      </Panel>
      {(roles.includes("auditor") || roles.includes("supervisor")) && <CaseFile />}
    </>
  );
}

function Progress({ at }: { at: { done: number; total: number } | undefined }) {
  const t = useWords(words);
  return (
    <div className="verifying" data-testid="verifying">
      <progress aria-label={t.verifying} max={Math.max(at?.total ?? 1, 1)} value={at?.done} />
      <span className="num soft">
        {at === undefined ? t.verifying : t.progress(at.done.toLocaleString(), at.total.toLocaleString())}
      </span>
    </div>
  );
}

function Holds({ found }: { found: AuditView }) {
  const t = useWords(words);
  return (
    <div className="stack" data-testid="verified" data-holds="true">
      <p className="row">
        <Mark tone="ok" glyph="✓" word={t.holds(found.records.toLocaleString())} />
        <span className="soft">{t.holdsText}</span>
      </p>
      {found.head !== null && (
        <dl>
          <Fact label={t.head} beside={t.headText}>
            <Digest hash={found.head} />
          </Fact>
        </dl>
      )}
    </div>
  );
}

/** A digest in groups of four, as it is printed. */
export function Digest({ hash }: { hash: string }) {
  return (
    <code className="head-digest" data-testid="head">
      {(hash.match(/.{1,4}/g) ?? []).map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group's place is its name; two groups may be alike
        <span key={place}>{group}</span>
      ))}
    </code>
  );
}

function Broken({ found }: { found: AuditView }) {
  const t = useWords(words);
  return (
    <section className="broken" role="alert" data-testid="verified" data-holds="false">
      <h2>
        <span className="glyph tone-bad" aria-hidden="true">
          ✕
        </span>
        {t.broken(found.broken_at === null ? "?" : found.broken_at.toLocaleString())}
      </h2>
      <p>{t.before(found.records.toLocaleString())}</p>
      <h3>{t.todo}</h3>
      <ol>
        <li>{t.todos.stop}</li>
        <li>{t.todos.keep}</li>
        <li>{t.todos.tell}</li>
      </ol>
    </section>
  );
}
