import { useId, useMemo, useRef, useState } from "react";
import { useReply } from "../../backend/queries";
import { useText, useWords } from "../../words/language";
import type { Drafted } from "./Verdict";
import { words } from "./words";

/** The reasons chosen, and a field to find more. Only reasons that fit the outcome are offered. */
export function Reasons({
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
        aria-activedescendant={isOpen && offered.length > 0 ? `${list}-${cursor}` : undefined}
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
              id={`${list}-${place}`}
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
