import { useId, useMemo, useRef, useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Choice, Mark } from "../../design/primitives";
import { useKey } from "../../lib/keys";
import { useDebounced } from "../../lib/useDebounced";
import { useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

export const OUTCOMES = ["verified", "not_verified_may_retry", "not_verified_final", "unable_to_verify"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How a case is to end, as far as it is filled in. */
export type Drafted = { outcome: Outcome | null; reasons: string[]; note: string };

export const NOTHING_DRAFTED: Drafted = { outcome: null, reasons: [], note: "" };

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
      <Preview view={view} drafted={drafted} />
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

/** The reasons chosen, and a field to find more. Only reasons that fit the outcome are offered. */
function Reasons({
  drafted,
  change,
  disabled,
}: {
  drafted: Drafted;
  change: (drafted: Drafted) => void;
  disabled: boolean;
}) {
  const t = useWords(words);
  const text = useText();
  const all = useReply("reasons", {});
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [cursor, setCursor] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const { outcome, reasons } = drafted;
  const fitting = useMemo(
    () => (all.data ?? []).filter((it) => outcome !== null && it.outcomes.includes(outcome)),
    [all.data, outcome],
  );
  const wanted = typed.trim().toLowerCase();
  const offered = fitting.filter(
    (it) =>
      !reasons.includes(it.code) &&
      (wanted === "" || [it.house.zh, it.house.en, it.code].some((words) => words.toLowerCase().includes(wanted))),
  );
  const add = (code: string | undefined) => {
    if (code === undefined) return;
    change({ ...drafted, reasons: [...reasons, code] });
    setTyped("");
    setCursor(0);
    setOpen(false);
  };
  return (
    <div className="reasons">
      {reasons.map((code) => {
        const reason = fitting.find((it) => it.code === code);
        const words = reason === undefined ? code : text(reason.house);
        return (
          <span key={code} className="reason">
            {words}
            {reason?.disclose === "generic" && <small> · {t.generic}</small>}
            <button
              type="button"
              aria-label={t.remove(words)}
              onClick={() => change({ ...drafted, reasons: reasons.filter((it) => it !== code) })}
            >
              ×
            </button>
          </span>
        );
      })}
      <input
        ref={field}
        className="input"
        value={typed}
        disabled={disabled || outcome === null}
        placeholder={outcome === null ? t.reasonsNone : t.reasonsFind}
        aria-label={t.reasonsOpen}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={list}
        autoComplete="off"
        data-testid="reason"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          setCursor(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setCursor((at) => Math.min(at + 1, offered.length - 1));
          if (event.key === "ArrowUp") setCursor((at) => Math.max(at - 1, 0));
          if (event.key === "Enter" && !event.ctrlKey) {
            event.preventDefault();
            add(offered[cursor]?.code);
          }
          if (event.key === "Escape") field.current?.blur();
        }}
      />
      {isOpen && outcome !== null && (
        <div id={list} className="reason-list scroll" role="listbox" aria-label={t.reasons}>
          {offered.map((reason, place) => (
            <button
              key={reason.code}
              type="button"
              role="option"
              aria-selected={place === cursor}
              tabIndex={-1}
              data-testid={`reason-${reason.code}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => add(reason.code)}
            >
              {text(reason.house)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What the customer would read, and what policy would do next: both as the house would have it. */
function Preview({ view, drafted }: { view: CaseView; drafted: Drafted }) {
  const t = useWords(words);
  const say = useVocabulary();
  const asked = useDebounced(drafted, 60);
  const preview = useReply(
    "preview_message",
    { case: view.row.case, outcome: asked.outcome ?? "", reasons: asked.reasons },
    { enabled: asked.outcome !== null, keepPrevious: true },
  );
  const shown = asked.outcome === null ? undefined : preview.data;
  return (
    <section>
      <h2>{t.customer(say("customerLanguage", view.row.language))}</h2>
      {preview.error !== null && <Problem error={preview.error.view} />}
      <p className={shown === undefined ? "letter soft" : "letter"} lang={view.row.language} data-testid="preview">
        {shown?.text ?? t.customerEmpty}
      </p>
      {shown !== undefined && (
        <p className="policy" data-testid="policy">
          {shown.causes.length === 0 ? (
            t.alone(shown.hold_seconds)
          ) : (
            <Mark
              tone="near"
              glyph="‖"
              word={t.toReview + shown.causes.map((it) => say("reviewCause", it)).join("；")}
            />
          )}
        </p>
      )}
    </section>
  );
}
