import { useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { FindingView } from "../../backend/generated/FindingView";
import { Button, Mark, Panel } from "../../design/primitives";
import { useDraft } from "../../lib/drafts";
import { useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { CaseForm } from "./CaseForm";
import { asSubmitted, emptyDraft } from "./draft";
import { words } from "./words";

const nothingEntered = () => emptyDraft("", "");

/** A case typed in; then what became of it. Partner and terms stay for the next one. */
export function NewCase({ openCase }: { openCase: (caseId: string) => void }) {
  const t = useWords(words);
  const submit = useAct("submit");
  const [draft, setDraft] = useDraft("intake", nothingEntered);
  const [sent, setSent] = useState("");
  const clear = () => setDraft(emptyDraft(draft.partner, draft.consent_terms));
  const done = submit.data;
  if (done !== undefined) {
    return (
      <Submitted
        reference={sent}
        open={done.status === "open"}
        findings={done.findings}
        openCase={() => openCase(done.case)}
        another={submit.reset}
      />
    );
  }
  return (
    <CaseForm
      draft={draft}
      change={setDraft}
      screening="screen_draft"
      action={t.submit}
      busy={submit.isPending}
      problem={submit.error?.view ?? null}
      submit={() =>
        submit.mutate(asSubmitted(draft), {
          onSuccess: () => {
            setSent(draft.reference);
            clear();
          },
        })
      }
      clear={() => {
        submit.reset();
        clear();
      }}
    />
  );
}

function Submitted({
  reference,
  open,
  findings,
  openCase,
  another,
}: {
  reference: string;
  open: boolean;
  findings: FindingView[];
  openCase: () => void;
  another: () => void;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const inWords = useText();
  // Whoever types goes on with the keyboard: Enter starts the next one.
  const further = useRef<HTMLButtonElement>(null);
  useEffect(() => further.current?.focus(), []);
  return (
    <Panel title={reference} data-testid="submitted" data-status={open ? "open" : "screened_out"}>
      <div className="stack">
        <Mark tone={open ? "ok" : "bad"} glyph={open ? "✓" : "✕"} word={open ? t.done.open : t.done.screened_out} />
        {findings.map((finding) => (
          <p key={`${finding.field} ${finding.code}`}>
            <b>{say("field", finding.field)}</b> {inWords(finding.words)}
          </p>
        ))}
        <div className="row">
          <Button ref={further} look="main" onClick={another} data-testid="another">
            {t.another}
          </Button>
          <Button onClick={openCase} data-testid="open-submitted">
            {t.openCase}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
