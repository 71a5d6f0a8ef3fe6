import { useEffect, useRef, useState } from "react";
import { Button, Field, Masked } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useSecond } from "../../lib/useNow";
import { useWords } from "../../words/language";
import { useVocabulary, VOCABULARY } from "../../words/vocabulary";
import "./reveal.css";
import { revealWords } from "./revealWords";
import type { Reveal } from "./useReveal";

/** Where the button of a field is found, to give it the focus back. */
export const revealButton = (field: string): HTMLElement | null =>
  document.querySelector(`[data-reveal="${CSS.escape(field)}"]`);

/** A masked value; for who may see it, in clear for a while. */
export function Hidden({ field, mask, reveal }: { field: string; mask: string; reveal: Reveal }) {
  const t = useWords(revealWords);
  const say = useVocabulary();
  const shown = reveal.shown(field);
  const name = say("field", field);
  return (
    <span className="hidden-value">
      {shown === undefined ? (
        <Masked value={mask} />
      ) : (
        <span className="in-clear" data-testid={`clear-${field}`}>
          {shown.value}
        </span>
      )}
      {reveal.allowed && mask !== "" && (
        <button
          type="button"
          className="reveal"
          data-reveal={field}
          data-testid={`reveal-${field}`}
          aria-label={shown === undefined ? t.revealField(name) : t.hideField(name)}
          aria-expanded={shown === undefined ? reveal.asking === field : undefined}
          onClick={() => (shown === undefined ? reveal.ask(field) : reveal.hide(field))}
        >
          {shown === undefined ? t.reveal : t.hide}
        </button>
      )}
      {shown !== undefined && <Left reveal={reveal} field={field} />}
    </span>
  );
}

/** How long the value stays, second by second. */
function Left({ reveal, field }: { reveal: Reveal; field: string }) {
  const t = useWords(revealWords);
  useSecond();
  const seconds = reveal.shown(field)?.seconds;
  return (
    <span className="left num" role="timer" data-testid={`left-${field}`}>
      {seconds !== undefined && t.left(seconds)}
    </span>
  );
}

const REASONS = Object.keys(VOCABULARY.revealReason);

/** Why somebody wants to see a field in clear. */
export function RevealForm({ field, reveal }: { field: string; reveal: Reveal }) {
  const t = useWords(revealWords);
  const say = useVocabulary();
  const [why, setWhy] = useState("");
  const [words, setWords] = useState("");
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => select.current?.focus(), []);
  const leave = () => {
    reveal.cancel();
    revealButton(field)?.focus();
  };
  const lacks = why === "" || (why === "other" && words.trim() === "");
  return (
    <form
      className="reveal-form"
      aria-label={t.revealField(say("field", field))}
      data-testid="reveal-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!lacks) reveal.submit(why, words, (shown) => revealButton(shown)?.focus());
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        leave();
      }}
    >
      <Field label={`${t.why} · ${say("field", field)}`}>
        {(wiring) => (
          <select
            {...wiring}
            ref={select}
            className="input"
            value={why}
            data-testid="reveal-why"
            onChange={(event) => setWhy(event.target.value)}
          >
            <option value="" disabled>
              {t.whyChoose}
            </option>
            {REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {say("revealReason", reason)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {why === "other" && (
        <TextField label={t.words} need={t.wordsNeed} value={words} change={setWords} testid="reveal-words" />
      )}
      <div className="row">
        <Button type="submit" look="main" size="small" disabled={lacks || reveal.busy} data-testid="reveal-show">
          {t.show}
        </Button>
        <Button size="small" onClick={leave} data-testid="reveal-cancel">
          {t.cancel}
        </Button>
      </div>
      <p className="soft">{t.recorded}</p>
    </form>
  );
}
