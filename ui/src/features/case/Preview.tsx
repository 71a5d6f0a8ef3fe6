import type { CaseView } from "../../backend/generated/CaseView";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Mark } from "../../design/primitives";
import { useDebounced } from "../../lib/useDebounced";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

/**
 * What the customer would read if the case ended so, as the house would write it. With `plan` also what policy would
 * do next; a reviewer already knows, since they are what policy does.
 */
export function Preview({
  view,
  outcome,
  reasons,
  plan = true,
}: {
  view: CaseView;
  outcome: string | null;
  reasons: string[];
  plan?: boolean;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const asked = useDebounced(JSON.stringify({ outcome, reasons }), 60);
  const { outcome: ending, reasons: why } = JSON.parse(asked) as { outcome: string | null; reasons: string[] };
  const preview = useReply(
    "preview_message",
    { case: view.row.case, outcome: ending ?? "", reasons: why },
    { enabled: ending !== null, keepPrevious: true },
  );
  const shown = ending === null ? undefined : preview.data;
  return (
    <section>
      <h2>{t.customer(say("customerLanguage", view.row.language))}</h2>
      {preview.error !== null && <Problem error={preview.error.view} />}
      <p className={shown === undefined ? "letter soft" : "letter"} lang={view.row.language} data-testid="preview">
        {shown?.text ?? t.customerEmpty}
      </p>
      {plan && shown !== undefined && (
        <p className="policy" data-testid="policy">
          {shown.causes.length === 0 ? (
            t.alone(shown.hold_seconds)
          ) : (
            <Mark
              tone="near"
              glyph="→"
              word={t.toReview + shown.causes.map((it) => say("reviewCause", it)).join(t.and)}
            />
          )}
        </p>
      )}
    </section>
  );
}
