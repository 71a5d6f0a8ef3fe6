import type { CaseView } from "../../backend/generated/CaseView";
import { Choice } from "../../design/primitives";
import { useKey } from "../../lib/keys";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Preview } from "./Preview";
import { Reasons } from "./Reasons";
import { words } from "./words";

export const OUTCOMES = ["verified", "not_verified_may_retry", "not_verified_final", "unable_to_verify"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How a case is to end, as far as it is filled in. */
export type Drafted = { outcome: Outcome | null; reasons: string[]; note: string };

export const nothingDrafted = (): Drafted => ({ outcome: null, reasons: [], note: "" });

/** Outcome, reasons and note, with what the customer would read and what policy would do. */
export function Verdict({
  view,
  drafted,
  change,
  noteLabel,
  disabled,
}: {
  view: CaseView;
  drafted: Drafted;
  change: (drafted: Drafted) => void;
  noteLabel: string;
  disabled: boolean;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const choose = (outcome: Outcome) => change({ ...drafted, outcome, reasons: [] });
  useOutcomeKeys(choose, !disabled);
  return (
    <>
      <section>
        <h2>{t.outcome}</h2>
        <Choice<Outcome>
          legend={t.outcome}
          value={drafted.outcome}
          choose={choose}
          disabled={disabled}
          options={OUTCOMES.map((value, place) => ({ value, label: say("outcome", value), hotkey: String(place + 1) }))}
        />
      </section>
      <section>
        <h2>{t.reasons}</h2>
        <Reasons drafted={drafted} change={change} disabled={disabled} />
      </section>
      <section>
        <h2>{noteLabel}</h2>
        <textarea
          className="input"
          rows={2}
          value={drafted.note}
          disabled={disabled}
          aria-label={noteLabel}
          placeholder={t.whyPlaceholder}
          data-testid="why"
          onChange={(event) => change({ ...drafted, note: event.target.value })}
        />
      </section>
      <Preview view={view} outcome={drafted.outcome} reasons={drafted.reasons} />
    </>
  );
}

function useOutcomeKeys(choose: (outcome: Outcome) => void, enabled: boolean) {
  const say = useVocabulary();
  useKey("1", say("outcome", OUTCOMES[0]), () => choose(OUTCOMES[0]), enabled);
  useKey("2", say("outcome", OUTCOMES[1]), () => choose(OUTCOMES[1]), enabled);
  useKey("3", say("outcome", OUTCOMES[2]), () => choose(OUTCOMES[2]), enabled);
  useKey("4", say("outcome", OUTCOMES[3]), () => choose(OUTCOMES[3]), enabled);
}
