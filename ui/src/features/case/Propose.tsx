import { useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import { Button } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useDraft } from "../../lib/drafts";
import { useKey } from "../../lib/keys";
import { sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { cardsMasked } from "./cardsMasked";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { nothingDrafted, Verdict } from "./Verdict";
import { words } from "./words";

/** Proposing how a case ends. When it is done, the next case opens by itself. */
export function Propose({ view, next }: { view: CaseView; next: () => void }) {
  const t = useWords(words);
  const language = useLanguage();
  const act = useCaseAct();
  const { say } = useTell();
  const may = useAllowed(view)("propose");
  const [drafted, setDrafted, drop] = useDraft(`proposal ${view.row.case}`, nothingDrafted);
  const [busy, setBusy] = useState(false);
  const propose = async () => {
    if (drafted.outcome === null || busy || !may.allowed) return;
    setBusy(true);
    const { outcome, reasons, note } = drafted;
    const done = await act("propose", { case: view.row.case, outcome, reasons, note });
    setBusy(false);
    if (done === undefined) return;
    drop();
    next();
    say(sentences(language, done.decision === null ? t.proposed : t.decided, ...cardsMasked(t, done)));
  };
  useKey("ctrl+enter", t.propose, () => void propose(), may.allowed);
  return (
    <aside className="decide" aria-label={t.outcome}>
      <div className="decide-body scroll">
        <Verdict view={view} drafted={drafted} change={setDrafted} noteLabel={t.why} disabled={!may.allowed} />
      </div>
      <footer>
        <Button
          look="main"
          size="wide"
          hotkey="Ctrl ↵"
          disabled={may.allowed && (drafted.outcome === null || busy)}
          refused={may.allowed ? undefined : (may.refused ?? t.why2)}
          onClick={() => void propose()}
          data-testid="propose"
        >
          {t.propose}
        </Button>
        {!may.allowed && <p className="why">{may.refused}</p>}
      </footer>
    </aside>
  );
}
