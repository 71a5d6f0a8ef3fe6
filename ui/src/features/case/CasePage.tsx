import { useEffect, useState } from "react";
import { ask } from "../../backend/ask";
import type { CaseView } from "../../backend/generated/CaseView";
import { useCase } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Due, Empty, Mark, Skeleton, Tag } from "../../design/primitives";
import { RiskTag, StatusTag } from "../../design/signs";
import { useKey } from "../../lib/keys";
import { useNow } from "../../lib/useNow";
import { useWindowTitle } from "../../lib/useWindowTitle";
import { lastDay, sentences, shortMoment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import "./case.css";
import { Checks } from "./Checks";
import { Erased } from "./Erased";
import { Facts } from "./Facts";
import { Keeping } from "./Keeping";
import { keepingWords } from "./keepingWords";
import { Note } from "./Note";
import { Rail } from "./Rail";
import { Timeline } from "./Timeline";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { words } from "./words";

/** A case: its head, what was handed in, what institutions say, what happened; beside it what can be decided. */
export function CasePage({
  id,
  me,
  roles,
  next,
  amend,
}: {
  id: string;
  me: string;
  roles: readonly string[];
  next: () => void;
  amend: (view: CaseView) => void;
}) {
  const found = useCase(id);
  const view = found.data;
  const name = useClearName(view, me);
  useWindowTitle(view?.row.reference);
  if (found.error !== null) return <Problem error={found.error.view} />;
  if (view === undefined) return <Skeleton lines={14} />;
  if (view.row.status === "erased") {
    return <Erased view={view} mayCertify={["supervisor", "administrator"].some((it) => roles.includes(it))} />;
  }
  return (
    <article className="case" data-testid="case" data-reference={view.row.reference} data-case={view.row.case}>
      <Head view={view} me={me} />
      <div className="case-body scroll">
        <div>
          {view.row.archived && <Archived until={view.row.kept_until} />}
          {view.row.attention !== null && <Attention of={view.row.attention} />}
          <Facts key={`${view.row.case} ${view.version}`} view={view} name={name} amend={amend} />
          <Checks view={view} />
          <Note view={view} />
          <Keeping view={view} />
          <Timeline view={view} />
        </div>
      </div>
      {view.row.status === "screened_out" ? (
        <SentBack view={view} amend={amend} />
      ) : (
        <Rail key={view.row.status} view={view} next={next} />
      )}
    </article>
  );
}

/**
 * The customer's name, for who holds the case. Asking for it is a signed record, so it is asked once for a case that
 * is opened or claimed, and kept nowhere but here.
 */
function useClearName(view: CaseView | undefined, me: string): string | null {
  const [name, setName] = useState<string | null>(null);
  const id = view?.row.case;
  const isMine = view?.row.holder === me && me !== "";
  useEffect(() => {
    setName(null);
    if (id === undefined || !isMine) return undefined;
    let left = false;
    ask("open_case", { case: id }).then(
      (opened) => {
        if (!left) setName(opened.name);
      },
      // Who may not see it sees the mask, which is what is on the screen.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [id, isMine]);
  return name;
}

const LIVE = ["open", "in_progress", "waiting_for_review"];

function Head({ view, me }: { view: CaseView; me: string }) {
  const t = useWords(words);
  const language = useLanguage();
  const now = useNow();
  const act = useCaseAct();
  const allowed = useAllowed(view);
  const { row } = view;
  const isMine = row.holder === me;
  const toggle = isMine ? ("release" as const) : ("claim" as const);
  const { allowed: may, refused } = allowed(toggle);
  const change = () => void act(toggle, { case: row.case });
  useKey("c", t.claimKey, change, may);
  const until = row.held_until === null ? "" : shortMoment(row.held_until, language, now);
  const isLive = LIVE.includes(row.status);
  return (
    <header className="case-head">
      <div>
        <h1 className="num">{row.reference}</h1>
        <StatusTag status={row.status} />
        <RiskTag band={view.risk} />
        <Kept row={row} />
        {isLive && (
          <span className="row">
            <Due at={row.due_at} />
            <span className="soft">{t.due}</span>
          </span>
        )}
        {isLive && (
          <span className="push row">
            <span className="soft roomy">
              {row.holder === null ? t.free : isMine ? t.heldByMe(until) : t.heldBy(row.holder, until)}
            </span>
            <Button size="small" hotkey="c" refused={may ? undefined : refused} onClick={change} data-testid={toggle}>
              {t[toggle]}
            </Button>
          </span>
        )}
      </div>
    </header>
  );
}

/** What keeps a case, as small words in its head; until when stands further below too, with what can be done about it. */
function Kept({ row }: { row: CaseView["row"] }) {
  const t = useWords(keepingWords);
  const language = useLanguage();
  return (
    <>
      {row.on_hold && <Mark tone="near" glyph="§" word={t.held} />}
      {row.archived && <Tag data-testid="archived">{t.archived}</Tag>}
      {row.kept_until !== null && !row.archived && (
        <span className="soft num" data-testid="kept-until">
          {t.keptUntil} {lastDay(row.kept_until, language)}
        </span>
      )}
    </>
  );
}

/** That nothing can be done with a case any more but to read it. */
function Archived({ until }: { until: string | null }) {
  const t = useWords(keepingWords);
  const language = useLanguage();
  const said = until === null ? [t.readOnly] : [t.readOnly, t.keptTo(lastDay(until, language))];
  return (
    <p className="page-note" data-testid="read-only">
      {sentences(language, ...said)}
    </p>
  );
}

/** What on this case asks for attention, and what there is to do about it. */
function Attention({ of }: { of: string }) {
  const say = useVocabulary();
  const advice: Record<string, string> = useWords(words).attention;
  return (
    <p className="attention" data-testid="attention">
      <Mark tone="near" glyph="!" word={say("attention", of)} />
      {advice[of]}
    </p>
  );
}

function SentBack({ view, amend }: { view: CaseView; amend: (view: CaseView) => void }) {
  const t = useWords(words);
  const { allowed, refused } = useAllowed(view)("amend");
  return (
    <aside className="decide" aria-label={t.screened}>
      <Empty
        title={t.screened}
        action={
          <Button look="main" refused={allowed ? undefined : refused} onClick={() => amend(view)} data-testid="mend">
            {t.mend}
          </Button>
        }
      >
        {t.screenedText}
      </Empty>
    </aside>
  );
}
