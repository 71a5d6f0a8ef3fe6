import { useId, useRef, useState } from "react";
import { useReply } from "../backend/queries";
import { Key, Money } from "../design/primitives";
import { StatusTag } from "../design/signs";
import { useKey } from "../lib/keys";
import { useDebounced } from "../lib/useDebounced";
import { useWords } from "../words/language";
import { Icon } from "./icons";
import { usePlace } from "./sections";
import { words } from "./words";

/** Finds a case. What is typed may be a customer's number: it is kept nowhere and cleared when a case opens. */
export function Search() {
  const t = useWords(words);
  const { open } = usePlace();
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const asked = useDebounced(text.trim(), 120);
  const found = useReply("find", { text: asked }, { enabled: asked !== "", keepPrevious: true, fleeting: true });
  useKey("/", t.searchLabel, () => input.current?.focus());
  const rows = asked === "" ? [] : (found.data ?? []);
  const shown = text !== "" && asked !== "" && found.data !== undefined;
  const choose = (caseId: string | undefined) => {
    if (caseId === undefined) return;
    setText("");
    input.current?.blur();
    open(caseId);
  };
  return (
    <search className="search">
      <Icon of="search" />
      <input
        ref={input}
        className="input"
        value={text}
        placeholder={t.search}
        aria-label={t.searchLabel}
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-activedescendant={shown && rows.length > 0 ? `${list}-${cursor}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="search"
        onChange={(event) => {
          setText(event.target.value);
          setCursor(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setCursor((at) => Math.min(at + 1, rows.length - 1));
          if (event.key === "ArrowUp") setCursor((at) => Math.max(at - 1, 0));
          if (event.key === "Enter") choose(rows[cursor]?.case);
          if (event.key === "Escape") {
            setText("");
            input.current?.blur();
          }
        }}
      />
      <Key>/</Key>
      {shown && (
        <div className="found" id={list} role="listbox" aria-label={t.searchLabel}>
          {rows.length === 0 && <p className="soft">{t.noneFound}</p>}
          {rows.map((row, place) => (
            <button
              key={row.case}
              id={`${list}-${place}`}
              type="button"
              role="option"
              aria-selected={place === cursor}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(row.case)}
            >
              <b className="num">{row.reference}</b>
              <span>{row.partner}</span>
              <span>{row.name}</span>
              <StatusTag status={row.status} />
              <Money amount={row.amount} currency={row.currency} />
            </button>
          ))}
        </div>
      )}
    </search>
  );
}
