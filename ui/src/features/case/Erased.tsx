import { useAct } from "../../backend/act";
import type { CaseView } from "../../backend/generated/CaseView";
import { Certificate } from "../../design/Certificate";
import { Problem } from "../../design/Problem";
import { Button, Empty, Fact, Panel } from "../../design/primitives";
import { StatusTag } from "../../design/signs";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { keepingWords } from "./keepingWords";
import { Timeline } from "./Timeline";

/** What is left of an erased case: that it was there, when who did what, and what proves that it went. */
export function Erased({ view, mayCertify }: { view: CaseView; mayCertify: boolean }) {
  const t = useWords(keepingWords);
  const language = useLanguage();
  const found = useAct("erasure_certificate");
  const { row } = view;
  return (
    <article className="case" data-testid="case" data-reference={row.reference} data-case={row.case}>
      <header className="case-head">
        <div>
          <h1>{t.erased}</h1>
          <StatusTag status={row.status} />
        </div>
      </header>
      <div className="case-body scroll">
        <div>
          <Panel title={t.erased} data-testid="erased">
            <div className="stack">
              <p>{t.erasedText}</p>
              <dl className="facts erased-facts">
                <Fact label={t.id}>
                  <code className="case-id">{row.case}</code>
                </Fact>
                <Fact label={t.received}>
                  <span className="num">{moment(row.received_at, language)}</span>
                </Fact>
              </dl>
            </div>
          </Panel>
          <Panel title={t.certificateTitle}>
            <div className="stack">
              {!mayCertify && <p className="soft">{t.certificateFor}</p>}
              {mayCertify && found.data === undefined && (
                <Button
                  className="start"
                  disabled={found.isPending}
                  onClick={() => found.mutate({ case: row.case })}
                  data-testid="certificate-show"
                >
                  {t.certificate}
                </Button>
              )}
              {found.error !== null && <Problem error={found.error.view} close={found.reset} />}
              {found.data !== undefined && <Certificate view={found.data} />}
            </div>
          </Panel>
          <Timeline view={view} />
        </div>
      </div>
      <aside className="decide" aria-label={t.erasedRail}>
        <Empty title={t.erasedRail}>{t.erasedRailText}</Empty>
      </aside>
    </article>
  );
}
